"""Views under the marts: the point of view, what is in force from it, monthly rows, the status of each
product, the cell that each value came from.

``<name>.sql`` is the text of a view, the same for SQLite and PostgreSQL. It names tables without a schema, so that the
same text made again over tables of another point of view shows that one (``warehouse.point_of_view``).
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources

from sqlalchemy import Connection, text

from warehouse.contract_tables import SHEETS
from warehouse.corrections.source import corrections_beside, counting
from warehouse.views.receipts import MONTHLY, receipts_sql

VIEWS = (
    "sudut_pandang",
    "pernyataan_berlaku",
    *(f"fct_{name}_bulanan" for name in MONTHLY),
    "kurasi_terbaru",
    "persyaratan_kini",
    "syarat_berlaku",
    "syarat_wajib",
    "status_produk",
    "kurang_produk",
    "permintaan_berlaku",
    "pasokan_produk",
    "asal_sel",
)
"""The views, each after those that it reads."""


def create_views(connection: Connection, but: Collection[str] = ()) -> None:
    """Creates every view but these."""
    for name in VIEWS:
        if name in but:
            continue
        connection.execute(text(f"CREATE VIEW {name} AS\n{view_sql(name)}".replace(":", r"\:")))


def drop_views(connection: Connection) -> None:
    """Drops every view, so that the tables under them can be changed."""
    for name in reversed(VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def view_sql(name: str) -> str:
    """The text of a view."""
    if name == "asal_sel":
        return receipts_sql()
    table = name.removeprefix("fct_").removesuffix("_bulanan")
    if name == f"fct_{table}_bulanan":
        return _monthly(table)
    return resources.files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _monthly(table: str) -> str:
    """The rows of a sheet as stated for each single period, as corrections make them."""
    tables = SHEETS[table]
    mechanics = [f'b."{name}"' for name in ("office", "row_key", "submission_id", "period", "row")]
    columns = ",\n    ".join([*mechanics, *(f'{counting(name)} AS "{name}"' for name in tables.public_columns)])
    return (
        f"-- {tables.sheet.title} as stated for each single month up to the period, with corrections.\n"
        f"SELECT\n    {columns}\n"
        "FROM pernyataan_berlaku p\n"
        f"INNER JOIN {tables.batch.name} b ON b.submission_id = p.submission_id\n"
        f"{corrections_beside(tables)}\n"
        f"WHERE p.sheet = '{tables.sheet.title}'\n"
    )
