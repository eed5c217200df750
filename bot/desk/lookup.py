"""
Looking a customer up at the counter, by a telephone that they prove on the spot.

The code goes to that telephone like the chat's, with the same limits; whether the shop
knows the number is told to nobody who has not typed it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from bot.conversations.clock import Clock
from bot.desk.panel import Panels
from crm_connector import contacts
from crm_connector.errors import NotSupported
from crm_connector.identity import ageing
from crm_connector.identity.codes import Right
from crm_connector.identity.proof import Asked, Proofs
from crm_connector.identity.senders.port import Purpose
from crm_connector.model import Assurance, Contact, ContactKind, Identity

CHANNEL = "desk"


class NoTelephone(ValueError):
    """
    What was typed is none.
    """


@dataclass(frozen=True)
class Lookup:
    """
    Sends and checks codes at the desk; telephones without a country are of `country`.
    """

    proofs: Proofs | None
    panels: Panels
    country: str
    clock: Clock

    def telephone(self, typed: object) -> Contact:
        """
        The telephone that was typed. Raises `NoTelephone`.
        """
        found = contacts.typed(typed, self.country) if isinstance(typed, str) else None
        if found is None or found.kind is not ContactKind.PHONE:
            raise NoTelephone
        return found

    async def begin(
        self, session: str, phone: Contact, language: str, address: str
    ) -> None:
        """
        Have a code sent to it, in words that say to whom it may be told and where.

        Raises what `Proofs.begin_proof` raises.
        """
        kept = _session(session, phone)
        asked = Asked(kept, address, language, phone, purpose=Purpose.TOLD)
        await self._proving().begin_proof(asked)

    async def check(
        self, session: str, phone: Contact, code: str
    ) -> tuple[Right, dict[str, Any]]:
        """
        Whose it is, and their panel. Raises `CodeRefused` and what the gate raises.
        """
        right = await self._proving().check_code(_session(session, phone), code)
        now = self.clock()
        proof = ageing.by_code(CHANNEL, now)
        identity = Identity(right.customer_id, Assurance.FRESH_CODE, proof)
        return right, await self.panels.of_proven(identity)

    def _proving(self) -> Proofs:
        if self.proofs is None:
            raise NotSupported("This shop sends no codes.")
        return self.proofs


def _session(session: str, phone: Contact) -> str:
    """
    Under which the code is kept: good for this agent's session and this number alone.
    """
    said = f"desk\0{session}\0{phone.value}"
    return hashlib.sha256(said.encode()).hexdigest()
