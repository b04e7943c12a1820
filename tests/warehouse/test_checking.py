import json
from dataclasses import replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import select

from schemas.finding import Finding, Outcome, Severity
from schemas.result import AppliedSuggestion, CheckResult
from tests.warehouse.factory import (
    ADDRESS,
    EMAIL,
    NIK,
    OWNER,
    PERSONAL_NPWP,
    PHONE,
    PUBLIC_NPWP,
    check_result,
    receive,
    send,
    umkm,
)
from warehouse.checking import store_check, stored_findings
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseError
from warehouse.keys import row_keys
from warehouse.loading import load
from warehouse.personal import nik_hash
from warehouse.reading import SheetCounts, checked_on, quarantined, sheet_counts, status, template_rows
from warehouse.submissions import get_submission
from warehouse.tables import applied_suggestion

FINDINGS = (
    Finding("sheet.unknown", Severity.WARNING, sheet="Rekap"),
    Finding("money", Severity.WITHHELD, "UMKM", "Q7", 7, "omzet_tahunan", "MJN-0002", "Omzet", "1,500", "angka", 1_500),
    Finding("number.decimal_point", Severity.WARNING, "UMKM", "W7", 7, "lintang", None, None, "1.23", None, 1.23),
    Finding("choice", Severity.ERROR, "UMKM", "M8", 8, "bidang_usaha", "MJN-0003", "Bidang", "Jsa", "pilihan", "Jasa"),
    Finding("phone", Severity.WARNING, "UMKM", "I6", 6, "telepon", "MJN-0001", "Telepon", "+62********90", None, PHONE),
)


def noted() -> CheckResult:
    return check_result(
        {"umkm": [umkm(1), umkm(2)]},
        outcome=Outcome.PARTIALLY_ACCEPTED,
        findings=FINDINGS,
        quarantined={"umkm": {8: ("MJN-0003", {"KODE UMKM": "MJN-0003", "NIK": NIK}), 9: (None, {"NIK": NIK})}},
        applied=[AppliedSuggestion("UMKM", "E6", OWNER.upper(), OWNER, applied=True)],
    )


def test_findings_come_back_as_they_were_but_for_personal_suggestions(warehouse: Warehouse) -> None:
    result = noted()
    identifier = receive(warehouse, result)
    assert store_check(warehouse, identifier, result)
    assert stored_findings(warehouse, identifier) == (*FINDINGS[:-1], replace(FINDINGS[-1], suggestion=None))


def test_counts_outcome_and_quarantined_rows_are_kept(warehouse: Warehouse) -> None:
    result = noted()
    identifier = receive(warehouse, result)
    store_check(warehouse, identifier, result)
    submission = get_submission(warehouse, identifier)
    assert (submission.kind, submission.period, submission.outcome) == (
        "regency",
        "2026-11",
        Outcome.PARTIALLY_ACCEPTED,
    )
    assert checked_on(warehouse, identifier) == result.today
    assert sheet_counts(warehouse, identifier) == (SheetCounts("UMKM", 4, 2, 2, 1),)
    [now] = status(warehouse, offices=["76.05"], periods=["2026-11"])
    assert (now.newest.id, now.in_force, now.counts) == (identifier, None, sheet_counts(warehouse, identifier))
    held = quarantined(warehouse, identifier)
    assert list(held["row_key"]) == ["MJN-0003", None]
    assert json.loads(held["raw"][0]) == {"KODE UMKM": "MJN-0003", "NIK": NIK}
    with warehouse.read() as connection:
        assert connection.scalar(select(applied_suggestion.c.value)) == OWNER


def test_a_file_that_could_not_be_read_is_kept_too(warehouse: Warehouse) -> None:
    result = check_result({}, office=None, period=None, outcome=Outcome.REJECTED)
    result = replace(result, kind=None, findings=(Finding("file.type", Severity.FATAL),))
    identifier = receive(warehouse, result)
    store_check(warehouse, identifier, result)
    [now] = status(warehouse)
    assert (now.office, now.period, now.counts) == ("76.05", None, ())
    with pytest.raises(WarehouseError, match="tanpa pengirim atau periode"):
        load(warehouse, identifier, result)


