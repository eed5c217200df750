"""
Doing what was agreed to: once, to exactly what was read back, and saying how it came.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from actions.changing.deciding import steps
from actions.changing.deciding.settling import left_to_people
from actions.changing.deciding.step import Refuse
from actions.changing.doing.aftermath import came_about, is_so
from actions.changing.shop import with_ways
from actions.changing.state import deal as deals
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import UNSETTLED, Came, Wish
from actions.changing.telling import saying
from actions.shared.kept import Utterance
from crm_connector.errors import (
    BadSourceData,
    CrmError,
    DueChanged,
    NotFound,
    NotGivenBack,
    NotSupported,
    OutcomeUnknown,
    Refused,
    SourceUnavailable,
)
from crm_connector.model import Money, Order
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Allowed, Why

if TYPE_CHECKING:
    from actions.changing.journey import Journey

MOST_FAILURES = 2
"""After so many it is for people."""
_SHOWN = 8


class Outcome(Enum):
    """
    How it came.
    """

    DONE = auto()
    UNSETTLED = auto()
    """It is done, and people see to its money."""
    ANEW = auto()
    """Something has moved: it is read back anew, or refused with the reason."""
    AGAIN = auto()
    """Nobody knows, or it did not get through: it may be tried again."""
    NOT_THERE = auto()
    FOR_PEOPLE = auto()


OVER = {
    Outcome.DONE: (Came.DONE, ""),
    Outcome.UNSETTLED: (Came.PERSON, UNSETTLED),
    Outcome.FOR_PEOPLE: (Came.PERSON, "failed"),
    Outcome.NOT_THERE: (Came.REFUSED, "not_found"),
}
"""What became of a wish that is over with a try, and why."""


class Carrying:
    """
    One try at a wish to which yes was said.
    """

    def __init__(self, journey: Journey, wish: Wish) -> None:
        self._journey = journey
        self._wish = wish
        self._voice = journey.voice

    async def done(self) -> tuple[Outcome, Wish]:
        """
        How it came, and the wish as it is after.
        """
        try:
            seen = await self._journey.shop.seen(self._wish.number)
            return await self._tried(seen)
        except NotFound:
            number = self._voice.number(self._wish.number)
            self._say("utter_wish_no_such_order", number=number)
            return Outcome.NOT_THERE, self._wish
        except (SourceUnavailable, BadSourceData):
            return self._failed("utter_wish_not_through")

    async def _tried(self, seen: Seen) -> tuple[Outcome, Wish]:
        wish = steps.resolved(self._wish, seen)
        seen = await with_ways(self._journey.shop, seen, wish)
        wish, step = steps.next_step(wish, seen)
        if isinstance(step, Refuse) and _may_be_ours(step, self._wish, seen.order):
            # It looks as if this very wish was done, and its answer lost: the shop's
            # system knows by the key, and does not do it again.
            # What had been paid may be on its way back by now.
            paid = replace(seen.order, paid=self._wish.paid)
            before = replace(seen, order=paid)
            return await self._carry_out(
                _kept(self._wish, seen), before, has_moved=True
            )
        if not isinstance(step, Deal):
            return Outcome.ANEW, replace(wish, read_back="")
        if step.digest != self._wish.read_back:
            self._say("utter_wish_moved")
            return Outcome.ANEW, wish
        return await self._carry_out(step, seen)

    async def _carry_out(
        self, made: Deal, seen: Seen, *, has_moved: bool = False
    ) -> tuple[Outcome, Wish]:
        wish, shop = self._wish, self._journey.shop
        try:
            await shop.carry_out(made, wish.key)
        except DueChanged:
            failed = wish.failed + 1
            if failed >= MOST_FAILURES:
                return self._not_allowed(made)
            self._say("utter_wish_due_changed")
            return Outcome.ANEW, replace(wish, read_back="", failed=failed)
        except Refused:
            if has_moved:
                # It was somebody else's doing.
                return Outcome.ANEW, replace(wish, read_back="")
            return await self._refused(made, seen)
        except NotSupported:
            self._say(
                "utter_wish_beyond_not_able", number=self._voice.number(made.number)
            )
            return Outcome.FOR_PEOPLE, wish
        except NotGivenBack:
            return self._not_given_back(made)
        except OutcomeUnknown:
            return await self._looked(made, seen)
        return self._told(made, seen)

    async def _looked(self, made: Deal, seen: Seen) -> tuple[Outcome, Wish]:
        """
        After no answer: what the order itself shows of it.
        """
        # From here on it may have been done, also if nobody can look just now.
        self._wish = wish = replace(self._wish, is_tried=True)
        shop = self._journey.shop
        try:
            order = (await shop.seen(wish.number)).order
        except CrmError:
            return self._failed("utter_wish_unknown")
        if not came_about(made, seen.order, order):
            return self._failed("utter_wish_unknown")
        if made.operation is Operation.CANCEL_ORDER:
            # The order shows nothing of its money: who knows the key by which it was
            # cancelled sees to that as well, and cancels nothing twice.
            try:
                await shop.carry_out(made, wish.key)
            except NotGivenBack:
                return self._not_given_back(made)
            except Refused:
                return Outcome.ANEW, replace(wish, read_back="")
            except OutcomeUnknown:
                return self._failed("utter_wish_unknown")
        return self._told(made, seen)

    def _not_given_back(self, made: Deal) -> tuple[Outcome, Wish]:
        self._say(
            "utter_wish_not_given_back",
            number=self._voice.number(made.number),
            reference=self._reference,
        )
        return Outcome.FOR_PEOPLE, self._wish

    async def _refused(self, made: Deal, seen: Seen) -> tuple[Outcome, Wish]:
        """
        The shop's system did not allow it: the order may have moved just now.
        """
        after = await self._journey.shop.seen(self._wish.number)
        wish = replace(self._wish, failed=self._wish.failed + 1)
        has_moved = after.order != replace(seen.order, as_of=after.order.as_of)
        if has_moved and wish.failed < MOST_FAILURES:
            return Outcome.ANEW, replace(wish, read_back="")
        return self._not_allowed(made)

    def _not_allowed(self, made: Deal) -> tuple[Outcome, Wish]:
        self._say("utter_wish_not_allowed", number=self._voice.number(made.number))
        return Outcome.FOR_PEOPLE, self._wish

    @property
    def _reference(self) -> str:
        return self._wish.key[:_SHOWN].upper()

    def _told(self, made: Deal, seen: Seen) -> tuple[Outcome, Wish]:
        said = saying.done(made, seen, self._reference, self._voice)
        self._journey.says.append(said)
        unsettled = left_to_people(made, seen)
        if unsettled is not None:
            return Outcome.UNSETTLED, self._wish.asking(unsettled)
        return Outcome.DONE, self._wish

    def _failed(self, response: str) -> tuple[Outcome, Wish]:
        wish = replace(self._wish, failed=self._wish.failed + 1)
        self._say(response, number=self._voice.number(wish.number))
        is_often = wish.failed >= MOST_FAILURES
        return Outcome.FOR_PEOPLE if is_often else Outcome.AGAIN, wish

    def _say(self, response: str, **fields: str) -> None:
        self._journey.says.append(Utterance(response, fields))


def _may_be_ours(step: Refuse, wish: Wish, order: Order) -> bool:
    moved = step.forbidden.why in (Why.STATUS, Why.DONE_BEFORE)
    # Not every system shows a return in the order; of what was sent it knows the key.
    looks_done = is_so(wish, order) or wish.operation in order.done
    return moved and (wish.is_tried or looks_done)


def _kept(wish: Wish, seen: Seen) -> Deal:
    """
    What was read back, from the wish alone.
    """
    terms = Allowed((), Money(0, ""), None, frozenset(), (), frozenset(), None)
    parts = deals.parts_of(wish)
    is_return = wish.operation is Operation.RETURN_ITEMS
    return Deal(
        wish.operation or Operation.CANCEL_ORDER,
        wish.number,
        terms,
        changes=() if is_return else deals.changes_of(wish),
        parts=parts if is_return else (),
        due=wish.due,
        method=seen.method(wish.method),
        reason=wish.reason,
        address=wish.address,
    )
