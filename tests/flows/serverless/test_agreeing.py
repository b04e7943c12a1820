"""Withdrawing and restoring without a server: what stands above the form, and what a late or a broken answer
leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from prefect import State

from flows import in_force
from flows.in_force_form import AGREED, LEAVE
from kemitraan.steps.decisions.putting_in_force import ForceAct, put_in_force
from tests.flows.inputs import Inputs, Suspended, without_server
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv, produk_rows, regency_csv, umkm_rows
from warehouse.reading import live_submissions

OFFICE = "sulsel-makassar"
PHONE = "081234567890"
WHO = {"nama_petugas": "Rahma", "alasan": f"Berkas keliru, hubungi {PHONE}."}
WITHDRAW, RESTORE = ForceAct.WITHDRAW, ForceAct.RESTORE
Run = Callable[..., State]


@pytest.fixture
def inputs(monkeypatch: pytest.MonkeyPatch) -> Inputs:
    for name in ("publish_pages", "publish_compliance", "create_markdown_artifact"):
        monkeypatch.setattr(in_force, name, lambda *_, **__: None)
    return without_server(monkeypatch)


@pytest.fixture
def changes_told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], list[str]]]:
    """What the event of a change was told, each time: what came in force, what went."""
    heard: list[tuple[list[str], list[str]]] = []
    monkeypatch.setattr(in_force, "this_run", lambda: "ini")
    monkeypatch.setattr(
        in_force, "tell_warehouse_changed", lambda _, came, went: heard.append((list(came), list(went)))
    )
    return heard


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, inputs: Inputs) -> Run:
    """A run that begins, or goes on, with this workshop."""

    def begin(workshop: TimelessWorkshop, act: ForceAct, submission: str) -> State:
        monkeypatch.setattr(in_force, "workshop", lambda: workshop)
        return in_force._change(act, submission)

    return begin


def sent(workshop: TimelessWorkshop, data: bytes, name: str, office: str = OFFICE) -> str:
    send(workshop.home, office, data, name)
    (line,) = run_job(workshop).lines
    return line.submission


def two(workshop: TimelessWorkshop) -> tuple[TimelessWorkshop, str, str]:
    """Seven rows, and a day later four in their place; the workshop then, and both submissions."""
    old = sent(workshop, mitra_csv(*"ABCDEFG"), "lama.csv")
    later = days_later(workshop, 1)
    return days_later(later, 1), old, sent(later, mitra_csv(*"ABCD"), "baru.csv")


def live(workshop: TimelessWorkshop) -> list[str]:
    return [submission.id for submission in live_submissions(workshop.warehouse)]


def typed_in(inputs: Inputs) -> list[str]:
    return [key for key in inputs.kept if key.endswith("-response")]


def test_above_the_form_stands_what_is_in_force_and_what_would_be_and_nothing_is_changed_yet(
    workshop: TimelessWorkshop, inputs: Inputs, run: Run
) -> None:
    later, old, new = two(workshop)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new[:8])
    above = inputs.said(1)
    assert f"**Cabut kiriman ini: Kota Makassar, Sulawesi Selatan, November 2026 (kiriman {new[:8]})**" in above
    assert f"**Kini berlaku: 4 baris (Mitra 4 dari kiriman {new[:8]}). Bila dicabut: 7 baris (Mitra 7 dari " in above
    assert live(later) == [new]
    with pytest.raises(Suspended):
        run(later, RESTORE, old)


def test_the_form_counts_and_names_the_rows_that_would_lose_what_they_name(
    workshop: TimelessWorkshop, inputs: Inputs, run: Run
) -> None:
    umkm = sent(workshop, regency_csv("UMKM", umkm_rows(range(1, 5))), "umkm.csv", "majene")
    later = days_later(workshop, 1)
    sent(later, regency_csv("Produk", produk_rows([1, 2, 3])), "produk.csv", "majene")
    with pytest.raises(Suspended):
        run(days_later(later, 1), WITHDRAW, umkm)
    assert "3 baris Produk kehilangan UMKM-nya dan tetap berlaku." in inputs.said(1)
    assert (
        "- 3 baris Produk yang masih berlaku merujuk UMKM yang tidak ada lagi: MJN-0001-01, MJN-0002-01, MJN-0003-01."
        in inputs.said(1)
    )


def test_it_is_done_as_the_form_said_what_was_typed_is_masked_and_forgotten_and_a_retry_does_it_no_second_time(
    workshop: TimelessWorkshop, inputs: Inputs, run: Run, changes_told: list[Any]
) -> None:
    later, old, new = two(workshop)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    inputs.fill_in(1, keputusan=AGREED[WITHDRAW], **WHO)
    state = run(later, WITHDRAW, new)
    assert state.message == (
        f"Kota Makassar, Sulawesi Selatan, November 2026 (kiriman {new[:8]}): Dicabut oleh Rahma. Tadinya berlaku: 4 baris "
        f"(Mitra 4 dari kiriman {new[:8]}). Kini berlaku: 7 baris (Mitra 7 dari kiriman {old[:8]})."
    )
    assert (live(later), changes_told, typed_in(inputs)) == ([old], [([old], [new])], [])
    put_in_force(later, new, RESTORE, who="Andi", why="Ternyata benar.")
    again = run(later, WITHDRAW, new)
    assert (again.message, live(later), len(changes_told)) == (in_force.AGAIN, [new], 1)


@pytest.mark.parametrize("act", [WITHDRAW, RESTORE])
def test_whoever_leaves_it_changes_nothing_and_a_retry_asks_anew(
    workshop: TimelessWorkshop, inputs: Inputs, run: Run, changes_told: list[Any], act: ForceAct
) -> None:
    later, old, new = two(workshop)
    target = new if act is WITHDRAW else old
    with pytest.raises(Suspended):
        run(later, act, target)
    inputs.fill_in(1, keputusan=LEAVE, **WHO)
    state = run(later, act, target)
    assert (state.type, state.name) == ("COMPLETED", in_force.LEFT)
    assert (live(later), changes_told, typed_in(inputs)) == ([new], [], [])
    with pytest.raises(Suspended):
        run(later, act, target)
    assert "Kini berlaku: 4 baris" in inputs.said(2)


def test_nobody_agrees_to_what_the_form_did_not_say(workshop: TimelessWorkshop, inputs: Inputs, run: Run) -> None:
    later, _, new = two(workshop)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    newest = sent(later, mitra_csv(*"ABCDEF"), "terbaru.csv")
    inputs.fill_in(1, keputusan=AGREED[WITHDRAW], **WHO)
    state = run(later, WITHDRAW, new)
    assert (state.type, state.name) == ("FAILED", "Isian ditolak")
    assert state.message == f"Kiriman {new} tidak sedang berlaku. Tidak ada yang dijalankan."
    assert (live(later), typed_in(inputs)) == ([newest], [])


def test_what_changed_since_the_form_was_shown_is_shown_anew_with_a_sentence(
    workshop: TimelessWorkshop, inputs: Inputs, run: Run
) -> None:
    later, old, new = two(workshop)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    put_in_force(later, old, RESTORE, who="Andi", why="Ternyata benar.")
    put_in_force(later, old, WITHDRAW, who="Andi", why="Ternyata salah.")
    inputs.fill_in(1, keputusan=AGREED[WITHDRAW], **WHO)
    put_in_force(later, new, RESTORE, who="Andi", why="Ini yang benar.")
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    assert inputs.said(2).startswith("**Belum dapat dipakai:** yang berlaku sudah berubah sejak formulir ini dibuat.")
    assert "Bila dicabut: tidak ada." in inputs.said(2)
    assert (live(later), typed_in(inputs)) == ([new], [])


def test_a_form_that_is_signed_with_blanks_is_shown_anew(workshop: TimelessWorkshop, inputs: Inputs, run: Run) -> None:
    later, _, new = two(workshop)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    inputs.fill_in(1, keputusan=AGREED[WITHDRAW], nama_petugas="    ", alasan=" " * 20)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    assert inputs.said(2).startswith("**Belum dapat dipakai:** nama petugas dan alasannya harus diisi.")
    assert live(later) == [new]


def test_a_form_of_another_version_is_shown_anew(workshop: TimelessWorkshop, inputs: Inputs, run: Run) -> None:
    later, _, new = two(workshop)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    inputs.fill_in(1, keputusan="Ya", **WHO)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    assert inputs.said(2).startswith("**Belum dapat dipakai:** formulirnya sudah berganti.")
    assert (live(later), typed_in(inputs)) == ([new], [])


def test_a_run_that_is_killed_right_after_the_change_tells_of_it_when_it_is_taken_up(
    workshop: TimelessWorkshop,
    inputs: Inputs,
    run: Run,
    changes_told: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later, old, new = two(workshop)
    with pytest.raises(Suspended):
        run(later, WITHDRAW, new)
    inputs.fill_in(1, keputusan=AGREED[WITHDRAW], **WHO)
    with monkeypatch.context() as patch:
        patch.setattr(in_force, "_summary", killed)
        with pytest.raises(KeyboardInterrupt):
            run(later, WITHDRAW, new)
    assert (live(later), changes_told) == ([old], [])
    monkeypatch.setattr(in_force, "first_begun", lambda: datetime(2026, 11, 1, tzinfo=UTC))
    state = run(later, WITHDRAW, new)
    assert (state.message, changes_told, typed_in(inputs)) == (in_force.AGAIN, [([], [new])], [])


def killed(*_: Any) -> None:
    raise KeyboardInterrupt


def test_what_is_in_force_wholly_needs_no_restore_and_nobody_is_asked(
    workshop: TimelessWorkshop, inputs: Inputs, run: Run
) -> None:
    later, _, new = two(workshop)
    state = run(later, RESTORE, new)
    assert (state.name, inputs.kept) == (in_force.LEFT, {})
    assert "Tidak ada yang berubah. Kini berlaku: 4 baris" in str(state.message)


def test_what_was_never_in_force_is_refused_before_anybody_is_asked(
    workshop: TimelessWorkshop, inputs: Inputs, run: Run
) -> None:
    later, old, _ = two(workshop)
    for act, target in ((WITHDRAW, old), (RESTORE, "0" * 20)):
        state = run(later, act, target)
        assert (state.name, inputs.kept) == ("Isian ditolak", {})
