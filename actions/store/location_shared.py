"""
A place on the map: which branch is nearest to it?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, hours, services
from actions.buying import draft
from actions.buying import turning as buying
from actions.changing import turning as changing
from actions.changing.state import wishes
from actions.services import Services
from actions.shared.edge import Event, entities_of, language_of
from actions.shop import Shop
from actions.store import telling
from actions.store.branches import Meant
from actions.store.places import Place, by_distance, place_of

_MOST_NEAR = 3


class ActionLocationShared(Action):
    """
    Tells the nearest branches, how far they are and whether they are open.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_location_shared"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        For whoever is asked for an address it is none: nobody delivers to a point.
        """
        house, lang = services.services(), language_of(tracker)
        if _is_asked_for_address(tracker):
            dispatcher.utter_message(response="utter_location_no_address")
            return []
        if house.shop is None or not house.shop.branches:
            dispatcher.utter_message(response="utter_no_branches")
            return []
        here = _place_in(tracker)
        if here is None:
            dispatcher.utter_message(response="utter_location_unusable")
            return []
        return _tell(dispatcher, house, house.shop, here, lang)


def _tell(
    dispatcher: CollectingDispatcher,
    house: Services,
    shop: Shop,
    here: Place,
    lang: str,
) -> list[Event]:
    now = house.now()
    near = by_distance(shop.branches, here)[:_MOST_NEAR]
    if not near:
        dispatcher.utter_message(response="utter_location_unmeasured")
        telling.show(dispatcher, shop.branches, lang, now)
        return [telling.spoken_of(house, "store_locations", [], None)]
    away = {each.key: formatting.distance(far, lang) for far, each in near}
    branches = tuple(branch for _, branch in near)
    nearest = branches[0]
    stands = hours.standing(nearest, now)
    dispatcher.utter_message(
        response="utter_location_nearest",
        branch=nearest.name[lang],
        distance=away[nearest.key],
    )
    dispatcher.utter_message(
        response=telling.standing_response("utter_part_nearest", stands),
        **telling.standing_fields(stands, lang, now),
    )
    telling.show(dispatcher, branches, lang, now, away=away)
    places = telling.places_of(Meant((nearest,), named=True))
    return [telling.spoken_of(house, "store_locations", places, None)]


def _place_in(tracker: Tracker) -> Place | None:
    said = {each["entity"]: str(each["value"]) for each in entities_of(tracker)}
    return place_of(said.get("latitude", ""), said.get("longitude", ""))


def _is_asked_for_address(tracker: Tracker) -> bool:
    """
    Whether a form waits for one: that of a cart, or of what is wanted of an order.
    """
    form = (tracker.active_loop or {}).get("name")
    if form == buying.FORM.loop:
        return buying.draft_of(tracker).open is draft.Open.ADDRESS
    if form == changing.FORM.loop:
        wish = changing.wishes_of(tracker).at_hand
        return wish is not None and wish.asked is wishes.Open.ADDRESS
    return False
