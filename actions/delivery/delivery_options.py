"""
In which ways does it come to me, at what price?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import saying
from actions.buying.turning import draft_of
from actions.delivery import places
from actions.delivery.places import Named
from actions.services import Services
from actions.shared.edge import (
    Event,
    entities_of,
    language_of,
    text_of,
    told_log,
)
from actions.shared.voice import Voice
from actions.store.telling import spoken_of
from actions.store.topics import is_told
from crm_connector.cart import CartLine, Delivery
from crm_connector.errors import CrmError, NotProven
from crm_connector.model import Address
from crm_connector.source import Capability

_WISH = "delivery_options"
# What "and tomorrow?", "and to Mashhad?" ask after the answer.
_GOES_ON = "delivery_period"


@dataclass(frozen=True)
class _Ways:
    """
    The ways to a city, and whether it is named, or of their address or their cart.
    """

    city: str
    ways: tuple[Delivery, ...]
    whose: str


class ActionDeliveryOptions(Action):
    """
    Tells the ways to the places named, to their cart's or last order's address, or all.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_delivery_options"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Where no city is known, or nobody can tell the ways there: the shop's text.
        """
        house, lang = services.services(), language_of(tracker)
        cities = [e for e in entities_of(tracker) if e["entity"] == "city"]
        named = places.named(cities, text_of(tracker), lang, house.country)
        found: list[_Ways] = []
        if house.gate.buying.can(Capability.DELIVERIES):
            try:
                found = await _ways(house, tracker, named)
            except NotProven:
                pass
            except CrmError as error:
                told_log(self.name(), error)
        for each in found:
            _tell(dispatcher, each, Voice(lang, house.wording, house.zone))
        # Where nothing goes, what the shop says of all delivery may tell why.
        if not found or any(not each.ways for each in found):
            told = is_told(house, _WISH)
            if told or not found:
                response = f"utter_{_WISH}" if told else "utter_not_written"
                dispatcher.utter_message(response=response)
        if named.unknown:
            dispatcher.utter_message(
                response="utter_delivery_unknown_place", place=named.unknown
            )
        return [spoken_of(house, _GOES_ON, cities, None)]


async def _ways(house: Services, tracker: Tracker, named: Named) -> list[_Ways]:
    buying = house.gate.buying
    if named.places:
        found = []
        for place in named.places:
            ways: dict[str, Delivery] = {}
            for name in place.names:
                # The shop's system writes the city in one of its languages.
                there = await buying.ways_to(name, place.country)
                ways |= {each.id: each for each in there}
            found.append(_Ways(place.called, tuple(ways.values()), "to"))
        return found
    if named.unknown or named.is_abroad:
        # What holds for their own address says nothing of that.
        return []
    who, draft = services.identity(), draft_of(tracker)
    lines = [
        CartLine(each.product, each.variant, each.quantity)
        for each in draft.items
        if each.is_clear
    ]
    if draft.address is not None and lines:
        there = await buying.deliveries(who, draft.address, lines)
        return [_Ways(draft.address.city, there, "cart")]
    address = draft.address or await _last(house)
    if address is None:
        return []
    return [_Ways(address.city, await buying.deliveries(who, address, ()), "yours")]


async def _last(house: Services) -> Address | None:
    """
    Where their last order goes. May raise `NotProven`.
    """
    found = await house.gate.orders(services.identity(), limit=1)
    return next((each.ship_to for each in found.values), None)


def _tell(dispatcher: CollectingDispatcher, found: _Ways, voice: Voice) -> None:
    if not found.ways:
        dispatcher.utter_message(response="utter_delivery_not_there", city=found.city)
        return
    dispatcher.utter_message(
        response=f"utter_delivery_ways_{found.whose}",
        city=found.city,
        ways=voice.lines([_way(each, voice) for each in found.ways]),
    )


def _way(way: Delivery, voice: Voice) -> str:
    text = saying.way_of(way, voice)
    if way.free_above is None or not way.price.amount:
        return text
    free = voice.of("utter_delivery_free_above", amount=voice.money(way.free_above))
    return f"{text} ({free})"
