"""Offices by their Kemendagri codes: what an office is follows from its code."""

from __future__ import annotations

from typing import Literal

OfficeKind = Literal["regency", "sulsel", "retail"]
WEST_SULAWESI, SOUTH_SULAWESI = "76", "73"


class OfficeCode(str):
    """The code of an office: ``76.01`` … ``76.06`` a regency of West Sulawesi, ``73.xx`` a kabupaten or kota of South
    Sulawesi that collaborates, ``76`` the province. It is its own text.
    """

    __slots__ = ()

    @property
    def province(self) -> str:
        """The code of the province in which the office lies."""
        return self.partition(".")[0]

    @property
    def is_collaborator(self) -> bool:
        """Whether it lies in South Sulawesi: it tells of partners, who are named with the regencies' products."""
        return self.province == SOUTH_SULAWESI and self != SOUTH_SULAWESI

    @property
    def is_regency(self) -> bool:
        """Whether it is a regency of West Sulawesi."""
        return self.province == WEST_SULAWESI and self != WEST_SULAWESI

    @property
    def kind(self) -> OfficeKind:
        """The kind of workbook that it sends; the province tells of retailers' requirements."""
        return "sulsel" if self.is_collaborator else "regency" if self.is_regency else "retail"


PROVINCE = OfficeCode(WEST_SULAWESI)
"""The province's own office."""
