"""
Every message is saved here, once, before its channel is told that it arrived.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import blocks, buttons, cards, changes, files
from bot.conversations.errors import Blocked, ConversationUnknown
from bot.conversations.messages import Choice, IncomingMessage, Turn
from bot.conversations.owner import QUEUE, is_bots
from bot.conversations.tables import conversations, inbox, joined_threads, messages
from bot.conversations.threads import Place
from bot.conversations.work import DONE, PENDING, Work
from crm_connector.model import Identity

SIGNED_IN = "signed_in"
"""Intent of the event that lets the engine go on once a stranger has signed in."""
CODE_REFUSED = "code_refused"
"""Intent of the event that a one-time code was wrong."""
CODE_SENT = "code_sent"
"""Intent of the event that a one-time code was asked for."""
RETURNED = "returned"
"""Intent of the event by which an agent gives the conversation back to the bot."""
NEWS = "news"
"""Intent of the event that something has changed of which the customer is told."""

# As what these stand in the inbox: in ten letters, where databases keep to lengths.
_KINDS = {
    SIGNED_IN: SIGNED_IN,
    CODE_SENT: CODE_SENT,
    CODE_REFUSED: "code_wrong",
    RETURNED: RETURNED,
    NEWS: NEWS,
}
_JOINED = joined_threads.c.conversation == sa.bindparam("conversation")
_THREAD = sa.select(joined_threads.c.thread).where(_JOINED).scalar_subquery()
_SHIFT = sa.select(joined_threads.c.shift).where(_JOINED).scalar_subquery()
# Locks the thread on databases with row locks; SQLite has one writer anyway.
_LOCK = (
    sa.select(
        conversations.c.id,
        sa.func.coalesce(_SHIFT, 0).label("shift"),
        conversations.c.owner,
        conversations.c.owner_epoch,
        conversations.c.language,
        conversations.c.next_seq,
        conversations.c.engine_state,
    )
    .where(
        conversations.c.id == sa.func.coalesce(_THREAD, sa.bindparam("conversation"))
    )
    .with_for_update(of=conversations)
)
# A statement of its own: only after the lock does it see what others have added.
_STANDING = sa.select(
    sa.func.coalesce(_THREAD, sa.bindparam("conversation")).label("thread"),
    sa.select(inbox.c.id)
    .where(
        inbox.c.conversation == sa.bindparam("thread"),
        inbox.c.status == sa.literal_column(f"'{PENDING}'"),
    )
    .exists()
    .label("busy"),
    sa.select(inbox.c.id)
    .where(
        inbox.c.channel == sa.bindparam("channel"),
        inbox.c.scope == sa.bindparam("scope"),
        inbox.c.external_id == sa.bindparam("external_id"),
    )
    .scalar_subquery()
    .label("repeat"),
    blocks.OF_THREAD.exists().label("blocked"),
)
_SEQ = (
    sa.select(messages.c.seq)
    .select_from(messages.join(inbox, inbox.c.message == messages.c.id))
    .where(inbox.c.id == sa.bindparam("item"))
)
_ADD_MESSAGE = messages.insert()
_ADD_ITEM = inbox.insert()
_ADVANCE = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("conversation_id"))
    .values(next_seq=conversations.c.next_seq + 1)
)


@dataclass(frozen=True)
class Accepted:
    """
    The message is safe under `seq`; `repeated` if it had been before.

    `place` is where it stands; `work` is what the dispatcher may begin with at once, if
    nothing else is waiting.
    """

    seq: int
    repeated: bool
    place: Place
    work: Work | None = None


@dataclass(frozen=True)
class _Item:
    at: Place
    channel: str
    scope: str
    external_id: str
    identity: Identity
    now: datetime
    kind: str
    message: int | None = None
    choice: Choice | None = None


def accept(
    connection: Connection, incoming: IncomingMessage, now: datetime
) -> Accepted:
    """
    Save a message unless it is already here.

    Raises `ConversationUnknown`, `Blocked`, a `ButtonRefused` for a button that is not
    good, or `FileUnknown`; then nothing is saved.
    """
    scope = incoming.conversation if incoming.scoped else ""
    place, standing = _lock(
        connection,
        incoming.conversation,
        now,
        channel=incoming.channel,
        scope=scope,
        external_id=incoming.external_id,
    )
    at = Place(incoming.conversation, place.id, place.shift)
    if standing.repeat is not None:
        seq = connection.execute(_SEQ, {"item": standing.repeat}).scalar()
        return Accepted((seq or at.shift) - at.shift, repeated=True, place=at)
    if standing.blocked:
        raise Blocked
    pressed = (
        buttons.find(connection, at.thread, incoming.button, now)
        if incoming.button is not None
        else None
    )
    text = pressed.title if pressed else cards.hidden(incoming.text or "")
    message = _add_message(connection, place, at, incoming, text, now)
    files.send(connection, at.conversation, message, incoming.files)
    choice = pressed.choice if pressed else incoming.choice
    begin = is_bots(place.owner) and not standing.busy
    item = _Item(
        at,
        incoming.channel,
        scope,
        incoming.external_id,
        incoming.identity,
        now,
        kind="button" if choice else "text",
        message=message,
        choice=choice,
    )
    number = _add_item(connection, place, item, begin=begin)
    if pressed:
        buttons.use(connection, pressed, number)
    came = len(incoming.files)
    work = _work(place, item, number, text, came) if begin else None
    return Accepted(place.next_seq - at.shift, repeated=False, place=at, work=work)


def accept_event(
    connection: Connection,
    conversation: str,
    channel: str,
    identity: Identity,
    event: Choice,
    now: datetime,
) -> None:
    """
    Let the engine go on by something that happened and that nobody wrote.

    Its intent names it: `SIGNED_IN`, `CODE_SENT`, `CODE_REFUSED`, `RETURNED`,
    `NEWS`. The customer sees no message of it. The caller wakes the dispatcher.
    """
    # No client's id (a uuid) looks like this, and none comes twice.
    name = f"{event.intent}:{now.isoformat()}:{secrets.token_hex(4)}"
    place, _ = _lock(
        connection,
        conversation,
        now,
        channel=channel,
        scope=conversation,
        external_id=name,
    )
    item = _Item(
        Place(conversation, place.id, place.shift),
        channel,
        scope=conversation,
        external_id=name,
        identity=identity,
        now=now,
        kind=_KINDS[event.intent],
        choice=event,
    )
    _add_item(connection, place, item, begin=False)
    if event.intent == SIGNED_IN:
        # Who they are is another thing from now on.
        changes.note(connection, changes.STEP, place.id, now)


def _lock(
    connection: Connection, conversation: str, now: datetime, **item: str
) -> tuple[Any, Any]:
    """
    Lock the thread where a conversation stands; give it, and what stands there already.
    """
    was_missing = False
    while True:
        place = connection.execute(_LOCK, {"conversation": conversation}).first()
        if place is not None:
            parts = {
                "conversation": conversation,
                "thread": place.id,
                "moment": now,
                **item,
            }
            standing = connection.execute(_STANDING, parts).one()
            if standing.thread == place.id:
                return place, standing
        elif was_missing:
            raise ConversationUnknown
        # Joined or parted while we waited for the lock: the next look sees it.
        was_missing = place is None


def _add_message(
    connection: Connection,
    place: Any,
    at: Place,
    incoming: IncomingMessage,
    text: str,
    now: datetime,
) -> int:
    added = connection.execute(
        _ADD_MESSAGE,
        {
            "conversation": at.thread,
            "origin": at.origin,
            "seq": place.next_seq,
            "author": "customer",
            "text": text,
            "button_count": 0,
            "file_count": len(incoming.files),
            "at": now,
            "epoch": place.owner_epoch,
            "channel": incoming.channel,
            "client_id": incoming.external_id if incoming.scoped else None,
        },
    )
    connection.execute(_ADVANCE, {"conversation_id": at.thread})
    changes.note(connection, changes.MESSAGE, at.thread, now, place.next_seq)
    return int(added.inserted_primary_key[0])


def _add_item(connection: Connection, place: Any, item: _Item, *, begin: bool) -> int:
    """
    Put an item into the inbox. What is not for the bot is done by being stored.
    """
    proof = item.identity.proof
    added = connection.execute(
        _ADD_ITEM,
        {
            "conversation": item.at.thread,
            "origin": item.at.origin,
            "message": item.message,
            "channel": item.channel,
            "scope": item.scope,
            "external_id": item.external_id,
            "kind": item.kind,
            "choice": buttons.choice_record(item.choice) if item.choice else None,
            "customer_id": item.identity.customer_id,
            "assurance": int(item.identity.assurance),
            "proven_by": proof.kind.value if proof else None,
            "proven_at": proof.at if proof else None,
            "status": PENDING if is_bots(place.owner) else DONE,
            "attempts": int(begin),
            "at": item.now,
        },
    )
    return int(added.inserted_primary_key[0])


def _work(place: Any, item: _Item, number: int, text: str, came: int) -> Work:
    turn = Turn(
        conversation=item.at.thread,
        text=text,
        at=item.now,
        identity=item.identity,
        state=place.engine_state,
        choice=item.choice,
        channel=item.channel,
        language_hint=place.language,
        is_waiting=place.owner == QUEUE,
        files=came,
    )
    return Work(number, item.message, 0, place.owner_epoch, turn)
