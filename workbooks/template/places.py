"""Places as the template needs them: the kecamatan and desa of a regency, the kabupaten and kota of a province."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Place(Protocol):
    """A place of the Kemendagri list: ``76.05.01.1001`` lies in ``76.05.01``."""

    @property
    def code(self) -> str:
        """Kemendagri code with dots."""

    @property
    def name(self) -> str:
        """Official name."""

    @property
    def parent_code(self) -> str:
        """Code of the place it lies in; ``""`` for a province."""


def inside(places: Sequence[Place], code: str) -> list[Place]:
    """The places directly inside ``code``, by name."""
    return sorted((place for place in places if place.parent_code == code), key=lambda place: place.name.casefold())


def name_of(places: Sequence[Place], code: str) -> str:
    """The name of a code; KeyError when the list has none."""
    for place in places:
        if place.code == code:
            return place.name
    raise KeyError(f"kode wilayah {code} tidak ada dalam daftar wilayah")
