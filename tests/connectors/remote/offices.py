"""An office's two folders on a real server, seen from both sides: ours by a connector, the office's without one."""

from __future__ import annotations

import os
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from connectors.base import Item
from connectors.folder import Done
from connectors.remote.connector import RemoteConnector
from connectors.remote.files import RemoteFiles


@dataclass
class Office(ABC):
    """``connector`` sees the folders from an hour later: nothing in them is young any more."""

    connector: RemoteConnector

    @abstractmethod
    def send(self, name: str, data: bytes) -> None:
        """The office puts a file into the inbox."""

    @abstractmethod
    def take(self, name: str) -> None:
        """The office takes a file out of the inbox."""

    @abstractmethod
    def answer(self, name: str, data: bytes) -> None:
        """The office puts a file into the outbox."""

    @abstractmethod
    def held(self, folder: str) -> dict[str, bytes]:
        """What lies directly in a folder: ``masuk``, ``masuk/selesai`` or ``keluar``."""

    @property
    def files(self) -> RemoteFiles:
        return self.connector.files

    def put(self, name: str, data: bytes) -> Item:
        """Sends a file and gives the item that is then waiting."""
        self.send(name, data)
        (item,) = (item for item in self.connector.list_waiting().items if item.message == name)
        return item

    def now(self, **changes: Any) -> RemoteConnector:
        """The same folders at this very time."""
        return replace(self.connector, clock=time.time, **changes)


@dataclass
class DiskOffice(Office):
    """The server's folders are on this machine."""

    root: Path

    def send(self, name: str, data: bytes) -> None:
        (self.root / "masuk" / name).write_bytes(data)

    def take(self, name: str) -> None:
        (self.root / "masuk" / name).unlink()

    def answer(self, name: str, data: bytes) -> None:
        (self.root / "keluar" / name).write_bytes(data)

    def held(self, folder: str) -> dict[str, bytes]:
        place = self.root / folder
        return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()} if place.is_dir() else {}


@dataclass
class BucketOffice(Office):
    """The server's folders are prefixes of a bucket."""

    client: Any
    bucket: str

    def send(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=f"masuk/{name}", Body=data)

    def take(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=f"masuk/{name}")

    def answer(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=f"keluar/{name}", Body=data)

    def held(self, folder: str) -> dict[str, bytes]:
        objects = self.client.list_objects_v2(Bucket=self.bucket, Prefix=f"{folder}/", Delimiter="/").get(
            "Contents", ()
        )
        return {
            os.path.basename(entry["Key"]): self.client.get_object(Bucket=self.bucket, Key=entry["Key"])["Body"].read()
            for entry in objects
        }


def connecting(files: RemoteFiles, inbox: str, outbox: str) -> RemoteConnector:
    """A connector that moves done files, an hour later."""
    return RemoteConnector(files=files, inbox=inbox, outbox=outbox, done=Done.MOVE, clock=lambda: time.time() + 3600)
