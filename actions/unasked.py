"""
Telling customers of their orders unasked, as actions ask the house about it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from crm_connector.model import Identity, Order


class News(Protocol):
    """
    Who is told of their orders unasked.
    """

    async def may_ask(self, identity: Identity) -> bool:
        """
        Tell whether they are to be asked if they want it; it is asked once.
        """

    async def begin(self, identity: Identity, orders: Collection[Order]) -> None:
        """
        Look after their orders from now on, of which these are known to be like this.

        That they agreed is kept elsewhere.
        """

    async def end(self, identity: Identity) -> None:
        """
        Look after them no more.
        """

    async def heard(self, identity: Identity, orders: Collection[Order]) -> None:
        """
        Note that they have just been told how these orders are.
        """
