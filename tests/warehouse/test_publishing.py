from collections.abc import Sequence
from datetime import date, datetime

import pytest
from sqlalchemy import Row, select, text

from tests.conftest import on_sqlite
from tests.warehouse.factory import bring_to_loaded, check_result, kemitraan, kurasi, produk, receive, send, umkm
from warehouse.checking import store_check
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission, WarehouseError, WrongState
from warehouse.loading import load
from warehouse.mart_reading import at_point
from warehouse.publishing import Moved, publish, restore, withdraw
from warehouse.reading import keys_in_force, known_keys, live_submissions, status
from warehouse.reprocessing import receive_again, reprocess
from warehouse.state import State
from warehouse.submissions import answered, fail, get_submission, refuse, register_submission, replay, unfinished


def current(warehouse: Warehouse, table: str = "umkm", column: str = "nama_usaha") -> dict[str, str]:
    tables = SHEETS[table].current
    with warehouse.read() as connection:
        return dict(connection.execute(select(tables.c.row_key, tables.c[column])).all())


def test_a_published_batch_is_what_readers_see(warehouse: Warehouse) -> None:
    result = check_result(
        {
            "umkm": [umkm(1), umkm(2)],
            "produk": [produk(1)],
            "kurasi": [kurasi(1, date(2026, 11, 2))],
            "kemitraan": [kemitraan(1)],
        }
    )
    identifier = bring_to_loaded(warehouse, result)
    assert current(warehouse) == {}
    assert publish(warehouse, identifier).in_force
    assert current(warehouse) == {"MJN-0001": "Usaha 1", "MJN-0002": "Usaha 2"}
    assert current(warehouse, "kurasi", "tanggal") == {"MJN-0001-01|2026-11-02": date(2026, 11, 2)}
    assert current(warehouse, "kemitraan", "nilai_kontrak") == {"MJN-0001||PT Midi Utama Indonesia Tbk": 90_000_000}
    assert current(warehouse, "produk", "label_komposisi") == {"MJN-0001-01": True}
    assert current(warehouse, "umkm", "lintang")["MJN-0001"] == pytest.approx(-3.54)
    assert known_keys(warehouse, "umkm") == known_keys(warehouse, "umkm", "76.05") == {"MJN-0001", "MJN-0002"}
    assert known_keys(warehouse, "umkm", "76.01") == set()
    assert keys_in_force(warehouse) == {"UMKM": {"MJN-0001", "MJN-0002"}, "Produk": {"MJN-0001-01"}, "Mitra": set()}


def test_a_resubmission_takes_the_former_out_of_force(warehouse: Warehouse) -> None:
    first, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(2)]}))
    second, published = send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Baru")]}), hours=1)
    assert published.replaced == (Moved(first, ("UMKM",)),)
    assert current(warehouse) == {"MJN-0001": "Baru"}
    assert [submission.id for submission in live_submissions(warehouse)] == [second]
    [now] = status(warehouse)
    assert now.newest.id == second
    assert now.in_force is not None
    assert now.in_force.id == second


def test_keys_that_vanish_fall_back_to_the_newest_batch_that_knows_them(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Agustus")]}, period="2026-08"))
    send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="September")]}, period="2026-09"))
    send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Oktober"), umkm(2)]}, period="2026-10"))
    assert current(warehouse) == {"MJN-0001": "Oktober", "MJN-0002": "Usaha 2"}
    send(warehouse, check_result({"umkm": [umkm(3)]}, period="2026-10"), hours=1)
    assert current(warehouse) == {"MJN-0001": "September", "MJN-0003": "Usaha 3"}


def test_each_key_left_behind_falls_back_to_the_newest_month_of_its_own(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="September"), umkm(2)]}, period="2026-09"))
    send(warehouse, check_result({"umkm": [umkm(2, nama_usaha="Oktober")]}, period="2026-10"))
    newest, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(2), umkm(3)]}, period="2026-11"))
    withdraw(warehouse, newest, who="staf", why="salah berkas")
    assert current(warehouse) == {"MJN-0001": "September", "MJN-0002": "Oktober"}


def test_an_older_period_never_overwrites_a_newer_one(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="November")]}))
    send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Juni"), umkm(2)]}, period="2026-06"), hours=1)
    assert current(warehouse) == {"MJN-0001": "November", "MJN-0002": "Usaha 2"}
    send(warehouse, check_result({"umkm": [umkm(3)]}, period="2026-06"), hours=2)
    assert current(warehouse) == {"MJN-0001": "November", "MJN-0003": "Usaha 3"}


