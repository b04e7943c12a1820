"""Waiting for a Prefect server that has just been started, here or elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

PAUSE_SECONDS = 0.3
TRY_SECONDS = 5.0


class ServerAway(Exception):
    """No server has answered in time."""


def wait_for_server(
    url: str,
    seconds: float,
    goes_on: Callable[[], bool] = lambda: True,
    *,
    pause: Callable[[float], object] = time.sleep,
    try_seconds: float = TRY_SECONDS,
) -> bool:
    """Waits until the server at this API address answers. False when ``goes_on``, which is called before every try,
    says no. ``pause`` waits between two tries. Raises ServerAway when so many seconds are over.
    """
    opener, end = build_opener(ProxyHandler({})), time.monotonic() + seconds
    while goes_on():
        try:
            opener.open(f"{url}/health", timeout=try_seconds).close()
        except (URLError, OSError):
            if time.monotonic() > end:
                raise ServerAway(url) from None
            pause(PAUSE_SECONDS)
        else:
            return True
    return False
