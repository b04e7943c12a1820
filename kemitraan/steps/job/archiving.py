"""Puts bytes into the archive, and makes sure that it is the archive: a share that is not mounted leaves an empty
folder.
"""

from __future__ import annotations

from connectors.archive import Archive
from connectors.errors import FolderMissingError, Place
from kemitraan.steps.workshop import Workshop
from warehouse.archive_checks import count_kept
from warehouse.engine import Warehouse


def archive_bytes(workshop: Workshop, data: bytes) -> str:
    """Stores the bytes and gives their SHA-256. Raises OutsideError, also where the archive's folder is away: a new
    folder in its place would take files that nobody finds again once the share is back.
    """
    require_archive(workshop.archive, workshop.warehouse)
    return workshop.archive.put(data)


def require_archive(archive: Archive, warehouse: Warehouse) -> None:
    """Raises FolderMissingError where a folder that should hold files holds none at all."""
    # Looked at again after counting: another run may have stored and registered the very first file in between.
    if archive.is_bare() and count_kept(warehouse) and archive.is_bare():
        raise FolderMissingError(Place.ARCHIVE)
