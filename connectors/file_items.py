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
    name_shown = shown_name(name)
    seconds, nanoseconds = divmod(min(max(look.modified_ns, 0), _LAST_SECOND * 10**9), 10**9)
    modified = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=nanoseconds // 1000)
    return Item(".".join(parts), name_shown, look.size, modified, message=name_shown)


def name_and_look(identity: str) -> tuple[str, Look]:
    """The raw name and the look that an item's id holds. Raises ValueError when ``item_of`` did not make the id."""
    size, modified_ns, raw, *name_parts = identity.split(".")
    name = _decoded(raw)
    if not is_file_name(name) or len(name_parts) > 1:
        raise ValueError("not an item of a folder")
    return name, Look(int(size), int(modified_ns), version=_decoded(name_parts[0]) if name_parts else "")


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(os.fsencode(text)).decode()


def _decoded(text: str) -> str:
    return os.fsdecode(base64.b64decode(text, altchars=b"-_", validate=True))
