"""
A voice message, a video, a sticker: what is no text, and what the bot cannot open.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import open_question, person
from actions.shared.edge import Event, entities_of, language_of
from actions.shared.open_question import OpenQuestion

_OTHER = "other"
_KINDS = frozenset({"voice", "video", "video_note", "audio", "poll", "story", _OTHER})
# These ask nothing, and nobody has to be called for them.
_LIGHT = frozenset({"sticker", "animation", "dice"})


class ActionUnreadableReceived(Action):
    """
    Asks for it in words; whoever does not write easily may have a person.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_unreadable_received"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        What was asked before still is: it is no answer, and nothing else is asked.
        """
        sent = {each["entity"]: str(each["value"]) for each in entities_of(tracker)}
        kind = sent.get("kind", _OTHER)
        asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
        is_asked = asked.is_awaited(services.services().clock())
        if kind in _LIGHT:
            dispatcher.utter_message(response="utter_unreadable_light")
        elif services.is_waiting():
            _say(dispatcher, tracker, "utter_unreadable_waiting", kind)
        else:
            _say(dispatcher, tracker, "utter_unreadable", kind)
            in_form = (tracker.active_loop or {}).get("name")
            if not (is_asked or in_form):
                return await _with_person(dispatcher, tracker)
        if is_asked:
            asked.repeat(dispatcher)
        return []


def _say(
    dispatcher: CollectingDispatcher, tracker: Tracker, response: str, kind: str
) -> None:
    known = kind if kind in _KINDS else _OTHER
    wording = services.services().wording
    what = wording(f"utter_unreadable_{known}", language_of(tracker))
    dispatcher.utter_message(response=response, what=what)


async def _with_person(
    dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[Event]:
    """
    Offer one, but do not ask with every message of a row.
    """
    offered = await person.offer(
        dispatcher,
        tracker,
        person.ASKED,
        response="utter_part_offer_person_unreadable",
    )
    if offered is not None:
        return offered
    comes = await person.comes(tracker)
    dispatcher.utter_message(
        response="utter_part_unreadable_person"
        if comes
        else "utter_part_unreadable_call"
    )
    return []
