"""
An engine that answers what a test tells it to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.conversations.files import File
from bot.conversations.messages import (
    Answer,
    Button,
    Card,
    Choice,
    HandOver,
    Reply,
    Row,
    Turn,
)

ORDER_CARD = Card(
    kind="order",
    id="12345",
    title="Order 12345",
    status="on its way",
    state="shipped",
    rows=(Row("Carrier", "Post"), Row("Tracking code", "TR-1")),
    items=("Shoes",),
    steps=("placed", "shipped", "delivered"),
    step=1,
)


class FakeEngine:
    """
    Echoes what it is told; its state counts the turns.

    "card", "buttons", "two", "nothing" ask for special replies, "paper" for one with
    that file, "fail" for a failure, "person" for `hand_over`; while `gate` is closed it
    does not answer.
    """

    hand_over = HandOver("asked", "en")
    paper: File | None = None

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.busy = 0
        self.most_busy = 0
        self.before: Callable[[Turn], Awaitable[None]] | None = None

    async def respond(self, turn: Turn) -> Answer:
        """
        Answer one turn.
        """
        self.turns.append(turn)
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        try:
            await self.gate.wait()
            if self.before is not None:
                await self.before(turn)
        finally:
            self.busy -= 1
        if turn.text == "fail":
            raise RuntimeError("the engine failed")
        count = int(turn.state or b"0") + 1
        hand_over = self.hand_over if turn.text == "person" else None
        replies = _replies(turn)
        if turn.text == "paper" and self.paper is not None:
            replies = (Reply("here", "en", files=(self.paper,)),)
        return Answer(replies, str(count).encode(), "en", hand_over)

    def wording(self, response: str, language: str, **_: str) -> str:
        """
        The name of a response stands for its words.
        """
        return f"{response} {language}"

    @property
    def texts(self) -> list[str]:
        """
        What it was told, in order.
        """
        return [turn.text for turn in self.turns]


def apology(lang: str | None) -> Reply:
    """
    The apology of the tests.
    """
    return Reply("sorry", lang or "en")


def _replies(turn: Turn) -> Sequence[Reply]:
    if turn.choice is not None:
        if turn.choice.intent in ("code_sent", "code_refused"):
            return ()
        return (Reply(f"chosen: {turn.choice.intent}", "en"),)
    special: dict[str, tuple[Reply, ...]] = {
        "card": (Reply("here", "en", cards=(ORDER_CARD,)),),
        "buttons": (
            Reply(
                "which?",
                "en",
                buttons=(
                    Button("first", Choice("pick", {"n": "1"})),
                    Button("second", Choice("pick", {"n": "2"})),
                ),
            ),
        ),
        "two": (Reply("one", "en"), Reply("two", "en")),
        "nothing": (),
    }
    return special.get(turn.text, (Reply(f"echo: {turn.text}", "en"),))


class HouseEngine(FakeEngine):
    """
    The same as the composition root wants it: it apologises and knows the words.
    """

    @staticmethod
    def apologise(lang: str | None) -> Reply:
        """
        The apology of the tests.
        """
        return apology(lang)

    @staticmethod
    def wording(response: str, language: str, **fields: str) -> str:
        """
        The response's own name, for its words.
        """
        return f"{response} {language} {sorted(fields)}"
