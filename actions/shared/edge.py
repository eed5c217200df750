"""
The edge of the connector: the one place where its errors become what people hear.
"""

from __future__ import annotations

import json
import secrets
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.services import Signs
from actions.shared import last_told, person, proving
from actions.shared.talk import SLOT as TALK
from crm_connector.errors import (
    BadSourceData,
    CodeRefused,
    CodeWrong,
    CrmError,
    NotConfirmed,
    NotFound,
    NotProven,
    NotSupported,
    OutcomeUnknown,
    Refused,
    TooManyCodes,
)

log = structlog.get_logger(__name__)

# The wish that waits for a signing in.
PENDING = "orders_pending"
# With which words and entities, as JSON.
PENDING_REFERENCE = "orders_pending_reference"
# So much of a message is kept while a stranger signs in.
MOST_TEXT = 1000

# The first that fits. What is the customer's to mend is never laid at the shop's door.
_RESPONSES: tuple[tuple[type[CrmError], str], ...] = (
    (CodeWrong, "utter_code_wrong"),
    (CodeRefused, "utter_code_over"),
    (TooManyCodes, "utter_too_many_codes"),
    (NotConfirmed, "utter_confirm_first"),
    (NotSupported, "utter_not_possible_here"),
    (NotFound, "utter_not_on_file"),
    (Refused, "utter_change_refused"),
    (OutcomeUnknown, "utter_outcome_unknown"),
    (BadSourceData, "utter_source_puzzling"),
    (CrmError, "utter_source_down"),
)

Event = dict[str, Any]
Entity = dict[str, Any]
_THEIRS = (CodeRefused, TooManyCodes, NotConfirmed)
# The shop's systems have answered.
_NO_FAILURE = (*_THEIRS, NotFound, NotSupported)


def language_of(tracker: Tracker) -> str:
    """
    The language to answer in: fa, ar or en.
    """
    return str(tracker.get_slot("language") or "fa")


def entities_of(tracker: Tracker) -> list[Entity]:
    """
    The entities of the latest message, in their order in the text.
    """
    return list(tracker.latest_message.get("entities") or ())


def text_of(tracker: Tracker) -> str:
    """
    The words of the latest message; empty where there are none.
    """
    return str(tracker.latest_message.get("text") or "")


def response_to(error: CrmError) -> str:
    """
    The domain's words for what the connector raised.
    """
    return next(words for kind, words in _RESPONSES if isinstance(error, kind))


def told_log(action: str, error: CrmError) -> str:
    """
    Note in the log what the connector raised; gives the code under which it stands.
    """
    incident = secrets.token_hex(3)
    # Nobody has to mend what its customer will.
    note = log.info if isinstance(error, _THEIRS) else log.error
    note(
        "crm_error",
        action=action,
        incident=incident,
        source=error.source,
        kind=type(error).__name__,
        error=str(error),
    )
    return incident


def waiting(
    pending: str, entities: Sequence[Entity], text: str, intent: str = ""
) -> list[Event]:
    """
    Have this wish wait for a proof, with the entities and words that meant it.

    `intent` is what the words were understood as.

    With it is kept whether whoever is writing was signed in already.
    """
    kept = ("entity", "value", "surface", "start", "end", "kind", "name", "ids")
    reference = {
        "entities": [{key: each.get(key) for key in kept} for each in entities],
        "text": text[:MOST_TEXT],
        "intent": intent,
        "was_known": services.identity().customer_id is not None,
    }
    return [
        SlotSet(PENDING, pending),
        SlotSet(PENDING_REFERENCE, json.dumps(reference)),
    ]


def forgotten() -> list[Event]:
    """
    Nothing waits for a signing in any more.
    """
    return [
        SlotSet(PENDING, None),
        SlotSet(PENDING_REFERENCE, None),
    ]


class CustomerAction(Action, ABC):
    """
    An action that reads the customer's own data, and says so honestly if it cannot.

    `pending` names the wish to come back to when a stranger has signed in.
    """

    pending: str

    @abstractmethod
    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Answer; any `CrmError` that escapes is told to the customer.
        """

    def beside_proof(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        What else there is for somebody who was just asked to prove who they are.
        """
        return []

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Call `answer` and turn what the connector raises into words.
        """
        talk = person.talk_of(tracker)
        try:
            events = await self.answer(dispatcher, tracker)
            if talk.in_a_row:
                events = [SlotSet(TALK, talk.worked().slot), *events]
            return events
        except NotProven as error:
            proving.ask(dispatcher, error)
            beside = self.beside_proof(dispatcher, tracker)
            intent = str(tracker.latest_message.get("intent", {}).get("name") or "")
            words = text_of(tracker)
            waits = waiting(self.pending, entities_of(tracker), words, intent)
            return [*waits, *beside]
        except CrmError as error:
            incident = told_log(self.name(), error)
            dispatcher.utter_message(response=response_to(error), incident=incident)
            return await _failed(dispatcher, tracker, self.name(), error)


def did(tracker: Tracker, action: str) -> Event:
    """
    Keep that the bot has done what this action is for: an agent should know of it.
    """
    talk = person.talk_of(tracker).done(action, services.services().clock())
    return SlotSet(TALK, talk.slot)


async def _failed(
    dispatcher: CollectingDispatcher, tracker: Tracker, action: str, error: CrmError
) -> list[Event]:
    """
    Keep what an agent should know of it; offer one where this goes on.
    """
    house, talk = services.services(), person.talk_of(tracker)
    if isinstance(error, NotSupported) and house.desk is not None:
        needed = house.desk.needed(
            Signs(needs_missing_capability=True, settled=talk.settled)
        )
        return await person.by_table(dispatcher, tracker, needed) or []
    why = type(error).__name__
    if isinstance(error, Refused):
        return [SlotSet(TALK, talk.refused(action, why, house.clock()).slot)]
    if isinstance(error, _NO_FAILURE):
        return []
    last_told.note_silent(house, (error.source or "",))
    talk = talk.failed(action, why, error.source or "", house.clock())
    kept = SlotSet(TALK, talk.slot)
    if house.desk is None:
        return [kept]
    needed = house.desk.needed(
        Signs(source_failures=talk.in_a_row, settled=talk.settled)
    )
    return [kept, *(await person.by_table(dispatcher, tracker, needed) or ())]
