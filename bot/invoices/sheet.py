"""
Pages to write on: A4, mirrored where the language is written from right to left.

HarfBuzz joins the letters; each text has a direction of its own, so that a telephone
number or a Latin name stays as it is inside Persian. All lengths are millimetres, but
for sizes of letters, which are points.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any, Literal

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.invoices.paper import Paper

MARGIN = 18.0
INNER = 210.0 - 2 * MARGIN
BOTTOM = 297.0 - 24.0
"""Down to here there is something on a page besides its number."""
INK, SOFT, RULE, SHADE = "#1d2327", "#545d64", "#cfd5da", "#f1f4f5"

Side = Literal["start", "middle", "right"]
"""Where a text stands in its column: `start` is where reading begins, and numbers are
on the right in every language, so that their digits stand below each other."""

_FONTS = Path(__file__).parent / "fonts"
_FAMILY = "Vazirmatn"
_RIGHT_TO_LEFT = ("fa", "ar")
_LEADING = 0.62  # millimetres of a line, by point of its letters


class Sheet(FPDF):
    """
    The pages of one paper; `start` is counted from the side where reading begins.
    """

    def __init__(self, paper: Paper) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self.is_rtl = paper.language in _RIGHT_TO_LEFT
        for style, weight in (("", "Regular"), ("B", "Bold")):
            self.add_font(_FAMILY, style, _FONTS / f"Vazirmatn-{weight}.ttf")
        self.set_margin(0)
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.set_lang(paper.language)
        self.set_title(f"{paper.title} {paper.number}")
        self.set_author(paper.head.name)
        self.set_producer("Hamyar")
        self.set_creation_date(paper.at)
        self.add_page()

    def put(
        self,
        text: str,
        start: float,
        top: float,
        width: float,
        *,
        size: float = 9.5,
        bold: bool = False,
        colour: str = INK,
        side: Side = "start",
        dry: bool = False,
    ) -> float:
        """
        Write into a column, in as many lines as it takes, and give their height.

        A `dry` text is measured and not written.
        """
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(colour)
        way = "rtl" if _is_rtl(text, self.is_rtl) else "ltr"
        self.set_text_shaping(True, direction=way)
        self.set_xy(self._left(start, width), top)
        needed: Any = self.multi_cell(
            width,
            size * _LEADING,
            text,
            align=self._align(side),
            dry_run=dry,
            output="HEIGHT",
        )
        return float(needed)

    def _align(self, side: Side) -> str:
        if side == "right":
            return "R"
        if side == "middle":
            return "C"
        return "R" if self.is_rtl else "L"

    def rule(self, top: float, colour: str = RULE, thick: float = 0.2) -> None:
        """
        Draw a line across the page.
        """
        self.set_draw_color(colour)
        self.set_line_width(thick)
        self.line(MARGIN, top, MARGIN + INNER, top)

    def shade(
        self, start: float, top: float, width: float, height: float, colour: str
    ) -> None:
        """
        Draw a ground for what is written next.
        """
        self.set_fill_color(colour)
        self.rect(self._left(start, width), top, width, height, style="F")

    def drop(self) -> None:
        """
        Close the files of the fonts, as `output` does, where nothing is put out.
        """
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def _left(self, start: float, width: float) -> float:
        return MARGIN + (INNER - start - width if self.is_rtl else start)


def _is_rtl(text: str, otherwise: bool) -> bool:
    """
    Whether its first letter is read from right to left; without letters: digits.

    A number of Persian or Arabic digits is written from left to right, as any.
    """
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return otherwise and not any(char.isdigit() for char in text)
