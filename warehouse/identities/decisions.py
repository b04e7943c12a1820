"""What people decide about two records: by office and key, dated, never deleted, undone by a further entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, insert, select, update

from schemas.masking import mask_strays
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.identities.runs import note_change
from warehouse.identities.subjects import BUSINESSES, SUBJECTS, Subject
from warehouse.identities.tables import identity_decision, identity_pair
from warehouse.linkage.grouping import Pair, Record, are_at_odds, pair_of
from warehouse.linkage.model import shipped_model
from warehouse.locks import hold_until_the_end

AGAIN = "diputuskan lagi"
LEAST_WHO, LEAST_WHY = 2, 3


class Answer(StrEnum):
    """What two records are."""

    SAME = "same"
    SAME_OWNER = "same_owner"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True)
class IdentityDecision:
    """One decision. ``evidence`` is None where the matcher had not found the pair."""

    id: int
    subject: str
    pair: Pair
    answer: Answer
    who: str
    why: str
    evidence: str | None
    model: str
    live_from: datetime
    live_to: datetime | None
    ended_by: str | None
    ended_why: str | None


def decisions_known(
    connection: Connection, subject: Subject, known_on: datetime | None = None
) -> list[IdentityDecision]:
    """The decisions that hold now, or held at a moment, by their numbers."""
    table = identity_decision
    return _read(connection, table.c.subject == subject.name, _holds(known_on))


def all_decisions(connection: Connection) -> list[IdentityDecision]:
    """Every decision ever made, also those that were undone."""
    return _read(connection)


def joined_pairs(decisions: Iterable[IdentityDecision]) -> list[Pair]:
    """The pairs that people call one business."""
    return [decision.pair for decision in decisions if decision.answer is Answer.SAME]


def apart_pairs(decisions: Iterable[IdentityDecision]) -> list[Pair]:
    """The pairs that people call two businesses."""
    return [decision.pair for decision in decisions if decision.answer in (Answer.SAME_OWNER, Answer.DIFFERENT)]


def decide_pair(
    warehouse: Warehouse, subject: Subject, a: Record, b: Record, answer: Answer, *, who: str, why: str
) -> IdentityDecision:
    """Enters a decision; a former one about the pair ends with it.

    Raises WarehouseError for records that there are not, for a decision without a name or a reason, and for one that
    contradicts others.
    """
    who, why = mask_strays(" ".join(who.split())), mask_strays(" ".join(why.split()))
    if len(who) < LEAST_WHO or len(why) < LEAST_WHY:
        raise WarehouseError("Tulis nama Anda dan alasannya.")
    if a == b:
        raise WarehouseError("Kedua catatan itu satu catatan yang sama.")
    if subject is not BUSINESSES and answer is Answer.SAME_OWNER:
        raise WarehouseError("Pemilik hanya dibedakan untuk usaha, tidak untuk mitra.")
    pair = pair_of(a, b)

    def work(connection: Connection) -> IdentityDecision:
        hold_until_the_end(connection, "identities")
        for record in pair:
            _must_stand(connection, subject, record)
        other_decisions = [decision for decision in decisions_known(connection, subject) if decision.pair != pair]
        _must_agree(other_decisions, pair, answer)
        at = warehouse.now()
        _end(connection, identity_decision.c.subject == subject.name, _is(pair), at=at, by=who, why=AGAIN)
        values = dict(zip(("office_a", "key_a", "office_b", "key_b"), (*pair[0], *pair[1]), strict=True))
        evidence = connection.scalar(
            select(identity_pair.c.evidence).where(
                identity_pair.c.subject == subject.name,
                *(identity_pair.c[name] == value for name, value in values.items()),
            )
        )
        connection.execute(
            insert(identity_decision).values(
                subject=subject.name, **values, answer=answer.value, who=who, why=why, evidence=evidence,
                model=shipped_model().version, live_from=at,
            )
        )  # fmt: skip
        note_change(connection, subject, None)
        return _read(connection, identity_decision.c.subject == subject.name, _is(pair), _holds(None))[0]

    return warehouse.run(work)


def undo_decision(warehouse: Warehouse, number: int, *, who: str, why: str) -> IdentityDecision:
    """Ends a decision: the pair is as if nobody had decided. Raises WarehouseError for one that does not hold."""
    who, why = mask_strays(" ".join(who.split())), mask_strays(" ".join(why.split()))
    if len(who) < LEAST_WHO or len(why) < LEAST_WHY:
        raise WarehouseError("Tulis nama Anda dan alasannya.")

    def work(connection: Connection) -> IdentityDecision:
        hold_until_the_end(connection, "identities")
        if not _read(connection, identity_decision.c.id == number, _holds(None)):
            raise WarehouseError(f"Tidak ada keputusan nomor {number} yang berlaku.")
        _end(connection, identity_decision.c.id == number, at=warehouse.now(), by=who, why=why)
        ended = _read(connection, identity_decision.c.id == number)[0]
        note_change(connection, SUBJECTS[ended.subject], None)
        return ended

    return warehouse.run(work)


def _must_agree(other_decisions: list[IdentityDecision], pair: Pair, answer: Answer) -> None:
    """Checks that a decision and the others can all be true: no chain of "same" joins what is apart."""
    joined, apart = joined_pairs(other_decisions), apart_pairs(other_decisions)
    if answer is Answer.SAME:
        joined.append(pair)
    elif answer is not Answer.UNSURE:
        apart.append(pair)
    if at_odds := are_at_odds(joined, apart):
        records = " dan ".join("/".join(record) for record in at_odds)
        raise WarehouseError(
            f"Keputusan ini bertentangan dengan keputusan lain: {records} akan menjadi satu usaha sekaligus berbeda. "
            "Batalkan dahulu yang keliru (`kemitraan link-undo`)."
        )


def _must_stand(connection: Connection, subject: Subject, record: Record) -> None:
    current = subject.tables.current
    standing_row = select(current.c.row_key).where(current.c.office == record[0], current.c.row_key == record[1])
    if connection.execute(standing_row).first() is None:
        raise WarehouseError(f"Catatan {'/'.join(record)} tidak ada. Tulis seperti 76.05/MJN-0001.")


def _end(connection: Connection, *which: ColumnElement[bool], at: datetime, by: str, why: str) -> None:
    change = update(identity_decision).where(*which, identity_decision.c.live_to.is_(None))
    connection.execute(change.values(live_to=at, ended_by=by, ended_why=why))


def _is(pair: Pair) -> ColumnElement[bool]:
    table, (a, b) = identity_decision, pair
    return (table.c.office_a == a[0]) & (table.c.key_a == a[1]) & (table.c.office_b == b[0]) & (table.c.key_b == b[1])


def _holds(known_on: datetime | None) -> ColumnElement[bool]:
    table = identity_decision
    if known_on is None:
        return table.c.live_to.is_(None)
    return (table.c.live_from <= known_on) & (table.c.live_to.is_(None) | (table.c.live_to > known_on))


def _read(connection: Connection, *which: ColumnElement[bool]) -> list[IdentityDecision]:
    rows = connection.execute(select(identity_decision).where(*which).order_by(identity_decision.c.id))
    return [
        IdentityDecision(
            row.id, row.subject, ((row.office_a, row.key_a), (row.office_b, row.key_b)), Answer(row.answer), row.who,
            row.why, row.evidence, row.model, row.live_from, row.live_to, row.ended_by, row.ended_why,
        )
        for row in rows
    ]  # fmt: skip
