"""
Between Rasa's forms and wishes that take several messages: what comes in and goes out.

A form is called after its wish, and so are the slot that it asks for, the intent of its
buttons, and the entity of their answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import person
from actions.shared.edge import Event, language_of
from actions.shared.kept import Kept, Utterance

REQUESTED = "requested_slot"
_LISTEN = "action_listen"
_SURE = 0.6
K = TypeVar("K", bound=Kept)


@dataclass(frozen=True)
class Form:
    """
    The form of a wish. `back` is the response that leads back to it.
    """

    wish: str
    back: str

    @property
    def loop(self) -> str:
        """
        Its name in the domain.
        """
        return f"{self.wish}_form"

    @property
    def _answer(self) -> str:
        return f"{self.wish}_answer"

    def pressed(self, tracker: Tracker) -> str | None:
        """
        What a button of one of its questions carries.
        """
        entities = tracker.latest_message.get("entities") or ()
        found = (str(e["value"]) for e in entities if e["entity"] == self._answer)
        return next(found, None)

    def put(self, dispatcher: CollectingDispatcher, kept: Kept) -> None:
        """
        Put the question that is open, with its buttons.
        """
        question = kept.question
        buttons = [
            {
                "title": title,
                "payload": (
                    f'/{self.wish}{{"{self._answer}": "{kept.answer_of(value)}"}}'
                ),
            }
            for title, value in question.choices
        ]
        dispatcher.utter_message(
            response=question.response, buttons=buttons, **question.fields
        )

    def begins_now(self, tracker: Tracker) -> bool:
        """
        Whether the form was opened by this message.
        """
        return self._is_in("active_loop", tracker)

    def has_left(self, tracker: Tracker) -> bool:
        """
        Whether this message was about something else, which has been answered.
        """
        return self._is_in("action_execution_rejected", tracker)

    def has_taken(self, tracker: Tracker) -> bool:
        """
        Whether this message was taken by the form, and not handed on by it.
        """
        return self._is_in("action", tracker) and not self.has_left(tracker)

    def is_led_back(self, tracker: Tracker) -> bool:
        """
        Whether it was opened in this turn because another one has ended.
        """
        loops = [e for e in since_message(tracker) if e.get("event") == "active_loop"]
        return [each.get("name") for each in loops[-2:]] == [None, self.loop]

    def _is_in(self, event: str, tracker: Tracker) -> bool:
        return any(
            each.get("event") == event and each.get("name") == self.loop
            for each in since_message(tracker)
        )


def since_message(tracker: Tracker) -> Sequence[Event]:
    """
    What has happened in this turn.
    """
    events = list(tracker.events)
    for at in range(len(events) - 1, -1, -1):
        if events[at].get("event") == "user":
            return events[at + 1 :]
    return events


def written_in(tracker: Tracker) -> str:
    """
    The way of writing of the latest words.
    """
    said = person.talk_of(tracker).said
    return said[-1].lang if said else language_of(tracker)


def is_sure(tracker: Tracker) -> bool:
    """
    Whether the message was understood well.
    """
    latest = tracker.latest_message.get("intent", {})
    return float(latest.get("confidence") or 0.0) >= _SURE


def theirs(kept: K, nothing: K) -> K:
    """
    What is kept of whoever is writing; of somebody else it is nothing.
    """
    who = services.identity().customer_id or ""
    return kept if kept.customer in ("", who) else nothing


def utter(dispatcher: CollectingDispatcher, said: Iterable[Utterance]) -> None:
    """
    Say all of it.
    """
    for each in said:
        dispatcher.utter_message(response=each.response, **each.fields)


def ended(then: str = _LISTEN) -> list[Event]:
    """
    Nothing is asked any more; what comes `then`.
    """
    return [SlotSet(REQUESTED, None), FollowupAction(then)]
