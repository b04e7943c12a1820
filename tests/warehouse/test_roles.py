"""Who may read what on PostgreSQL, tried by logging in as each."""

# ruff: noqa: S608 - names of tables stand in the queries

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import make_url, text

from tests.warehouse.conftest import NIK_KEY, Databases
from tests.warehouse.factory import PERSONAL_TEXTS, bring_to_loaded, check_result, kurasi, produk, send, umkm
from warehouse.contract_tables import SHEETS
from warehouse.engine import open_warehouse
from warehouse.open_views import OPEN, open_columns
from warehouse.publishing import publish
from warehouse.tables import metadata
from warehouse.upgrade import upgrade

SECRET_NAME = "Usaha Rahasia Bu Mawar"
RESTRICTED = (SECRET_NAME, "Kurator Rahasia", "118.9712", "999000111")


@pytest.fixture(scope="module")
def url(postgres_databases: Databases) -> str:
    """A warehouse with one business of a person, and users who belong to the roles."""
    new_url = postgres_databases.fresh()
    warehouse = open_warehouse(new_url, nik_key=NIK_KEY)
    upgrade(warehouse)  # rights on the database itself are not copied with it
    business = umkm(
        1, nama_usaha=SECRET_NAME, bentuk_usaha="Perorangan", omzet_tahunan=999000111, bujur=118.9712, lintang=-3.5432
    )
    rows = {"umkm": [business, umkm(2, bentuk_usaha="CV")], "produk": [produk(1)]}
    send(warehouse, check_result(rows | {"kurasi": [kurasi(1, date(2026, 11, 1), kurator="Kurator Rahasia")]}))
    for role in ("analis", "petugas", "pipeline"):
        warehouse.run(lambda connection, role=role: connection.execute(text(_LOGIN.format(role=role))))
    warehouse.close()
    return new_url


_LOGIN = "DO $$ BEGIN CREATE ROLE uji_{role} LOGIN PASSWORD 'uji' IN ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$"


def as_user(url: str, user: str) -> psycopg.Connection:
    own_url = make_url(url).set(drivername="postgresql", username=user, password="uji")
    return psycopg.connect(own_url.render_as_string(hide_password=False), autocommit=True)


@pytest.fixture
def analyst(url: str) -> Iterator[psycopg.Connection]:
    with as_user(url, "uji_analis") as connection:
        connection.execute("SET search_path = mart")
        yield connection


def everything_seen(connection: psycopg.Connection, query: str) -> str:
    """What a query gives, or the words in which it is refused."""
    try:
        return repr(connection.execute(query.encode()).fetchall())
    except psycopg.Error as error:
        return f"{error} {error.diag.message_detail} {error.diag.context} {error.diag.message_hint}"


def test_an_analyst_reads_every_open_table_and_no_restricted_or_personal_value(analyst: psycopg.Connection) -> None:
    text_seen = "".join(everything_seen(analyst, f"SELECT * FROM {name}") for name in open_columns())
    assert "permission denied" not in text_seen
    assert "MJN-0001" in text_seen
    for text_ in (*PERSONAL_TEXTS, *RESTRICTED):
        assert text_ not in text_seen


def test_money_and_place_are_open_in_part(analyst: psycopg.Connection) -> None:
    rows = analyst.execute("SELECT row_key, omzet_tahunan, bujur FROM dim_umkm ORDER BY row_key").fetchall()
    assert rows == [("MJN-0001", None, 118.97), ("MJN-0002", 120_000_000, 118.97)]


REFUSED = (
    "SELECT * FROM public.dim_umkm",
    "SELECT nama_usaha FROM public.batch_umkm",
    "SELECT * FROM pribadi.batch_umkm",
    "SELECT m.* FROM mart.dim_umkm m JOIN public.dim_umkm d USING (row_key)",
    "SELECT * FROM public.mart_kemitraan",
    "SELECT file_name FROM public.submission",
    "COPY public.dim_umkm TO STDOUT",
    "COPY pribadi.batch_umkm (nik_mask) TO STDOUT",
    "COPY (SELECT * FROM public.dim_umkm) TO STDOUT",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "EXPLAIN SELECT * FROM public.dim_umkm WHERE nama_usaha = 'x'",
    "EXPLAIN ANALYZE SELECT * FROM pribadi.batch_umkm",
    "CREATE TEMPORARY TABLE salinan AS SELECT * FROM mart.dim_umkm",
    "CREATE TEMPORARY VIEW intip AS SELECT * FROM mart.dim_umkm",
    "CREATE FUNCTION pg_temp.intip(x text) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS 'BEGIN RAISE NOTICE ''%'', x; RETURN true; END'",
    "CREATE TABLE mart.salinan (x int)",
    "CREATE TABLE public.salinan (x int)",
    "CREATE SCHEMA lain",
    "INSERT INTO mart.dim_office VALUES ('x')",
    "UPDATE mart.submission SET office = 'x'",
    "DELETE FROM mart.in_force",
    "SELECT pg_read_file('/etc/passwd')",
    "SET ROLE petugas",
    "SET ROLE pipeline",
)


@pytest.mark.parametrize("query", REFUSED)
def test_an_analyst_is_refused(analyst: psycopg.Connection, query: str) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.WrongObjectType)) as raised:
        analyst.execute(query.encode())
    for text_ in (*PERSONAL_TEXTS, *RESTRICTED):
        assert text_ not in str(raised.value)


