"""Which files of an inbox wait and are whole, and which are left alone: the same for every source that has folders."""

from __future__ import annotations

import fnmatch
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from connectors.base import Item, LeftAlone, LeftReason, Listing
from connectors.file_items import DONE_FOLDER, item_of
from connectors.names import shown_name
from connectors.wholeness import Look, is_clutter, is_upload_name


class Kind(StrEnum):
    """The kind of a folder's entry. ``OTHER`` is a link, a pipe, or nothing that can be asked for by its name."""

    FILE = "file"
    FOLDER = "folder"
    OTHER = "other"


@dataclass(frozen=True)
class Entry:
    """An entry of an inbox by its raw name. A file has a ``look``, unless it is gone already."""

    name: str
    kind: Kind
    look: Look | None = None


@dataclass(frozen=True)
class Rules:
    """What counts as a submission that is whole.

    ``pattern`` says which names count (``*.xlsx``), upper and lower case alike. A file touched less than
    ``settle_seconds`` ago is looked at twice and taken only if nothing changed. A file that looks unfinished
    (``connectors.wholeness``) is left for ``patience_seconds`` after its last write, then taken as it is.
    ``done_folder`` is where done files lie.
    """

    pattern: str = "*"
    settle_seconds: float = 2.0
    patience_seconds: float = 600.0
    done_folder: str = DONE_FOLDER
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def listing(
        self,
        entries: Iterable[Entry],
        look_again: Callable[[Collection[str]], Mapping[str, Look]],
        is_unfinished: Callable[[str, Look], bool],
    ) -> Listing:
        """What waits and what is left alone. Sleeps once for all young files together, and only for as long as the
        youngest needs. ``look_again`` gives the looks of those that are still there.
        """
        left_alone: list[LeftAlone] = []
        first_looks: dict[str, Look] = {}
        for entry in entries:
            if (reason := self._refusal(entry)) is not None:
                left_alone.append(LeftAlone(shown_name(entry.name), reason))
            elif entry.look is not None and self.may_be_submission(entry):
                first_looks[entry.name] = entry.look
        items: list[Item] = []
        for name, look in self._second_look(first_looks, look_again).items():
            if look != first_looks[name]:
                left_alone.append(LeftAlone(shown_name(name), LeftReason.BEING_WRITTEN))
            elif look.seconds_old(self.clock()) < self.patience_seconds and is_unfinished(name, look):
                left_alone.append(LeftAlone(shown_name(name), LeftReason.INCOMPLETE))
            else:
                items.append(item_of(name, look))
        items.sort(key=lambda item: (item.modified, item.name))
        left_alone.sort(key=lambda entry: entry.name)
        return Listing(tuple(items), tuple(left_alone))

    def may_be_submission(self, entry: Entry) -> bool:
        """Whether the entry is a file whose name counts."""
        return (
            entry.kind is Kind.FILE
            and not is_clutter(entry.name)
            and fnmatch.fnmatchcase(entry.name.lower(), self.pattern.lower())
        )

    def _second_look(
        self, first_looks: dict[str, Look], look_again: Callable[[Collection[str]], Mapping[str, Look]]
    ) -> dict[str, Look]:
        """The looks that count: quiet files as they were, young files looked at again after one sleep."""
        now = self.clock()
        young = {
            name: quiet
            for name, look in first_looks.items()
            if (quiet := look.seconds_quiet(now)) < self.settle_seconds
        }
        if not young:
            return first_looks
        self.sleep(self.settle_seconds - min(young.values()))
        second_looks = look_again(young.keys())
        return {
            name: second_looks[name] if name in young else look
            for name, look in first_looks.items()
            if name not in young or name in second_looks
        }

    def _refusal(self, entry: Entry) -> LeftReason | None:
        """Why an entry is not taken, whatever it holds, where a person should know; None for all others."""
        if is_clutter(entry.name):
            return None
        if entry.kind is Kind.FOLDER:
            return None if entry.name == self.done_folder else LeftReason.FOLDER
        if entry.kind is Kind.OTHER:
            return LeftReason.NOT_A_FILE
        return LeftReason.BEING_WRITTEN if is_upload_name(entry.name) else None
