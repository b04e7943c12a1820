"""A letter to one person, as mail programs expect it (RFC 5322, MIME)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePosixPath

from connectors.names import outbox_name

_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_POLICY = SMTP.clone(cte_type="7bit")  # every server on the way may be an old one
_OWN_ID = re.compile(r"<[0-9a-f]{40}@([^<>@\s]+)>")
_TYPES = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".xlsm": ("application", "vnd.ms-excel.sheet.macroEnabled.12"),
    ".xlsb": ("application", "vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ".xls": ("application", "vnd.ms-excel"),
    ".ods": ("application", "vnd.oasis.opendocument.spreadsheet"),
    ".csv": ("text", "csv"),
    ".pdf": ("application", "pdf"),
}
_OTHER = ("application", "octet-stream")


@dataclass(frozen=True)
class Attachment:
    """A file to send. ``name`` is made fit for every file system."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Letter:
    """A letter to one address. ``id`` tells letters apart: the same letter sent twice has the same Message-ID, so mail
    programs show it once. Raises ValueError for an address, a subject or a text that cannot be sent.
    """

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    attachments: tuple[Attachment, ...] = ()
    id: str = ""

    def __post_init__(self) -> None:
        must_be_address(self.to)
        if not self.subject.strip() or not self.subject.isprintable():
            raise ValueError("a letter's subject is one line, not empty, without control characters")
        if not self.text.strip() or "\0" in self.text:
            raise ValueError("a letter has a text")
        if not self.id:
            raise ValueError("a letter has an id")


def must_be_address(address: str) -> None:
    """Raises ValueError unless this is one plain address (RFC 5321, without quotes and with ASCII names only)."""
    if not _ADDRESS.fullmatch(address) or len(address) > 254:
        raise ValueError("no plain mail address")


def composed(letter: Letter, sender: str, sender_name: str, now: datetime) -> bytes:
    """The letter as bytes to send. ``now`` has a time zone."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=sender_name, addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(letter, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
    message.set_content(letter.text)
    for attachment in letter.attachments:
        name = outbox_name(attachment.name)
        main, sub = _TYPES.get(PurePosixPath(name).suffix.lower(), _OTHER)
        message.add_attachment(attachment.data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def message_id(letter: Letter, sender: str) -> str:
    """The Message-ID, made from this letter's id and recipient alone."""
    digest = hashlib.sha256(f"{letter.to.casefold()}\0{letter.id}".encode()).hexdigest()[:40]
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def is_own(message_id: str, sender: str) -> bool:
    """Whether a Message-ID is one that ``message_id`` makes for letters from ``sender``."""
    match = _OWN_ID.fullmatch(message_id.strip())
    return match is not None and match[1].casefold() == sender.rpartition("@")[2].casefold()
