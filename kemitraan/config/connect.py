"""From a configured source to the channel that serves it."""

from __future__ import annotations

from connectors.base import Connector
from connectors.folder import Done, FolderConnector
from kemitraan.config.home import Home
from kemitraan.config.models import FolderSource


def connector_for(source: FolderSource, home: Home) -> Connector:
    """The channel of a source."""
    return FolderConnector(
        inbox=home.resolve(source.inbox),
        outbox=home.resolve(source.outbox),
        pattern=source.pattern,
        settle_seconds=source.settle_seconds,
        patience_seconds=source.patience_seconds,
        done=Done(source.done),
    )
