"""Submissions from a mailbox: the attachments of mails that an office's registered senders sent."""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from connectors.base import Check, Fetched, FlightChecks, Item, LeftAlone, LeftReason, Listing, Source
from connectors.errors import ClockError, Place, StillBeingWrittenError, VanishedError
from connectors.flight import CLOCK_SECONDS, CannotTellError
from connectors.folder import Done
from connectors.mail.addresses import FileAddress, mail_name, mailbox_digest, message_name
from connectors.mail.authentication import passed_dmarc
from connectors.mail.contents import Contents, contents_of, possible_members
from connectors.mail.envelope import Envelope
from connectors.mail.kinds import HEAD
from connectors.mail.letter import is_own
from connectors.mail.mail_folder import Insides, Mailbox
from connectors.mail.parts import CONFUSING, Part, parts_of
from connectors.mail.security import Security
from connectors.mail.transfer import decoded, decoded_size, decoder
from connectors.mail.zipped import UnreadableZipError, ZipLimits, workbooks_in
from connectors.names import shown_name

_STRANGERS_TOLD = 20
_FILES_AT_MOST = 50
_ZIP_LIMITS = ZipLimits()


def _nothing_recorded(_: str) -> bool:
    return False


@dataclass
class ImapSource(Source):
    """Takes the attachments of mails in ``folder`` whose one From is one of ``senders``, upper and lower case alike.

    ``known_elsewhere`` are senders of other offices in the same mailbox; their mail is passed over. ``tells_strangers``
    says whether mail from anybody else is reported (the first source of a mailbox does). ``trusted_authserv`` names the
    server whose Authentication-Results are believed; with it, mail must have passed DMARC there. ``letters_from`` is
    the address of our own letters; letters that come back are left alone, as all automatic mail is. ``done`` says
    whether a done mail moves to ``done_folder``, which is made when it is missing. ``was_recorded`` tells whether the
    file with this id was recorded before; a file that stays in the mailbox is not given again.

    A mail with an unreadable zip or an unknown file stays in the folder until a person moves it, whatever else was
    taken from it. Raises ValueError when done mails would stay where they are.
    """

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    senders: tuple[str, ...] = field(repr=False)
    folder: str = "INBOX"
    done_folder: str = "Selesai"
    done: Done = Done.MOVE
    known_elsewhere: tuple[str, ...] = field(default=(), repr=False)
    tells_strangers: bool = True
    trusted_authserv: str | None = None
    letters_from: str = field(default="", repr=False)
    pattern: str = "*"
    security: Security = Security.TLS
    ca_file: Path | None = None
    timeout_seconds: float = 30.0
    zip_limits: ZipLimits = _ZIP_LIMITS
    was_recorded: Callable[[str], bool] = field(default=_nothing_recorded, repr=False)
    clock: Callable[[], float] = field(default=time.time, repr=False)
    _mailbox: Mailbox = field(init=False, repr=False)
    _digest: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.done is Done.MOVE and self.done_folder.casefold() == self.folder.casefold():
            raise ValueError("a done mail moves to another folder")
        self._digest = mailbox_digest(self.host, self.user, self.folder)
        self._mailbox = Mailbox(
            self.host,
            self.port,
            self.user,
            self.password,
            self.folder,
            self.security,
            self.ca_file,
            self.timeout_seconds,
        )

    def list_waiting(self) -> Listing:
        """See Source. Fetches structures and headers only. Of bodies it fetches zips, to see what is in them, and the
        beginning of files that no name explains.
        """
        with self._mailbox.visit():
            validity = self._mailbox.select(readonly=True)
            ours, strangers = self._sorted_out()
            looks = [
                (uid, *self._look_into(ours[uid], insides, FileAddress(self._digest, validity, uid, "1")))
                for uid, insides in self._mailbox.insides(list(ours))
            ]
            still_there = set(self._mailbox.uids())  # of a mail that went meanwhile a server may tell empty things
        ready = [item for uid, items, _ in looks if uid in still_there for item in items]
        left_alone = [entry for uid, _, odd in looks if uid in still_there for entry in odd]
        if self.tells_strangers:
            left_alone += _told([envelope for envelope in strangers if envelope.uid in still_there])
        return Listing(tuple(sorted(ready, key=lambda item: item.modified)), tuple(left_alone))

    def read(self, item: Item, limit: int) -> Fetched:
        """See Source. An attachment is hashed piece by piece, and held only up to the limit."""
        address = FileAddress.parse(item.id)
        with self._mailbox.visit():
            part = self._part(address)
            if address.member:
                return _fetched(iter([self._member(address, part)]), limit)
            return _fetched(self._decoded(address.uid, part), limit)

    def mark_done(self, item: Item) -> None:
        """See Source. Moves the whole mail; nobody's marks (read, flagged) change."""
        address = FileAddress.parse(item.id)
        if self.done is Done.LEAVE or address.mailbox != self._digest:
            return
        with self._mailbox.visit():
            if self._mailbox.select(readonly=False) == address.validity:
                self._mailbox.move(address.uid, self.done_folder)

    def close(self) -> None:
        """See Source."""
        self._mailbox.close()

    def flight_checks(self) -> FlightChecks:
        """See Source. Lists what a run lists. Moving is tried with a folder, not with a mail."""
        return (
            (Check.REACH, self._in_time(self._mailbox.connect)),
            (Check.SIGN_IN, self._in_time(self._mailbox.sign_in)),
            (Check.LIST, self._can_list),
            (Check.READ, self._in_time(self._can_read)),
            *(() if self.done is Done.LEAVE else ((Check.MARK, self._in_time(self._can_move)),)),
            (Check.CLOCK, self._in_time(self._clocks_agree)),
        )

    def _sorted_out(self) -> tuple[dict[int, Envelope], list[Envelope]]:
        """The mails of our senders by UID, and those of strangers."""
        registered = {sender.casefold() for sender in self.senders}
        elsewhere = {address.casefold() for address in self.known_elsewhere}
        ours: dict[int, Envelope] = {}
        strangers: list[Envelope] = []
        for envelope in self._mailbox.envelopes(self._mailbox.uids()):
            sender = envelope.sender.casefold()
            if sender in registered:
                ours[envelope.uid] = envelope
            elif sender not in elsewhere:
                strangers.append(envelope)
        return ours, strangers

    def _look_into(self, envelope: Envelope, insides: Insides, mail: FileAddress) -> tuple[list[Item], list[LeftAlone]]:
        """The files to take from one mail of ours, and what is left of it; nothing for a mail that goes meanwhile."""
        if not self._is_proven(envelope, insides):
            return [], [LeftAlone(mail_name(envelope), LeftReason.UNPROVEN_SENDER, ours=True)]
        if envelope.automatic or self._is_own(envelope.message_id):
            return [], [LeftAlone(mail_name(envelope), LeftReason.AUTOMATIC, ours=True)]
        try:
            parts = list(parts_of(insides.structure, self._is_own))
        except CONFUSING:
            return [], [_left(envelope, mail, LeftReason.UNCLEAR)]
        try:
            contents = contents_of(mail, parts, self.pattern, self.zip_limits, _Parts(self, mail.uid))
        except VanishedError:
            return [], []
        if len(contents.files) > _FILES_AT_MOST:
            return [], [_left(envelope, mail, LeftReason.TOO_MANY_FILES)]
        if _holds_nothing(contents):
            return [], [self._empty(envelope, mail, any(part.is_own for part in parts))]
        items = self._items(envelope, contents)
        return items, [
            _left(envelope, mail, untaken.reason, shown_name(untaken.file.name))
            for untaken in contents.untaken
            if untaken.holds or items  # else it was told when its mail was taken
        ]

    def _is_proven(self, envelope: Envelope, insides: Insides) -> bool:
        domain = envelope.sender.rpartition("@")[2]
        return not self.trusted_authserv or passed_dmarc(insides.authentications, self.trusted_authserv, domain)

    def _is_own(self, message_id: str) -> bool:
        return bool(self.letters_from) and is_own(message_id, self.letters_from)

    def _empty(self, envelope: Envelope, mail: FileAddress, is_returned: bool) -> LeftAlone:
        """Reports a mail without files. Nobody is written to when it may have come of a letter of ours."""
        if is_returned:
            return LeftAlone(mail_name(envelope), LeftReason.AUTOMATIC, ours=True)
        if any(map(self._is_own, envelope.answers)):
            return LeftAlone(mail_name(envelope), LeftReason.REPLY, ours=True)
        return _left(envelope, mail, LeftReason.NO_ATTACHMENT)

    def _items(self, envelope: Envelope, contents: Contents) -> list[Item]:
        """The items of a mail. ``together`` also names what holds the mail: that is never recorded, so the mail
        stays.
        """
        holding = [untaken.file for untaken in contents.untaken if untaken.holds]
        together = tuple(str(file.address) for file in (*contents.files, *holding))
        is_left_there = self.done is Done.LEAVE or bool(holding)
        return [
            Item(
                id=str(file.address),
                name=shown_name(file.name),
                size=file.size,
                modified=envelope.arrived.astimezone(UTC),
                message=message_name(envelope),
                together=together,
            )
            for file in contents.files
            if not (is_left_there and self.was_recorded(str(file.address)))
        ]

    def _is_done_zip(self, zipped: FileAddress) -> bool:
        """Whether everything in a zip was recorded before, so that it need not be fetched; it stays where it is."""
        if self.done is not Done.LEAVE:
            return False
        return any(all(map(self.was_recorded, ids)) for ids in possible_members(zipped, self.zip_limits.members))

    def _part(self, address: FileAddress) -> Part:
        """The part at this address. Raises VanishedError when the mail is gone, or the mailbox is no longer the one
        that was listed.
        """
        if address.mailbox != self._digest or self._mailbox.select(readonly=True) != address.validity:
            raise VanishedError(Place.INBOX)
        for _, insides in self._mailbox.insides([address.uid]):
            for part in parts_of(insides.structure):
                if part.section == address.section:
                    return part
        raise VanishedError(Place.INBOX)

    def _decoded(self, uid: int, part: Part) -> Iterator[bytes]:
        undo = decoder(part.encoding)
        for piece in self._mailbox.pieces(uid, part.section):
            yield undo.feed(piece)
        yield undo.finish()

    def _zip_bytes(self, uid: int, part: Part) -> bytes:
        """Fetches a whole zip. Raises UnreadableZipError when it is over the limit, without fetching more than that."""
        limit = self.zip_limits.packed_bytes
        if decoded_size(part.encoding, part.octets) > limit:
            raise UnreadableZipError
        data = bytearray()
        for piece in self._decoded(uid, part):
            data += piece
            if len(data) > limit:
                raise UnreadableZipError
        return bytes(data)

    def _member(self, address: FileAddress, part: Part) -> bytes:
        try:
            members = workbooks_in(self._zip_bytes(address.uid, part), self.pattern, self.zip_limits)
        except UnreadableZipError:
            members = []
        if len(members) != address.members:  # listed by other settings
            raise StillBeingWrittenError(Place.INBOX)
        return members[address.member - 1].data

    def _in_time(self, check: Callable[[], None]) -> Callable[[], None]:
        def checked() -> None:
            with self._mailbox.visit():
                check()

        return checked

    def _can_list(self) -> None:
        self.list_waiting()

    def _can_read(self) -> None:
        self._mailbox.select(readonly=True)
        for uid in self._mailbox.uids()[-1:]:
            self._mailbox.first_byte(uid)

    def _can_move(self) -> None:
        self._mailbox.select(readonly=False)
        if not self._mailbox.has_folder(self.done_folder):
            probe = f"{self.done_folder}-uji-{secrets.token_hex(4)}"
            self._mailbox.make_folder(probe)
            self._mailbox.drop_folder(probe)

    def _clocks_agree(self) -> None:
        """Compares the clocks. The server tells no time, but it tells how old a mail is (RFC 5032), and with that its
        own clock. Raises CannotTellError where there is no mail, or the server cannot answer.
        """
        self._mailbox.select(readonly=True)
        for oldest in self._mailbox.envelopes(self._mailbox.uids()[:1]):
            age = self.clock() - oldest.arrived.timestamp()
            match self._mailbox.is_younger(oldest.uid, max(1, math.ceil(age + CLOCK_SECONDS))):
                case False:
                    raise ClockError(Place.INBOX, f"over {CLOCK_SECONDS:.0f}")
                case True if age > CLOCK_SECONDS + 1:
                    if self._mailbox.is_younger(oldest.uid, int(age - CLOCK_SECONDS)):
                        raise ClockError(Place.INBOX, f"over {CLOCK_SECONDS:.0f}")
                    return
        raise CannotTellError


