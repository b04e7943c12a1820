"""Verify the archive: every file compared with its hash, so many at a time, those that waited longest first. Verify the
warehouse: what a publish keeps up compared with what history gives.
"""

from __future__ import annotations

from dataclasses import dataclass

from connectors.errors import DamagedError, FolderMissingError, NotArchivedError, Place
from kemitraan.steps.workshop import Workshop
from schemas.messages import any_period_words
from warehouse.archive_checks import Damage, DamagedFile, count_kept, damaged_files, next_to_check, record_check
from warehouse.engine import Warehouse
from warehouse.rebuilding import differing_rows


@dataclass(frozen=True)
class Verified:
    """The result of a look at the archive: files compared now, files that should be there, and all damaged or missing
    ones.
    """

    compared: int
    kept: int
    damaged: tuple[DamagedFile, ...]


def verify_archive(workshop: Workshop, limit: int | None = None) -> Verified:
    """Compares at most so many files with their hashes. Every result is stored at once, so a stopped run is continued.

    Raises OutsideError when the archive cannot be read at all, or nothing lies where it should: then its folder is
    away, for instance a disk that is not mounted, and the files are not lost.
    """
    hashes = next_to_check(workshop.warehouse, limit)
    if len(hashes) > 1 and not any(_is_known(workshop, sha256) for sha256 in hashes):
        raise FolderMissingError(Place.ARCHIVE)
    for sha256 in hashes:
        record_check(workshop.warehouse, sha256, _damage(workshop, sha256))
    return Verified(len(hashes), count_kept(workshop.warehouse), tuple(damaged_files(workshop.warehouse)))


def damage_words(workshop: Workshop, file: DamagedFile) -> str:
    """``Kabupaten Majene, November 2026, kiriman 1a2b…: berkas arsipnya rusak.`` and what to do."""
    matter = "rusak: isinya sudah berubah" if file.damage == "damaged" else "tidak ada"
    return (
        f"{workshop.name_of(file.office)}, {any_period_words(file.period)}, kiriman {file.submission}: berkas "
        f"arsipnya {matter}. Pulihkan dari cadangan arsip, atau minta kantor itu mengirim berkas yang sama lagi."
    )


def _is_known(workshop: Workshop, sha256: str) -> bool:
    return workshop.archive.has(sha256) or workshop.archive.tombstone(sha256) is not None


def _damage(workshop: Workshop, sha256: str) -> Damage | None:
    try:
        workshop.archive.get(sha256)
    except NotArchivedError:
        return None if workshop.archive.tombstone(sha256) else "missing"  # kept no longer, by a setting
    except DamagedError:
        return "damaged"
    return None


def differing_words(warehouse: Warehouse) -> list[str]:
    """A sentence for each table that is not as it would be made anew from all statements in force."""
    return [
        f"Tabel {name}: {count} baris berbeda dari riwayatnya. Buat ulang dengan `kemitraan rebuild`, dan beri tahu pengelola."
        for name, count in differing_rows(warehouse).items()
    ]
