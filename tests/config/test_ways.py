"""A source knows its own ways: no letter names a folder, a link or an address that the office does not have."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from kemitraan.config.models import Office
from kemitraan.config.sources import SOURCE_MODELS, Source
from kemitraan.config.sources.base import FolderSettings, SourceSettings
from kemitraan.steps.dues import Due, Standing
from kemitraan.steps.letters.letter_words import late, reminder
from schemas.period import Period

ROOT = Path(__file__).parents[2]
SECRET = "env:RAHASIA"
FOLDERS = {"inbox": "dari-kantor", "outbox": "untuk-kantor"}
SOURCES: dict[str, dict[str, Any]] = {
    "folder": {"inbox": "masuk/majene", "outbox": "keluar/majene"},
    "sftp": FOLDERS | {"host": "sftp.example", "user": "a", "password": SECRET, "host_keys": ["ssh-ed25519 AAAA"]},
    "webdav": FOLDERS | {"url": "https://awan.example/dav", "user": "a", "password": SECRET},
    "s3": FOLDERS | {"bucket": "kiriman", "access_key": SECRET, "secret_key": SECRET},
    "https": {"url": "https://tautan.example/a.xlsx"},
    "imap": {"host": "imap.example", "user": "data@prov.example", "password": SECRET, "senders": ["a@kab.example"]},
}
WAYS = {
    "folder": "ke folder masuk Kabupaten Majene (masuk/majene)",
    "sftp": "ke folder dari-kantor di tempat Anda biasa mengirim",
    "webdav": "ke folder dari-kantor di tempat Anda biasa mengirim",
    "s3": "ke folder dari-kantor di tempat Anda biasa mengirim",
    "https": "dengan mengganti isi berkas di tautan yang sudah disepakati",
    "imap": "sebagai lampiran surel ke data@prov.example",
}


def source(kind: str, **changes: Any) -> SourceSettings:
    return TypeAdapter(Source).validate_python(SOURCES[kind] | changes | {"type": kind})


@pytest.mark.parametrize("kind", SOURCE_MODELS)
def test_an_office_is_told_of_the_way_by_which_it_sends(kind: str) -> None:
    office = Office(slug="majene", code="76.05", name="Kabupaten Majene", sources=(source(kind),))
    today = date(2026, 12, 4)
    due = Due(office="76.05", period=Period(2026, 11), due=today, standing=Standing.LATE)
    for _, text in (reminder(office, due, today), late(office, due, None)):
        assert WAYS[kind] in text
        assert ("folder masuk" in text) == (kind == "folder")


@pytest.mark.parametrize("kind", [kind for kind, model in SOURCE_MODELS.items() if issubclass(model, FolderSettings)])
def test_an_answer_is_said_to_lie_where_the_office_can_look(kind: str) -> None:
    place = source(kind).answers_at()
    assert ("untuk-kantor" in place) == (kind != "folder")


def test_a_path_of_the_server_is_told_to_no_office() -> None:
    assert source("folder", inbox="/srv/berbagi/majene").way("Kabupaten Majene") == "ke folder masuk Kabupaten Majene"


def test_no_step_asks_what_kind_a_source_is() -> None:
    """A new source touches ``connectors/`` and ``kemitraan/config/`` only."""
    rooms = [ROOT / "kemitraan" / room for room in ("steps", "pages", "cli", "demo")] + [ROOT / "flows"]
    kinds = re.compile("|".join(model.__name__ for model in SOURCE_MODELS.values()))
    files = [path for room in rooms for path in room.rglob("*.py")]
    assert len(files) > 100
    assert [str(path) for path in files if kinds.search(path.read_text(encoding="utf-8"))] == []
