"""
Reads updates of Telegram: whatever comes, the outcome is one value of `came`.

What each kind of update and of content is for, the tables in `kinds` say.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any, Literal

from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)
from telegram import Chat as TelegramChat

from bot.channels.telegram import addressing, contents, writing
from bot.channels.telegram.came import (
    NOWHERE,
    Came,
    Chat,
    Ignored,
    Me,
    Membership,
    Migrated,
    Pressed,
    Said,
    Sender,
    Unknown,
)
from bot.channels.telegram.kinds import UPDATES, Content, Outcome

# Spans of time as such. Without it the library warns of the change to come at every
# message that tells of one, and at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_Kind = Literal["private", "group", "channel", "none"]
_KINDS: Mapping[str, _Kind] = {
    TelegramChat.PRIVATE: "private",
    TelegramChat.GROUP: "group",
    TelegramChat.SUPERGROUP: "group",
    TelegramChat.CHANNEL: "channel",
}
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Fields of before, which Bot API servers still send beside those of today.
_FORMER = ("forward_", "user_shared", "thumb")

_NO_UPDATE = (
    *(TypeError, ValueError, LookupError, AttributeError),
    *(ArithmeticError, OSError, RecursionError),
)

_AWAY = (ChatMember.LEFT, ChatMember.BANNED)
_THERE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


def read_body(body: Mapping[str, Any], me: Me) -> Came:
    """
    Read an update as it was received, also one of which the library makes nothing.
    """
    try:
        update = Update.de_json(dict(body))
    # The library checks no types: what fits none of its classes fails where it is used.
    except _NO_UPDATE:
        return Unknown(NOWHERE, None, "malformed")
    return read(update, me)


def read(update: Update, me: Me) -> Came:
    """
    Tell what an update is to us. Changes nothing, asks nobody, and never fails.
    """
    try:
        return _read(update, me)
    except writing.Malformed:
        return Unknown(NOWHERE, None, "malformed")


def _read(update: Update, me: Me) -> Came:
    for kind, outcome in UPDATES.items():
        value = getattr(update, kind)
        if value is None:
            continue
        if outcome is Outcome.MESSAGE:
            return _message(value, me, is_edited=False)
        if outcome is Outcome.EDIT:
            return _message(value, me, is_edited=True)
        if outcome is Outcome.PRESS:
            return _pressed(value)
        if outcome is Outcome.MEMBERSHIP:
            return _membership(value)
        return Ignored(_chat(update.effective_chat), None, kind)
    return Unknown(NOWHERE, None, _unknown_field(update.api_kwargs, "update"))


def _message(message: Message, me: Me, *, is_edited: bool) -> Came:
    chat = _chat(message.chat, message)
    sender = _person(message.from_user)
    found = contents.content(message)
    if found is not None and found[1] is Content.MOVED and chat.kind == "group":
        to = writing.whole(message.migrate_to_chat_id)
        return Migrated(chat, sender, to)
    why = _why_not(message, chat, found, me)
    if why is not None:
        return Ignored(chat, sender, why)
    if sender is None:
        is_bot = message.from_user is not None
        return Ignored(chat, None, "from_bot" if is_bot else "no_sender")
    if found is None and not message.caption:
        return Unknown(chat, sender, _unknown_field(message.api_kwargs, "message"))
    # What has a caption is some medium, though the library does not know it.
    field, kind = found or ("unknown", Content.UNREADABLE)
    answered = addressing.reply(message, me)
    number = writing.whole(message.message_id)
    at = Said(chat, sender, number, answered.to, answered.quoted)
    if is_edited:
        return contents.edited(message, at, kind, me)
    return contents.said(message, at, field, kind, me)


def _why_not(
    message: Message, chat: Chat, found: tuple[str, Content] | None, me: Me
) -> str | None:
    """
    Tell why a message is not for us, as far as that is not for who sent it.
    """
    if found is not None and found[1] in (Content.SERVICE, Content.MOVED):
        return "service"
    if chat.kind == "channel":
        return "channel"
    if chat.kind == "none":
        return "unknown_chat"
    if message.chat.is_direct_messages:
        return "direct_messages"
    # A channel, or an admin who does not want to be known.
    if message.sender_chat is not None:
        return "sender_chat"
    if message.from_user is not None and message.from_user.is_bot:
        return "from_bot"
    if chat.kind == "group" and not addressing.is_to_us(message, me):
        return "not_addressed"
    return None


def _pressed(query: CallbackQuery) -> Came:
    sender = _person(query.from_user)
    message = query.message
    if message is not None:
        known = message if isinstance(message, Message) else None
        chat = _chat(message.chat, known)
    elif sender is not None:
        chat = Chat(sender.id, "private")
    else:
        chat = NOWHERE
    if sender is None:
        return Ignored(chat, None, "from_bot")
    number = writing.whole(message.message_id) if message is not None else None
    data = writing.token(query.data)
    return Pressed(chat, sender, writing.token(query.id), data, number)


def _membership(change: ChatMemberUpdated) -> Came:
    chat, sender = _chat(change.chat), _person(change.from_user)
    if chat.kind == "channel":
        return Ignored(chat, sender, "channel")
    if chat.kind == "none":
        return Ignored(chat, sender, "unknown_chat")
    before, now = _is_heard(change.old_chat_member), _is_heard(change.new_chat_member)
    if now is None:
        return Unknown(chat, sender, "my_chat_member")
    if chat.kind == "group" and before == now:
        return Ignored(chat, sender, "rights")
    return Membership(chat, sender, is_blocked=not now)


def _is_heard(bot: ChatMember | None) -> bool | None:
    """
    Tell whether what the bot says arrives; None where its status is not known.
    """
    if bot is None:
        return None
    if isinstance(bot, ChatMemberRestricted):
        return bool(bot.is_member and bot.can_send_messages)
    if bot.status in _THERE:
        return True
    return False if bot.status in _AWAY else None


def _chat(chat: TelegramChat | None, message: Message | None = None) -> Chat:
    if chat is None:
        return NOWHERE
    kind = _KINDS.get(writing.token(chat.type), "none")
    topic = None
    # In other groups the thread is that of answers, into which nothing can be sent.
    if message is not None and message.is_topic_message:
        topic = writing.whole_or_none(message.message_thread_id)
    return Chat(writing.whole(chat.id), kind, writing.line(chat.title), topic)


def _person(user: User | None) -> Sender | None:
    """
    Give who sent something, if that is a person.
    """
    if user is None or user.is_bot:
        return None
    names = (writing.line(user.first_name), writing.line(user.last_name))
    return Sender(
        writing.whole(user.id),
        " ".join(name for name in names if name),
        writing.line(user.username),
        writing.line(user.language_code),
    )


def _unknown_field(fields: Mapping[str, Any], otherwise: str) -> str:
    """
    Name the first field that the library does not know.
    """
    for field in fields:
        if _FIELD.fullmatch(field) and not field.startswith(_FORMER):
            return field
    return otherwise
