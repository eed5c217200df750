"""
What goes in and out of a conversation, free of any channel's detail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.conversations.files import File
from crm_connector.model import Identity


@dataclass(frozen=True)
class Choice:
    """
    What a button means: made by the engine, kept by the server, never sent out.
    """

    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """
    A quick reply. The channel shows `title` and a one-shot token for `choice`.
    """

    title: str
    choice: Choice


@dataclass(frozen=True)
class Row:
    """
    One labelled line of a card; `value` is shown as it is, isolated from its label.
    """

    label: str
    value: str


@dataclass(frozen=True)
class Card:
    """
    A small structured picture of one thing, in the customer's language.

    `kind` says what it shows ("order"); `id` is the thing's own number; `status` is a
    word for people and `state` its code (placed, shipped, ...), which chooses colours.
    `steps` names the stages of the way and `step` the one reached (0-based, -1 if the
    thing left the way, as a cancelled order does). `image` is the address of a picture
    on the shop's site (https://), if there is one.
    """

    kind: str
    id: str
    title: str
    status: str = ""
    state: str = ""
    rows: tuple[Row, ...] = ()
    items: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    step: int = -1
    image: str = ""


@dataclass(frozen=True)
class Reply:
    """
    One message of ours. `lang` is the language it is written in: fa, ar or en.

    The bytes of `files` are kept already; they are the customer's once this is said.
    """

    text: str
    lang: str
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class IncomingMessage:
    """
    One message of a customer, as a channel understood it.

    `conversation` is the one that the sender holds, wherever it stands now.

    Exactly one of `text` and `button` (the token as it was shown) is given, or neither
    where there are `files`: ids of what was uploaded into that conversation. With
    `choice` the channel itself says what the text means: a command of its own, say,
    never anything that a customer writes.
    `external_id` is the channel's name for the message: the same id is the same
    message. `scoped` says that clients choose it, so that it counts in this
    conversation only. `identity` is what the session has proven by now.
    """

    conversation: str
    channel: str
    external_id: str
    identity: Identity
    text: str | None = None
    button: str | None = None
    scoped: bool = False
    files: tuple[str, ...] = ()
    choice: Choice | None = None


@dataclass(frozen=True)
class Turn:
    """
    One message of the customer, with all that the engine may know for answering it.

    `conversation` is the thread where it stands.

    `state` is what the engine itself returned after the last turn (None at first).
    Exactly one of `text` and `choice` carries what the customer wants; with a choice,
    `text` is the title of the pressed button. With `files` (how many came with it)
    there may be neither. `is_waiting` tells that a person is to come; the bot answers
    until then.
    """

    conversation: str
    text: str
    at: datetime
    identity: Identity
    state: bytes | None = None
    choice: Choice | None = None
    channel: str = "web"
    language_hint: str | None = None
    is_waiting: bool = False
    files: int = 0


@dataclass(frozen=True)
class HandOver:
    """
    The wish to give the conversation to a person, as the engine decided it.

    `reason` is one of the codes of `bot/handoff`; `language` is the one to be served in
    and `skill` what the agent should know about, if anything. The higher `priority` is,
    the sooner its turn comes. `promised_at` is when the customer was told to hear from
    somebody at the latest. `packet` is all that the agent should know, as JSON.
    """

    reason: str
    language: str
    skill: str | None = None
    priority: int = 0
    promised_at: datetime | None = None
    packet: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """
    What the engine made of a turn: replies in order, and the state to come back with.

    `customer_lang` is the language the customer wrote in (fa, fa-Latn, ar, en). With
    `hand_over` the conversation goes into the queue as the replies are said, unless it
    waits there already; with `withdraws` one that waits there leaves it.
    """

    replies: Sequence[Reply]
    state: bytes
    customer_lang: str
    hand_over: HandOver | None = None
    withdraws: bool = False
    meta: Mapping[str, Any] = field(default_factory=dict)


class Engine(Protocol):
    """
    Turns a customer's message into replies; keeps nothing itself between turns.
    """

    async def respond(self, turn: Turn) -> Answer:
        """
        Answer one turn. It always answers: a failure inside becomes an honest reply.
        """
