"""
The question about a cart that is open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import draft as drafting
from actions.buying import turning
from actions.buying.draft import Draft, Open
from actions.shared import open_question
from actions.shared.edge import Event
from actions.shared.open_question import OpenQuestion

# So often it is put again behind something else.
MOST_AGAIN = 2
_ANSWERS = frozenset({"affirm", "deny"})
# After these it is not the time for it, or they have asked something themselves.
_QUIET = frozenset(
    {
        *("contact_human_agent", "withdraw_person", "complaint", "goodbye"),
        *("about_signing_in", "signed_in", "returned", "rate_person", "rating_again"),
        *("rating_words", "code_refused", "export_my_data", "delete_my_data"),
        *("ask_which", "review"),
    }
)


class ActionAskCart(Action):
    """
    Rasa's form runs it for what is missing.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_ask_cart"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Put it, also behind the answer to something else, but not for ever.
        """
        draft = turning.draft_of(tracker)
        if not draft.is_asking:
            return []
        if turning.has_left(tracker):
            intent = tracker.latest_message.get("intent", {}).get("name")
            asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
            is_asked = asked.is_awaited(services.services().clock())
            is_tired = draft.again > MOST_AGAIN and intent not in _ANSWERS
            if intent in _QUIET or is_asked or is_tired or draft.open is Open.MORE:
                # A yes to what was said instead is none to this.
                return _behind(draft)
            dispatcher.utter_message(response="utter_cart_back")
        turning.put(dispatcher, draft)
        return _behind(draft, is_behind=False)


def _behind(draft: Draft, *, is_behind: bool = True) -> list[Event]:
    if draft.is_behind == is_behind:
        return []
    return [SlotSet(drafting.SLOT, replace(draft, is_behind=is_behind).slot)]
