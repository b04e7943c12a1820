"""Arguments of the commands about records of one business. They load the warehouse, so they stand apart."""

from __future__ import annotations

import argparse

from warehouse.identities.subjects import SUBJECTS


def subject(parser: argparse.ArgumentParser) -> None:
    """Adds ``--subject``: businesses or partners."""
    parser.add_argument(
        "--subject", choices=tuple(SUBJECTS), default="usaha", help="usaha kabupaten, atau mitra Sulsel"
    )


def two_records(parser: argparse.ArgumentParser) -> None:
    """Adds two records, and ``--subject``."""
    parser.add_argument("record", metavar="CATATAN", help="kantor dan kode, misalnya 76.05/MJN-0001")
    parser.add_argument("other", metavar="CATATAN_LAIN", help="catatan yang lain")
    subject(parser)
