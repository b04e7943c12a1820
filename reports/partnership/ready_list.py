"""Which products are ready for a retailer and not listed there yet: the list that a buyer gets. It holds no owner,
telephone number or address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from sqlalchemy import Text, bindparam, text
from xlsxwriter import Workbook

from reports.partnership.shown import MOST_ROWS, Table, table
from reports.partnership.workbook import TEXTS_STAY_TEXTS
from schemas.messages import number_words
from schemas.period import Period
from warehouse.engine import Warehouse
from warehouse.mart_reading import at_point

KEY = "daftar-siap"
BESIDE = "SNI dan rekomendasi dinas tidak tercatat di sini; periksa sebelum memesan."


@dataclass(frozen=True)
class ReadyProduct:
    """A product for a buyer. Amounts that its workbook leaves out are None."""

    regency: str
    business: str
    product: str
    category: str
    content: float | None
    unit: str | None
    price: int | None
    capacity: int | None
    shelf_life: int | None


def read_ready(
    warehouse: Warehouse, retailers: Sequence[str], *, period: Period | None = None, known_on: datetime | None = None
) -> dict[str, list[ReadyProduct]]:
    """Each retailer's list as of a month, as known at a moment, by regency, business and product."""
    lists: dict[str, list[ReadyProduct]] = {retailer: [] for retailer in retailers}
    with at_point(warehouse, period=period, known_on=known_on) as (connection, _):
        for retailer, *row in connection.execute(_READY, {"retailers": list(retailers)}):
            values = (float(value) if isinstance(value, Decimal) else value for value in row)
            lists[retailer].append(ReadyProduct(*values))
    return lists


HEADINGS = ("Kabupaten", "Usaha", "Produk", "Kategori", "Isi", "Satuan", "Harga jual (Rp)", "Kapasitas sebulan",
            "Masa simpan (hari)")  # fmt: skip


def ready_table(products: Iterable[ReadyProduct], retailer: str) -> Table:
    """The list as a table of words: what its products say of themselves are no figures of the report."""
    rows = (tuple(_words(value) for value in astuple(product)) for product in products)
    return table(KEY, "Siap dan belum terdaftar", _about(retailer), HEADINGS, rows, on_paper=MOST_ROWS)


def ready_workbook(products: Sequence[ReadyProduct], retailer: str, moment: datetime) -> bytes:
    """The list as a workbook of its own: numbers are numbers, and no text is a formula. ``moment`` is when it was
    known.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, **TEXTS_STAY_TEXTS})
    book.set_properties({"title": f"Siap untuk {retailer}", "created": moment.replace(tzinfo=None)})
    sheet = book.add_worksheet("Daftar siap")
    head = book.add_format({"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "text_wrap": True})
    number = book.add_format({"num_format": "#,##0"})
    sheet.write_string(
        0, 0, f"Siap untuk {retailer} dan belum terdaftar", book.add_format({"bold": True, "font_size": 14})
    )
    sheet.write_string(1, 0, _about(retailer))
    for place, heading in enumerate(HEADINGS):
        sheet.write_string(3, place, heading, head)
        sheet.set_column(place, place, 26 if place < 3 else 14)
    for row, product in enumerate(products, 4):
        for place, value in enumerate(astuple(product)):
            if isinstance(value, str):
                sheet.write_string(row, place, value)
            elif value is not None:
                sheet.write_number(row, place, value, number if float(value).is_integer() else None)
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def _about(retailer: str) -> str:
    return f"Produk yang memenuhi semua persyaratan wajib {retailer} dan belum memasok. {BESIDE}"


def _words(value: str | float | None) -> str | None:
    return number_words(value) if isinstance(value, int | float) else value


_READY = text("""
    SELECT r.ritel, r.nama_kabupaten, u.nama_usaha, p.nama_produk, p.kategori, p.isi_bersih, p.satuan, p.harga_jual,
           p.kapasitas_bulanan, p.masa_simpan_hari
    FROM mart_kesiapan_rows r
    INNER JOIN dim_produk p ON p.office = r.office AND p.row_key = r.row_key
    INNER JOIN dim_umkm u ON u.office = p.office AND u.row_key = p.kode_umkm
    WHERE r.ritel IN :retailers AND r.kurang = 0 AND r.sudah_memasok = 0
    ORDER BY r.office, u.nama_usaha, p.nama_produk, p.row_key
""").bindparams(bindparam("retailers", type_=Text, expanding=True))
