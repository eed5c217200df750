"""
What an agent has done with an order for the customer they attend to.

By the same rules and through the same gate as the chat: what may not be is told with
the reason, what would be done is read back with its amounts, and it is done only if it
still is exactly that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from actions.changing import steps
from actions.changing.carrying import is_done
from actions.changing.deal import Deal, Seen
from actions.changing.shop import Shop
from actions.changing.steps import Already, Refuse, Step
from actions.changing.wishes import Wish
from crm_connector.access import Attended
from crm_connector.errors import CrmError, NotGivenBack, OutcomeUnknown
from crm_connector.model import Order
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Decision, open_now

ShopOf = Callable[[Attended], Shop]
"""The shop for a customer who is attended to."""


class Came(str, Enum):
    """
    What became of it.
    """

    DONE = "done"
    ALREADY = "already"
    """The order is so already: by this very wish, whose answer was lost, or another."""
    MOVED = "moved"
    """It would be something else now than what was read back; nothing was done."""
    UNKNOWN = "unknown"
    """It was sent, and nobody knows: it may be tried again with the same key."""


@dataclass(frozen=True)
class Outcome:
    """
    How it came, and the order as it is then. `step` is what stands in the way.
    """

    came: Came
    order: Order
    step: Step | None = None


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
        seen = await self._shop_of(attended).seen(wish.number)
        return seen, _step(wish, seen)

    async def carry_out(
        self, attended: Attended, wish: Wish, digest: str, key: str
    ) -> Outcome:
        """
        Do what was read back with this `digest`, once for each `key`.
        """
        shop = self._shop_of(attended)
        seen = await shop.seen(wish.number)
        step = _step(wish, seen)
        if isinstance(step, Already) or (
            isinstance(step, Refuse) and is_done(wish, seen.order)
        ):
            return Outcome(Came.ALREADY, seen.order)
        if not isinstance(step, Deal) or step.digest != digest:
            return Outcome(Came.MOVED, seen.order, step)
        try:
            return Outcome(Came.DONE, await shop.carry_out(step, key))
        except NotGivenBack:
            return Outcome(Came.UNKNOWN, seen.order)
        except OutcomeUnknown:
            try:
                order = (await shop.seen(wish.number)).order
                if not is_done(wish, order):
                    return Outcome(Came.UNKNOWN, order)
                if step.operation is Operation.CANCEL_ORDER:
                    # With its money, of which the order shows nothing.
                    order = await shop.carry_out(step, key)
            except CrmError:
                return Outcome(Came.UNKNOWN, seen.order)
            return Outcome(Came.DONE, order)


def _step(wish: Wish, seen: Seen) -> Step:
    return steps.next_step(wish, seen)[1]
