"""Errors that no single key shows: codes and slugs used twice, folders used twice, and secrets written out.

They are judged on the raw values of the file, so that they are named together with the errors of single keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kemitraan.config.locator import KeyPath
from kemitraan.config.models import SLUG, with_default_source
from kemitraan.config.secret_values import looks_secret
from kemitraan.config.sources import SOURCE_MODELS
from kemitraan.config.sources.base import folded
from kemitraan.config.sources.imap import folder_name

_ADD_MAIL = "Tambahkan [mail] dengan host, sender, user, dan password server surel yang dipakai untuk menjawab."


FolderKey = tuple[Any, ...]
"""A folder, by its server and its path."""


@dataclass(frozen=True)
class CrossError:
    """An error at ``path``. ``other_path`` is the key that it collides with, where there is one."""

    path: KeyPath
    problem: str
    remedy: str
    other_path: KeyPath | None = None


def cross_errors(raw: dict[str, Any], home: Path) -> Iterator[CrossError]:
    """Every such error. Values of a wrong type are passed over, because the models name those."""
    offices = _parts(raw, "offices")
    yield from _written_secrets(raw, ())
    yield from _repeated(offices, "slug", "slug")
    yield from _repeated(offices, "code", "kode")
    yield from _rules_dated_twice(raw)
    yield from _folders_used_twice(offices, home)
    yield from _links_used_twice(offices)
    yield from _senders_of_two(offices)
    yield from _nowhere_to_answer(offices, has_mail="mail" in raw)


def _parts(raw: dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    """The parts ``[[name]]``, each with its place in the list."""
    entries = raw.get(name)
    return [
        (index, part)
        for index, part in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(part, dict)
    ]


def _rules_dated_twice(raw: dict[str, Any]) -> Iterator[CrossError]:
    places: dict[str, KeyPath] = {}
    for index, rule in _parts(raw, "rules"):
        code, path = rule.get("code"), ("rules", index, "code")
        if isinstance(code, str) and (other_path := places.setdefault(code, path)) != path:
            yield CrossError(path, f'aturan "{code}" sudah bertanggal', "Gabungkan dengan yang di atas.", other_path)


def _repeated(offices: list[tuple[int, dict[str, Any]]], key: str, noun: str) -> Iterator[CrossError]:
    values_seen: dict[str, KeyPath] = {}
    for index, office in offices:
        value, path = office.get(key), ("offices", index, key)
        if isinstance(value, str) and (other_path := values_seen.setdefault(value, path)) != path:
            yield CrossError(
                path, f'{noun} "{value}" sudah dipakai kantor lain', f"Beri setiap kantor {noun} sendiri.", other_path
            )


def _folders_used_twice(offices: list[tuple[int, dict[str, Any]]], home: Path) -> Iterator[CrossError]:
    """Finds folders used twice. An inbox may serve one source only, and may not be an outbox: answers would come back
    as submissions.
    """
    inboxes: dict[FolderKey, KeyPath] = {}
    outboxes: dict[FolderKey, KeyPath] = {}
    for path, source in _sources(offices):
        for key, places in (("inbox", inboxes), ("outbox", outboxes)):
            folder = _folder_key(source, key, home)
            if folder is None:
                continue
            if (other_path := places.setdefault(folder, (*path, key))) != (*path, key) and key == "inbox":
                yield CrossError(
                    (*path, key),
                    "kotak masuk ini sudah dipakai sumber lain",
                    "Beri setiap kantor kotak masuk sendiri; dari foldernya diketahui siapa pengirimnya.",
                    other_path,
                )
    for folder in inboxes.keys() & outboxes.keys():
        yield CrossError(
            outboxes[folder],
            "kotak keluar ini sekaligus kotak masuk",
            "Pakai folder lain, supaya balasan tidak terbaca sebagai kiriman.",
            inboxes[folder],
        )


def _links_used_twice(offices: list[tuple[int, dict[str, Any]]]) -> Iterator[CrossError]:
    links: dict[str, KeyPath] = {}
    for path, source in _sources(offices):
        url = source.get("url")
        if source.get("type") == "https" and isinstance(url, str) and links.setdefault(url, path) != path:
            yield CrossError(
                (*path, "url"),
                "tautan ini sudah dipakai sumber lain",
                "Beri setiap kantor tautan sendiri; dari tautannya diketahui siapa pengirimnya.",
                (*links[url], "url"),
            )


def _senders_of_two(offices: list[tuple[int, dict[str, Any]]]) -> Iterator[CrossError]:
    """Finds senders of two offices. In a mailbox the sender's address tells the office."""
    sender_places: dict[tuple[Any, ...], KeyPath] = {}
    for path, source in _sources(offices):
        senders = source.get("senders")
        if source.get("type") != "imap" or not isinstance(senders, list):
            continue
        mailbox = (folded(source.get("host")), source.get("port"), source.get("user"))
        folder = folder_name(str(source.get("folder", "INBOX")))
        for sender in senders:
            other_path = sender_places.setdefault((*mailbox, folder, folded(sender)), path)
            if other_path != path:
                yield CrossError(
                    (*path, "senders"),
                    "salah satu alamat ini sudah terdaftar untuk sumber lain di kotak surat yang sama",
                    "Daftarkan setiap alamat pada satu kantor saja; dari alamatnya diketahui kantor mana pengirimnya.",
                    (*other_path, "senders"),
                )
                break


