"""
News of orders, put together.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.routing import BaseRoute

from bot.conversations.core import Conversations
from bot.news.at_hand import NewsAtHand
from bot.news.holding import Holding
from bot.news.ringing import ringing_routes
from bot.news.rounds import NewsRounds
from bot.news.settings import NewsSettings
from bot.news.telling import Teller
from crm_connector.gate import CustomerGate
from crm_connector.profile.facts import Field
from crm_connector.sources.opening import Opened


@dataclass(frozen=True)
class News:
    """
    News as the rest of the house sees it; without `at_hand` nobody is told anything.
    """

    at_hand: NewsAtHand | None = None
    routes: tuple[BaseRoute, ...] = ()
    rounds: NewsRounds | None = None

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """
        Go the rounds for as long.
        """
        if self.rounds is None:
            yield
            return
        going = asyncio.create_task(self.rounds.forever())
        try:
            yield
        finally:
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)


def opened_news(
    core: Conversations,
    gate: CustomerGate,
    opened: Opened,
    settings: NewsSettings,
    channels: Mapping[str, Holding],
) -> News:
    """
    What a shop wants of it; nothing where none of its systems knows orders.
    """
    if not settings.is_on or not gate.tells(Field.ORDERS):
        return News()
    teller = Teller(opened.home, settings, channels)
    rounds = NewsRounds(core, gate, teller, rings=opened.webhooks)
    home, webhooks = opened.home, opened.webhooks
    routes = ringing_routes(core, gate, home, webhooks, rung=rounds.wake)
    return News(NewsAtHand(core), tuple(routes), rounds)
