"""What the template takes from the reference: places to choose from and partners by their everyday name."""

from __future__ import annotations

from schemas.reference import Place, Reference


def inside(reference: Reference, code: str) -> list[Place]:
    """The places directly inside ``code``, by name."""
    return sorted(
        (place for place in reference.places if place.parent == code), key=lambda place: place.name.casefold()
    )


def name_of(reference: Reference, code: str) -> str:
    """The name of a code; KeyError when the reference has none."""
    try:
        return reference.place_names[code]
    except KeyError:
        raise KeyError(f"kode wilayah {code} tidak ada dalam daftar wilayah") from None


def everyday_partners(reference: Reference) -> list[str]:
    """One name a partner: the first alias listed (Alfamidi rather than PT Midi Utama Indonesia Tbk)."""
    first_names: dict[str, str] = {}
    for name, alias in reference.partners:
        first_names.setdefault(name, alias or name)
    return sorted(first_names.values())
