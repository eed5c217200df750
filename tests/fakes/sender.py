"""
A way of sending codes that keeps them.
"""

from __future__ import annotations

import asyncio

from crm_connector.errors import CrmError, SourceUnavailable
from crm_connector.identity.senders.port import CodeMessage
from crm_connector.model import ContactKind


class FakeSender:
    """
    Keeps what it is to send; while `gate` is closed it does not finish.
    """

    name = "fake"

    def __init__(self, *kinds: ContactKind) -> None:
        self.kinds = frozenset(kinds or ContactKind)
        self.sent: list[CodeMessage] = []
        self.fault: CrmError | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_closed = False

    def go_down(self) -> None:
        """
        From now on nothing goes out.
        """
        self.fault = SourceUnavailable("The fake is down.", source=self.name)

    async def send(self, message: CodeMessage) -> None:
        """
        Keep it.
        """
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        self.sent.append(message)

    async def close(self) -> None:
        """
        Note it.
        """
        self.is_closed = True
