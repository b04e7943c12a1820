"""Questions of somebody's own: the same names show a point of view, nothing can be changed, nothing personal is
seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from schemas.period import Period
from tests.conftest import NIK_KEY, Databases
from tests.warehouse.factory import PERSONAL_TEXTS, check_result, send, umkm
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseError
from warehouse.free_queries import open_session


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two_months(request: pytest.FixtureRequest) -> Iterator[Warehouse]:
    """One for all questions: each test shows that nothing was changed."""
    databases: Databases = request.getfixturevalue(
        "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    )
    warehouse = open_warehouse(databases.fresh(), nik_key=NIK_KEY)
    send(warehouse, check_result({"umkm": [umkm(1)]}, period="2026-10"))
    send(warehouse, check_result({"umkm": [umkm(1), umkm(2)]}, period="2026-11"))
    yield warehouse
    warehouse.close()


def test_the_names_show_the_point_of_view(two_months: Warehouse) -> None:
    query = "SELECT COUNT(*) AS usaha FROM dim_umkm"
    for period, count in ((None, 2), ("2026-11", 2), ("2026-10", 1)):
        with open_session(two_months, period=Period.read_any(period)) as session:
            assert session.ask(query).rows == [(count,)]
            assert session.ask("SELECT SUM(penyebut) AS s FROM mart_legalitas WHERE ukuran = 'nib'").rows == [(count,)]
    with open_session(two_months, known_on=two_months.now() - timedelta(days=400)) as session:
        assert session.ask(query).rows == [(0,)]


def test_names_without_a_point_of_view_are_there_too(two_months: Warehouse) -> None:
    with open_session(two_months, period=Period(2026, 10)) as session:
        answer = session.ask("SELECT code, name FROM dim_office WHERE code = '76.05'")
    assert (answer.columns, answer.rows) == (("code", "name"), [("76.05", "Kabupaten Majene")])


@pytest.mark.parametrize("period", [None, "2026-10"])
@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM dim_umkm",
        "UPDATE dim_umkm SET nama_usaha = 'x'",
        "DELETE FROM in_force",
        "DROP TABLE dim_umkm",
        "CREATE TABLE lain (x INTEGER)",
        "CREATE TEMPORARY TABLE lain (x INTEGER)",
        "SELECT 1; DELETE FROM in_force",
        "COMMIT",
        "SELECT * FROM pribadi.batch_umkm",
        "SELECT load_extension('x')",
        "ATTACH DATABASE '/tmp/lain.db' AS lain",
        "PRAGMA query_only = OFF",
        "VACUUM INTO '/tmp/salinan.db'",
        "SET ROLE petugas",
        "RESET ROLE",
        "COPY dim_umkm TO PROGRAM 'cat'",
        "SELEKT 1",
    ],
)
def test_nothing_can_be_changed_and_nothing_personal_is_seen(
    two_months: Warehouse, query: str, period: str | None
) -> None:
    with open_session(two_months, period=Period.read_any(period)) as session:
        with pytest.raises(WarehouseError, match=r"^Tidak dapat dijawab: ") as raised:
            session.ask(query)
        assert not [secret for secret in PERSONAL_TEXTS if secret in str(raised.value)]
    with open_session(two_months) as session:
        assert session.ask("SELECT COUNT(*) FROM dim_umkm").rows == [(2,)]
        assert session.ask("SELECT COUNT(*) FROM in_force").rows == [(2,)]


def test_a_session_goes_on_after_a_mistake(two_months: Warehouse) -> None:
    with open_session(two_months) as session:
        with pytest.raises(WarehouseError, match="tidak_ada"):
            session.ask("SELECT * FROM tidak_ada")
        assert session.ask("SELECT 1").rows == [(1,)]
