"""The formats of our two sheets, put into the sender's style sheet."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.finding import Severity
from workbooks.returned.palette import GREY, INK, LINE, LINK, MARKS, NAVY, PALE_GREEN
from workbooks.returned.styles import Styles, font

_WRAPPED = 'vertical="top" wrapText="1"'
_LEFT = f'horizontal="left" {_WRAPPED}'
_MIDDLE = 'vertical="center" wrapText="1"'
_GENERAL, _THOUSANDS = 0, 3  # built-in formats; the second is #,##0
_WHITE = "FFFFFFFF"


@dataclass(frozen=True)
class Look:
    """Ids of formats. ``severity`` holds a table cell's format in the colour of each severity."""

    header: int
    count_header: int
    text: int
    quiet: int
    link: int
    whole: int
    decimal: int
    accept: int
    title: int
    outcome: dict[Severity | None, int]
    section: int
    label: int
    plain_style: int
    strong: int
    count: int
    severity: dict[Severity, int]

    @classmethod
    def of(cls, styles: Styles) -> Look:
        """Puts every format in the style sheet."""
        ink, bold, quiet = font(colour=INK), font(colour=INK, bold=True), font(colour=GREY)
        headline = font(colour=INK, bold=True, size=14)
        colours = {severity: mark.table for severity, mark in MARKS.items()}
        return cls(
            header=styles.add(font=font(colour=_WHITE, bold=True), fill=NAVY, bordered=NAVY, alignment=_MIDDLE),
            count_header=styles.add(
                font=font(colour=_WHITE, bold=True), fill=NAVY, bordered=NAVY, alignment=f'horizontal="right" {_MIDDLE}'
            ),
            text=styles.add(font=ink, bordered=LINE, alignment=_WRAPPED),
            quiet=styles.add(font=quiet, bordered=LINE, alignment=_WRAPPED),
            link=styles.add(font=font(colour=LINK, underline=True), bordered=LINE, alignment=_WRAPPED),
            whole=styles.add(font=ink, bordered=LINE, alignment=_LEFT, number_format=_THOUSANDS),
            decimal=styles.add(font=ink, bordered=LINE, alignment=_LEFT, number_format=_GENERAL),
            accept=styles.add(
                font=bold, fill=PALE_GREEN, bordered=LINE, alignment='horizontal="center" vertical="top"'
            ),
            title=styles.add(font=font(colour=NAVY, bold=True, size=18), alignment='vertical="center"'),
            outcome={
                severity: styles.add(
                    font=headline, fill=colours[severity] if severity else PALE_GREEN, alignment=f'{_MIDDLE} indent="1"'
                )
                for severity in (*colours, None)
            },
            section=styles.add(font=font(colour=NAVY, bold=True, size=12), alignment='vertical="bottom"'),
            label=styles.add(font=quiet, alignment=_WRAPPED),
            plain_style=styles.add(font=ink, alignment=_WRAPPED),
            strong=styles.add(font=bold, alignment=_WRAPPED),
            count=styles.add(
                font=ink, bordered=LINE, alignment='horizontal="right" vertical="top"', number_format=_THOUSANDS
            ),
            severity={
                severity: styles.add(font=bold, fill=colour, bordered=LINE, alignment=_WRAPPED)
                for severity, colour in colours.items()
            },
        )