def test_personal_columns_stand_apart_and_nik_as_hash_and_mask(warehouse: Warehouse) -> None:
    rows = [umkm(1), umkm(2, npwp=PERSONAL_NPWP), umkm(3, nik_pemilik=None, npwp=None, email=None)]
    send(warehouse, check_result({"umkm": rows}))
    tables = SHEETS["umkm"]
    assert tables.personal is not None
    with warehouse.read() as connection:
        apart = connection.execute(select(tables.personal).order_by(tables.personal.c.row_key)).mappings().all()
        public = connection.scalars(select(tables.current.c.npwp).order_by(tables.current.c.row_key)).all()
    assert apart[0]["nik_hash"] == nik_hash(NIK, b"kunci uji") != nik_hash(NIK, b"kunci lain")
    assert apart[0]["nik_mask"] == "7605********0001"
    assert (apart[0]["nama_pemilik"], apart[0]["alamat"], apart[0]["email"]) == (OWNER, ADDRESS, EMAIL)
    assert (apart[2]["nik_hash"], apart[2]["nik_mask"], apart[2]["email"]) == (None, None, None)
    assert [row["npwp"] for row in apart] == [None, PERSONAL_NPWP, None]
    assert list(public) == [PUBLIC_NPWP, None, None]


def test_a_template_is_filled_with_what_is_in_force_personal_columns_too(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1, nib=None), umkm(2, npwp=PERSONAL_NPWP)]}))
    filled = template_rows(warehouse, "76.05")
    assert list(filled["UMKM"]["kode_umkm"]) == ["MJN-0001", "MJN-0002"]
    assert list(filled["UMKM"]["npwp"]) == [PUBLIC_NPWP, PERSONAL_NPWP]
    assert list(filled["UMKM"]["nama_pemilik"]) == [OWNER, OWNER]
    assert list(filled["UMKM"]["nib"]) == [None, "0123456789012"]
    assert "nik_pemilik" not in filled["UMKM"]
    assert list(filled) == ["UMKM"]


def test_personal_data_is_not_loaded_without_a_key(url: str) -> None:
    keyless = open_warehouse(url)
    result = check_result({"umkm": [umkm(1)]})
    identifier = receive(keyless, result)
    store_check(keyless, identifier, result)
    with pytest.raises(WarehouseError, match="Kunci NIK"):
        load(keyless, identifier, result)
    keyless.close()


def test_awkward_text_is_stored_as_it_is(warehouse: Warehouse) -> None:
    names = ['"UD" Maju, Jaya', "Baris\nbaru", "50% \\ :titik'", "  ", "Ny. Ö 日本", "=1+1"]
    send(warehouse, check_result({"umkm": [umkm(i, nama_usaha=name) for i, name in enumerate(names)]}))
    table = SHEETS["umkm"].current
    with warehouse.read() as connection:
        assert list(connection.scalars(select(table.c.nama_usaha).order_by(table.c.row_key))) == names


def test_keys_join_their_parts_and_leave_empty_ones_empty() -> None:
    sheet = SHEETS["kemitraan"].sheet
    frame = check_result({"kemitraan": [{"kode_umkm": "MJN-0001", "usaha_besar": "Indomaret"}]}).sheets[sheet.title]
    assert list(row_keys(sheet, frame.accepted)) == ["MJN-0001||Indomaret"]


def test_an_empty_sheet_loads_nothing(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)], "produk": [], "kurasi": []}))
    assert_frame_equal(
        template_rows(warehouse, "76.05")["UMKM"][["kode_umkm"]],
        pd.DataFrame({"kode_umkm": ["MJN-0001"]}, dtype=object),
    )


def test_rows_of_another_office_are_not_loaded_as_its_own(warehouse: Warehouse) -> None:
    result = check_result({"umkm": [umkm(1)]})
    identifier = receive(warehouse, result)
    store_check(warehouse, identifier, result)
    with pytest.raises(WarehouseError, match="bukan dari pengirim"):
        load(warehouse, identifier, replace(result, office="76.01"))


def test_an_error_while_loading_quotes_no_personal_data(warehouse: Warehouse) -> None:
    result = check_result({"umkm": [umkm(1), umkm(1)]})  # one key twice: a program error, never the sender's
    identifier = receive(warehouse, result)
    store_check(warehouse, identifier, result)
    with pytest.raises(Exception, match=r"(?i)unique|duplicate|gagal") as caught:
        load(warehouse, identifier, result)
    assert all(personal not in str(caught.value) for personal in (NIK, PHONE, EMAIL, OWNER, ADDRESS))
