"""Which submissions wait for a person, what is asked, what is at stake, and what was decided."""
