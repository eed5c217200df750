"""
Profiles over all of the shop's sources, as every part of the program reads them.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.conversations.clock import utc_now
from crm_connector.gate import Store
from crm_connector.identity.identifiers import Rules
from crm_connector.profile import rules
from crm_connector.profile.asking import Asking
from crm_connector.profile.assemble import Profiles
from crm_connector.profile.keeper import Keeper
from crm_connector.profile.linking import Linking
from crm_connector.source import Source
from crm_connector.sources.opening import Opened


@asynccontextmanager
async def open_profiles(
    opened: Opened,
    store: Store,
    *,
    clock: Callable[[], datetime] = utc_now,
    keeps: bool = True,
) -> AsyncIterator[Profiles]:
    """
    Profiles, and in the end no question to a source under way.

    With `keeps` false nothing is written down by reading them.
    Sources and store stay their owner's, who closes them afterwards.
    """
    keeper = Keeper(time.monotonic)
    try:
        yield profiles_over(
            list(opened.sources.values()),
            store,
            keeper,
            checked=opened.checked,
            clock=clock,
            keeps=keeps,
        )
    finally:
        await keeper.close()


def profiles_over(
    sources: Sequence[Source],
    store: Store,
    keeper: Keeper,
    *,
    checked: Collection[str] = (),
    clock: Callable[[], datetime] = utc_now,
    keeps: bool = True,
) -> Profiles:
    """
    The same with a keeper of the caller's own.
    """
    asking = Asking(sources, keeper, clock=time.monotonic)
    linking = Linking(
        asking,
        store.read,
        store.write,
        Rules(),
        checked=checked,
        clock=clock,
        keeps=keeps,
    )
    return Profiles(asking, store.read, rules.load(), linking=linking, clock=clock)
