"""document.missing: from Kesepakatan on, a partnership has a document number and a starting date."""

from schemas.codes import Code
from schemas.reading import ReadSheet

AGREED = ("Kesepakatan", "Terdaftar", "Memasok")
ASKED = ("nomor_dokumen", "tanggal_mulai")


def check(read: ReadSheet) -> None:
    """Adds ``document.missing`` to each empty cell. The row cannot do without a value there."""
    agreed = [position for position, stage in enumerate(read.values("tahap")) if stage in AGREED]
    for name in ASKED:
        cells = read[name]
        read.need(name, agreed)
        for position in agreed:
            if not cells.is_filled(position):
                read.say(Code.DOCUMENT_MISSING, position, name)
