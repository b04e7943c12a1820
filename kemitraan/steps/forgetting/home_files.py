"""Files of the home beside archive and warehouse: what lies in inboxes and outboxes, reports, snapshots, backups.

Each place has a function that tells which of its files hold the person, and does away with that where it is told to.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from connectors.local_files import write_atomically
from kemitraan.steps.forgetting.case import Case, Opener
from kemitraan.steps.workshop import Workshop
from warehouse.forgetting.subject import Subject
from warehouse.staging import discard_checked
from workbooks.redacted import RedactionError, redact_file
from workbooks.redacted.erasure import Erasure

_TEXTS = (".txt", ".csv", ".json", ".jsonl", ".html", ".md", ".eml", ".svg", ".log")
SNAPSHOTS = "terbitan"


@dataclass(frozen=True)
class Found:
    """A file, or folder, that holds the person. ``left``: it is still there, and why (Indonesian)."""

    path: Path
    left: str | None = None


Place = Callable[[Workshop, Case, bool], Iterator[Found]]
"""Yields what holds the person; ``True`` does away with it."""


def _inboxes(workshop: Workshop, case: Case, erase: bool) -> Iterator[Found]:
    """Files that were taken and lie in folders of the home: those whose bytes the archive has buried, and others'
    names.
    """
    held = {file.sha256 for file in case.files}
    for path in _files(_inbox_folders(workshop)):
        sha256 = _sha256(path)
        stone = workshop.archive.tombstone(sha256)
        if sha256 in held or stone is not None or case.subject.is_in(path.name, names=True):
            yield _done(path, case.subject, _successor(workshop, sha256) if erase and stone else None, erase)


def _inbox_folders(workshop: Workshop) -> list[Path]:
    folders = [workshop.home.inboxes]
    for office in workshop.config.offices:
        folders += [
            workshop.home.resolve(str(inbox)) for source in office.sources if (inbox := getattr(source, "inbox", None))
        ]
    return list(dict.fromkeys(folders))


def _successor(workshop: Workshop, sha256: str) -> bytes | None:
    return workshop.archive.get(sha256) if workshop.archive.has(sha256) else None


def _outboxes(workshop: Workshop, case: Case, erase: bool) -> Iterator[Found]:
    """Answers and letters that lie in the home for their office."""
    opener = Opener(workshop)
    codes = {office.slug: office.code for office in workshop.config.offices}
    for path in _files([workshop.home.outboxes]):
        slug = path.relative_to(workshop.home.outboxes).parts[0]
        yield from _cleaned(workshop, opener, path, codes.get(slug, ""), case.subject, erase)


def _reports(workshop: Workshop, case: Case, erase: bool) -> Iterator[Found]:
    """Reports, which name businesses."""
    opener = Opener(workshop)
    for path in _files([workshop.home.reports]):
        yield from _cleaned(workshop, opener, path, "", case.subject, erase)


def _taught(workshop: Workshop, case: Case, erase: bool) -> Iterator[Found]:
    """What staff taught: his numbers in it. Names there are partners' and places'."""
    numbers = replace(case.subject, names=frozenset())
    opener = Opener(workshop)
    for path in _files([workshop.home.reference]):
        yield from _cleaned(workshop, opener, path, "", numbers, erase)


def _snapshots(workshop: Workshop, case: Case, erase: bool) -> Iterator[Found]:
    """Snapshots hold figures alone. One that holds the person all the same is taken away: it can be published again."""
    for folder in sorted((workshop.home.path / SNAPSHOTS).glob("terbitan-*")):
        if any(_holds(path, case.subject) for path in _files([folder])):
            if erase:
                shutil.rmtree(folder)
            yield Found(folder)


def _work(workshop: Workshop, case: Case, erase: bool) -> Iterator[Found]:
    """Checked rows that wait between two steps: they are read from the archive again."""
    for submission in sorted({file.submission for file in case.files}):
        folder = workshop.home.work / submission
        if folder.exists():
            if erase:
                discard_checked(workshop.home.work, submission)
            yield Found(folder)


SHOWN = ("kerja", "laporan")
"""Places that are cleaned as soon as the person is hidden: what waits between two steps is checked again without him,
and reports are open to all.
"""

HOME_PLACES: Mapping[str, Place] = {
    "kerja": _work,
    "kotak masuk": _inboxes,
    "kotak keluar": _outboxes,
    "laporan": _reports,
    "acuan": _taught,
    "terbitan": _snapshots,
}
"""Every place for files, by its name for people. A new one is a function here."""


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _cleaned(
    workshop: Workshop, opener: Opener, path: Path, office: str, subject: Subject, erase: bool
) -> Iterator[Found]:
    """A file that can be edited: a workbook, or a text."""
    data = path.read_bytes()
    file = opener.open(data, office) if not path.name.lower().endswith(_TEXTS) else None
    if file is not None:
        erasure = file.erasure(subject)
        erasure = erasure if office else _by_name(erasure, subject)
        if not erasure.is_empty:
            try:
                new = redact_file(data, file.workbook.type, erasure, workshop.config.settings.limits.limits()).data
            except RedactionError:
                yield Found(path, "tidak dapat disunting; hapus dengan tangan")
                return
            yield _done(path, subject, new, erase)
            return
    elif _holds(path, subject):
        if not path.name.lower().endswith(_TEXTS):
            yield Found(path, "bukan teks atau buku kerja; lihat dan hapus dengan tangan")
            return
        text = subject.redact_far(data.decode("utf-8", "surrogateescape"))
        yield _done(path, subject, text.encode("utf-8", "surrogateescape"), erase)
        return
    if subject.is_in(path.name, names=True):
        yield _done(path, subject, None, erase)


def _by_name(erasure: Erasure, subject: Subject) -> Erasure:
    """In a report there are no rows of an office: wherever his name stands."""
    sheets = {name: dict(cells) for name, cells in erasure.sheets.items()}
    for grid in erasure.grids:
        for column, values in enumerate(grid.columns):
            for row, value in enumerate(values):
                if isinstance(value, str) and subject.redact_far(value) != value:
                    sheets.setdefault(grid.name, {})[row, column] = subject.redact_far(value)
    return Erasure(erasure.grids, sheets, subject.redact_far)


def _holds(path: Path, subject: Subject) -> bool:
    """Whether the person stands anywhere in a file or in a member of a zip, as text."""
    try:
        with zipfile.ZipFile(path) as package:
            contents = [package.read(name) for name in package.namelist()]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        contents = [path.read_bytes()]
    texts = (content.decode("utf-8", "replace") for content in contents)
    return any(subject.redact_far(text) != text for text in texts)


def _done(path: Path, subject: Subject, new: bytes | None, erase: bool) -> Found:
    """Writes a file's new bytes, and gives it a name without the person."""
    if not erase:
        return Found(path)
    if new is not None and new != path.read_bytes():
        write_atomically(path, new, mode=path.stat().st_mode & 0o777)
    name = subject.redact(path.name, names=True)
    if name != path.name:
        target = path.with_name(name)
        number = 1
        while target.exists():
            number += 1
            target = path.with_name(f"{Path(name).stem}-{number}{Path(name).suffix}")
        path.rename(target)
        return Found(target)
    return Found(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
