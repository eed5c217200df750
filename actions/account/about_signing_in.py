"""
"I want to sign in", "my code is 123456", "sign me out": done elsewhere, and where.

And "who am I signed in as?", "how do you know that it's me?" and "that isn't me", which
are answered to whoever is signed in. A stranger's number begins a signing in: it is put
into the field, for whoever typed it to look at and send.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.account import how_known
from actions.account.signing_in import About
from actions.shared import last_told
from actions.shared.edge import (
    PENDING,
    CustomerAction,
    Entity,
    Event,
    forgotten,
    language_of,
    waiting,
)
from actions.shared.last_told import Of
from actions.shared.pending import meant
from actions.shared.proving import ask_to_sign_in, is_possible_here
from crm_connector.contacts import masked
from crm_connector.model import Assurance, Contact, ContactKind
from crm_connector.profile.facts import Field

_WHO = {"entity": "aspect", "value": About.WHO.value}
# Answered alike to everybody, signed in or not.
_ALIKE = {
    About.CODE.value: "utter_never_tell_a_code",
    About.PASSWORD.value: "utter_never_tell_a_password",
    About.WHY.value: "utter_why_sign_in",
    About.NO_ACCESS.value: "utter_contact_lost",
    About.TWO_ACCOUNTS.value: "utter_two_accounts",
    About.ELSEWHERE.value: "utter_signed_in_elsewhere",
}
# Of whoever is signed in; a stranger is told that nobody is.
_OF_WHO = (About.WHO.value, About.WHY_ME.value, About.NOT_ME.value)


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
        Whoever types a number proves nothing: all hear the same, whosever it is.
        """
        said, _ = meant(tracker)
        about = next(e["value"] for e in said if e["entity"] == "aspect")
        level = services.services().gate.level(services.identity())
        is_known = level >= Assurance.PROVEN
        if about in _ALIKE:
            dispatcher.utter_message(response=_ALIKE[about])
        elif about == About.SIGN_OUT.value:
            dispatcher.utter_message(
                response="utter_sign_out" if is_known else "utter_not_signed_in",
                until=_until(language_of(tracker)),
            )
        elif is_known:
            await _tell_who(dispatcher, language_of(tracker), about)
            return [] if tracker.get_slot(PENDING) is None else forgotten()
        else:
            return self._begin(dispatcher, tracker, said, about)
        return []

    def _begin(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        said: Sequence[Entity],
        about: str,
    ) -> list[Event]:
        """
        The way to sign in; whoever wanted nothing else hears afterwards as whom.
        """
        is_awaited = tracker.get_slot(PENDING) is not None
        if about in _OF_WHO:
            dispatcher.utter_message(response="utter_signed_in_as_nobody")
        if about == About.ON_FILE.value:
            dispatcher.utter_message(response="utter_on_file_untold")
        if about in (About.CONTACT.value, About.SEND.value, About.ON_FILE.value):
            _show_field(dispatcher, said)
        elif about == About.SIGN_IN.value or not is_awaited:
            _show_way(dispatcher)
        if is_awaited:
            return []
        return waiting(self.pending, [_WHO], "")


def _show_way(dispatcher: CollectingDispatcher) -> None:
    """
    What there is in the chat, beside the site; else the site alone.
    """
    if is_possible_here():
        ask_to_sign_in(dispatcher, "utter_part_sign_in_wish")
    else:
        dispatcher.utter_message(response="utter_part_sign_in_wish_site")


def _show_field(dispatcher: CollectingDispatcher, said: Sequence[Entity]) -> None:
    """
    The field for codes, with the number or address in it that was written.
    """
    if not is_possible_here():
        _show_way(dispatcher)
        return
    kinds = {each.value for each in services.services().codes_reach}
    contact = next((str(e["value"]) for e in said if e["entity"] in kinds), "")
    response = "utter_part_sign_in_filled" if contact else "utter_part_sign_in_field"
    ask_to_sign_in(dispatcher, response, contact=contact)


async def _tell_who(dispatcher: CollectingDispatcher, lang: str, about: str) -> None:
    """
    Say who is signed in, as the shop has it on file, and how they leave.

    Whoever asks how that is known hears it; so does who says that it is not them.
    """
    fields = (Field.NAME, Field.PHONES, Field.EMAILS)
    house = services.services()
    known = await house.gate.profile(services.identity(), fields=fields)
    facts = [*known.phones, *known.emails]
    last_told.note(house, Of.ACCOUNT, [known.name, *facts] if known.name else facts)
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
    if about == About.WHY_ME.value:
        await how_known.tell(dispatcher, lang)
    is_other = about == About.NOT_ME.value
    dispatcher.utter_message(
        response="utter_part_not_you" if is_other else "utter_part_way_out",
        until=_until(lang),
    )


def _until(lang: str) -> str:
    """
    Until when what they have proven holds; empty where no day is set for that.
    """
    proof, house = services.identity().proof, services.services()
    if proof is None or proof.until is None:
        return ""
    return formatting.day(proof.until.astimezone(house.zone).date(), lang)
