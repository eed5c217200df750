"""
Finding the orders that are meant: by number, code, place, product or what is at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from actions import services
from actions.orders.asked import Asked
from actions.orders.at_hand import BOTH, AtHand
from actions.orders.choosing import (
    Finding,
    Note,
    Orders,
    certain,
    chosen,
    counts_in_list,
    needs_older,
)
from actions.orders.reference import (
    OrderReference,
    by_tracking_code,
    in_ascii,
    open_orders,
    with_product,
)
from crm_connector.model import Order

# How many orders are looked at first, and how many where that does not answer.
RECENT, MOST = 10, 200
# Hardly anybody waits longer for an order.
LONGEST_WAIT = timedelta(days=60)
# So many are answered for in one message.
MOST_NUMBERS = 5
_PAIR = 2


async def find(
    asked: Asked, reference: OrderReference, hand: AtHand, *, ended: bool = False
) -> Finding:
    """
    What the customer means, of their own orders. May raise `CrmError`.

    Unless something else is said it is an open one; with `ended` any other as well.
    """
    if reference.ordinal == BOTH:
        return await _both(asked, hand.offered)
    if reference.numbers:
        return await _by_number(asked, reference)
    listed = await _in_list(asked, reference, hand)
    if listed is not None:
        return await _by_number(asked, OrderReference(numbers=(listed,)))
    named = await _named_so(asked, reference.unread)
    orders = (named,) if named else await _in_question(asked, reference, hand)
    if not orders:
        return Finding(note=Note.NO_ORDERS)
    known = named or by_tracking_code(orders, reference.codes)
    if known is None and reference.is_empty:
        known = next((o for o in orders if hand.is_number(o.number)), None)
    return Finding(meant=(known,)) if known else chosen(orders, reference, hand, ended)


async def named(
    asked: Asked, reference: OrderReference, hand: AtHand
) -> tuple[str, ...]:
    """
    The numbers of the orders that a wish is about for certain; none where it is open.

    Numbers are taken as they were written, and read from the shop only where something
    else was said. May raise `CrmError`.
    """
    if reference.numbers:
        return reference.numbers[:MOST_NUMBERS]
    if reference.is_empty:
        return (hand.number,) if hand.number else ()
    listed = await _in_list(asked, reference, hand)
    if listed is not None:
        return (listed,)
    known = await _named_so(asked, reference.unread)
    orders = await asked.newest(RECENT)
    known = known or by_tracking_code(orders, reference.codes)
    if known is not None or reference.unread is not None:
        return (known.number,) if known else ()
    return certain(orders, reference, hand)


async def _in_list(asked: Asked, reference: OrderReference, hand: AtHand) -> str | None:
    """
    The number at the place that was named, in the list before the customer.

    "The second shoes" are counted among those of its orders that have shoes.
    """
    if reference.unread is not None or not counts_in_list(reference, hand):
        return None
    numbers = hand.offered
    if reference.product:
        fitting = with_product(await asked.newest(MOST), reference.product)
        of_kind = {order.number for order in fitting}
        numbers = tuple(number for number in numbers if number in of_kind)
    place = int(reference.ordinal or 0) - 1
    return numbers[place] if 0 <= place < len(numbers) else None


async def _both(asked: Asked, offered: Sequence[str]) -> Finding:
    """
    All that was offered, where that is two orders; else they are offered again.
    """
    if len(offered) == _PAIR:
        return await _by_number(asked, OrderReference(numbers=tuple(offered)))
    orders = tuple(o for o in await asked.newest(MOST) if o.number in offered)
    return Finding(to_choose=orders, note=Note.ONE_AT_A_TIME)


async def _by_number(asked: Asked, reference: OrderReference) -> Finding:
    """
    Each order that was named, up to `MOST_NUMBERS`.

    A number may also be the code of a parcel: customers copy either.
    """
    found = {
        number: await asked.numbered(number)
        for number in reference.numbers[:MOST_NUMBERS]
    }
    orders: Orders = ()
    for limit in (RECENT, MOST):
        if all(found.values()):
            break
        orders = await asked.newest(limit)
        whole = by_tracking_code(orders, reference.codes)
        if whole is not None:
            found = {whole.number: (whole,)}
        for number, known in found.items():
            coded = None if known else by_tracking_code(orders, [number])
            found[number] = (coded,) if coded else known
        if len(orders) < limit:
            # These are all there are.
            break
    every = [order for known in found.values() for order in known]
    meant = tuple({(o.source, o.number): o for o in every}.values())
    missing = [number for number, known in found.items() if not known]
    if not missing:
        return Finding(meant)
    to_choose = open_orders(orders) or orders
    return Finding(meant, to_choose, Note.UNKNOWN_NUMBER, " / ".join(missing))


async def _in_question(asked: Asked, reference: OrderReference, hand: AtHand) -> Orders:
    """
    The newest orders, as many as it takes.
    """
    orders = await asked.newest(RECENT)
    if len(orders) < RECENT:
        return orders
    since = services.services().clock() - LONGEST_WAIT
    # What is at hand may lie farther back.
    in_view = not hand.number or any(hand.is_number(o.number) for o in orders)
    if (reference.is_empty and not in_view) or needs_older(reference, orders, since):
        return await asked.newest(MOST)
    return orders


async def _named_so(asked: Asked, unread: str | None) -> Order | None:
    """
    The order whose number this is, of a kind that no extractor knows.
    """
    if unread is None:
        return None
    found = await asked.numbered(in_ascii(unread))
    return found[0] if found else None
