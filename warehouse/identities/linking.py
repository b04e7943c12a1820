"""Brings pairs, groups and numbers up to date with what is in force: after publishing, in a transaction of its own.

Only records that changed since are compared. Reading and comparing hold no lock; whoever finds that another was faster
computes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, and_, bindparam, delete, func, insert, select, update

from warehouse.bulk import insert_frame
from warehouse.collection import no_collection
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseBusy
from warehouse.forgetting.requests import suppressed_keys
from warehouse.identities.decisions import Answer, IdentityDecision, apart_pairs, decisions_known, joined_pairs
from warehouse.identities.numbering import Numbered, numbered
from warehouse.identities.records import read_records
from warehouse.identities.runs import change_number, note_change
from warehouse.identities.states import pair_states
from warehouse.identities.subjects import OWNER, PREFIXES, SUBJECTS, Subject
from warehouse.identities.tables import (
    identity,
    identity_change,
    identity_member,
    identity_pair,
    identity_record,
)
from warehouse.linkage.grouping import Grouped, Pair, Record
from warehouse.linkage.matching import PAIR, SCORES, grouped_businesses, grouped_owners, scored_pairs
from warehouse.linkage.model import Model, shipped_model
from warehouse.locks import hold_until_the_end

_TRIES = 5
_PAIR_COLUMNS = (*PAIR, *SCORES, "state", "question", "why")


@dataclass(frozen=True)
class Linked:
    """What an update did: records compared, records whose identity changed, and pairs that wait for a person."""

    compared: int
    changed: int
    waiting: int


def link(warehouse: Warehouse, model: Model | None = None) -> Linked:
    """Brings all identities up to date. Doing it again changes nothing. Raises WarehouseBusy where others never
    rest.
    """
    with no_collection():
        done = [_link_subject(warehouse, subject, model or shipped_model()) for subject in SUBJECTS.values()]
    return Linked(
        *(sum(column) for column in zip(*((part.compared, part.changed, part.waiting) for part in done), strict=True))
    )


def _link_subject(warehouse: Warehouse, subject: Subject, model: Model) -> Linked:
    for _ in range(_TRIES):
        with warehouse.read() as connection:
            plan = _plan(connection, warehouse, subject, model)
        if warehouse.run(lambda connection, plan=plan: _carry_out(connection, warehouse, plan)):
            return Linked(plan.compared, sum(map(len, plan.members.values())), int(plan.pairs["question"].sum()))
    raise WarehouseBusy("Identitas usaha terus berubah; cobalah lagi nanti.")


@dataclass(frozen=True)
class _Plan:
    """What is to be written, computed on ``number``."""

    subject: Subject
    number: int
    compared: int
    records: pd.DataFrame
    gone_records: list[Record]
    pairs: pd.DataFrame
    gone_pairs: list[Pair]
    new_pairs: pd.DataFrame
    numbers: Mapping[str, Numbered]
    members: Mapping[str, list[tuple[Record, int, str | None]]]


def _plan(connection: Connection, warehouse: Warehouse, subject: Subject, model: Model) -> _Plan:
    records = read_records(connection, warehouse, subject, model.version)
    keys = list(zip(records["office"], records["row_key"], strict=True))
    signs = _signs(connection, subject)
    forgotten = suppressed_keys(connection)  # nothing of them is left to compare: they stay joined as they were
    is_fresh = np.array(
        [
            signs.get(key) != sign and not (key in forgotten and key in signs)
            for key, sign in zip(keys, records["sign"], strict=True)
        ],
        dtype=bool,
    )
    gone = sorted(signs.keys() - set(keys))
    before = _stored_pairs(connection, subject)
    decisions = decisions_known(connection, subject)
    pairs = _pairs(records, before, model, is_fresh, set(gone))
    groups = _groups(subject, records, pairs, decisions)
    pairs = _with_states(pairs, groups, decisions)
    gone_pairs, new_pairs = _differences(before, pairs)
    numbers, members = {}, {}
    for level, grouped in groups.items():
        numbers[level], members[level] = _numbered(connection, level, grouped)
    return _Plan(
        subject, change_number(connection, subject), int(is_fresh.sum()), records[is_fresh], gone, pairs, gone_pairs,
        new_pairs, numbers, members,
    )  # fmt: skip


def _signs(connection: Connection, subject: Subject) -> dict[Record, str]:
    table = identity_record
    rows = connection.execute(
        select(table.c.office, table.c.row_key, table.c.sign).where(table.c.subject == subject.name)
    )
    return {(office, key): sign for office, key, sign in rows}


def _stored_pairs(connection: Connection, subject: Subject) -> pd.DataFrame:
    table = identity_pair
    query = select(*(table.c[name] for name in _PAIR_COLUMNS)).where(table.c.subject == subject.name)
    return pd.DataFrame(connection.execute(query).all(), columns=list(_PAIR_COLUMNS), dtype=object)


def _pairs(
    records: pd.DataFrame, before: pd.DataFrame, model: Model, is_fresh: np.ndarray, gone: set[Record]
) -> pd.DataFrame:
    """The pairs of records that did not change as they were found before, and those of others found now."""
    changed = gone | set(zip(records["office"][is_fresh], records["row_key"][is_fresh], strict=True))
    still_true = [
        (row.office_a, row.key_a) not in changed and (row.office_b, row.key_b) not in changed
        for row in before.itertuples(index=False)
    ]
    pairs = [before.loc[still_true, [*PAIR, *SCORES]]]
    if is_fresh.any():
        pairs.append(scored_pairs(records, model, is_fresh).astype(object))
    return pd.concat(pairs).sort_values(list(PAIR), kind="stable").reset_index(drop=True)


def _groups(
    subject: Subject, records: pd.DataFrame, pairs: pd.DataFrame, decisions: list[IdentityDecision]
) -> dict[str, Grouped]:
    """The groups of each level. All records of one business have one owner."""
    joined = joined_pairs(decisions)
    groups = {subject.levels[0]: grouped_businesses(records, pairs, joined=joined, apart=apart_pairs(decisions))}
    if OWNER in subject.levels:
        businesses = groups[subject.levels[0]]
        links = [(group[0], other) for group in sorted(set(businesses.groups.values())) for other in group[1:]]
        same = [decision.pair for decision in decisions if decision.answer is Answer.SAME_OWNER]
        different = [decision.pair for decision in decisions if decision.answer is Answer.DIFFERENT]
        groups[OWNER] = grouped_owners(records, pairs, joined=[*joined, *links, *same], apart=different)
    return groups


def _with_states(pairs: pd.DataFrame, groups: Mapping[str, Grouped], decisions: list[IdentityDecision]) -> pd.DataFrame:
    businesses, owners = next(iter(groups.values())), groups.get(OWNER)
    states = list(pair_states(pairs, businesses, owners, decisions))
    return pairs.assign(
        state=[state.state for state in states],
        question=[state.question for state in states],
        why=[state.why for state in states],
    )


def _differences(before: pd.DataFrame, after: pd.DataFrame) -> tuple[list[Pair], pd.DataFrame]:
    """The pairs to be deleted, and those to be written: new ones, and those of which anything is different."""
    stored, new_rows = ({row[:4]: row for row in frame.itertuples(index=False, name=None)} for frame in (before, after))
    gone = [key for key, row in stored.items() if new_rows.get(key) != row]
    new = np.array([stored.get(row[:4]) != row for row in after.itertuples(index=False, name=None)], dtype=bool)
    return [((a, b), (c, d)) for a, b, c, d in gone], after[new]


def _numbered(
    connection: Connection, level: str, grouped: Grouped
) -> tuple[Numbered, list[tuple[Record, int, str | None]]]:
    """The numbers of a level's groups, and the records whose number or basis is another than before."""
    table = identity_member
    query = (
        select(table.c.office, table.c.row_key, identity.c.number, table.c.basis)
        .join(identity, identity.c.id == table.c.identity_id)
        .where(table.c.level == level, table.c.live_to.is_(None))
    )
    former = {(row.office, row.row_key): (row.number, row.basis) for row in connection.execute(query)}
    newest = connection.scalar(select(func.max(identity.c.number)).where(identity.c.level == level)) or 0
    groups = set(grouped.groups.values())
    standing = {record: former[record][0] for record in grouped.groups if record in former}
    result = numbered(groups, standing, newest)
    now = {record: (number, grouped.basis.get(group)) for group, number in result.numbers.items() for record in group}
    changed = [(record, *state) for record, state in sorted(now.items()) if former.get(record) != state]
    return result, changed


