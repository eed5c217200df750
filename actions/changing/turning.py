"""
Between the dialogue engine and a journey: what came in, and what goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.changing import wishes as wishing
from actions.changing.journey import Journey
from actions.changing.kinds import OPERATIONS
from actions.changing.message import Message
from actions.changing.saying import Utterance
from actions.changing.shop import GateShop
from actions.changing.voice import Voice
from actions.changing.wishes import INTENTS, Kind, Wishes
from actions.orders import at_hand
from actions.orders.at_hand import NUMBER, AtHand
from actions.shared import person
from actions.shared.edge import language_of
from actions.shared.pending import meant, meant_intent
from crm_connector.source import Capability

FORM = "order_wish_form"
TOLD_BY_RULES = "action_about_order"
REQUESTED, MISSING = "requested_slot", "order_wish"
ANSWER = "order_wish_answer"
_SURE = 0.6
_FILE = "file_received"


def takes(intent: str) -> bool:
    """
    Whether the shop has rules for such a wish, and its system tells of orders.

    What that system cannot do with them is for people, with all that was said of it.
    """
    house = services.services()
    if intent not in INTENTS or not house.gate.changes.can(Capability.ORDERS):
        return False
    return any(each in house.policies.rules for each in OPERATIONS[Kind(intent)])


def journey(tracker: Tracker) -> Journey:
    """
    The journey of this turn.
    """
    house = services.services()
    voice = Voice(language_of(tracker), house.wording, house.zone)
    settled = person.talk_of(tracker).settled
    return Journey(GateShop(house, settled), voice, house.country)


def wishes_of(tracker: Tracker) -> Wishes:
    """
    What is wanted and not done yet, of whoever is writing.
    """
    house = services.services()
    kept = Wishes.read(tracker.get_slot(wishing.SLOT), house.clock())
    who = services.identity().customer_id or ""
    return kept if kept.customer in ("", who) else Wishes()


def message_of(tracker: Tracker) -> Message:
    """
    What came, or what waited for the signing in.
    """
    entities, text = meant(tracker)
    said = person.talk_of(tracker).said
    latest = tracker.latest_message.get("intent", {})
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), services.services().clock())
    intent = meant_intent(tracker)
    return Message(
        text=text,
        lang=said[-1].lang if said else language_of(tracker),
        intent=intent,
        is_sure=float(latest.get("confidence") or 0.0) >= _SURE,
        names=tuple(str(e["value"]) for e in entities if e["entity"] == NUMBER),
        at_hand=hand.number,
        has_file=intent == _FILE or services.files() > 0,
    )


def pressed(tracker: Tracker) -> str | None:
    """
    What a button of a question about a wish carries.
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


def put(dispatcher: CollectingDispatcher, wishes: Wishes) -> None:
    """
    Put the question that is open, with its buttons.
    """
    question = wishes.question
    buttons = [
        {
            "title": title,
            "payload": f'/order_wish{{"{ANSWER}": "{wishes.answer_of(value)}"}}',
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


def has_taken(tracker: Tracker) -> bool:
    """
    Whether this message was taken by the form, and not handed on by it.
    """
    done = {e.get("name") for e in since_message(tracker) if e.get("event") == "action"}
    return FORM in done and not has_left(tracker) and TOLD_BY_RULES not in done


def at_now(wishes: Wishes) -> Wishes:
    """
    The same, spoken of just now.
    """
    return replace(wishes, at=services.services().clock().timestamp())
