"""
Between the dialogue engine and a trip: what came in, and what goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import draft as drafting
from actions.buying.draft import Draft
from actions.buying.saying import Utterance
from actions.buying.shop import GateShop
from actions.buying.trip import Message, Trip
from actions.changing.voice import Voice
from actions.shared import person
from actions.shared.edge import language_of
from actions.shared.pending import meant, meant_intent

FORM = "cart_form"
REQUESTED, MISSING = "requested_slot", "cart"
PRESSED, ANSWER = "cart", "cart_answer"
INTENTS = frozenset({"place_order", "reorder"})
"""With these a cart begins."""
_SURE = 0.6


def trip(tracker: Tracker) -> Trip:
    """
    The trip of this turn.
    """
    house = services.services()
    voice = Voice(language_of(tracker), house.wording, house.zone)
    return Trip(GateShop(house), voice, house.country)


def draft_of(tracker: Tracker) -> Draft:
    """
    The cart of whoever is writing.
    """
    house = services.services()
    kept = Draft.read(tracker.get_slot(drafting.SLOT), house.clock())
    who = services.identity().customer_id or ""
    return kept if kept.customer in ("", who) else Draft()


def message_of(tracker: Tracker) -> Message:
    """
    What came, or what waited for the signing in.
    """
    entities, text = meant(tracker)
    said = person.talk_of(tracker).said
    latest = tracker.latest_message.get("intent", {})
    return Message(
        text=text,
        lang=said[-1].lang if said else language_of(tracker),
        intent=meant_intent(tracker),
        is_sure=float(latest.get("confidence") or 0.0) >= _SURE,
        entities=entities,
    )


def pressed(tracker: Tracker) -> str | None:
    """
    What a button of a question about a cart carries.
    """
    entities = tracker.latest_message.get("entities") or ()
    found = (str(e["value"]) for e in entities if e["entity"] == ANSWER)
    return next(found, None)


def utter(dispatcher: CollectingDispatcher, said: Iterable[Utterance]) -> None:
    """
    Say all of it.
    """
    for each in said:
        dispatcher.utter_message(response=each.response, **each.fields)


def put(dispatcher: CollectingDispatcher, draft: Draft) -> None:
    """
    Put the question that is open, with its buttons.
    """
    question = draft.question
    buttons = [
        {
            "title": title,
            "payload": f'/{PRESSED}{{"{ANSWER}": "{draft.answer_of(value)}"}}',
        }
        for title, value in question.choices
    ]
    dispatcher.utter_message(
        response=question.response, buttons=buttons, **question.fields
    )


def since_message(tracker: Tracker) -> Sequence[dict[str, Any]]:
    """
    What has happened in this turn.
    """
    events = list(tracker.events)
    for at in range(len(events) - 1, -1, -1):
        if events[at].get("event") == "user":
            return events[at + 1 :]
    return events


def begins_now(tracker: Tracker) -> bool:
    """
    Whether the form was opened by this message.
    """
    return any(
        each.get("event") == "active_loop" and each.get("name") == FORM
        for each in since_message(tracker)
    )


def has_left(tracker: Tracker) -> bool:
    """
    Whether this message was about something else, which has been answered.
    """
    return any(
        each.get("event") == "action_execution_rejected" and each.get("name") == FORM
        for each in since_message(tracker)
    )


def at_now(draft: Draft) -> Draft:
    """
    The same, spoken of just now.
    """
    return replace(draft, at=services.services().clock().timestamp())
