"""
Ordering what was agreed to: once, exactly what was read back, and saying how it came.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.buying import saying
from actions.buying.draft import Draft, Open
from actions.buying.filling import Filling, Ready, for_people
from crm_connector.cart import Placed
from crm_connector.errors import (
    BadSourceData,
    CrmError,
    DueChanged,
    NotSupported,
    OutcomeUnknown,
    OutOfStock,
    Refused,
    SourceUnavailable,
)
from crm_connector.model import Order

if TYPE_CHECKING:
    from actions.buying.trip import Trip

MOST_FAILURES = 2
"""After so many it is for people."""


async def place(trip: Trip, draft: Draft) -> Draft:
    """
    The draft after a yes: empty where it is ordered, else with what comes next.
    """
    if draft.is_tried:
        found = await _looked_for(trip, draft)
        if found is not None:
            return _told(trip, draft, found)
    made = await Filling(trip, draft).ready()
    if not isinstance(made, Ready):
        return made
    if made.digest != draft.digest:
        if draft.is_tried:
            # What was sent before may still come about: no second one beside it.
            return for_people(trip, draft)
        trip.say("utter_cart_moved")
        return await trip.go_on(replace(draft, digest="", key=""))
    known = await trip.shop.orders()
    draft = replace(draft, before=tuple(each.number for each in known))
    try:
        placed = await trip.shop.place(made.cart, made.totals.total, draft.key)
    except DueChanged:
        trip.say("utter_cart_moved")
        return await _again(trip, draft)
    except OutOfStock as error:
        return await _less(trip, draft, error)
    except NotSupported:
        trip.say("utter_cart_not_here")
        trip.hands_over = True
        return replace(draft, open=None)
    except Refused:
        trip.say("utter_cart_refused")
        return await _again(trip, draft)
    except OutcomeUnknown:
        return await _unknown(trip, draft)
    except (SourceUnavailable, BadSourceData):
        return await _failed(trip, draft, "utter_cart_not_through")
    return _told(trip, draft, placed)


async def _unknown(trip: Trip, draft: Draft) -> Draft:
    """
    No answer came back: whether it was ordered is looked at first.
    """
    draft = replace(draft, is_tried=True)
    try:
        found = await _looked_for(trip, draft)
    except CrmError:
        found = None
    if found is not None:
        return _told(trip, draft, found)
    return await _failed(trip, draft, "utter_cart_unknown")


async def _looked_for(trip: Trip, draft: Draft) -> Placed | None:
    """
    The order that came of this cart although no answer did, if there is one.
    """
    wanted = Counter({each.product: 0 for each in draft.items})
    for each in draft.items:
        wanted[each.product] += each.quantity
    for order in await trip.shop.orders():
        is_new = order.number not in draft.before
        if is_new and order.total == draft.due and _counted(order) == wanted:
            link = await trip.shop.payment_link(order.number)
            return Placed(order, link)
    return None


def _counted(order: Order) -> Counter[str]:
    counted: Counter[str] = Counter()
    for line in order.lines:
        counted[line.product_id] += line.quantity
    return counted


async def _again(trip: Trip, draft: Draft) -> Draft:
    """
    It is put together anew and read back, but not for ever.
    """
    # The shop's system knows the key and refused: nothing came of what was sent.
    draft = replace(draft, digest="", key="", is_tried=False, failed=draft.failed + 1)
    if draft.failed > MOST_FAILURES:
        return for_people(trip, draft)
    return await trip.go_on(draft)


async def _less(trip: Trip, draft: Draft, error: OutOfStock) -> Draft:
    """
    There are fewer: as many as there are, or another piece.
    """
    for at, item in enumerate(draft.items):
        if item.variant != error.variant_id:
            continue
        product = trip.shop.product(item.product)
        name = saying.called(product.names, trip.voice.lang) if product else item.words
        if error.left:
            left = trip.voice.count(error.left)
            trip.say("utter_cart_only_so_many", thing=name, left=left)
            draft = draft.with_item(at, replace(item, quantity=error.left))
        # Of what there is none, that is said where it is looked at again.
    return await _again(trip, draft)


async def _failed(trip: Trip, draft: Draft, response: str) -> Draft:
    draft = replace(draft, failed=draft.failed + 1)
    if draft.failed >= MOST_FAILURES:
        return for_people(trip, draft)
    trip.say(response)
    question = replace(draft.question, response="utter_ask_cart_again", fields={})
    return trip.put(draft, Open.CONFIRM, question)


def _told(trip: Trip, draft: Draft, placed: Placed) -> Draft:
    trip.told.append(placed.order.number)
    trip.says += saying.placed(placed, trip.voice, has_page=trip.shop.has_page)
    return draft.closed(placed.order.number)
