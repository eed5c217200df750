"""
Between the dialogue engine and a journey: what came in, and what goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Tracker

from actions import services
from actions.changing.journey import Journey
from actions.changing.shop import GateShop
from actions.changing.state import wishes as wishing
from actions.changing.state.kinds import OPERATIONS
from actions.changing.state.message import Message
from actions.changing.state.wishes import INTENTS, Kind, Wishes
from actions.orders import at_hand
from actions.orders.at_hand import NUMBER, PLACE, AtHand
from actions.shared import person
from actions.shared.edge import language_of
from actions.shared.forms import Form, is_sure, since_message, theirs, written_in
from actions.shared.pending import meant, meant_intent
from actions.shared.voice import Voice
from crm_connector.source import Capability

FORM = Form("order_wish", back="utter_wish_back")
TOLD_BY_RULES = "action_about_order"
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
    now = services.services().clock()
    return theirs(Wishes.read(tracker.get_slot(wishing.SLOT), now), Wishes())


def message_of(tracker: Tracker) -> Message:
    """
    What came, or what waited for the signing in.
    """
    entities, text = meant(tracker)
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), services.services().clock())
    intent = meant_intent(tracker)
    numbers = tuple(str(e["value"]) for e in entities if e["entity"] == NUMBER)
    placed, text = _by_place(tracker, entities, text, hand)
    return Message(
        text=text,
        lang=written_in(tracker),
        intent=intent,
        is_sure=is_sure(tracker),
        names=(placed,) if placed else numbers,
        at_hand=hand.number,
        has_file=intent == _FILE or services.files() > 0,
    )


def _by_place(
    tracker: Tracker, entities: Iterable[Mapping[str, Any]], text: str, hand: AtHand
) -> tuple[str, str]:
    """
    The number at the place that is named in the list before them, and the text with it.

    "Cancel the first one" is "cancel the 21962 one": a place is no name of what is in
    an order. Nothing, and the text as it was, where no such place is named.
    """
    named = [each for each in entities if each["entity"] in (NUMBER, PLACE)]
    if len(named) != 1 or wishes_of(tracker).is_asking:
        return "", text
    place, words = str(named[0]["value"]), str(named[0].get("surface") or "")
    start = int(named[0].get("start") or 0)
    is_there = bool(words) and text.startswith(words, start)
    if named[0]["entity"] == NUMBER or not (place.isdigit() and is_there):
        return "", text
    number = dict(enumerate(hand.offered, 1)).get(int(place), "")
    if not number:
        return "", text
    return number, f"{text[:start]} {number} {text[start + len(words) :]}"


def has_taken(tracker: Tracker) -> bool:
    """
    Whether this message was taken by the form, and not told by the rules alone.
    """
    done = {e.get("name") for e in since_message(tracker) if e.get("event") == "action"}
    return FORM.has_taken(tracker) and TOLD_BY_RULES not in done
