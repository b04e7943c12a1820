"""Renders our Markdown as a page. The page holds no script, and nothing that a stranger typed is markup in it."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TEMPLATES = Environment(
    loader=PackageLoader("kemitraan.cli.serving", "pages"), undefined=StrictUndefined, autoescape=True
)


def page(title: str, markdown: str, up: str = "") -> str:
    """A whole page. ``up`` leads from it to the folder of our pages, ``../`` for each step."""
    body = Markup(_MARKDOWN.render(markdown))
    return _TEMPLATES.get_template("halaman.jinja").render(judul=title, ke_atas=up, isi=body)
