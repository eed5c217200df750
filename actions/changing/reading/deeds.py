"""
What is to be done with an order, by the words for it.
"""

from __future__ import annotations

import re

from actions.changing.reading.phrases import pattern, whole
from actions.changing.reading.recipients import recipient
from actions.changing.reading.text import Text
from crm_connector.operations import Operation

_NEAR = 40
_Span = tuple[int, int]
_DENIED = re.compile(
    r"(?:don'?t|do not|never|won'?t|wouldn'?t|will not)(?: (?:really|actually))?"
    r"(?: (?:want|wanna|need|like|wish)(?: to)?)?(?: you to)? $"
)


def operation_of(text: Text) -> Operation | None:
    """
    What is to be done, by the words for it.
    """
    *_, replacing = _in_its_place(text)
    if replacing is not None:
        return replacing
    said = text.folded
    found = {kind: _wished(said, kind) for kind in (o.value for o in Operation)}
    place, cancels = found["change_address"], found["cancel_order"]
    is_of_whom = pattern("addresses", "other_recipient").search(said) is not None
    if cancels is None and (is_of_whom or recipient(text)):
        return Operation.CHANGE_ADDRESS
    # Who cancels may tell of an address as the reason.
    if place is not None and (cancels is None or cancels > place):
        return Operation.CHANGE_ADDRESS
    if cancels is not None:
        is_part = pattern("operations", "of_part").search(said) is not None
        return Operation.CHANGE_ITEMS if is_part else Operation.CANCEL_ORDER
    for operation in (Operation.EXCHANGE_ITEMS, Operation.RETURN_ITEMS):
        if found[operation.value] is not None:
            return operation
    is_change = found["change_items"] is not None
    return Operation.CHANGE_ITEMS if is_change or becomes_again(text) else None


def as_it_stands(text: Text) -> Text:
    """
    A text without the cancellation in whose place something else comes.
    """
    first, better, _ = _in_its_place(text)
    kept = pattern("operations", "kept_after_all").search(text.folded)
    if kept is not None:
        called_off = pattern("operations", Operation.CANCEL_ORDER.value)
        before = [each.span() for each in called_off.finditer(text.folded)]
        text = text.without(span for span in before if span[0] < kept.start())
    return text.without([each for each in (first, better) if each is not None])


def is_called_off_after_all(text: Text) -> bool:
    """
    Whether something is to be changed, and on second thought called off.
    """
    said = text.folded
    return any(
        operation_of(text.part(each.end(), len(said))) is Operation.CANCEL_ORDER
        and operation_of(text.part(0, each.start())) is Operation.CHANGE_ITEMS
        for each in pattern("operations", "on_second_thought").finditer(said)
        # «لا تلغيه» forbids it and takes nothing back.
        if not whole("operations", "forbids").match(said, each.start())
    )


def _in_its_place(text: Text) -> tuple[_Span | None, _Span | None, Operation | None]:
    """
    A cancellation, the words that take it back, and what comes in its place, or None.

    "Cancel the tea, no, make it three" and "cancel the white one and send me the black
    one instead" want the thing otherwise, and do not want it gone.
    """
    said = text.folded
    kind = Operation.CANCEL_ORDER.value
    at = _wished(said, kind)
    first = pattern("operations", kind).match(said, at) if at is not None else None
    if first is None or pattern("operations", "money").search(said, first.end()):
        return None, None, None
    for better in pattern("operations", "on_second_thought").finditer(
        said, first.end()
    ):
        behind = operation_of(text.part(better.end(), len(said)))
        if behind not in (None, Operation.CANCEL_ORDER):
            return first.span(), better.span(), behind
    if pattern("operations", "sends_instead").search(said, first.end()):
        return first.span(), None, Operation.CHANGE_ITEMS
    return None, None, None


def becomes_again(text: Text) -> bool:
    """
    Whether something is to be what it was: its number says that, and not how many.
    """
    return pattern("operations", "becomes_again").search(text.folded) is not None


def begins_with_better(text: Text) -> bool:
    """
    Whether it begins with taking back what was said before it: "no wait, ...".
    """
    better = pattern("operations", "on_second_thought").search(text.folded)
    return better is not None and not text.folded[: better.start()].strip(" ,.!")


def is_denied(text: Text) -> bool:
    """
    Whether they say that something is not to be done, and nothing that is.
    """
    said = text.folded
    wants_money = pattern("operations", "money").search(said) is not None
    if wants_money or operation_of(text) is not None:
        return False
    if pattern("operations", "kept_after_all").search(said):
        return True
    if "?" in said or pattern("operations", "but").search(said):
        # "Don't cancel all of it, just the mug"
        return False
    if pattern("operations", "not_wanted").search(said):
        return True
    return any(
        _DENIED.search(said[max(0, found.start() - _NEAR) : found.start()])
        for each in Operation
        for found in pattern("operations", each.value).finditer(said)
    )


def _wished(said: str, kind: str) -> int | None:
    """
    Where it is said that this is wished for; what was done already is no wish.
    """
    denied = [
        each.span() for each in pattern("operations", "not_wanted").finditer(said)
    ]
    for found in pattern("operations", kind).finditer(said):
        if pattern("operations", "kept_after_all").search(said, found.end()):
            continue
        if any(start <= found.start() < end for start, end in denied):
            continue
        if any(
            start > found.end() and pattern("operations", kind).search(said, start, end)
            for start, end in denied
        ):
            # Who denies it at last has thought better of it.
            continue
        before = said[max(0, found.start() - _NEAR) : found.start()]
        if pattern("operations", "no_wish").search(before):
            continue
        if kind == Operation.CHANGE_ADDRESS and _is_of_money(before):
            continue
        if kind == Operation.RETURN_ITEMS and _is_no_return(said, found.start()):
            continue
        return found.start()
    return None


def _is_no_return(said: str, at: int) -> bool:
    """
    Whether it is money that comes back, or a thing becomes again what it was.

    "Give me my money back" and "put it back to the 500" send no goods anywhere.
    """
    return any(
        each.start() <= at < each.end()
        for kind in ("money", "becomes_again")
        for each in pattern("operations", kind).finditer(said)
    )


def _is_of_money(before: str) -> bool:
    return pattern("operations", "money_goes").search(before) is not None
