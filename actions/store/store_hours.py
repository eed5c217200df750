"""
When are you open?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, hours, services
from actions.shared.edge import Event, entities_of, language_of
from actions.store import telling
from actions.store.branches import Meant


class ActionStoreHours(Action):
    """
    Tells the hours of the branch that is meant, or of all, and whether it is open now.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_store_hours"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Of a day that was named, or of the whole week; without branches the telephone's.
        """
        house, lang = services.services(), language_of(tracker)
        now = house.now()
        if house.shop is None or not house.shop.branches:
            _tell_telephone(dispatcher, house, lang)
            return []
        where = telling.asked_about(dispatcher, tracker, house.shop.branches)
        day = named_day(entities_of(tracker))
        if day == now.date():
            # Of today, people want to know whether it is open now.
            day = None
        if not where.missing:
            _tell_hours(dispatcher, where, day, now, lang)
        telling.show(dispatcher, where.branches, lang, now, day=day)
        return []


def named_day(entities: Iterable[Mapping[str, Any]]) -> date | None:
    """
    The one day that an entity `date` names as ISO; a whole week is no day.
    """
    for entity in entities:
        if entity.get("entity") == "date":
            try:
                return date.fromisoformat(str(entity.get("value")))
            except ValueError:
                continue
    return None


def _tell_hours(
    dispatcher: CollectingDispatcher,
    where: Meant,
    day: date | None,
    now: datetime,
    lang: str,
) -> None:
    if day is not None:
        dispatcher.utter_message(
            response="utter_store_hours_on",
            day=formatting.near_day(day, now.date(), lang),
        )
    elif len(where.branches) == 1:
        (branch,) = where.branches
        stands = hours.standing(branch, now)
        dispatcher.utter_message(
            response=telling.standing_response("utter_branch", stands),
            branch=branch.name[lang],
            **telling.standing_fields(stands, lang, now),
        )
    else:
        dispatcher.utter_message(response="utter_store_hours")


def _tell_telephone(
    dispatcher: CollectingDispatcher, house: services.Services, lang: str
) -> None:
    now = house.now()
    stands = hours.Standing() if house.shop is None else hours.standing(house.shop, now)
    dispatcher.utter_message(
        response=telling.standing_response("utter_phone", stands),
        **telling.standing_fields(stands, lang, now),
    )
