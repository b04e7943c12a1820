"""An archive on S3 that several use at once, that is away, closed or cut off in the middle: whole or not there, and
told.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from connectors import archive as module
from connectors.archive import Archive
from connectors.errors import (
    FolderMissingError,
    NotKeptError,
    PermissionRefusedError,
    Place,
    UnreachableError,
)
from connectors.remote.s3_client import make_client
from tests.connectors.remote.scripted_s3 import s3_error, scripted_s3
from tests.connectors.remote.servers import cutting, free_port

pytestmark = pytest.mark.xdist_group("s3")
BIG = os.urandom(2_000_000)

MakeArchive = Callable[[str], Archive]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> MakeArchive:
    """The archive ``s3://<bucket>/arsip`` as a new process with this endpoint opens it."""
    for name, value in (("ACCESS_KEY_ID", "kantor"), ("SECRET_ACCESS_KEY", "kantor"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    bucket = f"arsip-{uuid.uuid4().hex[:12]}"

    def make(endpoint: str) -> Archive:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", endpoint)
        module.fsspec.filesystem("s3").clear_instance_cache()
        return Archive(f"s3://{bucket}/arsip")

    return make


@pytest.fixture
def archive(at: MakeArchive, s3_endpoint: str) -> Archive:
    """An archive in a bucket of its own on moto's server."""
    archive_made = at(s3_endpoint)
    client = make_client(
        endpoint=s3_endpoint,
        region=None,
        access_key="kantor",
        secret_key="kantor",
        ca_file=None,
        timeout_seconds=20,
        place=Place.ARCHIVE,
    )
    client.create_bucket(Bucket=archive_made._root.partition("/")[0])
    client.close()
    return archive_made


def test_trying_to_write_leaves_nothing_and_tells_a_server_that_is_away(archive: Archive, at: MakeArchive) -> None:
    archive.try_writing()
    assert archive._files.find(archive._root) == []
    with pytest.raises(UnreachableError):
        at(f"http://127.0.0.1:{free_port()}").try_writing()


def test_what_several_put_at_the_same_time_is_there_whole_and_nothing_beside_it(archive: Archive) -> None:
    contents = [BIG, BIG[:-1], b"isi", b""] * 4
    with ThreadPoolExecutor(8) as threads:
        shas = list(threads.map(archive.put, contents))
    assert [archive.get(sha) for sha in shas] == contents
    lying = archive._files.find(archive._root)
    assert sorted(path.rpartition("/")[2] for path in lying) == sorted(set(shas))


def test_what_another_worker_put_is_seen_at_once(archive: Archive, at: MakeArchive, s3_endpoint: str) -> None:
    sha = hashlib.sha256(b"isi").hexdigest()
    assert not archive.has(sha)
    at(s3_endpoint).put(b"isi")
    assert archive.has(sha)
    assert archive.verify(sha)


PUT = "import sys; from connectors.archive import Archive; Archive(sys.argv[1]).put(sys.stdin.buffer.read())"


def test_a_put_that_is_killed_in_the_middle_leaves_nothing_that_is_read_as_whole(
    archive: Archive, s3_endpoint: str
) -> None:
    sha = hashlib.sha256(BIG).hexdigest()
    with cutting(int(s3_endpoint.rpartition(":")[2]), len(BIG) // 2, upwards=True, stall=True) as port:
        environment = {**os.environ, "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}"}
        putting = subprocess.Popen(
            [sys.executable, "-c", PUT, f"s3://{archive._root}"], env=environment, stdin=subprocess.PIPE
        )
        assert putting.stdin
        putting.stdin.write(BIG)
        putting.stdin.close()
        time.sleep(3)
        putting.send_signal(signal.SIGKILL)
        assert putting.wait(20) == -signal.SIGKILL
    assert not archive.verify(sha)
    assert archive.put(BIG) == sha
    assert archive.get(sha) == BIG


def test_a_bucket_that_is_not_there_is_told_and_not_made(at: MakeArchive, s3_endpoint: str) -> None:
    archive = at(s3_endpoint)
    for _ in range(2):
        with pytest.raises(FolderMissingError):
            archive.put(b"isi")


def test_a_server_that_is_down_is_an_outside_error(at: MakeArchive) -> None:
    archive = at(f"http://127.0.0.1:{free_port()}")
    sha = hashlib.sha256(b"isi").hexdigest()
    for act in (lambda: archive.put(b"isi"), lambda: archive.get(sha), lambda: archive.has(sha)):
        with pytest.raises(UnreachableError) as caught:
            act()
        assert caught.value.place is Place.ARCHIVE
        assert caught.value.retryable


def test_a_refusal_is_told_by_what_the_server_says(at: MakeArchive) -> None:
    with scripted_s3(lambda *_: (403, s3_error("AccessDenied"))) as endpoint, pytest.raises(PermissionRefusedError):
        at(endpoint).put(b"isi")


def test_what_does_not_come_back_as_it_was_is_told_and_not_as_something_that_is_archived(at: MakeArchive) -> None:
    def keeps_something_else(method: str, *_: object) -> tuple[int, bytes]:
        return 200, b"" if method == "PUT" else b"lain"

    with scripted_s3(keeps_something_else) as endpoint, pytest.raises(NotKeptError):
        at(endpoint).put(b"isi")
