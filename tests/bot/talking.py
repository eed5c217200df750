"""
Customers of a shop who talk with the bot, on a bare database: no loop, no engine.

The talk with the engine is kept as the letters of those whose words it knows.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from bot.conversations import history, inbox, joint, threads, turns, work
from bot.conversations.database import make_engine
from bot.conversations.history import END, StoredMessage
from bot.conversations.messages import (
    Answer,
    Button,
    Choice,
    HandOver,
    IncomingMessage,
    Reply,
)
from bot.conversations.tables import conversations
from bot.conversations.turns import Saved
from bot.conversations.work import Work
from bot.people import People
from crm_connector.identity import ledger
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.model import Assurance, Identity
from tests.fakes.database import fresh_database

HOME = "shop"
KEY = b"a key of the tests"
RULES = Rules()


class Talking:
    """
    A database of its own. Customers are letters, with which their messages begin.
    """

    def __init__(self, connection: Connection | None = None) -> None:
        self._own = ExitStack()
        if connection is None:
            folder = self._own.enter_context(tempfile.TemporaryDirectory())
            engine = make_engine(fresh_database(Path(folder)))
            self._own.callback(engine.dispose)
            connection = self._own.enter_context(engine.connect())
            connection.exec_driver_sql("BEGIN")
        self.connection = connection
        self.people = People(HOME)
        self.now = datetime(2026, 1, 1, tzinfo=timezone.utc)
        self.said = 0

    def close(self) -> None:
        """
        Nothing is left.
        """
        self._own.close()

    def tick(self) -> datetime:
        """
        A minute later.
        """
        self.now += timedelta(minutes=1)
        return self.now

    def person(self, customer: str) -> PersonId:
        """
        Who the customer is, in the ledger.
        """
        return ledger.meet(
            self.connection,
            Identifier(Kind.SHOP_CUSTOMER_ID, customer, HOME),
            source=HOME,
            now=self.now,
            rules=RULES,
        )

    def sign_in(self, customer: str, stranger: str | None = None) -> str:
        """
        Give the customer's conversation, as a channel does.
        """
        conversation = threads.join(self.connection, customer, stranger, self.tick())
        kin = self.people.kin(self.connection, customer)
        joint.arrange(self.connection, [kin], self.now)
        return conversation

    def merge(self, one: str, other: str) -> int:
        """
        They are one.
        """
        return self.people.merge(
            self.connection,
            self.person(one),
            self.person(other),
            by="admin",
            reason="same phone",
            now=self.tick(),
            rules=RULES,
        )

    def split(self, merged: int) -> None:
        """
        They are not.
        """
        self.people.split(
            self.connection, merged, by="admin", reason="a mistake", now=self.tick()
        )

    def say(self, customer: str, *, button: str | None = None) -> str:
        """
        Something that nobody has answered yet; gives the text.
        """
        self.said += 1
        text = f"{customer}{self.said}"
        conversation = threads.of_customer(self.connection, customer)
        self.write(conversation or self.sign_in(customer), customer, text, button)
        return text

    def write(
        self, conversation: str, customer: str | None, text: str, button: str | None
    ) -> None:
        """
        A message comes in.
        """
        incoming = IncomingMessage(
            conversation=conversation,
            channel="push",
            external_id=text,
            identity=Identity(customer, Assurance.PROVEN),
            text=None if button else text,
            button=button,
            scoped=True,
        )
        accepted = inbox.accept(self.connection, incoming, self.tick())
        if accepted.work is not None:
            # It is taken up later, when the test says so.
            work.put_back(self.connection, accepted.work.item)

    def answer(self, customer: str, hand_over: HandOver | None = None) -> bool:
        """
        The oldest waiting message of the customer's thread is answered, if one waits.
        """
        taken = self.take(customer)
        if taken is not None:
            self.save(taken, hand_over)
        return taken is not None

    def take(self, customer: str) -> Work | None:
        """
        Give what the engine is to answer next in the customer's thread.
        """
        return work.take(self.connection, self.place(customer).thread)

    def save(
        self,
        taken: Work,
        hand_over: HandOver | None = None,
        *,
        withdraws: bool = False,
    ) -> Saved:
        """
        The engine's answer to it comes.
        """
        name = taken.turn.identity.customer_id or taken.turn.text[:1] or "?"
        buttons = (Button(f"{name} again", Choice("again", {"of": name})),)
        known = (taken.turn.state or b"").decode() + name
        text = f"{name}: {taken.turn.text}"
        if taken.turn.choice is not None:
            text = f"{name}: {taken.turn.choice.intent} {taken.item}"
        answer = Answer(
            [Reply(text, "en", buttons)],
            "".join(sorted(set(known))).encode(),
            f"lang-{name}",
            hand_over,
            withdraws,
        )
        return turns.save(
            self.connection, taken, answer, key=KEY, pushed={"push"}, now=self.tick()
        )

    def titles(self, customer: str) -> list[str]:
        """
        The words on the buttons of the customer's thread that can be pressed.
        """
        shown = [button for each in self.read(customer) for button in each.buttons]
        return [button.title for button in shown if button.token is not None]

    def place(self, customer: str) -> threads.Place:
        """
        Where the customer's conversation stands.
        """
        conversation = threads.of_customer(self.connection, customer)
        return threads.place(self.connection, conversation or "none")

    def read(
        self, customer: str, after: int = -END, *, at_desk: bool = False
    ) -> tuple[StoredMessage, ...]:
        """
        What the customer reads, or the desk.
        """
        place = self.place(customer)
        page = history.after(
            self.connection, KEY, place, after, 10_000, self.now, at_desk=at_desk
        )
        return page.messages

    def texts(self, customer: str) -> list[str]:
        """
        The texts that the customer reads.
        """
        return [each.text for each in self.read(customer)]

    def tokens(self, customer: str) -> list[str]:
        """
        The buttons that the customer can press.
        """
        shown = [button for each in self.read(customer) for button in each.buttons]
        return [button.token for button in shown if button.token is not None]

    def row(self, thread: str) -> Any:
        """
        What is known of a thread.
        """
        return self.connection.execute(
            conversations.select().where(conversations.c.id == thread)
        ).one()

    def everything(self) -> object:
        """
        All rows of all conversations; numbers that are still free do not count.
        """
        found = {}
        for table in (
            "messages",
            "inbox",
            "outbox",
            "buttons",
            "joined_threads",
            "handoffs",
            "handoff_events",
        ):
            rows = self.connection.exec_driver_sql(f"select * from {table}")  # noqa: S608
            found[table] = sorted(map(str, rows))
        rows = self.connection.execute(conversations.select()).mappings()
        found["conversations"] = sorted(str({**row, "next_seq": 0}) for row in rows)
        return found
