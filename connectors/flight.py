"""The flight check of a channel: everything that a run will need of it, tried without touching a submission."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.base import Check, FlightChecks
from connectors.errors import ClockError, OutsideError, Place

CLOCK_SECONDS = 120.0
"""By how much a server's clock may differ from ours."""
_NEEDED_BY_ALL = {Check.REACH, Check.SIGN_IN}


class CannotTellError(Exception):
    """The place tells nothing by which the check could be made."""


@dataclass(frozen=True)
class Probe:
    """One check: it held (no ``error``), it did not, or it was ``tried`` no more because an earlier one failed. ``told``
    is False where the place tells nothing by which it could be made.
    """

    check: Check
    tried: bool = True
    error: OutsideError | None = None
    told: bool = True

    @property
    def holds(self) -> bool:
        """Tried, and nothing speaks against it."""
        return self.tried and self.error is None


def fly(checks: FlightChecks) -> tuple[Probe, ...]:
    """Tries every check in order; without reaching the place or signing in, the rest cannot be tried."""
    probes: list[Probe] = []
    grounded = False
    for check, attempt in checks:
        if grounded:
            probes.append(Probe(check, tried=False))
            continue
        try:
            attempt()
        except CannotTellError:
            probes.append(Probe(check, told=False))
        except OutsideError as error:
            probes.append(Probe(check, error=error))
            grounded = check in _NEEDED_BY_ALL
        else:
            probes.append(Probe(check))
    return tuple(probes)


def must_agree(theirs: float, before: float, after: float, place: Place) -> None:
    """Raises ClockError when a time that a server told between two moments of ours is far from them. Seconds since
    1970.
    """
    seconds = max(before - theirs, theirs - after)
    if seconds > CLOCK_SECONDS:
        raise ClockError(place, f"{seconds:.0f}")
