"""
Telling about branches: fields for the words that the domain keeps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, hours
from actions.hours import Standing
from actions.services import Services
from actions.shared.edge import Event, entities_of, language_of
from actions.shop import Branch, Shop
from actions.store.branches import Meant, called, meant, names, words_of

MOST_CARDS = 6


def asked_about(
    dispatcher: CollectingDispatcher, tracker: Tracker, shop: Shop
) -> Meant:
    """
    The branches that a message asks about; says so where the shop has no such branch.
    """
    text, lang = text_of(tracker), language_of(tracker)
    where = meant(shop.branches, entities_of(tracker), text)
    if where.city is not None:
        dispatcher.utter_message(
            response="utter_store_locations_not_in", city=_city(shop, where.city, lang)
        )
    elif where.branch is not None:
        dispatcher.utter_message(
            response="utter_store_locations_unknown", branch=called(where.branch, lang)
        )
    return where


def text_of(tracker: Tracker) -> str:
    """
    The words of the latest message.
    """
    return str(tracker.latest_message.get("text") or "")


def spoken_of(
    house: Services,
    wish: str,
    places: Sequence[Mapping[str, Any]],
    day: date | None,
) -> Event:
    """
    What is spoken of now, as entities: "and Mashhad?", "and on Friday?" go on from it.
    """
    kept = ("entity", "value", "surface", "names")
    spoken = {
        "wish": wish,
        "places": [{key: e[key] for key in kept if key in e} for e in places],
        "days": [] if day is None else [{"entity": "date", "value": day.isoformat()}],
        "at": house.clock().timestamp(),
    }
    return dict(SlotSet("store_spoken", json.dumps(spoken, ensure_ascii=False)))


def places_of(where: Meant) -> list[dict[str, str]]:
    """
    The branches that were named, as entities; none where all are meant.
    """
    if not where.named:
        return []
    return [{"entity": "branch", "value": branch.key} for branch in where.branches]


def show(
    dispatcher: CollectingDispatcher,
    branches: Sequence[Branch],
    lang: str,
    now: datetime,
    *,
    day: date | None = None,
    away: Mapping[str, str] | None = None,
) -> None:
    """
    A card for each branch: the hours of its week and how things stand now.

    With a `day`, the hours of that day alone. How far `away` it is, by its key, is told
    where that is known.
    """
    for branch in branches[:MOST_CARDS]:
        if day is None:
            stands = hours.standing(branch, now)
            state = "open" if stands.is_open else "closed"
            openings = hours.week_in_words(branch, lang)
        else:
            stands, state = Standing(), ""
            openings = hours.in_words(hours.openings(branch, day), lang)
        _card(
            dispatcher,
            branch,
            lang,
            distance=(away or {}).get(branch.key, ""),
            address=branch.address[lang],
            hours=openings,
            map=branch.map,
            state=state,
            **standing_fields(stands, lang, now),
        )
    _say_if_more(dispatcher, branches)


def show_telephones(
    dispatcher: CollectingDispatcher, branches: Sequence[Branch], lang: str
) -> None:
    """
    A card for each branch with its telephone alone.
    """
    fields = ("distance", "address", "hours", "map", "state", "until", "opens")
    empty = dict.fromkeys(fields, "")
    for branch in branches[:MOST_CARDS]:
        _card(dispatcher, branch, lang, **empty)
    _say_if_more(dispatcher, branches)


def standing_response(prefix: str, stands: Standing) -> str:
    """
    The name of the response that says how things stand now.
    """
    if stands.is_open:
        return f"{prefix}_open"
    return f"{prefix}_closed" if stands.opens else f"{prefix}_shut"


def standing_fields(stands: Standing, lang: str, now: datetime) -> dict[str, str]:
    """
    `until` when it is open, or `opens` when next; the other one is empty.
    """
    opens = ""
    if stands.opens is not None:
        day = formatting.near_day(stands.opens.date(), now.date(), lang)
        opens = f"{day} {hours.clock(stands.opens.time(), lang)}"
    until = "" if stands.until is None else hours.clock(stands.until, lang)
    return {"until": until, "opens": opens}


def telephone(branch: Branch, lang: str) -> str:
    """
    The branch's number in the language's digits, from left to right.
    """
    return formatting.left_to_right(formatting.digits(branch.telephone, lang))


def _card(
    dispatcher: CollectingDispatcher, branch: Branch, lang: str, **rows: str
) -> None:
    dispatcher.utter_message(
        response="utter_branch_card",
        key=branch.key,
        branch=branch.name[lang],
        phone=telephone(branch, lang),
        **rows,
    )


def _say_if_more(dispatcher: CollectingDispatcher, branches: Sequence[Branch]) -> None:
    if len(branches) > MOST_CARDS:
        dispatcher.utter_message(response="utter_part_more_branches")


def _city(shop: Shop, entity: Mapping[str, Any], lang: str) -> str:
    """
    The city as the shop calls it where it does, else as everybody does.
    """
    said = words_of([entity])
    own = (each.city for each in shop.delivery_times if names(each.city, said))
    return next((city[lang] for city in own), called(entity, lang))
