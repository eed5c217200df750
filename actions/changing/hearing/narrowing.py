"""
A wish that is put right in few words: by a number, one of its things, or another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.changing.hearing import beside, opening
from actions.changing.reading import (
    Asked,
    Asking,
    Known,
    Piece,
    Said,
    adds,
    comes_instead,
    is_of_time,
    only_said,
    read,
)
from actions.changing.state.kinds import kind_of
from actions.changing.state.message import Message
from actions.changing.state.wishes import Kind, Open, Wish
from actions.shared.sayings import asks
from actions.smalltalk.plain import without_no
from crm_connector.operations import Operation

_PUT = (Open.CONFIRM, Open.MORE)
_OF_LINES = frozenset(
    {Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS, Operation.RETURN_ITEMS}
)
_MOST_WORDS = 4
# By then it is said what becomes of the goods, and nothing was read back.
_BEFORE_IT_IS_PUT = frozenset({Open.REASON, Open.UNOPENED, Open.PHOTO})


def with_number(wish: Wish, said: Said, text: str, lang: str, known: Known) -> Said:
    """
    With how many of its one thing are meant: "no, three".
    """
    lines = opening.of_wish(wish)
    if wish.asked not in _PUT or len(lines) != 1 or wish.operation not in _OF_LINES:
        return said
    no, behind = without_no(text)
    behind = behind or text
    # "Three days is fine" is of no pieces, and a yes with a number is no such no.
    is_open = wish.asked is Open.MORE and said.yes is None
    if not (no or is_open) or is_of_time(behind):
        return said
    if len(behind.split()) > _MOST_WORDS or opening.named(said) - lines:
        return said
    (line,) = lines
    asked = Asked(Asking.QUANTITY, line, put=wish.operation)
    told = read(behind, lang, known, asked)
    counted = [each for each in told.choices if each.line == line and each.quantity]
    if not counted or told.unknown_things:
        return said
    others = tuple(each for each in said.choices if each.line != line)
    return replace(said, choices=(*others, *counted))


def asks_where_money_goes(wish: Wish, said: Said, message: Message) -> bool:
    """
    Whether it asks what the read-back tells, and chooses nothing: "which card?".
    """
    if wish.asked is not Open.CONFIRM or opening.named(said) or said.choices:
        return False
    is_other = len(said.methods) == 1 and said.methods != (wish.method,)
    if is_other and not asks(message.text):
        return False
    return beside.is_of_its_money(message, wish)


def other(
    wish: Wish, said: Said, others: Sequence[Piece], message: Message
) -> Wish | None:
    """
    The wish with other things, or in another way; None where none is named.
    """
    if others:
        return _other_way(wish, others, message)
    return _instead(wish, said, message.text)


def _instead(wish: Wish, said: Said, text: str) -> Wish | None:
    """
    The wish with other things in place of its own: "no, the shirt".

    None where that is not said, or they come beside its own.
    """
    named = opening.named(said)
    no, behind = without_no(text)
    is_put = wish.asked is Open.CONFIRM and wish.operation is Operation.RETURN_ITEMS
    if not (is_put and no and behind and named) or adds(behind):
        return None
    if named & opening.of_wish(wish) or said.unclear_lines or said.all_lines:
        return None
    # Whether those were opened, nobody has said.
    now = replace(wish, lines=tuple(sorted(named)), is_unopened=said.unopened)
    return replace(now, picks=(), doubts=())


def _other_way(wish: Wish, others: Sequence[Piece], message: Message) -> Wish | None:
    """
    The wish with another one for the goods in place of their money, or the reverse.

    "No, better exchange it", where it was asked why they come back; None where that is
    not said.
    """
    if wish.asked not in _BEFORE_IT_IS_PUT or len(others) != 1 or others[0].orders:
        return None
    wanted = kind_of(others[0])
    wanted = Kind.EXCHANGE if wanted is Kind.CHANGE else wanted
    if wanted is None or {wish.kind, wanted} != {Kind.RETURN, Kind.EXCHANGE}:
        return None
    if not (without_no(message.text)[0] or comes_instead(message.text)):
        return None
    return replace(wish, kind=wanted, operation=None)


def way_told(wish: Wish, message: Message) -> Wish | None:
    """
    The wish with what is wanted for goods that came wrong, said without its name.

    "I want my money", or "send the white one" of what came in yellow.
    """
    if wish.asked is not Open.WAY:
        return None
    if beside.wants_money(message):
        return replace(wish, kind=Kind.RETURN)
    if message.intent == Kind.CHANGE.value:
        return replace(wish.said(message.text), kind=Kind.EXCHANGE)
    return None


def left_out(wish: Wish, said: Said, text: str) -> Wish:
    """
    The wish without what was named at first and is not any more: "no, only the tea".

    Of things of which it is being asked which are meant.
    """
    named = opening.named(said)
    if wish.asked is not Open.ITEMS or not named or not only_said(text):
        return wish
    if not without_no(text)[0]:
        return wish
    picks = tuple(each for each in wish.picks if each.line in named)
    return replace(wish, picks=picks, lines=tuple(e for e in wish.lines if e in named))


def only_named(wish: Wish, said: Said, text: str) -> Wish | None:
    """
    The wish with those of its things alone that are named: "no, only the coffee".

    None where that is not said, or nothing would be left out by it.
    """
    lines, named = opening.of_wish(wish), opening.named(said)
    if wish.asked not in _PUT or wish.operation not in _OF_LINES or not only_said(text):
        return None
    becomes = any(e.candidates or e.unmet or e.quantity for e in said.choices)
    if becomes or said.unclear_lines or not named or not named < lines:
        return None
    picks = tuple(each for each in wish.picks if each.line in named)
    kept = tuple(each for each in wish.lines if each in named)
    return replace(wish, picks=picks, lines=kept, doubts=())
