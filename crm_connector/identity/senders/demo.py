"""
Codes that go nowhere: the last one is shown on the demo's own page.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from crm_connector.identity.senders.port import CodeMessage, Purpose
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.model import ContactKind


@dataclass(frozen=True)
class Shown:
    """
    What would have been sent, and to whom.

    What somebody `is_told` at the desk was not asked for by any page of the demo's.
    """

    contact: str = field(repr=False)
    code: str = field(repr=False)
    text: str = field(repr=False)
    is_told: bool = False
    since: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        """
        Seconds since it would have been sent.
        """
        return time.monotonic() - self.since


class DemoSender:
    """
    Keeps the last code. For the demo alone: whoever sees the page sees the code.
    """

    name = "demo"
    kinds = frozenset(ContactKind)

    def __init__(self, texts: CodeTexts) -> None:
        self._texts = texts
        self.last: Shown | None = None

    async def send(self, message: CodeMessage) -> None:
        """
        Keep it in place of the one before.
        """
        text = self._texts.short(message)
        is_told = message.purpose is Purpose.TOLD
        self.last = Shown(message.contact.value, message.code, text, is_told)

    async def close(self) -> None:
        """
        Forget it.
        """
        self.last = None
