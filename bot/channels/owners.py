"""
Whether a contact that has proven somebody is still theirs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import structlog
from anyio import fail_after

from crm_connector.errors import CrmError
from crm_connector.model import Identity

ASK_SECONDS = 2.0
KEPT_SECONDS = 60.0
"""How long an answer counts, so that a lively chat asks the shop once a minute."""
MOST_KEPT = 10_000

log = structlog.get_logger(__name__)


class Book(Protocol):
    """
    Knows what is on file of customers.
    """

    async def is_on_file(self, customer_id: str, contact: str) -> bool:
        """
        Whether the customer still has a contact, known by its hash.
        """


class Owners:
    """
    Looks up on a customer's record what has proven them in a session of a channel.
    """

    def __init__(self, book: Book | None, now: Callable[[], float]) -> None:
        self._book = book
        self._now = now
        self._seen: OrderedDict[str, float] = OrderedDict()

    async def is_changed(
        self, session: str, identity: Identity, contact: str | None
    ) -> bool:
        """
        Tell whether the record has lost it; a shop that is down changes nothing.
        """
        who = identity.customer_id
        if self._book is None or who is None or contact is None:
            return False
        name = f"{session} {contact}"
        if self._seen.get(name, -KEPT_SECONDS) > self._now() - KEPT_SECONDS:
            return False
        try:
            with fail_after(ASK_SECONDS):
                if not await self._book.is_on_file(who, contact):
                    return True
        except (CrmError, TimeoutError):
            log.warning("contact_not_checked")
        self._seen[name] = self._now()
        self._seen.move_to_end(name)
        if len(self._seen) > MOST_KEPT:
            self._seen.popitem(last=False)
        return False
