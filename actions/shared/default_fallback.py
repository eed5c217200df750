"""
When no rule knows what to do next.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import Event
from actions.shared.rephrase import ActionRephrase


class ActionDefaultFallback(ActionRephrase):
    """
    The same as not having understood: Rasa calls it by this name.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_default_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Ask for other words.
        """
        return await super().run(dispatcher, tracker, domain)
