"""
Telling about branches: fields for the words that the domain keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, hours
from actions.hours import Standing
from actions.shared.edge import entities_of
from actions.shop import Branch
from actions.store.branches import Meant, meant

MOST_CARDS = 6


def asked_about(
    dispatcher: CollectingDispatcher, tracker: Tracker, branches: Sequence[Branch]
) -> Meant:
    """
    The branches that a message asks about; says so where the shop has no such branch.
    """
    text = tracker.latest_message.get("text") or ""
    where = meant(branches, entities_of(tracker), text)
    if where.city:
        dispatcher.utter_message(
            response="utter_store_locations_not_in", city=where.city
        )
    elif where.branch:
        dispatcher.utter_message(
            response="utter_store_locations_unknown", branch=where.branch
        )
    return where


def show(
    dispatcher: CollectingDispatcher,
    branches: Sequence[Branch],
    lang: str,
    now: datetime,
    *,
    day: date | None = None,
) -> None:
    """
    A card for each branch: the hours of its week and how things stand now.

    With a `day`, the hours of that day alone.
    """
    for branch in branches[:MOST_CARDS]:
        if day is None:
            stands = hours.standing(branch, now)
            state = "open" if stands.is_open else "closed"
            openings = hours.week_in_words(branch, lang)
        else:
            stands, state = Standing(), ""
            openings = hours.in_words(branch.openings(day), lang)
        dispatcher.utter_message(
            response="utter_branch_card",
            key=branch.key,
            branch=branch.name[lang],
            address=branch.address[lang],
            hours=openings,
            phone=formatting.digits(branch.telephone, lang),
            map=branch.map,
            state=state,
            **standing_fields(stands, lang, now),
        )
    if len(branches) > MOST_CARDS:
        dispatcher.utter_message(response="utter_part_more_branches")


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
