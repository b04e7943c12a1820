"""identity.missing: a business has neither NIB nor NIK. Where one is empty or bad, the row cannot do without the other."""

from schemas.codes import Code
from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Say ``identity.missing`` at the NIB cell, or the key's when there is no such column."""
    nib, nik = read["nib"], read["nik_pemilik"]
    read.need("nib", (p for p in range(len(read)) if nik.is_empty_or_bad(p)))
    read.need("nik_pemilik", (p for p in range(len(read)) if nib.is_empty_or_bad(p)))
    for position in range(len(read)):
        if not nib.is_filled(position) and not nik.is_filled(position):
            read.say(Code.IDENTITY_MISSING, position, "nib")
