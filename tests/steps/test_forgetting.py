"""A person who asks to be forgotten is found everywhere, hidden at once, taken out for good; figures stay, nobody comes
back.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.models import Forgetting
from kemitraan.steps.care.backing_up import back_up
from kemitraan.steps.care.maintaining import do_work
from kemitraan.steps.care.restoring import restore_home
from kemitraan.steps.care.verifying import differing_words, verify_archive
from kemitraan.steps.corrections.entering import correct, find_target
from kemitraan.steps.forgetting import archived, requesting
from kemitraan.steps.forgetting.arriving import replaced_words
from kemitraan.steps.forgetting.requesting import asked_for, cancel, carry_out, look_for, request
from kemitraan.steps.forgetting.retaining import keep_for
from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.job.from_archive import make_from_archive
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.replaying import find_archived, take_up
from kemitraan.steps.receipts.reading import Verdict, judge_receipts
from kemitraan.steps.receipts.receipt import home_receipt_key, receipt_of, receipt_text
from kemitraan.steps.views.fetching import NoSuchFile, answer, original, record_fetch
from kemitraan.steps.workshop import Workshop, open_workshop
from schemas.contract_2026_1 import CONTRACT
from tests.homes import MakeHome, copy_of
from tests.planting import contents, public_rows
from tests.schemas.making import SOUND
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from warehouse.errors import WarehouseError
from warehouse.forgetting.requests import all_requests, suppressed_keys
from warehouse.mart_reading import mart_rows
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.prefill import prefill
from warehouse.reading import live_submissions, status
from warehouse.tables import metadata
from warehouse.tracing import trace_row
from workbooks.redacted.file import RedactionError

NIK, TELEPHONE, EMAIL = "7605014507890017", "081298765432", "rahmatia@contoh.id"
OWNER, BUSINESS, STREET = "Rahmatia Sitanggang", "Tenun Rahmatia", "Jalan Puang Rimau 17"
SIGNS = (NIK, "81298765432", "0812-9876-5432", EMAIL, OWNER, BUSINESS, STREET, NIK[-4:] + "\0")[:-1]
KEY = "76.05/MJN-0007"
OTHERS_NIK = "7605014107900012"


def own_row(**more: Any) -> dict[str, Any]:
    person = {"nik_pemilik": NIK, "nama_pemilik": OWNER, "nama_usaha": BUSINESS, "alamat": STREET, "email": EMAIL}
    return SOUND["UMKM"] | {"kode_umkm": "MJN-0007", "nib": None, "telepon": TELEPHONE} | person | more


def book(period: str = "2026-11", *, own: dict[str, Any] | None = None, held: bool = True) -> bytes:
    """Majene's month: somebody else, the person, one who was held back, and traces of the person in other rows."""
    rows: dict[str, list[dict[str, Any]]] = {
        "UMKM": [
            SOUND["UMKM"] | {"nik_pemilik": OTHERS_NIK, "nama_usaha": "Kada Jaya"},
            own or own_row(),
            *([own_row(kode_umkm="MJN-0008", omzet_tahunan="banyak sekali")] if held else []),
        ],
        "Produk": [SOUND["Produk"], SOUND["Produk"] | {"kode_produk": "MJN-0007-01", "kode_umkm": "MJN-0007"}],
        "Pendampingan": [
            SOUND["Pendampingan"] | {"hasil": f"lihat juga {TELEPHONE}, {EMAIL}"},
            SOUND["Pendampingan"] | {"hasil": f"lihat juga {TELEPHONE}", "tanggal": date(2026, 11, 9)},
            SOUND["Pendampingan"] | {"kode_umkm": "MJN-0007", "hasil": f"{OWNER} setuju"},
        ],
    }
    workbook = Workbook()
    identity = workbook.worksheets[0]
    identity.title = "Identitas"
    for line in (("Kabupaten", "Majene"), ("Periode", period), ("Petugas", "Nurul"), ("Versi Templat", "2026.1")):
        identity.append(line)
    for title, sheet_rows in rows.items():
        columns = CONTRACT.kind("regency").sheet(title).columns
        page = workbook.create_sheet(title)
        page.append([column.header for column in columns] + ["Kontak 0812-9876-5432"])
        for cells in sheet_rows:
            page.append([cells.get(column.name) for column in columns] + ["catatan"])
    workbook["UMKM"]["C3"].comment = Comment(f"milik {OWNER}", "Nurul")
    workbook.properties.creator = OWNER
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def standing(workshop: Workshop) -> dict[str, list[Any]]:
    """Every mart's rows, without names."""
    link_records(workshop)
    with workshop.warehouse.read() as connection:
        figures = {}
        for name in MARTS:
            rows = mart_rows(connection, mart(name))
            figures[name] = sorted(
                repr({key: value for key, value in row.items() if key not in ("nama_usaha", "nama")})
                for row in map(dict, rows)
            )
        return figures


