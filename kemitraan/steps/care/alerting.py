"""Mail to the IT person about what is wrong: once for each error, and again only when something changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime

from filelock import FileLock
from pydantic import ValidationError

from connectors.local_files import write_atomically
from connectors.mail.letter import Letter
from kemitraan.config.connect import Connectors
from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.load import load_config
from kemitraan.config.mail import MailSettings
from kemitraan.config.models import Config, Health, Settings
from kemitraan.config.secret_values import Secrets
from kemitraan.steps.care.health import Check
from kemitraan.steps.letters.mailing import Sender

STATE, LOCK = ".gangguan.json", ".gangguan.lock"
UNIT = "layanan "
"""The first part of the key of a failed unit."""


def mail_of(home: Home) -> tuple[Config | None, str | None]:
    """The settings for sending mail, and the IT person's address; None where they are not set. Errors in other settings
    are errors to report, so only the settings of mail are read.
    """
    try:
        config = load_config(home)
    except ConfigError:
        config = _mail_alone(home)
    return (config, config.health.notify) if config and config.mail else (None, None)


def mailer_of(home: Home, config: Config, secrets: Secrets) -> Sender:
    """Makes the mailer of the settings. Raises SecretMissingError."""
    return Connectors(home, config, secrets).mailer()


def tell_checks(home: Home, checks: list[Check], send: Callable[[Letter], None], to: str, now: datetime) -> bool:
    """Reports what is wrong now and what is well again. False when nothing changed since the last letter.

    Raises OutsideError when the mail server fails: the next try reports it. A skipped check changes nothing.
    """
    errors = {
        _key(check): f"{check.name}: {check.told} {check.remedy}".strip() for check in checks if check.well is False
    }
    skipped = {check.name for check in checks if check.well is None}
    with _ReportedErrors(home) as state:
        units = {key: text for key, text in state.errors.items() if key.startswith(UNIT) and _is_failed(key)}
        still_skipped = {key: text for key, text in state.errors.items() if key.partition("|")[0] in skipped}
        return state.change({**units, **still_skipped, **errors}, home, send, to, now)


def tell_unit(home: Home, unit: str, send: Callable[[Letter], None], to: str, now: datetime) -> bool:
    """Reports that a unit of systemd has failed. False when that was reported and the unit was not seen well since."""
    with _ReportedErrors(home) as state:
        key = f"{UNIT}{unit}"
        text = f"Layanan {unit} gagal. Sebabnya: journalctl --unit={unit}. Perbaiki, lalu nyalakan lagi."
        return state.change({**state.errors, key: text}, home, send, to, now)


class _ReportedErrors:
    """What was reported and is not well again, kept in the home. One process at a time may hold it."""

    def __init__(self, home: Home) -> None:
        self._file, self._lock = home.path / STATE, FileLock(home.path / LOCK, timeout=120)

    def __enter__(self) -> _ReportedErrors:
        self._lock.acquire()
        try:
            self.errors: dict[str, str] = json.loads(self._file.read_bytes())
        except (FileNotFoundError, ValueError):
            self.errors = {}
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def change(
        self, errors_now: Mapping[str, str], home: Home, send: Callable[[Letter], None], to: str, now: datetime
    ) -> bool:
        """Sends a letter about the difference, then remembers it. Parts of a text that move by themselves are no
        difference.
        """
        new_texts = [text for key, text in errors_now.items() if key not in self.errors]
        mended_texts = [text for key, text in self.errors.items() if key not in errors_now]
        if not new_texts and not mended_texts:
            return False
        known_texts = [text for key, text in errors_now.items() if key in self.errors]
        send(_letter(home, to, new_texts, known_texts, mended_texts, now))
        write_atomically(self._file, json.dumps(dict(errors_now), ensure_ascii=False, indent=1).encode(), mode=0o600)
        return True


def _key(check: Check) -> str:
    return f"{check.name}|{hashlib.sha256(check.mark.encode()).hexdigest()[:16]}"


def _letter(
    home: Home, to: str, new_texts: list[str], known_texts: list[str], mended_texts: list[str], now: datetime
) -> Letter:
    parts = (
        ("Baru:", new_texts),
        ("Masih:", known_texts),
        ("Sudah baik lagi:", [text.partition(":")[0] for text in mended_texts]),
    )
    sections = [f"{title}\n" + "\n".join(f"- {text}" for text in texts) for title, texts in parts if texts]
    subject = "Kemitraan Sulbar: perlu perhatian" if new_texts or known_texts else "Kemitraan Sulbar: sudah baik lagi"
    host = socket.gethostname()
    text = "\n\n".join(
        [
            f"Keadaan di komputer {host}, rumah {home.path}:",
            *sections,
            "Semuanya: kemitraan health. Gangguan yang sama tidak disurati lagi sampai ada yang berubah.",
        ]
    )
    identity = hashlib.sha256(f"gangguan|{host}|{home.path}|{now.isoformat()}".encode()).hexdigest()
    return Letter(to, subject, text, id=identity)


def _is_failed(key: str) -> bool:
    """Whether systemd still counts the unit as failed. Without systemd nobody can say that it is well."""
    program = shutil.which("systemctl")
    if program is None:
        return True
    command = [program, "is-failed", "--quiet", key.removeprefix(UNIT)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _mail_alone(home: Home) -> Config | None:
    try:
        raw = tomllib.loads(home.config_file.read_text(encoding="utf-8-sig"))
        mail = MailSettings.model_validate(raw["mail"])
        health = Health.model_validate(raw["health"])
    except (OSError, ValueError, KeyError, ValidationError):  # of TOML, too
        return None
    return Config.model_construct(settings=Settings(), mail=mail, health=health, offices=())