def _nowhere_to_answer(offices: list[tuple[int, dict[str, Any]]], has_mail: bool) -> Iterator[CrossError]:
    """Finds offices without a way to answer. A mailbox or a link has no outbox: its answers go by mail, to the office's
    registered address.
    """
    for index, office in offices:
        sources = office.get("sources")
        for position, source in enumerate(sources if isinstance(sources, list) else []):
            model = SOURCE_MODELS.get(str(source.get("type"))) if isinstance(source, dict) else None
            if model is None or model.answers_back:
                continue
            path = ("offices", index, "sources", position)
            if not has_mail:
                yield CrossError(path, "jawabannya dikirim lewat surel, tetapi bagian [mail] belum ada", _ADD_MAIL)
            if "email" not in office:
                yield CrossError(
                    path,
                    "jawabannya dikirim lewat surel, tetapi kantor ini belum punya alamat",
                    'Tambahkan misalnya email = "dinas@majene.example" di bawah [[offices]] kantor itu.',
                )


def _sources(offices: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Every source that is written as one. Own folders of a slug count once; those of a wrong slug do not count, since
    that is an error of its own.
    """
    slugs: set[str] = set()
    for index, office in offices:
        if "sources" not in office:
            slug = str(office.get("slug"))
            if slug in slugs or not re.fullmatch(SLUG, slug):
                continue
            slugs.add(slug)
        sources = with_default_source(office).get("sources")
        for position, source in enumerate(sources if isinstance(sources, list) else []):
            if isinstance(source, dict):
                yield ("offices", index, "sources", position), source


def _folder_key(source: dict[str, Any], key: str, home: Path) -> FolderKey | None:
    """The key of an inbox or outbox; None where there is none."""
    folder, model = source.get(key), SOURCE_MODELS.get(str(source.get("type", "folder")))
    return model.folder_key(source, folder, home) if model and isinstance(folder, str) else None


def _written_secrets(value: Any, path: KeyPath) -> Iterator[CrossError]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _written_secrets(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _written_secrets(inner, (*path, index))
    elif isinstance(value, str) and looks_secret(_name(path), value):
        yield CrossError(
            path,
            "tampaknya rahasia (kata sandi atau kunci) tertulis di berkas ini",
            'Simpan rahasianya di lingkungan lalu tulis rujukannya, "env:NAMA" atau "prefect-secret:nama"; '
            "ganti kata sandi yang terlanjur tertulis.",
        )


def _name(path: KeyPath) -> str:
    """The nearest key's name, for values in a list too."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")