def everywhere(home: Home) -> dict[str, set[str]]:
    """Each file of the home in which the person stands, members of zips too, and what of him."""
    places = {}
    for path in home.path.rglob("*"):
        if path.is_file():
            signs = {sign for content in contents(path) for sign in SIGNS if sign.encode() in content}
            signs |= {sign for sign in SIGNS if sign in path.name}
            if signs:
                places[str(path.relative_to(home.path))] = signs
    return places


def in_tables(workshop: Workshop) -> set[str]:
    from sqlalchemy import select

    with workshop.warehouse.read() as connection:
        text = "\n".join(
            repr(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(select(table))
        )
    return {sign for sign in SIGNS if sign in text}


def live(workshop: TimelessWorkshop) -> TimelessWorkshop:
    """Two months with the person."""
    send(workshop.home, "majene", book("2026-10", held=False), "oktober.xlsx")
    run_job(workshop, ["majene"])
    send(workshop.home, "majene", book(), f"Laporan {OWNER} 0812-9876-5432.xlsx")
    summary = run_job(workshop, ["majene"])
    assert not summary.notices
    target = find_target(workshop, "76.05", "UMKM", "MJN-0007", "nama_usaha")
    correct(workshop, target, value=f"{BUSINESS} Jaya", who="Ibu Ani", why="papan namanya dilihat")
    report = Workbook()
    report.worksheets[0].append([BUSINESS, 3, "Kada Jaya"])
    workshop.home.reports.mkdir(exist_ok=True)
    report.save(workshop.home.reports / "laporan.xlsx")
    (workshop.home.reports / "laporan.html").write_text(f"<td>{BUSINESS} Jaya</td><td>Kada Jaya</td>", encoding="utf-8")
    return workshop


@pytest.fixture(scope="module")
def lived_home(model_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two months, and a backup of it; each test takes a copy."""
    home = copy_of(model_home, tmp_path_factory.mktemp("hidup") / "rumah")
    with home.config_file.open("a", encoding="utf-8") as settings:
        settings.write('[maintenance]\nbackup = "cadangan"\n')
    workshop = live(workshop_of(home))
    back_up(workshop, home.path / "cadangan", 3)
    workshop.warehouse.close()
    return home


@pytest.fixture
def lived(lived_home: Home, tmp_path: Path) -> Iterator[TimelessWorkshop]:
    workshop = workshop_of(copy_of(lived_home, tmp_path / "rumah"))
    yield workshop
    workshop.warehouse.close()


def test_a_person_goes_and_the_figures_stay(workshop: TimelessWorkshop) -> None:
    lived = live(workshop)
    before, figures = public_rows(lived.warehouse), standing(lived)
    assert in_tables(lived) >= {TELEPHONE[1:], EMAIL, OWNER, BUSINESS, STREET}
    open_request = asked_for(lived, nik=NIK)
    holding = look_for(lived, open_request)
    assert sorted(holding.case.subject.keys) == [("76.05", "MJN-0007"), ("76.05", "MJN-0008")]
    assert set(holding.rows) >= {"data pribadi", "nama usaha", "teks bebas", "baris ditahan", "nama berkas dan catatan"}
    assert len(holding.files) == 6  # two months and their answers, a note, a correction
    assert {"kotak masuk", "kotak keluar"} <= holding.paths.keys()
    assert public_rows(lived.warehouse) == before

    entered = request(lived, open_request, who="Rahma", why="Suratnya tanggal 20 November.")
    assert standing(lived) == figures
    assert BUSINESS not in (lived.home.reports / "laporan.html").read_text(encoding="utf-8")
    assert OWNER not in public_rows(lived.warehouse)
    assert BUSINESS not in public_rows(lived.warehouse)
    assert OWNER not in repr(prefill(lived.warehouse, "76.05"))
    [november] = [sent for sent in live_submissions(lived.warehouse) if str(sent.period) == "2026-11"]
    for fetch in (original, answer):
        with pytest.raises(NoSuchFile, match="meminta datanya dihapus"):
            fetch(lived, november.id)

    carried = carry_out(lived, entered.id)
    assert (carried.left, carried.replaced) == ((), 4)
    assert standing(lived) == figures
    assert in_tables(lived) == set()
    left = everywhere(lived.home)
    assert left == {}
    again = carry_out(lived, entered.id)
    assert (again.rows, again.replaced, again.request) == ({}, 0, carried.request)
    assert not verify_archive(lived).damaged
    assert differing_words(lived.warehouse) == []


def test_what_was_sent_reads_as_before_but_for_the_person(lived: TimelessWorkshop) -> None:
    [sent] = [sent for sent in live_submissions(lived.warehouse) if str(sent.period) == "2026-11"]
    receipt, figures = receipt_of(lived, sent.id), standing(lived)
    assert receipt is not None
    presented = receipt_text(receipt, home_receipt_key(lived))
    before = load_workbook(io.BytesIO(lived.archive.get(sent.sha256)))
    carry_out(lived, request(lived, asked_for(lived, key=KEY), who="Rahma", why="Suratnya ada.").id)
    after = load_workbook(io.BytesIO(lived.archive.get(sent.sha256)))
    changed = {
        f"{page.title}!{cell.coordinate}": after[page.title][cell.coordinate].value
        for page in before
        for row in page
        for cell in row
        if cell.value != after[page.title][cell.coordinate].value
    }
    assert {place: changed[place] for place in ("UMKM!C3", "UMKM!D3", "UMKM!E3", "UMKM!G3", "UMKM!H3", "UMKM!I3")} == {
        "UMKM!C3": None,
        "UMKM!D3": "dihapus atas permintaan (MJN-0007)",
        "UMKM!E3": "dihapus atas permintaan (MJN-0007)",
        "UMKM!G3": None,
        "UMKM!H3": None,
        "UMKM!I3": None,
    }
    assert not [place for place in changed if place.startswith("UMKM!") and place[-1] == "2"]
    assert {changed[place] for place in changed if place.startswith("Pendampingan") and place[-1] in "234"} >= {
        "lihat juga (dihapus), (dihapus)",
        "(dihapus) setuju",
    }
    [judged] = judge_receipts(lived, presented)  # with the name of the file as it was
    assert judged.verdict is Verdict.GENUINE
    assert OWNER not in repr(receipt_of(lived, sent.id))
    assert "diganti salinan" in (replaced_words(lived, sent.sha256) or "")
    origin = trace_row(lived.warehouse, "umkm", "MJN-0007")
    assert (origin.file.sha256, origin.row) == (sent.sha256, 3)
    retaken = take_up(lived, find_archived(lived, sent.id), why="diproses ulang")
    process_here(lived, [retaken], str)
    counted = {"kepatuhan"}  # which counts every attempt
    assert {name: rows for name, rows in standing(lived).items() if name not in counted} == {
        name: rows for name, rows in figures.items() if name not in counted
    }
    assert in_tables(lived) == set()


def test_a_file_that_would_read_otherwise_is_held_back_and_its_request_stays_open(
    lived: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise RedactionError("it would read otherwise")

    [sent] = [sent for sent in live_submissions(lived.warehouse) if str(sent.period) == "2026-11"]
    number = request(lived, asked_for(lived, nik=NIK), who="Rahma", why="Suratnya ada.").id
    with monkeypatch.context() as patch:
        patch.setattr(archived, "redact_file", refuse)
        carried = carry_out(lived, number)
    assert carried.request.is_open
    assert any(sent.id in words and "tidak dapat disunting" in words for words in carried.left)
    assert lived.archive.has_own(sent.sha256)
    with pytest.raises(NoSuchFile, match="meminta datanya dihapus"):
        original(lived, sent.id)
    carried = carry_out(lived, number)
    assert (carried.left, carried.request.is_open) == ((), False)
    assert not lived.archive.has_own(sent.sha256)


def test_what_comes_later_and_cannot_be_edited_goes_no_further(
    lived: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise RedactionError("it would read otherwise")

    carry_out(lived, request(lived, asked_for(lived, nik=NIK), who="Rahma", why="Suratnya ada.").id)
    monkeypatch.setattr(archived, "redact_file", refuse)
    lived = days_later(lived, 1)
    send(lived.home, "majene", book("2026-11", own=own_row(), held=False), "desember.xlsx")
    [line] = run_job(lived, ["majene"]).lines
    assert not line.in_force
    assert "tidak dapat disunting" in repr(line)
    assert {sign for sign in SIGNS if sign not in (TELEPHONE[1:], EMAIL)} & in_tables(lived) == set()


def test_nobody_comes_back_with_a_later_file_and_the_office_is_told(lived: TimelessWorkshop) -> None:
    number = request(lived, asked_for(lived, nik=NIK), who="Rahma", why="Suratnya ada.").id
    carry_out(lived, number)
    moved = own_row(kode_umkm="MJN-0055", telepon=None)  # under another key, as a new business
    for name, own in (("desember.xlsx", own_row()), ("lain.xlsx", moved)):
        lived = days_later(lived, 1)
        send(lived.home, "majene", book("2026-11", own=own, held=False), name)
        [line] = run_job(lived, ["majene"]).lines
        assert line.in_force, line
        assert line.quarantined == 0
        assert {sign for sign in SIGNS if sign not in (TELEPHONE[1:], EMAIL)} & in_tables(lived) == set()
        outbox = max(lived.home.outbox("majene").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        answers = " ".join(text.decode("utf-8", "ignore") for text in contents(outbox))
        assert "meminta datanya dihapus (UU 27/2022)" in answers
    assert not [signs for signs in everywhere(lived.home).values() if {NIK, OWNER, STREET} & signs]
    with lived.warehouse.read() as connection:
        assert ("76.05", "MJN-0055") in suppressed_keys(connection)


def test_a_request_that_was_cancelled_leaves_everything_as_it_was(lived: TimelessWorkshop) -> None:
    before = sorted(public_rows(lived.warehouse).splitlines())
    entered = request(lived, asked_for(lived, telephone=TELEPHONE), who="Rahma", why="Suratnya ada.")
    assert BUSINESS not in public_rows(lived.warehouse)
    cancel(lived, entered.id, who="Rahma", why="Orangnya lain.")
    tables = sorted(row for row in public_rows(lived.warehouse).splitlines() if "Orangnya lain." not in row)
    assert tables == before
    assert in_tables(lived) >= {TELEPHONE[1:], EMAIL, OWNER, BUSINESS, STREET}
    with pytest.raises(WarehouseError, match="dibatalkan"):
        carry_out(lived, entered.id)


def test_nobody_is_found_by_what_nobody_has(lived: TimelessWorkshop) -> None:
    assert look_for(lived, asked_for(lived, key="76.05/MJN-0999")).is_empty
    with pytest.raises(WarehouseError, match="Tidak ada yang memuat"):
        request(lived, asked_for(lived, nik="7605011111900001"), who="Rahma", why="Suratnya ada.")
    assert all_requests(lived.warehouse) == []


class Killed(BaseException):
    """The process is gone."""


def dying_after(step: Callable[..., Any]) -> Callable[..., None]:
    def dies(*values: Any, **more: Any) -> None:
        done = step(*values, **more)
        if isinstance(done, Iterator):
            list(done)
        raise Killed

    return dies


STEPS = ("find_case", "hide", "replace_files", "in_backups", "close_request", "scrub")


def test_who_is_killed_in_the_middle_goes_on(lived: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch) -> None:
    figures, bury = standing(lived), type(lived.archive).bury
    number = request(lived, asked_for(lived, nik=NIK), who="Rahma", why="Suratnya ada.").id

    def buries_one(self: Any, sha: str, *more: Any) -> None:
        bury(self, sha, *more)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(type(lived.archive), "bury", buries_one)
        with pytest.raises(Killed):
            carry_out(lived, number)
    for step in STEPS:
        with monkeypatch.context() as patch:
            patch.setattr(requesting, step, dying_after(getattr(requesting, step)))
            with pytest.raises(Killed):
                carry_out(lived, number)
    carried = carry_out(lived, number)
    assert (carried.left, standing(lived), in_tables(lived), everywhere(lived.home)) == ((), figures, set(), {})


def test_the_archive_alone_gives_the_figures_without_the_person(lived: TimelessWorkshop, make_home: MakeHome) -> None:
    carry_out(lived, request(lived, asked_for(lived, nik=NIK), who="Rahma", why="Suratnya ada.").id)
    home = make_home()
    shutil.copytree(lived.home.archive, home.archive, dirs_exist_ok=True)
    shutil.copy(lived.home.key_file, home.key_file)
    anew = workshop_of(home)
    made = make_from_archive(anew)
    assert (made.files, made.dated, dict(made.problems)) == (2, 1, {})
    assert in_tables(anew) == set()
    counted = {"kepatuhan"}  # it knows when each was answered
    assert {name: rows for name, rows in standing(anew).items() if name not in counted} == {
        name: rows for name, rows in standing(lived).items() if name not in counted
    }
    anew.warehouse.close()


def test_a_file_that_nobody_can_look_into_is_named(lived: TimelessWorkshop) -> None:
    send(lived.home, "majene", "18_bersandi.xlsx")
    run_job(days_later(lived, 1), ["majene"])
    [words] = look_for(lived, asked_for(lived, nik=NIK)).unread
    assert "tidak terbaca" in words


def test_a_restored_backup_forgets_again_before_anything_reads(
    lived: TimelessWorkshop, lived_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out(lived, request(lived, asked_for(lived, nik=NIK), who="Rahma", why="Suratnya ada.").id)
    figures = standing(lived)
    old = tmp_path / "lama"  # a backup from before, kept elsewhere, and an archive of that day
    shutil.copytree(lived_home.path / "cadangan", old)
    shutil.copytree(lived.home.path / "cadangan" / "setelan", old / "setelan", dirs_exist_ok=True)
    home = Home(tmp_path / "baru")
    home.path.mkdir()
    shutil.copytree(lived_home.archive, home.archive)
    shutil.copy(lived_home.key_file, home.key_file)
    restore_home(home, old, {})
    with pytest.raises(WarehouseError, match="belum dilaksanakan lagi"):
        open_workshop(home, {})
    upgrade_home(home)
    restored = workshop_of(home)
    assert (in_tables(restored), everywhere(home)) == (set(), {})
    assert standing(restored) == figures
    assert [entry.carried_at is None for entry in all_requests(restored.warehouse)] == [False]
    restored.warehouse.close()


def test_the_night_carries_out_what_is_due_and_says_what_it_did(lived: TimelessWorkshop) -> None:
    request(lived, asked_for(lived, nik=NIK), who="Rahma", why="Suratnya ada.")
    early = do_work(days_later(lived, 2), "Permintaan hapus", repr)
    assert (early.well, early.sentence, everywhere(lived.home) == {}) == (True, "tidak ada yang sudah waktunya", False)
    due = do_work(days_later(lived, 4), "Permintaan hapus", repr)
    assert (due.well, due.sentence, everywhere(lived.home)) == (True, "1 permintaan dilaksanakan", {})
    assert do_work(lived, "Masa simpan", repr).left_out


def test_each_class_is_kept_for_its_months_and_no_longer(lived: TimelessWorkshop) -> None:
    settings = Forgetting(keep_archive_months=2, keep_sealed_months=2, keep_quarantine_months=2, keep_log_months=2)
    config = lived.config.model_copy(update={"forgetting": settings})
    lived = replace(lived, config=config)
    again = days_later(lived, 10)
    send(lived.home, "majene", book(held=False), "baru.xlsx")  # November's former file is in force no more
    run_job(again, ["majene"])
    record_fetch(lived, who="Ani", address="::1", kind="berkas asli", submission=None)
    figures, files = standing(lived), {path for path in lived.home.archive.rglob("*") if path.is_file()}
    assert set(keep_for(days_later(lived, 30)).values()) == {0}
    later = days_later(lived, 65)
    counts = keep_for(later, dry_run=True)
    assert counts["arsip"] == 2  # what was sent, and its answer
    assert min(counts.values()) > 0
    assert {path for path in lived.home.archive.rglob("*") if path.is_file()} == files
    assert keep_for(later) == counts
    assert set(keep_for(later).values()) == {0}
    assert standing(lived) == figures
    assert verify_archive(lived).damaged == ()
    assert lived.home.fetch_log.read_text() == ""
    [former] = [line for line in status(lived.warehouse) if str(line.period) == "2026-11"]
    assert former.live
