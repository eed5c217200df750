"""
What agents read of codes, and customers of a promise kept, in three languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.formatting import digits
from bot.handoff import packet as packets
from bot.handoff.account import Names, Titles
from bot.handoff.earlier import KEPT, Earlier
from bot.handoff.packet import Asked, UnreadablePacket

_FILE = Path(__file__).with_name("words.yml")
# Over with the first words of an agent; what is to be looked up or proven is not.
_BEGINS = frozenset(
    {"asked", "not_understood_twice", "low_confidence", "upset", "policy"}
)
_GOES_ON = "going_on"
_AFTER = ("promised", "refused", "solved")
# Why it is with people: what the page of the desk cannot do either.
_NOT_FROM_HERE = frozenset({"no_rule", "not_able", "fee", "not_offered"})
# Done, with its money left to whoever takes over.
_UNSETTLED = "unsettled"
# Where a title ends in its order, the number goes there.
_ORDER = {
    "fa": re.compile(r"\bسفارش$"),
    "ar": re.compile(r"\b(?:ال)?طلب$"),
    "en": re.compile(r"\b(?:an |the )?order$"),
}
# What an agent has written is never read as a pattern itself.
_FIELD = re.compile(r"\{(\w+)\}")


def names(wishes: Mapping[str, Titles]) -> Names:
    """
    What intents (`wishes`), what the bot does beside them, and errors are called.
    """
    return Names({**_content()["deeds"], **wishes}, _content()["problems"])


def next_step(reason: str, *, has_begun: bool = False) -> Titles | None:
    """
    What an agent does well to begin with; None for a reason that nobody has written of.

    Whoever `has_begun` has greeted or asked by now: where that was the step, the next.
    """
    steps = _content()["next_steps"]
    if has_begun and reason in _BEGINS:
        return steps[_GOES_ON]
    return steps.get(reason)


def to_do(asked: Asked, called: Names) -> Titles:
    """
    How to go on with what is wanted of an order, by what was collected of it.
    """
    missing = str(asked.details.get("missing") or "")
    whats = _content()["missing"]
    step = "ready"
    if asked.why == _UNSETTLED and missing in whats:
        step = "settle"
    elif missing in whats:
        step = "ask"
    elif not asked.operation:
        step = "other"
    elif asked.why in _NOT_FROM_HERE:
        step = "elsewhere"
    elif asked.details.get("photo"):
        step = "photo"
    titles, texts = called.of_kind(asked), _content()["to_do"][step]
    told = {}
    for language, text in texts.items():
        parts = {
            "wish": _of_order(_in(titles, language), asked.order, language),
            "what": _in(whats[missing], language) if step in ("ask", "settle") else "",
        }
        told[language] = _filled(text, parts)
    return told


def after(last: Earlier) -> Titles:
    """
    What to do for whoever comes back after a person has left this behind.
    """
    how = last.settled if last.settled in _AFTER else "other"
    texts = _content()["after"][KEPT if last.state == KEPT else how]
    return {language: _after(text, last, language) for language, text in texts.items()}


def kept(by: str, words: str, language: str) -> str:
    """
    What a customer reads when the promise (`words`) that somebody made them is kept.
    """
    text = _content()["kept"]["said" if words else "done"][language]
    return _FIELD.sub(lambda found: {"by": by, "words": words}[found.group(1)], text)


def done_by(by: str, language: str) -> str:
    """
    Who has done something with an order for the customer, before what it was.
    """
    return _filled(_content()["done_by"]["order"][language], {"by": by})


def _after(text: str, last: Earlier, language: str) -> str:
    by = last.names.get(language) or next(iter(last.names.values()), "…")
    words = f" «{last.words}»" if language != "en" else f" “{last.words}”"
    due = {"fa": " تا {}", "ar": " حتى {}", "en": " by {}"}[language]
    parts = {
        "by": by,
        "words": words if last.words else "",
        "due": due.format(last.days[language]) if last.days else "",
    }
    return _filled(text, parts)


def _of_order(title: str, number: str, language: str) -> str:
    """
    What is wanted with the number of the order, which may be named in it already.
    """
    if not number:
        return title
    shown = digits(number, language) if number.isdigit() else number
    named = {"fa": "سفارش {}", "ar": "الطلب {}", "en": "order {}"}[language]
    order = named.format(f"\u2068{shown}\u2069")
    begins, times = _ORDER[language].subn("", title)
    if times:
        return f"{begins}{order}"
    return title + {"fa": " {}", "ar": " من {}", "en": " of {}"}[language].format(order)


def _in(titles: Titles, language: str) -> str:
    return titles.get(language) or next(iter(titles.values()), "")


def _filled(text: str, parts: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: parts[found.group(1)], text)


def told(recorded: Mapping[str, Any], called: Names) -> Mapping[str, Any]:
    """
    A packet as it was recorded, with what people call the codes that are in it.

    These are the bot's deeds and problems, and what was wanted of orders.
    """
    try:
        packet = packets.read(recorded)
    except UnreadablePacket:
        return recorded
    shown = []
    for each, deed in zip(recorded.get("deeds", ()), packet.deeds, strict=True):
        problem = called.of_problem(deed)
        names = {
            "title": dict(called.of_deed(deed)),
            "problem": None if problem is None else dict(problem),
        }
        shown.append({**each, **names})
    wanted = [
        {**each, "title": dict(called.of_kind(asked))}
        for each, asked in zip(recorded.get("asked", ()), packet.asked, strict=True)
    ]
    return {**recorded, "deeds": shown, "asked": wanted}


@cache
def _content() -> Mapping[str, Mapping[str, Titles]]:
    content: Mapping[str, Mapping[str, Titles]]
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content
