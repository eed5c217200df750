"""
A question about a rule: the rule, and what it comes to for the order that is meant.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.changing import turning
from actions.changing.deciding.step import Refuse
from actions.changing.deciding.steps import instead
from actions.changing.shop import GateShop
from actions.changing.state.deal import Seen
from actions.changing.state.wishes import Kind, Wish
from actions.changing.telling import saying
from actions.orders import at_hand, finding, offering, telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note
from actions.orders.reference import open_orders, reference_of
from actions.services import Services
from actions.shared import open_question, person
from actions.shared.edge import Event, language_of, told_log
from actions.shared.forms import utter
from actions.shared.voice import Voice
from actions.store.topics import by_rules, is_told
from crm_connector.errors import CrmError, NotFound, NotProven
from crm_connector.model import Order
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Allowed, Forbidden, Why, decide


class TellsRule(Action, ABC):
    """
    Tells a rule, and what it comes to for the customer's own order. It does nothing.
    """

    wish: ClassVar[str]
    kind: ClassVar[Kind]
    operation: ClassVar[Operation]

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        The rule for everybody; behind it what it comes to, for whoever has proven it.

        Where nobody can tell that, the rule is true too, and nobody has to sign in.
        """
        house, lang = services.services(), language_of(tracker)
        if is_told(house, self.wish):
            response = f"utter_{self.wish}"
            dispatcher.utter_message(response=response, **by_rules(house, lang))
        else:
            dispatcher.utter_message(response="utter_not_written")
        if self.operation not in house.policies.rules:
            return []
        try:
            return await _own(dispatcher, tracker, self)
        except (NotProven, NotFound):
            return []
        except CrmError as error:
            told_log(f"action_{self.wish}", error)
            return []

    def tell(
        self,
        dispatcher: CollectingDispatcher,
        seen: Seen,
        voice: Voice,
        *,
        offers: bool,
    ) -> bool:
        """
        What the rule comes to for an order, and the way to it where `offers`.

        Whether it was offered to be done here.
        """
        order = seen.order
        made = decide(seen.policies, self.operation, order, seen.now, done=order.done)
        if isinstance(made, Allowed):
            self.tell_allowed(dispatcher, made, seen, voice)
            allowed: Allowed | None = made
        elif made.why is Why.CANNOT_TELL:
            return False
        elif self.tell_refused(dispatcher, made, seen, voice):
            allowed = None
        else:
            return False
        return offers and self.offer(dispatcher, allowed, seen)

    @abstractmethod
    def tell_allowed(
        self, dispatcher: CollectingDispatcher, made: Allowed, seen: Seen, voice: Voice
    ) -> None:
        """
        Say on which terms it may be done.
        """

    def tell_refused(
        self, dispatcher: CollectingDispatcher, why: Forbidden, seen: Seen, voice: Voice
    ) -> bool:
        """
        Say why it may not be done; True where some of it may be, all the same.
        """
        step = Refuse(self.operation, why, instead(self.operation, seen))
        said = saying.refused(step, Wish(self.kind), seen, voice, contests=False)
        utter(dispatcher, said)
        return False

    @abstractmethod
    def offer(
        self, dispatcher: CollectingDispatcher, made: Allowed | None, seen: Seen
    ) -> bool:
        """
        Offer to do it; without terms (None) only what may be done all the same.

        Whether it is done here, if they say yes.
        """


async def _own(
    dispatcher: CollectingDispatcher, tracker: Tracker, rule: TellsRule
) -> list[Event]:
    house, lang = services.services(), language_of(tracker)
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
    # Who is asked about a wish of theirs just now is led back to that, and who wants
    # something else with the same message gets that.
    is_busy = turning.wishes_of(tracker).is_asking or services.goes_on()
    found = await _found(tracker, house, hand, rule.operation)
    if found.note is Note.SEVERAL:
        if is_busy:
            return []
        telling.offer(
            dispatcher,
            found.to_choose,
            lang,
            response="utter_rule_which",
            wish=rule.wish,
        )
    else:
        offering.offer(dispatcher, found, lang, wish=rule.wish)
    shop = GateShop(house, person.talk_of(tracker).settled)
    voice = Voice(lang, house.wording, house.zone)
    offered: list[str] = []
    for order in found.meant:
        seen = await shop.seen(order.number)
        if rule.tell(dispatcher, seen, voice, offers=not is_busy):
            offered.append(order.number)
    if is_busy:
        return []
    hand = offering.after(hand, found, house.clock())
    events: list[Event] = [SlotSet(at_hand.SLOT, hand.slot)]
    if len(offered) == 1 and not services.goes_on():
        record = (rule.kind.value, offered[0])
        about = open_question.OF_WISH
        asked = open_question.offered(house, lang, about=about, record=record)
        events.append(SlotSet(open_question.SLOT, asked.slot))
    return events


async def _found(
    tracker: Tracker, house: Services, hand: AtHand, operation: Operation
) -> Finding:
    """
    The order that is named or at hand; else the only one that it can be about.
    """
    asked, reference = Asked(), reference_of(tracker)
    if not reference.is_empty or hand.number:
        found = await finding.find(asked, reference, hand, ended=True)
        is_of_last = found.note is Note.NONE_OPEN and reference.is_empty
        return Finding() if is_of_last else found
    orders = await asked.newest(finding.RECENT)
    fitting = tuple(each for each in orders if _may(house, operation, each))
    if not fitting and operation is Operation.CANCEL_ORDER:
        fitting = open_orders(orders)
    if len(fitting) > 1:
        return Finding(to_choose=fitting, note=Note.SEVERAL)
    return Finding(meant=fitting)


def _may(house: Services, operation: Operation, order: Order) -> bool:
    made = decide(house.policies, operation, order, house.clock(), done=order.done)
    return isinstance(made, Allowed)
