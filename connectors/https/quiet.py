"""Keeps links out of the log: httpx logs every URL, httpcore logs every redirect, and a share link lets anybody in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy", "httpcore.socks")
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def _is_loud(_record: logging.LogRecord) -> bool:
    return not _quiet.get()


@contextmanager
def quietly() -> Iterator[None]:
    """Silences the logging of httpx inside the block, in this thread or task. Requests elsewhere are logged as
    usual.
    """
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_is_loud)  # once: the same filter is not added again
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)
