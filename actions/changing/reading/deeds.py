"""
What is to be done with an order, by the words for it.
"""

from __future__ import annotations

import re

from actions.changing.reading.phrases import pattern
from actions.changing.reading.recipients import recipient
from actions.changing.reading.text import Text
from crm_connector.operations import Operation

_NEAR = 40
_DENIED = re.compile(
    r"(?:don'?t|do not|never|won'?t|wouldn'?t|will not)(?: (?:really|actually))?"
    r"(?: (?:want|wanna|need|like|wish)(?: to)?)?(?: you to)? $"
)


def operation_of(text: Text) -> Operation | None:
    """
    What is to be done, by the words for it.
    """
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
    return Operation.CHANGE_ITEMS if found["change_items"] is not None else None


def is_denied(text: Text) -> bool:
    """
    Whether they say that something is not to be done, and nothing that is.
    """
    said = text.folded
    wants_money = pattern("operations", "money").search(said) is not None
    if wants_money or operation_of(text) is not None:
        return False
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
        return found.start()
    return None


def _is_of_money(before: str) -> bool:
    return pattern("operations", "money_goes").search(before) is not None
