"""
The question about a cart that is open.
"""

from __future__ import annotations

from actions.buying import turning
from actions.shared.form_actions import Asking


class ActionAskCart(Asking):
    """
    Rasa's form runs it for what is missing.
    """

    form = turning.FORM
    kept = staticmethod(turning.draft_of)

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_ask_cart"
