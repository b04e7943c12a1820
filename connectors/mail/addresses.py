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
    """Where a file is: the mailbox (a digest), its UIDVALIDITY, the mail's UID, the part. Together these mean one
    delivery for ever (RFC 9051, section 2.3.1.1), which a Message-ID does not: the sender chooses that.

    ``member`` of ``members``: a workbook in a zip, from 1. ``package``: a zip that is a workbook itself.
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
        """What all files of the mail have in common."""
        return f"{self.mailbox}.{self.validity}.{self.uid}"

    @classmethod
    def parse(cls, identity: str) -> Self:
        """Raises ValueError when this channel did not make it."""
        match = _ID.fullmatch(identity)
        if match is None:
            raise ValueError("not an item of a mailbox")
        mailbox, validity, uid, section, package, member, members = match.groups()
        return cls(mailbox, int(validity), int(uid), section, int(member or 0), int(members or 0), bool(package))


def mailbox_digest(host: str, user: str, folder: str) -> str:
    """What tells one folder of one mailbox from another, whose numbers may be the same; INBOX is one in any case (RFC
    9051, section 5.1).
    """
    folder = "INBOX" if folder.upper() == "INBOX" else folder
    return hashlib.sha256(f"{host.casefold()}\0{user}\0{folder}".encode()).hexdigest()[:8]


def mail_name(envelope: Envelope) -> str:
    """A mail as people may see it: when it came, by the server's clock, and from whom, without the name in the address."""
    name, _, host = envelope.sender.rpartition("@")
    masked = f"{name[:1]}***@{host}" if name and host else "pengirim yang tidak jelas"
    return shown_name(f"surel {envelope.arrived:%Y-%m-%d %H.%M} dari {masked}".replace("/", " ").replace("\\", " "))


def message_name(envelope: Envelope) -> str:
    """The Message-ID as the receipt may show it; the mail's number where it has none."""
    message_id = _NO_VISIBLE_ASCII.sub("", envelope.message_id)[:_LONGEST_MESSAGE_ID]
    return message_id or f"UID {envelope.uid}"
