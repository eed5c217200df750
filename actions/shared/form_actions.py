"""
The actions of forms over wishes that take several messages.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.orders import at_hand
from actions.orders.at_hand import AtHand
from actions.people_there import Needed
from actions.shared import open_question, person
from actions.shared.edge import CustomerAction, Event, forgotten
from actions.shared.forms import REQUESTED, Form, ended, utter
from actions.shared.kept import Kept, Message, Utterance
from actions.shared.open_question import OpenQuestion
from actions.shared.voice import Voice

# So often a question is put again behind something else.
MOST_AGAIN = 2
_ANSWERS = frozenset({"affirm", "deny"})
_LATER = "utter_wish_noted"
# After these it is not the time for it, or they have asked something themselves.
_QUIET = frozenset(
    {
        *("contact_human_agent", "withdraw_person", "complaint", "goodbye"),
        *("about_signing_in", "signed_in", "returned", "rate_person", "rating_again"),
        *("rating_words", "code_refused", "export_my_data", "delete_my_data"),
        *("ask_which", "review"),
    }
)

K = TypeVar("K", bound=Kept)
M = TypeVar("M", bound=Message)
M_contra = TypeVar("M_contra", bound=Message, contravariant=True)


class Trip(Protocol[K, M_contra]):
    """
    One turn of a wish: what was said in it, and whether people take over.
    """

    voice: Voice
    says: list[Utterance]
    hands_over: bool
    told: list[str]
    """The numbers of the orders that were spoken of."""

    async def hear(self, kept: K, message: M_contra, /) -> K | None:
        """
        With what a message says of it; None where it says nothing of it.
        """

    async def go_on(self, kept: K, /) -> K:
        """
        To the next question, or to the end.
        """


class Validation(CustomerAction, ABC, Generic[K, M]):
    """
    Rasa's form asks it after each message; what it does not take, others answer.

    `intents` are those with which such a wish begins, `slot` that of its document. When
    it ends it leads back to the `other` form, if that was left with its question open.
    """

    form: ClassVar[Form]
    slot: ClassVar[str]
    intents: ClassVar[frozenset[str]]
    other: ClassVar[Form]

    kept: Callable[[Tracker], K]
    """What is kept, of whoever is writing."""
    message: Callable[[Tracker], M]
    """What came, or what waited for the signing in."""
    other_kept: Callable[[Tracker], Kept]
    trip: Callable[[Tracker], Trip[K, M]]

    @abstractmethod
    async def begin(self, trip: Any, kept: K, message: M) -> K:
        """
        With what a message wishes for.
        """

    @abstractmethod
    async def opened(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        trip: Any,
        kept: K,
        message: M,
    ) -> K | list[Event]:
        """
        The form was opened by this message; events where it is not done in it.
        """

    @abstractmethod
    def noted(self, tracker: Tracker, before: K, now: K) -> list[Event]:
        """
        What was done and refused, as an agent finds it.
        """

    def needed(self, now: K) -> Needed | None:
        """
        The reason of the shop's table for which people take over; None: beyond us.
        """
        return None

    def passed_over(self, kept: K) -> K:
        """
        What is left of it after something else was answered.
        """
        return kept

    def stands(self, tracker: Tracker, events: Sequence[Event]) -> bool:
        """
        Whether the question stays where the shop gave no answer.
        """
        return False

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        As every customer's action; where the shop gave no answer, the form ends.

        Who has to prove who they are first is waited for without the form.
        """
        events = await super().run(dispatcher, tracker, domain)
        if events == [] or any(each.get("name") == REQUESTED for each in events):
            return events
        if self.stands(tracker, events):
            return [*events, SlotSet(REQUESTED, self.form.wish)]
        return [*events, *ended()]

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        The wish as it is now; nothing where the message is about something else.
        """
        kept = self.kept(tracker)
        if self.form.has_left(tracker):
            return await self._back(tracker, kept)
        message, trip = self.message(tracker), self.trip(tracker)
        if self.form.is_led_back(tracker) and kept.is_asking:
            dispatcher.utter_message(response=self.form.back)
            now: K | list[Event] = await trip.go_on(kept)
        elif self.form.begins_now(tracker):
            now = await self.opened(dispatcher, tracker, trip, kept, message)
        elif not kept.is_open and message.intent in self.intents:
            now = await self.begin(trip, kept, message)
        elif kept.is_behind and message.intent in _ANSWERS and kept.is_asking:
            # It answers what was said since.
            return []
        else:
            heard = await self._heard(tracker, trip, kept, message)
            if heard is None and message.intent in self.intents:
                # Its rule would lead back to this form, for ever.
                heard = await self.begin(trip, kept, message)
            if heard is None:
                return []
            now = heard
        if isinstance(now, list):
            return now
        return await self._events(dispatcher, tracker, trip, kept, now)

    async def _heard(
        self, tracker: Tracker, trip: Trip[K, M], kept: K, message: M
    ) -> K | None:
        if message.intent == self.form.wish:
            answer = kept.answer_in(self.form.pressed(tracker) or "")
            if answer is None:
                return None
            message = replace(message, answer=answer, text="")
        return await trip.hear(kept, message)

    async def _events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        trip: Trip[K, M],
        before: K,
        now: K,
    ) -> list[Event]:
        clock = services.services().clock
        utter(dispatcher, trip.says)
        is_for_people = now.for_people or trip.hands_over
        is_later = is_for_people and now.is_asking
        now = replace(now, for_people=is_later, again=0, at=clock().timestamp())
        events: list[Event] = [
            *forgotten(),
            SlotSet(self.slot, now.slot),
            *self.noted(tracker, before, now),
        ]
        if trip.told:
            hand = AtHand.read(tracker.get_slot(at_hand.SLOT), clock())
            hand = hand.told(trip.told[-1], clock())
            events.append(SlotSet(at_hand.SLOT, hand.slot))
        if now.is_asking:
            return [*events, SlotSet(REQUESTED, self.form.wish)]
        if is_for_people:
            needed = self.needed(now)
            events += await person.beyond_us(
                dispatcher, tracker, insists=True, needed=needed
            )
        elif self.other_kept(tracker).is_asking:
            return [*events, *ended(self.other.loop)]
        return [*events, *ended()]

    async def _back(self, tracker: Tracker, kept: K) -> list[Event]:
        """
        After something else was answered: the question stands, if there is one.
        """
        kept = self.passed_over(kept)
        if not kept.is_asking:
            return [SlotSet(self.slot, kept.slot), *ended()]
        again, trip = replace(kept, again=kept.again + 1), self.trip(tracker)
        if kept.question.lang != trip.voice.lang:
            again = await trip.go_on(again)
        return [SlotSet(self.slot, again.slot), SlotSet(REQUESTED, self.form.wish)]


class Asking(Action, ABC, Generic[K]):
    """
    Rasa's form runs it for what is missing.
    """

    form: ClassVar[Form]
    slot: ClassVar[str]
    yields: ClassVar[bool] = False
    """Whether it waits while another question is open, also where nothing was asked."""

    kept: Callable[[Tracker], K]
    """What is kept, of whoever is writing."""

    @abstractmethod
    def name(self) -> str:
        """
        The name in the domain, which Rasa makes of that of the slot.
        """

    def is_passed(self, kept: K) -> bool:
        """
        Whether it is not put again behind something else.
        """
        return False

    def noted(self, kept: K, *, is_put: bool) -> list[Event]:
        """
        Whether it was put: a yes to what was said in its place is none to this.
        """
        if kept.is_behind is not is_put:
            return []
        return [SlotSet(self.slot, replace(kept, is_behind=not is_put).slot)]

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Put it, also behind the answer to something else, but not for ever.
        """
        kept = self.kept(tracker)
        if not kept.is_asking:
            return []
        if services.goes_on():
            # Behind what else they asked, where it can be seen to stand open.
            if services.is_deferred():
                dispatcher.utter_message(response=_LATER)
            return self.noted(kept, is_put=False)
        has_left = self.form.has_left(tracker)
        if has_left or self.yields:
            asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
            if asked.is_awaited(services.services().clock()):
                # Of two questions neither would get a clear answer.
                return self.noted(kept, is_put=False)
        if has_left:
            intent = tracker.latest_message.get("intent", {}).get("name")
            is_tired = kept.again > MOST_AGAIN and intent not in _ANSWERS
            if intent in _QUIET or is_tired or self.is_passed(kept):
                return self.noted(kept, is_put=False)
            dispatcher.utter_message(response=self.form.back)
        self.form.put(dispatcher, kept)
        return self.noted(kept, is_put=True)
