"""Alembic's entry: migrates on the connection that ``warehouse.upgrade`` hands over, or writes SQL (``--sql``)."""

from __future__ import annotations

from typing import Any

from alembic import context

import warehouse.contract_tables
import warehouse.corrections.tables
import warehouse.exemptions
import warehouse.forgetting.tables
import warehouse.identities.tables
import warehouse.reference_tables  # noqa: F401 (all put their tables into the metadata)
from warehouse.corrections.tables import derived
from warehouse.tables import metadata


def _include(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and (name == "alembic_version" or name in derived.tables))


OPTIONS: dict[str, Any] = {
    "target_metadata": metadata,
    "include_schemas": True,
    "include_object": _include,
    "compare_type": True,
    "compare_server_default": True,
}

if context.is_offline_mode():
    context.configure(dialect_name="postgresql", literal_binds=True, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()
else:
    context.configure(connection=context.config.attributes["connection"], **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()
