"""
How long does delivery take?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
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
        city = None if shop is None else _city(shop, tracker)
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
