"""
Telegram's Bot API for one bot: state, strict checks, limits, and faults on demand.

It answers in the shapes and the words of Telegram's own Bot API server, and refuses
what Telegram refuses; and some of what Telegram would leave out in silence (`STRICT`).
What it was not made for is a 404. `tests/fakes/telegram/server.py` serves it.
"""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import Any

from tests.fakes.telegram.calls import Call
from tests.fakes.telegram.changing import Changing
from tests.fakes.telegram.chats import Message
from tests.fakes.telegram.faults import (
    CutOff,
    Fault,
    Faults,
    Hang,
    Refuse,
    Reset,
    Slow,
    Truncate,
)
from tests.fakes.telegram.people import World
from tests.fakes.telegram.rates import Rates
from tests.fakes.telegram.refusals import (
    NO_METHOD,
    WEBHOOK_ACTIVE,
    WEBHOOK_SET,
    Refusal,
    strict,
)
from tests.fakes.telegram.sending import Sending
from tests.fakes.telegram.setting_up import SettingUp
from tests.fakes.telegram.updates import Updates
from tests.fakes.telegram.webhook import Webhook

TOKEN = "7012345678:AAFakeTokenOfTheTestsThatOpensNothing_1"

Method = Callable[[Call], Any]


def utc_now() -> datetime:
    """
    The moment it is.
    """
    return datetime.now(timezone.utc)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MESSAGE = _names(
    "chat_id message_thread_id disable_notification protect_content reply_parameters "
    "reply_markup message_effect_id allow_paid_broadcast business_connection_id"
)
_WORDS = _names("parse_mode caption caption_entities show_caption_above_media")
_EDIT = _names("chat_id message_id inline_message_id reply_markup")
_MENU = _names("scope language_code")
_GROUP = _MESSAGE - {"reply_markup"} | {"media"}
_PLACE = _names("latitude longitude")


