"""
Taking what is said into the wishes, and doing what was agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import turning as buying
from actions.buying.draft import SLOT as CART
from actions.changing import turning
from actions.changing.deciding.step import Beyond
from actions.changing.journey import Journey
from actions.changing.reading import Asked, Asking, Known, comes_instead, read
from actions.changing.state import wishes
from actions.changing.state.message import Message
from actions.changing.state.wishes import SHOWN, UNSETTLED, Came, Kind, Open, Wishes
from actions.changing.turning import TOLD_BY_RULES
from actions.orders.about_order import SAME_AGAIN
from actions.people_there import Needed
from actions.shared import outcome, person
from actions.shared.edge import PENDING, Event
from actions.shared.form_actions import Validation
from actions.shared.forms import REQUESTED, ended
from actions.shared.kept import Utterance
from actions.shared.talk import SLOT as TALK

CONTEST = "utter_part_contest"
_INSTEAD = "utter_part_instead_"


class ValidateOrderWishForm(Validation[Wishes, Message]):
    """
    The form of what is wanted of orders.
    """

    pending = "order_wish"
    form = turning.FORM
    slot = wishes.SLOT
    intents = wishes.INTENTS
    kept = staticmethod(turning.wishes_of)
    message = staticmethod(turning.message_of)
    trip = staticmethod(turning.journey)
    other = buying.FORM
    other_kept = staticmethod(buying.draft_of)

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "validate_order_wish_form"

    async def begin(self, trip: Journey, kept: Wishes, message: Message) -> Wishes:
        """
        With the wishes of a message.
        """
        return await trip.begin(kept, message, Kind(message.intent))

    async def opened(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        trip: Journey,
        kept: Wishes,
        message: Message,
    ) -> Wishes | list[Event]:
        """
        The same, anew, where the shop's rules have it done here; else how it is done.
        """
        if message.intent not in self.intents:
            return await trip.go_on(kept)
        if not turning.takes(message.intent):
            return [SlotSet(REQUESTED, None), FollowupAction(TOLD_BY_RULES)]
        promised = await _promised(dispatcher, tracker, message)
        if promised is not None:
            return [*promised, *ended()]
        start = Wishes(past=kept.past, asked=kept.asked)
        return await self.begin(trip, start, message)

    def stands(self, tracker: Tracker, events: Sequence[Event]) -> bool:
        """
        Unless a proof is waited for.
        """
        named = {each.get("name") for each in events if each.get("value") is not None}
        return PENDING not in named and self.kept(tracker).is_asking

    def passed_over(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: Wishes
    ) -> Wishes:
        """
        Without a wish that was refused, in this message or once they have come to else.
        """
        at_hand = kept.at_hand
        if at_hand is None or at_hand.asked not in (Open.MORE, Open.CONFIRM):
            return kept
        if at_hand.asked is Open.CONFIRM:
            message = self.message(tracker)
            asked = Asked(Asking.CONFIRM, put=at_hand.operation)
            said = read(message.text, message.lang, Known(), asked)
            if said.yes is not False:
                return kept
            number = kept.question.fields.get("number", at_hand.number)
            dispatcher.utter_message(response="utter_wish_left", number=number)
        return replace(kept.ended(Came.LEFT), open=())

    def offered(self, tracker: Tracker, says: Sequence[Utterance]) -> list[Event]:
        """
        A person, where a refusal may be seen otherwise and nothing else is offered.
        """
        said = [each.response for each in says]
        if said[-1:] != [CONTEST] or any(each.startswith(_INSTEAD) for each in said):
            return []
        return person.offered(tracker, CONTEST)

    def put_away(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[Event]:
        """
        The cart, of who says "no, cancel my order instead".
        """
        cart = buying.draft_of(tracker)
        if not cart.is_asking or not comes_instead(message.text):
            return []
        has_things = bool(cart.items)
        response = "utter_cart_kept" if has_things else "utter_cart_left"
        dispatcher.utter_message(response=response)
        away = replace(cart, open=None) if has_things else cart.closed()
        return [SlotSet(CART, away.slot)]

    def noted(self, tracker: Tracker, before: Wishes, now: Wishes) -> list[Event]:
        """
        What was done and refused.
        """
        new = [each for each in now.past if each not in before.past]
        shown = [each.wish for each in new] + list(now.open)
        if any(each.with_photo and each.kind in SHOWN for each in shown):
            services.take_files()
        clock, talk = services.services().clock, person.talk_of(tracker)
        for each in new:
            operation = each.wish.operation
            # As its intent is called, where it has one.
            name = each.wish.kind.value
            if name not in wishes.INTENTS and operation is not None:
                name = operation.value
            if each.came is Came.DONE or each.why == UNSETTLED:
                talk = talk.done(name, clock())
            elif each.came in (Came.REFUSED, Came.PERSON):
                talk = talk.refused(name, each.why, clock())
        return [SlotSet(TALK, talk.slot)] if new else []

    def needed(self, now: Wishes) -> Needed | None:
        """
        For its worth or its money, where that is why people see to the order.
        """
        left = [each.why for each in now.past if each.came is Came.PERSON][-1:]
        if left == [Beyond.HIGH_VALUE.value]:
            return person.AtOnce(Beyond.HIGH_VALUE.value)
        # It was promised that somebody asks, so nobody is asked whether they may.
        return person.AtOnce(person.BEYOND) if left == [UNSETTLED] else None


async def _promised(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[Event] | None:
    """
    The promise of a person that is open for this very thing, told again; else None.
    """
    if message.intent not in SAME_AGAIN:
        return None
    named = message.names or ((message.at_hand,) if message.at_hand else ())
    return await outcome.tell_again(dispatcher, tracker, named)
