"""
Cards as Telegram can show them: what stands first on the web stands first here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.channels.telegram.marks import bare, direction_of, isolated
from bot.channels.telegram.markup import (
    BOLD,
    CODE,
    FOLDED,
    LINK,
    QUOTE,
    Rich,
    bold,
    joined,
    plain,
    web_address,
)
from bot.channels.telegram.words import say

FOLLOWED = frozenset({"order"})
"""Kinds of cards whose thing changes: one alone is a message that may be edited."""
SIGN_IN = "sign_in"

_KINDS = {
    "order": "📦",
    "branch": "📍",
    "product": "🛍",
    "payment": "💳",
    "invoice": "🧾",
    SIGN_IN: "🔐",
}
_STATES = {
    "placed": "📝",
    "paid": "💳",
    "preparing": "⏳",
    "shipped": "🚚",
    "out_for_delivery": "🛵",
    "delivered": "✅",
    "cancelled": "❌",
    "returned": "↩️",
    "open": "🟢",
    "closed": "🔴",
}
_DONE, _TO_COME = "●", "○"
_BETWEEN = " · "
# More lines than these are folded until somebody wants to see them.
_LINES = 5
# A value that is a list or a sentence needs not be bold to be seen.
_SHORT = 40
_LISTED = re.compile(r"[,،;؛]\s")
_DIGIT = "0-9\u06f0-\u06f9\u0660-\u0669"
# What people copy: codes of parcels, long numbers. Days are none.
_COPIED = re.compile(
    rf"(?=(?:[^{_DIGIT}]*[{_DIGIT}]){{3}})"
    rf"(?:[A-Za-z{_DIGIT}_\-]{{8,}}|(?=.*[A-Za-z])[A-Za-z{_DIGIT}_\-]{{4,}})"
)
_DAY = re.compile(rf"[{_DIGIT}]{{4}}-[{_DIGIT}]{{1,2}}-[{_DIGIT}]{{1,2}}")
_SEVERAL = " / "

Card = Mapping[str, Any]


def picture(card: Card) -> str | None:
    """
    The address of a card's picture, if it has one that Telegram may fetch.
    """
    address = web_address(str(card.get("image") or ""))
    return address if address and address.startswith("https://") else None


def shown(card: Card, lang: str, base: str) -> Rich:
    """
    All of a card in a text that runs `base`; `lang` is what it is written in.
    """
    lines = [_title(card), _status(card), _way(card, lang), _items(card)]
    lines += [_row(row, lang, base) for row in card.get("rows") or ()]
    return joined("\n", lines)


def line(card: Card) -> Rich:
    """
    A card in one line, where it is one of several that are shown elsewhere.
    """
    status = plain(str(card.get("status") or ""))
    return joined(_BETWEEN, [bold(str(card.get("title") or "")), status])


def _title(card: Card) -> Rich:
    sign = _KINDS.get(str(card.get("kind")), "")
    return joined(" ", [Rich(sign), bold(str(card.get("title") or ""))])


def _status(card: Card) -> Rich:
    status = str(card.get("status") or "")
    if not status:
        return Rich()
    sign = _STATES.get(str(card.get("state")), "")
    return joined(" ", [Rich(sign), plain(status)])


def _way(card: Card, lang: str) -> Rich:
    """
    How far it is: the stages as dots, the one reached and the next by name.
    """
    steps = [str(each) for each in card.get("steps") or ()]
    step = int(card.get("step", -1))
    if not 0 <= step < len(steps):
        return Rich()
    dots = _DONE * (step + 1) + _TO_COME * (len(steps) - step - 1)
    told = joined(" ", [Rich(dots), plain(steps[step])])
    if step + 1 == len(steps):
        return told
    return joined(_BETWEEN, [told, plain(say("next", lang, step=steps[step + 1]))])


def _items(card: Card) -> Rich:
    items = [plain(f"• {each}") for each in card.get("items") or ()]
    return joined("\n", items).within(FOLDED if len(items) > _LINES else QUOTE)


def _row(row: Mapping[str, Any], lang: str, base: str) -> Rich:
    value = plain(str(row.get("value") or ""))
    if not value:
        return Rich()
    label = plain(str(row.get("label") or ""))
    return joined(": ", [label, _value(value.text.strip(), lang, base)])


def _value(text: str, lang: str, base: str) -> Rich:
    """
    What stands beside a label: a link by a short name, codes to be copied, all else.
    """
    address = web_address(text)
    if address is not None:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        return Rich(f"{host} ↗").within(LINK, address)
    codes = [bare(each) for each in text.split(_SEVERAL)]
    if all(_COPIED.fullmatch(each) and not _DAY.fullmatch(each) for each in codes):
        return joined(_SEVERAL, [Rich(each).within(CODE) for each in codes])
    if direction_of(bare(text), lang) != base:
        return isolated(text, lang, base)
    is_short = len(text) <= _SHORT and not _LISTED.search(text)
    return Rich(text).within(BOLD) if is_short else Rich(text)
