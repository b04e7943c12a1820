"""The whole job over SFTP, WebDAV and S3 when something goes wrong there: what is told, and that nothing is lost or
twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import trustme
from sqlalchemy import func, select

from connectors.errors import Place
from connectors.remote.s3_client import make_client
from kemitraan.config.home import Home
from kemitraan.steps.job.summary import RunSummary
from tests.connectors.remote import servers, staged_sftp
from tests.connectors.remote.s3_gate import s3_gate
from tests.connectors.remote.scripted_s3 import s3_error
from tests.steps.driver import TimelessWorkshop, days_later, run_job, workshop_of
from tests.steps.making import mitra_csv
from warehouse.deliveries import visits
from warehouse.tables import submission

OFFICE = """
[[offices]]
slug = "sulsel-makassar"
code = "73.71"
name = "Kota Makassar"
[[offices.sources]]
{source}
inbox = "{root}masuk"
outbox = "{root}keluar"
settle_seconds = 0
patience_seconds = 0
timeout_seconds = 10
"""
SOURCE = "sulsel-makassar/0"
DATA = mitra_csv(*(f"Toko Sumber Makmur Jaya Abadi {number:04d}" for number in range(1500)))
HALF = 60_000
"""Bytes of a connection, within the file and past signing in and listing."""


@dataclass
class Server:
    """One office's folders on a real server. ``refused``: of ``list``, ``read`` and ``mark`` what the server says that
    it cannot do now; ``before``: what happens just before it does it.
    """

    source: str
    secrets: dict[str, str]
    wrong_secrets: dict[str, str]
    port: int
    at_port: Callable[[int], dict[str, object]]
    held: Callable[[str], dict[str, bytes]]
    send: Callable[[bytes], None]
    take_away: Callable[[], None]
    root: str = ""
    refused: set[str] = field(default_factory=set)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)

    def refuses(self, step: str) -> bool:
        self.before.get(step, lambda: None)()
        return step in self.refused


def on_disk(root: Path) -> dict[str, Callable]:
    for name in ("masuk", "keluar"):
        (root / name).mkdir(parents=True)

    def held(folder: str) -> dict[str, bytes]:
        place = root / folder
        return {file.name: file.read_bytes() for file in place.iterdir() if file.is_file()} if place.is_dir() else {}

    file = root / "masuk" / "mitra.csv"
    return {"held": held, "send": file.write_bytes, "take_away": file.unlink}


@contextmanager
def sftp(tmp_path: Path) -> Iterator[Server]:
    with staged_sftp.staged_sftp(tmp_path / "sftp") as stage:
        server = Server(
            source=f'type = "sftp"\nhost = "127.0.0.1"\nport = {stage.port}\nuser = "dinas"\n'
            f'password = "env:SANDI"\nhost_keys = ["{stage.host_key.strip()}"]',
            root="/",
            secrets={"SANDI": staged_sftp.PASSWORD},
            wrong_secrets={"SANDI": "salah"},
            port=stage.port,
            at_port=lambda port: {"port": port},
            **on_disk(tmp_path / "sftp"),
        )
        stage.refuses = server.refuses
        yield server


@contextmanager
def webdav(tmp_path: Path, home: Home) -> Iterator[Server]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(home.path / "ca.pem"))
    certificate = tmp_path / "server.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    (tmp_path / "dav").mkdir()
    with servers.wsgidav(tmp_path / "dav", certificate) as dav:
        server = Server(
            source=f'type = "webdav"\nurl = "https://127.0.0.1:{dav.port}/dav"\nuser = "{servers.USER}"\n'
            'password = "env:SANDI"\nca_file = "ca.pem"',
            secrets={"SANDI": servers.PASSWORD},
            wrong_secrets={"SANDI": "salah"},
            port=dav.port,
            at_port=lambda port: {"url": f"https://127.0.0.1:{port}/dav"},
            **on_disk(dav.root),
        )

        def error(environ: dict[str, object]) -> tuple[str, bytes] | None:
            method, path = str(environ["REQUEST_METHOD"]), str(environ["PATH_INFO"])
            step = {"PROPFIND": "list", "GET": "read"}.get(method)
            if method == "MOVE" and "/masuk/" in path:
                step = "mark"
            return ("503 Service Unavailable", b"") if step and server.refuses(step) else None

        dav.errors.append(error)
        yield server


@contextmanager
def s3(tmp_path: Path, moto: str) -> Iterator[Server]:
    bucket = f"kantor-{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]}"
    client = make_client(
        endpoint=moto,
        region=None,
        access_key="kantor",
        secret_key="kantor",
        ca_file=None,
        timeout_seconds=10,
        place=Place.INBOX,
    )
    client.create_bucket(Bucket=bucket)

    def held(folder: str) -> dict[str, bytes]:
        objects = client.list_objects_v2(Bucket=bucket, Prefix=f"{folder}/", Delimiter="/").get("Contents", ())
        return {
            entry["Key"].rpartition("/")[2]: client.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
            for entry in objects
        }

    with s3_gate(moto) as gate:
        server = Server(
            source=f'type = "s3"\nbucket = "{bucket}"\nendpoint = "http://127.0.0.1:{gate.port}"\n'
            'access_key = "env:KUNCI"\nsecret_key = "env:SANDI"',
            secrets={"KUNCI": "dinas", "SANDI": "sandi"},
            wrong_secrets={"KUNCI": "lain", "SANDI": "salah"},
            port=gate.port,
            at_port=lambda port: {"endpoint": f"http://127.0.0.1:{port}"},
            held=held,
            send=lambda data: client.put_object(Bucket=bucket, Key="masuk/mitra.csv", Body=data),
            take_away=lambda: client.delete_object(Bucket=bucket, Key="masuk/mitra.csv"),
        )

        def error(method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes] | None:
            if "Credential=dinas/" not in headers["Authorization"]:
                return 403, s3_error("InvalidAccessKeyId")
            step = "list" if "list-type" in path else "read" if method == "GET" else None
            if method == "PUT" and "/masuk/selesai/" in path:
                step = "mark"
            return (503, s3_error("SlowDown")) if step and server.refuses(step) else None

        gate.errors.append(error)
        yield server
    client.close()


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.moto(tmp_path_factory.mktemp("moto")) as address:
        yield address


@pytest.fixture(params=["sftp", "webdav", pytest.param("s3", marks=pytest.mark.xdist_group("s3"))])
def server(request: pytest.FixtureRequest, tmp_path: Path, home: Home) -> Iterator[Server]:
    """The office's server with one file in its inbox."""
    servers = {
        "sftp": lambda: sftp(tmp_path),
        "webdav": lambda: webdav(tmp_path, home),
        "s3": lambda: s3(tmp_path, request.getfixturevalue("moto")),
    }
    with servers[request.param]() as running:
        running.send(DATA)
        yield running


