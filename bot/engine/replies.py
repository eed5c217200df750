"""
From what Rasa utters to `Reply` values.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.conversations.files import File
from bot.conversations.messages import Button, Card, Choice, Reply, Row

# A response of this name goes on in the message before it.
CONTINUES = "utter_part_"


def choice_from_payload(payload: str) -> Choice:
    """
    Read a payload of the domain's buttons: `/intent{"entity": "value"}`.

    These are written by us and never leave the server; ValueError if one is wrong.
    """
    if not payload.startswith("/"):
        raise ValueError(f"A button's payload begins with '/', not {payload!r}.")
    intent, brace, rest = payload[1:].partition("{")
    entities = json.loads(brace + rest) if brace else {}
    return Choice(intent, {str(k): str(v) for k, v in entities.items()})


class ReplyCollector(OutputChannel):
    """
    Collects a turn's utterances; `replies(lang)` gives them in order.
    """

    def __init__(self) -> None:
        self._drafts: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """
        The channel's name for Rasa's channel-specific responses.
        """
        return "hamyar"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """
        Take one utterance; cards and continuations join the message before them.
        """
        custom = message.get("custom") or {}
        card = custom.get("card")
        draft = {
            "text": (message.get("text") or "").strip(),
            "buttons": list(message.get("buttons") or ()),
            "cards": [card] if card else [],
            "files": [File(**each) for each in custom.get("files", ())],
            "language": message.get("language"),
        }
        continues = str(message.get("utter_action") or "").startswith(CONTINUES)
        if self._drafts and (continues or not draft["text"]):
            last = self._drafts[-1]
            last["text"] = f"{last['text']} {draft['text']}".strip()
            last["buttons"] += draft["buttons"]
            last["cards"] += draft["cards"]
            last["files"] += draft["files"]
        else:
            self._drafts.append(draft)

    def replies(self, lang: str) -> tuple[Reply, ...]:
        """
        The replies, in `lang` unless an utterance was made in another language.
        """
        return tuple(
            Reply(
                text=draft["text"],
                lang=draft["language"] or lang,
                buttons=tuple(
                    Button(b["title"], choice_from_payload(b["payload"]))
                    for b in draft["buttons"]
                ),
                cards=tuple(map(card_from_response, draft["cards"])),
                files=tuple(draft["files"]),
            )
            for draft in self._drafts
        )


def card_from_response(card: dict[str, Any]) -> Card:
    """
    A card as the domain writes it: `words` names the states, `items` stand in lines.
    """
    state = card.get("state", "")
    steps = tuple(card.get("steps", ()))
    return Card(
        kind=card["kind"],
        id=card["id"],
        title=card["title"],
        state=state,
        status=card.get("words", {}).get(state, ""),
        rows=tuple(
            Row(row["label"], row["value"])
            for row in card.get("rows", ())
            if row["value"]
        ),
        items=tuple(item for item in card.get("items", "").split("\n") if item),
        steps=steps,
        step=int(card.get("reached", {}).get(state, -1)),
        image=card.get("image", ""),
    )
