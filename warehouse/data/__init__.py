"""Reference rows of the marts, as data: what each requirement is, how units convert."""
