"""
"Is this card yours, too?": a record that shares a contact and has another name.

A family has one telephone. So the question is put only to whom the answer would count
of (`Declarations.may_claim`), it tells no more of the record than initials, and a no is
kept for good.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.offers import points
from actions.services import Services
from actions.shared import open_question
from actions.shared.edge import Event, language_of
from actions.shared.open_question import OpenQuestion
from crm_connector.errors import Refused
from crm_connector.model import Assurance, Customer, Yes
from crm_connector.profile.facts import Field, Profile

ABOUT = "same_person"


async def ask(
    dispatcher: CollectingDispatcher, profile: Profile, lang: str, house: Services
) -> list[Event]:
    """
    Ask about one record that has points; or tell how it can come to the customer.
    """
    records = [
        match.record
        for match in profile.unsure
        if house.gate.tells(Field.LOYALTY, match.record.source)
    ]
    if not records:
        return []
    who = services.identity()
    for record in records:
        if await house.gate.declarations.may_claim(who, record):
            return [_put(dispatcher, record, lang, house)]
    dispatcher.utter_message(response="utter_points_elsewhere")
    if house.gate.level(who) is Assurance.FRESH_CODE or not house.codes_reach:
        dispatcher.utter_message(response="utter_part_elsewhere_call")
        return []
    dispatcher.utter_message(response="utter_prove_again")
    # With the code they hear their points anew, and the question.
    return [SlotSet("orders_pending", "loyalty_points")]


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event]:
    """
    Do as they said; after a yes with the points that they have now.
    """
    house, lang = services.services(), language_of(tracker)
    declarations, who = house.gate.declarations, services.identity()
    record, wording = question.record, question.wording
    if not is_yes:
        await declarations.disclaim(who, record, wording=wording)
        dispatcher.utter_message(response="utter_same_person_no")
        return []
    try:
        yes = Yes(question.customer, ("claim", *record), question.key)
        await declarations.claim(who, record, yes=yes, wording=wording)
    except Refused:
        dispatcher.utter_message(response="utter_same_person_not_here")
        return []
    dispatcher.utter_message(response="utter_same_person_yes")
    profile = await house.gate.profile(who, fields=(Field.LOYALTY,))
    points.tell(dispatcher, profile, lang, house)
    return []


def _put(
    dispatcher: CollectingDispatcher, record: Customer, lang: str, house: Services
) -> Event:
    initials = " ".join(f"{word[0]}." for word in record.name.split())
    question = open_question.put(
        dispatcher,
        house,
        lang,
        about=ABOUT,
        response="utter_ask_same_person",
        record=(record.source, record.id),
        initials=formatting.as_written(initials, lang),
    )
    return dict(SlotSet(open_question.SLOT, question.slot))
