"""Prefect events for automations on what happened to submissions: identifiers, office, period and outcome, no more.

``kemitraan.kiriman.diterima`` received · ``.menunggu`` waits for a person · ``.ditolak`` refused · ``.diterbitkan``
published, of the resource ``kemitraan.kiriman.<number>``; and, once a run that changed what is in force,
``kemitraan.gudang.diperbarui`` of the resource ``kemitraan.gudang``.

An event's identifier comes from its content, so a step that is done again adds no new event.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from prefect.events.utilities import emit_event

from kemitraan.steps.workshop import Workshop
from warehouse.decisions import Choice, last_decision, was_superseded
from warehouse.state import State
from warehouse.submissions import Submission, get_submission

RECEIVED, WAITING, REFUSED, PUBLISHED = (
    f"kemitraan.kiriman.{word}" for word in ("diterima", "menunggu", "ditolak", "diterbitkan")
)
WAREHOUSE_CHANGED = "kemitraan.gudang.diperbarui"
WAREHOUSE = "kemitraan.gudang"

_OF_STATE = {State.WAITING: WAITING, State.REFUSED: REFUSED, State.PUBLISHED: PUBLISHED}


def tell_received(workshop: Workshop, submission: str) -> None:
    """Reports that a submission was received."""
    _tell(workshop, RECEIVED, get_submission(workshop.warehouse, submission))


def tell_state(workshop: Workshop, submission_id: str) -> None:
    """Reports the submission's state, where others wait for that state."""
    submission = get_submission(workshop.warehouse, submission_id)
    if submission.state in _OF_STATE:
        decision = last_decision(workshop.warehouse, submission_id) if submission.state is State.WAITING else None
        _tell(workshop, _OF_STATE[submission.state], submission, round=decision.round if decision else 1)


def tell_warehouse_changed(
    run: str, submissions_in: Iterable[str], submissions_out: Iterable[str] = (), corrections: Iterable[int] = ()
) -> None:
    """Reports that a run (by its identifier) has put submissions in force, or that a person has taken some out or
    corrected something; nothing when there is none of it.
    """
    ids_in, ids_out = sorted(submissions_in), sorted(submissions_out)
    numbers = sorted(map(str, corrections))
    if ids_in or ids_out or numbers:
        emit_event(
            WAREHOUSE_CHANGED,
            resource={"prefect.resource.id": WAREHOUSE, "prefect.resource.name": "Gudang data"},
            payload={"diterbitkan": len(ids_in), "dicabut": len(ids_out), "dikoreksi": len(numbers)},
            id=uuid5(NAMESPACE_URL, "/".join((WAREHOUSE_CHANGED, run, *ids_in, *ids_out, *numbers))),
        )


def _tell(workshop: Workshop, event: str, submission: Submission, round: int = 1) -> None:
    """Emits an event. ``round`` counts the questions for which it waits; each has an event of its own."""
    key = "/".join((event, submission.id, *([str(round)] if round > 1 else [])))
    office = workshop.office_of(submission.office)
    emit_event(
        event,
        resource={
            "prefect.resource.id": f"kemitraan.kiriman.{submission.id}",
            "prefect.resource.name": f"Kiriman {submission.id[:8]} dari {office.name}",
            "kemitraan.kantor": office.slug,
        },
        related=[
            {
                "prefect.resource.id": f"kemitraan.kantor.{office.slug}",
                "prefect.resource.role": "kantor",
                "prefect.resource.name": office.name,
            }
        ],
        payload={"periode": submission.period, "hasil": _result(workshop, submission), "berlaku": submission.in_force},
        id=uuid5(NAMESPACE_URL, key),
    )


def _result(workshop: Workshop, submission: Submission) -> str | None:
    """The outcome, or that a later submission took its place."""
    if was_superseded(workshop.warehouse, submission.id):
        return str(Choice.SUPERSEDED)
    return submission.outcome and str(submission.outcome)
