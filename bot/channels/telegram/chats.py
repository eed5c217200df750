"""
Who writes in which chat of Telegram, and what they have proven there.

Somebody in a chat holds a conversation, as a browser's session does on the web. Their
telephone is mostly their own, so what they have proven lasts longer (`ageing`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.channels.links import Asker
from bot.channels.telegram.tables import chats, links, shown, updates
from bot.channels.telegram.words import spoken
from bot.conversations import inbox, threads
from bot.conversations.messages import Choice
from bot.conversations.tables import conversations
from crm_connector.identity import ageing
from crm_connector.model import Assurance, Identity, ProofKind

CHANNEL = "telegram"
USE_NOTED = timedelta(minutes=1)
"""How exactly the last use is known; noting each one would cost a write each."""
LONGEST_NAME = 200
TAKEN_BACK = "unblocked_by_customer"
"""What became of the update by which somebody let the bot in again."""
_TICK = timedelta(microseconds=1)

Join = Callable[[Connection, str, str | None, datetime], str]
"""Gives a customer's conversation with a stranger's words in it: `join_customer`."""

_OWNER = conversations.c.customer_id.label("owner")
_CHATS = sa.select(chats, _OWNER).join(
    conversations, conversations.c.id == chats.c.conversation
)
_FIND = _CHATS.where(
    chats.c.chat == sa.bindparam("of_chat"), chats.c.member == sa.bindparam("who")
)
# What was linked as a stranger's is its customer's alone once it has one.
_HOLDS = sa.or_(
    conversations.c.customer_id.is_(None),
    chats.c.customer_id == conversations.c.customer_id,
)


@dataclass(frozen=True)
class Who:
    """
    Somebody in a chat, by Telegram's numbers; in a private one both are the same.

    `topic` is the part of the chat in which they write, where it has parts.
    """

    chat: int
    member: int
    is_private: bool
    name: str = ""
    language: str = ""
    topic: int | None = None


@dataclass(frozen=True)
class Held:
    """
    What somebody in a chat holds now.

    `contact` is the hash of the telephone that has proven its customer; `linked_at` is
    when a session of the web chat brought all of it here, where nothing was proven.
    """

    who: Who
    conversation: str
    identity: Identity
    contact: str | None
    blocked_at: datetime | None
    used_at: datetime
    last_message: int | None
    linked_at: datetime | None = None

    @property
    def session(self) -> str:
        """
        The name under which one-time codes and limits know it.
        """
        return f"telegram:{self.who.chat}:{self.who.member}"


def find(connection: Connection, chat: int, member: int) -> Held | None:
    """
    Give what somebody in a chat holds, if they ever wrote there.
    """
    row = connection.execute(_FIND, {"of_chat": chat, "who": member}).first()
    return None if row is None else _held(row)


def meet(
    connection: Connection, who: Who, now: datetime, message: int | None = None
) -> Held:
    """
    Give what somebody in a chat holds, from now on a conversation at least.

    `message` is the number of what they have just written. Whoever writes wants to
    hear from us.
    """
    row = connection.execute(_FIND, {"of_chat": who.chat, "who": who.member}).first()
    held = None if row is None else _held(row)
    if held is not None and not _is_good(row):
        sign_out(connection, held, now)
        held = find(connection, who.chat, who.member)
    if held is None:
        language = spoken(who.language)
        conversation = threads.create(connection, now, language=language)
        _add(connection, who, conversation, now, last_message=message)
        return _met(connection, who)
    elsewhere = _read_elsewhere(connection, held)
    if (
        now - held.used_at >= USE_NOTED
        or held.blocked_at is not None
        or elsewhere is not None
        or who.topic != held.who.topic
        or not who.is_private
    ):
        _change(
            connection,
            who,
            used_at=now if elsewhere is None else max(now, elsewhere + _TICK),
            blocked_at=None,
            name=who.name[:LONGEST_NAME],
            language=who.language[:16] or None,
            topic=who.topic,
            last_message=message or held.last_message,
        )
        return _met(connection, who)
    return held


def of_conversation(connection: Connection, conversation: str) -> Held | None:
    """
    Give where what is said in a conversation is read: the chat last written from.
    """
    row = connection.execute(
        _CHATS.where(chats.c.conversation == conversation, _HOLDS)
        .order_by(chats.c.blocked_at.is_(None).desc(), chats.c.used_at.desc())
        .limit(1)
    ).first()
    return None if row is None else _held(row)


def sign_in(
    connection: Connection,
    held: Held,
    identity: Identity,
    contact: str,
    now: datetime,
    join: Join,
) -> Held:
    """
    Let whoever writes there be the customer that they have proven to be.

    What they said as a stranger goes on in the customer's thread, and what they wanted
    is done now. Whomever else this telephone has proven on Telegram is signed out: it
    has another owner now.
    """
    customer_id = str(identity.customer_id)
    others = sa.select(chats).where(
        chats.c.contact == contact, chats.c.customer_id != customer_id
    )
    for row in connection.execute(others).all():
        sign_out(connection, _held(row), now)
    stranger = held.conversation if held.identity.customer_id is None else None
    # A stranger's conversation may go with the joining, and what holds it with it.
    _remove(connection, held.who)
    conversation = join(connection, customer_id, stranger, now)
    other = of_conversation(connection, conversation)
    proof = identity.proof
    _add(
        connection,
        held.who,
        conversation,
        now if other is None else max(now, other.used_at + _TICK),
        customer_id=customer_id,
        proven_by=proof.kind.value if proof else None,
        proven_at=proof.at if proof else None,
        contact=contact,
        last_message=held.last_message,
    )
    if held.identity.customer_id != customer_id:
        _forget_links(connection, held.who.chat)
    signed_in = _met(connection, held.who)
    event = Choice(inbox.SIGNED_IN)
    inbox.accept_event(
        connection, conversation, CHANNEL, signed_in.identity, event, now
    )
    return signed_in


def sign_out(connection: Connection, held: Held, now: datetime) -> None:
    """
    Let whoever writes there be a stranger again, in a new conversation.
    """
    _change(
        connection,
        held.who,
        conversation=threads.create(
            connection, now, language=spoken(held.who.language)
        ),
        customer_id=None,
        proven_by=None,
        proven_at=None,
        contact=None,
        linked_at=None,
    )
    _forget_shown(connection, held.who.chat)
    _forget_links(connection, held.who.chat)


def link(connection: Connection, held: Held, asker: Asker, now: datetime) -> None:
    """
    Let a stranger's private chat hold what a session of the web chat does.

    That is its conversation and, without any proof, its customer. What was said there
    goes along, unless it is what another session was linked with.
    """
    other = of_conversation(connection, asker.conversation)
    _change(
        connection,
        held.who,
        conversation=asker.conversation,
        customer_id=asker.customer_id,
        linked_at=now,
        used_at=now if other is None else max(now, other.used_at + _TICK),
    )
    if held.linked_at is None:
        threads.take_in(connection, asker.conversation, held.conversation, now)


def linked(connection: Connection, conversation: str) -> list[Held]:
    """
    Give those who hold a conversation by a link alone, whoever's it is by now.
    """
    query = _CHATS.where(
        chats.c.conversation == conversation, chats.c.linked_at.is_not(None)
    )
    return [_held(row) for row in connection.execute(query).all()]


def block(connection: Connection, who: Who, now: datetime | None) -> None:
    """
    Note since when somebody does not want to hear from us; None: they do.
    """
    _change(connection, who, blocked_at=now)


def follow(connection: Connection, former: int, present: int) -> None:
    """
    A group has another number from now on.
    """
    # Whoever has written in the new one already goes on there.
    there = sa.select(chats.c.member).where(chats.c.chat == present)
    connection.execute(
        chats.delete().where(chats.c.chat == former, chats.c.member.in_(there))
    )
    connection.execute(
        chats.update().where(chats.c.chat == former).values(chat=present)
    )
    _forget_shown(connection, former)


def holder(connection: Connection, conversation: str, now: datetime) -> Identity | None:
    """
    Who would read now what is said in a conversation; None if nobody would.
    """
    held = of_conversation(connection, conversation)
    if held is None or held.blocked_at is not None:
        return None
    return held.identity


def returned(connection: Connection, since: datetime) -> set[str]:
    """
    The customers who have shown here since then who they are, or take us back.
    """
    back = sa.select(updates.c.chat).where(
        updates.c.at >= since, updates.c.outcome == TAKEN_BACK
    )
    query = sa.select(chats.c.customer_id).where(
        sa.or_(chats.c.proven_at >= since, chats.c.chat.in_(back)),
        chats.c.customer_id.is_not(None),
    )
    return set(connection.execute(query).scalars())


def _read_elsewhere(connection: Connection, held: Held) -> datetime | None:
    """
    When another chat of the same conversation was used, if that was later than this.
    """
    latest = of_conversation(connection, held.conversation)
    if latest is None or latest.session == held.session:
        return None
    return latest.used_at


def _remove(connection: Connection, who: Who) -> None:
    connection.execute(
        chats.delete().where(chats.c.chat == who.chat, chats.c.member == who.member)
    )


def _met(connection: Connection, who: Who) -> Held:
    found = find(connection, who.chat, who.member)
    if found is None:
        raise LookupError("a chat that was just written is gone")
    return found


def _add(
    connection: Connection, who: Who, conversation: str, now: datetime, **more: Any
) -> None:
    connection.execute(
        chats.insert(),
        {
            "chat": who.chat,
            "member": who.member,
            "conversation": conversation,
            "is_private": who.is_private,
            "name": who.name[:LONGEST_NAME],
            "language": who.language[:16] or None,
            "topic": who.topic,
            "created_at": now,
            "used_at": now,
            **more,
        },
    )


def _change(connection: Connection, who: Who, **values: Any) -> None:
    connection.execute(
        chats.update()
        .where(chats.c.chat == who.chat, chats.c.member == who.member)
        .values(**values)
    )


def _forget_links(connection: Connection, chat: int) -> None:
    connection.execute(links.delete().where(links.c.chat == chat))


def _forget_shown(connection: Connection, chat: int) -> None:
    connection.execute(shown.delete().where(shown.c.chat == chat))


def _held(row: Any) -> Held:
    who = Who(
        row.chat,
        row.member,
        row.is_private,
        row.name,
        row.language or "",
        row.topic,
    )
    return Held(
        who,
        row.conversation,
        _identity(row),
        row.contact,
        row.blocked_at,
        row.used_at,
        row.last_message,
        row.linked_at,
    )


def _is_good(row: Any) -> bool:
    return row.owner is None or row.owner == row.customer_id


def _identity(row: Any) -> Identity:
    """
    A private chat is an account of Telegram's; of a group nobody knows who reads it.
    """
    if not row.is_private:
        return Identity()
    if row.customer_id is None:
        return Identity(None, Assurance.CHANNEL)
    proof = ageing.read(row.proven_by, row.proven_at, CHANNEL)
    if proof is None:
        # The web side has said who it is: that is no proof here.
        return Identity(row.customer_id, Assurance.CHANNEL)
    is_code = proof.kind is ProofKind.CODE
    level = Assurance.FRESH_CODE if is_code else Assurance.PROVEN
    return Identity(row.customer_id, level, proof)
