"""Pydantic's errors in words for people: Indonesian, with a remedy, without the value."""

from __future__ import annotations

from typing import Any

from pydantic_core import ErrorDetails
from rapidfuzz import process

from kemitraan.config.locator import KeyPath
from kemitraan.config.mail import MailSettings
from kemitraan.config.models import (
    Config,
    Forgetting,
    Health,
    LimitSettings,
    ListSettings,
    Maintenance,
    Office,
    ReportSettings,
    ReviewSettings,
    ScoreWeights,
    Settings,
)
from kemitraan.config.rules import RuleSettings
from kemitraan.config.sources import SOURCE_MODELS, FolderSource
from kemitraan.config.sources.base import Model

_MODELS: dict[tuple[str, ...], type[Model]] = {
    (): Config,
    ("settings",): Settings,
    ("settings", "review"): ReviewSettings,
    ("settings", "score_weights"): ScoreWeights,
    ("settings", "limits"): LimitSettings,
    ("offices",): Office,
    ("offices", "sources"): FolderSource,
    **{("offices", "sources", kind): model for kind, model in SOURCE_MODELS.items()},
    ("mail",): MailSettings,
    ("maintenance",): Maintenance,
    ("forgetting",): Forgetting,
    ("health",): Health,
    ("report",): ReportSettings,
    ("report", "lists"): ListSettings,
    ("rules",): RuleSettings,
}
_EXAMPLES = {
    "slug": 'slug = "majene"',
    "code": 'code = "76.05"',
    "name": 'name = "Kabupaten Majene"',
    "email": 'email = "dinas@majene.example"',
    "type": 'type = "folder"',
    "inbox": 'inbox = "masuk/majene"',
    "outbox": 'outbox = "keluar/majene"',
    "offices": "[[offices]] dengan slug, code, dan name",
    "host": 'host = "sftp.majene.example"',
    "user": 'user = "majene"',
    "password": 'password = "env:SANDI_MAJENE"',
    "host_keys": 'host_keys = ["ssh-ed25519 AAAA…"]',
    "url": 'url = "https://awan.majene.example/remote.php/dav/files/majene"',
    "bucket": 'bucket = "kiriman"',
    "access_key": 'access_key = "env:S3_AKSES"',
    "secret_key": 'secret_key = "env:S3_RAHASIA"',
    "senders": 'senders = ["dinas@majene.example"]',
    "sender": 'sender = "kemitraan@sulbar.example"',
    "notify": 'notify = "ti@sulbar.example"',
    "backup": 'backup = "/mnt/cadangan/kemitraan"',
}
_TYPES = {
    "string_type": ("harus berupa teks.", "Tulis di antara tanda kutip{example}."),
    "int_type": ("harus berupa bilangan bulat.", "Tulis angkanya tanpa tanda kutip, titik, atau koma."),
    "int_from_float": ("harus berupa bilangan bulat.", "Tulis angkanya tanpa tanda kutip, titik, atau koma."),
    "bool_type": ("harus ya atau tidak.", "Tulis true (ya) atau false (tidak), tanpa tanda kutip."),
    "float_type": ("harus berupa angka.", "Tulis angkanya tanpa tanda kutip, dengan titik sebagai tanda desimal."),
    "model_type": ("harus berupa bagian, bukan satu nilai.", "Tulis sebagai [bagian] dengan kunci di bawahnya."),
    "model_attributes_type": ("harus berupa bagian, bukan satu nilai.", "Tulis sebagai [bagian] dengan kunci di bawahnya."),
    "tuple_type": ("harus berupa daftar.", "Tulis sebagai [[bagian]], satu untuk setiap isi daftar."),
    "string_too_short": ("tidak boleh kosong.", "Isi kuncinya{example}, atau hapus barisnya."),
    "too_short": ("belum ada isinya.", "Tambahkan paling sedikit satu{example}."),
    "string_too_long": ("terlalu panjang.", "Paling banyak {max_length} huruf."),
    "greater_than_equal": ("terlalu kecil.", "Paling kecil {ge}."),
    "less_than_equal": ("terlalu besar.", "Paling besar {le}."),
    "literal_error": ("bukan salah satu pilihan.", "Pilihannya: {expected}."),
    "finite_number": ("harus berupa angka biasa.", "Tulis angkanya tanpa tanda kutip."),
}  # fmt: skip
_PATTERNS = {
    "slug": ("hanya boleh huruf kecil, angka, dan tanda hubung.", "Misalnya polewali-mandar."),
    "email": ("bukan alamat surel.", "Misalnya dinas@majene.example."),
    "sender": ("bukan alamat surel.", "Misalnya kemitraan@sulbar.example."),
    "staff": ("bukan alamat surel.", "Misalnya petugas@sulbar.example."),
    "notify": ("bukan alamat surel.", "Misalnya ti@sulbar.example."),
    "recipients": ("bukan alamat surel.", "Misalnya kadis@sulbar.example."),
    "senders": ("bukan alamat surel.", "Misalnya dinas@majene.example."),
    "done_folder": ("harus nama satu folder.", 'Misalnya "selesai"; folder itu ada di dalam kotak masuk.'),
    "dask_scheduler": ("bukan alamat gugus Dask.", 'Tulis seperti "tcp://10.20.30.40:8786".'),
    "window": ("bukan rentang jam.", 'Tulis seperti "06:00-22:00".'),
    "url": (
        "bukan alamat https.",
        "Misalnya https://awan.majene.example/remote.php/dav/files/majene, tanpa kata sandi.",
    ),
    "endpoint": ("bukan alamat web.", "Misalnya https://s3.sulbar.example, tanpa kata sandi."),
}
_KINDS = ", ".join(SOURCE_MODELS)


