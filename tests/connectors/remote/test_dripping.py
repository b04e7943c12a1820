"""Servers that drip: everything that WebDAV and S3 ask for has an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import Answer
from connectors.errors import TimedOutError
from connectors.file_items import item_of
from connectors.remote import s3, webdav
from connectors.remote.connector import RemoteConnector
from connectors.remote.files import RemoteFiles
from connectors.wholeness import Look
from tests.connectors.remote.dripping import Drip, dripping

ITEM = item_of("a.csv", Look(100_000, 10**18, version="a"))
NOTHING = {
    "webdav": (207, b'<multistatus xmlns="DAV:"/>'),
    "s3": (200, b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"),
}
ACTS = {
    "list": lambda connector: connector.list_waiting(),
    "read": lambda connector: connector.read(ITEM, limit=10),
    "deliver": lambda connector: connector.deliver(Answer("b.xlsx", b"isi")),
}


def files_of(protocol: str, port: int, ca_file: Path) -> RemoteFiles:
    at = f"https://127.0.0.1:{port}"
    if protocol == "webdav":
        return webdav.WebdavFiles(url=f"{at}/dav", user="u", password="p", ca_file=ca_file, timeout_seconds=0.5)
    return s3.S3Files(
        bucket="kiriman", access_key="u", secret_key="p", endpoint=at, ca_file=ca_file, timeout_seconds=0.5
    )


@pytest.fixture(params=["webdav", "s3"])
def protocol(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A protocol whose deadlines are a second."""
    for module in (webdav, s3):
        monkeypatch.setattr(module, "FACTOR", 2)
        monkeypatch.setattr(module, "DRIP_SECONDS", 1.0)
    return request.param


def must_time_out(connector: RemoteConnector, act: str, drip: Drip) -> None:
    with pytest.raises(TimedOutError) as caught:
        ACTS[act](connector)
    assert caught.value.detail == "deadline"
    assert drip.bytes_sent > 1, "it was left at the first wait, not at the deadline"
    assert not drip.gave_up


@pytest.mark.parametrize(
    ("act", "where"), [("list", "headers"), ("list", "body"), ("read", "headers"), ("read", "body")]
)
def test_a_server_that_drips_is_waited_for_so_long_and_no_longer(
    protocol: str, act: str, where: str, certificate: Path, ca_file: Path
) -> None:
    with (
        dripping(certificate, where) as drip,
        RemoteConnector(files=files_of(protocol, drip.port, ca_file), inbox="masuk", outbox="keluar") as connector,
    ):
        must_time_out(connector, act, drip)


def test_a_connection_that_was_kept_open_has_an_end_too(protocol: str, certificate: Path, ca_file: Path) -> None:
    with (
        dripping(certificate, "body", first=NOTHING[protocol]) as drip,
        RemoteConnector(files=files_of(protocol, drip.port, ca_file), inbox="masuk", outbox="keluar") as connector,
    ):
        assert connector.list_waiting().items == ()
        must_time_out(connector, "list", drip)


def test_an_answer_that_is_never_acknowledged_has_an_end_too(protocol: str, certificate: Path, ca_file: Path) -> None:
    with (
        dripping(certificate, "headers", first=NOTHING[protocol]) as drip,
        RemoteConnector(files=files_of(protocol, drip.port, ca_file), inbox="masuk", outbox="keluar") as connector,
    ):
        must_time_out(connector, "deliver", drip)
