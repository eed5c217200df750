"""
One action at a time, without the engine: what it says to a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.services import Services
from crm_connector.model import Identity


async def says(
    action: Action,
    house: Services,
    who: Identity,
    text: str,
    lang: str = "en",
    entities: Sequence[dict[str, Any]] = (),
) -> list[dict[str, Any]]:
    """
    The responses with their fields, as the action gives them.
    """
    dispatcher = CollectingDispatcher()
    message = {"text": text, "intent": {"name": "tested"}, "entities": [*entities]}
    tracker = Tracker("tested", {"language": lang}, message, [], False, None, {}, None)
    services.configure(house)
    try:
        with services.acting_for(who):
            await action.run(dispatcher, tracker, {})
    finally:
        services.configure(None)
    return dispatcher.messages
