"""The archive is away while files are taken, checked or answered, on S3 and as a folder: people are told where their
file lies, and it is tried again. Several homes and workers share one archive.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from connectors import archive
from connectors.errors import Place
from connectors.remote.s3_client import make_client
from kemitraan.config.home import Home
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from tests.conftest import Databases
from tests.connectors.remote.servers import free_port, moto
from tests.homes import MakeHome
from tests.steps.crashing import traces
from tests.steps.driver import TimelessWorkshop, bring_in, run_job, send, workshop_of
from tests.steps.making import mitra_csv
from tests.warehouse.processes import in_process, wait_for
from warehouse.submissions import unfinished

pytestmark = [
    pytest.mark.xdist_group("s3"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
MAKASSAR, PAREPARE = "sulsel-makassar", "sulsel-parepare"
IN_THE_INBOX = "Kiriman tetap aman di kotak masuk dan diambil pada putaran berikutnya."
KEPT = "Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya."


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with moto(tmp_path_factory.mktemp("moto")) as address:
        yield address


@dataclass(frozen=True)
class Bucket:
    """A bucket of its own on a real S3 server, to be an archive."""

    name: str
    endpoint: str
    client: Any
    patch: pytest.MonkeyPatch

    def reach(self, endpoint: str | None = None) -> None:
        """From now on this process looks for the server there."""
        self.patch.setenv("AWS_ENDPOINT_URL_S3", endpoint or self.endpoint)
        archive.fsspec.filesystem("s3").clear_instance_cache()

    def lose(self) -> None:
        """From now on nobody answers."""
        self.reach(f"http://127.0.0.1:{free_port()}")

    def archive_of(self, home: Home) -> Home:
        """The home, with this as its archive."""
        text = home.config_file.read_text(encoding="utf-8")
        home.config_file.write_text(f'[settings]\narchive = "s3://{self.name}/arsip"\n{text}', encoding="utf-8")
        return home

    def contents(self) -> list[bytes]:
        """Every file in it, each under its hash and whole; notes lie beside them."""
        files = []
        for entry in self.client.list_objects_v2(Bucket=self.name).get("Contents", []):
            if entry["Key"].endswith(".json"):
                continue
            data = self.client.get_object(Bucket=self.name, Key=entry["Key"])["Body"].read()
            assert entry["Key"].rpartition("/")[2] == hashlib.sha256(data).hexdigest()
            files.append(data)
        return sorted(files)


@pytest.fixture
def make_bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Bucket]]:
    for name, value in (("ACCESS_KEY_ID", "kantor"), ("SECRET_ACCESS_KEY", "kantor"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    client = make_client(
        endpoint=endpoint,
        region=None,
        access_key="kantor",
        secret_key="kantor",
        ca_file=None,
        timeout_seconds=20,
        place=Place.ARCHIVE,
    )

    def make() -> Bucket:
        bucket = Bucket(f"arsip-{uuid.uuid4().hex[:12]}", endpoint, client, monkeypatch)
        client.create_bucket(Bucket=bucket.name)
        bucket.reach()
        return bucket

    yield make
    client.close()


@pytest.fixture
def bucket(make_bucket: Callable[[], Bucket]) -> Bucket:
    return make_bucket()


@pytest.fixture
def on_s3(home: Home, bucket: Bucket) -> Iterator[Callable[[], TimelessWorkshop]]:
    """Opens a home whose archive is the bucket, with one file in an inbox, as a new run does."""
    bucket.archive_of(home)
    send(home, MAKASSAR, mitra_csv("Satu"), "satu.csv")
    opened: list[TimelessWorkshop] = []

    def make() -> TimelessWorkshop:
        opened.append(workshop_of(home))
        return opened[-1]

    yield make
    for workshop in opened:
        workshop.warehouse.close()


def must_be_finished(workshop: TimelessWorkshop) -> None:
    assert not run_job(workshop).has_errors
    assert unfinished(workshop.warehouse) == []
    assert len(list(workshop.home.outbox(MAKASSAR).iterdir())) == 1
    assert [path.name for path in workshop.home.inbox(MAKASSAR).iterdir()] == ["selesai"]


def test_with_s3_away_nothing_is_taken_and_people_are_told_that_it_lies_in_its_inbox(
    on_s3: Callable[[], TimelessWorkshop], bucket: Bucket
) -> None:
    bucket.lose()
    summary = run_job(on_s3())
    (notice,) = summary.pressing
    assert notice.text.startswith("Arsip tidak dapat dijangkau saat ini.")
    assert notice.text.endswith(IN_THE_INBOX)
    assert "program" not in notice.text
    assert summary.lines == ()
    bucket.reach()
    must_be_finished(on_s3())


def test_with_s3_away_while_it_is_checked_or_answered_the_submission_goes_on_with_the_next_run(
    on_s3: Callable[[], TimelessWorkshop], bucket: Bucket
) -> None:
    (arrival,) = bring_in(on_s3(), MAKASSAR)
    for done, state in (((), "received"), ((check_submission, load_submission, publish_submission), "published")):
        bucket.reach()
        workshop = on_s3()
        for step in done:
            step(workshop, arrival.submission)
        bucket.lose()
        (line,) = run_job(on_s3()).lines
        assert line.state == state
        assert (line.problem or "").startswith("Arsip tidak dapat dijangkau saat ini.")
        assert (line.problem or "").endswith(KEPT)
        assert "program" not in (line.problem or "")
    bucket.reach()
    must_be_finished(on_s3())


def test_a_closed_archive_folder_leaves_the_file_in_its_inbox_and_says_so(embedded: TimelessWorkshop) -> None:
    send(embedded.home, MAKASSAR, mitra_csv("Satu"), "satu.csv")
    folder = embedded.home.archive
    folder.rmdir()
    folder.write_text("bukan folder")
    summary = run_job(embedded)
    (notice,) = summary.pressing
    assert notice.text.startswith("Arsip tidak ada: ")
    assert notice.text.endswith(IN_THE_INBOX)
    assert summary.lines == ()
    folder.unlink()
    must_be_finished(embedded)


@pytest.mark.parametrize("leftover", ["an empty folder", "nothing"])
def test_an_archive_whose_share_is_not_mounted_is_not_made_anew(embedded: TimelessWorkshop, leftover: str) -> None:
    send(embedded.home, MAKASSAR, mitra_csv("Satu"), "satu.csv")
    assert not run_job(embedded).has_errors  # the first file makes the archive
    away = embedded.home.archive.rename(embedded.home.path / "dilepas")
    if leftover == "an empty folder":
        embedded.home.archive.mkdir()
    send(embedded.home, MAKASSAR, mitra_csv("Satu", "Dua"), "dua.csv")
    summary = run_job(embedded)
    (notice,) = summary.pressing
    assert notice.text.startswith("Arsip tidak ada: ")
    assert notice.text.endswith(IN_THE_INBOX)
    assert not embedded.home.archive.exists() or not list(embedded.home.archive.iterdir())
    if leftover == "an empty folder":
        embedded.home.archive.rmdir()
    away.rename(embedded.home.archive)
    assert not run_job(embedded).has_errors
    assert len(list(embedded.home.outbox(MAKASSAR).iterdir())) == 2


SENT = {
    MAKASSAR: (mitra_csv("Satu", "Dua"), mitra_csv("Satu", "Dua baru")),
    PAREPARE: (mitra_csv("Tiga", office="73.72"),),
    "provinsi": (b"bukan buku kerja",),
}
ALL_SENT = sorted(data for files in SENT.values() for data in files)


def originals(bucket: Bucket) -> list[bytes]:
    """What was sent, as the archive has it; the answers lie there too."""
    return [data for data in bucket.contents() if data in ALL_SENT]


def laid(home: Home) -> Home:
    """The home with everything in its inboxes."""
    for slug, files in SENT.items():
        for number, data in enumerate(files):
            path = send(home, slug, data, f"kiriman {number}.csv")
            os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
    return home


def run_at_once(*homes: tuple[Home, str | None]) -> list[dict[str, Any]]:
    """A run on each home and warehouse, all begun together, each in a process of its own; what they left."""
    start = time.time() + 0.5

    def worker(home: Home, url: str | None) -> Callable[[], None]:
        def work() -> None:
            archive.fsspec.filesystem("s3").clear_instance_cache()
            workshop = workshop_of(home, url)
            time.sleep(max(0.0, start - time.time()))
            assert not run_job(workshop).has_errors

        return work

    assert [wait_for(child) for child in [in_process(worker(*arguments)) for arguments in homes]] == [0] * len(homes)
    end_states = []
    for home, url in dict.fromkeys(homes):
        opened = workshop_of(home, url)
        end_states.append(traces(opened))
        opened.warehouse.close()
    return end_states


def test_two_workers_that_use_one_s3_archive_at_the_same_time_end_like_one(
    make_home: MakeHome, make_bucket: Callable[[], Bucket], databases: Databases
) -> None:
    def left_by(workers: int) -> dict[str, Any]:
        bucket = make_bucket()
        url = databases.fresh() if databases.kind == "postgresql" else None
        home = laid(bucket.archive_of(make_home()))
        (end_state,) = run_at_once(*[(home, url)] * workers)
        assert originals(bucket) == ALL_SENT
        return end_state

    assert left_by(2) == left_by(1)


def test_two_homes_that_use_one_s3_archive_at_the_same_time_end_like_one_that_has_its_own(
    make_home: MakeHome, make_bucket: Callable[[], Bucket]
) -> None:
    own, shared = make_bucket(), make_bucket()
    (alone,) = run_at_once((laid(own.archive_of(make_home())), None))
    both = run_at_once(*((laid(shared.archive_of(make_home())), None) for _ in range(2)))
    assert both == [alone, alone]
    assert shared.contents() == own.contents()
    assert originals(shared) == ALL_SENT
