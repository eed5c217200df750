"""
What a way of sending codes promises.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from crm_connector.model import Contact, ContactKind


class Purpose(str, Enum):
    """
    What whoever gets a code is to do with it: the message says so.
    """

    TYPED = "typed"
    """They type it themselves and give it to nobody."""
    TOLD = "told"
    """They stand at the counter and tell it to whoever serves them there."""


@dataclass(frozen=True)
class CodeMessage:
    """
    A code, where it goes and in which language (fa, ar, en); it does not show itself.
    """

    contact: Contact = field(repr=False)
    code: str = field(repr=False)
    language: str
    purpose: Purpose = Purpose.TYPED


class CodeSender(Protocol):
    """
    Sends codes to contacts of some kinds. `name` is what errors call it.
    """

    @property
    def name(self) -> str:
        """
        The same in all its errors.
        """

    @property
    def kinds(self) -> frozenset[ContactKind]:
        """
        The contacts to which it can send.
        """

    async def send(self, message: CodeMessage) -> None:
        """
        Send it; when this returns, the system of that way has taken it over.

        Raises `Refused` where this contact cannot be sent to, and otherwise as sources
        do: `SourceUnavailable`, `SourceRejected`, `OutcomeUnknown` (it may arrive).
        """

    async def close(self) -> None:
        """
        Let go of connections; may be called twice.
        """
