"""As Excel and others connect: psqlODBC as ``analis``, through unixODBC."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable

import pytest
from sqlalchemy import make_url, text

from schemas.period import Period
from tests.warehouse.conftest import NIK_KEY, Databases
from tests.warehouse.factory import PERSONAL_TEXTS, check_result, send, umkm
from warehouse.engine import open_warehouse
from warehouse.pinned import pin
from warehouse.upgrade import upgrade

ISQL = shutil.which("isql")
DRIVER = "PostgreSQL Unicode"
Ask = Callable[..., str]


@pytest.fixture(scope="module")
def ask(postgres_databases: Databases) -> Ask:
    """Asks in a session of an analyst's own; gives what isql prints, a line a row."""
    drivers = ISQL and subprocess.run(["odbcinst", "-q", "-d"], capture_output=True, text=True, check=False).stdout
    if not drivers or DRIVER not in drivers:
        pytest.skip("no ODBC here: install Debian's packages unixodbc and odbc-postgresql")
    warehouse = open_warehouse(postgres_databases.fresh(), nik_key=NIK_KEY)
    upgrade(warehouse)  # rights on the database itself are not copied with it
    warehouse.run(lambda connection: connection.execute(text(_LOGIN)))
    for period, count in (("2026-10", 1), ("2026-11", 2)):
        send(warehouse, check_result({"umkm": map(umkm, range(1, count + 1))}, period=period))
    pin(warehouse, "oktober", period=Period(2026, 10))
    url = make_url(warehouse.engine.url)
    warehouse.close()
    place = f"Servername={url.host or url.query['host']};Port={url.port or 5432};Database={url.database}"

    def asked(query: str, schema: str = "mart") -> str:
        session = f"Driver={DRIVER};{place};UID=uji_analis;PWD=uji;ConnSettings={{SET search_path = {schema}}}"
        command = [str(ISQL), "-b", "-v", "-c", "-d|", "-k", session]
        done = subprocess.run(command, input=f"{query}\n", capture_output=True, text=True, timeout=60, check=False)
        return done.stdout + done.stderr

    return asked


_LOGIN = "DO $$ BEGIN CREATE ROLE uji_analis LOGIN PASSWORD 'uji' IN ROLE analis; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
NIB = "SELECT office, ukuran, pembilang, penyebut FROM mart_legalitas WHERE ukuran = 'nib' AND office = '76.05'"


def test_a_mart_is_read_with_its_columns_and_values(ask: Ask) -> None:
    assert ask(NIB).splitlines() == ["office|ukuran|pembilang|penyebut", "76.05|nib|2|2"]


def test_a_session_can_be_pointed_at_a_month_as_known_on_a_day(ask: Ask) -> None:
    assert ask(NIB, "sudut_oktober").splitlines()[1:] == ["76.05|nib|1|1"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM pribadi.batch_umkm",
        "SELECT * FROM public.dim_umkm",
        "SELECT * FROM sudut_oktober_dasar.dim_umkm",
        "DELETE FROM mart.in_force",
        "CREATE TEMPORARY TABLE salinan AS SELECT 1",
    ],
)
def test_what_is_sealed_is_refused(ask: Ask, query: str) -> None:
    answer = ask(query)
    assert "42501" in answer
    assert not [secret for secret in (*PERSONAL_TEXTS, "Usaha 1") if secret in answer]
