"""What has identities: businesses (with their owners), and partners of the collaborators."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.contract_tables import SHEETS, SheetTables


@dataclass(frozen=True)
class Subject:
    """What is compared. ``levels``: the identities that come of it; ``columns``: the matcher's column → the sheet's.
    Hashed ones are hashed when they are read.
    """

    name: str
    table: str
    levels: tuple[str, ...]
    columns: dict[str, str]
    hashed: tuple[str, ...]

    @property
    def tables(self) -> SheetTables:
        """The tables of its sheet."""
        return SHEETS[self.table]


BUSINESS, OWNER, PARTNER = "usaha", "pelaku", "mitra"
PREFIXES = {BUSINESS: "U", OWNER: "P", PARTNER: "M"}
"""By level: how its numbers begin."""

BUSINESSES = Subject(
    "usaha",
    "umkm",
    (BUSINESS, OWNER),
    {
        "nik": "nik_hash", "nib": "nib", "phone": "telepon", "business": "nama_usaha", "owner_name": "nama_pemilik",
        "district": "kecamatan", "village": "desa", "field": "bidang_usaha", "year": "tahun_berdiri", "sex": "jenis_kelamin",
    },
    ("nib", "phone"),
)  # fmt: skip
PARTNERS = Subject(
    "mitra",
    "mitra",
    (PARTNER,),
    {
        "phone": "kontak",
        "business": "nama_mitra",
        "owner_name": "nama_mitra",
        "district": "kabupaten",
        "field": "jenis",
    },
    ("phone",),
)
"""A partner's name stands for its owner too: nothing else says whose it is."""

SUBJECTS = {subject.name: subject for subject in (BUSINESSES, PARTNERS)}
