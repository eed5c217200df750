"""
The outcome of a turn, saved in one transaction or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import buttons, changes, counters, files, outbox, work
from bot.conversations.handoffs import standing, steps
from bot.conversations.history import WITHHELD
from bot.conversations.messages import Answer, Reply
from bot.conversations.owner import BOT, QUEUE, is_bots
from bot.conversations.tables import conversations, inbox, messages
from bot.conversations.work import DONE, FAILED, PENDING, Work

_PLACE = (
    sa.select(
        conversations.c.id,
        conversations.c.owner,
        conversations.c.owner_epoch,
        conversations.c.next_seq,
        inbox.c.status,
        inbox.c.origin,
    )
    .select_from(conversations.join(inbox, inbox.c.conversation == conversations.c.id))
    .where(inbox.c.id == sa.bindparam("item"))
    .with_for_update()
)
_ADD_MESSAGE = messages.insert()
_REMEMBER = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("conversation_id"))
    .values(
        next_seq=sa.bindparam("next_seq"),
        language=sa.bindparam("language"),
        engine_state=sa.bindparam("engine_state"),
    )
)
_ADVANCE = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("conversation_id"))
    .values(next_seq=sa.bindparam("next_seq"))
)
_SPOKEN = (
    messages.update()
    .where(messages.c.id == sa.bindparam("message"))
    .values(lang=sa.bindparam("language"))
)


@dataclass(frozen=True)
class Saved:
    """
    What became of a turn, and what is to be worked next.

    `seq` is that of the last reply, or 0 if there was none; of `dropped` replies only
    the desk hears. `outgoing` tells whether the outbox has something to send, and
    `handed` whether the conversation has just got into the queue or out of it.
    """

    conversation: str
    seq: int = 0
    dropped: int = 0
    outgoing: bool = False
    handed: bool = False
    next: Work | None = None


def save(
    connection: Connection,
    done: Work,
    answer: Answer,
    *,
    key: bytes,
    pushed: Collection[str],
    now: datetime,
) -> Saved:
    """
    Save what the engine made of an item.

    If the conversation got another owner meanwhile, the replies are dropped and
    counted, the desk is shown what they would have told, and the engine's state stays
    as it was. `pushed` names the channels whose messages the outbox has to send.
    """
    place = _place(connection, done)
    if _is_stale(place, done):
        return _leave(connection, place, done)
    if done.message is not None:
        spoken = {"message": done.message, "language": answer.customer_lang}
        connection.execute(_SPOKEN, spoken)
    if not _may_speak(place, done):
        return _withhold(connection, place, done, answer.replies, now)
    epoch = place.owner_epoch
    handed = answer.hand_over is not None and place.owner == BOT
    if answer.hand_over is not None and handed:
        epoch = steps.request(
            connection,
            place.origin or place.id,
            answer.hand_over,
            now,
            thread=place.id,
            expected_epoch=epoch,
        )
    elif answer.withdraws and place.owner == QUEUE:
        waiting = standing.opened(connection, place.id)
        if waiting is not None:
            epoch = steps.withdraw(connection, waiting.number, now).epoch
            handed = True
    seq = _say(connection, place, done, answer.replies, epoch, key, pushed, now)
    connection.execute(
        _REMEMBER,
        {
            "conversation_id": place.id,
            "next_seq": seq + 1,
            "language": answer.customer_lang,
            "engine_state": answer.state,
        },
    )
    # Also without a reply: the customer's own words are known to be of a language.
    changes.note(connection, changes.MESSAGE, place.id, now, seq)
    outgoing = bool(answer.replies) and done.turn.channel in pushed
    work.close(connection, done.item, DONE)
    return Saved(
        done.conversation,
        seq,
        outgoing=outgoing,
        handed=handed,
        next=work.take(connection, done.conversation),
    )


def apologise(
    connection: Connection,
    failed: Work,
    apology: Reply,
    *,
    key: bytes,
    pushed: Collection[str],
    now: datetime,
) -> Saved:
    """
    Save an apology in place of an answer; the engine's state stays as it was.
    """
    place = _place(connection, failed)
    if _is_stale(place, failed):
        return _leave(connection, place, failed)
    if not _may_speak(place, failed):
        return _withhold(connection, place, failed, (apology,), now, outcome=FAILED)
    epoch = place.owner_epoch
    seq = _say(connection, place, failed, (apology,), epoch, key, pushed, now)
    connection.execute(_ADVANCE, {"conversation_id": place.id, "next_seq": seq + 1})
    changes.note(connection, changes.MESSAGE, place.id, now, seq)
    work.close(connection, failed.item, FAILED)
    return Saved(
        failed.conversation,
        seq,
        outgoing=failed.turn.channel in pushed,
        next=work.take(connection, failed.conversation),
    )


def _place(connection: Connection, item: Work) -> Any:
    """
    Where the item stands now, locked.
    """
    while True:
        place = connection.execute(_PLACE, {"item": item.item}).first()
        if place is not None:
            return place
        # It was moved while we waited for the lock: the next look sees where to.


def _is_stale(place: Any, item: Work) -> bool:
    """
    Tell whether this outcome may not be saved.

    The item stands in another thread now, where it waits to be worked again, or it has
    been answered already.
    """
    return place.id != item.conversation or place.status != PENDING


def _leave(connection: Connection, place: Any, item: Work) -> Saved:
    # It will be taken up anew where it now is, and this time counts as none.
    work.put_back(connection, item.item)
    return Saved(place.id)


def _may_speak(place: Any, item: Work) -> bool:
    """
    Tell whether the conversation has had no other owner since the turn began.
    """
    return is_bots(place.owner) and place.owner_epoch == item.epoch


def _withhold(
    connection: Connection,
    place: Any,
    item: Work,
    replies: Sequence[Reply],
    now: datetime,
    *,
    outcome: str = DONE,
) -> Saved:
    """
    Say nothing, and show the desk what would have been told: it may have been done.
    """
    counters.add(connection, {counters.DROPPED_REPLIES: len(replies)})
    seq = int(place.next_seq) - 1
    for reply in replies:
        seq += 1
        row = _message(place, item, reply, seq, place.owner_epoch, now)
        _add(connection, place, row | {"button_count": 0, "desk": WITHHELD}, reply)
    connection.execute(_ADVANCE, {"conversation_id": place.id, "next_seq": seq + 1})
    changes.note(connection, changes.NOTE, place.id, now, seq)
    work.close(connection, item.item, outcome)
    following = work.take(connection, item.conversation)
    return Saved(
        item.conversation,
        seq if replies else 0,
        dropped=len(replies),
        next=following,
    )


def _say(
    connection: Connection,
    place: Any,
    item: Work,
    replies: Sequence[Reply],
    epoch: int,
    key: bytes,
    pushed: Collection[str],
    now: datetime,
) -> int:
    """
    Add the replies to the thread and give the seq of the last message now in it.
    """
    seq = int(place.next_seq) - 1
    for reply in replies:
        seq += 1
        row = _message(place, item, reply, seq, epoch, now)
        message = _add(connection, place, row, reply)
        buttons.store(connection, key, place.id, message, reply.buttons, now)
        if item.turn.channel in pushed:
            outbox.put(
                connection,
                place.id,
                message,
                channel=item.turn.channel,
                epoch=epoch,
                now=now,
            )
    return seq


def _add(connection: Connection, place: Any, row: dict[str, Any], reply: Reply) -> int:
    """
    Add a message with its files, and give its number.
    """
    message = int(connection.execute(_ADD_MESSAGE, row).inserted_primary_key[0])
    owner = place.origin or place.id
    files.hand_out(connection, owner, message, reply.files, row["at"])
    return message


def _message(
    place: Any, item: Work, reply: Reply, seq: int, epoch: int, now: datetime
) -> dict[str, Any]:
    return {
        "conversation": place.id,
        "origin": place.origin,
        "seq": seq,
        "author": "bot",
        "text": reply.text,
        "lang": reply.lang,
        "button_count": len(reply.buttons),
        "file_count": len(reply.files),
        "cards": [asdict(card) for card in reply.cards] or None,
        "at": now,
        "epoch": epoch,
        "channel": item.turn.channel,
    }
