"""
What customers are called, for lists that must not wait for the shop's systems.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from crm_connector.access import Attended, is_sure_at_desk
from crm_connector.errors import CrmError

NameOf = Callable[[Attended], Awaitable[str]]
"""Asks the shop's systems; empty for whom nobody has a name. Raises `CrmError`."""

KNOWN_FOR = timedelta(minutes=10)
MOST = 20_000
"""Names that are kept; the ones longest unseen are forgotten."""
AT_ONCE = 4
"""Questions to the shop's systems that are open at a time."""

log = structlog.get_logger(__name__)


class CustomerNames:
    """
    Gives names that are known and looks up the others meanwhile.

    A name is told of those alone who have proven who they are. `news` is called where
    one has become known.
    """

    def __init__(self, ask: NameOf, news: Callable[[], None]) -> None:
        self._ask = ask
        self._news = news
        self._known: OrderedDict[str, tuple[str, datetime]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    def of(self, writer: Attended, now: datetime) -> str | None:
        """
        What they are called; None for who is not known or not known yet.
        """
        customer = writer.identity.customer_id
        if customer is None or not is_sure_at_desk(writer, now):
            return None
        name, at = self._known.get(customer, ("", None))
        if at is not None:
            self._known.move_to_end(customer)
        if (at is None or now - at > KNOWN_FOR) and customer not in self._asking:
            loop = asyncio.get_running_loop()
            self._asking[customer] = loop.create_task(
                self._look_up(customer, writer, now)
            )
        return name or None

    async def close(self) -> None:
        """
        Ask nothing more.
        """
        tasks = list(self._asking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look_up(self, customer: str, writer: Attended, now: datetime) -> None:
        try:
            before, _ = self._known.get(customer, ("", None))
            async with self._slots:
                try:
                    name = (await self._ask(writer)).strip()
                except CrmError:
                    # Asked again when it would be anyway: who waits has other troubles.
                    name = before
            self._known[customer] = (name, now)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
            if name != before:
                self._news()
        except Exception:
            log.exception("customer_name_not_read")
        finally:
            del self._asking[customer]
