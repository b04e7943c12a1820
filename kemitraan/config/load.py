"""Reads ``kemitraan.toml`` and checks it as a whole: gives a Config, or every error at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kemitraan.config.cross_checks import cross_errors
from kemitraan.config.errors import ConfigError, ErrorLine
from kemitraan.config.home import Home
from kemitraan.config.locator import KeyPath, key_lines, line_of
from kemitraan.config.models import Config
from kemitraan.config.secret_values import resolve
from kemitraan.config.wording import shown_key, worded, written_path

WAREHOUSE_VARIABLE = "KEMITRAAN_WAREHOUSE"
_SYNTAX = (
    ("Cannot overwrite", "kunci ini sudah ditulis di atas.", "Hapus salah satunya."),
    ("Cannot declare", "bagian ini sudah ada di atas.", "Gabungkan dengan yang di atas; untuk kantor pakai [[offices]]."),
    ("Expected '='", "ada kunci tanpa tanda sama dengan.", "Tulis kunci = nilai."),
    ("Unclosed array", "ada daftar yang tidak ditutup.", "Tutup dengan tanda ]."),
    ("Expected ']'", "kepala bagian tidak ditutup.", "Tutup dengan ] atau ]]."),
    ("Unescaped '\\'", "tanda \\ tidak boleh begitu saja di antara tanda kutip ganda.", "Pakai / atau tanda kutip tunggal."),
    ("Illegal character", "ada tanda yang tidak boleh di sini, atau tanda kutip yang tidak ditutup.", "Periksa tanda kutipnya."),
    ("Unterminated string", "ada tanda kutip yang tidak ditutup.", "Tutup tanda kutipnya."),
    ("Invalid value", "nilainya tidak terbaca.", "Tulis teks di antara tanda kutip; angka tanpa titik ribuan."),
)  # fmt: skip


def load_config(home: Home) -> Config:
    """The settings of a home. Raises ConfigError naming every error with its line."""
    source = home.config_file.name
    text = _text(home)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(source, [_syntax_error(str(error), text)]) from None
    errors = list(_errors(raw, text, home))
    if errors:
        raise ConfigError(source, errors)
    return Config.model_validate(raw)


def settings_lines(home: Home) -> dict[KeyPath, int]:
    """The line of each key in the settings. Raises ConfigError as ``load_config``."""
    return key_lines(_text(home))


def warehouse_url(
    config: Config,
    home: Home,
    environment: Mapping[str, str],
    prefect_secret: Callable[[str], str] | None = None,
) -> str:
    """The warehouse's SQLAlchemy URL: ``KEMITRAAN_WAREHOUSE``, else the settings'. It may hold a password: never log
    it.

    The file of an embedded warehouse is relative to the home. Raises ConfigError when a reference names nothing.
    """
    if environment.get(WAREHOUSE_VARIABLE):
        return environment[WAREHOUSE_VARIABLE]
    try:
        url = resolve(config.settings.warehouse, environment, prefect_secret)
    except KeyError:
        problem = f"rujukan rahasia {config.settings.warehouse} belum ada isinya."
        error_line = ErrorLine(None, "settings.warehouse", problem, f"Isi rahasianya, atau pakai {WAREHOUSE_VARIABLE}.")
        raise ConfigError(home.config_file.name, [error_line]) from None
    scheme, slashes, path = url.partition(":///")
    if scheme.split("+")[0] == "sqlite" and slashes and path and not path.startswith((":memory:", "file:")):
        return f"{scheme}:///{home.resolve(path)}"
    return url


def archive_url(config: Config, home: Home) -> str:
    """The archive's fsspec URL. A plain path is relative to the home."""
    archive = config.settings.archive
    return archive if "://" in archive else str(home.resolve(archive))


def _text(home: Home) -> str:
    source = home.config_file.name
    try:
        data = home.config_file.read_bytes()
    except FileNotFoundError:
        remedy = "Buat rumahnya dengan `kemitraan init`, atau tunjuk rumah yang benar dengan --home."
        raise ConfigError(source, [ErrorLine(None, "", f"berkas setelan tidak ada di {home.path}.", remedy)]) from None
    except OSError as error:
        remedy = "Periksa izin bacanya."
        raise ConfigError(source, [ErrorLine(None, "", f"tidak dapat dibaca ({error.strerror}).", remedy)]) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError(
            source, [ErrorLine(line, "", "bukan teks UTF-8.", "Simpan berkasnya sebagai UTF-8.")]
        ) from None


def _syntax_error(message: str, text: str) -> ErrorLine:
    at = re.search(r"line (\d+)", message)
    line = int(at[1]) if at else text.rstrip("\n").count("\n") + 1
    unknown = ("tidak mengikuti aturan TOML.", "Bandingkan dengan contoh hasil `kemitraan init`.")
    explanations = ((problem, remedy) for beginning, problem, remedy in _SYNTAX if message.startswith(beginning))
    problem, remedy = next(explanations, unknown)
    return ErrorLine(line, "", problem, f"{remedy} Kesalahan lain baru terlihat setelah ini dibetulkan.")


def _errors(raw: dict, text: str, home: Home) -> Iterator[ErrorLine]:
    lines = key_lines(text)
    paths: set[KeyPath] = set()
    try:
        Config.model_validate(raw)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        for error in errors:
            if not _follows(error, errors):
                path = written_path(error["loc"])
                if error["type"] == "kemitraan":
                    paths.add(path)
                yield ErrorLine(line_of(lines, path), shown_key(path), *worded(error))
    for error in cross_errors(raw, home.path):
        if error.path in paths:
            continue
        other_line = f" (baris {line_of(lines, error.other_path)})" if error.other_path else ""
        yield ErrorLine(
            line_of(lines, error.path), shown_key(error.path), f"{error.problem}{other_line}.", error.remedy
        )


def _follows(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Whether an error merely follows from another one: an office without a slug has no folders of its own."""
    if error["type"] == "missing" and error["loc"][-1] == "sources":
        return True
    return error["type"] == "too_short" and _has_inner(error["loc"], errors)


def _has_inner(path: KeyPath, errors: list[ErrorDetails]) -> bool:
    """Whether something inside is wrong. A list whose parts are all wrong counts as empty too, which misleads."""
    return any(len(error["loc"]) > len(path) and error["loc"][: len(path)] == path for error in errors)
