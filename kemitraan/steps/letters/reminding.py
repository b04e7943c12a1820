"""Reminders, complaints and the digest: the letters of a day, each sent once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.errors import OutsideError
from kemitraan.config.models import Config
from kemitraan.steps.letters import letter_words
from kemitraan.steps.letters.coming_changes import coming_changes
from kemitraan.steps.letters.due_calendar import Calendar
from kemitraan.steps.letters.mailing import Sender, send_unless_sent
from kemitraan.steps.letters.wanted import Fate, LetterKind, Wanted, letters_wanted
from kemitraan.steps.workshop import Workshop
from schemas.period import Period


@dataclass(frozen=True)
class LetterLine:
    """A letter and its fate. ``office`` is its code, 76 for the digest. ``sent_at`` (UTC) says when it went out, now or
    before; ``problem`` is the reason where it failed.
    """

    kind: LetterKind
    office: str
    name: str
    period: Period
    fate: Fate
    sent_at: datetime | None = None
    error: OutsideError | None = None


def wanted_letters(workshop: Workshop, due_calendar: Calendar) -> list[Wanted]:
    """The letters of the day, including those that went out already; the digest last."""
    return letters_wanted(
        due_calendar.upcoming, due_calendar.past, due_calendar.today, workshop.config.settings.remind_days_before
    )


def planned(workshop: Workshop, due_calendar: Calendar, letters: Sequence[Wanted]) -> list[LetterLine]:
    """The fate of each letter if they were sent now."""
    lines = []
    for letter in letters:
        letter_before = due_calendar.letters_sent.get(letter.key)
        if letter_before:
            lines.append(_line(workshop.config, letter, Fate.BEFORE, letter_before.sent_at))
        else:
            reachable = address_of(workshop.config, letter) is not None
            lines.append(_line(workshop.config, letter, Fate.PLANNED if reachable else Fate.NO_ADDRESS))
    return lines


def send_wanted(workshop: Workshop, mailer: Sender, letter: Wanted, due_calendar: Calendar) -> LetterLine:
    """Sends one letter, unless it went out before. Raises OutsideError when the mail server fails: nothing is recorded
    then, and the next try sends it.
    """
    to = address_of(workshop.config, letter)
    if to is None:
        return _line(workshop.config, letter, Fate.NO_ADDRESS)
    letter_before = send_unless_sent(workshop, mailer, to, letter.key, *written(workshop, letter, due_calendar))
    if letter_before:
        return _line(workshop.config, letter, Fate.BEFORE, letter_before.sent_at)
    return _line(workshop.config, letter, Fate.SENT, workshop.warehouse.now())


def remind(
    workshop: Workshop, due_calendar: Calendar, open_mailer: Callable[[], Sender], dry_run: bool = False
) -> list[LetterLine]:
    """Sends every letter of the day, one by one. Where one fails, the others go out all the same."""
    letters = wanted_letters(workshop, due_calendar)
    lines = planned(workshop, due_calendar, letters)
    if dry_run:
        return lines
    return [
        _tried(workshop, open_mailer, letter, due_calendar) if line.fate is Fate.PLANNED else line
        for letter, line in zip(letters, lines, strict=True)
    ]


def _tried(workshop: Workshop, open_mailer: Callable[[], Sender], letter: Wanted, due_calendar: Calendar) -> LetterLine:
    try:
        return send_wanted(workshop, open_mailer(), letter, due_calendar)
    except OutsideError as error:
        return failed(workshop.config, letter, error)


def failed(config: Config, letter: Wanted, error: OutsideError) -> LetterLine:
    """The line of a letter that the mail server did not take."""
    return _line(config, letter, Fate.FAILED, error=error)


def address_of(config: Config, letter: Wanted) -> str | None:
    """The recipient of the letter; None where there is no mail server or no address."""
    if config.mail is None:
        return None
    return config.mail.staff if letter.kind is LetterKind.DIGEST else config.office(letter.office).email


def written(workshop: Workshop, letter: Wanted, due_calendar: Calendar) -> tuple[str, str]:
    """Subject and text."""
    config = workshop.config
    assert config.mail is not None  # else there is no address
    if letter.kind is LetterKind.DIGEST:
        return letter_words.digest(
            letter.about, lambda code: config.office(code).name, _unreached(workshop, due_calendar)
        )
    if letter.kind is LetterKind.LATE:
        return letter_words.late(config.office(letter.office), letter.about[0], config.mail.staff)
    office, due = config.office(letter.office), letter.about[0]
    return letter_words.reminder(office, due, due_calendar.today, coming_changes(config, office, due.period))


def _unreached(workshop: Workshop, due_calendar: Calendar) -> list[str]:
    return [
        workshop.config.office(letter.office).name
        for letter in wanted_letters(workshop, due_calendar)
        if letter.kind is LetterKind.LATE and address_of(workshop.config, letter) is None
    ]


def _line(
    config: Config, letter: Wanted, fate: Fate, sent_at: datetime | None = None, error: OutsideError | None = None
) -> LetterLine:
    name = "Petugas provinsi" if letter.kind is LetterKind.DIGEST else config.office(letter.office).name
    return LetterLine(letter.kind, letter.office, name, letter.period, fate, sent_at, error)