@pytest.fixture
def workshop(server: Server, home: Home) -> Iterator[TimelessWorkshop]:
    home.config_file.write_text(OFFICE.format(source=server.source, root=server.root), encoding="utf-8")
    workshop = workshop_of(home)
    yield with_secrets(workshop, server.secrets)
    workshop.warehouse.close()


def with_secrets(workshop: TimelessWorkshop, environment: dict[str, str]) -> TimelessWorkshop:
    secrets = replace(workshop.connectors.secrets, environment=environment)
    return replace(workshop, connectors=replace(workshop.connectors, secrets=secrets))


def with_source(workshop: TimelessWorkshop, changes: dict[str, object]) -> TimelessWorkshop:
    [office] = workshop.config.offices
    changed = office.model_copy(update={"sources": (office.sources[0].model_copy(update=changes),)})
    config = workshop.config.model_copy(update={"offices": (changed,)})
    return replace(workshop, config=config, connectors=replace(workshop.connectors, config=config))


def notice_texts(summary: RunSummary) -> list[str]:
    """What the run says of the office; folders of the home that are no office's are told as well, and no matter
    here.
    """
    return [notice.text for notice in summary.notices if notice.place == "Kota Makassar"]


def archived(workshop: TimelessWorkshop) -> bool:
    return workshop.archive.has(hashlib.sha256(DATA).hexdigest())


def must_be_told_and_untouched(workshop: TimelessWorkshop, server: Server, words: str) -> None:
    """A run tells this and changes nothing at the source."""
    summary = run_job(workshop)
    assert [words in text for text in notice_texts(summary)] == [True], notice_texts(summary)
    assert summary.lines == ()
    assert server.held("masuk") == {"mitra.csv": DATA}
    assert (server.held("masuk/selesai"), server.held("keluar")) == ({}, {})


