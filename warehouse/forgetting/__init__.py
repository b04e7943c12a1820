"""A person's right to be forgotten (UU 27/2022): requests, what identifies the person, and the person's rows in
tables.
"""
