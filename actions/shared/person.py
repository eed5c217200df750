"""
A person of the shop for the customer: called, offered, and what may be expected of it.

Nothing here asks whether it is right to call one; that is the action's that calls, by
the shop's own table (`Desk.needed`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import hours, services
from actions.people_there import Needed, Outlook, Signs
from actions.shared import open_question, waits
from actions.shared.open_question import OpenQuestion
from actions.shared.talk import SLOT as TALK
from actions.shared.talk import Talk
from crm_connector.errors import CrmError
from crm_connector.profile.facts import Field

ABOUT = "person"
ASKED = "asked"
BEYOND = "capability_missing"
_REASON = "reason"

# What is said where nobody has asked for one.
_CALLED_FOR = {"upset": "utter_person_upset"}

Events = list[dict[str, Any]]


async def call(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    reason: str,
    *,
    response: str = "",
    waiting: str = "utter_person_waiting",
) -> bool:
    """
    Have a person come, and say what may be expected; False if nobody ever comes.

    Whoever waits already does not wait twice, and is told of the present place behind
    `waiting`. `response` is said in place of "of course, they are called".
    """
    house = services.services()
    if house.desk is None:
        return False
    lang = str(tracker.get_slot("language") or "fa")
    if services.is_waiting():
        dispatcher.utter_message(response=waiting)
        place = await house.desk.place(tracker.sender_id)
        if place is not None:
            _tell(dispatcher, place, lang)
        return True
    outlook = await house.desk.outlook(reason, lang)
    if outlook is None:
        return False
    if not response:
        is_there = outlook.expected is not None
        response = "utter_person_called" if is_there else "utter_person_left_word"
    dispatcher.utter_message(response=response)
    _tell(dispatcher, outlook, lang)
    services.want_person(reason, outlook.promised, await _name())
    return True


async def by_table(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    needed: Needed | None,
    *,
    insists: bool = False,
) -> Events | None:
    """
    Offer a person or call one, as the shop's table says; None where neither was done.
    """
    if needed is None or services.is_waiting():
        return None
    if needed.is_offered or asks_first(tracker):
        return await offer(dispatcher, tracker, needed.reason, insists=insists)
    called = await call(
        dispatcher,
        tracker,
        needed.reason,
        response=_CALLED_FOR.get(needed.reason, "utter_person_needed"),
    )
    return [] if called else None


@dataclass(frozen=True)
class AtOnce:
    """
    A reason of the table for which people were found to be needed, without asking.
    """

    reason: str
    is_offered: bool = False


async def beyond_us(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    insists: bool = False,
    needed: Needed | None = None,
) -> Events:
    """
    Hand over what neither the chat nor the site can do: to a person, or by telephone.

    Who `insists` is asked again whether they want one, unless they said no. `needed` is
    the reason of the table, where it is another than that.
    """
    house = services.services()
    if house.desk is not None:
        if services.is_waiting():
            await call(dispatcher, tracker, BEYOND)
            return []
        settled = talk_of(tracker).settled
        needed = needed or house.desk.needed(
            Signs(needs_missing_capability=True, settled=settled)
        )
        events = await by_table(dispatcher, tracker, needed, insists=insists)
        if events == []:
            # Somebody was called.
            dispatcher.utter_message(response="utter_part_goes_with_it")
        if events is not None:
            return events
    dispatcher.utter_message(response="utter_part_call_us")
    return []


async def is_there(tracker: Tracker) -> bool:
    """
    Whether somebody is at the desk now, and is not called yet.
    """
    outlook = await _outlook(tracker, ASKED)
    is_there = outlook is not None and outlook.expected is not None
    return is_there and not services.is_waiting()


async def comes(tracker: Tracker) -> bool:
    """
    Whether a person answers, now or later, whoever asks for one.
    """
    return await _outlook(tracker, ASKED) is not None


async def ever_comes(tracker: Tracker) -> bool:
    """
    Whether a person answers, now or later, for what is beyond the chat and the site.
    """
    return await _outlook(tracker, BEYOND) is not None


async def _outlook(tracker: Tracker, reason: str) -> Outlook | None:
    desk = services.services().desk
    lang = str(tracker.get_slot("language") or "fa")
    return None if desk is None else await desk.outlook(reason, lang)


async def offer(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    reason: str,
    *,
    insists: bool = False,
    response: str = "",
) -> Events | None:
    """
    Ask whether a person is wanted; in the words of the reason if not in a `response`.

    None if nobody ever comes, or the customer was asked not long ago: who `insists`, if
    they have answered. Nor where more of their message is still to be answered: of two
    questions in one reply neither would get a clear answer.
    """
    house = services.services()
    lang = str(tracker.get_slot("language") or "fa")
    asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
    was_asked = asked.was_put(ABOUT, house.clock())
    if services.goes_on():
        return None
    if house.desk is None or (was_asked and (asked.is_answered or not insists)):
        return None
    if await house.desk.outlook(reason, lang) is None:
        return None
    put = open_question.put(
        dispatcher,
        house,
        lang,
        about=ABOUT,
        response=response or f"utter_offer_person_{reason}",
        reason=reason,
    )
    return [SlotSet(open_question.SLOT, put.slot)]


def offered(tracker: Tracker, response: str) -> Events:
    """
    That a person was offered in the words of a `response`: a yes to it calls one.

    Where nobody ever comes, it says whom to ring. Nothing while more of the message is
    still to be answered.
    """
    if services.goes_on() or services.is_waiting():
        return []
    house, lang = services.services(), str(tracker.get_slot("language") or "fa")
    wording = house.wording(response, lang)
    asked = open_question.offered(
        house, lang, about=ABOUT, wording=wording, reason=ASKED
    )
    return [SlotSet(open_question.SLOT, asked.slot)]


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> Events:
    """
    After a yes a person comes, for what they were offered; after a no the bot goes on.
    """
    if not is_yes:
        dispatcher.utter_message(response="utter_person_declined")
    elif not await call(dispatcher, tracker, question.fields.get(_REASON, ASKED)):
        dispatcher.utter_message(response="utter_contact_people")
    return []


async def _name() -> str:
    """
    What they are called, for whoever takes over; empty where that is not proven.
    """
    try:
        profile = await services.services().gate.profile(
            services.identity(), fields=(Field.NAME,)
        )
    except CrmError:
        return ""
    return profile.name.value if profile.name else ""


def talk_of(tracker: Tracker) -> Talk:
    """
    The talk so far.
    """
    kept = tracker.get_slot(TALK)
    return Talk.read(kept, services.services().clock()) if kept else Talk()


def asks_first(tracker: Tracker) -> bool:
    """
    Whether nobody is called for them now unless they say yes to it.
    """
    return talk_of(tracker).asks_until > 0


def _tell(dispatcher: CollectingDispatcher, outlook: Outlook, lang: str) -> None:
    """
    Say what may be expected, behind what was said before it.
    """
    house = services.services()
    now = house.now()

    def coming(moment: datetime) -> str:
        return hours.coming(moment.astimezone(house.zone), now.date(), lang)

    if outlook.expected is not None:
        if outlook.ahead:
            ahead = waits.people(outlook.ahead, lang)
            dispatcher.utter_message(response="utter_part_turn_after", people=ahead)
        else:
            dispatcher.utter_message(response="utter_part_turn_next")
        wait = waits.about(outlook.expected, lang)
        dispatcher.utter_message(response="utter_part_wait", wait=wait)
        dispatcher.utter_message(response="utter_part_meanwhile")
        return
    if outlook.opens is not None:
        opens = coming(outlook.opens)
        dispatcher.utter_message(response="utter_part_back_at", opens=opens)
    else:
        dispatcher.utter_message(response="utter_part_nobody_online")
        if outlook.promised is not None:
            by = coming(outlook.promised)
            dispatcher.utter_message(response="utter_part_answer_by", by=by)
    dispatcher.utter_message(response="utter_part_answer_here")
