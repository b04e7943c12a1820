"""What becomes of each pair, by its groups and by what people decided: joined, asked or apart, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from warehouse.identities.decisions import Answer, IdentityDecision, apart_pairs
from warehouse.linkage.grouping import Grouped, Pair
from warehouse.linkage.matching import ASK

JOINED, ASKED, APART = "joined", "asked", "apart"
_ANSWERED = {
    Answer.SAME: "petugas: satu usaha",
    Answer.SAME_OWNER: "petugas: pemilik sama, usaha lain",
    Answer.DIFFERENT: "petugas: berbeda",
    Answer.UNSURE: "petugas: belum pasti",
}
CHANGED = "buktinya berubah sejak diputuskan"
TOO_LARGE = "kelompoknya lebih dari 6 catatan atau 3 kantor"
OWNERS_TOO_LARGE = "kelompok pemiliknya lebih dari 6 catatan atau 3 kantor"
HELD_APART = "kelompoknya dinyatakan berbeda oleh petugas"
ONE_OWNER = "pemilik sama, nama lain"


@dataclass(frozen=True)
class State:
    """What a pair is, whether a person is asked about it, and why, in words."""

    state: str
    question: bool
    why: str


def pair_states(
    pairs: pd.DataFrame, businesses: Grouped, owners: Grouped | None, decisions: Sequence[IdentityDecision]
) -> Iterator[State]:
    """The state of each of these pairs, in order."""
    decided = {decision.pair: decision for decision in decisions}
    held_apart = {_groups_of(businesses, pair) for pair in apart_pairs(decisions) if _are_there(businesses, pair)}
    waiting = set(businesses.waiting)
    owners_waiting = set(owners.waiting) if owners else set()
    for row in pairs.itertuples(index=False):
        pair: Pair = ((row.office_a, row.key_a), (row.office_b, row.key_b))
        if pair in decided:
            yield _decided(decided[pair], row.evidence, businesses)
        elif _are_one(businesses, pair):
            yield State(JOINED, False, "")
        elif _groups_of(businesses, pair) in held_apart:
            yield State(APART, False, HELD_APART)
        elif pair in waiting:
            yield State(ASKED, True, TOO_LARGE)
        elif row.probability >= ASK:
            yield State(ASKED, True, "")
        elif pair in owners_waiting:
            yield State(ASKED, True, OWNERS_TOO_LARGE)
        else:
            yield State(APART, False, ONE_OWNER if owners and _are_one(owners, pair) else "")


def _decided(decision: IdentityDecision, evidence: str, businesses: Grouped) -> State:
    """A decided pair is asked again when its evidence is no longer that of the decision."""
    changed = decision.evidence != evidence
    why = "; ".join([_ANSWERED[decision.answer], *([CHANGED] if changed else [])])
    if _are_one(businesses, decision.pair):
        return State(JOINED, changed, why)
    return State(ASKED if changed else APART, changed, why)


def _are_there(grouped: Grouped, pair: Pair) -> bool:
    return all(record in grouped.groups for record in pair)


def _are_one(grouped: Grouped, pair: Pair) -> bool:
    return grouped.groups[pair[0]] == grouped.groups[pair[1]]


def _groups_of(grouped: Grouped, pair: Pair) -> frozenset[tuple]:
    return frozenset(grouped.groups[record] for record in pair)
