"""
Draws an invoice from above to below, on as many pages as it takes.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions import formatting
from bot.contrast import contrast
from bot.invoices.paper import Line, Paper
from bot.invoices.sheet import BOTTOM, INK, INNER, MARGIN, SHADE, SOFT, Sheet, Side

_COLUMNS = (13.0, 75.0, 20.0, 33.0, 33.0)
_SIDES: tuple[Side, ...] = ("middle", "start", "middle", "right", "right")
_GAP, _SIDE = 2.0, 1.5
_HEAD, _FACTS = 98.0, 72.0
_LABELS, _AMOUNTS = 46.0, 46.0
_PAPER = "#ffffff"
_READABLE = 4.5  # WCAG AA for text of normal size.


def pdf_of(paper: Paper) -> bytes:
    """
    Give the PDF of an invoice: the same paper gives the same bytes.
    """
    drawn = _Drawn(paper, pages=1)
    pages = drawn.sheet.pages_count
    if pages > 1:
        # Now it is known of how many pages each is one.
        drawn.sheet.drop()
        drawn = _Drawn(paper, pages)
    return bytes(drawn.sheet.output())


class _Drawn:
    """
    A paper that is drawn; `pages` is how many it says that it has.
    """

    def __init__(self, paper: Paper, pages: int) -> None:
        self._paper, self._pages = paper, pages
        self.sheet = Sheet(paper)
        self._top = MARGIN
        self._number_page()
        self._head()
        self._customer()
        if paper.lines:
            self._table()
        self._totals()
        self._below()

    def _head(self) -> None:
        """
        Whose invoice it is, and beside that its number and days.
        """
        put, head = self.sheet.put, self._paper.head
        top = self._top + put(
            head.name, 0, self._top, _HEAD, size=18, bold=True, colour=self._ink()
        )
        top += 1
        if head.address:
            top += put(head.address, 0, top, _HEAD, size=8.5, colour=SOFT) + 1
        for each in head.reach:
            top += put(each, 0, top, _HEAD, size=8.5, colour=SOFT)
        start = INNER - _FACTS
        below = self._top + put(
            self._paper.title, start, self._top, _FACTS, size=18, bold=True
        )
        below += 1
        for label, value in self._paper.facts:
            height = put(label, start, below, 30, size=8.5, colour=SOFT)
            below += max(height, put(value, start + 31, below, _FACTS - 31))
        self._top = max(top, below) + 3
        self.sheet.rule(self._top, head.accent, 0.6)
        self._top += 4

    def _ink(self) -> str:
        """
        The shop's colour, unless that is too light to be read on paper.
        """
        accent = self._paper.head.accent
        return accent if contrast(accent, _PAPER) >= _READABLE else INK

    def _customer(self) -> None:
        if not self._paper.customer:
            return
        put = self.sheet.put
        for label, value in self._paper.customer:
            height = put(label, 0, self._top, 30, size=8.5, colour=SOFT)
            height = max(height, put(value, 31, self._top, INNER - 31))
            self._top += height
        self._top += 5

    def _table(self) -> None:
        self._heads()
        for number, line in enumerate(self._paper.lines, 1):
            height = self._row(number, line, dry=True)
            if self._top + height > BOTTOM:
                self._turn()
                self._heads()
            self._row(number, line)
            self._top += height
            self.sheet.rule(self._top)
        self._top += 4

    def _heads(self) -> None:
        head, heads = self._paper.head, self._paper.columns
        height = max(self._cells(heads, self._top, dry=True)) + 2 * _GAP
        self.sheet.shade(0, self._top, INNER, height, head.accent)
        self._cells(heads, self._top + _GAP, colour=head.on_accent)
        self._top += height

    def _cells(
        self,
        texts: Sequence[str],
        top: float,
        *,
        colour: str = "#000000",
        dry: bool = False,
    ) -> list[float]:
        """
        Write the heads of the columns; gives how high each is.
        """
        return [
            self.sheet.put(
                text,
                sum(_COLUMNS[:place]) + _SIDE,
                top,
                _COLUMNS[place] - 2 * _SIDE,
                size=8.5,
                bold=True,
                colour=colour,
                side=_SIDES[place],
                dry=dry,
            )
            for place, text in enumerate(texts)
        ]

    def _row(self, number: int, line: Line, *, dry: bool = False) -> float:
        """
        Write one line of the bill, or only tell its height.
        """
        top = self._top + _GAP
        place = formatting.number(number, self._paper.language)
        texts = (place, line.item, line.quantity, line.unit_price, line.total)
        heights = []
        for column, text in enumerate(texts):
            start = sum(_COLUMNS[:column]) + _SIDE
            width = _COLUMNS[column] - 2 * _SIDE
            heights.append(
                self.sheet.put(text, start, top, width, side=_SIDES[column], dry=dry)
            )
        if line.details:
            start, width = _COLUMNS[0] + _SIDE, _COLUMNS[1] - 2 * _SIDE
            heights[1] += self.sheet.put(
                line.details,
                start,
                top + heights[1],
                width,
                size=8,
                colour=SOFT,
                dry=dry,
            )
        return max(heights) + 2 * _GAP

    def _totals(self) -> None:
        put = self.sheet.put
        start = INNER - _LABELS - _AMOUNTS
        for each in self._paper.totals:
            size, bold = 11.0 if each.main else 9.5, each.main
            label, amount = _LABELS - 2, _AMOUNTS - 2
            height = _GAP + max(
                put(each.label, start, 0, label, size=size, bold=bold, dry=True),
                put(each.amount, start, 0, amount, size=size, bold=bold, dry=True),
            )
            self._need(height)
            if each.main:
                self.sheet.shade(start, self._top, _LABELS + _AMOUNTS, height, SHADE)
            top = self._top + _GAP / 2
            put(each.label, start + 2, top, label, size=size, bold=bold)
            put(
                each.amount,
                start + _LABELS,
                top,
                amount,
                size=size,
                bold=bold,
                side="right",
            )
            self._top += height
        self._top += 4

    def _below(self) -> None:
        """
        The amount in words, what is to be said besides, and who says so.
        """
        put = self.sheet.put
        if self._paper.words is not None:
            label, said = self._paper.words
            height = put(said, 0, 0, INNER - 2 * _GAP, size=10.5, dry=True) + 9
            self._need(height + 4)
            self.sheet.shade(0, self._top, INNER, height, SHADE)
            top = self._top + _GAP
            top += put(label, _GAP, top, INNER - 2 * _GAP, size=8.5, colour=SOFT)
            put(said, _GAP, top, INNER - 2 * _GAP, size=10.5)
            self._top += height + 4
        texts = [(each, 9.5, INK) for each in self._paper.remarks]
        texts += [(each, 8.0, SOFT) for each in self._paper.origins]
        for text, size, colour in texts:
            height = put(text, 0, 0, INNER, size=size, dry=True)
            self._need(height)
            put(text, 0, self._top, INNER, size=size, colour=colour)
            self._top += height

    def _need(self, height: float) -> None:
        """
        Go on with the next page where this one has no room for so much.
        """
        if self._top + height > BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self.sheet.add_page()
        self._top = MARGIN
        self._number_page()

    def _number_page(self) -> None:
        lang = self._paper.language
        number, pages = self.sheet.page_no(), max(self._pages, self.sheet.page_no())
        if pages == 1:
            return
        text = self._paper.page.format(
            page=formatting.number(number, lang), pages=formatting.number(pages, lang)
        )
        self.sheet.put(text, 0, BOTTOM + 6, INNER, size=8, colour=SOFT, side="middle")
