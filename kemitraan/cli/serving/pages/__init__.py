"""Pages and files of our own beside Prefect's, behind the same login: the state of all offices, and what was sent and
answered.
"""
