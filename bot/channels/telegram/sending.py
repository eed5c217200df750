"""
One part of a message as one call of the Bot API.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram import media, parts, troubles
from bot.channels.telegram.chats import Held
from bot.channels.telegram.client import Client
from bot.channels.telegram.parts import Address, Part, Picture
from bot.conversations.files import File

NOTHING_SENT = 0
"""In place of a message's number where there was nothing left to send."""

_TAG = re.compile(r"<[^>]*>")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
FileAt = Callable[[File], Path | None]
"""Gives where the bytes of a file are; None if they are gone."""


@dataclass(frozen=True)
class To:
    """
    Where something goes: a chat, its topic if it has any, and what it answers there.
    """

    chat: int
    answers: int | None = None
    topic: int | None = None


def held_at(held: Held) -> To:
    """
    Where whoever holds a conversation reads: in a group, below what they wrote.
    """
    answers = None if held.who.is_private else held.last_message
    return To(held.who.chat, answers, held.who.topic)


class Sending:
    """
    Makes the calls; raises what python-telegram-bot does.
    """

    def __init__(self, client: Client, file_at: FileAt) -> None:
        self._client = client
        self._file_at = file_at

    async def send(self, to: To, part: Part) -> int:
        """
        Send a part; gives the number of its message, the first of an album.

        What Telegram cannot read of our tags, or show of a picture, goes out as words.
        """
        try:
            return await self._send(to, part)
        except BadRequest as error:
            if troubles.is_picture(error):
                others = media.instead(part)
                if others != (part,):
                    sent = [await self._send(to, each) for each in others]
                    return sent[0] if sent else NOTHING_SENT
            elif isinstance(part, parts.SendText) and troubles.is_markup(error):
                return await self._send_plain(to, part)
            raise

    async def _send_plain(self, to: To, part: parts.SendText) -> int:
        message = await self._client.send_message(
            to.chat,
            unescape(_TAG.sub("", part.html)),
            reply_parameters=_answering(to),
            message_thread_id=to.topic,
            reply_markup=_markup_of(part),
            link_preview_options=_NO_PREVIEW,
        )
        return message.message_id

    async def change(self, to: To, message: int, part: parts.SendText) -> None:
        """
        Let a message say something else from now on.
        """
        try:
            await self._client.edit_message_text(
                part.html,
                chat_id=to.chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                reply_markup=_inline(part.keyboard),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            if not troubles.is_same(error):
                raise

    async def change_keyboard(
        self, to: To, message: int, keyboard: parts.InlineKeyboard | None
    ) -> None:
        """
        Let a message have other buttons from now on, or none.
        """
        try:
            await self._client.edit_message_reply_markup(
                to.chat, message, reply_markup=_inline(keyboard)
            )
        except BadRequest as error:
            if not troubles.is_same(error):
                raise

    async def _send(self, to: To, part: Part) -> int:
        client, answering = self._client, _answering(to)
        if isinstance(part, parts.SendText):
            message: Message = await client.send_message(
                to.chat,
                part.html,
                parse_mode=ParseMode.HTML,
                reply_parameters=answering,
                message_thread_id=to.topic,
                reply_markup=_markup_of(part),
                link_preview_options=_NO_PREVIEW,
            )
        elif isinstance(part, parts.SendPhoto):
            message = await client.send_photo(
                to.chat,
                self._picture(part.picture),
                caption=part.caption or None,
                parse_mode=ParseMode.HTML,
                reply_parameters=answering,
                message_thread_id=to.topic,
                reply_markup=_markup_of(part),
            )
        elif isinstance(part, parts.SendDocument):
            message = await client.send_document(
                to.chat,
                self._bytes(part.file),
                filename=part.file.name,
                caption=part.caption or None,
                parse_mode=ParseMode.HTML,
                reply_parameters=answering,
                message_thread_id=to.topic,
                reply_markup=_markup_of(part),
            )
        else:
            album = [
                InputMediaPhoto(
                    self._picture(each.picture),
                    caption=each.caption or None,
                    parse_mode=ParseMode.HTML,
                )
                for each in part.photos
            ]
            messages = await client.send_media_group(
                to.chat,
                album,
                reply_parameters=answering,
                message_thread_id=to.topic,
            )
            message = messages[0]
        return message.message_id

    def _picture(self, picture: Picture) -> str | bytes:
        if isinstance(picture, Address):
            return picture.url
        return self._bytes(picture)

    def _bytes(self, file: File) -> bytes:
        path = self._file_at(file)
        if path is None:
            raise FileGone
        return path.read_bytes()


class FileGone(Exception):
    """
    The time of a file is over: there is nothing to send any more.
    """


def _answering(to: To) -> ReplyParameters | None:
    if to.answers is None:
        return None
    return ReplyParameters(to.answers, allow_sending_without_reply=True)


def _markup_of(part: Part) -> Markup | None:
    keyboard = None if isinstance(part, parts.SendAlbum) else part.keyboard
    if isinstance(keyboard, parts.ContactKeyboard):
        return ReplyKeyboardMarkup(
            [[KeyboardButton(keyboard.text, request_contact=True)]],
            resize_keyboard=True,
            one_time_keyboard=True,
            input_field_placeholder=keyboard.placeholder,
        )
    if isinstance(keyboard, parts.NoKeyboard):
        return ReplyKeyboardRemove()
    return _inline(keyboard)


def _inline(keyboard: parts.Keyboard | None) -> InlineKeyboardMarkup | None:
    if not isinstance(keyboard, parts.InlineKeyboard):
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    each.text, callback_data=each.data or None, url=each.url or None
                )
                for each in row
            ]
            for row in keyboard.rows
        ]
    )
