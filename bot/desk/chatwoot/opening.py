"""
Opening a handoff in Chatwoot: the contact, the conversation, what is said there first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.engine import Connection

from bot.conversations.core import Conversations
from bot.conversations.handoffs import whose
from bot.conversations.handoffs.standing import Handoff
from bot.desk.chatwoot import store, thread
from bot.desk.chatwoot.client import OPEN, Chatwoot
from bot.desk.chatwoot.notes import Customer, Notes
from bot.desk.chatwoot.store import Link, ToSay
from bot.handoff.packet import Packet, UnreadablePacket, read
from crm_connector.access import Attended
from crm_connector.errors import CrmError
from crm_connector.identity.ageing import level

NameOf = Callable[[Attended], Awaitable[str]]
"""Gives the name of who has proven who they are; "" of everybody else."""


class Opening:
    """
    Opens handoffs. Doing it again after it was broken off opens nothing twice.
    """

    def __init__(
        self, core: Conversations, client: Chatwoot, notes: Notes, name_of: NameOf
    ) -> None:
        self._core = core
        self._client = client
        self._notes = notes
        self._name_of = name_of

    async def open(self, link: Link, found: Handoff, me: int) -> None:
        """
        Open a conversation for a handoff, or the one there is of this customer.

        `me` is the user there as whom we work.
        """
        writer = await self._core.read(lambda c: whose.last_proven(c, found))
        now = self._core.clock()
        assurance = level(writer.identity, writer.wrote_at).name.lower()
        customer = Customer(await self._name(writer), assurance)
        recorded = await self._core.read(lambda c: store.packet(c, found.number))
        packet = _packet(recorded)
        attributes = _attributes(found, packet, assurance)
        talk, seen = await self._talk(found, customer, attributes, me)
        told = self._notes.packet(found, packet, customer, now)

        def transaction(connection: Connection) -> None:
            first = [ToSay(f"{found.number}:packet", told)]
            before = thread.before(connection, link, found, self._notes)
            if before.lines:
                said = self._notes.transcript(before.lines, is_cut=before.is_cut)
                first.append(ToSay(f"{found.number}:transcript", said))
            first += before.files
            store.opened(connection, found.number, talk, seen, first)

        await self._core.write(transaction)

    async def _name(self, writer: Attended) -> str:
        try:
            return await self._name_of(writer)
        except CrmError:
            # A system of the shop that is down holds nobody up.
            return ""

    async def _talk(
        self, found: Handoff, customer: Customer, attributes: dict[str, Any], me: int
    ) -> tuple[int, int]:
        """
        Give the conversation, and its newest message: what is behind it is of now.
        """
        client, identifier = self._client, f"hamyar-{found.conversation}"
        contact = await client.contact(identifier)
        if contact is None:
            name = customer.name or self._notes.guest(found.conversation)
            contact = await client.new_contact(identifier, name)
        talks = await client.talks(contact.number)
        if not talks:
            return await client.new_talk(contact, attributes), 0
        (talk, *_) = talks
        if talk.assignee is not None:
            # Who had it then need not be there now: it is to be taken anew.
            await client.unassign(talk.number)
        await client.set_attributes(talk.number, {**talk.attributes, **attributes})
        if talk.status != OPEN:
            await client.set_status(talk.number, OPEN)
        opened = await client.talk(talk.number)
        if opened.assignee is not None and opened.assignee.number == me:
            # Chatwoot gives it to the agent who opens it.
            await client.unassign(talk.number)
        return talk.number, await client.newest(talk.number)


def _packet(recorded: Any) -> Packet | None:
    try:
        return read(recorded) if recorded else None
    except UnreadablePacket:
        return None


def _attributes(
    found: Handoff, packet: Packet | None, assurance: str
) -> dict[str, Any]:
    return {
        "hamyar_handoff": found.number,
        "hamyar_reason": found.reason,
        "hamyar_language": found.language,
        "hamyar_order": (packet and packet.order) or "",
        "hamyar_assurance": assurance,
        "hamyar_epoch": found.epoch,
    }
