"""What is published of a month: every mart as files that need no database, with nothing in them that points at
anybody.
"""
