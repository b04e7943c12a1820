"""Identities: which records are one business, who owns it, and which partners of two collaborators are one.

``records`` reads what the matcher compares, ``linking`` brings pairs, groups and numbers up to date after publishing,
``numbering`` says which number a group keeps, ``decisions`` keeps what people say, ``pairs`` answers questions.
"""