def _carry_out(connection: Connection, warehouse: Warehouse, plan: _Plan) -> bool:
    """Writes a plan; False, and nothing, when the identities are no longer those that it was computed on."""
    hold_until_the_end(connection, "identities")
    subject = plan.subject
    if change_number(connection, subject) != plan.number:
        return False
    at = warehouse.now()
    changed = any(plan.members.values())
    if not (changed or len(plan.records) or plan.gone_records or plan.gone_pairs or len(plan.new_pairs)):
        return True
    _forget(connection, identity_record, subject, ("office", "row_key"), [*plan.gone_records, *_keys(plan.records)])
    signs = plan.records[["office", "row_key", "sign"]].assign(subject=subject.name)
    insert_frame(connection, identity_record, signs)
    _forget(connection, identity_pair, subject, PAIR, [(*a, *b) for a, b in plan.gone_pairs])
    insert_frame(connection, identity_pair, _typed(plan.new_pairs).assign(subject=subject.name))
    for level, members in plan.members.items():
        _move(connection, level, plan.numbers[level], members, at)
    note_change(connection, subject, at if changed else None)
    return True


def _keys(records: pd.DataFrame) -> list[Record]:
    return list(zip(records["office"], records["row_key"], strict=True))


def _typed(pairs: pd.DataFrame) -> pd.DataFrame:
    types = dict.fromkeys(("probability", "owner_probability"), "float64") | dict.fromkeys(
        ("certain", "same_person", "question"), "boolean"
    )
    return pairs.astype(types)


