"""A person's right to be forgotten (UU 27/2022): found everywhere, hidden at once, taken out within a setting."""
