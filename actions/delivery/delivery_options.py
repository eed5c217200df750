"""
In which ways does it come to me, at what price?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import saying
from actions.buying.turning import draft_of
from actions.services import Services
from actions.shared.edge import Event, entities_of, language_of, told_log
from actions.shared.voice import Voice
from actions.store.branches import called
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
    Tells the ways to the city named, to their cart's or last order's address, or all.
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
        found = None
        if house.gate.buying.can(Capability.DELIVERIES):
            try:
                found = await _ways(house, tracker, cities, lang)
            except NotProven:
                pass
            except CrmError as error:
                told_log(self.name(), error)
        if found is not None:
            _tell(dispatcher, found, Voice(lang, house.wording, house.zone))
        # Where nothing goes, what the shop says of all delivery may tell why.
        if found is None or not found.ways:
            told = is_told(house, _WISH)
            if told or found is None:
                response = f"utter_{_WISH}" if told else "utter_not_written"
                dispatcher.utter_message(response=response)
        return [spoken_of(house, _GOES_ON, cities, None)]


async def _ways(
    house: Services,
    tracker: Tracker,
    cities: Sequence[Mapping[str, Any]],
    lang: str,
) -> _Ways | None:
    buying = house.gate.buying
    if cities:
        ways: dict[str, Delivery] = {}
        for name in _names(cities[0], house.languages):
            # The shop's system writes the city in one of its languages.
            ways |= {each.id: each for each in await buying.ways_to(name)}
        return _Ways(called(cities[0], lang), tuple(ways.values()), "to")
    who, draft = services.identity(), draft_of(tracker)
    lines = [
        CartLine(each.product, each.variant, each.quantity)
        for each in draft.items
        if each.is_clear
    ]
    if draft.address is not None and lines:
        found = await buying.deliveries(who, draft.address, lines)
        return _Ways(draft.address.city, found, "cart")
    address = draft.address or await _last(house)
    if address is None:
        return None
    found = await buying.deliveries(who, address, ())
    return _Ways(address.city, found, "yours")


async def _last(house: Services) -> Address | None:
    """
    Where their last order goes. May raise `NotProven`.
    """
    found = await house.gate.orders(services.identity(), limit=1)
    return next((each.ship_to for each in found.values), None)


def _names(city: Mapping[str, Any], languages: Iterable[str]) -> list[str]:
    known = city.get("names") or {}
    names = [known.get(lang) for lang in languages]
    names += [city.get("value"), city.get("surface")]
    return list(dict.fromkeys(str(each) for each in names if each))


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
