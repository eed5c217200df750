"""
When are you open?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, hours, services
from actions.shared.edge import Event, entities_of, language_of
from actions.shop import Branch, Shop
from actions.store import telling
from actions.store.asking import asks_of_now, asks_whether_open
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
        day = named_day(entities_of(tracker))
        asked = _Asked(telling.text_of(tracker), day, now, lang)
        if house.shop is None or not house.shop.branches:
            _tell_telephone(dispatcher, house.shop, asked)
            return []
        where = telling.asked_about(dispatcher, tracker, house.shop)
        if not where.missing:
            _tell_hours(dispatcher, where, asked)
        telling.show(dispatcher, where.branches, lang, now, day=asked.other_day)
        places = telling.places_of(where)
        return [telling.spoken_of(house, "store_hours", places, day)]


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


class _Asked:
    """
    What is asked of the hours: of which day, and whether it is open then.
    """

    def __init__(self, text: str, day: date | None, now: datetime, lang: str) -> None:
        self.now, self.lang = now, lang
        self.today = day == now.date()
        # Of today, people want to know how things stand now.
        self.other_day = None if self.today else day
        self.of_now = self.today or asks_of_now(text)
        self._whether = asks_whether_open(text)

    def answer(self, dispatcher: CollectingDispatcher, *, is_open: bool) -> None:
        """
        Say yes or no, if that is what was asked.
        """
        if self._whether is not None:
            yes = is_open == self._whether
            dispatcher.utter_message(response="utter_yes" if yes else "utter_no")

    def day_in_words(self) -> str:
        """
        The day asked about; today where none was named.
        """
        day = self.other_day or self.now.date()
        return formatting.near_day(day, self.now.date(), self.lang)


def _tell_hours(dispatcher: CollectingDispatcher, where: Meant, asked: _Asked) -> None:
    if len(where.branches) == 1 and asked.other_day is None:
        _tell_now(dispatcher, where.branches[0], asked)
    elif asked.other_day is not None or asked.of_now:
        _tell_on(dispatcher, where.branches, asked)
    else:
        dispatcher.utter_message(response="utter_store_hours")


def _tell_now(dispatcher: CollectingDispatcher, branch: Branch, asked: _Asked) -> None:
    stands = hours.standing(branch, asked.now)
    later = stands.opens is not None and stands.opens.date() == asked.now.date()
    # "Are you open today?" is neither yes nor no an hour before it opens.
    if asked.of_now and not (asked.today and later):
        asked.answer(dispatcher, is_open=stands.is_open)
    dispatcher.utter_message(
        response=telling.standing_response("utter_part_branch", stands),
        branch=branch.name[asked.lang],
        **telling.standing_fields(stands, asked.lang, asked.now),
    )


def _tell_on(
    dispatcher: CollectingDispatcher, branches: Sequence[Branch], asked: _Asked
) -> None:
    """
    Which of the branches are open on the day, or at this moment of it.
    """
    day, lang = asked.other_day, asked.lang
    if day is None and not asked.today:
        opened = [b for b in branches if hours.standing(b, asked.now).is_open]
        when = "now"
    else:
        opened = [b for b in branches if b.openings(day or asked.now.date())]
        when = "on"
    if len(opened) in (0, len(branches)):
        asked.answer(dispatcher, is_open=bool(opened))
    fields = {"day": asked.day_in_words()} if when == "on" else {}
    if len(branches) == 1:
        (branch,) = branches
        dispatcher.utter_message(
            response=f"utter_part_branch_{'open' if opened else 'closed'}_on",
            branch=branch.name[lang],
            hours=hours.in_words(branch.openings(day or asked.now.date()), lang),
            **fields,
        )
        return
    state = "closed" if not opened else "all" if opened == list(branches) else "some"
    if state == "some":
        fields["open"] = formatting.listed([b.name[lang] for b in opened], lang)
    dispatcher.utter_message(response=f"utter_part_branches_{state}_{when}", **fields)


def _tell_telephone(
    dispatcher: CollectingDispatcher, shop: Shop | None, asked: _Asked
) -> None:
    if shop is not None and asked.other_day is not None:
        openings = shop.openings(asked.other_day)
        asked.answer(dispatcher, is_open=bool(openings))
        dispatcher.utter_message(
            response=f"utter_part_phone_{'open' if openings else 'closed'}_on",
            day=asked.day_in_words(),
            hours=hours.in_words(openings, asked.lang),
        )
        return
    stands = hours.Standing() if shop is None else hours.standing(shop, asked.now)
    dispatcher.utter_message(
        response=telling.standing_response("utter_part_phone", stands),
        **telling.standing_fields(stands, asked.lang, asked.now),
    )
