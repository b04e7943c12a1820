"""Ids of files in a mailbox, and what people are shown of a mail."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from connectors.mail.envelope import Envelope
from connectors.names import shown_name

_ID = re.compile(r"([0-9a-f]{8})\.(\d+)\.(\d+)/([\d.]+)(?:#(?:(workbook)|(\d+)of(\d+)))?")
_NO_VISIBLE_ASCII = re.compile(r"[^\x21-\x7e]")
_LONGEST_MESSAGE_ID = 250


@dataclass(frozen=True)
class FileAddress:
    """The place of a file: the mailbox (a digest), its UIDVALIDITY, the mail's UID, the part. Together these mean one
    delivery for ever (RFC 9051, section 2.3.1.1). A Message-ID does not: the sender chooses it.

    ``member`` of ``members`` is a workbook in a zip, counted from 1. ``package`` marks a zip that is itself a workbook.
    """

    mailbox: str
    validity: int
    uid: int
    section: str
    member: int = 0
    members: int = 0
    package: bool = False

    def __str__(self) -> str:
        tail = f"#{self.member}of{self.members}" if self.member else "#workbook" if self.package else ""
        return f"{self.mail}/{self.section}{tail}"

    @property
    def mail(self) -> str:
        """The part of the address that all files of the mail share."""
        return f"{self.mailbox}.{self.validity}.{self.uid}"

    @classmethod
    def parse(cls, identity: str) -> Self:
        """Reads an id. Raises ValueError when this source did not make it."""
        match = _ID.fullmatch(identity)
        if match is None:
            raise ValueError("not an item of a mailbox")
        mailbox, validity, uid, section, package, member, members = match.groups()
        return cls(mailbox, int(validity), int(uid), section, int(member or 0), int(members or 0), bool(package))


def mailbox_digest(host: str, user: str, folder: str) -> str:
    """A digest that tells folders of mailboxes apart, because their numbers may be equal. INBOX is one folder in upper
    or lower case (RFC 9051, section 5.1).
    """
    folder = "INBOX" if folder.upper() == "INBOX" else folder
    return hashlib.sha256(f"{host.casefold()}\0{user}\0{folder}".encode()).hexdigest()[:8]


def mail_name(envelope: Envelope) -> str:
    """A mail as people may see it: its time by the server's clock, and its sender without the name in the address."""
    name, _, host = envelope.sender.rpartition("@")
    masked = f"{name[:1]}***@{host}" if name and host else "pengirim yang tidak jelas"
    return shown_name(f"surel {envelope.arrived:%Y-%m-%d %H.%M} dari {masked}".replace("/", " ").replace("\\", " "))


def message_name(envelope: Envelope) -> str:
    """The Message-ID as the receipt may show it; the mail's number when it has none."""
    message_id = _NO_VISIBLE_ASCII.sub("", envelope.message_id)[:_LONGEST_MESSAGE_ID]
    return message_id or f"UID {envelope.uid}"
