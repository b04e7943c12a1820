"""What the guide installs, it takes away again: the program first, the data only by a block of their own."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.operations.units import GUIDE, INSTALL, OPERATIONS, REMOVE, guide_block, guide_commands

DATA = {"var/lib/kemitraan", "var/backups/kemitraan", "etc/kemitraan", "etc/ssl/kemitraan"}


def do(root: Path, line: str) -> None:
    """A line of the guide with another root; owners are left out."""
    moved = re.sub(r"(?<![\w.])/(?=(?:etc|srv|usr|var)/)", f"{root}/", line.removeprefix("sudo "))
    moved = re.sub(r"-[og] kemitraan ", "", moved)
    subprocess.run(["/bin/sh", "-ec", moved], cwd=OPERATIONS, check=True)


def installed_files(root: Path) -> set[str]:
    """Everything of ours in the root."""
    return {str(path.relative_to(root)) for path in root.rglob("*kemitraan*")}


def installing() -> list[str]:
    lines = [line for block in GUIDE.blocks("sh") for line in block.text.splitlines()]
    return [line for line in lines if line.startswith(("sudo install", "sudo ln")) and "SIMPANAN" not in line]


def test_removing_leaves_the_data_and_removing_them_too_leaves_nothing(tmp_path: Path) -> None:
    for folder in ("etc/systemd/system", "etc/nginx/sites-available", "etc/nginx/sites-enabled", "usr/local/sbin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "srv" / "kemitraan" / "kemitraan").mkdir(parents=True)
    for folder in ("var/lib", "var/backups", "etc/ssl"):
        (tmp_path / folder).mkdir(parents=True)
    for line in installing():
        if not line.startswith("sudo ln"):
            do(tmp_path, line)
    do(tmp_path, next(line for line in installing() if line.startswith("sudo ln")))
    assert {"usr/local/sbin/kemitraan-cadangan", "etc/systemd/system/kemitraan-health.timer"} < installed_files(
        tmp_path
    )
    for line in guide_block(REMOVE, "/srv/kemitraan"):
        if line.startswith("sudo rm"):
            do(tmp_path, line)
    tops = {
        name
        for name in installed_files(tmp_path)
        if not any(name.startswith(f"{other}/") for other in installed_files(tmp_path))
    }
    assert tops == DATA
    for line in guide_block(REMOVE, "dropdb"):
        if line.startswith("sudo rm"):
            do(tmp_path, line)
    assert installed_files(tmp_path) == set()


def test_what_was_started_for_good_is_stopped_for_good() -> None:
    started = {word for words in guide_commands("sudo systemctl enable --now") for word in words} - {
        "kemitraan-worker@3"
    }
    stopped = [set(words) for words in guide_commands("sudo systemctl disable --now")]
    assert stopped == [started, started]  # moving, removing


def test_every_database_and_role_that_is_made_is_dropped() -> None:
    things_made = {line.split()[-1] for line in guide_block(INSTALL, "createdb")}
    dropped = [line.split()[-1] for line in guide_block(REMOVE, "dropdb") if "postgres drop" in line]
    assert things_made | {"analis", "petugas", "pipeline"} == set(dropped)
    assert dropped.index("gudang") < dropped.index("analis")  # a role goes once nothing of it is left
