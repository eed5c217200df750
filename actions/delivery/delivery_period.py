"""
How long does delivery take?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.shared.edge import Event, entities_of, language_of, text_of
from actions.shared.likeness import within
from actions.shop import DeliveryTime, Shop
from actions.store.branches import names, plain, words_of
from actions.store.store_hours import named_day
from actions.store.tell_policy import is_written
from actions.store.telling import spoken_of


class ActionDeliveryPeriod(Action):
    """
    Tells how long delivery takes, to the city that was named or in general.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_delivery_period"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        A city about which the shop says nothing of its own has the general answer.
        """
        house, lang = services.services(), language_of(tracker)
        shop, found = house.shop, entities_of(tracker)
        city = None if shop is None else _city(shop, tracker)
        today, named = house.now().date(), named_day(found)
        # Whether it comes on a certain day is nothing that the shop's rule can promise.
        day = named if named is not None and named >= today else None
        on, fields = "", {}
        if day is not None:
            on, fields = "_on", {"day": formatting.near_day(day, today, lang)}
        if city is not None:
            dispatcher.utter_message(
                response=f"utter_delivery_period_city{on}",
                city=city.city[lang],
                time=city.time[lang],
                **fields,
            )
        elif is_written(shop, "delivery_time"):
            dispatcher.utter_message(response=f"utter_delivery_period{on}", **fields)
        else:
            dispatcher.utter_message(response="utter_not_written")
        places = [each for each in found if each["entity"] == "city"]
        return [spoken_of(house, "delivery_period", places, day)]


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
