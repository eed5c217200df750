"""
Whether a contact that has proven somebody is still theirs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import structlog
from anyio import fail_after

from bot.channels.webchat.sessions import Session
from crm_connector.errors import CrmError
from crm_connector.identity.proof import Proofs

ASK_SECONDS = 2.0
KEPT_SECONDS = 60.0
"""How long an answer counts, so that a lively chat asks the shop once a minute."""
MOST_KEPT = 10_000

log = structlog.get_logger(__name__)


class Owners:
    """
    Looks up on the customer's record what the code of their session went to.
    """

    def __init__(self, proofs: Proofs | None, now: Callable[[], float]) -> None:
        self._proofs = proofs
        self._now = now
        self._seen: OrderedDict[str, float] = OrderedDict()

    async def is_changed(self, session: Session) -> bool:
        """
        Tell whether the record has lost it; a shop that is down changes nothing.
        """
        who, contact = session.identity.customer_id, session.contact
        if self._proofs is None or who is None or contact is None:
            return False
        name = f"{session.hash} {contact}"
        if self._seen.get(name, -KEPT_SECONDS) > self._now() - KEPT_SECONDS:
            return False
        try:
            with fail_after(ASK_SECONDS):
                if not await self._proofs.is_on_file(who, contact):
                    return True
        except (CrmError, TimeoutError):
            log.warning("contact_not_checked")
        self._seen[name] = self._now()
        self._seen.move_to_end(name)
        if len(self._seen) > MOST_KEPT:
            self._seen.popitem(last=False)
        return False
