"""
Buttons below a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.channels.telegram.letters import is_blank, shortened, width
from bot.channels.telegram.marks import direction_of, is_rtl, marked
from bot.channels.telegram.markup import plain
from bot.channels.telegram.parts import (
    ANSWERED,
    MOST_BUTTONS,
    MOST_IN_ROW,
    InlineButton,
    InlineKeyboard,
)
from bot.conversations.buttons import ShownButton

LONGEST_TITLE = 60
"""In letters; even a row of its own shows hardly more on a telephone."""

_ROW = 30  # Letters in a row of a telephone, with
_EDGE = 2  # so much of it around each title.
_CHOSEN = "✓ "
_NOTHING = "…"  # Telegram takes no button without a text.


def titled(title: str, lang: str | None) -> str:
    """
    A title as it can stand on a button: one line, not too long, with its marks.
    """
    text = plain(" ".join(title.split()))
    if is_blank(text.text):
        return _NOTHING
    base = direction_of(text.text, lang)
    return marked(plain(shortened(text.text, LONGEST_TITLE)), base).text


def inline(
    buttons: Iterable[ShownButton],
    lang: str | None,
    *,
    beside: Sequence[InlineButton] = (),
) -> InlineKeyboard | None:
    """
    The buttons that can still be pressed, short ones side by side, and those `beside`.

    None if there are none. ValueError for a token that Telegram would not take.
    """
    taken = [
        InlineButton(titled(each.title, lang), data=each.token)
        for each in buttons
        if each.token
    ]
    # What the channel has to add is never what falls off the end.
    taken = [*taken[: MOST_BUTTONS - len(beside)], *beside]
    return InlineKeyboard(_rows(taken, lang)) if taken else None


def chosen(
    buttons: Iterable[ShownButton], pressed: str, lang: str | None
) -> InlineKeyboard | None:
    """
    What is left below a message whose button was `pressed`: that one, ticked.

    `pressed` is its token or, where it has none any more, its title. None if the
    message has no such button.
    """
    for each in buttons:
        if pressed in (each.token, each.title):
            title = titled(_CHOSEN + each.title, lang)
            return InlineKeyboard(((InlineButton(title, data=ANSWERED),),))
    return None


def _rows(
    buttons: Sequence[InlineButton], lang: str | None
) -> tuple[tuple[InlineButton, ...], ...]:
    """
    In order; buttons of a row are as wide as each other, so the longest one counts.
    """
    rows: list[list[InlineButton]] = []
    for button in buttons:
        row = [*rows[-1], button] if rows else []
        widest = max((width(each.text) + _EDGE for each in row), default=0)
        if row and len(row) <= MOST_IN_ROW and widest * len(row) <= _ROW + _EDGE:
            rows[-1] = row
        else:
            rows.append([button])
    # Telegram fills a row from the left in every language.
    if is_rtl(lang):
        rows = [row[::-1] for row in rows]
    return tuple(map(tuple, rows))
