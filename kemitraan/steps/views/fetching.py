"""Files that staff fetch from a browser: what was sent, what was answered, reports. Every fetch is recorded."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connectors.errors import NotArchivedError
from kemitraan.config.connect import MAIL
from kemitraan.steps.views.reporting import kept_files, report_files
from kemitraan.steps.views.snapshotting import FOLDER
from kemitraan.steps.workshop import Workshop
from warehouse.archive_checks import NOT_KEPT
from warehouse.checking import stored_findings
from warehouse.deliveries import answer_file_of, answers_of
from warehouse.file_names import short_answer_name
from warehouse.forgetting.requests import is_hidden_file
from warehouse.submissions import Submission, get_submission

_PIECE = 1 << 18
_SNAPSHOT = re.compile(r"terbitan-\d{4}-\d{2}-\d+")
_NUMBER = re.compile(r"[0-9a-f]{20}")


class NoSuchFile(Exception):
    """There is no such file here. The text is Indonesian and says why."""


@dataclass(frozen=True)
class FoundFile:
    """A file: its name, its size, and its bytes, piece by piece."""

    name: str
    size: int
    pieces: Iterator[bytes]


def known_submission(workshop: Workshop, number: str) -> Submission:
    """The submission with this number. Raises NoSuchFile, or UnknownSubmission."""
    if not _NUMBER.fullmatch(number):
        raise NoSuchFile("Nomor kiriman terdiri atas dua puluh angka dan huruf a sampai f.")
    return get_submission(workshop.warehouse, number)


def original(workshop: Workshop, number: str) -> FoundFile:
    """The file as it was sent. Raises NoSuchFile, UnknownSubmission, or OutsideError when the archive does not
    give it.
    """
    submission = known_submission(workshop, number)
    _assert_shown(workshop, submission.sha256)
    try:
        return FoundFile(submission.short_name, *workshop.archive.pieces(submission.sha256))
    except NotArchivedError:
        if [finding.code for finding in stored_findings(workshop.warehouse, submission.id)] == [NOT_KEPT]:
            raise NoSuchFile(
                "Berkas ini terlalu besar, jadi tidak disimpan di arsip. Berkasnya ada di folder selesai/ kantornya."
            ) from None
        raise


def answer(workshop: Workshop, number: str) -> FoundFile:
    """The workbook that was returned. Raises as ``original`` does."""
    submission = known_submission(workshop, number)
    sha256 = answer_file_of(workshop.warehouse, number)
    if sha256:
        _assert_shown(workshop, sha256)
        name = short_answer_name(submission.office, submission.period, submission.sha256, submission.file_name)
        return FoundFile(name, *workshop.archive.pieces(sha256))
    answers_sent = answers_of(workshop.warehouse, number)
    if not answers_sent:
        raise NoSuchFile("Kiriman ini belum dijawab, jadi belum ada balasannya.")
    for outbox, name in answers_sent.items():
        # An earlier version answered: what lies in the home's outbox is its answer.
        file = _in_home(workshop, submission, name) if outbox != MAIL else None
        if file:
            return file
    raise NoSuchFile(
        "Salinan balasan ini tidak disimpan di sini: ia dikirim oleh versi program yang lebih lama. Proses ulang kirimannya "
        "bila balasannya masih diperlukan."
    )


def _assert_shown(workshop: Workshop, sha256: str) -> None:
    """Raises NoSuchFile for a file that holds somebody who asked to be forgotten, until he is taken out of it."""
    if is_hidden_file(workshop.warehouse, sha256):
        raise NoSuchFile(
            "Berkas ini memuat orang yang meminta datanya dihapus (`kemitraan forget list`). Sesudah dilaksanakan, "
            "salinannya tanpa orang itu dapat diambil di sini."
        )


def _in_home(workshop: Workshop, submission: Submission, name: str) -> FoundFile | None:
    """The answer in the office's own outbox, where that is a folder of the home and the file still lies there."""
    folder = workshop.home.outbox(workshop.sender_of(submission).slug)
    path = folder / name
    return _file(path) if path.parent == folder and path.is_file() and not path.is_symlink() else None


def report(workshop: Workshop, name: str | None = None) -> FoundFile:
    """A report's workbook: the newest, or the one of this name. Raises NoSuchFile."""
    reports = {path.name: path for path in report_files(workshop)}
    if name is None and not reports:
        raise NoSuchFile("Belum ada laporan. Jalankan penerapan laporan-kemitraan.")
    path = (reports | {path.name: path for path in kept_files(workshop)}).get(name or max(reports))
    if path is None:
        raise NoSuchFile("Laporan dengan nama itu tidak ada, atau sudah dihapus karena lama.")
    return _file(path)


def published(workshop: Workshop, name: str, path: str) -> FoundFile:
    """A file of a snapshot, by its path in it. Raises NoSuchFile."""
    folder = workshop.home.path / FOLDER / name
    there = _SNAPSHOT.fullmatch(name) and folder.is_dir()
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()} if there else {}
    if path not in files:
        raise NoSuchFile("Terbitan atau berkas dengan nama itu tidak ada.")
    return _file(files[path])


def _file(path: Path) -> FoundFile:
    file = path.open("rb")

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece

    return FoundFile(path.name, os.fstat(file.fileno()).st_size, pieces())


def record_fetch(workshop: Workshop, *, who: str, address: str, kind: str, submission: str | None) -> None:
    """Records who fetches what, before anything is given. The record is a line of JSON in a file that only its owner
    may read; the program never shortens it. Raises OSError when it cannot be written.
    """
    at: datetime = workshop.now()
    entry = {
        "kapan": at.isoformat(timespec="seconds"),
        "siapa": who,
        "dari": address,
        "apa": kind,
        "kiriman": submission,
    }
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    log = os.open(workshop.home.fetch_log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        os.write(log, line.encode())
    finally:
        os.close(log)
