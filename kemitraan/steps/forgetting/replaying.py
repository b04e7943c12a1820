"""After a restore the list is carried out again before anything reads: until then the home cannot be opened.

``restore`` lays the list into a folder of the home; whoever upgrades the warehouse (``restore`` itself, where the key
is there) replays it and takes the folder away.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from connectors.archive import Archive
from connectors.errors import OutsideError
from connectors.local_files import make_private_folder, write_atomically
from kemitraan.config.home import Home
from kemitraan.steps.forgetting.listing import KIND, is_behind, kept_list
from kemitraan.steps.forgetting.requesting import replay_list
from kemitraan.steps.workshop import AWAITS_REPLAY, Workshop


def await_replay(home: Home, archive: Archive, beside_backup: Path) -> None:
    """Lays the lists of the archive and of the folder beside a backup into the home, where there are any. An archive
    that is away is passed over: the nightly maintenance reads its list once it is back.
    """
    lists = {path.name: path.read_bytes() for path in beside_backup.glob(f"{KIND}-*.csv")}
    with suppress(OutsideError):
        lists |= {f"{name}.csv": archive.table(name) for name in archive.tables(KIND)}
    folder = home.path / AWAITS_REPLAY
    for name, data in lists.items():
        make_private_folder(folder)
        write_atomically(folder / name, data, mode=0o600)


def replay(home: Home, opened: Callable[[], Workshop]) -> Sequence[str]:
    """Carries out the list that waits in the home, and what the archive's list knows and the warehouse does not:
    somebody may have put a former warehouse back by hand. Gives sentences about what is left.
    """
    folder = home.path / AWAITS_REPLAY
    workshop = opened()
    try:
        waiting = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))]
        texts = waiting or _unknown(workshop)
        left = replay_list(workshop, texts) if texts else ()
    finally:
        workshop.warehouse.close()
    shutil.rmtree(folder, ignore_errors=True)
    return left


def _unknown(workshop: Workshop) -> list[str]:
    with suppress(OutsideError):
        texts = kept_list(workshop)
        return texts if is_behind(workshop.warehouse, texts) else []
    return []
