"""
Of which things it was said that they were opened, or were not.

What is taken back only unopened is asked about once, and of several things one may have
been opened: then, or where another thing is named, it is asked which are meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.reading import (
    Asked,
    Asking,
    Known,
    Said,
    read,
    says_opened,
    says_whether_opened,
    unopened_said,
)
from actions.changing.state.deal import Seen
from actions.changing.state.message import Message
from actions.changing.state.wishes import SHOWN, Open, Wish
from crm_connector.errors import OrderNotFound
from crm_connector.policies.deciding import is_of as is_of_category

if TYPE_CHECKING:
    from actions.changing.journey import Journey

_FEW_WORDS = 4
_WITH_OPENED = frozenset({Open.ORDER, Open.ITEMS, Open.WAY, Open.REASON})


async def is_of(journey: Journey, refused: Wish, message: Message) -> bool:
    """
    Whether a message says of what was refused as opened whether it was.

    "I return the saffron, it is unopened" says it of another thing.
    """
    if not says_whether_opened(message.text):
        return False
    try:
        seen = await journey.shop.seen(refused.number)
    except OrderNotFound:
        return False
    orders = await journey.shop.orders()
    known = journey.known(seen, orders, refused)
    said = read(message.text, message.lang, known)
    return not (said.unknown_things or named(said) - of_wish(refused))


def is_alone(wish: Wish, message: Message) -> bool:
    """
    Whether «باز نشده» is all that is said: it denies nothing, whatever was asked.
    """
    if wish.asked not in _WITH_OPENED or wish.kind not in SHOWN or message.names:
        return False
    text = message.text
    if len(text.split()) > _FEW_WORDS or not says_whether_opened(text):
        return False
    return read(text, message.lang, Known(), Asked(Asking.REASON)).reason is None


def named(said: Said) -> set[str]:
    """
    The ids of the lines that are named, also of those of which one is meant.
    """
    unclear = {line for group in said.unclear_lines for line in group}
    return {*said.lines, *said.dropped, *(e.line for e in said.choices)} | unclear


def of_wish(wish: Wish) -> set[str]:
    """
    The ids of the lines that a wish is about.
    """
    return {*wish.lines, *(each.line for each in wish.picks)}


def told(before: Wish, wish: Wish, said: Said, seen: Seen) -> Wish:
    """
    The wish with whether its things are unopened, as far as that was said of all.

    `before` is the wish that it was said to. Where it was said of some alone, or of
    others, nobody knows which are to come back. What may come back opened does not
    count: neither is it said of it, nor does it keep the others from coming back.
    """
    is_answer = before.asked is Open.UNOPENED and said.yes is not None
    is_unopened = said.yes if is_answer else said.unopened
    if is_unopened is None:
        return wish
    asked, now = of_wish(before), named(said)
    closed = _only_unopened(wish, asked, seen)
    if now and now <= asked - closed:
        return wish
    if said.opened_too or (now and not now >= closed):
        was_opened = any(unopened_said(text) is False for text in before.texts)
        is_other = is_unopened and not said.opened_too and not now & asked
        if is_other and was_opened:
            # The other thing is named in place of what had been opened.
            return replace(_without(wish, asked), is_unopened=True)
        return anew(wish)
    before = replace(before, lines=wish.lines)
    if now and len(closed) == 1:
        # It is the only one that it can be said of, whatever was said of the others.
        before = replace(before, texts=())
    return answered(before, wish, is_unopened=is_unopened)


def _only_unopened(wish: Wish, lines: set[str], seen: Seen) -> set[str]:
    """
    Those of the lines that come back unopened alone; all where no rule tells them.
    """
    rule = seen.policies.rules.get(wish.operation) if wish.operation else None
    if rule is None:
        return lines
    unopened = rule.terms_for(wish.reason).unopened
    held = {e.id for e in seen.order.lines if is_of_category(e, unopened)} & lines
    return held or lines


def answered(before: Wish, wish: Wish, *, is_unopened: bool) -> Wish:
    """
    The wish with an answer that was given of all of its things at once.

    It is none of several of which one was said to be opened before.
    """
    is_doubted = len(of_wish(before)) > 1 and any(map(says_opened, before.texts))
    if is_unopened and is_doubted:
        return anew(wish)
    return replace(wish, is_unopened=is_unopened)


def anew(wish: Wish) -> Wish:
    """
    The wish without its things, so that it is asked which are meant.
    """
    return replace(wish, lines=(), picks=(), is_unopened=None, texts=(), heard=0)


def _without(wish: Wish, lines: set[str]) -> Wish:
    left = tuple(each for each in wish.lines if each not in lines)
    picks = tuple(each for each in wish.picks if each.line not in lines)
    return replace(wish, lines=left, picks=picks)
