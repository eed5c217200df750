"""
Being told of orders, as the bot asks about it and begins and ends it.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.conversations.core import Conversations
from bot.news import following
from crm_connector.model import Identity, Order


class NewsAtHand:
    """
    Keeps who wants to be told. What they agreed to is kept with their consents.
    """

    def __init__(self, core: Conversations) -> None:
        self._core = core

    async def may_ask(self, identity: Identity) -> bool:
        """
        Tell whether they are to be asked now; it is asked once.
        """
        customer = identity.customer_id
        if customer is None:
            return False
        now = self._core.clock()
        return await self._core.write(lambda c: following.may_ask(c, customer, now))

    async def begin(self, identity: Identity, orders: Collection[Order]) -> None:
        """
        Look after their orders from now on, which are like this now.
        """
        customer = identity.customer_id
        if customer is not None:
            now = self._core.clock()
            await self._core.write(lambda c: following.begin(c, customer, orders, now))

    async def end(self, identity: Identity) -> None:
        """
        Look after them no more.
        """
        customer = identity.customer_id
        if customer is not None:
            now = self._core.clock()
            await self._core.write(lambda c: following.end(c, customer, now))

    async def heard(self, identity: Identity, orders: Collection[Order]) -> None:
        """
        Note that they have just been told how these orders are: it is no news again.
        """
        customer = identity.customer_id
        if customer is None or not orders:
            return
        if await self._core.read(lambda c: following.is_followed(c, customer)):
            await self._core.write(lambda c: following.changed(c, customer, orders))
