"""
To whom a message is said. In private all of it is to us, in groups what calls the bot.

The bot is called by its name (as Telegram marks it, not as letters that look so), by a
command with its name, and by an answer to a message of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message, MessageEntity

from bot.channels.telegram import writing
from bot.channels.telegram.came import Me


@dataclass(frozen=True)
class Reply:
    """
    What of ours a message answers: its id and the part that was marked, if any.
    """

    to: int | None = None
    quoted: str = ""


@dataclass(frozen=True)
class Words:
    """
    The words of a message to us, with the command that they begin with, if any.
    """

    text: str
    command: writing.Command | None


def reply(message: Message, me: Me) -> Reply:
    """
    Give what a message answers. Answers to others' messages are none to us.
    """
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != me.id:
        return Reply()
    # What is said in a topic "answers" the message by which the topic was opened.
    if answered.forum_topic_created is not None:
        return Reply()
    number = writing.whole_or_none(answered.message_id)
    if number is None:
        return Reply()
    quote = message.quote
    return Reply(number, writing.text(quote.text) if quote is not None else "")


def words(message: Message, me: Me, *, in_group: bool) -> Words:
    """
    Give the text or caption of a message, in a group without our name.
    """
    written, marks = _written(message)
    if in_group:
        names = [_span(each) for each in marks if _is_our_name(each, written, me)]
        written = writing.without(written, names)
    said = writing.text(written)
    return Words(said, writing.command(said))


def is_to_us(message: Message, me: Me) -> bool:
    """
    Tell whether somebody in a group calls the bot.
    """
    written, marks = _written(message)
    first = writing.command(written)
    if first is not None and first.bot:
        return _is_ours(first.bot, me)
    if reply(message, me).to is not None:
        return True
    return any(
        _is_our_name(each, written, me) or _is_our_command(each, written, me)
        for each in marks
    )


def _written(message: Message) -> tuple[str, Sequence[MessageEntity]]:
    if message.text:
        return writing.raw(message.text), message.entities
    return writing.raw(message.caption), message.caption_entities


def _is_our_name(mark: MessageEntity, written: str, me: Me) -> bool:
    if mark.type == MessageEntity.TEXT_MENTION:
        return mark.user is not None and mark.user.id == me.id
    if mark.type != MessageEntity.MENTION:
        return False
    name = writing.part(written, *_span(mark))
    return name.startswith("@") and _is_ours(name[1:], me)


def _is_our_command(mark: MessageEntity, written: str, me: Me) -> bool:
    if mark.type != MessageEntity.BOT_COMMAND:
        return False
    found = writing.command(writing.part(written, *_span(mark)))
    return found is not None and _is_ours(found.bot, me)


def _span(mark: MessageEntity) -> tuple[int, int]:
    offset = writing.whole_or_none(mark.offset)
    length = writing.whole_or_none(mark.length)
    return (offset or 0, length or 0)


def _is_ours(name: str, me: Me) -> bool:
    return name.lower() == me.username.lower()
