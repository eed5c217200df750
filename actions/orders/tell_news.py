"""
An order has changed, and its customer wanted to be told.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import as_json, at_hand, news, telling
from actions.orders.at_hand import AtHand
from actions.shared import last_told, open_question
from actions.shared.edge import CustomerAction, Event, entities_of, language_of, waiting
from actions.shared.last_told import Of
from actions.shared.open_question import OpenQuestion
from crm_connector.model import Order
from crm_connector.profile.facts import Fact

_ORDERS = "orders"
_RULE = "seen when it had changed"


class ActionTellNews(CustomerAction):
    """
    Tells what the event holds; where no proof holds any more, only that there is news.
    """

    pending = "track_order"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_tell_news"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        As it was seen a moment ago; it is the order at hand from then on.
        """
        house, lang = services.services(), language_of(tracker)
        orders = _orders(tracker)
        if not house.gate.may_hear(services.identity()):
            return _of_something(dispatcher, orders)
        facts = [Fact(each, each.source, each.as_of, _RULE) for each in orders]
        last_told.note(house, Of.ORDERS, facts, orders=orders)
        today = house.now().date()
        for order in orders:
            telling.tell(dispatcher, order, lang, house)
            seen = order.as_of.astimezone(house.zone)
            dispatcher.utter_message(
                response="utter_part_as_of",
                time=formatting.moment(seen, today, lang),
            )
        asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        if hand.asks or asked.is_awaited(house.clock()):
            # What they are asked is not about this one: a yes must not become so.
            return []
        told = open_question.told(news.ABOUT, house)
        hand = hand.told(orders[-1].number, house.clock())
        return [
            SlotSet(at_hand.SLOT, hand.slot),
            SlotSet(open_question.SLOT, told.slot),
        ]


def _of_something(
    dispatcher: CollectingDispatcher, orders: tuple[Order, ...]
) -> list[Event]:
    """
    Only that there is something to tell; what, as soon as they have signed in.
    """
    dispatcher.utter_message(response="utter_news_sign_in")
    numbers = [{"entity": at_hand.NUMBER, "value": order.number} for order in orders]
    return waiting(ActionTellNews.pending, numbers, "")


def _orders(tracker: Tracker) -> tuple[Order, ...]:
    held = next(e["value"] for e in entities_of(tracker) if e["entity"] == _ORDERS)
    return as_json.read(str(held))
