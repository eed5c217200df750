"""
What an agent has done with an order for the customer they attend to.

By the same rules and through the same gate as the chat: what may not be is told with
the reason, what would be done is read back with its amounts, and it is done only if it
still is exactly that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from actions.changing.deciding import steps
from actions.changing.deciding.step import Person, Refuse, Step
from actions.changing.doing.aftermath import came_about, is_so
from actions.changing.shop import Shop, with_ways
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Wish
from crm_connector.access import Attended
from crm_connector.errors import (
    CrmError,
    NotFound,
    NotGivenBack,
    NotProven,
    OutcomeUnknown,
    Refused,
)
from crm_connector.model import Order
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Decision, Why, open_now

ShopOf = Callable[[Attended], Shop]
"""The shop for a customer who is attended to."""
Sending = Callable[[Deal, Seen], Awaitable[None]]
"""Notes what is about to be sent to the shop's system, with the order before that."""


class Came(str, Enum):
    """
    What became of it.
    """

    DONE = "done"
    ALREADY = "already"
    """The order is so already, by another wish."""
    MOVED = "moved"
    """It would be something else now than what was read back; nothing was done."""


@dataclass(frozen=True)
class Outcome:
    """
    How it came, and the order as it is then.
    """

    came: Came
    order: Order


class Operations:
    """
    Everything raises `CrmError`, `OrderNotFound` also for what is another's.
    """

    def __init__(self, shop_of: ShopOf) -> None:
        self._shop_of = shop_of

    async def possible(
        self, attended: Attended, number: str
    ) -> tuple[Seen, dict[Operation, Decision]]:
        """
        The order as it is now, and the decision of the rules about each operation.
        """
        seen = await self._shop_of(attended).seen(number)
        decisions = open_now(seen.policies, seen.order, seen.now, done=seen.order.done)
        return seen, dict(decisions)

    async def read_back(self, attended: Attended, wish: Wish) -> tuple[Seen, Step]:
        """
        What would be done, or what is missing or in the way.
        """
        shop = self._shop_of(attended)
        seen = await with_ways(shop, await shop.seen(wish.number), wish)
        return seen, _step(wish, seen)

    async def carry_out(
        self, attended: Attended, wish: Wish, digest: str, key: str, sending: Sending
    ) -> Outcome:
        """
        Do what was read back with this `digest`, once for each `key`.

        `sending` is awaited with it right before it is sent. `OutcomeUnknown` says that
        it may have been done: from then on it is asked `again` by this key, and
        `NotGivenBack` that the order is cancelled and people see to its money.
        """
        shop = self._shop_of(attended)
        seen = await with_ways(shop, await shop.seen(wish.number), wish)
        step = _step(wish, seen)
        if not isinstance(step, Deal):
            came = Came.ALREADY if is_so(wish, seen.order) else Came.MOVED
            return Outcome(came, seen.order)
        if step.digest != digest:
            return Outcome(Came.MOVED, seen.order)
        await sending(step, seen)
        try:
            return Outcome(Came.DONE, await shop.carry_out(step, key))
        except OutcomeUnknown:
            order = await _looked(shop, wish.number)
            if order is None or not came_about(step, seen.order, order):
                raise
            if step.operation is Operation.CANCEL_ORDER:
                # Of its money the order shows nothing: who knows the key sees to it.
                return await self.again(attended, wish, step, key)
            return Outcome(Came.DONE, order)

    async def again(
        self, attended: Attended, wish: Wish, sent: Deal, key: str
    ) -> Outcome:
        """
        How it came that was `sent` by this key and not answered, or do it now.

        The shop's system knows by the key, and does nothing twice. `OutcomeUnknown`
        stays until it has answered.
        """
        shop = self._shop_of(attended)
        try:
            seen = await with_ways(shop, await shop.seen(wish.number), wish)
            step = _step(wish, seen)
            if not _may_be_asked(step):
                # It is forbidden by now, if it was not done before.
                raise OutcomeUnknown("What was sent is not allowed any more.")
            return Outcome(Came.DONE, await shop.carry_out(sent, key))
        except (NotProven, NotFound, NotGivenBack):
            raise
        except Refused:
            # It was not done by this key, and will not be.
            if is_so(wish, seen.order):
                return Outcome(Came.ALREADY, seen.order)
            return Outcome(Came.MOVED, seen.order)
        except CrmError as exc:
            raise OutcomeUnknown("Nobody answers how it came.") from exc


async def _looked(shop: Shop, number: str) -> Order | None:
    """
    The order after no answer came; None where nobody can look just now.
    """
    try:
        return (await shop.seen(number)).order
    except CrmError:
        return None


def _may_be_asked(step: Step) -> bool:
    """
    Whether the rules would still have it done, but for what it has done itself.
    """
    if isinstance(step, Refuse):
        return step.forbidden.why in (Why.STATUS, Why.DONE_BEFORE)
    return not isinstance(step, Person)


def _step(wish: Wish, seen: Seen) -> Step:
    return steps.next_step(wish, seen)[1]
