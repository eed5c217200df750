"""
What comes from Telegram, as the channel understands it: one value an update.

Texts hold no NUL and no half of a surrogate pair, which databases refuse; everything
else in them is as it was written. Names and titles are one line without marks of
direction. All of it is the sender's word: nothing here proves who they are, but
`SharedContact.is_own`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Me:
    """
    The bot itself, as `getMe` names it; `username` is without the @.
    """

    id: int
    username: str


@dataclass(frozen=True)
class Chat:
    """
    Where something was said. Supergroups are groups.

    `topic` is the thread (`message_thread_id`) that an answer belongs into, in a forum
    or a private chat with topics. Of kind "none" is what belongs to no chat (`NOWHERE`)
    or to one of a kind that is not known.
    """

    id: int
    kind: Literal["private", "group", "channel", "none"]
    title: str = ""
    topic: int | None = None


NOWHERE = Chat(0, "none")
"""Telegram has no chat 0."""


@dataclass(frozen=True)
class Sender:
    """
    A person. `language` is that of their Telegram as it was given, perhaps empty.
    """

    id: int
    name: str
    username: str = ""
    language: str = ""


@dataclass(frozen=True)
class Said:
    """
    Anything a person sent us; `message` is its id, which counts within the chat.

    `reply_to` is the id of that message of our own which it answers, and `quoted` the
    part of it which the customer marked.
    """

    chat: Chat
    sender: Sender
    message: int
    reply_to: int | None
    quoted: str


@dataclass(frozen=True)
class Wrote(Said):
    """
    A text, never empty. In groups it is without the mention of the bot.
    """

    text: str


@dataclass(frozen=True)
class Commanded(Said):
    """
    A bot command, such as `/start abc`, whether or not the bot has it.

    `name` is in small letters, without slash and username. A forwarded one is no
    command: whoever forwards it has not given it. In groups the bare mention of the bot
    is `/help`.
    """

    name: str
    argument: str


@dataclass(frozen=True)
class Edited(Said):
    """
    The new text, or caption, of an older message, never empty.
    """

    text: str


@dataclass(frozen=True)
class Pressed:
    """
    A button under one of our messages, pressed by anybody who sees it.

    `query` is to be answered, also where `data` is empty. `message` is None if Telegram
    does not say under which it was; the chat is then the private one of the sender.
    """

    chat: Chat
    sender: Sender
    query: str
    data: str
    message: int | None


@dataclass(frozen=True)
class SharedContact(Said):
    """
    A contact; `phone` as Telegram gives it, often without the + of the country's code.

    `is_own` is Telegram's word that it is the sender's own number: said in private,
    by themselves, of their own account. Any other proves nothing.
    """

    phone: str
    is_own: bool


@dataclass(frozen=True)
class Located(Said):
    """
    A place, in degrees: a location, the begin of a live one, or a venue.
    """

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Uploaded(Said):
    """
    A photo or a document, still at Telegram under the id `file`.

    `unique` names the content, also for other bots. `name`, `type` and `size` (bytes)
    are what the sender's program says, size perhaps None. `album` is the same for what
    was sent together, and else empty.
    """

    file: str
    unique: str
    kind: Literal["photo", "document"]
    name: str
    type: str
    size: int | None
    caption: str
    album: str


@dataclass(frozen=True)
class Unreadable(Said):
    """
    A voice, a sticker, or whatever else we can do nothing with but say so.

    `kind` is the name of Telegram's field; `album` as in `Uploaded`.
    """

    kind: str
    caption: str
    album: str


Sent = Uploaded | Unreadable
"""What can be one of several that were sent together."""


@dataclass(frozen=True)
class Membership:
    """
    Whether anything of ours arrives in a private chat or a group from now on.

    `sender` is who changed it, or None if that was no person.
    """

    chat: Chat
    sender: Sender | None
    is_blocked: bool


@dataclass(frozen=True)
class Migrated:
    """
    The group `chat` has become the supergroup `to`; its old id is of no more use.
    """

    chat: Chat
    sender: Sender | None
    to: int


@dataclass(frozen=True)
class Ignored:
    """
    Nothing to do; `why` is one of a few words, to be counted by.

    It is the kind of the update where we never do anything with that kind, and else

    - `channel`, `direct_messages`, `unknown_chat`: nobody is served in such a chat;
    - `service`: what happened in a chat, not what was said;
    - `from_bot`, `sender_chat`, `no_sender`: said by no person whom we could know;
    - `not_addressed`: said in a group to others;
    - `empty`: a text in which nothing can be seen;
    - `edited_location`, `edited_media`: a live location that moved, and an edited
      message that has no words;
    - `rights`: the bot is in the group as before, with other rights.
    """

    chat: Chat
    sender: Sender | None
    why: str


@dataclass(frozen=True)
class Unknown:
    """
    What not even the library knows, or (`malformed`) what no Telegram sends.

    `kind` is the name of the field, as far as it can be told.
    """

    chat: Chat
    sender: Sender | None
    kind: str


Came = (
    Wrote
    | Commanded
    | Edited
    | Pressed
    | SharedContact
    | Located
    | Uploaded
    | Unreadable
    | Membership
    | Migrated
    | Ignored
    | Unknown
)
"""Exactly one of these comes of every update."""