def must_be_taken_once(workshop: TimelessWorkshop, server: Server) -> None:
    """The next runs take the file in, answer it, and find nothing more to do."""
    archived_when_marked = []
    server.before["mark"] = lambda: archived_when_marked.append(archived(workshop))
    [line] = run_job(days_later(workshop, 1)).lines
    assert (line.in_force, line.state, line.problem) == (True, "answered", None)
    assert archived_when_marked == [True]
    for day in (2, 3):
        assert (server.held("masuk"), server.held("masuk/selesai")) == ({}, {"mitra.csv": DATA})
        [answer] = server.held("keluar")
        assert answer.startswith("2026-11_mitra_hasil-")
        summary = run_job(days_later(workshop, day))
        assert (summary.lines, notice_texts(summary)) == ((), [])
    with workshop.warehouse.read() as connection:
        assert connection.scalar(select(func.count()).select_from(submission)) == 1
    assert visits(workshop.warehouse)[SOURCE].error is None


def test_a_password_that_is_refused(workshop: TimelessWorkshop, server: Server) -> None:
    wrong = with_secrets(workshop, server.wrong_secrets)
    must_be_told_and_untouched(wrong, server, "Kotak masuk menolak nama pengguna, kata sandi, atau kunci. Minta")
    assert visits(workshop.warehouse)[SOURCE].error == "sign_in"
    assert not archived(workshop)
    must_be_taken_once(workshop, server)


@pytest.mark.parametrize("step", ["list", "read"])
def test_a_server_that_cannot_serve_and_recovers(workshop: TimelessWorkshop, server: Server, step: str) -> None:
    server.refused.add(step)
    must_be_told_and_untouched(workshop, server, "Kotak masuk: servernya sedang bermasalah. Akan dicoba lagi")
    assert visits(workshop.warehouse)[SOURCE].error == "server_error"  # also where it lists and does not give
    assert not archived(workshop)
    server.refused.clear()
    must_be_taken_once(workshop, server)


def test_a_server_that_gives_and_does_not_let_the_file_be_marked(workshop: TimelessWorkshop, server: Server) -> None:
    server.refused.add("mark")
    summary = run_job(workshop)
    assert ["servernya sedang bermasalah" in text for text in notice_texts(summary)] == [True]
    [line] = summary.lines  # it is safe here, so it is processed
    assert (line.state, archived(workshop)) == ("answered", True)
    assert server.held("masuk") == {"mitra.csv": DATA}
    assert visits(workshop.warehouse)[SOURCE].error == "server_error"
    server.refused.clear()
    [again] = run_job(days_later(workshop, 1)).lines
    assert (again.submission, again.state) == (line.submission, "answered")
    assert (server.held("masuk"), server.held("masuk/selesai")) == ({}, {"mitra.csv": DATA})
    assert len(server.held("keluar")) == 1
    assert visits(workshop.warehouse)[SOURCE].error is None


def test_a_file_that_is_gone_between_listing_and_reading(workshop: TimelessWorkshop, server: Server) -> None:
    gone = []

    def take_away() -> None:
        if not gone:
            gone.append(server.take_away())

    server.before["read"] = take_away
    summary = run_job(workshop)
    assert (summary.lines, notice_texts(summary), len(gone)) == ((), [], 1)  # whoever took it away knows
    assert not archived(workshop)
    server.send(DATA)
    must_be_taken_once(workshop, server)


def test_a_connection_that_is_cut_half_way(workshop: TimelessWorkshop, server: Server) -> None:
    with servers.cutting(server.port, after=HALF) as port:
        cut = with_source(workshop, server.at_port(port))
        must_be_told_and_untouched(
            cut, server, "Kotak masuk: sambungannya terputus di tengah jalan. Tidak ada yang hilang."
        )
    assert not archived(workshop)
    must_be_taken_once(workshop, server)


def test_an_archive_that_takes_nothing(workshop: TimelessWorkshop, server: Server) -> None:
    folder = workshop.home.archive
    away = folder.rename(folder.with_name("arsip-lama"))
    folder.write_text("di sini bukan folder")
    must_be_told_and_untouched(workshop, server, "Arsip")
    folder.unlink()
    away.rename(folder)
    must_be_taken_once(workshop, server)
