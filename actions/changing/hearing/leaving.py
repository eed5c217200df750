"""
That a question of ours can be left, and is not put again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.changing.deciding.step import Ask, Step
from actions.changing.reading import Piece, keeps_address, names_own_place
from actions.changing.state.deal import Seen
from actions.changing.state.kinds import kind_of
from actions.changing.state.message import Message
from actions.changing.state.wishes import Kind, Open, Wish, Wishes
from actions.smalltalk.plain import is_plain
from crm_connector.operations import Operation

_OF_WHAT = frozenset(
    {
        *(Open.ORDER, Open.WAY, Open.ITEMS, Open.OPTIONS, Open.QUANTITY),
        *(Open.METHOD, Open.REASON, Open.ADDRESS),
    }
)


def may_leave(wish: Wish, message: Message) -> bool:
    """
    Whether a no to what was asked leaves the wish.

    "No reason" is an answer, a house may be "No. 5", and "no, my office" is a place.
    """
    if wish.asked is Open.REASON:
        return is_plain(message.text, is_yes=False)
    if wish.kind is Kind.ADDRESS and names_own_place(message.text):
        return False
    if wish.asked is Open.ADDRESS and any(map(str.isdigit, message.text)):
        return False
    return wish.asked in _OF_WHAT


def is_put_again(wish: Wish, step: Step) -> bool:
    """
    Whether the next step is the question that a wish was answered to.
    """
    if wish.asked not in _OF_WHAT or not isinstance(step, Ask):
        return False
    line = step.line.id if step.line is not None else ""
    return (step.what, line) == (wish.asked, wish.asked_line)


def is_as_ordered(wish: Wish, seen: Seen) -> bool:
    """
    Whether there are to be so many of what was asked about as there are.
    """
    line, pick = seen.line(wish.asked_line), wish.pick_of(wish.asked_line)
    return line is not None and pick is not None and pick.quantity == line.quantity


def without_asked(wish: Wish) -> Wish:
    """
    The wish without the line that was asked about.
    """
    return without_line(wish, wish.asked_line)


def without_line(wish: Wish, line: str) -> Wish:
    """
    The wish without what becomes of a line.
    """
    kept = tuple(each for each in wish.picks if each.line != line)
    return replace(wish, picks=kept, lines=tuple(e for e in wish.lines if e != line))


def only_choice(wishes: Wishes) -> str:
    """
    What a question offers where it offers one thing alone, which a yes is to.
    """
    values = [value for _, value in wishes.question.choices]
    is_of_it = wishes.open[0].asked in (Open.ITEMS, Open.OPTIONS, Open.ORDER)
    return values[0] if is_of_it and len(values) == 1 else ""


def is_as_before(wish: Wish, before: Wish) -> bool:
    """
    Whether nothing has become of a wish by what was said of it.

    Of a whole order that is cancelled it makes nothing else, which thing is named.
    """
    if wish.operation is before.operation is Operation.CANCEL_ORDER:
        wish = replace(wish, lines=before.lines, picks=before.picks)
        wish = replace(wish, in_part=before.in_part, how=before.how)
    return replace(wish, unclear=before.unclear, texts=before.texts) == before


def without_address(message: Message, found: Sequence[Piece]) -> list[Piece] | None:
    """
    The pieces beside that the address is to stay; None where nothing says that it is.

    "Leave the old address and use 12 Oak Street" tells another one.
    """
    if not keeps_address(message.text) or any(map(str.isdigit, message.text)):
        return None
    return [each for each in found if kind_of(each) is not Kind.ADDRESS]


def without_wish_for_address(wishes: Wishes) -> Wishes:
    """
    Without the waiting wishes for another address.
    """
    first, *waiting = wishes.open
    left = tuple(each for each in waiting if each.kind is not Kind.ADDRESS)
    return replace(wishes, open=(first, *left))
