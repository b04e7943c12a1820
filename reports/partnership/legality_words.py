"""What the measures of legality are called, in tables and in sentences."""

from __future__ import annotations

from reports.partnership.past import OF_BUSINESSES

MEASURES = {
    "nib": "NIB",
    "npwp": "NPWP",
    "pirt_atau_md": "P-IRT atau BPOM MD",
    "halal": "sertifikat halal",
    "label_lengkap": "label lengkap",
    "barcode": "barcode",
    "merek_terdaftar": "merek terdaftar",
}
"""By measure, in the order of the report."""


def heading(name: str) -> str:
    """A measure as it stands alone."""
    words = MEASURES[name]
    return words[0].upper() + words[1:]


def counted(name: str) -> str:
    """What a measure counts: ``UMKM yang mempunyai NIB``."""
    return f"{'UMKM' if name in OF_BUSINESSES else 'Produk'} yang mempunyai {MEASURES[name]}"
