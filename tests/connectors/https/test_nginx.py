"""The same against nginx, whose ETag, Last-Modified and 304 are none of our making."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from connectors.base import Listing
from connectors.errors import LinkGoneError, StillBeingWrittenError, VanishedError
from connectors.flight import fly
from connectors.https.source import HttpsSource

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIG = """
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {{}}
http {{
  access_log off; default_type application/octet-stream;
  client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
  gzip on; gzip_min_length 1; gzip_types *;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate server.pem; ssl_certificate_key server.key; root files;
    location /tanpa/ {{ alias files/; etag off; }}
    location /polos/ {{ alias files/; etag off; add_header Last-Modified ""; }}
  }}
}}
"""

pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx (Debian: apt-get install nginx-light)")


@pytest.fixture
def nginx(tmp_path: Path, authority: trustme.CA) -> Iterator[tuple[str, Path]]:
    """The address of an nginx that serves a folder, and the folder."""
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(str(tmp_path / "server.key"))
    certificate.cert_chain_pems[0].write_to_path(str(tmp_path / "server.pem"))
    files = tmp_path / "files"
    files.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "nginx.conf").write_text(CONFIG.format(port=port))
    command = [str(NGINX), "-p", str(tmp_path), "-c", "nginx.conf", "-e", "stderr"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            _wait_for(port, process)
            yield f"https://127.0.0.1:{port}", files
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(process.stderr.read() if process.stderr else "nginx ended")


@pytest.mark.parametrize("where", ["", "/tanpa", "/polos"])
def test_a_file_is_taken_once_and_again_when_it_changes(nginx, ca_file, only, after, where):
    address, files = nginx
    file = files / "laporan.xlsx"
    file.write_bytes(b"no;nama\n1;Markisa\n")
    os.utime(file, (1_790_000_000, 1_790_000_000))
    source = HttpsSource(f"{address}{where}/laporan.xlsx", ca_file=ca_file, timeout_seconds=5)
    item = only(source)
    assert source.read(item, 1000).data == file.read_bytes()
    assert only(source).id == item.id
    assert after(source, item).list_waiting() == Listing()
    assert all(probe.holds for probe in fly(source.flight_checks()))

    file.write_bytes(b"no;nama\n1;Markisa\n2;Kopi\n")
    changed = only(after(source, item))
    assert changed.id != item.id
    with pytest.raises(StillBeingWrittenError):
        source.read(item, 1000)
    assert source.read(changed, 1000).data == file.read_bytes()

    file.unlink()
    with pytest.raises(VanishedError):
        source.read(changed, 1000)
    with pytest.raises(LinkGoneError):
        replace(source, last_taken=changed.id).list_waiting()


def test_unchanged_bytes_are_not_sent_again(nginx, ca_file, only, after):
    address, files = nginx
    file = files / "laporan.xlsx"
    file.write_bytes(b"x" * 100_000)
    os.utime(file, (1_790_000_000, 1_790_000_000))
    source = HttpsSource(f"{address}/laporan.xlsx", ca_file=ca_file, timeout_seconds=5)
    item = only(source)
    file.write_bytes(b"y" * 100_000)
    os.utime(file, (1_790_000_000, 1_790_000_000))  # nginx cannot see it, so its 304 shows that we asked with its tag
    assert after(source, item).list_waiting() == Listing()
    assert only(source).id != item.id
