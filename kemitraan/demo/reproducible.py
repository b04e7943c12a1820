"""Makes the same workbook give the same bytes: times of making are taken out of a saved package."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"
_TIME = (2026, 1, 1, 0, 0, 0)


def make_reproducible(path: Path) -> None:
    """Rewrites an xlsx in place with fixed times."""
    with zipfile.ZipFile(path) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            part = zipfile.ZipInfo(name, _TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            fixed_content = _MADE.sub(rb"\g<1>2026-01-01T00:00:00Z", content) if name == _PROPERTIES else content
            package.writestr(part, fixed_content)