PEEKING = (
    "SELECT * FROM pg_stats",
    "SELECT * FROM pg_statistic_ext",
    "SELECT most_common_vals FROM pg_stats WHERE tablename = 'dim_umkm'",
    "SELECT query FROM pg_stat_activity",
    "SELECT * FROM pg_prepared_statements",
    "SELECT column_name FROM information_schema.columns WHERE table_schema IN ('public', 'pribadi')",
    "EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM mart.dim_umkm WHERE omzet_tahunan > 1",
    "SELECT 1 / (omzet_tahunan - 999000111) FROM mart.dim_umkm",
    "SELECT CAST(row_key AS integer) FROM mart.dim_umkm WHERE omzet_tahunan = 999000111 OR omzet_tahunan IS NULL",
    "SELECT CAST(omzet_tahunan AS smallint) FROM mart.dim_umkm",
    "SELECT query_to_xml('SELECT * FROM mart.dim_umkm', true, false, '')",
    "SELECT query_to_xml('SELECT * FROM public.dim_umkm', true, false, '')",
    "SELECT table_to_xml('pribadi.batch_umkm', true, false, '')",
    "SELECT ROW(m) FROM mart.dim_umkm m",
)


@pytest.mark.parametrize("query", PEEKING)
def test_no_way_round_shows_a_restricted_value(url: str, analyst: psycopg.Connection, query: str) -> None:
    owner = open_warehouse(url)
    owner.run(lambda connection: connection.exec_driver_sql("ANALYZE").close())
    owner.close()
    text_seen = everything_seen(analyst, query)
    for text_ in (*PERSONAL_TEXTS, *RESTRICTED):
        assert text_ not in text_seen.replace(query, "")


def test_an_officer_reads_everything_and_changes_nothing(url: str) -> None:
    with as_user(url, "uji_petugas") as connection:
        assert connection.execute("SELECT nama_usaha FROM dim_umkm ORDER BY row_key").fetchone() == (SECRET_NAME,)
        assert connection.execute("SELECT COUNT(*) FROM pribadi.batch_umkm").fetchone() == (2,)
        assert connection.execute("SELECT COUNT(*) FROM mart.mart_legalitas").fetchone() == (42,)
        for query in ("DELETE FROM dim_umkm", "UPDATE submission SET state = 'x'", "CREATE TABLE public.lain (x int)"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(query.encode())


def test_the_pipeline_does_its_work_without_owning_a_table(url: str) -> None:
    own_url = make_url(url).set(username="uji_pipeline", password="uji")
    warehouse = open_warehouse(own_url.render_as_string(hide_password=False), nik_key=NIK_KEY)
    submission = bring_to_loaded(warehouse, check_result({"umkm": [umkm(1)]}, office="76.06", period="2026-10"))
    assert publish(warehouse, submission).in_force
    warehouse.close()
    with as_user(url, "uji_pipeline") as connection:
        for query in ("DROP TABLE dim_umkm", "ALTER TABLE submission ADD x int", "DELETE FROM alembic_version"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(query.encode())


def test_an_upgrade_takes_back_what_was_granted_before(url: str) -> None:
    owner = open_warehouse(url, nik_key=NIK_KEY)
    for grant in (
        "GRANT USAGE ON SCHEMA public, pribadi TO analis, PUBLIC",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO analis",
        "GRANT SELECT (nama_usaha) ON dim_umkm TO analis",
        "GRANT SELECT ON pribadi.batch_umkm TO PUBLIC",
        "GRANT TEMPORARY, CREATE ON DATABASE {} TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO analis",
    ):
        statement = grant.format(owner.engine.url.database)
        owner.run(lambda connection, query=statement: connection.exec_driver_sql(query).close())
    upgrade(owner)
    owner.run(lambda connection: connection.exec_driver_sql("CREATE TABLE public.baru_dibuat (x int)").close())
    owner.close()
    with as_user(url, "uji_analis") as connection:
        for name in ("public.dim_umkm", "pribadi.batch_umkm", "public.baru_dibuat"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {name}".encode())


def test_what_was_granted_is_taken_back_also_where_no_role_may_be_made(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = open_warehouse(url, nik_key=NIK_KEY)
    owner.run(lambda connection: connection.exec_driver_sql("GRANT USAGE ON SCHEMA public TO analis").close())
    owner.run(lambda connection: connection.exec_driver_sql("GRANT SELECT ON dim_umkm TO analis").close())
    monkeypatch.setattr("warehouse.roles._exists", lambda _connection, role: role != "pipeline")
    monkeypatch.setattr("warehouse.roles._may_create", lambda _connection: False)
    assert upgrade(owner) == [
        "Peran pipeline belum ada dan tidak boleh dibuat oleh pengguna ini; mintalah pengelola PostgreSQL."
    ]
    monkeypatch.undo()
    with as_user(url, "uji_analis") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM public.dim_umkm")
    upgrade(owner)
    owner.close()


def test_every_column_of_the_warehouse_is_open_or_closed_by_name() -> None:
    """What is not named is closed: an open column that is no longer there would break the upgrade."""
    columns_of = {name: set(metadata.tables[name].columns.keys()) for name in OPEN if name in metadata.tables}
    assert {name: set(OPEN[name]) - columns for name, columns in columns_of.items() if set(OPEN[name]) - columns} == {}
    for tables in SHEETS.values():
        closed = {column.name for column in tables.sheet.columns if column.access == "pribadi"}
        assert not closed & open_columns()[tables.current.name].keys()
