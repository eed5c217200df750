"""
Beginning a session: as a stranger, or as a customer.

A customer is whom the shop has vouched for, or who has typed a one-time code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.channels.webchat import sessions, tokens
from bot.channels.webchat.errors import ChatError, token_used
from bot.channels.webchat.sessions import CHANNEL, Session
from bot.channels.webchat.tokens import Claims
from bot.conversations import inbox, threads
from bot.conversations.messages import Choice
from crm_connector.identity import ageing
from crm_connector.identity.codes import Right
from crm_connector.model import Assurance, Identity

Join = Callable[[Connection, str, str | None, datetime], str]
"""Gives a customer's conversation with a stranger's words in it: `join_customer`."""


@dataclass(frozen=True)
class Begun:
    """
    A new session, the sessions that ended with its beginning, and what moved.

    `conversation` is what its browser is told: the thread it reads now. `goes_on` tells
    that a stranger's words are now part of that thread and the engine has something to
    go on with.
    """

    session: str
    conversation: str
    ended: Sequence[str] = ()
    goes_on: bool = False


def as_stranger(connection: Connection, now: datetime) -> Begun:
    """
    Begin a conversation with somebody of whom nothing is known.
    """
    conversation = threads.create(connection, now)
    session = sessions.create(connection, conversation, Identity(), now)
    return Begun(session, conversation)


def as_customer(
    connection: Connection,
    claims: Claims,
    former: str | None,
    now: datetime,
    join: Join,
) -> Begun:
    """
    Sign a customer in, with what they said in the session `former` (a hash).

    The former session ends in any case, so that nobody who knew it gets what belongs
    to the customer. One that is not good any more counts as none.
    """
    old = _former(connection, former, now)
    bound = tokens.bound_to(connection, claims)
    if bound is not None and old is not None and old.conversation != bound:
        # Used before: it brings no other conversation's words into this thread.
        raise token_used()
    identity = Identity(claims.customer_id, Assurance.PROVEN, ageing.by_shop(now))
    begun, conversation = _begin(
        connection, identity, old, now, join, token=claims.hash
    )
    if bound is None:
        tokens.bind(connection, claims, conversation)
    return begun


def by_code(
    connection: Connection, right: Right, former: str, now: datetime, join: Join
) -> Begun:
    """
    Sign in whoever has typed the right code in the session `former` (a hash).

    Raises if that session is not good any more. Whomever else the same contact has
    proven is signed out: it has another owner now.
    """
    old = sessions.find(connection, former, now)
    others = sessions.end_of_others(connection, right.contact, right.customer_id)
    identity = Identity(
        right.customer_id, Assurance.FRESH_CODE, ageing.by_code(CHANNEL, now)
    )
    begun, _ = _begin(connection, identity, old, now, join, contact=right.contact)
    return replace(begun, ended=[*begun.ended, *others])


def again_by_code(
    connection: Connection, right: Right, held: Session, now: datetime
) -> bool:
    """
    Raise a customer's own session to level 3; tells whether the engine has to go on.
    """
    sessions.prove(connection, held.hash, right.contact, now)
    if threads.is_empty(connection, held.conversation):
        return False
    identity = sessions.find(connection, held.hash, now).identity
    _go_on(connection, held.conversation, identity, now)
    return True


def _begin(
    connection: Connection,
    identity: Identity,
    old: Session | None,
    now: datetime,
    join: Join,
    *,
    token: str | None = None,
    contact: str | None = None,
) -> tuple[Begun, str]:
    customer_id = str(identity.customer_id)
    stranger = _stranger(old)
    ended = [old.hash] if old is not None else []
    goes_on = False
    if stranger is not None:
        ended = sessions.of_conversation(connection, stranger)
        goes_on = not threads.is_empty(connection, stranger)
    sessions.end(connection, *ended)
    conversation = join(connection, customer_id, stranger, now)
    if goes_on:
        _go_on(connection, conversation, identity, now)
    session = sessions.create(
        connection, conversation, identity, now, token=token, contact=contact
    )
    thread = threads.place(connection, conversation).thread
    return Begun(session, thread, ended, goes_on), conversation


def _go_on(
    connection: Connection, conversation: str, identity: Identity, now: datetime
) -> None:
    event = Choice(inbox.SIGNED_IN)
    inbox.accept_event(connection, conversation, CHANNEL, identity, event, now)


def _former(
    connection: Connection, former: str | None, now: datetime
) -> Session | None:
    if former is None:
        return None
    try:
        return sessions.find(connection, former, now)
    except ChatError:
        return None


def _stranger(old: Session | None) -> str | None:
    if old is None or old.identity.customer_id is not None:
        return None
    return old.conversation


def tell(connection: Connection, held: Session, event: str, now: datetime) -> bool:
    """
    Let the bot know what became of a code, for somebody may have to help.

    Tells whether it was: whoever has said nothing yet has begun nothing to be helped
    with.
    """
    if threads.is_empty(connection, held.thread):
        return False
    inbox.accept_event(
        connection, held.conversation, CHANNEL, held.identity, Choice(event), now
    )
    return True
