"""The sources of an office as the settings describe them, one file a source. Secrets only by reference.

A source knows its own ways: how its office sends, where answers lie, how it is connected to.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kemitraan.config.sources.base import SourceSettings
from kemitraan.config.sources.folder import FolderSource
from kemitraan.config.sources.https import HttpsSource
from kemitraan.config.sources.imap import ImapSource
from kemitraan.config.sources.s3 import S3Source
from kemitraan.config.sources.sftp import SftpSource
from kemitraan.config.sources.webdav import WebdavSource

Source = Annotated[
    FolderSource | SftpSource | WebdavSource | S3Source | HttpsSource | ImapSource, Field(discriminator="type")
]
SOURCE_MODELS: dict[str, type[SourceSettings]] = {
    "folder": FolderSource,
    "sftp": SftpSource,
    "webdav": WebdavSource,
    "s3": S3Source,
    "https": HttpsSource,
    "imap": ImapSource,
}
