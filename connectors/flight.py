"""The flight check of a source: tries everything that a run will need, without touching a submission."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.base import Check, FlightChecks
from connectors.errors import ClockError, OutsideError, Place

CLOCK_SECONDS = 120.0
"""The largest allowed difference between a server's clock and ours, in seconds."""
_NEEDED_BY_ALL = {Check.REACH, Check.SIGN_IN}


class CannotTellError(Exception):
    """The place gives no information by which the check could be made."""


@dataclass(frozen=True)
class Probe:
    """The result of one check. It holds (no ``error``), it fails, or it was not ``tried`` because an earlier one
    failed. ``testable`` is False where the place gives nothing to check it by.
    """

    check: Check
    tried: bool = True
    error: OutsideError | None = None
    testable: bool = True

    @property
    def holds(self) -> bool:
        """Whether the check was tried and passed."""
        return self.tried and self.error is None


def fly(checks: FlightChecks) -> tuple[Probe, ...]:
    """Tries every check in order. After a failure to reach the place or to sign in, the rest are not tried."""
    probes: list[Probe] = []
    grounded = False
    for check, attempt in checks:
        if grounded:
            probes.append(Probe(check, tried=False))
            continue
        try:
            attempt()
        except CannotTellError:
            probes.append(Probe(check, testable=False))
        except OutsideError as error:
            probes.append(Probe(check, error=error))
            grounded = check in _NEEDED_BY_ALL
        else:
            probes.append(Probe(check))
    return tuple(probes)


def must_agree(theirs: float, before: float, after: float, place: Place) -> None:
    """Raises ClockError when a server's time is far from ours. ``theirs`` was read between ``before`` and ``after``;
    all are seconds since 1970.
    """
    seconds = max(before - theirs, theirs - after)
    if seconds > CLOCK_SECONDS:
        raise ClockError(place, f"{seconds:.0f}")
