"""halal.required and permit.missing: food and drink without a halal certificate, or kept long without a permit."""

from schemas.codes import Code
from schemas.kinds.reading import IN_PROCESS
from schemas.reading import ColumnReading, ReadSheet

EATEN = ("Makanan", "Minuman")
DAYS_WITHOUT_PERMIT = 7


def _held(cells: ColumnReading, position: int) -> bool:
    return cells.is_filled(position) and cells.values[position] != IN_PROCESS


def check(read: ReadSheet) -> None:
    """Adds both to the licence's cell, or to the key's where there is no such column."""
    halal, pirt, md = read["halal"], read["pirt"], read["md"]
    shelf_life = read.values("masa_simpan_hari")
    for position, category in enumerate(read.values("kategori")):
        if category not in EATEN:
            continue
        if not _held(halal, position):
            read.say(Code.HALAL_REQUIRED, position, "halal")
        days = shelf_life[position]
        if days is not None and days >= DAYS_WITHOUT_PERMIT and not _held(pirt, position) and not _held(md, position):
            read.say(Code.PERMIT_MISSING, position, "pirt")
