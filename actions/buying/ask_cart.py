"""
The question about a cart that is open.
"""

from __future__ import annotations

from actions.buying import draft as drafting
from actions.buying import turning
from actions.buying.draft import Draft, Open
from actions.shared.form_actions import Asking


class ActionAskCart(Asking[Draft]):
    """
    Rasa's form runs it for what is missing.
    """

    form = turning.FORM
    slot = drafting.SLOT
    kept = staticmethod(turning.draft_of)

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_ask_cart"

    def is_passed(self, kept: Draft) -> bool:
        """
        What else there may be is asked once.
        """
        return kept.open is Open.MORE
