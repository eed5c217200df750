"""
The domain's responses in the language of the conversation, with the shop's own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from actions import services

_FIELD = re.compile(r"\{(\w+)\}")


class Words(TemplatedNaturalLanguageGenerator):
    """
    Rasa's own templates, to which `shop` adds fields by language (`shop_phone` ...).

    What has texts with `channel: telegram` says one of those there. A caller may give
    `language` to say one thing in another language than the slot's.
    In a text of several lines, a line with an empty field is left out: a shop without
    an e-mail address has no line for it.
    """

    def __init__(
        self,
        responses: dict[str, list[dict[str, Any]]],
        shop: Mapping[str, Mapping[str, str]],
    ) -> None:
        super().__init__(responses)
        self._shop = shop

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """
        One filled response; its `language` is the one it is written in.
        """
        return self.say(utter_action, tracker.current_slot_values(), **kwargs)

    def say(
        self,
        utter_action: str,
        slots: Mapping[str, Any],
        **fields: Any,
    ) -> dict[str, Any] | None:
        """
        The same without a tracker, for the channel on which this turn is.
        """
        language = str(fields.get("language") or slots.get("language") or "fa")
        filled = {**slots, **self._shop.get(language, {}), "language": language}
        response = self.generate_from_slots(
            utter_action, filled, services.channel(), **fields
        )
        if response is not None:
            response["language"] = language
        return response

    def _fill_response(
        self,
        response: dict[str, Any],
        filled_slots: dict[str, Any] | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        text = response.get("text") or ""
        if "\n" in text:
            values = {**(filled_slots or {}), **fields}
            empty = {name for name, value in values.items() if value == ""}
            kept = (
                line
                for line in text.split("\n")
                if empty.isdisjoint(_FIELD.findall(line))
            )
            response["text"] = "\n".join(kept)
        return super()._fill_response(response, filled_slots, **fields)
