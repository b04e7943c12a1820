"""Keeps file names and user names out of the log: client libraries write them there below the level of an error."""

from __future__ import annotations

import logging


def hush(*loggers: str) -> None:
    """Lets only errors of these loggers and of those below them through, for the whole process."""
    for name in loggers:
        logging.getLogger(name).setLevel(logging.ERROR)
