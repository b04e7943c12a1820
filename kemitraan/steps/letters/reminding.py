"""Reminders, complaints and the digest: what a day asks for, and each of them sent once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.errors import OutsideError
from kemitraan.config.models import Config
from kemitraan.steps.letters import letter_words
from kemitraan.steps.letters.due_calendar import Calendar
from kemitraan.steps.letters.mailing import Sender, send_unless_sent
from kemitraan.steps.letters.wanted import Fate, LetterKind, Wanted, letters_wanted
from kemitraan.steps.workshop import Workshop


@dataclass(frozen=True)
class LetterLine:
    """A letter and its fate. ``office`` by its code, 76 for the digest. ``sent_at`` (UTC) where it went out, now or
    before; ``problem``: the reason where it failed.
    """

    kind: LetterKind
    office: str
    name: str
    period: str
    fate: Fate
    sent_at: datetime | None = None
    error: OutsideError | None = None


def wanted_letters(workshop: Workshop, seen: Calendar) -> list[Wanted]:
    """The letters that the day asks for, those that went out already among them; the digest last."""
    return letters_wanted(seen.upcoming, seen.past, seen.today, workshop.config.settings.remind_days_before)


def planned(workshop: Workshop, seen: Calendar, wanted: Sequence[Wanted]) -> list[LetterLine]:
    """What would become of each letter if they were sent now."""
    lines = []
    for one in wanted:
        before = seen.sent.get(one.key)
        if before:
            lines.append(_line(workshop.config, one, Fate.BEFORE, before.sent_at))
        else:
            reachable = address_of(workshop.config, one) is not None
            lines.append(_line(workshop.config, one, Fate.PLANNED if reachable else Fate.NO_ADDRESS))
    return lines


def send_wanted(workshop: Workshop, mailer: Sender, one: Wanted, seen: Calendar) -> LetterLine:
    """Send one letter, unless it went out before. Raises OutsideError when the mail server fails: nothing is recorded
    then, and the next try sends it.
    """
    to = address_of(workshop.config, one)
    if to is None:
        return _line(workshop.config, one, Fate.NO_ADDRESS)
    before = send_unless_sent(workshop, mailer, to, one.key, *written(workshop, one, seen))
    if before:
        return _line(workshop.config, one, Fate.BEFORE, before.sent_at)
    return _line(workshop.config, one, Fate.SENT, workshop.warehouse.now())


def remind(
    workshop: Workshop, seen: Calendar, open_mailer: Callable[[], Sender], dry_run: bool = False
) -> list[LetterLine]:
    """Send every letter that the day asks for, one by one; where one fails the others go out all the same."""
    wanted = wanted_letters(workshop, seen)
    lines = planned(workshop, seen, wanted)
    if dry_run:
        return lines
    return [
        _tried(workshop, open_mailer, one, seen) if line.fate is Fate.PLANNED else line
        for one, line in zip(wanted, lines, strict=True)
    ]


def _tried(workshop: Workshop, open_mailer: Callable[[], Sender], one: Wanted, seen: Calendar) -> LetterLine:
    try:
        return send_wanted(workshop, open_mailer(), one, seen)
    except OutsideError as error:
        return failed(workshop.config, one, error)


def failed(config: Config, one: Wanted, error: OutsideError) -> LetterLine:
    """The line of a letter that the mail server did not take."""
    return _line(config, one, Fate.FAILED, error=error)


def address_of(config: Config, one: Wanted) -> str | None:
    """Where the letter goes; None where there is no mail server or no address."""
    if config.mail is None:
        return None
    return config.mail.staff if one.kind is LetterKind.DIGEST else config.office(one.office).email


def written(workshop: Workshop, one: Wanted, seen: Calendar) -> tuple[str, str]:
    """Subject and text."""
    config = workshop.config
    assert config.mail is not None  # else there is no address
    if one.kind is LetterKind.DIGEST:
        return letter_words.digest(one.about, lambda code: config.office(code).name, _unreached(workshop, seen))
    if one.kind is LetterKind.LATE:
        return letter_words.late(config.office(one.office), one.about[0], config.mail.staff)
    return letter_words.reminder(config.office(one.office), one.about[0], seen.today)


def _unreached(workshop: Workshop, seen: Calendar) -> list[str]:
    return [
        workshop.config.office(one.office).name
        for one in wanted_letters(workshop, seen)
        if one.kind is LetterKind.LATE and address_of(workshop.config, one) is None
    ]


def _line(
    config: Config, one: Wanted, fate: Fate, sent_at: datetime | None = None, error: OutsideError | None = None
) -> LetterLine:
    name = "Petugas provinsi" if one.kind is LetterKind.DIGEST else config.office(one.office).name
    return LetterLine(one.kind, one.office, name, one.period, fate, sent_at, error)
