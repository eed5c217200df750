"""
The smallest bot that does a little of everything, to try playgrounds with.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ChatAction, ParseMode

from tests.bot.channels.telegram.playground import Playground
from tests.fakes.serving import listening
from tests.fakes.telegram.webhook import HEADER

SECRET = "Secret_of-the-tests"
KINDS = ["message", "callback_query"]

BELOW = InlineKeyboardMarkup(
    [[InlineKeyboardButton(each, callback_data=each) for each in ("yes", "no")]]
)
SHARE = ReplyKeyboardMarkup([[KeyboardButton("My number", request_contact=True)]])


class SmallBot:
    """
    Answers each update that it has not had before.

    `refused` are calls of its webhook with no secret, `failing` how many of the next
    ones fail, `files` what it has fetched.
    """

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.seen: set[int] = set()
        self.refused = 0
        self.failing = 0
        self.files: list[bytes] = []

    async def hear(self, update: Update) -> None:
        """
        One update.
        """
        if update.update_id in self.seen:
            return
        self.seen.add(update.update_id)
        if update.callback_query is not None:
            await self.pressed(update.callback_query)
        elif update.message is not None:
            await self.told(update.message)

    async def told(self, message: Message) -> None:
        """
        A message of somebody.
        """
        chat = message.chat.id
        await self.bot.send_chat_action(chat, ChatAction.TYPING)
        if message.text == "/start":
            await self.bot.send_message(chat, "Who are you?", reply_markup=SHARE)
        elif message.contact is not None:
            assert message.from_user is not None
            own = message.contact.user_id == message.from_user.id
            words = (
                f"{message.contact.phone_number} is {'yours' if own else 'not yours'}"
            )
            markup = ReplyKeyboardRemove()
            await self.bot.send_message(chat, words, reply_markup=markup)
        elif message.location is not None:
            await self.show_around(chat)
        elif message.photo:
            assert message.text is None
            file = await self.bot.get_file(message.photo[-1].file_id)
            self.files.append(bytes(await file.download_as_bytearray()))
            await self.bot.send_photo(
                chat, self.files[-1], caption="<b>Seen</b>", parse_mode=ParseMode.HTML
            )
        else:
            await self.bot.send_message(
                chat,
                f"<b>Sure?</b> {message.text} &amp; all",
                parse_mode=ParseMode.HTML,
                reply_markup=BELOW,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

    async def show_around(self, chat: int) -> None:
        """
        Papers, one by one and together; what was sent is fetched and sent once more.
        """
        await self.bot.send_message(chat, "Here we are")
        sent = await self.bot.send_document(chat, b"%PDF-1.7", filename="راه.pdf")
        assert sent.document is not None
        file = await self.bot.get_file(sent.document.file_id)
        self.files.append(bytes(await file.download_as_bytearray()))
        await self.bot.send_document(chat, sent.document.file_id)
        papers = [
            InputMediaDocument(b"a", filename=name) for name in ("1.txt", "2.txt")
        ]
        await self.bot.send_media_group(chat, papers)

    async def pressed(self, query: CallbackQuery) -> None:
        """
        A button.
        """
        await self.bot.answer_callback_query(query.id)
        assert query.message is not None
        await self.bot.edit_message_text(
            f"You said <i>{query.data}</i>",
            query.message.chat.id,
            query.message.message_id,
            parse_mode=ParseMode.HTML,
        )

    async def poll(self) -> None:
        """
        Ask for updates, for ever.
        """
        await self.bot.delete_webhook()
        offset = 0
        while True:
            for update in await self.bot.get_updates(
                offset=offset, timeout=5, allowed_updates=KINDS
            ):
                await self.hear(update)
                offset = update.update_id + 1

    async def hook(self, request: Request) -> Response:
        """
        One update that is brought.
        """
        if request.headers.get(HEADER) != SECRET:
            self.refused += 1
            return Response(status_code=403)
        if self.failing:
            self.failing -= 1
            return Response(status_code=500)
        update = Update.de_json(await request.json(), self.bot)
        assert update is not None
        await self.hear(update)
        return Response()


@asynccontextmanager
async def small_bot(
    playground: Playground, way: Literal["polling", "webhook"]
) -> AsyncIterator[SmallBot]:
    """
    Let it run on a playground.
    """
    async with Bot(
        playground.token,
        base_url=playground.base_url,
        base_file_url=playground.base_file_url,
    ) as bot:
        small = SmallBot(bot)
        if way == "polling":
            polling = asyncio.create_task(small.poll())
            try:
                yield small
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
            return
        app = Starlette(routes=[Route("/hook", small.hook, methods=["POST"])])
        async with listening(app) as url:
            await bot.set_webhook(
                f"{url}/hook", secret_token=SECRET, allowed_updates=KINDS
            )
            yield small
            await bot.delete_webhook()
