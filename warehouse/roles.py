"""Who may read what on PostgreSQL: ``analis`` all public tables and views, ``petugas`` those and the personal data."""

from __future__ import annotations

from sqlalchemy import Connection, text

ANALYST = "analis"
OFFICER = "petugas"

_GRANTS = """
REVOKE ALL ON SCHEMA pribadi FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA pribadi FROM PUBLIC, analis;
GRANT USAGE ON SCHEMA public TO analis, petugas;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO analis, petugas;
GRANT USAGE ON SCHEMA pribadi TO petugas;
GRANT SELECT ON ALL TABLES IN SCHEMA pribadi TO petugas;
"""


def grant_roles(connection: Connection) -> list[str]:
    """Make the roles where that is permitted and give them their rights; what could not be done is said."""
    if connection.dialect.name != "postgresql":
        return []
    missing = [role for role in (ANALYST, OFFICER) if not _exists(connection, role)]
    if missing and not _may_create(connection):
        names = ", ".join(missing)
        return [f"Peran {names} belum ada dan tidak boleh dibuat oleh pengguna ini; mintalah pengelola PostgreSQL."]
    for role in missing:
        _create(connection, role)
    for grant in _GRANTS.strip().splitlines():
        connection.exec_driver_sql(grant)
    return []


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
