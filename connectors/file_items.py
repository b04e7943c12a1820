"""Items that are files of a folder, here or on another machine: what their ids hold and how they are read back."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime, timedelta

from connectors.base import Item
from connectors.names import shown_name
from connectors.wholeness import Look

DONE_FOLDER = "selesai"
_LAST_SECOND = 253_402_300_799  # of the year 9999; file systems can say later ones


def is_file_name(name: str) -> bool:
    """Whether a name from outside names something in its folder, and nothing elsewhere."""
    return "/" not in name and "\0" not in name and name not in {"", ".", ".."}


def item_of(name: str, look: Look) -> Item:
    """The item for a file. Its id holds size, time, raw name and, where the source has one, the version (an ETag)."""
    parts = [str(look.size), str(look.modified_ns), _encoded(name), *([_encoded(look.version)] if look.version else [])]
    shown = shown_name(name)
    seconds, rest = divmod(min(max(look.modified_ns, 0), _LAST_SECOND * 10**9), 10**9)
    modified = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=rest // 1000)
    return Item(".".join(parts), shown, look.size, modified, message=shown)


def name_and_look(identity: str) -> tuple[str, Look]:
    """The raw name and the look that an item's id holds. Raises ValueError when ``item_of`` did not make the id."""
    size, modified_ns, raw, *rest = identity.split(".")
    name = _decoded(raw)
    if not is_file_name(name) or len(rest) > 1:
        raise ValueError("not an item of a folder")
    return name, Look(int(size), int(modified_ns), version=_decoded(rest[0]) if rest else "")


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(os.fsencode(text)).decode()


def _decoded(text: str) -> str:
    return os.fsdecode(base64.b64decode(text, altchars=b"-_", validate=True))
