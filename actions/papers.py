"""
What actions know of papers that are handed out in the chat, whoever makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crm_connector.model import Invoice, Order


class NotPrinted(Exception):
    """
    There is no paper: no room for it, too many for a day, or it cannot be drawn.
    """


@dataclass(frozen=True)
class Bill:
    """
    What is to stand on an invoice: only what a system of the shop has said.

    `order` is what it is for, if that is known, and has the lines if `has_lines`: an
    order may be billed in several parts. `name` is the customer's (empty: not known).
    `as_of` is of when the invoice is. `sources` are what the systems are called in the
    words of `language` (fa, ar, en), as far as they have a name.
    """

    invoice: Invoice
    language: str
    as_of: datetime
    order: Order | None = None
    has_lines: bool = False
    name: str = ""
    sources: Mapping[str, str] | None = None

    def called(self, source: str) -> str:
        """
        What a system is called; empty where it has no name.
        """
        return (self.sources or {}).get(source, "")


@dataclass(frozen=True)
class Sheet:
    """
    A file that was made, to be named by a reply of this turn: `size` in bytes.
    """

    id: str
    name: str
    type: str
    size: int


class Papers(Protocol):
    """
    Makes papers for customers who have proven who they are.
    """

    async def invoice(self, conversation: str, bill: Bill) -> Sheet:
        """
        Make an invoice for this conversation. Raises `NotPrinted`.
        """
