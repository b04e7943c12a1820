"""The fonts of the package: Noto Sans (OFL), cut to Latin letters and signs."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

FOLDER = files("reports.partnership") / "huruf"
_WEIGHTS = {400: "NotoSans-Regular.woff2", 700: "NotoSans-Bold.woff2"}


@lru_cache
def fonts_in_base64() -> Mapping[int, str]:
    """The fonts by weight, for a page that brings its fonts along."""
    return {weight: b64encode((FOLDER / name).read_bytes()).decode() for weight, name in _WEIGHTS.items()}
