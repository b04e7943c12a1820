"""Marts: figures in plain SQL, one view a file, the same text for SQLite and PostgreSQL.

``<name>_rows.sql`` lists the rows behind a mart with its dimensions (``source``, ``office``, ``row_key`` say which
row). ``<name>.sql`` counts and sums that list, so that a figure's rows are its own by construction. Both become views,
``mart_<name>_rows`` and ``mart_<name>``. ``<name>.toml`` describes them: grain, columns, owner, checks.
"""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection, text

from warehouse.marts.description import MartView, mart

MARTS = (
    "kepatuhan",
    "legalitas",
    "kurasi",
    "pendampingan",
    "kemitraan",
    "realisasi",
    "corong",
    "kelas",
    "syarat",
    "kesiapan",
    "permintaan",
    "pemasaran",
    "usaha",
)
"""The marts, each after those whose rows it reads."""

ROWS = {name: f"mart_{name}_rows" for name in MARTS}
"""Each mart's list of contributing rows."""


def create_marts(connection: Connection) -> None:
    """Creates every view, with its description as comments where the database keeps them."""
    for name in MARTS:
        for view in mart(name).views:
            query = f"CREATE VIEW {view.name} AS\n{_heading(view)}{mart_sql(view.name)}"
            connection.execute(text(query.replace(":", r"\:")))
            if connection.dialect.name == "postgresql":
                _comment(connection, view)


def drop_marts(connection: Connection) -> None:
    """Drops every view, so that the tables under them can be changed."""
    for name in reversed(MARTS):
        for view in reversed(mart(name).views):
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view.name}")


def mart_sql(view: str) -> str:
    """The text of a view's file."""
    return resources.files(__package__).joinpath(f"{view.removeprefix('mart_')}.sql").read_text(encoding="utf-8")


def _heading(view: MartView) -> str:
    """The description as SQL comments: SQLite keeps them with the view's text."""
    columns = (f"-- {name}: {column.about}" for name, column in view.columns.items())
    lines = [f"-- {view.about}", f"-- Satu baris untuk: {', '.join(view.grain)}.", *columns]
    return "".join(f"{line}\n" for line in lines)


def _comment(connection: Connection, view: MartView) -> None:
    comments = {f"VIEW {view.name}": view.about}
    for name, column in view.columns.items():
        unit = f" ({column.unit})" if column.unit else ""
        empty = f" Kosong: {column.empty}." if column.empty else ""
        comments[f'COLUMN {view.name}."{name}"'] = f"{column.about}{unit}.{empty}"
    for object_name, comment in comments.items():
        literal = comment.replace("'", "''")
        connection.exec_driver_sql(f"COMMENT ON {object_name} IS '{literal}'")
