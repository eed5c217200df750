"""
The methods by which a bot changes what was said, and answers buttons.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.fakes.telegram.calls import Call
from tests.fakes.telegram.chats import Message
from tests.fakes.telegram.keyboards import read_markup
from tests.fakes.telegram.people import World
from tests.fakes.telegram.refusals import NOT_MODIFIED, TOO_OLD, Refusal, bad
from tests.fakes.telegram.sending import Sending
from tests.fakes.telegram.texts import units

A_QUERY_LIVES = timedelta(seconds=15)
LONGEST_ANSWER = 200
_SEEN = ("text", "entities", "caption", "caption_entities", "reply_markup")


class Changing:
    """
    Edits, deletions, and answers to buttons. Each method is named as Telegram's.
    """

    def __init__(self, world: World, sending: Sending) -> None:
        self.world = world
        self.sending = sending

    def _own(self, call: Call) -> tuple[Message, Any]:
        chat = self.sending.chat_of(call)
        message = chat.messages.get(call.number("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message["from"]["id"] != self.world.bot["id"]:
            raise bad("message can't be edited")
        self.sending.count(chat)
        markup = read_markup(
            call.parameters.get("reply_markup"), private=chat.is_private
        )
        if markup is not None and "inline_keyboard" not in markup:
            raise bad("inline keyboard expected")
        return message, markup

    def edit_message_text(self, call: Call) -> Message:
        """
        Another text; the keyboard goes unless it is given once more.
        """
        words = self.sending.text_of(call)
        message, markup = self._own(call)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return self._change(message, ("text", "entities"), words, markup)

    def edit_message_caption(self, call: Call) -> Message:
        """
        Other words below a file, or none.
        """
        words = self.sending.caption_of(call)
        message, markup = self._own(call)
        if not {"photo", "document"} & message.keys():
            raise bad("there is no caption in the message to edit")
        return self._change(message, ("caption", "caption_entities"), words, markup)

    def edit_message_reply_markup(self, call: Call) -> Message:
        """
        Another keyboard, or none.
        """
        message, markup = self._own(call)
        return self._change(message, (), {}, markup)

    def _change(
        self, message: Message, gone: tuple[str, ...], new: dict[str, Any], markup: Any
    ) -> Message:
        kept = {k: v for k, v in message.items() if k not in (*gone, "reply_markup")}
        changed = {**kept, **new, **({"reply_markup": markup} if markup else {})}
        if all(changed.get(name) == message.get(name) for name in _SEEN):
            raise NOT_MODIFIED
        message.clear()
        message.update({**changed, "edit_date": self.world.now})
        return message

    def delete_message(self, call: Call) -> bool:
        """
        Take a message away.
        """
        chat = self.sending.chat_of(call)
        if chat.messages.pop(call.number("message_id"), None) is None:
            raise bad("message to delete not found")
        return True

    def answer_callback_query(self, call: Call) -> bool:
        """
        The button has been understood; perhaps with a word.
        """
        pressed = self.world.pressed.get(call.text("callback_query_id"))
        if pressed is None or self.world.clock() - pressed.at > A_QUERY_LIVES:
            raise TOO_OLD
        if units(call.text("text")) > LONGEST_ANSWER:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        pressed.answer = {
            "text": call.text("text"),
            "show_alert": call.flag("show_alert"),
        }
        return True
