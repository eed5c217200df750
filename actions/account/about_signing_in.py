"""
"My number is 0912...", "my code is 123456", "sign me out": done elsewhere, and where.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account.signing_in import About
from actions.shared.edge import CustomerAction, Event, ask_to_sign_in, entities_of
from crm_connector.model import Assurance


class ActionAboutSigningIn(CustomerAction):
    """
    Says where a telephone, a code and a wish to leave belong; what waited still waits.
    """

    pending = "track_order"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_about_signing_in"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Nothing that stands in the message is used: whoever types it proves nothing.
        """
        about = next(
            e["value"] for e in entities_of(tracker) if e["entity"] == "aspect"
        )
        level = services.services().gate.level(services.identity())
        is_known = level >= Assurance.PROVEN
        if about == About.CODE.value:
            dispatcher.utter_message(response="utter_never_tell_a_code")
        elif about == About.SIGN_OUT.value:
            dispatcher.utter_message(
                response="utter_sign_out" if is_known else "utter_not_signed_in"
            )
        elif services.services().codes_reach:
            ask_to_sign_in(dispatcher, "utter_sign_in_field")
        else:
            dispatcher.utter_message(response="utter_sign_in_first")
        return []