def _forget(connection: Connection, table: Table, subject: Subject, names: Iterable[str], keys: list[tuple]) -> None:
    if not keys:
        return
    same = and_(table.c.subject == subject.name, *(table.c[name] == bindparam(f"one_{name}") for name in names))
    connection.execute(
        delete(table).where(same),
        [{f"one_{name}": value for name, value in zip(names, key, strict=True)} for key in keys],
    )


def _move(
    connection: Connection, level: str, result: Numbered, members: list[tuple[Record, int, str | None]], at: datetime
) -> None:
    """Gives records their new identities from now on."""
    stored_numbers = set(connection.scalars(select(identity.c.number).where(identity.c.level == level)))
    minted = sorted(set(result.numbers.values()) - stored_numbers)
    if minted:
        rows = [
            {"id": identity_name(level, number), "level": level, "number": number, "since": at} for number in minted
        ]
        connection.execute(insert(identity), rows)
    if members:
        table = identity_member
        ended = and_(
            table.c.level == level, table.c.office == bindparam("one_office"), table.c.row_key == bindparam("one_key"),
            table.c.live_to.is_(None),
        )  # fmt: skip
        keys = [{"one_office": office, "one_key": key} for (office, key), _, _ in members]
        connection.execute(update(table).where(ended).values(live_to=at), keys)
        rows = [
            {"level": level, "office": office, "row_key": key, "live_from": at,
             "identity_id": identity_name(level, number), "basis": basis}
            for (office, key), number, basis in members
        ]  # fmt: skip
        connection.execute(insert(table), rows)
    changes = [("joined", *pair) for pair in result.joined] + [("parted", *pair) for pair in result.parted]
    if changes:
        connection.execute(
            insert(identity_change),
            [
                {
                    "identity_id": identity_name(level, number),
                    "other_id": identity_name(level, other_number),
                    "at": at,
                    "change": change,
                }
                for change, number, other_number in changes
            ],
        )


def identity_name(level: str, number: int) -> str:
    """A number as people read it: ``U0000042``."""
    return f"{PREFIXES[level]}{number:07d}"
