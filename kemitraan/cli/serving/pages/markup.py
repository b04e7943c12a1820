"""Our Markdown as a page. It holds no script, and nothing that a stranger typed is markup in it."""

from __future__ import annotations

from html import escape

from markdown_it import MarkdownIt

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2430; background: #f6f7f9; margin: 0; }
header { background: #fff; border-bottom: 1px solid #dde1e7; padding: 12px 24px; display: flex; gap: 24px;
  align-items: baseline; flex-wrap: wrap; }
header strong { font-size: 20px; }
main { max-width: 1240px; margin: 0 auto; padding: 8px 24px 48px; }
h3 { margin: 32px 0 8px; }
a { color: #1a56b0; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: left; vertical-align: top; padding: 8px 12px; border: 1px solid #dde1e7; }
th { background: #eef1f5; }
td:last-child { white-space: nowrap; }
ul { background: #fff; border: 1px solid #dde1e7; border-left: 4px solid #c2410c; padding: 8px 16px 8px 32px; }
li { margin: 6px 0; }
"""


def page(title: str, markdown: str, up: str = "") -> str:
    """A whole page. ``up`` leads from it to the folder of our pages, ``../`` for each step."""
    return (
        '<!doctype html>\n<html lang="id">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n'
        f'<header><strong>{escape(title)}</strong> <a href="{up}./">Keadaan semua kantor</a> '
        f'<a href="{up}../">Halaman Prefect</a> <a href="{up}laporan">Unduh laporan terbaru</a></header>\n'
        f"<main>\n{_MARKDOWN.render(markdown)}</main>\n</html>\n"
    )
