"""Identities over time, on both databases: numbers that stay, decisions that bind keys, questions asked once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.conftest import on_sqlite
from tests.warehouse.factory import NIK, PHONE, check_result, send, umkm
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.identities.decisions import Answer, all_decisions, decide_pair, decisions_known, undo_decision
from warehouse.identities.linking import Linked, link
from warehouse.identities.pairs import FoundPair, found_pairs, identities_of, questions
from warehouse.identities.subjects import BUSINESSES, PARTNERS
from warehouse.identities.tables import identity, identity_change, identity_member
from warehouse.linkage.grouping import Record
from warehouse.mart_reading import read_mart_at

A, B, C = (("76.05", f"MJN-{number:04d}") for number in (1, 2, 3))
WHO = {"who": "Rahma", "why": "Sudah ditelepon."}
SENT = count()


def business(number: int, **changes: Any) -> dict[str, Any]:
    """A business that nothing has in common with others."""
    own = {
        "nib": f"91200000{number:05d}", "nik_pemilik": f"760501450190{number:04d}", "telepon": f"+6281234{number:06d}",
        "nama_usaha": f"UD {_word(number)} Bersaudara", "nama_pemilik": f"{_word(number + 7)} {_word(number + 13)}",
        "tahun_berdiri": 2000 + number % 20,
    }  # fmt: skip
    return umkm(number, **own | changes)


def _word(number: int) -> str:
    syllables = ("Ba", "Kiru", "Lome", "Satu", "Wiga", "Pono", "Dule", "Nari", "Heco", "Jumu", "Fada", "Golo", "Taji")
    return syllables[number % 13] + syllables[(number * 5 + 3) % 13].lower()


def publish(warehouse: Warehouse, *rows: dict[str, Any], office: str = "76.05", period: str = "2026-11") -> None:
    """Sends these businesses; one more of its own keeps each submission another file."""
    send(warehouse, check_result({"umkm": rows}, office=office, period=period), hours=next(SENT))


def usaha(warehouse: Warehouse, *records: Record) -> list[str]:
    with warehouse.read() as connection:
        identities = identities_of(connection, "usaha", records)
    return [identities[record] for record in records]


def pelaku(warehouse: Warehouse, *records: Record) -> list[str]:
    with warehouse.read() as connection:
        identities = identities_of(connection, "pelaku", records)
    return [identities[record] for record in records]


def asked(warehouse: Warehouse) -> list[FoundPair]:
    with warehouse.read() as connection:
        return questions(connection, BUSINESSES)


def states(warehouse: Warehouse) -> dict[tuple[Record, Record], str]:
    with warehouse.read() as connection:
        return {pair.pair: pair.state for pair in found_pairs(connection, BUSINESSES)}


def mart(warehouse: Warehouse, known_on: datetime | None = None) -> list[tuple[str, int, str, str | None]]:
    rows = read_mart_at(warehouse, "usaha", known_on=known_on).rows
    return [(row["nama_usaha"], row["jumlah_catatan"], row["offices"], row["dasar"]) for row in rows]


DOUBTFUL = {"nama_usaha": "UD Tunas Muda", "nama_pemilik": "Rosdiana Saharia", "tahun_berdiri": 2011}
"""Two records with this and different NIKs wait for a person."""


def doubtful(number: int, **changes: Any) -> dict[str, Any]:
    return business(number, **DOUBTFUL | {"nib": "9120000077777", "telepon": "+6281299900011"} | changes)


def test_records_of_one_business_are_one_and_every_other_is_its_own(warehouse: Warehouse) -> None:
    values = {"nik_pemilik": NIK, "nama_usaha": "UD Tunas Muda", "nama_pemilik": "Rosdiana Saharia"}
    publish(
        warehouse,
        business(1, **values),
        business(2, **values | {"nama_usaha": "Toko Tunas Moeda", "nib": None}),
        business(3),
    )
    assert link(warehouse) == Linked(3, 6, 0)
    assert usaha(warehouse, A, B, C) == ["U0000001", "U0000001", "U0000002"]
    assert mart(warehouse) == [("UD Tunas Muda", 2, "76.05", "nik"), (business(3)["nama_usaha"], 1, "76.05", None)]
    assert states(warehouse) == {(A, B): "joined"}


def test_doing_it_again_changes_nothing(warehouse: Warehouse) -> None:
    publish(warehouse, business(1), business(2))
    link(warehouse)
    before = _everything(warehouse)
    assert link(warehouse) == Linked(0, 0, 0)
    assert _everything(warehouse) == before


def _everything(warehouse: Warehouse) -> list[Sequence[Any]]:
    with warehouse.read() as connection:
        names = ("identity", "identity_member", "identity_change", "identity_record", "identity_pair", "identity_run")
        return [connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2, 3")).all() for name in names]  # noqa: S608


def test_one_owner_of_two_businesses_is_one_pelaku_and_two_usaha(warehouse: Warehouse) -> None:
    owner = {"nik_pemilik": NIK, "nama_pemilik": "Rosdiana Saharia"}
    publish(warehouse, business(1, **owner), business(2, **owner | {"nama_usaha": "Keripik Melati"}))
    link(warehouse)
    assert len(set(usaha(warehouse, A, B))) == 2
    assert len(set(pelaku(warehouse, A, B))) == 1
    assert states(warehouse) == {(A, B): "apart"}


def test_what_was_not_compared_yet_counts_as_its_own(warehouse: Warehouse) -> None:
    publish(warehouse, business(1))
    assert [row["usaha_id"] for row in read_mart_at(warehouse, "usaha").rows] == ["76.05/MJN-0001"]


def test_a_resubmission_keeps_every_number(warehouse: Warehouse) -> None:
    publish(warehouse, business(1), business(2))
    link(warehouse)
    before = usaha(warehouse, A, B)
    publish(warehouse, business(1), business(2, omzet_tahunan=1), period="2026-12")
    assert link(warehouse) == Linked(0, 0, 0)
    assert usaha(warehouse, A, B) == before


def test_a_merge_keeps_the_number_with_most_records_and_a_split_that_of_the_larger_part(ticking: Warehouse) -> None:
    same = {"nik_pemilik": NIK, "nama_usaha": "UD Tunas Muda", "nama_pemilik": "Rosdiana Saharia"}
    publish(ticking, business(1), business(2, **same), business(3, **same))
    link(ticking)
    assert usaha(ticking, A, B, C) == ["U0000001", "U0000002", "U0000002"]
    decide_pair(ticking, BUSINESSES, A, B, Answer.SAME, **WHO)
    link(ticking)
    assert usaha(ticking, A, B, C) == ["U0000002"] * 3
    with ticking.read() as connection:
        decision = all_decisions(connection)[0]
    undo_decision(ticking, decision.id, who="Rahma", why="Keliru.")
    link(ticking)
    assert usaha(ticking, A, B, C) == ["U0000003", "U0000002", "U0000002"]
    with ticking.read() as connection:
        changes = connection.execute(
            select(identity_change.c.identity_id, identity_change.c.change, identity_change.c.other_id)
            .where(identity_change.c.identity_id.like("U%"))
            .order_by(identity_change.c.at)
        ).all()
        numbers = connection.scalars(select(identity.c.number).where(identity.c.level == "usaha")).all()
    assert [tuple(change) for change in changes] == [
        ("U0000001", "joined", "U0000002"),
        ("U0000003", "parted", "U0000002"),
    ]
    assert sorted(numbers) == [1, 2, 3]


@on_sqlite
def test_a_tie_goes_to_the_oldest(warehouse: Warehouse) -> None:
    publish(warehouse, business(2))
    link(warehouse)
    publish(warehouse, business(1), business(2), period="2026-12")
    link(warehouse)
    assert usaha(warehouse, A, B) == ["U0000002", "U0000001"]
    decide_pair(warehouse, BUSINESSES, A, B, Answer.SAME, **WHO)
    link(warehouse)
    assert usaha(warehouse, A, B) == ["U0000001"] * 2


def test_a_doubtful_pair_is_asked_and_a_decision_outlives_a_resubmission(warehouse: Warehouse) -> None:
    publish(warehouse, doubtful(1), doubtful(2))
    assert link(warehouse).waiting == 1
    assert [pair.pair for pair in asked(warehouse)] == [(A, B)]
    decide_pair(warehouse, BUSINESSES, B, A, Answer.DIFFERENT, **WHO)
    assert link(warehouse).waiting == 0
    publish(warehouse, doubtful(1, omzet_tahunan=7), doubtful(2, tenaga_kerja_l=3), period="2026-12")
    assert link(warehouse).waiting == 0
    assert states(warehouse) == {(A, B): "apart"}


@on_sqlite
def test_a_decided_pair_is_asked_again_when_its_evidence_changed_and_only_once(warehouse: Warehouse) -> None:
    publish(warehouse, doubtful(1), doubtful(2))
    link(warehouse)
    decide_pair(warehouse, BUSINESSES, A, B, Answer.UNSURE, **WHO)
    assert link(warehouse).waiting == 0
    publish(warehouse, doubtful(1), doubtful(2, telepon="+6281299900022"), period="2026-12")
    assert link(warehouse).waiting == 1
    assert "buktinya berubah sejak diputuskan" in asked(warehouse)[0].why
    decide_pair(warehouse, BUSINESSES, A, B, Answer.DIFFERENT, **WHO)
    assert link(warehouse).waiting == 0
    assert link(warehouse).waiting == 0


@on_sqlite
def test_different_holds_between_whole_groups(warehouse: Warehouse) -> None:
    same = {"nik_pemilik": NIK, "nama_usaha": "UD Tunas Muda", "nama_pemilik": "Rosdiana Saharia"}
    publish(warehouse, business(1, **same), business(2, **same), business(3, **same))
    link(warehouse)
    decide_pair(warehouse, BUSINESSES, A, C, Answer.DIFFERENT, **WHO)
    assert link(warehouse).waiting == 0
    assert len(set(usaha(warehouse, A, B, C))) == 2
    assert usaha(warehouse, A)[0] != usaha(warehouse, C)[0]


def test_a_decision_against_others_is_refused(warehouse: Warehouse) -> None:
    publish(warehouse, business(1), business(2), business(3))
    decide_pair(warehouse, BUSINESSES, A, B, Answer.SAME, **WHO)
    decide_pair(warehouse, BUSINESSES, B, C, Answer.SAME, **WHO)
    with pytest.raises(WarehouseError, match="bertentangan dengan keputusan lain"):
        decide_pair(warehouse, BUSINESSES, A, C, Answer.DIFFERENT, **WHO)
    decide_pair(warehouse, BUSINESSES, B, C, Answer.DIFFERENT, **WHO)  # another answer to the same question
    with pytest.raises(WarehouseError, match="bertentangan dengan keputusan lain"):
        decide_pair(warehouse, BUSINESSES, A, C, Answer.SAME, **WHO)


@pytest.mark.parametrize(
    ("pair", "changes", "words"),
    [
        ((A, ("76.05", "MJN-0009")), {}, "76.05/MJN-0009 tidak ada"),
        ((A, A), {}, "satu catatan yang sama"),
        ((A, B), {"who": " "}, "Tulis nama Anda"),
        ((A, B), {"why": "x"}, "Tulis nama Anda"),
    ],
)
@on_sqlite
def test_what_cannot_be_decided_is_told(warehouse: Warehouse, pair: Any, changes: dict[str, str], words: str) -> None:
    publish(warehouse, business(1), business(2))
    with pytest.raises(WarehouseError, match=words):
        decide_pair(warehouse, BUSINESSES, *pair, Answer.SAME, **WHO | changes)


def test_partners_have_no_owner_to_decide_on(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="tidak untuk mitra"):
        decide_pair(warehouse, PARTNERS, A, B, Answer.SAME_OWNER, **WHO)


def test_decisions_are_known_as_they_held_at_a_moment(ticking: Warehouse) -> None:
    publish(ticking, business(1), business(2))
    link(ticking)
    before = ticking.now()
    own_decision = decide_pair(ticking, BUSINESSES, A, B, Answer.SAME, **WHO | {"why": "NIK 7605014501900001 sama."})
    assert NIK not in own_decision.why
    link(ticking)
    held = ticking.now()
    undo_decision(ticking, own_decision.id, who="Rahma", why="Keliru.")
    link(ticking)
    with ticking.read() as connection:
        assert decisions_known(connection, BUSINESSES, before) == []
        assert [decision.id for decision in decisions_known(connection, BUSINESSES, held)] == [own_decision.id]
        assert decisions_known(connection, BUSINESSES) == []
    assert [count for _, count, _, _ in mart(ticking, before)] == [1, 1]
    assert [(count, basis) for _, count, _, basis in mart(ticking, held)] == [(2, "orang")]
    assert [count for _, count, _, _ in mart(ticking)] == [1, 1]
    with pytest.raises(WarehouseError, match="Tidak ada keputusan nomor"):
        undo_decision(ticking, own_decision.id, who="Rahma", why="Lagi.")


def test_two_regencies_know_one_business(warehouse: Warehouse) -> None:
    same = {"nik_pemilik": NIK, "nama_usaha": "UD Tunas Muda", "nama_pemilik": "Rosdiana Saharia"}
    publish(warehouse, business(1, **same))
    elsewhere = {"kode_umkm": "PKY-0001", "kecamatan": "76.01.01", "desa": "76.01.01.2001"}
    publish(warehouse, business(4, **same | elsewhere), office="76.01")
    link(warehouse)
    assert mart(warehouse) == [("UD Tunas Muda", 2, "76.01 76.05", "nik")]


def test_the_same_partner_of_two_collaborators_is_one(warehouse: Warehouse) -> None:
    partner = {"kode_mitra": "SSL-0001", "nama_mitra": "Toko Oleh-oleh Losari Indah", "jenis": "Toko Oleh-oleh",
               "kabupaten": "73.71", "kontak": PHONE}  # fmt: skip
    other = partner | {"kode_mitra": "SSL-0007", "nama_mitra": "Losari Indah Oleh-oleh"}
    stranger = partner | {"kode_mitra": "SSL-0008", "nama_mitra": "Hotel Pantai Barat", "kontak": "+6281355500001"}
    for office, rows in (("73.71", [partner]), ("73.06", [other, stranger])):
        send(warehouse, check_result({"mitra": rows}, kind="sulsel", office=office), hours=next(SENT))
    link(warehouse)
    with warehouse.read() as connection:
        keys = (("73.71", "SSL-0001"), ("73.06", "SSL-0007"), ("73.06", "SSL-0008"))
        identities = identities_of(connection, "mitra", keys)
    assert identities[keys[0]] == identities[keys[1]] != identities[keys[2]]


def test_no_table_of_identities_holds_a_personal_value(warehouse: Warehouse) -> None:
    publish(warehouse, umkm(1), umkm(2, nama_usaha="Usaha 1"), umkm(3))
    link(warehouse)
    stored = repr(_everything(warehouse))
    row = umkm(1)
    for value in (NIK, PHONE, PHONE[1:], row["nama_pemilik"], row["alamat"], row["nib"]):
        assert value not in stored


def test_whoever_computed_on_older_identities_computes_again(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse.identities import linking

    publish(warehouse, doubtful(1), doubtful(2))
    plan, done = linking._plan, []

    def plan_slowly(*arguments: Any) -> Any:
        plan_made = plan(*arguments)
        if not done:
            done.append(True)
            decide_pair(warehouse, BUSINESSES, A, B, Answer.SAME, **WHO)  # somebody was faster
        return plan_made

    monkeypatch.setattr(linking, "_plan", plan_slowly)
    link(warehouse)
    assert len(set(usaha(warehouse, A, B))) == 1


def test_a_changed_record_gives_what_comparing_everything_gives(warehouse: Warehouse) -> None:
    same = {"nik_pemilik": NIK, "nama_usaha": "UD Tunas Muda", "nama_pemilik": "Rosdiana Saharia"}
    publish(warehouse, business(1, **same), business(2), business(3, **same))
    link(warehouse)
    publish(warehouse, business(1), business(2, **same), business(3, **same), period="2026-12")
    assert link(warehouse).compared == 2
    with warehouse.read() as connection:
        pairs = found_pairs(connection, BUSINESSES)
    with warehouse.write() as connection:
        connection.execute(text("DELETE FROM identity_record"))
        connection.execute(text("DELETE FROM identity_pair"))
    link(warehouse)
    with warehouse.read() as connection:
        assert found_pairs(connection, BUSINESSES) == pairs
        assert connection.scalar(select(identity_member.c.identity_id).where(identity_member.c.row_key == "MJN-0002", identity_member.c.live_to.is_(None), identity_member.c.level == "usaha"))  # fmt: skip