def test_a_newer_period_keeps_what_only_the_older_one_told(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1), umkm(2)]}, period="2026-10"))
    send(warehouse, check_result({"umkm": [umkm(2, nama_usaha="Baru")]}))
    assert current(warehouse) == {"MJN-0001": "Usaha 1", "MJN-0002": "Baru"}
    assert len(live_submissions(warehouse)) == 2


def test_offices_do_not_touch_each_other(warehouse: Warehouse) -> None:
    mitra = {"kode_mitra": "SSL-0001", "nama_mitra": "Toko A", "jenis": "Grosir", "kabupaten": "73.71"}
    send(warehouse, check_result({"mitra": [mitra]}, kind="sulsel", office="73.71"))
    send(warehouse, check_result({"mitra": [mitra | {"nama_mitra": "Toko B"}]}, kind="sulsel", office="73.72"))
    table = SHEETS["mitra"].current
    with warehouse.read() as connection:
        names = connection.execute(select(table.c.office, table.c.nama_mitra).order_by(table.c.office)).all()
    assert list(names) == [("73.71", "Toko A"), ("73.72", "Toko B")]


def test_the_same_bytes_twice_are_one_submission_and_steps_done_twice_are_done_once(warehouse: Warehouse) -> None:
    result = check_result({"umkm": [umkm(1)]})
    identifier, _ = send(warehouse, result)
    again, new = register_submission(
        warehouse, office="76.05", sha256=result.sha256, file_name="salinan.xlsx", source="folder: majene"
    )
    assert (again, new) == (identifier, False)
    assert not store_check(warehouse, identifier, result)
    assert not load(warehouse, identifier, result)
    assert not publish(warehouse, identifier).changed
    assert current(warehouse) == {"MJN-0001": "Usaha 1"}


@on_sqlite
def test_a_submission_received_earlier_does_not_take_the_place_of_a_later_one(warehouse: Warehouse) -> None:
    early = bring_to_loaded(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Awal")]}))
    late, _ = send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Akhir")]}), hours=1)
    published = publish(warehouse, early)
    assert published.changed
    assert not published.in_force
    assert current(warehouse) == {"MJN-0001": "Akhir"}
    assert [submission.id for submission in live_submissions(warehouse)] == [late]
    assert get_submission(warehouse, early).state is State.PUBLISHED


@on_sqlite
def test_withdrawing_puts_the_former_batch_back(warehouse: Warehouse) -> None:
    first, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(2)]}))
    second, _ = send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Salah"), umkm(3)]}), hours=1)
    assert withdraw(warehouse, second, who="staf", why="salah berkas") == (Moved(first, ("UMKM",)),)
    assert current(warehouse) == {"MJN-0001": "Usaha 1", "MJN-0002": "Usaha 2"}
    assert withdraw(warehouse, first, who="staf", why="salah berkas") == ()
    assert current(warehouse) == {}
    assert restore(warehouse, second, who="staf", why="ternyata benar") == ()
    assert current(warehouse) == {"MJN-0001": "Salah", "MJN-0003": "Usaha 3"}
    with pytest.raises(WarehouseError, match="tidak sedang berlaku"):
        withdraw(warehouse, first, who="staf", why="dua kali")


def test_the_state_known_on_a_past_moment_is_a_query(warehouse: Warehouse) -> None:
    before = warehouse.now()
    first, _ = send(warehouse, check_result({"umkm": [umkm(1)]}))
    between = warehouse.now()
    second, _ = send(warehouse, check_result({"umkm": [umkm(1, nama_usaha="Baru")]}), hours=1)
    replaced = warehouse.now()
    withdraw(warehouse, second, who="staf", why="salah berkas")
    after = warehouse.now()
    names = [[row.nama_usaha for row in businesses(warehouse, at)] for at in (before, between, replaced, after)]
    assert names == [[], ["Usaha 1"], ["Baru"], ["Usaha 1"]]
    assert [row.submission_id for row in businesses(warehouse, after)] == [first]


@on_sqlite
def test_a_refused_submission_leaves_the_last_good_one_in_force(warehouse: Warehouse) -> None:
    good, _ = send(warehouse, check_result({"umkm": [umkm(1)]}))
    bad = check_result({"umkm": []})
    identifier = receive(warehouse, bad, hours=1)
    store_check(warehouse, identifier, bad)
    assert refuse(warehouse, identifier, why="ditolak")
    with pytest.raises(WrongState):
        publish(warehouse, identifier)
    assert answered(warehouse, identifier)
    [now] = status(warehouse)
    assert now.newest.state is State.ANSWERED
    assert now.in_force is not None
    assert now.in_force.id == good


