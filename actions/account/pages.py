"""
Pages of the shop's site where an account is seen to, and what is beyond them.

The bot changes no account and never tells whether there is one. It names the page; what
that cannot do goes to a person, or to the telephone.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import person
from actions.shared.edge import Event, entities_of

SLOT = "account_page"
STILL = timedelta(minutes=15)
"""So long "it doesn't work" is said of the page that was named."""
ASPECT, FAILS = "aspect", "fails"


def named(wish: str, now: datetime) -> Event:
    """
    Keep which wish a page was named for.
    """
    kept = json.dumps({"wish": wish, "at": now.timestamp()})
    return dict(SlotSet(SLOT, kept))


def wish_of(slot: Any, now: datetime) -> str | None:
    """
    The wish for which a page was named not long ago.
    """
    try:
        kept = json.loads(slot)
        wish, at = str(kept["wish"]), float(kept["at"])
    except (TypeError, ValueError, KeyError):
        return None
    return wish if now.timestamp() - at <= STILL.total_seconds() else None


def has_failed(tracker: Tracker) -> bool:
    """
    Whether this message was taken for "it doesn't work".
    """
    said = ((e["entity"], e["value"]) for e in entities_of(tracker))
    return (ASPECT, FAILS) in said


async def hand_over(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    """
    Offer a person for what the page did not do, or name the telephone.
    """
    house = services.services()
    if has_failed(tracker):
        dispatcher.utter_message(response="utter_page_fails")
    wish = str(tracker.latest_message.get("intent", {}).get("name"))
    events = await person.beyond_us(dispatcher, tracker, insists=True)
    return [named(wish, house.clock()), *events]


async def say_if_it_fails(
    dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[Event]:
    """
    Say, behind the page, what to do if it does not help.
    """
    house = services.services()
    wish = str(tracker.latest_message.get("intent", {}).get("name"))
    if await person.ever_comes(tracker):
        payload = f"/{wish}{json.dumps({ASPECT: FAILS})}"
        dispatcher.utter_message(response="utter_part_say_if_it_fails", fails=payload)
    else:
        dispatcher.utter_message(response="utter_part_call_if_it_fails")
    return [named(wish, house.clock())]
