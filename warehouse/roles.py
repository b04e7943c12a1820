"""Who may do what on PostgreSQL, as an allow-list.

``analis`` reads the schema ``mart`` and nothing else, ``petugas`` every table and the personal data, ``pipeline`` reads
and writes them but changes no table. What a former version granted, or PostgreSQL grants to everybody, is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from warehouse.open_views import SCHEMA

ANALYST, OFFICER, PIPELINE = "analis", "petugas", "pipeline"
ROLES = (ANALYST, OFFICER, PIPELINE)

_TAKEN = (
    f"ALL ON SCHEMA public, pribadi, {SCHEMA}",
    f"ALL ON ALL TABLES IN SCHEMA public, pribadi, {SCHEMA}",
    "ALL ON ALL SEQUENCES IN SCHEMA public, pribadi",
)
"""What is first taken from everybody and from every role, whoever gave it."""

_READING_OPEN = (f"USAGE ON SCHEMA {SCHEMA}", f"SELECT ON ALL TABLES IN SCHEMA {SCHEMA}")
_READING_ALL = ("USAGE ON SCHEMA public, pribadi", "SELECT ON ALL TABLES IN SCHEMA public, pribadi")
_GIVEN = {
    ANALYST: _READING_OPEN,
    OFFICER: (*_READING_OPEN, *_READING_ALL),
    PIPELINE: (
        *_READING_OPEN,
        *_READING_ALL,
        "INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, pribadi",
        "USAGE ON ALL SEQUENCES IN SCHEMA public, pribadi",
    ),
}
RIGHTS = repr((_TAKEN, _GIVEN))
"""All of it, to tell whether it changed."""


def grant_roles(connection: Connection) -> list[str]:
    """Makes the roles where that is permitted and gives them their rights. Gives notes on what could not be done."""
    if connection.dialect.name != "postgresql":
        return []
    missing = [role for role in ROLES if not _exists(connection, role)]
    if missing and _may_create(connection):
        for role in missing:
            _create(connection, role)
        missing = []
    present_roles = [role for role in ROLES if role not in missing]
    for statement in _statements(present_roles, connection.scalar(text("SELECT quote_ident(current_database())"))):
        connection.exec_driver_sql(statement)
    if missing:
        names = ", ".join(missing)
        return [f"Peran {names} belum ada dan tidak boleh dibuat oleh pengguna ini; mintalah pengelola PostgreSQL."]
    return []


def read_open_schema(connection: Connection, schema: str) -> None:
    """Let every role read a schema of open views."""
    roles = ", ".join(role for role in ROLES if _exists(connection, role))
    if roles:
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {roles}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {roles}")


def _statements(roles: Sequence[str], database: str) -> Iterator[str]:
    everybody = ", ".join(["PUBLIC", *roles])
    for privilege in _TAKEN:
        yield f"REVOKE {privilege} FROM {everybody}"
    for schema in ("public", "pribadi"):
        yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {everybody}"
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM {everybody}"
    for role in roles:
        for right in _GIVEN[role]:
            yield f"GRANT {right} TO {role}"
        if role != ANALYST:
            yield f"GRANT TEMPORARY ON DATABASE {database} TO {role}"
    if PIPELINE in roles:
        yield f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {PIPELINE}"
    if ANALYST in roles and PIPELINE in roles:  # only who made them may; `kemitraan sql` says where it is missing
        yield (f"DO $$ BEGIN GRANT {ANALYST} TO {PIPELINE}; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$")


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
    """Creates a role. Roles belong to the whole server: another warehouse on it may be making the same one now."""
    connection.exec_driver_sql(
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    connection.exec_driver_sql(f"GRANT {role} TO CURRENT_USER")
