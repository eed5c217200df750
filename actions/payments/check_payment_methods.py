"""
How can one pay?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying.shop import sells
from actions.payments import owed
from actions.services import Services
from actions.shared.edge import Event, language_of, told_log
from actions.shared.voice import Voice, without_numbers
from actions.store.topics import is_told
from crm_connector.choices import PaymentMethod
from crm_connector.errors import CrmError, NotProven, NotSupported
from crm_connector.operations import MethodKind

_WISH = "check_payment_methods"


class ActionCheckPaymentMethods(Action):
    """
    Tells the shop's ways, those of an order in the chat, and what they have on file.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_check_payment_methods"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Of what is their own only how it is known to them: no number one could pay with.

        Who asks how they pay for what they ordered hears that alone.
        """
        if await owed.tell(dispatcher, tracker):
            return []
        house, lang = services.services(), language_of(tracker)
        voice = Voice(lang, house.wording, house.zone)
        kinds, own = await _here(house), await _own(house)
        if is_told(house, _WISH):
            dispatcher.utter_message(response=f"utter_{_WISH}")
        elif not (kinds or own):
            dispatcher.utter_message(response="utter_not_written")
        if kinds:
            listed = voice.listed(map(voice.method_kind, kinds))
            dispatcher.utter_message(
                response="utter_payment_methods_here", methods=listed
            )
        if own:
            lines = voice.lines([_told(each, voice) for each in own])
            dispatcher.utter_message(
                response="utter_payment_methods_yours", methods=lines
            )
        return []


async def _here(house: Services) -> tuple[MethodKind, ...]:
    """
    By what an order is paid for that is placed in the chat, wherever it goes.
    """
    if not sells():
        return ()
    try:
        ways = await house.gate.buying.ways_to("")
    except CrmError as error:
        told_log("action_check_payment_methods", error)
        return ()
    return tuple(dict.fromkeys(kind for way in ways for kind in way.pay_by))


async def _own(house: Services) -> tuple[PaymentMethod, ...]:
    """
    What they have on file; nothing of strangers, and where nobody can tell.
    """
    try:
        return await house.gate.changes.payment_methods(services.identity())
    except (NotProven, NotSupported):
        return ()
    except CrmError as error:
        told_log("action_check_payment_methods", error)
        return ()


def _told(method: PaymentMethod, voice: Voice) -> str:
    # An id may be what one pays with: without a name there is only its kind to say.
    known = method.names.get(voice.lang) or next(iter(method.names.values()), "")
    text = without_numbers(known) or voice.method_kind(method.kind)
    if method.balance is None:
        return text
    balance = voice.money(method.balance)
    return voice.of("utter_payment_method_has", method=text, balance=balance)
