"""What the headers of a mail say: who sent it, which mail it answers, and whether a person sent it.

They are read here, not by the server or a client library: one mail's headers must never stop the reading of others.
"""

from __future__ import annotations

import email.parser
import email.policy
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message

from connectors.mail.authentication import only_address

HEADERS = "FROM MESSAGE-ID IN-REPLY-TO REFERENCES AUTO-SUBMITTED PRECEDENCE"
"""The headers that ``envelope_of`` reads, as IMAP asks for them."""
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_FIRST_WORD = re.compile(r"[\w-]+")
_MACHINES = {"auto_reply", "auto-reply", "bulk", "junk"}


@dataclass(frozen=True)
class Envelope:
    """A mail without its body. ``arrived`` is its time by the server's clock. ``sender`` is the one plain address in
    From; empty where there is none, several, or another form. ``answers`` holds the Message-IDs that it says it
    answers. ``automatic`` says that a machine sent it.
    """

    uid: int
    arrived: datetime
    sender: str = field(default="", repr=False)
    message_id: str = field(default="", repr=False)
    answers: tuple[str, ...] = field(default=(), repr=False)
    automatic: bool = False


def envelope_of(uid: int, arrived: datetime, raw: bytes) -> Envelope:
    """The envelope of a mail, from its raw headers."""
    headers = parsed(raw)
    froms = values(headers, "From")
    answered_ids = " ".join(values(headers, "In-Reply-To") + values(headers, "References"))
    return Envelope(
        uid,
        arrived,
        sender=(only_address(froms[0]) or "") if len(froms) == 1 else "",
        message_id=" ".join("".join(values(headers, "Message-ID")[:1]).split()),
        answers=tuple(_MESSAGE_ID.findall(answered_ids)),
        automatic=_is_automatic(headers),
    )


def parsed(raw: bytes) -> Message:
    """Parses headers of any sort; never raises."""
    return email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)


def values(headers: Message, name: str) -> list[str]:
    """All values of a header from the top down; bytes that are no text as ``�``."""
    return [str(header) for header in headers.get_all(name, [])]


def _is_automatic(headers: Message) -> bool:
    """Auto-Submitted (RFC 3834) other than ``no``, or the older Precedence of machines."""
    submitted = [_first_word(value) for value in values(headers, "Auto-Submitted")]
    return any(word != "no" for word in submitted) or any(
        _first_word(value) in _MACHINES for value in values(headers, "Precedence")
    )


def _first_word(value: str) -> str:
    """The first word of a header: ``auto-replied`` of ``auto-replied (vacation); x=y``."""
    word = _FIRST_WORD.search(value)
    return word[0].casefold() if word else "no"