def shown_key(path: KeyPath) -> str:
    """A key as people read it, counted from 1: the slug of the second of ``offices`` is ``offices[2].slug``."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def written_path(path: KeyPath) -> KeyPath:
    """The path as it is written in the file: pydantic puts a source's type into it."""
    return path[:4] + path[5:] if path[2:3] == ("sources",) and path[4:5] and path[4] in SOURCE_MODELS else path


def worded(error: ErrorDetails) -> tuple[str, str]:
    """Problem and remedy of one pydantic error."""
    kind, path, context = error["type"], error["loc"], error.get("ctx", {})
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    if kind == "kemitraan":
        return context["problem"], context["remedy"]
    if kind == "extra_forbidden":
        return _unknown_key(path)
    example = f", misalnya {_EXAMPLES[name]}" if name in _EXAMPLES else ""
    if kind == "missing":
        return f'kunci "{name}" belum ada.', f"Tambahkan{example.removeprefix(',')}."
    if kind == "union_tag_not_found":
        return 'kunci "type" belum ada.', f"Tambahkan misalnya {_EXAMPLES['type']}. Pilihannya: {_KINDS}."
    if kind == "union_tag_invalid":
        return f'jenis sumber "{context["tag"]}" tidak dikenal.', f"Pilihannya: {_KINDS}."
    if kind == "string_pattern_mismatch":
        return _PATTERNS[name]
    text, remedy = _TYPES.get(
        kind, ("nilainya tidak dapat dipakai.", "Lihat contoh di kemitraan.toml hasil `kemitraan init`.")
    )
    return text, remedy.format(example=example, **_indonesian(context))


def _unknown_key(path: KeyPath) -> tuple[str, str]:
    *around, name = path
    model = _MODELS[tuple(part for part in around if isinstance(part, str))]
    keys = list(model.model_fields)
    nearest = process.extractOne(str(name), keys, score_cutoff=60)
    remedy = f'Mungkin maksudnya "{nearest[0]}"?' if nearest else f"Kunci yang dikenal di sini: {', '.join(keys)}."
    return f'kunci "{name}" tidak dikenal.', remedy


def _indonesian(context: dict[str, Any]) -> dict[str, Any]:
    """The context with words in Indonesian and whole numbers without decimals."""
    return {
        key: value.replace(" or ", " atau ") if isinstance(value, str) else f"{value:g}"
        for key, value in context.items()
        if isinstance(value, str | int | float)
    }
