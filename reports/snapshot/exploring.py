"""What a browser is told of a snapshot: the meaning of every table and column, from the snapshot itself, and ready
questions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import PurePath
from typing import Any

from reports.snapshot.contents import DATABASE


@dataclass(frozen=True)
class Question:
    """A ready question to a snapshot's tables: its name in addresses, its words, and its query."""

    name: str
    title: str
    sql: str
    about: str = ""


def questions() -> list[Question]:
    """The twenty, in their order."""
    text = resources.files(__package__).joinpath("pertanyaan.toml").read_text(encoding="utf-8")
    return [Question(**{**entry, "sql": entry["sql"].strip()}) for entry in tomllib.loads(text)["pertanyaan"]]


def browser_metadata(package: Mapping[str, Any]) -> dict[str, Any]:
    """Datasette's metadata from a snapshot's ``datapackage.json``. Units stand in the descriptions: its own key for
    units takes only those of physics.
    """
    described = [resource for resource in package["resources"] if resource["format"] == "parquet"]
    tables = {f"mart_{PurePath(resource['path']).stem}": _table(resource) for resource in described}
    query = {
        question.name: {
            "title": question.title,
            "sql": question.sql,
            **({"description": question.about} if question.about else {}),
        }
        for question in questions()
    }
    point = f"Seperti diketahui pada {package['known_on']}. Definisi {package['definition']}."
    return {
        "title": package["title"],
        "description": f"{point} Terbitan {package['version']}.",
        "databases": {PurePath(DATABASE).stem: {"description": point, "tables": tables, "queries": query}},
    }


def _table(resource: Mapping[str, Any]) -> dict[str, Any]:
    fields = resource["schema"]["fields"]
    return {
        "title": resource["title"],
        "description": f"{resource['description']} Satu baris untuk: {', '.join(resource['schema']['primaryKey'])}.",
        "columns": {field["name"]: _column(field) for field in fields},
    }


def _column(field: Mapping[str, Any]) -> str:
    empty = field.get("empty")
    words = field["description"]
    return f"{words.partition(' Kosong: ')[0]} Kosong: {empty}." if empty else words
