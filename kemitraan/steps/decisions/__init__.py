"""Which submissions wait for a person, what the questions are, what is at stake, and what was decided."""
