"""Servers for the session, fresh folders for every test."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from connectors.errors import Place
from connectors.remote.s3 import S3Files
from connectors.remote.s3_client import make_client
from connectors.remote.sftp import SftpFiles
from connectors.remote.webdav import WebdavFiles
from tests.connectors.remote.offices import BucketOffice, DiskOffice, Office, connecting
from tests.connectors.remote.servers import PASSWORD, USER, Dav, Sshd, moto, sshd, wsgidav

SOURCES = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("sftp", "webdav", "s3")]
PATIENCE = 20.0


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def certificate(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cert") / "server.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def dav_server(certificate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dav]:
    with wsgidav(tmp_path_factory.mktemp("dav"), certificate) as running:
        yield running


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with moto(tmp_path_factory.mktemp("moto")) as address:
        yield address


@pytest.fixture
def sftp(ssh_server: Sshd, tmp_path: Path) -> Iterator[DiskOffice]:
    """An office's folders on the OpenSSH server."""
    root = _folders(tmp_path)
    files = SftpFiles(
        host="127.0.0.1",
        port=ssh_server.port,
        user=getpass.getuser(),
        key=ssh_server.key,
        host_keys=(ssh_server.host_key,),
        timeout_seconds=PATIENCE,
    )
    with connecting(files, f"{root}/masuk", f"{root}/keluar") as connector:
        yield DiskOffice(connector, root)


@pytest.fixture
def webdav(dav_server: Dav, ca_file: Path) -> Iterator[DiskOffice]:
    """An office's folders on the WebDAV server."""
    name = uuid.uuid4().hex
    root = _folders(dav_server.root / name)
    files = WebdavFiles(
        url=f"https://127.0.0.1:{dav_server.port}/dav/{name}",
        user=USER,
        password=PASSWORD,
        ca_file=ca_file,
        timeout_seconds=PATIENCE,
    )
    with connecting(files, "masuk", "keluar") as connector:
        yield DiskOffice(connector, root)
    dav_server.errors.clear()


@pytest.fixture
def s3(s3_endpoint: str) -> Iterator[BucketOffice]:
    """An office's prefixes in a bucket of its own."""
    bucket = f"kantor-{uuid.uuid4().hex[:12]}"
    client = make_client(
        endpoint=s3_endpoint,
        region=None,
        access_key="kantor",
        secret_key="kantor",
        ca_file=None,
        timeout_seconds=PATIENCE,
        place=Place.INBOX,
    )
    client.create_bucket(Bucket=bucket)
    files = S3Files(
        bucket=bucket, endpoint=s3_endpoint, access_key="majene", secret_key="sandi-s3-7Q", timeout_seconds=PATIENCE
    )
    with connecting(files, "masuk", "keluar") as connector:
        yield BucketOffice(connector, client, bucket)
    client.close()


@pytest.fixture(params=SOURCES)
def office(request: pytest.FixtureRequest) -> Office:
    """An office's folders, once for every protocol."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def elsewhere(office: Office):
    """The same folders by files with other settings."""

    def change(**changes: object):
        return replace(office.connector, files=replace(office.files, **changes))

    return change


def _folders(root: Path) -> Path:
    for name in ("masuk", "keluar"):
        (root / name).mkdir(parents=True)
    return root
