"""
An agent has given the conversation back.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.people import rating
from actions.shared import outcome, person
from actions.shared.edge import Event, entities_of, language_of
from actions.shared.outcome import Outcome
from actions.shared.talk import SETTLED_FOR
from actions.shared.talk import SLOT as TALK

_REFUSED = "refused"
_SETTLED = ("solved", "promised", _REFUSED)


class ActionReturned(Action):
    """
    Goes on from how it came out, and does not hand the same over again by itself.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_returned"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Tell who settled what, or until when; only how it was is asked of a quiet one.
        """
        house, lang = services.services(), language_of(tracker)
        said = {e["entity"]: str(e["value"]) for e in entities_of(tracker)}
        today = house.now().date()
        due = date.fromisoformat(said["due"]) if said.get("due") else None
        how, by = said.get("settled", ""), said.get("by", "")
        words = said.get("words", "").strip()
        # Else the agent has said all there was to say: only what is settled is kept.
        is_told = not said.get("quiet")
        if is_told:
            dispatcher.utter_message(
                response=f"utter_returned_{how if how in _SETTLED else 'other'}",
                by=outcome.called(by, lang),
                words=words,
                due=formatting.near_day(due, today, lang) if due else "",
            )
        handoff = int(said.get(rating.HANDOFF) or 0)
        place, desk = tracker.sender_id, house.desk
        rated = desk if is_told and handoff else None
        if rated is not None and await rated.may_be_rated(place, handoff):
            name = outcome.called(by, lang)
            rating.ask(dispatcher, "utter_rating_ask", handoff, by=name)
        until = house.now() + SETTLED_FOR
        if due is not None:
            # Until then it is in their hands.
            end = datetime.combine(due + timedelta(days=1), time(), house.zone)
            until = max(until, end)
        reason = said.get("reason", person.ASKED)
        back = person.talk_of(tracker).came_back(reason, until)
        if how == _REFUSED:
            # They may be as upset as they like: it has been looked at by somebody.
            back = back.asking_until(until)
        if not is_told:
            # What was to be told to nobody is not told later either.
            return [SlotSet(TALK, back.slot)]
        left = Outcome(
            settled=how,
            by=by,
            words=words,
            due=said.get("due", ""),
            order=said.get("order", ""),
            customer=said.get("customer", ""),
            handoff=handoff,
            at=round(house.clock().timestamp()),
        )
        kept = outcome.with_one_more(tracker.get_slot(outcome.SLOT), left)
        return [SlotSet(TALK, back.slot), SlotSet(outcome.SLOT, kept)]
