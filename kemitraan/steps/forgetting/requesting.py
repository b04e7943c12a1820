"""A request from its beginning to its end: found, entered and hidden, carried out or cancelled, and carried out
again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.errors import OutsideError
from kemitraan.steps.forgetting.archived import replace_files
from kemitraan.steps.forgetting.backups import backup_folders, in_backups
from kemitraan.steps.forgetting.beside_archive import clean_notes, is_beside
from kemitraan.steps.forgetting.case import ArchivedFile, Case, find_case, unreadable_files
from kemitraan.steps.forgetting.home_files import HOME_PLACES, SHOWN, Found
from kemitraan.steps.forgetting.listing import copy_list, keep_list, kept_list, put_back_list
from kemitraan.steps.workshop import Workshop
from schemas.messages import any_period_words
from warehouse.errors import WarehouseError
from warehouse.forgetting.places import changes
from warehouse.forgetting.requests import (
    FILE,
    Request,
    add_marks,
    all_requests,
    cancel_request,
    close_request,
    enter_request,
    hide,
    kept_subject,
    marks,
    marks_of,
    request_numbered,
)
from warehouse.forgetting.scrubbing import scrub
from warehouse.forgetting.subject import Subject, nik_digits, telephone_digits
from warehouse.personal import nik_hash
from warehouse.submissions import get_submission

SETTINGS = "setelan"
"""The folder beside backups in which the list is kept as well."""
UNKNOWN = "Tidak ada yang memuat orang itu: tidak di gudang data, tidak di arsip, tidak di berkas lain."


@dataclass(frozen=True)
class Holding:
    """Everything that holds a person: rows by place in the warehouse, archived files in words, files of the home.
    ``unread``: archived files that nobody can look into.
    """

    case: Case
    rows: dict[str, int]
    files: tuple[str, ...]
    paths: dict[str, tuple[Found, ...]]
    unread: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known to hold the person. A backup that cannot be looked into proves nothing."""
        certain = [entry for paths in self.paths.values() for entry in paths if entry.left is None]
        return not (self.rows or self.files or certain)


@dataclass(frozen=True)
class Carried:
    """The result of a request that was carried out: what could not be cleaned, in words."""

    request: Request
    left: tuple[str, ...] = ()
    replaced: int = 0
    rows: dict[str, int] = field(default_factory=dict)


def asked_for(
    workshop: Workshop, *, nik: str | None = None, key: str | None = None, telephone: str | None = None
) -> Subject:
    """The person of a request. Raises WarehouseError for what is no NIK, key or telephone number."""
    subject = Subject()
    if nik is not None:
        digits = nik_digits(nik)
        if digits is None:
            raise WarehouseError("NIK terdiri atas 16 angka.")
        assert workshop.warehouse.nik_key is not None
        hashed = nik_hash(digits, workshop.warehouse.nik_key)
        subject |= Subject(nik_hashes=frozenset([hashed]), numbers=frozenset([digits]))
    if key is not None:
        office, slash, code = key.upper().replace(" ", "").rpartition("/")
        if not slash or office not in {office_settings.code for office_settings in workshop.config.offices}:
            raise WarehouseError("Tulis kodenya dengan kode kantornya, misalnya 76.05/MJN-0001.")
        subject |= Subject(keys=frozenset([(office, code)]))
    if telephone is not None:
        number = telephone_digits(telephone)
        if number is None:
            raise WarehouseError("Itu bukan nomor telepon Indonesia.")
        subject |= Subject(numbers=frozenset([number]), telephones=frozenset([number]))
    return subject


def look_for(workshop: Workshop, person: Subject) -> Holding:
    """Finds what holds the person, and changes nothing. Raises OutsideError when the archive cannot be read."""
    case = find_case(workshop, person)
    with workshop.warehouse.read() as connection:
        rows = {name: len(edits) for name, edits in changes(connection, case.subject).items()}
    files = tuple(_file_words(workshop, file.submission, file.is_answer, cells) for file, cells in case.files.items())
    paths = {name: tuple(place(workshop, case, False)) for name, place in _places()}
    files += tuple(f"catatan di samping arsip: {name}" for name in is_beside(workshop, case.subject))
    unread = tuple(_unread_words(workshop, file) for file in unreadable_files(workshop))
    return Holding(case, rows, files, {name: entries for name, entries in paths.items() if entries}, unread)


def request(workshop: Workshop, person: Subject, *, who: str, why: str) -> Request:
    """Enters a request, and hides the person at once. Raises WarehouseError where nothing holds him, OutsideError when
    the archive cannot be read.
    """
    holding = look_for(workshop, person)
    if holding.is_empty:
        raise WarehouseError(UNKNOWN)
    case = holding.case
    entered = enter_request(
        workshop.warehouse,
        case.subject,
        {file.sha256 for file in case.files},
        who=who,
        why=why,
        days=workshop.config.forgetting.days,
    )
    keep_list(workshop)
    _hide(workshop, entered.id, case)
    return entered


