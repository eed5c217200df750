"""
What happened in the chats, until the bot has confirmed that it knows.
"""

from __future__ import annotations

import asyncio
import copy
import random
from collections.abc import Iterable
from typing import Any

from tests.fakes.telegram.refusals import OTHER_POLL, Refusal

Update = dict[str, Any]

KINDS = (
    *("message", "edited_message", "channel_post", "edited_channel_post"),
    *("business_connection", "business_message", "edited_business_message"),
    *("deleted_business_messages", "message_reaction", "message_reaction_count"),
    *("inline_query", "chosen_inline_result", "callback_query", "shipping_query"),
    *("pre_checkout_query", "purchased_paid_media", "poll", "poll_answer"),
    *("my_chat_member", "chat_member", "chat_join_request", "chat_boost"),
    *("removed_chat_boost", "managed_bot", "guest_message"),
)
UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
"""Kinds that come only to bots that ask for them by name."""
DEFAULT = frozenset(KINDS) - frozenset(UNASKED)
FIRST = 880_000_001
MOST = 100


class Updates:
    """
    The queue of one bot.

    `pending` is what it has not confirmed; `allowed` the kinds that are put there,
    which does not change what is there already. `left_out` are the others, as kinds.
    """

    def __init__(self) -> None:
        self.pending: list[Update] = []
        self.allowed: frozenset[str] = DEFAULT
        self.left_out: list[str] = []
        self.told: list[Update] = []
        self._last = FIRST - 1
        self._again: list[Update] = []
        self._new: list[Update] = []
        # Set, and another one put here, when something is added.
        self.come = asyncio.Event()
        self._poll: asyncio.Future[Refusal] | None = None

    def allow(self, kinds: Iterable[str] | None) -> None:
        """
        Which kinds are wanted from now on: None is as before, none at all the default.
        """
        if kinds is not None:
            known = frozenset(kinds) & frozenset(KINDS)
            self.allowed = known or DEFAULT

    def add(self, kind: str, payload: dict[str, Any]) -> Update | None:
        """
        Something happened; gives the update, or None if the bot does not want the kind.
        """
        if kind not in self.allowed:
            self.left_out.append(kind)
            return None
        self._last += 1
        update = {"update_id": self._last, kind: copy.deepcopy(payload)}
        self._put(update)
        return update

    def add_raw(self, update: Update) -> None:
        """
        Put there what a test made, with its number or the next one.
        """
        self._last = max(self._last + 1, update.get("update_id", 0))
        self._put({"update_id": self._last, **copy.deepcopy(update)})

    def _put(self, update: Update) -> None:
        self.pending.append(update)
        self._new.append(update)
        self.wake()

    def repeat(self, *updates: Update) -> None:
        """
        Tell the bot once more of what it has confirmed already.
        """
        self._again += copy.deepcopy(list(updates))
        self.wake()

    def reorder(self, chance: random.Random) -> None:
        """
        Put what is pending into another order.
        """
        chance.shuffle(self.pending)

    def drop_all(self) -> None:
        """
        Forget what is pending.
        """
        self.pending.clear()
        self._new.clear()

    def forget(self, update: Update) -> None:
        """
        The bot knows of this one.
        """
        if update in self.pending:
            self.pending.remove(update)

    def wake(self) -> None:
        """
        Tell whoever waits that there is something.
        """
        come, self.come = self.come, asyncio.Event()
        come.set()

    def carry_all(self) -> None:
        """
        A webhook begins: it is to carry all that is pending.
        """
        self._new = list(self.pending)

    def to_carry(self) -> list[Update]:
        """
        What a webhook has not been given yet.
        """
        again, self._again = self._again, []
        new, self._new = self._new, []
        return [*again, *new]

    def end_poll(self, refusal: Refusal) -> None:
        """
        Whoever waits for updates hears no.
        """
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(refusal)

    async def get(self, offset: int, limit: int, timeout: float) -> list[Update]:
        """
        What is pending from `offset` on; all before is confirmed by that.

        Waits at most `timeout` seconds for the first. Raises `Refusal` if somebody else
        begins to wait, or a webhook is set.
        """
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [e for e in self.pending if e["update_id"] >= offset]
        limit = min(max(limit, 1), MOST)
        come = self.come
        found = self._take(limit)
        if found or timeout <= 0:
            return found
        self.end_poll(OTHER_POLL)
        loop = asyncio.get_running_loop()
        mine = self._poll = loop.create_future()
        end = loop.time() + timeout
        while not found and (left := end - loop.time()) > 0:
            coming = asyncio.ensure_future(come.wait())
            try:
                await asyncio.wait(
                    {mine, coming}, timeout=left, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                coming.cancel()
            if mine.done():
                raise mine.result()
            come = self.come
            found = self._take(limit)
        if self._poll is mine:
            self._poll = None
        return found

    def _take(self, limit: int) -> list[Update]:
        found = [*self._again, *self.pending][:limit]
        self._again = self._again[limit:]
        self.told += found
        return found
