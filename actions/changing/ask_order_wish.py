"""
The question about a wish that is open.
"""

from __future__ import annotations

from actions.changing import turning
from actions.changing.state import wishes
from actions.changing.state.wishes import Open, Wishes
from actions.shared.form_actions import Asking


class ActionAskOrderWish(Asking[Wishes]):
    """
    Rasa's form runs it for what is missing.
    """

    form = turning.FORM
    slot = wishes.SLOT
    yields = True
    kept = staticmethod(turning.wishes_of)

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_ask_order_wish"

    def is_passed(self, kept: Wishes) -> bool:
        """
        What was refused is not asked about again.
        """
        return kept.at_hand is not None and kept.at_hand.asked is Open.MORE
