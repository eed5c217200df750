"""
"My number is 0912...", "my code is 123456", "sign me out": done elsewhere, and where.

And "who am I signed in as?", which is told to whoever is.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.account.signing_in import About
from actions.shared.edge import (
    PENDING,
    CustomerAction,
    Event,
    ask_to_sign_in,
    forgotten,
    language_of,
)
from actions.shared.pending import meant
from crm_connector.contacts import masked
from crm_connector.errors import NotProven
from crm_connector.model import Assurance, Contact, ContactKind
from crm_connector.profile.facts import Field


class ActionAboutSigningIn(CustomerAction):
    """
    Says where a telephone, a code and a wish to leave belong; what waited still waits.
    """

    pending = "about_signing_in"

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
        said, _ = meant(tracker)
        about = next(e["value"] for e in said if e["entity"] == "aspect")
        level = services.services().gate.level(services.identity())
        is_known = level >= Assurance.PROVEN
        if about == About.CODE.value:
            dispatcher.utter_message(response="utter_never_tell_a_code")
        elif about == About.PASSWORD.value:
            dispatcher.utter_message(response="utter_never_tell_a_password")
        elif about == About.SIGN_OUT.value:
            dispatcher.utter_message(
                response="utter_sign_out" if is_known else "utter_not_signed_in"
            )
        elif about == About.WHO.value:
            if is_known:
                await _tell_who(dispatcher, language_of(tracker))
                return [] if tracker.get_slot(PENDING) is None else forgotten()
            if tracker.get_slot(PENDING) is None:
                raise NotProven("Nobody is signed in.", needed=Assurance.PROVEN)
            dispatcher.utter_message(response="utter_signed_in_as_nobody")
        elif services.services().codes_reach:
            ask_to_sign_in(dispatcher, "utter_sign_in_field")
        else:
            dispatcher.utter_message(response="utter_sign_in_first")
        return []


async def _tell_who(dispatcher: CollectingDispatcher, lang: str) -> None:
    """
    Say who is signed in, as the shop has it on file, and how they leave.
    """
    fields = (Field.NAME, Field.PHONES, Field.EMAILS)
    known = await services.services().gate.profile(services.identity(), fields=fields)
    if known.name is None:
        dispatcher.utter_message(response="utter_signed_in_unnamed")
    else:
        name = formatting.as_written(known.name.value, lang)
        dispatcher.utter_message(response="utter_signed_in_as", name=name)
    contacts = [
        Contact(kind, fact.value)
        for kind, facts in (
            (ContactKind.PHONE, known.phones),
            (ContactKind.EMAIL, known.emails),
        )
        for fact in facts
    ]
    if contacts:
        shown = [formatting.left_to_right(masked(each)) for each in contacts]
        listed = formatting.listed(list(dict.fromkeys(shown)), lang)
        dispatcher.utter_message(
            response="utter_part_contacts_on_file", contacts=listed
        )
    dispatcher.utter_message(response="utter_part_way_out")
