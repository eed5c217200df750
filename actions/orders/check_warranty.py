"""
Is there a warranty, and is mine still good?
"""

from __future__ import annotations

from collections.abc import Iterable

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import at_hand, offering, telling, warranty
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note
from actions.orders.finding import MOST, MOST_NUMBERS, find
from actions.orders.reference import OrderReference, reference_of, with_product
from actions.shared import last_told, person
from actions.shared.ages import say_ages, say_silent
from actions.shared.edge import CustomerAction, Event, forgotten, language_of, told_log
from actions.shared.last_told import Of
from actions.shared.pending import meant
from actions.store.topics import is_written
from crm_connector.errors import CrmError
from crm_connector.model import Assurance, Order, OrderStatus

_TOPIC = "warranty"


class ActionCheckWarranty(CustomerAction):
    """
    Tells the shop's text, beside what the customer bought and when if it is about that.

    How long a warranty runs no source knows; that is said. Something broken goes to a
    person, with its order.
    """

    pending = "check_warranty"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_check_warranty"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Of what is theirs only to whom it is; the shop's text to everybody.
        """
        house = services.services()
        _, text = meant(tracker)
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        reference, is_claim = reference_of(tracker), warranty.claims(text)
        is_known = house.gate.level(services.identity()) >= Assurance.PROVEN
        names_order = bool(reference.numbers or reference.ordinal)
        is_theirs = is_claim or names_order or warranty.is_own(text)
        if not is_theirs and not (is_known and (reference.product or hand.number)):
            _tell_policy(dispatcher)
            return forgotten()
        asked = Asked()
        try:
            found = await _found(asked, reference, hand, is_theirs=is_theirs)
        except CrmError as error:
            if is_theirs or not is_known:
                raise
            # What holds for everything can be told without knowing what they have.
            told_log(self.name(), error)
            found = Finding()
        if not (found.meant or found.note):
            _tell_policy(dispatcher)
            return forgotten()
        facts = asked.facts(found.meant or found.to_choose)
        lang = language_of(tracker)
        last_told.note(house, Of.ORDERS, facts, orders=found.meant)
        say_ages(dispatcher, facts, asked.missing, lang, house)
        if found.note is Note.NO_ORDERS:
            dispatcher.utter_message(response="utter_order_none")
        for order in found.meant:
            _tell_bought(dispatcher, order, reference.product, lang)
        offering.offer(dispatcher, found, lang, wish=self.pending)
        say_silent(dispatcher, facts, asked.missing, lang, house)
        _tell_policy(dispatcher, is_of_theirs=bool(found.meant))
        hand = offering.after(hand, found, house.clock())
        events: list[Event] = [*forgotten(), SlotSet(at_hand.SLOT, hand.slot)]
        if is_claim and not found.to_choose:
            dispatcher.utter_message(response="utter_warranty_claim")
            events += await person.beyond_us(dispatcher, tracker)
        return events

    def beside_proof(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        What holds for everything is told to strangers, too.
        """
        _tell_policy(dispatcher)
        return []


async def _found(
    asked: Asked, reference: OrderReference, hand: AtHand, *, is_theirs: bool
) -> Finding:
    """
    The orders that it is about; nothing where a product is only asked about.
    """
    of_product = reference.product and not (reference.numbers or reference.ordinal)
    if not of_product:
        return await find(asked, reference, hand, ended=True)
    orders = with_product(await asked.newest(MOST), reference.product)
    if orders or not is_theirs:
        return Finding(orders[:MOST_NUMBERS])
    return await find(asked, reference, hand, ended=True)


def _tell_bought(
    dispatcher: CollectingDispatcher, order: Order, words: Iterable[str], lang: str
) -> None:
    house = services.services()
    placed = formatting.day(order.placed_at.astimezone(house.zone), lang)
    number = formatting.digits(order.number, lang)
    names = [
        str(line.names.get(lang) or next(iter(line.names.values()), ""))
        for line in warranty.lines_meant(order, words)
    ]
    arrived = ""
    if order.status is OrderStatus.DELIVERED and order.changed_at is not None:
        arrived = formatting.day(order.changed_at.astimezone(house.zone), lang)
    dispatcher.utter_message(
        response="utter_warranty_bought",
        items=formatting.listed([name for name in names if name], lang) or number,
        number=number,
        placed=placed,
        arrived=arrived,
    )
    if order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
        telling.show(dispatcher, order, lang, house)


def _tell_policy(
    dispatcher: CollectingDispatcher, *, is_of_theirs: bool = False
) -> None:
    """
    The shop's text, and honestly what it does not say.
    """
    is_known = is_written(services.services().shop, _TOPIC)
    if is_of_theirs:
        dispatcher.utter_message(response="utter_warranty_of_theirs")
    elif is_known:
        dispatcher.utter_message(response="utter_check_warranty")
    else:
        dispatcher.utter_message(response="utter_not_written")
