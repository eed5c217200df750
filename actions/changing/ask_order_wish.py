"""
The question about a wish that is open.
"""

from __future__ import annotations

from actions.changing import turning
from actions.changing.wishes import Wishes
from actions.shared.form_actions import Asking


class ActionAskOrderWish(Asking[Wishes]):
    """
    Rasa's form runs it for what is missing.
    """

    form = turning.FORM
    yields = True
    kept = staticmethod(turning.wishes_of)

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_ask_order_wish"
