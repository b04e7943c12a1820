"""Letters as templates of text, one file a letter, in words that a person who does not program can change.

The first line of a template is the subject; the text follows after a blank line.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from schemas.messages import number_words


def written(name: str, **values: Any) -> tuple[str, str]:
    """Subject and text of the letter ``<name>.jinja``, filled with these values. A missing value is a program error
    (``jinja2.UndefinedError``).
    """
    subject, _, text = _environment().get_template(f"{name}.jinja").render(values).strip().partition("\n")
    return " ".join(subject.split()), text.strip()


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kemitraan.steps", "letters"),
        undefined=StrictUndefined,
        autoescape=False,  # plain text
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["angka"] = number_words
    return environment
