"""Locks by name on PostgreSQL, for what only one may do at a time. SQLite needs none: one transaction writes at
a time.
"""

from __future__ import annotations

from sqlalchemy import Connection, Function, func, select


def lock_key(name: str) -> Function[int]:
    """The number by which PostgreSQL knows a lock of this name."""
    return func.hashtextextended(name, 0)


def hold_until_the_end(connection: Connection, name: str) -> None:
    """Hold the lock until the transaction ends; waits for whoever holds it."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock_key(name))))
