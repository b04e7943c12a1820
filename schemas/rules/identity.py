"""identity.missing: a business has neither NIB nor NIK. Where one is empty or bad, the row cannot do without the other.

A NIK that the warehouse has on record for the business's key counts as present where the cell is empty: nobody can fill
in again what is kept as a hash alone.
"""

from schemas.codes import Code
from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Adds ``identity.missing`` to the NIB cell, or to the key's when there is no such column."""
    nib, nik, keys = read["nib"], read["nik_pemilik"], read.values("kode_umkm")
    recorded = read.context.circumstances.known_identities
    recorded_rows = {p for p in range(len(read)) if keys[p] in recorded and not nik.is_filled(p)} if recorded else set()
    read.need("nib", (p for p in range(len(read)) if nik.is_empty_or_bad(p) and p not in recorded_rows))
    read.need("nik_pemilik", (p for p in range(len(read)) if nib.is_empty_or_bad(p)))
    for position in range(len(read)):
        if not nib.is_filled(position) and not nik.is_filled(position) and position not in recorded_rows:
            read.say(Code.IDENTITY_MISSING, position, "nib")
