"""A file that holds somebody who was forgotten: he is taken out of it before it is checked, and its office is told."""

from __future__ import annotations

from sqlalchemy import select

from kemitraan.steps.forgetting.archived import replace_files
from kemitraan.steps.forgetting.beside_archive import clean_notes
from kemitraan.steps.forgetting.case import ArchivedFile, Case, Opener
from kemitraan.steps.forgetting.home_files import HOME_PLACES
from kemitraan.steps.workshop import Workshop
from schemas.messages import key_words
from warehouse.contract_tables import SHEETS
from warehouse.errors import WarehouseError
from warehouse.forgetting.requests import (
    Request,
    add_marks,
    all_requests,
    hide,
    kept_subject,
    marks_of,
    suppressed_keys,
)
from warehouse.forgetting.subject import Subject
from warehouse.submissions import Submission
from warehouse.tables import held_row

_UMKM = SHEETS["umkm"]


def without_forgotten(workshop: Workshop, submission: Submission, data: bytes) -> bytes:
    """The bytes to check: those that came, or, where somebody on the list is in them, their successor, which takes
    their place in the archive and in the home's inboxes.

    Raises WarehouseError where he cannot be taken out: then nothing of the file goes further. Raises OutsideError when
    the archive fails.
    """
    requests = [request for request in all_requests(workshop.warehouse) if request.ended_at is None]
    if not requests:
        return data
    archived = ArchivedFile(submission.sha256, submission.office, submission.id, False)
    for request, subject in _in_file(workshop, archived, data, requests):
        files = {archived: 0}
        workshop.warehouse.run(
            lambda connection, request=request, subject=subject: add_marks(
                connection, request.id, marks_of(subject, [submission.sha256])
            )
        )
        for done in replace_files(workshop, files, subject):
            if done.successor is None:
                raise WarehouseError(
                    f"Kiriman {submission.id} memuat orang yang datanya sudah dihapus atas permintaan (nomor {request.id}), dan "
                    "berkasnya tidak dapat disunting. Mintalah kantornya mengirim tanpa orang itu sebagai xlsx."
                )
        hide(workshop.warehouse, request.id, subject, keeping=request.is_open)
        clean_notes(workshop, subject)
        for _ in HOME_PLACES["kotak masuk"](workshop, Case(subject, files), True):
            pass
    return workshop.archive.get(submission.sha256)


def _in_file(
    workshop: Workshop, archived: ArchivedFile, data: bytes, requests: list[Request]
) -> list[tuple[Request, Subject]]:
    """The requests whose person is in a file, with what is known of him now."""
    file = Opener(workshop).open(data, archived.office)
    if file is None:
        return []
    with workshop.warehouse.read() as connection:
        subjects = {request: kept_subject(connection, request.id) for request in requests}
    everybody = Subject()
    for subject in subjects.values():
        everybody |= subject
    if file.erasure(everybody | file.subject(everybody)).is_empty:
        return []
    wider = {request: subject | file.subject(subject) for request, subject in subjects.items()}
    return [(request, subject) for request, subject in wider.items() if not file.erasure(subject).is_empty]


def forgotten_words(workshop: Workshop, submission: Submission) -> tuple[str, ...]:
    """What the sender reads where somebody was taken out of its file; nothing where he was not in it any more."""
    stone = workshop.archive.tombstone(submission.sha256)
    if stone is None or stone.successor is None:
        return ()
    stated = select(_UMKM.batch.c.row_key).where(_UMKM.batch.c.submission_id == submission.id)
    held = select(held_row.c.row_key).where(held_row.c.submission_id == submission.id)
    with workshop.warehouse.read() as connection:
        listed = {key for _, key in suppressed_keys(connection, submission.office)}
        keys = sorted(listed & {*connection.scalars(stated), *connection.scalars(held)})
    if not keys:
        return ()
    return (
        f"Data pribadi pada baris UMKM {key_words(keys)} kami kosongkan: pemiliknya meminta datanya dihapus (UU 27/2022). "
        "Hapuslah juga dari berkas Anda, dan jangan kirim lagi; angka usahanya tetap dihitung.",
    )


def replaced_words(workshop: Workshop, sha256: str) -> str | None:
    """Whether the archive holds a file as it was sent; None where it does."""
    stone = workshop.archive.tombstone(sha256)
    if stone is None:
        return None
    if stone.successor is None:
        return "berkasnya tidak disimpan lagi di arsip: masa simpannya habis"
    return f"di arsip berkasnya diganti salinan tanpa data orang yang meminta dihapus, sidik {stone.successor[:12]}…"
