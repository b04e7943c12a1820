"""Prefixes of an S3 bucket as folders: Amazon's, MinIO's, Ceph's, and others'."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from connectors.deadline import FACTOR, Connections, in_time
from connectors.errors import (
    FolderMissingError,
    PermissionRefusedError,
    Place,
    ServerError,
    StillBeingWrittenError,
    VanishedError,
)
from connectors.file_items import is_file_name
from connectors.remote.files import CHUNK, DRIP_SECONDS, Folder, Moved, RemoteFiles
from connectors.remote.s3_client import make_client
from connectors.remote.s3_errors import GONE, NOT_AS_THOUGHT, code_of, outside_s3
from connectors.waiting import Entry, Kind
from connectors.wholeness import Look

_LISTING = {"IsTruncated", "KeyCount", "Name", "MaxKeys"}
_NOT_IMPLEMENTED = {"NotImplemented", "501"}


class _Connection:
    """The client, once there is one, and its connections."""

    client: Any = None

    def __init__(self) -> None:
        self.sockets = Connections()


@dataclass(frozen=True, kw_only=True)
class S3Files(RemoteFiles):
    """Files of a bucket. ``endpoint`` None means Amazon's. ``ca_file`` is the authority to trust in place of the public
    ones, PEM. A prefix is a folder that is always there; a missing bucket is a missing folder.

    Objects are whole or not there at all, so nothing is hidden while it is written. A move is a copy and a deletion, in
    this order and each tied to the version that was listed. After a kill in between, the file lies in both places, and
    the next run moves it over the same bytes.
    """

    bucket: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    endpoint: str | None = None
    region: str | None = None
    ca_file: Path | None = None
    timeout_seconds: float = 30.0
    _connection: _Connection = field(default_factory=_Connection, init=False, repr=False, compare=False)

    def sign_in(self, place: Place) -> None:
        """See RemoteFiles. It does not matter whether the bucket may be listed."""
        with suppress(PermissionRefusedError, FolderMissingError), self._asking(place) as client:
            client.list_objects_v2(Bucket=self.bucket, MaxKeys=1)

    def list_folder(self, folder: Folder) -> list[Entry]:
        """See RemoteFiles."""
        prefix = _key(folder, "")
        entries: list[Entry] = []
        with self._asking(folder.place) as client:
            pages = client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix, Delimiter="/"):
                if not _LISTING & page.keys():  # a page that asks to sign in, or nothing at all
                    raise ServerError(folder.place, "listing")
                for entry in page.get("CommonPrefixes", ()):
                    entries.append(Entry(entry["Prefix"][len(prefix) : -1], Kind.FOLDER))
                for entry in page.get("Contents", ()):
                    if name := entry["Key"][len(prefix) :]:  # the prefix itself is a folder that a program has made
                        kind = Kind.FILE if is_file_name(name) else Kind.OTHER
                        entries.append(Entry(name, kind, _look(entry, entry["Size"]) if kind is Kind.FILE else None))
        return entries

    def look(self, folder: Folder, name: str) -> Look | None:
        """See RemoteFiles."""
        with self._asking(folder.place) as client:
            try:
                head = client.head_object(Bucket=self.bucket, Key=_key(folder, name))
            except ClientError as error:
                if code_of(error) in GONE:
                    return None
                raise
            return _look(head, head["ContentLength"])

    def read(self, folder: Folder, name: str, listed_look: Look, start: int = 0) -> Generator[bytes]:
        """See RemoteFiles."""
        part = {"Range": f"bytes={start}-"} if start else {}
        with self._asking(folder.place, DRIP_SECONDS) as client:
            try:
                answer = client.get_object(
                    Bucket=self.bucket, Key=_key(folder, name), IfMatch=listed_look.version, **part
                )
            except ClientError as error:
                if code_of(error) in GONE:
                    raise VanishedError(folder.place) from None
                if code_of(error) in NOT_AS_THOUGHT:
                    raise StillBeingWrittenError(folder.place) from None
                raise
            with closing(answer["Body"]) as body:
                yield from body.iter_chunks(CHUNK)

    def put(self, folder: Folder, name: str, data: bytes) -> bool:
        """See RemoteFiles."""
        md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        call = {"Bucket": self.bucket, "Key": _key(folder, name), "Body": data, "ContentMD5": md5}
        with self._asking(folder.place, DRIP_SECONDS) as client:
            return self._if(client.put_object, call, {"IfNoneMatch": "*"})

    def move(self, folder: Folder, name: str, listed_look: Look, target: Folder, new_name: str, *, over: bool) -> Moved:
        """See RemoteFiles."""
        source_path, destination = _key(folder, name), _key(target, new_name)
        if not over and self.look(target, new_name) is not None:
            return Moved.TAKEN
        source = {"Bucket": self.bucket, "Key": source_path}
        with self._asking(folder.place, DRIP_SECONDS) as client:
            try:
                client.copy_object(
                    Bucket=self.bucket, Key=destination, CopySource=source, CopySourceIfMatch=listed_look.version
                )
            except ClientError as error:
                if code_of(error) in GONE | NOT_AS_THOUGHT:
                    return Moved.CHANGED
                raise
        if self.look(folder, name) != listed_look:
            return Moved.CHANGED
        with self._asking(folder.place) as client:
            deleted = self._if(client.delete_object, source, {"IfMatch": listed_look.version})
        return Moved.DONE if deleted else Moved.CHANGED

    def remove(self, folder: Folder, name: str) -> None:
        """See RemoteFiles."""
        with self._asking(folder.place) as client:
            client.delete_object(Bucket=self.bucket, Key=_key(folder, name))

    def make_folder(self, folder: Folder, model_folder: Folder) -> None:
        """See RemoteFiles. Prefixes need not be made."""

    def close(self) -> None:
        """See RemoteFiles."""
        if self._connection.client is not None:
            self._connection.client.close()
            self._connection.client = None

    @contextmanager
    def _asking(self, place: Place, seconds: float | None = None) -> Iterator[Any]:
        """Gives the client for one matter that ends in so many seconds, or in ten times the timeout."""
        seconds = self.timeout_seconds * FACTOR if seconds is None else seconds
        with in_time(seconds, self._connection.sockets, place), outside_s3(place):
            yield self._client(place)

    def _client(self, place: Place) -> Any:
        if self._connection.client is None:
            self._connection.client = make_client(
                endpoint=self.endpoint,
                region=self.region,
                access_key=self.access_key,
                secret_key=self.secret_key,
                ca_file=self.ca_file,
                timeout_seconds=self.timeout_seconds,
                place=place,
                connections=self._connection.sockets,
            )
        return self._connection.client

    @staticmethod
    def _if(call: Any, arguments: dict[str, Any], condition: dict[str, str]) -> bool:
        """Makes a conditional call; False when the condition does not hold. A server that knows no conditions is asked
        without: the caller has just looked.
        """
        try:
            call(**arguments, **condition)
        except ClientError as error:
            if code_of(error) in NOT_AS_THOUGHT | GONE:
                return False
            if code_of(error) not in _NOT_IMPLEMENTED:
                raise
            call(**arguments)
        return True


def _key(folder: Folder, name: str) -> str:
    return f"{folder.path.strip('/')}/{name}"


def _look(response: Mapping[str, Any], size: int) -> Look:
    """The look at an object, in whole seconds: listings of some servers are more exact than a look at one object."""
    return Look(size, int(response["LastModified"].timestamp()) * 10**9, version=response["ETag"])
