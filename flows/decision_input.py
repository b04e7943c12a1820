"""The inputs of a form in which a person decides: requested by suspending the run, read when it goes on, then deleted.

Prefect keeps inputs in its database as they were typed, personal data too. The decision keeps what we need of them,
masked, so they are deleted once it is made. Until then they stay: a run that was killed in between reads them again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from prefect import get_run_logger, suspend_flow_run
from prefect.events.worker import EventsWorker
from prefect.input import (
    RunInput,
    create_flow_run_input,
    delete_flow_run_input,
    filter_flow_run_input,
    read_flow_run_input,
)

WAITS = "Putaran ini menunggu Anda: pilih Resume di menu tiga titik di kanan atas, lalu isi formulirnya."
HEARD_SECONDS = 10
MOST_FORMS = 200
_KEY = "keputusan-{round}-{number}"
_KEPT = f"suspended-{_KEY}"
"""Prefect's names for the inputs of a run that was suspended under our key."""
_ALL = "suspended-keputusan-"
_CARRIED_OUT = "keputusan-dijalankan"
_ROUND = re.compile(rf"{_ALL}(\d+)-\d+-")


@dataclass(frozen=True)
class Form:
    """The ``number``-th form (from 1) for the question of a round."""

    round: int
    number: int

    @property
    def kept(self) -> str:
        """The first part of the names of its inputs."""
        return _KEPT.format(round=self.round, number=self.number)


def round_of(key: str) -> int:
    """The round of the question to which an input of this name belongs; 0 where the name has none."""
    match = _ROUND.match(key)
    return int(match[1]) if match else 0


def was_shown(form: Form) -> bool:
    """Whether the run has shown this form."""
    return read_flow_run_input(f"{form.kept}-schema") is not None


def said_above(form: Form) -> str:
    """The text above the form; "" where it was not shown."""
    return str(read_flow_run_input(f"{form.kept}-description") or "")


def show(form: Form, fields: type[RunInput]) -> None:
    """Suspends the run until the form is filled in: the process ends here."""
    get_run_logger().info(WAITS)  # Prefect's own word for it stands in the log of the run's page, in English
    _let_the_server_hear()
    suspend_flow_run(wait_for_input=fields, key=_KEY.format(round=form.round, number=form.number))


def typed(form: Form) -> dict[str, Any] | None:
    """The entries; None where there are none, or they were deleted."""
    return read_flow_run_input(f"{form.kept}-response")


def anything_typed() -> bool:
    """Whether any form of this run was filled in and not deleted."""
    return any(entry.key.endswith("-response") for entry in filter_flow_run_input(key_prefix=_ALL, limit=MOST_FORMS))


def forget_typed() -> None:
    """Deletes the entries; the forms stay."""
    for entry in filter_flow_run_input(key_prefix=_ALL, limit=MOST_FORMS):
        if entry.key.endswith("-response"):
            delete_flow_run_input(entry.key)


def note_carried_out() -> None:
    """Notes that this run's request is done: a Retry asks no more."""
    create_flow_run_input(_CARRIED_OUT, True)


def is_carried_out() -> bool:
    """Whether that was noted."""
    return read_flow_run_input(_CARRIED_OUT) is not None


def _let_the_server_hear() -> None:
    """Makes this run's heartbeat reach the server before it is suspended. A later one would be the last sign of it, and
    the automation for lost runs would start it again.
    """
    EventsWorker.drain_all(timeout=HEARD_SECONDS, at_exit=False)
