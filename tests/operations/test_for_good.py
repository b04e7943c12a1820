"""What the operations guide gives has been tried: login, TLS, PostgreSQL, two workers, backup and restore."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from kemitraan.config.home import Home
from kemitraan.config.own_reference import Lore
from kemitraan.steps.receipts.receipt import home_receipt_key, receipt_of, receipt_text
from tests.flows.server import until
from tests.operations.conftest import HOST, LOGIN, Site, place_scripts
from tests.operations.units import BACK, MOVE, RESTORE, guide_block, moved, read_unit
from tests.steps.driver import run_job, send, workshop_of
from tests.steps.making import learn, mitra_csv

pytestmark = pytest.mark.xdist_group("operations")
ASK_ALL = {"limit": 50}
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(frozen=True)
class Backup:
    """A backup of the night: its folder, where the key is kept, and a receipt that was given out before."""

    folder: Path
    key_place: Path
    receipt: Path

    def named_in(self, line: str) -> str:
        """A line of the guide with this backup in it."""
        return line.replace("CADANGAN", self.folder.name).replace("SIMPANAN", str(self.key_place))


@pytest.mark.parametrize("login", [None, ("petugas", "salah"), ("", "")])
def test_nobody_gets_past_the_login_neither_at_the_door_nor_behind_it(
    site: Site, login: tuple[str, str] | None
) -> None:
    with httpx.Client(verify=site.trust, trust_env=False, auth=login) as client:
        for base in (site.front, site.direct):
            assert client.post(f"{base}/api/deployments/filter", json=ASK_ALL).status_code == 401
            assert client.get(f"{base}/api/health").status_code == 200  # says only that it lives


def test_the_door_sends_everybody_to_tls_and_shows_the_page_of_staff(site: Site) -> None:
    plain = moved("http://127.0.0.1:listen 80", site.replace).replace("listen 127.0.0.1:", "")
    with httpx.Client(trust_env=False) as client:
        sent = client.get(plain, headers={"Host": HOST})
    assert (sent.status_code, sent.headers["Location"]) == (301, f"https://{HOST}/")
    with site.client(login=False) as client:
        settings = client.get("/ui-settings").json()
        page = client.get("/v2/", headers={"Accept": "text/html"})
    assert settings["auth"] == "BASIC"
    assert settings["default_ui"] == "v2"
    assert settings["api_url"] == f"{site.front}/api"
    assert page.status_code == 200
    assert "Strict-Transport-Security" in page.headers
    assert (site.folder / "state" / "halaman" / "v2").exists()  # and not among the program's files


def test_two_workers_are_there_and_a_run_started_through_the_door_is_done(site: Site) -> None:
    with site.client() as client:
        workers = until(
            lambda: client.post("/api/work_pools/kemitraan/workers/filter", json={}).json(),
            lambda workers: len(workers) == 2,
        )
        assert {worker["name"] for worker in workers} == {"komputer-1", "komputer-2"}
        deployments = client.post("/api/deployments/filter", json=ASK_ALL).json()
        flight = next(deployment for deployment in deployments if deployment["name"] == "pemeriksaan-sumber")
        run = client.post(f"/api/deployments/{flight['id']}/create_flow_run", json={}).json()["id"]
        ended = until(
            lambda: client.get(f"/api/flow_runs/{run}").json(), lambda run_seen: run_seen["state"]["type"] in ENDED
        )
    assert ended["state"]["type"] == "COMPLETED", ended["state"]


def test_the_server_plans_the_runs_of_every_schedule(site: Site) -> None:
    planned = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}
    with site.client() as client:
        deployments = client.post("/api/deployments/filter", json=ASK_ALL).json()
        schedules = {
            deployment["id"]
            for deployment in deployments
            if any(schedule["active"] for schedule in deployment["schedules"])
        }
        assert schedules
        until(
            lambda: {run["deployment_id"] for run in client.post("/api/flow_runs/filter", json=planned).json()},
            lambda planned: schedules <= planned,
        )
        names = {run["name"] for run in client.post("/api/flow_runs/filter", json=planned).json()}
    assert all(re.fullmatch(r"[A-Z][a-z ]+ \d+ [A-Z][a-z]+ 20\d\d pukul [01]\d\.[0-5]0 WITA", name) for name in names)


@pytest.fixture(scope="module")
def backed_up(site: Site) -> Backup:
    """The site with a submission that was answered, after the backup of the night. Its key lies in a place of
    its own.
    """
    home = Home(site.folder / "state" / "rumah")
    workshop = workshop_of(home, site.environment["KEMITRAAN_WAREHOUSE"])
    send(home, "sulsel-makassar", mitra_csv("Satu", "Dua"), "mitra.csv")
    (line,) = run_job(workshop, ["sulsel-makassar"]).lines
    learn(home, Lore.PARTNER, nama="PT Hypermart Sulbar", alias="Hypermart")
    receipt = receipt_text(receipt_of(workshop, line.submission), home_receipt_key(workshop))
    workshop.warehouse.close()
    (site.folder / "surel.txt").write_text(receipt, encoding="utf-8")
    for command in read_unit("kemitraan-backup.service", site.replace).commands("ExecStart"):
        site.run(*command)
    (newest,) = (site.folder / "cadangan").glob("cadangan-*")
    (site.folder / "simpanan").mkdir()
    shutil.copy(home.key_file, site.folder / "simpanan" / "kunci")
    return Backup(newest, site.folder / "simpanan", site.folder / "surel.txt")


def test_files_are_fetched_through_the_door_with_the_login_alone_and_it_is_written_down_by_whom(
    site: Site, backed_up: Backup
) -> None:
    (submission,) = json.loads(site.do("sudo kemitraan status --json"))
    path = f"/kemitraan/kiriman/{submission['submission']}/asli"
    with httpx.Client(verify=site.trust, trust_env=False) as nobody:
        for base in (site.front, site.direct):
            for address in ("/kemitraan/", path, "/kemitraan/laporan"):
                refused = nobody.get(f"{base}{address}")
                assert (refused.status_code, refused.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    with site.client() as client:
        sent = client.get(path, headers={"X-Forwarded-User": "orang lain"})
        assert "Kota Makassar" in client.get("/kemitraan/").text
    assert sent.content == mitra_csv("Satu", "Dua")
    (line,) = (site.folder / "state" / "rumah" / "pengambilan.log").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["siapa"] == LOGIN[0]


def test_a_part_of_the_backup_that_fails_skips_no_other_and_prefects_last_but_one_is_kept(
    site: Site, backed_up: Backup
) -> None:
    backups = site.folder / "cadangan"
    before = (backups / "prefect.dump").read_bytes()
    late = site.folder / "state" / "rumah" / "arsip" / "ff"
    late.mkdir()
    (command,) = read_unit("kemitraan-backup.service", site.replace).commands("ExecStart")
    output = site.fails(
        *command, KEMITRAAN_WAREHOUSE="postgresql://kemitraan@/tiada?host=" + site.environment["PGHOST"]
    )
    assert "Cadangan yang gagal: gudang. Yang lain sudah dibuat" in output
    assert (backups / "arsip" / "ff").is_dir()
    assert (backups / "prefect.sebelumnya.dump").read_bytes() == before
    assert len(list(backups.glob("cadangan-*"))) == 1
    late.rmdir()


def test_a_restore_without_the_key_is_noticed_and_the_guides_brings_warehouse_archive_and_prefect_back_elsewhere(
    site: Site, backed_up: Backup, other_machine: Site
) -> None:
    block = guide_block(RESTORE, "pg_restore")
    assert "SIMPANAN/kunci" in block[1]  # the first thing after the services were stopped
    without = [line for line in block if "SIMPANAN/kunci" not in line]
    for line in without[: without.index("sudo kemitraan upgrade")]:
        other_machine.do(backed_up.named_in(line))
    for command in ("upgrade", "verify", "run", f"receipt --verify {backed_up.receipt}"):
        assert "Kunci rumah ini bukan kunci yang dipakai gudang data ini" in other_machine.refusal(command)
    for line in block:
        other_machine.do(backed_up.named_in(line))
    for database in ("gudang", "prefect"):
        assert _rows(site, database) == _rows(other_machine, f"{database}_lain")
    assert "Hypermart" in other_machine.do("sudo kemitraan acuan list")
    assert "ASLI." in other_machine.do(f"sudo kemitraan receipt --verify {backed_up.receipt}")


def test_the_guides_way_back_after_an_update_opens_the_former_warehouse_with_the_former_program(
    site: Site, other_machine: Site, tmp_path: Path
) -> None:
    machine = replace(
        other_machine, replace={**other_machine.replace, "/var/backups/kemitraan": str(tmp_path / "cadangan")}
    )
    place_scripts(machine)
    (tmp_path / "cadangan").mkdir()
    before = _rows(machine, "gudang_lain")
    machine.run(str(machine.folder / "kemitraan-cadangan"))
    (newest,) = (tmp_path / "cadangan").glob("cadangan-*")
    later = "UPDATE alembic_version SET version_num = '9999'; CREATE TABLE masa_depan (isi text)"
    machine.run("psql", "--no-psqlrc", "--quiet", "--dbname=gudang_lain", f"--command={later}")
    for command in ("status", "upgrade"):
        assert "dari program yang lebih baru daripada program ini" in machine.refusal(command)
    block = guide_block(BACK, "pg_restore")
    assert block.index("sudo git -C /srv/kemitraan checkout KOMIT") < block.index("sudo -u postgres dropdb gudang")
    for line in block:
        if "install -m" not in line:  # the same as in the first section
            machine.do(line.replace("CADANGAN", newest.name))
    assert _rows(machine, "gudang_lain") == before
    machine.do("sudo kemitraan status")


def test_the_guides_move_brings_all_to_another_machine(site: Site, backed_up: Backup, other_machine: Site) -> None:
    waiting = Path("rumah") / "masuk" / "majene" / "menunggu.xlsx"
    (site.folder / "state" / waiting).write_bytes(b"kiriman yang menunggu")
    with_settings = [line for line in guide_block(MOVE, "pg_restore") if "KOMPUTER_LAMA:/etc/" in line]
    assert with_settings == ["sudo rsync --archive KOMPUTER_LAMA:/etc/kemitraan/ /etc/kemitraan/"]
    for line in guide_block(MOVE, "pg_restore"):
        words = backed_up.named_in(line).split()
        here = [moved(word[14:], site.replace) if word.startswith("KOMPUTER_LAMA:") else word for word in words]
        if line not in with_settings and "kemitraan health" not in line:  # here they name the other databases
            other_machine.do(" ".join(here))
    assert (other_machine.folder / "state" / waiting).read_bytes() == b"kiriman yang menunggu"
    assert _rows(site, "gudang") == _rows(other_machine, "gudang_lain")
    assert "ASLI." in other_machine.do(f"sudo kemitraan receipt --verify {backed_up.receipt}")
    (site.folder / "state" / waiting).unlink()


def _rows(site: Site, database: str) -> str:
    """Every table with what tells whether it is whole: of the warehouse its revision, of Prefect its deployments."""
    query = {
        "gudang": "SELECT version_num FROM alembic_version",
        "prefect": "SELECT id, name FROM deployment ORDER BY id",
    }[database.removesuffix("_lain")]
    tables = "SELECT table_schema, table_name FROM information_schema.tables ORDER BY 1, 2"
    output = site.run("psql", "--no-psqlrc", "--tuples-only", f"--dbname={database}", f"--command={query}")
    assert output.strip()
    return output + site.run("psql", "--no-psqlrc", "--tuples-only", f"--dbname={database}", f"--command={tables}")


def test_the_login_is_in_no_log(site: Site) -> None:
    assert urlsplit(site.front).scheme == "https"
    assert not [path.name for path in site.folder.glob("*.log") if LOGIN[1] in path.read_text()]
