"""How a run ends, how an error is told, and how file names are shown; no server is needed."""

from __future__ import annotations

import errno
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from connectors.errors import (
    DamagedError,
    FolderMissingError,
    NotArchivedError,
    NotKeptError,
    Place,
    UnreachableError,
)
from flows.ending import RunPage, end_state
from kemitraan.steps.file_names import cut_name
from kemitraan.steps.job.error_words import is_worth_another_try, sentence, source_sentence, told_without_values
from kemitraan.steps.job.summary import Notice, RunSummary, SubmissionLine
from kemitraan.steps.program_errors import ProgramError
from schemas.period import Period
from warehouse.errors import WarehouseUnavailable

NIK = "7605010706849335"


def line(state: str = "answered", problem: str | None = None) -> SubmissionLine:
    return SubmissionLine(
        "5e",
        "majene",
        "Kabupaten Majene",
        Period(2026, 11),
        "a.xlsx",
        state,
        "accepted",
        1,
        1,
        0,
        True,
        "b.xlsx",
        problem,
    )


def summary(*lines: SubmissionLine, notices: tuple[Notice, ...] = ()) -> RunSummary:
    return RunSummary(lines, (), notices)


@pytest.mark.parametrize(
    ("ended", "kind", "name", "words"),
    [
        (summary(), "COMPLETED", "Completed", "Tidak ada kiriman baru"),
        (summary(line()), "COMPLETED", "Completed", "1 kiriman diproses"),
        (summary(line(problem="Kotak keluar penuh.")), "COMPLETED", "Perlu perhatian", "Kabupaten Majene"),
        (summary(notices=(Notice("Provinsi", "Tertutup."),)), "COMPLETED", "Perlu perhatian", "Provinsi"),
        (summary(line(), notices=(Notice("Provinsi", "Surat.", calm=True),)), "COMPLETED", "Completed", "1 kiriman"),
        (summary(line(), line("failed", "Kesalahan.")), "FAILED", "Failed", "1 gagal karena kesalahan program"),
    ],
    ids=["nothing new", "well", "the outside world", "a closed inbox", "a calm notice", "a program error"],
)
def test_a_run_is_red_for_a_program_error_alone_and_says_what_needs_a_person(
    ended: RunSummary, kind: str, name: str, words: str
) -> None:
    state = end_state(ended, RunPage.REPROCESS)
    assert (state.type, state.name) == (kind, name)
    assert words in str(state.message)
    assert ("ringkasan-proses-ulang" in str(state.message)) is (name != "Completed")
    assert state.data is ended


def fail_on_a_value() -> None:
    with told_without_values():
        int(NIK + "x")


def test_an_error_is_told_by_where_it_was_and_without_the_value() -> None:
    with pytest.raises(ProgramError) as caught:
        fail_on_a_value()
    assert NIK not in str(caught.value)
    assert "ValueError (flows/test_ending.py:" in str(caught.value)
    assert "fail_on_a_value" in caught.value.where
    assert caught.value.__suppress_context__
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_an_error_in_another_process_is_told_by_where_it_was_there() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        future = pool.submit(int, NIK + "x")
    with pytest.raises(ProgramError) as caught, told_without_values():
        future.result()
    assert NIK not in str(caught.value)
    assert "_process_worker" in caught.value.where


def test_an_error_of_the_system_loses_the_name_of_its_file() -> None:
    with pytest.raises(FileNotFoundError) as caught, told_without_values():
        open(f"/nowhere/{NIK}")  # noqa: SIM115 - it is not there
    assert NIK not in repr(caught.value)
    assert caught.value.errno == errno.ENOENT
    assert "ENOENT" in sentence(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        UnreachableError(Place.ARCHIVE),
        NotKeptError(Place.ARCHIVE),
        UnreachableError(Place.MAIL),
        WarehouseUnavailable("Gudang data tidak dapat dipakai."),
        OSError(errno.EIO, "x"),
        ProgramError("ValueError", "somewhere"),
    ],
)
def test_whatever_stops_a_file_from_being_taken_it_is_told_to_lie_in_its_inbox_and_not_in_the_archive(
    error: Exception,
) -> None:
    text = source_sentence(error)
    assert text.endswith("Kiriman tetap aman di kotak masuk dan diambil pada putaran berikutnya.")
    assert "di arsip" not in text
    assert "proses ulang" not in text
    assert ("program" in text) is isinstance(error, ProgramError)


def test_an_inbox_that_is_gone_is_not_told_to_keep_files_safe() -> None:
    assert "aman" not in source_sentence(FolderMissingError(Place.INBOX))


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (UnreachableError(Place.ARCHIVE), "Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya."),
        (UnreachableError(Place.OUTBOX), "Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya."),
        (WarehouseUnavailable("Mati."), "Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya."),
        (NotArchivedError(Place.ARCHIVE), "Sesudah itu kiriman dilanjutkan pada putaran berikutnya."),
        (DamagedError(Place.ARCHIVE), "Sesudah itu kiriman dilanjutkan pada putaran berikutnya."),
        (ProgramError("ValueError", "somewhere"), "Kiriman tetap tersimpan; proses ulang setelah diperbaiki."),
    ],
)
def test_of_a_submission_under_way_is_told_what_becomes_of_it(error: Exception, ending: str) -> None:
    assert sentence(error).endswith(ending)


def test_only_the_world_is_tried_again() -> None:
    assert is_worth_another_try(FolderMissingError(Place.INBOX))
    assert is_worth_another_try(WarehouseUnavailable("sibuk"))
    assert not is_worth_another_try(NotArchivedError(Place.ARCHIVE))
    assert not is_worth_another_try(ProgramError("ValueError", "somewhere"))


@pytest.mark.parametrize(
    ("name", "shown_name"),
    [
        ("Laporan Bu Rahma.xlsx", "Lap….xlsx"),
        ("Bu Rahma.xlsx.part", "Bu….part"),
        (f"{NIK}.xlsx", "760….xlsx"),
        ("rahma@contoh.id", "rah….id"),
        ("Laporan Bu Rahma", "Lap…"),
        ("a.xlsx", "a.xlsx"),
    ],
)
def test_of_a_file_that_was_left_only_the_beginning_of_its_name_is_told(name: str, shown_name: str) -> None:
    assert cut_name(name) == shown_name
