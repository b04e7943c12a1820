"""What is typed into a decision's form: asked for by suspending the run, read when it goes on, and forgotten.

Prefect keeps inputs in its database as they were typed, personal data too. What we need of them the decision keeps, masked;
so they are deleted once it is made. Until then they stay: a run that was killed in between reads them again.
"""

from __future__ import annotations

from typing import Any

from prefect import suspend_flow_run
from prefect.events.worker import EventsWorker
from prefect.input import RunInput, delete_flow_run_input, filter_flow_run_input, read_flow_run_input

HEARD_SECONDS = 10
MOST_FORMS = 200
_KEY = "keputusan-"
_KEPT = f"suspended-{_KEY}"
"""How Prefect names the inputs of a run that was suspended under our key."""


def was_shown(number: int) -> bool:
    """Whether the run's so-many-th form was shown."""
    return read_flow_run_input(f"{_KEPT}{number}-schema") is not None


def show(number: int, form: type[RunInput]) -> None:
    """Suspend the run until the form is filled in: the process ends here."""
    _let_the_server_hear()
    suspend_flow_run(wait_for_input=form, key=f"{_KEY}{number}")


def typed(number: int) -> dict[str, Any] | None:
    """What was filled in; None where nobody has, or where it was forgotten."""
    return read_flow_run_input(f"{_KEPT}{number}-response")


def forget_typed() -> None:
    """Delete whatever was filled in; the forms stay."""
    for one in filter_flow_run_input(key_prefix=_KEPT, limit=MOST_FORMS):
        if one.key.endswith("-response"):
            delete_flow_run_input(one.key)


def _let_the_server_hear() -> None:
    """Have this run's heartbeat reach the server before it is suspended. One that came after would be the last thing
    heard of it, and the automation for lost runs would start it again.
    """
    EventsWorker.drain_all(timeout=HEARD_SECONDS, at_exit=False)
