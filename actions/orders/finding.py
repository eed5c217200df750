"""
Finding the orders that are meant: by number, code, place, product or what is at hand.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import timedelta

from actions import services
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
from crm_connector.errors import OrderNotFound
from crm_connector.model import Order
from crm_connector.profile.facts import Found

# How many orders are looked at first, and how many where that does not answer.
RECENT, MOST = 10, 200
# Hardly anybody waits longer for an order.
LONGEST_WAIT = timedelta(days=60)
# So many are answered for in one message.
MOST_NUMBERS = 5
_PAIR = 2


async def find(reference: OrderReference, hand: AtHand) -> Finding:
    """
    What the customer means, of their own orders. May raise `CrmError`.
    """
    if reference.ordinal == BOTH:
        return await _both(hand.offered)
    if reference.numbers:
        return await _by_number(reference)
    listed = await _in_list(reference, hand)
    if listed is not None:
        return await _by_number(OrderReference(numbers=(listed,)))
    named = await _named_so(reference.unread)
    orders = (named,) if named else await _in_question(reference, hand)
    if not orders:
        return Finding(note=Note.NO_ORDERS)
    known = named or by_tracking_code(orders, reference.codes)
    if known is None and reference.is_empty:
        known = next((o for o in orders if hand.is_number(o.number)), None)
    return Finding(meant=(known,)) if known else chosen(orders, reference, hand)


async def named(reference: OrderReference, hand: AtHand) -> tuple[str, ...]:
    """
    The numbers of the orders that a wish is about for certain; none where it is open.

    Numbers are taken as they were written, and read from the shop only where something
    else was said. May raise `CrmError`.
    """
    if reference.numbers:
        return reference.numbers[:MOST_NUMBERS]
    if reference.is_empty:
        return (hand.number,) if hand.number else ()
    listed = await _in_list(reference, hand)
    if listed is not None:
        return (listed,)
    known = await _named_so(reference.unread)
    orders = await _newest(RECENT)
    known = known or by_tracking_code(orders, reference.codes)
    if known is not None or reference.unread is not None:
        return (known.number,) if known else ()
    return certain(orders, reference, hand)


async def _in_list(reference: OrderReference, hand: AtHand) -> str | None:
    """
    The number at the place that was named, in the list before the customer.

    "The second shoes" are counted among those of its orders that have shoes.
    """
    if reference.unread is not None or not counts_in_list(reference, hand):
        return None
    numbers = hand.offered
    if reference.product:
        fitting = with_product(await _newest(MOST), reference.product)
        of_kind = {order.number for order in fitting}
        numbers = tuple(number for number in numbers if number in of_kind)
    place = int(reference.ordinal or 0) - 1
    return numbers[place] if 0 <= place < len(numbers) else None


async def _both(offered: Sequence[str]) -> Finding:
    """
    All that was offered, where that is two orders; else they are offered again.
    """
    if len(offered) == _PAIR:
        return await _by_number(OrderReference(numbers=tuple(offered)))
    orders = tuple(o for o in await _newest(MOST) if o.number in offered)
    return Finding(to_choose=orders, note=Note.ONE_AT_A_TIME)


async def _by_number(reference: OrderReference) -> Finding:
    """
    Each order that was named, up to `MOST_NUMBERS`.

    A number may also be the code of a parcel: customers copy either.
    """
    ask, who = services.services().gate.order, services.identity()
    found = {
        number: await _if_any(ask(who, number))
        for number in reference.numbers[:MOST_NUMBERS]
    }
    orders: Orders = ()
    for limit in (RECENT, MOST):
        if None not in found.values():
            break
        orders = await _newest(limit)
        whole = by_tracking_code(orders, reference.codes)
        if whole is not None:
            found = {whole.number: whole}
        for number, order in found.items():
            found[number] = order or by_tracking_code(orders, [number])
        if len(orders) < limit:
            # These are all there are.
            break
    meant = tuple({o.number: o for o in found.values() if o is not None}.values())
    missing = [number for number, order in found.items() if order is None]
    if not missing:
        return Finding(meant)
    to_choose = open_orders(orders) or orders
    return Finding(meant, to_choose, Note.UNKNOWN_NUMBER, " / ".join(missing))


async def _in_question(reference: OrderReference, hand: AtHand) -> Orders:
    """
    The newest orders, as many as it takes.
    """
    orders = await _newest(RECENT)
    if len(orders) < RECENT:
        return orders
    since = services.services().clock() - LONGEST_WAIT
    # What is at hand may lie farther back.
    in_view = not hand.number or any(hand.is_number(o.number) for o in orders)
    if (reference.is_empty and not in_view) or needs_older(reference, orders, since):
        return await _newest(MOST)
    return orders


async def _newest(limit: int) -> Orders:
    gate = services.services().gate
    return (await gate.orders(services.identity(), limit=limit)).values


async def _if_any(asked: Awaitable[Found[Order]]) -> Order | None:
    try:
        return (await asked).values[0]
    except OrderNotFound:
        return None


async def _named_so(unread: str | None) -> Order | None:
    """
    The order whose number this is, of a kind that no extractor knows.
    """
    if unread is None:
        return None
    ask, who = services.services().gate.order, services.identity()
    written = in_ascii(unread)
    for number in dict.fromkeys((written, written.upper())):
        order = await _if_any(ask(who, number))
        if order is not None:
            return order
    return None
