"""Who may do what on PostgreSQL, as an allow-list.

``analis`` reads the schema ``mart`` and nothing else, ``petugas`` every table and the personal data, ``pipeline`` reads and
writes them but changes no table. What a former version granted, or PostgreSQL grants to everybody, is taken back.
"""

# ruff: noqa: S608 - names of schemas stand in the grants

from __future__ import annotations

from sqlalchemy import Connection, text

from warehouse.open_views import SCHEMA

ANALYST, OFFICER, PIPELINE = "analis", "petugas", "pipeline"
ROLES = (ANALYST, OFFICER, PIPELINE)

_NOBODY = f"""
REVOKE ALL ON SCHEMA public, pribadi, {SCHEMA} FROM PUBLIC, analis, petugas, pipeline;
REVOKE ALL ON ALL TABLES IN SCHEMA public, pribadi, {SCHEMA} FROM PUBLIC, analis, petugas, pipeline;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, pribadi FROM PUBLIC, analis, petugas, pipeline;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM PUBLIC, analis, petugas, pipeline;
ALTER DEFAULT PRIVILEGES IN SCHEMA pribadi REVOKE ALL ON TABLES FROM PUBLIC, analis, petugas, pipeline;
"""
_GRANTS = f"""
GRANT USAGE ON SCHEMA {SCHEMA} TO analis, petugas, pipeline;
GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO analis, petugas, pipeline;
GRANT USAGE ON SCHEMA public, pribadi TO petugas, pipeline;
GRANT SELECT ON ALL TABLES IN SCHEMA public, pribadi TO petugas, pipeline;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, pribadi TO pipeline;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public, pribadi TO pipeline;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM pipeline;
GRANT analis TO pipeline;
"""

RIGHTS = f"{_NOBODY}{_GRANTS}"
"""Every statement, a line each."""


def grant_roles(connection: Connection) -> list[str]:
    """Make the roles where that is permitted and give them their rights; what could not be done is said."""
    if connection.dialect.name != "postgresql":
        return []
    missing = [role for role in ROLES if not _exists(connection, role)]
    if missing and not _may_create(connection):
        names = ", ".join(missing)
        return [f"Peran {names} belum ada dan tidak boleh dibuat oleh pengguna ini; mintalah pengelola PostgreSQL."]
    for role in missing:
        _create(connection, role)
    database = connection.scalar(text("SELECT quote_ident(current_database())"))
    for statement in RIGHTS.strip().splitlines():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {', '.join(ROLES)}")
    connection.exec_driver_sql(f"GRANT TEMPORARY ON DATABASE {database} TO {OFFICER}, {PIPELINE}")
    return []


def may_be(connection: Connection, role: str) -> bool:
    """Whether this session's user may take a role on."""
    query = "SELECT pg_has_role(current_user, oid, 'SET') FROM pg_roles WHERE rolname = :role"
    return bool(connection.scalar(text(query), {"role": role}))


def _exists(connection: Connection, role: str) -> bool:
    return connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}) is not None


def _may_create(connection: Connection) -> bool:
    query = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    return bool(connection.scalar(query))


def _create(connection: Connection, role: str) -> None:
    """Roles belong to the whole server: another warehouse on it may be making the same one now."""
    connection.exec_driver_sql(
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    connection.exec_driver_sql(f"GRANT {role} TO CURRENT_USER")
