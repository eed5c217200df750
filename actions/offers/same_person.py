"""
"Is this card yours, too?": a record that shares a contact and has another name.

A family has one telephone. So the question is put only to whom the answer would count
of (`Declarations.may_claim`), it tells no more of the record than initials, and a no is
kept for good.
"""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.offers import points
from actions.services import Services
from actions.shared import open_question
from actions.shared.edge import Event, language_of, waiting
from actions.shared.open_question import OpenQuestion
from crm_connector.errors import Refused
from crm_connector.model import Assurance, Yes
from crm_connector.profile.facts import Field, Match, Profile

ABOUT = "same_person"
# Of so long a number the last few digits tell nobody which it is.
_LONG, _SHOWN = 6, 4
# Two halves with a half space between them are one name.
_WORD = re.compile("[^\\W\\d_]+(?:\u200c[^\\W\\d_]+)*")
_ARTICLE = re.compile(r"^(?:ال(?=\w\w)|al$)", re.IGNORECASE)


async def card_in_question(profile: Profile, house: Services) -> Match | None:
    """
    The record with points to ask about, if an answer of theirs would count.
    """
    who = services.identity()
    for match in profile.unsure:
        tells = house.gate.tells(Field.LOYALTY, match.record.source)
        if tells and await house.gate.declarations.may_claim(who, match.record):
            return match
    return None


def offer_to_look(
    dispatcher: CollectingDispatcher,
    house: Services,
    profile: Profile,
    *,
    wanted: str,
) -> list[Event]:
    """
    Say how another card can come to the customer; the same whether there is one or not.

    Else whoever writes a telephone into their account would learn if it has a card.
    `wanted` is how they asked for it, if they did: with the code it is answered.
    """
    is_fresh = house.gate.level(services.identity()) is Assurance.FRESH_CODE
    if is_fresh or not house.codes_reach:
        if wanted:
            # That there is none is known only where all was confirmed and all answered.
            is_known = is_fresh and not profile.missing
            response = f"utter_points_elsewhere_{'call' if is_known else 'people'}"
            dispatcher.utter_message(response=response)
        return []
    has_points = bool(profile.loyalty or profile.lacks(Field.LOYALTY))
    if has_points and not wanted:
        dispatcher.utter_message(response="utter_points_elsewhere")
        return []
    dispatcher.utter_message(response="utter_points_elsewhere_code")
    # With the code they are asked about the card, or hear that there is none; whoever
    # had no points hears them anew.
    return waiting("loyalty_points", (), wanted)


def ask(
    dispatcher: CollectingDispatcher, card: Match, lang: str, house: Services
) -> Event:
    """
    Ask about this record, told by its initials and the end of its number alone.

    Why it is a question is kept with it, for who asks that.
    """
    record = card.record
    called = house.list_called(record.source, lang)
    told = {
        "initials": formatting.as_written(initials(record.name), lang),
        "list": f" ({called})" if called else "",
        open_question.DOUBT: card.doubt.value if card.doubt else "",
    }
    response = "utter_ask_same_person"
    ending = last_digits(record.id)
    if ending:
        response = "utter_ask_same_person_by_number"
        told["ending"] = formatting.digits(ending, lang)
    question = open_question.put(
        dispatcher,
        house,
        lang,
        about=ABOUT,
        response=response,
        record=(record.source, record.id),
        **told,
    )
    return dict(SlotSet(open_question.SLOT, question.slot))


def initials(name: str) -> str:
    """
    The initials of a name, the given name first: "BAHRAMI, Farhad" is "F. B.".

    An Arabic article is none of a name's letters.
    """
    family, comma, given = name.partition(",")
    words = _WORD.findall(f"{given} {family}" if comma else name)
    if len(words) > 1 and words[0].isupper() and not words[-1].isupper():
        # Lists that write family names first write them in capitals.
        words = [*words[1:], words[0]]
    letters = [_ARTICLE.sub("", word)[:1].upper() for word in words]
    return " ".join(f"{letter}." for letter in letters if letter)


def last_digits(number: str) -> str:
    """
    The last digits of a long number; none of one that they would give away.
    """
    is_long = number.isascii() and number.isdecimal() and len(number) >= _LONG
    return number[-_SHOWN:] if is_long else ""


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
    points.tell(dispatcher, profile, lang, house, is_known=True)
    return []
