"""
How long does delivery take?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.delivery import places as asking
from actions.delivery.places import Named
from actions.services import Services
from actions.shared.edge import (
    Event,
    entities_of,
    language_of,
    text_of,
    told_log,
)
from actions.shared.likeness import within
from actions.shop import DeliveryTime, Shop
from actions.store.branches import names, plain, words_of
from actions.store.store_hours import named_day
from actions.store.telling import spoken_of
from actions.store.topics import is_written
from crm_connector.errors import CrmError, NotProven
from crm_connector.source import Capability


class ActionDeliveryPeriod(Action):
    """
    Tells how long delivery takes to the city named, the customer's own, or in general.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_delivery_period"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        A city about which the shop says nothing of its own has the general answer.
        """
        house, lang = services.services(), language_of(tracker)
        shop, found = house.shop, entities_of(tracker)
        places = [each for each in found if each["entity"] == "city"]
        asked = asking.named(places, text_of(tracker), lang, house.country)
        city = None if shop is None else _city(shop, tracker)
        is_unknown = bool(asked.unknown) and city is None
        if is_unknown or asked.is_abroad or await _is_not_there(dispatcher, asked):
            return self._of_no_city(dispatcher, house, asked, places)
        whose = "_city"
        if shop is not None and city is None and not places:
            city, whose = await _own_city(shop), "_yours"
        today, named = house.now().date(), named_day(found)
        # Whether it comes on a certain day is nothing that the shop's rule can promise.
        day = named if named is not None and named >= today else None
        on, fields = "", {}
        if day is not None:
            on, fields = "_on", {"day": formatting.near_day(day, today, lang)}
            whose = "_city"
        if city is not None:
            dispatcher.utter_message(
                response=f"utter_delivery_period{whose}{on}",
                city=city.city[lang],
                time=city.time[lang],
                **fields,
            )
        elif is_written(shop, "delivery_time"):
            dispatcher.utter_message(response=f"utter_delivery_period{on}", **fields)
        else:
            dispatcher.utter_message(response="utter_not_written")
        return [spoken_of(house, "delivery_period", places, day)]

    def _of_no_city(
        self,
        dispatcher: CollectingDispatcher,
        house: Services,
        asked: Named,
        places: list[dict[str, Any]],
    ) -> list[Event]:
        """
        What the shop says of all delivery, where no time can be told for a place.
        """
        if is_written(house.shop, "delivery"):
            dispatcher.utter_message(response="utter_delivery_options")
        elif not asked.places:
            dispatcher.utter_message(response="utter_not_written")
        if asked.unknown:
            dispatcher.utter_message(
                response="utter_delivery_unknown_place", place=asked.unknown
            )
        return [spoken_of(house, "delivery_period", places, None)]


async def _is_not_there(dispatcher: CollectingDispatcher, asked: Named) -> bool:
    """
    Whether nothing goes to any of these places; of those to which not, that is said.
    """
    house = services.services()
    buying, left = house.gate.buying, len(asked.places)
    if not buying.can(Capability.DELIVERIES):
        # Nobody can tell: what the shop says of all delivery may.
        return bool(left) and all(
            each.country not in (None, house.country) for each in asked.places
        )
    for place in asked.places:
        try:
            ways = [await buying.ways_to(e, place.country) for e in place.names]
        except CrmError as error:
            told_log("action_delivery_period", error)
            return False
        if not any(ways):
            left -= 1
            dispatcher.utter_message(
                response="utter_delivery_not_there", city=place.called
            )
    return bool(asked.places) and not left


async def _own_city(shop: Shop) -> DeliveryTime | None:
    """
    The city where the customer's last order goes, if the shop says something of it.

    None for strangers, and where nobody can be asked: the general answer is true too.
    """
    try:
        found = await services.services().gate.orders(services.identity(), limit=1)
    except NotProven:
        return None
    except CrmError as error:
        told_log("action_delivery_period", error)
        return None
    ship_to = next((each.ship_to for each in found.values), None)
    if ship_to is None:
        return None
    said = (plain(ship_to.city),)
    return next((t for t in shop.delivery_times if names(t.city, said)), None)


def _city(shop: Shop, tracker: Tracker) -> DeliveryTime | None:
    cities = [e for e in entities_of(tracker) if e["entity"] == "city"]
    if cities:
        said = words_of(cities)
        return next((t for t in shop.delivery_times if names(t.city, said)), None)
    text = plain(text_of(tracker))
    return next(
        (
            each
            for each in shop.delivery_times
            if any(within(plain(name), text) for name in each.city.values())
        ),
        None,
    )
