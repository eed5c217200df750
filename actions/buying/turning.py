"""
Between the dialogue engine and a trip: what came in, and what goes out.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import services
from actions.buying import draft as drafting
from actions.buying.draft import Draft
from actions.buying.shop import GateShop
from actions.buying.trip import Message, Trip
from actions.shared.edge import language_of
from actions.shared.forms import Form, is_sure, theirs, written_in
from actions.shared.pending import meant, meant_intent
from actions.shared.voice import Voice

FORM = Form("cart", back="utter_cart_back")
INTENTS = frozenset({"place_order", "reorder"})
"""With these a cart begins."""


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
    now = services.services().clock()
    return theirs(Draft.read(tracker.get_slot(drafting.SLOT), now), Draft())


def message_of(tracker: Tracker) -> Message:
    """
    What came, or what waited for the signing in.
    """
    entities, text = meant(tracker)
    return Message(
        text=text,
        lang=written_in(tracker),
        intent=meant_intent(tracker),
        is_sure=is_sure(tracker),
        entities=entities,
    )
