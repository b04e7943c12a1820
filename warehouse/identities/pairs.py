"""Pairs as people and programs are told of them: what each is, how probable, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from warehouse.identities.decisions import Answer, decisions_known
from warehouse.identities.states import APART, JOINED
from warehouse.identities.subjects import Subject
from warehouse.identities.tables import identity_member, identity_pair
from warehouse.linkage.grouping import Pair, Record


@dataclass(frozen=True)
class FoundPair:
    """Two records that may be one. ``why``: evidence, and what people said, in words without a value. ``question``: it
    waits for a person.
    """

    pair: Pair
    probability: float
    state: str
    why: tuple[str, ...]
    question: bool
    evidence: str


def found_pairs(connection: Connection, subject: Subject) -> list[FoundPair]:
    """Every pair that was found, or decided on, in the order of its keys."""
    pairs = {pair.pair: pair for pair in _read(connection, subject)}
    for decision in decisions_known(connection, subject):
        if decision.pair not in pairs:
            state = JOINED if decision.answer is Answer.SAME else APART
            pairs[decision.pair] = FoundPair(decision.pair, 0.0, state, (f"petugas: {decision.why}",), False, "")
    return [pairs[pair] for pair in sorted(pairs)]


def questions(connection: Connection, subject: Subject) -> list[FoundPair]:
    """The pairs that wait for a person, the most probable first."""
    waiting = _read(connection, subject, identity_pair.c.question)
    return sorted(waiting, key=lambda pair: (-pair.probability, pair.pair))


def identities_of(connection: Connection, level: str, records: Sequence[Record]) -> dict[Record, str]:
    """The numbers that these records have now; those not compared yet are left out."""
    table = identity_member
    numbers: dict[Record, str] = {}
    for office, key in dict.fromkeys(records):
        own_record = (
            (table.c.level == level) & (table.c.office == office) & (table.c.row_key == key) & table.c.live_to.is_(None)
        )
        number = connection.scalar(select(table.c.identity_id).where(own_record))
        if number is not None:
            numbers[office, key] = number
    return numbers


def _read(connection: Connection, subject: Subject, *which: ColumnElement[bool]) -> list[FoundPair]:
    table = identity_pair
    rows = connection.execute(select(table).where(table.c.subject == subject.name, *which))
    return [
        FoundPair(
            ((row.office_a, row.key_a), (row.office_b, row.key_b)),
            row.probability,
            row.state,
            (*row.evidence.split(", "), *filter(None, row.why.split("; "))),
            row.question,
            row.evidence,
        )
        for row in rows
    ]