@dataclass(frozen=True)
class _Parts:
    """The parts of one mail (``connectors.mail.contents.Reader``)."""

    source: ImapSource
    uid: int

    def beginnings(self, parts: Sequence[Part]) -> dict[str, bytes]:
        first_bytes = self.source._mailbox.beginnings(self.uid, [part.section for part in parts])
        return {part.section: decoded(part.encoding, first_bytes.get(part.section, b""))[:HEAD] for part in parts}

    def whole(self, part: Part) -> bytes:
        return self.source._zip_bytes(self.uid, part)

    def is_taken_zip(self, address: FileAddress) -> bool:
        return self.source._is_done_zip(address)


def _holds_nothing(contents: Contents) -> bool:
    """Whether nothing was attached, or only files whose names are not wanted."""
    return not (contents.files or contents.skipped) and not any(untaken.holds for untaken in contents.untaken)


def _left(envelope: Envelope, mail: FileAddress, reason: LeftReason, name: str = "") -> LeftAlone:
    """Something left of a mail whose sender is known and can be told; the mail itself unless there is a ``name``."""
    arrived_at = envelope.arrived.astimezone(UTC)
    return LeftAlone(name or mail_name(envelope), reason, mail.mail, arrived_at, ours=not name)


def _told(strangers: list[Envelope]) -> list[LeftAlone]:
    """Reports the newest strangers by name, the others by number."""
    newest_first = sorted(strangers, key=lambda envelope: envelope.arrived, reverse=True)
    left_alone = [
        LeftAlone(mail_name(envelope), LeftReason.UNKNOWN_SENDER, ours=True)
        for envelope in newest_first[:_STRANGERS_TOLD]
    ]
    if remaining_count := len(newest_first) - len(left_alone):
        left_alone.append(LeftAlone(f"{remaining_count} surel lain", LeftReason.UNKNOWN_SENDER, ours=True))
    return left_alone


def _fetched(pieces: Iterator[bytes], limit: int) -> Fetched:
    """Hash and size of all pieces, and their bytes up to the limit."""
    digest, size, data = hashlib.sha256(), 0, bytearray()
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        if size <= limit:
            data += piece
        else:
            data.clear()
    return Fetched(digest.hexdigest(), size, bytes(data) if size <= limit else None)
