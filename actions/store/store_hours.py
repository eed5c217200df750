"""
When are you open?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

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
            _tell_holiday(dispatcher, house.shop, asked)
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
        self.is_over = day is not None and day < now.date()
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
    if asked.is_over:
        _tell_past(dispatcher, where.branches, asked)
    elif len(where.branches) == 1 and asked.other_day is None:
        _tell_now(dispatcher, where.branches[0], asked)
    elif asked.other_day is not None or asked.of_now:
        _tell_on(dispatcher, where, asked)
    else:
        dispatcher.utter_message(response="utter_store_hours")


def _tell_holiday(dispatcher: CollectingDispatcher, shop: Shop, asked: _Asked) -> None:
    """
    Say why it is closed, where the shop's calendar says so.
    """
    if shop.is_holiday(asked.other_day or asked.now.date()):
        day = asked.day_in_words()
        dispatcher.utter_message(response="utter_part_holiday", day=day)


def _tell_past(
    dispatcher: CollectingDispatcher, branches: Sequence[Branch], asked: _Asked
) -> None:
    """
    Nothing "is open" on a day that is over; the cards have its hours.
    """
    day = asked.other_day
    opened = [b for b in branches if day and hours.openings(b, day)]
    if len(opened) in (0, len(branches)):
        asked.answer(dispatcher, is_open=bool(opened))
    dispatcher.utter_message(response="utter_part_hours_were", day=asked.day_in_words())


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


def _tell_on(dispatcher: CollectingDispatcher, where: Meant, asked: _Asked) -> None:
    """
    Which of the branches are open on the day, or at this moment of it.
    """
    day, lang, branches = asked.other_day, asked.lang, where.branches
    opened, when = _opened(branches, asked)
    if len(opened) in (0, len(branches)):
        asked.answer(dispatcher, is_open=bool(opened))
    fields = {"day": asked.day_in_words()} if when == "on" else {}
    if day is not None and len(branches) == 1:
        (branch,) = branches
        dispatcher.utter_message(
            response=f"utter_part_branch_{'open' if opened else 'closed'}_on",
            branch=branch.name[lang],
            hours=hours.in_words(hours.openings(branch, day), lang),
            **fields,
        )
        return
    state = "closed" if not opened else "some"
    if len(opened) == len(branches):
        state = "all"
    if state == "some":
        fields["open"] = formatting.listed([b.name[lang] for b in opened], lang)
    # Of a city's branches nothing is said that would be wrong of all the others.
    which = "these" if where.named else "branches"
    dispatcher.utter_message(response=f"utter_part_{which}_{state}_{when}", **fields)


def _opened(
    branches: Sequence[Branch], asked: _Asked
) -> tuple[list[Branch], Literal["on", "now"]]:
    """
    The branches that are open, and whether that is said of the day or of this moment.

    Of today only what is left of it counts; once all have closed, "now" is true.
    """
    if asked.other_day is not None:
        day = asked.other_day
        return [b for b in branches if hours.openings(b, day)], "on"
    if not asked.today:
        return [b for b in branches if hours.standing(b, asked.now).is_open], "now"
    today = asked.now.date()
    left = [b for b in branches if _opens_yet(b, asked.now)]
    all_over = not left and any(hours.openings(b, today) for b in branches)
    return left, "now" if all_over else "on"


def _opens_yet(branch: Branch, now: datetime) -> bool:
    """
    Whether it is open now or later on the same day.
    """
    return any(now.time() < each.closes for each in hours.openings(branch, now.date()))


def _tell_telephone(
    dispatcher: CollectingDispatcher, shop: Shop | None, asked: _Asked
) -> None:
    if shop is not None and asked.other_day is not None:
        openings = hours.openings(shop, asked.other_day)
        asked.answer(dispatcher, is_open=bool(openings))
        state = f"{'open' if openings else 'closed'}_on"
        dispatcher.utter_message(
            response=f"utter_part_phone_{'hours_were' if asked.is_over else state}",
            day=asked.day_in_words(),
            hours=hours.in_words(openings, asked.lang),
        )
        _tell_holiday(dispatcher, shop, asked)
        return
    stands = hours.Standing() if shop is None else hours.standing(shop, asked.now)
    dispatcher.utter_message(
        response=telling.standing_response("utter_part_phone", stands),
        **telling.standing_fields(stands, asked.lang, asked.now),
    )
    if shop is not None:
        _tell_holiday(dispatcher, shop, asked)
