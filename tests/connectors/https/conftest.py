"""A certificate authority of the tests' own, a scripted server, and a source that reads from it."""

from __future__ import annotations

import io
import ssl
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from connectors.base import Item
from connectors.https.source import HttpsSource
from tests.connectors.https.scripted_server import Server, serving

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The authority that the tests' servers are known by."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its certificate, PEM."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    """TLS of a server at 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def server(server_context: ssl.SSLContext) -> Iterator[Server]:
    """A scripted server."""
    with serving(server_context) as running:
        yield running


@pytest.fixture
def source(server: Server, ca_file: Path) -> HttpsSource:
    """A source that reads ``/laporan.xlsx`` of the server and is patient for a second."""
    return HttpsSource(server.link("/laporan.xlsx"), ca_file=ca_file, timeout_seconds=1.0, limit=100_000)


@pytest.fixture
def only() -> Callable[[HttpsSource], Item]:
    """The one item that waits."""

    def look(source: HttpsSource) -> Item:
        (item,) = source.list_waiting().items
        return item

    return look


@pytest.fixture
def after() -> Callable[[HttpsSource, Item], HttpsSource]:
    """The source of the next run, once the item was taken."""
    return lambda source, item: replace(source, last_taken=item.id)


@pytest.fixture
def package() -> Callable[..., bytes]:
    """A zip package with these parts, made in this year."""

    def make(year: int = 2026, **parts: str) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in parts.items():
                packed.writestr(zipfile.ZipInfo(name.replace("__", "/"), (year, 1, 1, 0, 0, 0)), text)
        return file.getvalue()

    return make
