"""Templates of pages: whatever a value is, it stays text; what is not given is a program error and no hole in a
page.
"""

from __future__ import annotations

from importlib.resources import files

import pytest
from jinja2 import UndefinedError, meta

from kemitraan.pages.maintenance import maintenance_page
from kemitraan.pages.markdown import Markdown, page_link
from kemitraan.pages.template import environment, rendered
from kemitraan.steps.care.maintaining import WorkResult

HOSTILE = "a_*[b](https://x.y) | `c`\n# d <b>"
TEMPLATES = sorted(path.name for path in files("kemitraan.pages").iterdir() if path.name.endswith(".jinja"))


def test_what_a_value_holds_is_never_markup() -> None:
    page = maintenance_page([WorkResult(work="Arsip", well=False, sentence=HOSTILE, details=(HOSTILE,))])
    assert page.count("\\_\\*\\[b\\](https:\u2060//x.y) \\| \\`c\\` \\# d \\<b\\>") == 2
    assert "| Arsip | **perlu perhatian** |" in page


def test_only_what_is_markdown_already_is_taken_as_it_is() -> None:
    text = "{{ a }} {{ b }} {{ a ~ b }} {{ '*tetap*' }} {{ [a, '', b] | jadi_satu }}"
    page = environment().from_string(text).render(a=page_link("[x]", "kunci"), b="*y*")
    link = "[\\[x\\]](../../artifacts/key/kunci)"
    assert page.startswith(f"{link} \\*y\\* \\[\\\\\\[x")  # joined to text it is text
    assert page.endswith(f"\\*tetap\\* {link} · \\*y\\*")
    assert isinstance(page_link("x", "y"), Markdown)


def test_a_value_that_is_missing_or_nothing_makes_no_page() -> None:
    with pytest.raises(UndefinedError):
        rendered("pemeliharaan")
    with pytest.raises(TypeError):
        maintenance_page([WorkResult(work="Arsip", well=True, told=None)])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_begins_by_saying_what_it_is_and_is_read_by_somebody(name: str) -> None:
    source, *_ = environment().loader.get_source(environment(), name)
    assert source.startswith("{# ")
    included = {
        other
        for template in TEMPLATES
        for other in meta.find_referenced_templates(
            environment().parse(environment().loader.get_source(environment(), template)[0])
        )
    }
    makers = "".join(
        path.read_text(encoding="utf-8") for path in files("kemitraan.pages").iterdir() if path.name.endswith(".py")
    )
    assert name in included or f'"{name.removesuffix(".jinja")}"' in makers
