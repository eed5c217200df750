"""
"How old is that?", "why only 555,000?": what is asked of what was told last.
"""

from __future__ import annotations

import json
from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.account import marketing
from actions.changing.telling import saying
from actions.offers import points, same_person
from actions.orders import at_hand
from actions.orders.at_hand import AtHand
from actions.payments import made_of
from actions.services import Services
from actions.shared import last_told, open_question
from actions.shared.edge import (
    PENDING,
    CustomerAction,
    Event,
    forgotten,
    language_of,
)
from actions.shared.last_told import Asked, Of, Told
from actions.shared.open_question import OpenQuestion
from actions.shared.pending import meant
from actions.shared.voice import Voice
from crm_connector.operations import MethodKind
from crm_connector.profile.facts import Field

_JUST_NOW = timedelta(minutes=1)
# Questions that are put again behind the answer.
_PUT_AGAIN = frozenset({marketing.ABOUT, same_person.ABOUT})


class ActionAboutTold(CustomerAction):
    """
    Says from where it is and of when, or what it is made of.
    """

    pending = "about_told"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_about_told"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        A question of ours that stood open is put again behind it.
        """
        house, lang = services.services(), language_of(tracker)
        customer = services.identity().customer_id or ""
        told = Told.read(tracker.get_slot(last_told.SLOT), customer, house.clock())
        question = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
        is_put_again = (
            question.about in _PUT_AGAIN
            and question.is_awaited(house.clock())
            and question.customer == customer
        )
        events: list[Event] = []
        if tracker.get_slot(PENDING) == self.pending:
            events += forgotten()
        if told is None:
            dispatcher.utter_message(response="utter_told_nothing")
        elif _aspect(tracker) is Asked.DEED:
            _tell_deed(dispatcher, told, lang, house)
        elif _aspect(tracker) is Asked.SILENT:
            _tell_silent(dispatcher, told, lang, house)
        elif _aspect(tracker) is Asked.AGE or told.of not in last_told.MADE_OF:
            _tell_age(dispatcher, told, lang, house, is_last=not is_put_again)
        else:
            events += await _tell_parts(dispatcher, tracker, told)
        if is_put_again:
            question.say(dispatcher, f"utter_again_{question.about}")
            question = question.repeated()
        else:
            # What was said last is this: a yes or a no is none to a question before it.
            question = question.left()
        return [*events, SlotSet(open_question.SLOT, question.slot)]


def _tell_deed(
    dispatcher: CollectingDispatcher, told: Told, lang: str, house: Services
) -> None:
    """
    Where the goods go, or how the difference is paid.
    """
    voice = Voice(lang, house.wording, house.zone)
    number = " / ".join(map(voice.number, told.numbers))
    if told.of is Of.SENT_BACK:
        dispatcher.utter_message(response="utter_sending_back", number=number)
        return
    kind = MethodKind(told.way) if told.way else None
    dispatcher.utter_message(
        response="utter_paying_difference",
        order=number,
        method=voice.method_kind(kind) if kind else voice.of("utter_method_same"),
        how=saying.how_paid_by(kind, voice),
    )


def _tell_silent(
    dispatcher: CollectingDispatcher, told: Told, lang: str, house: Services
) -> None:
    """
    Why a system does not answer, and until when, nobody here knows.
    """
    called = [name for each in told.silent if (name := house.called(each, lang))]
    if called:
        dispatcher.utter_message(
            response="utter_told_silent", source=formatting.listed(called, lang)
        )
    else:
        dispatcher.utter_message(response="utter_told_silent_unnamed")


def _tell_age(
    dispatcher: CollectingDispatcher,
    told: Told,
    lang: str,
    house: Services,
    *,
    is_last: bool,
) -> None:
    """
    System by system; with the way to have it read anew, where that is said last.
    """
    if told.of is Of.WRITTEN:
        dispatcher.utter_message(response="utter_told_written")
        return
    now = house.now()
    if not told.origins:
        moment = told.moment.astimezone(house.zone)
        dispatcher.utter_message(
            response="utter_told_looked",
            as_of=formatting.as_of(moment, now.date(), lang),
            ago=formatting.ago(moment, now, lang),
        )
    _tell_origins(dispatcher, told, lang, house)
    if any(origin.is_late for origin in told.origins):
        dispatcher.utter_message(response="utter_part_told_late")
    elif is_last and (wish := last_told.again(told)) is not None:
        intent, named = wish
        payload = f"/{intent}{json.dumps(named) if named else ''}"
        dispatcher.utter_message(response="utter_part_told_again", again=payload)


def _tell_origins(
    dispatcher: CollectingDispatcher, told: Told, lang: str, house: Services
) -> None:
    """
    From where it is and of when; systems of the same moment in one breath.
    """
    name = house.list_called if told.of is Of.POINTS else house.called
    now = house.now()
    called: dict[tuple[str, str, str], list[str]] = {}
    for origin in told.origins:
        moment, source = origin.moment.astimezone(house.zone), name(origin.source, lang)
        is_new = now - moment < _JUST_NOW and not origin.is_late
        response = f"utter_told_{'now' if is_new else 'as_of'}"
        as_of = formatting.as_of(moment, now.date(), lang)
        ago = formatting.ago(moment, now, lang)
        key = f"{response}{'' if source else '_unnamed'}", as_of, ago
        called.setdefault(key, []).append(source or "")
    for (response, as_of, ago), names in called.items():
        source = formatting.listed(list(dict.fromkeys(names)), lang)
        dispatcher.utter_message(response=response, source=source, as_of=as_of, ago=ago)


async def _tell_parts(
    dispatcher: CollectingDispatcher, tracker: Tracker, told: Told
) -> list[Event]:
    """
    Read anew, for whoever is writing now.
    """
    house, lang = services.services(), language_of(tracker)
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
    if told.of is Of.POINTS:
        who = services.identity()
        profile = await house.gate.profile(who, fields=(Field.LOYALTY,))
        points.tell_parts(dispatcher, profile, lang, house)
    elif told.of is Of.SUM:
        hand = await made_of.tell_sum(dispatcher, told.days, hand, lang, house)
    elif told.of is Of.LEFT:
        await made_of.tell_left(dispatcher, lang, house)
    elif told.of is Of.REFUNDS:
        dispatcher.utter_message(response="utter_refund_made_of")
    else:
        await made_of.tell_orders(dispatcher, told.numbers, lang, house)
    return [SlotSet(at_hand.SLOT, hand.slot)]


def _aspect(tracker: Tracker) -> Asked:
    """
    What of it is asked.
    """
    said, _ = meant(tracker)
    return Asked(next(e["value"] for e in said if e["entity"] == "aspect"))