class FakeTelegram:
    """
    The server of one bot. `calls` is what the bot asked, in order.

    `world` has the chats, and what people do there; `updates` what the bot has not
    heard yet; `webhook` carries it; `faults` are those to come; `rates` counts
    messages, and refuses them if told to.
    """

    def __init__(
        self, token: str = TOKEN, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.token = token
        self.clock = clock
        self.calls: list[Call] = []
        self.faults = Faults()
        self.rates = Rates(clock)
        self.updates = Updates()
        self.world = World(self.updates, clock)
        self.webhook = Webhook(self.updates, clock)
        self.webhook.reply = self.reply
        self.sending = Sending(self.world, self.rates)
        self.changing = Changing(self.world, self.sending)
        self.settings = SettingUp(self.world)
        self._methods = self._all_methods()

    def _all_methods(self) -> dict[str, tuple[Method, frozenset[str]]]:
        sending, changing, own = self.sending, self.changing, self.settings
        text = _names("text parse_mode entities link_preview_options")
        methods: dict[str, tuple[Method, frozenset[str]]] = {
            "sendMessage": (sending.send_message, _MESSAGE | text),
            "sendPhoto": (
                sending.send_photo,
                _MESSAGE | _WORDS | {"photo", "has_spoiler"},
            ),
            "sendDocument": (
                sending.send_document,
                _MESSAGE
                | _names("document thumbnail disable_content_type_detection")
                | _WORDS - {"show_caption_above_media"},
            ),
            "sendMediaGroup": (sending.send_media_group, _GROUP),
            "sendLocation": (sending.send_location, _MESSAGE | _PLACE),
            "sendVenue": (
                sending.send_venue,
                _MESSAGE | _PLACE | _names("title address"),
            ),
            "sendChatAction": (
                sending.send_chat_action,
                _names("chat_id action message_thread_id business_connection_id"),
            ),
            "editMessageText": (changing.edit_message_text, _EDIT | text),
            "editMessageCaption": (changing.edit_message_caption, _EDIT | _WORDS),
            "editMessageReplyMarkup": (changing.edit_message_reply_markup, _EDIT),
            "deleteMessage": (changing.delete_message, _names("chat_id message_id")),
            "answerCallbackQuery": (
                changing.answer_callback_query,
                _names("callback_query_id text show_alert url cache_time"),
            ),
            "getMe": (own.get_me, frozenset()),
            "getChat": (own.get_chat, _names("chat_id")),
            "getFile": (own.get_file, _names("file_id")),
            "setMyCommands": (own.set_my_commands, _MENU | {"commands"}),
            "getMyCommands": (own.get_my_commands, _MENU),
            "deleteMyCommands": (own.delete_my_commands, _MENU),
            "setChatMenuButton": (
                own.set_chat_menu_button,
                _names("chat_id menu_button"),
            ),
            "setMyName": (own.set_my_name, _names("name language_code")),
            "setMyDescription": (
                own.set_my_description,
                _names("description language_code"),
            ),
            "setMyShortDescription": (
                own.set_my_short_description,
                _names("short_description language_code"),
            ),
            "setWebhook": (
                self._set_webhook,
                _names(
                    "url certificate ip_address max_connections allowed_updates "
                    "drop_pending_updates secret_token"
                ),
            ),
            "deleteWebhook": (self._delete_webhook, _names("drop_pending_updates")),
            "getWebhookInfo": (self._webhook_info, frozenset()),
            "getUpdates": (
                self._get_updates,
                _names("offset limit timeout allowed_updates"),
            ),
        }
        return {name.lower(): found for name, found in methods.items()}

    # -- asking ------------------------------------------------------------------------

    async def answer(self, call: Call) -> tuple[dict[str, Any], Fault | None]:
        """
        Do what is asked, unless a fault comes before.

        Gives the answer, and a fault that it meets on its way. Raises `Refusal`.
        """
        self.calls.append(call)
        fault = self.faults.take(call.method, call.parameters)
        if fault is not None:
            call.outcome = type(fault).__name__
            if isinstance(fault, Refuse):
                call.outcome = str(fault.refusal.code)
                raise fault.refusal
            if not is_done(fault):
                return {}, fault
        try:
            result, words = await self._do(call)
        except Refusal as refusal:
            call.outcome = str(refusal.code)
            raise
        # What is changed later does not change what was said.
        call.result = copy.deepcopy(result)
        call.outcome = call.outcome or "ok"
        body = {"ok": True, "result": call.result}
        return ({**body, "description": words} if words else body), fault

    async def _do(self, call: Call) -> tuple[Any, str]:
        method = self._methods.get(call.method.lower())
        if method is None:
            raise NO_METHOD
        call.check_known(method[1])
        result = method[0](call)
        if isinstance(result, Awaitable):
            result = await result
        return result if isinstance(result, tuple) else (result, "")

    async def reply(self, asked: dict[str, Any]) -> None:
        """
        Do what stood in the answer to a webhook; nobody is told how it went.
        """
        parameters = {name: value for name, value in asked.items() if name != "method"}
        call = Call(str(asked["method"]), parameters, {}, self.clock())
        try:
            await self.answer(call)
        except Refusal:
            return

    # -- updates -----------------------------------------------------------------------

    async def _get_updates(self, call: Call) -> list[dict[str, Any]]:
        if self.webhook.url:
            raise WEBHOOK_ACTIVE
        self._allow(call)
        return await self.updates.get(
            call.number("offset"), call.number("limit", 100), call.number("timeout")
        )

    def _allow(self, call: Call) -> None:
        kinds = call.json("allowed_updates")
        if kinds is not None and not isinstance(kinds, list):
            raise strict("allowed_updates is a list")
        self.updates.allow(kinds)

    def _set_webhook(self, call: Call) -> tuple[bool, str]:
        if not call.text("url"):
            return self._delete_webhook(call)
        certificate = "certificate" in call.files
        words = self.webhook.set(call.parameters, certificate=certificate)
        self._allow(call)
        if call.flag("drop_pending_updates"):
            self.updates.drop_all()
        self.updates.end_poll(WEBHOOK_SET)
        return True, words

    def _delete_webhook(self, call: Call) -> tuple[bool, str]:
        if call.flag("drop_pending_updates"):
            self.updates.drop_all()
        return True, self.webhook.unset()

    def _webhook_info(self, call: Call) -> dict[str, Any]:
        info = self.webhook.info
        if self.updates.allowed != Updates().allowed:
            info["allowed_updates"] = sorted(self.updates.allowed)
        return info

    # -- looking -----------------------------------------------------------------------

    def calls_of(self, method: str, chat: int | None = None) -> list[Call]:
        """
        The calls of a method, of one chat or of all.
        """
        mine = [e for e in self.calls if e.method.lower() == method.lower()]
        return [each for each in mine if chat in (None, each.chat)]

    def said(self, chat: int) -> list[Message]:
        """
        The bot's messages in a chat, as they stand there now.
        """
        messages = self.world.chats[chat].messages.values()
        return [e for e in messages if e["from"]["id"] == self.world.bot["id"]]


def is_done(fault: Fault) -> bool:
    """
    Whether the thing is done although this happens.
    """
    if isinstance(fault, Reset | Hang):
        return fault.when == "after"
    return isinstance(fault, Truncate | CutOff | Slow)