@on_sqlite
def test_what_failed_can_be_replayed(warehouse: Warehouse) -> None:
    result = check_result({"umkm": [umkm(1)]})
    identifier = bring_to_loaded(warehouse, result)
    assert fail(warehouse, identifier, why="disk penuh")
    assert get_submission(warehouse, identifier).note == "disk penuh"
    assert unfinished(warehouse) == []
    assert replay(warehouse, identifier, who="staf")
    assert [submission.id for submission in unfinished(warehouse)] == [identifier]
    store_check(warehouse, identifier, result)
    load(warehouse, identifier, result)
    assert publish(warehouse, identifier).in_force
    assert not fail(warehouse, identifier, why="terlambat")
    assert current(warehouse) == {"MJN-0001": "Usaha 1"}


@on_sqlite
def test_processing_an_answered_submission_again_makes_a_new_attempt_that_takes_its_place(warehouse: Warehouse) -> None:
    result = check_result({"umkm": [umkm(1), umkm(2)]})
    first, _ = send(warehouse, result)
    assert reprocess(warehouse, first) == first  # not answered yet: work is left to do
    answered(warehouse, first)
    again = reprocess(warehouse, first, who="staf", why="aturan baru")
    assert again != first
    assert reprocess(warehouse, first) == again
    fewer = check_result({"umkm": [umkm(1, nama_usaha="Dibaca ulang")]})
    store_check(warehouse, again, fewer)
    load(warehouse, again, fewer)
    assert publish(warehouse, again).replaced == (Moved(first, ("UMKM",)),)
    assert current(warehouse) == {"MJN-0001": "Dibaca ulang"}
    [now] = status(warehouse)
    assert (now.newest.id, now.newest.attempt, now.in_force and now.in_force.id) == (again, 2, again)
    assert withdraw(warehouse, again, who="staf", why="keliru") == (Moved(first, ("UMKM",)),)


def test_processing_a_failed_submission_again_is_the_same_submission(warehouse: Warehouse) -> None:
    identifier = receive(warehouse, check_result({"umkm": [umkm(1)]}))
    fail(warehouse, identifier, why="galat")
    assert reprocess(warehouse, identifier) == identifier
    assert get_submission(warehouse, identifier).state is State.RECEIVED
    with pytest.raises(UnknownSubmission):
        reprocess(warehouse, "tidak-ada")


def test_bytes_that_come_back_to_a_link_are_one_more_attempt_unless_they_are_in_force_or_will_be(
    warehouse: Warehouse,
) -> None:
    older, newer = (check_result({"umkm": [umkm(1, nama_usaha=name)]}) for name in ("Lama", "Baru"))

    def again(request: str) -> tuple[str, bool]:
        return receive_again(warehouse, first, file_name="lagi.csv", source="majene/0", request=request)

    first = receive(warehouse, older)
    assert again("1") == (first, False)  # under way, and the newest of its office
    store_check(warehouse, first, older)
    load(warehouse, first, older)
    publish(warehouse, first)
    answered(warehouse, first)
    assert again("1") == (first, False)  # in force
    send(warehouse, newer, hours=1)
    back, new = again("2")
    assert (new, back != first, again("2")) == (True, True, (back, False))
    submission = get_submission(warehouse, back)
    assert (submission.attempt, submission.file_name, submission.source, submission.state) == (
        2,
        "lagi.csv",
        "majene/0",
        State.RECEIVED,
    )
    assert submission.received_at > get_submission(warehouse, first).received_at
    store_check(warehouse, back, older)
    load(warehouse, back, older)
    assert publish(warehouse, back).in_force
    assert current(warehouse) == {"MJN-0001": "Lama"}
    with pytest.raises(UnknownSubmission):
        receive_again(warehouse, "tidak-ada", file_name="x", source="y", request="z")


def businesses(warehouse: Warehouse, at: datetime) -> Sequence[Row]:
    """The businesses as known at a moment."""
    with at_point(warehouse, known_on=at) as (connection, _):
        return connection.execute(text("SELECT nama_usaha, submission_id FROM dim_umkm ORDER BY row_key")).all()
