"""
How whoever is writing can show who they are: what is asked of them, by channel.

On the shop's pages it is a one-time code, where the shop sends such, or the site's own
signing in. On a messenger the account's own telephone vouches for them; a code is asked
for only beside that, for the most delicate things.
"""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import services
from crm_connector.errors import NotProven
from crm_connector.model import Assurance

_VOUCHING = frozenset({"telegram"})
# Of the cards that ask for it, by which the channel knows what to show.
_NUMBER = "number"


def is_possible_here() -> bool:
    """
    Whether a stranger can sign in without leaving the conversation.
    """
    return services.channel() in _VOUCHING or bool(services.services().codes_reach)


def ask(dispatcher: CollectingDispatcher, error: NotProven) -> None:
    """
    Ask who is writing, in the way that there is here.
    """
    services.note_proof_asked()
    known = services.identity().customer_id is not None
    if known and error.needed is Assurance.FRESH_CODE:
        sends = services.services().codes_reach
        again = "utter_prove_again" if sends else "utter_not_possible_here"
        dispatcher.utter_message(response=again)
    elif is_possible_here():
        ask_to_sign_in(dispatcher, "utter_sign_in_by_code")
    else:
        dispatcher.utter_message(response="utter_sign_in_first")


def ask_to_sign_in(
    dispatcher: CollectingDispatcher, response: str, contact: str = ""
) -> None:
    """
    Say this with the way to sign in, which there must be here.

    `contact` is what stands in the field for codes at first.
    """
    if services.channel() not in _VOUCHING:
        (kind, *others) = services.services().codes_reach
        codes_to = "any" if others else kind.value
        dispatcher.utter_message(response=response, codes_to=codes_to, contact=contact)
    elif services.identity().assurance is Assurance.ANONYMOUS:
        # In a group nobody knows who reads, and nobody is asked for a number.
        dispatcher.utter_message(response="utter_sign_in_in_private")
    else:
        dispatcher.utter_message(response=response, codes_to=_NUMBER, contact=contact)
