"""Marts: figures in plain SQL, one view a file, the same text for SQLite and PostgreSQL.

``<name>_rows.sql`` lists the rows behind a mart with its dimensions (``source``, ``office``, ``row_key`` say which
row); ``<name>.sql`` counts and sums that list, so that a figure's rows are its own by construction. Both become views
``mart_<name>_rows`` and ``mart_<name>``. A file begins with a comment: grain, columns, owner.
"""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection, text

MARTS = ("kepatuhan", "kemitraan", "kurasi")
"""The marts there are."""

ROWS = {name: f"mart_{name}_rows" for name in MARTS}
"""Each mart's list of contributing rows."""


def create_marts(connection: Connection) -> None:
    """Create every view."""
    for name in MARTS:
        for view in (f"{name}_rows", name):
            connection.execute(text(f"CREATE VIEW mart_{view} AS\n{mart_sql(view)}".replace(":", r"\:")))


def drop_marts(connection: Connection) -> None:
    """Drop every view, so that the tables under them can be changed."""
    for name in MARTS:
        for view in (name, f"{name}_rows"):
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS mart_{view}")


def mart_sql(view: str) -> str:
    """The text of a mart's file."""
    return resources.files(__package__).joinpath(f"{view}.sql").read_text(encoding="utf-8")