def carry_out(workshop: Workshop, number: int) -> Carried:
    """Takes the person out of everything, for good. Killed at any moment and called again, it goes on; called once more
    it changes nothing, but what came back from elsewhere. Raises WarehouseError for a request that was cancelled,
    OutsideError when the archive fails.
    """
    open_request = request_numbered(workshop.warehouse, number)
    if open_request.ended_at is not None:
        raise WarehouseError(f"Permintaan nomor {number} dibatalkan.")
    with workshop.warehouse.read() as connection:
        subject = kept_subject(connection, number)
    case = find_case(workshop, subject)
    workshop.warehouse.run(
        lambda connection: add_marks(connection, number, marks_of(case.subject, {file.sha256 for file in case.files}))
    )
    rows = hide(workshop.warehouse, number, case.subject, keeping=False)
    replaced = replace_files(workshop, case.files, case.subject)
    clean_notes(workshop, case.subject)
    left = [
        f"Arsip, kiriman {done.file.submission}: berkasnya tidak dapat disunting tanpa mengubah yang lain."
        for done in replaced
        if done.successor is None
    ]
    left += [_unread_words(workshop, file) for file in unreadable_files(workshop)]
    for name, place in _places():
        left += [f"{name}: {entry.path}: {entry.left}" for entry in place(workshop, case, True) if entry.left]
    if left and any(done.successor is None for done in replaced):
        return Carried(open_request, tuple(left), len(replaced), rows)  # it stays open, and its files stay hidden
    closed = close_request(workshop.warehouse, number)
    scrub(workshop.warehouse)
    _keep_lists(workshop)
    return Carried(closed, tuple(left), len(replaced), rows)


def cancel(workshop: Workshop, number: int, *, who: str, why: str) -> Request:
    """Takes a request back that was not carried out. Files that came in meanwhile stay redacted. Raises WarehouseError
    for another.
    """
    ended = cancel_request(workshop.warehouse, number, who=who, why=why)
    _keep_lists(workshop)
    return ended


def open_and_due(workshop: Workshop) -> list[Request]:
    """Requests whose day has come, and those carried out before whose files have come back with an older archive."""
    now = workshop.now()
    return [
        request
        for request in all_requests(workshop.warehouse)
        if request.ended_at is None
        and (request.due_at <= now if request.carried_at is None else _has_come_back(workshop, request))
    ]


def take_up_list(workshop: Workshop) -> None:
    """Puts into the warehouse what only the list beside the archive knows: the archive came back after a restore."""
    put_back_list(workshop.warehouse, kept_list(workshop))


def hide_again(workshop: Workshop) -> None:
    """Hides every open request's person again: a kill may have come between its entry and that."""
    for entered in all_requests(workshop.warehouse):
        if entered.is_open:
            with workshop.warehouse.read() as connection:
                subject = kept_subject(connection, entered.id)
            _hide(workshop, entered.id, find_case(workshop, subject))
    keep_list(workshop)


def replay_list(workshop: Workshop, texts: list[str]) -> list[str]:
    """Carries out again what a list holds: after a restore, before anything else reads. Gives sentences about what is
    left.
    """
    left: list[str] = []
    for listed in put_back_list(workshop.warehouse, texts):
        with workshop.warehouse.read() as connection:
            subject = kept_subject(connection, listed.id)
        if listed.is_open:
            hide(workshop.warehouse, listed.id, find_case(workshop, subject).subject, keeping=True)
            continue
        hide(workshop.warehouse, listed.id, find_case(workshop, subject).subject, keeping=False)
        try:
            left += carry_out(workshop, listed.id).left
        except OutsideError:
            left.append(
                f"Permintaan nomor {listed.id}: arsip belum dapat dibaca; jalankan `kemitraan forget carry-out`."
            )
    return left


def _has_come_back(workshop: Workshop, request: Request) -> bool:
    with workshop.warehouse.read() as connection:
        files = [mark.value for mark in marks(connection, request.id) if mark.kind == FILE]
    return any(workshop.archive.has_own(sha256) for sha256 in files)


def _hide(workshop: Workshop, number: int, case: Case) -> None:
    hide(workshop.warehouse, number, case.subject, keeping=True)
    for place in SHOWN:
        for _ in HOME_PLACES[place](workshop, case, True):
            pass


def _keep_lists(workshop: Workshop) -> None:
    keep_list(workshop)
    for folder in backup_folders(workshop):
        if folder.is_dir():
            copy_list(workshop, folder / SETTINGS)


def _places() -> Iterator[tuple[str, object]]:
    yield from HOME_PLACES.items()
    yield "cadangan", in_backups


def _unread_words(workshop: Workshop, file: ArchivedFile) -> str:
    return (
        f"Arsip, kiriman {file.submission[:8]} ({workshop.name_of(file.office)}): berkasnya tidak terbaca (terkunci atau rusak), "
        "jadi tidak dapat diperiksa."
    )


def _file_words(workshop: Workshop, identifier: str, is_answer: bool, cells: int) -> str:
    submission = get_submission(workshop.warehouse, identifier)
    what = "balasan bagi" if is_answer else "kiriman"
    place = f"{workshop.name_of(submission.office)}, {any_period_words(submission.period)}"
    return f"{what} {submission.id[:8]} ({place}): {cells} sel"
