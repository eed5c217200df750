"""
The methods by which a bot says something.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from tests.fakes.forms import Sent
from tests.fakes.telegram.calls import Call
from tests.fakes.telegram.chats import LARGEST_FILE, Chat, Message
from tests.fakes.telegram.keyboards import Markup, read_markup
from tests.fakes.telegram.people import World
from tests.fakes.telegram.rates import Rates
from tests.fakes.telegram.refusals import (
    TOO_LARGE,
    WRONG_FILE,
    Refusal,
    bad,
    strict,
    too_many,
)
from tests.fakes.telegram.texts import found_in, read_text, units

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
ALBUM = range(2, 11)
ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice"}
    | {"upload_voice", "upload_document", "choose_sticker", "find_location"}
    | {"record_video_note", "upload_video_note"}
)
_albums = itertools.count(13_700_000_000_000_001)


class Sending:
    """
    What the bot sends becomes messages of the chats; methods are named as Telegram's.
    """

    def __init__(self, world: World, rates: Rates) -> None:
        self.world = world
        self.rates = rates

    # -- where -------------------------------------------------------------------------

    def chat_of(self, call: Call) -> Chat:
        """
        The chat that is meant, if the bot may write there. Raises `Refusal`.
        """
        if not call.text("chat_id"):
            raise bad("chat_id is empty")
        chat = self.world.chats.get(call.chat or 0)
        if chat is None:
            raise bad("chat not found")
        chat.check_writable()
        return chat

    def count(self, chat: Chat, messages: int = 1) -> None:
        """
        Raises `Refusal` if it is too much for this moment.
        """
        wait = self.rates.count(chat.id, group=not chat.is_private, messages=messages)
        if wait:
            raise too_many(wait)

    # -- messages ----------------------------------------------------------------------

    def send_message(self, call: Call) -> Message:
        """
        A text.
        """
        chat = self.chat_of(call)
        content = {**self.text_of(call), **self.common(call, chat)}
        markup = read_markup(
            call.parameters.get("reply_markup"), private=chat.is_private
        )
        return self.put(chat, content, markup)

    def send_photo(self, call: Call) -> Message:
        """
        A photo, uploaded or sent before.
        """
        return self._enclose(call, "photo")

    def send_document(self, call: Call) -> Message:
        """
        A file, uploaded or sent before.
        """
        return self._enclose(call, "document")

    def _enclose(self, call: Call, kind: str) -> Message:
        chat = self.chat_of(call)
        upload = call.files.get(kind)
        content = {
            **self.file_of(call, kind, upload, call.text(kind)),
            **self.caption_of(call),
            **self.common(call, chat),
        }
        markup = read_markup(
            call.parameters.get("reply_markup"), private=chat.is_private
        )
        return self.put(chat, content, markup)

    def send_location(self, call: Call) -> Message:
        """
        A place on the map.
        """
        return self._locate(call)

    def send_venue(self, call: Call) -> Message:
        """
        A place on the map, with its name and address.
        """
        names = [name for name in ("title", "address") if not call.text(name)]
        if names:
            raise bad(f'parameter "{names[0]}" is required')
        return self._locate(
            call, title=call.text("title"), address=call.text("address")
        )

    def _locate(self, call: Call, **venue: str) -> Message:
        chat = self.chat_of(call)
        try:
            where = {n: float(call.text(n)) for n in ("latitude", "longitude")}
        except ValueError:
            name = "longitude" if call.text("latitude") else "latitude"
            raise bad(f"{name} is empty") from None
        if abs(where["latitude"]) > 90 or abs(where["longitude"]) > 180:
            raise strict("there is no such place")
        content: dict[str, Any] = {"location": where, **self.common(call, chat)}
        if venue:
            content["venue"] = {"location": where, **venue}
        markup = read_markup(
            call.parameters.get("reply_markup"), private=chat.is_private
        )
        return self.put(chat, content, markup)

    def send_media_group(self, call: Call) -> list[Message]:
        """
        An album: several photos, or several documents.
        """
        chat = self.chat_of(call)
        media = call.json("media")
        if not isinstance(media, list):
            raise bad("expected an Array of InputMedia")
        if not media:
            raise bad("there are no messages to send")
        if len(media) > ALBUM[-1]:
            raise bad("too many messages to send as an album")
        if len(media) < ALBUM[0]:
            # Telegram's documentation wants two; its server sends a single one.
            raise strict("an album is of two at least")
        kinds = [each.get("type") for each in media if isinstance(each, dict)]
        for kind in kinds:
            if kind not in ("photo", "document"):
                raise bad(
                    f'can\'t parse InputMedia: type "{kind}" '
                    "can't be used in sendMediaGroup"
                )
        if len(set(kinds)) > 1:
            raise bad("document can't be mixed with other media types")
        contents = list(self._album(call, media))
        self.count(chat, len(contents))
        group = str(next(_albums))
        common = {**self.common(call, chat), "media_group_id": group}
        return [self.put(chat, {**e, **common}, counted=True) for e in contents]

    def _album(
        self, call: Call, media: list[dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        for number, each in enumerate(media, 1):
            name = str(each.get("media", ""))
            upload = call.files.get(name.removeprefix("attach://"))
            inner = Call(call.method, each, call.files, call.at)
            try:
                file = self.file_of(call, each["type"], upload, name)
            except Refusal as refusal:
                words = refusal.description.removeprefix("Bad Request: ")
                words = words[:1].upper() + words[1:]
                raise bad(
                    f'failed to send message #{number} with the error message "{words}"'
                ) from refusal
            yield {**file, **self.caption_of(inner)}

    def send_chat_action(self, call: Call) -> bool:
        """
        That the bot is writing, or doing something else that takes its time.
        """
        self.common(call, self.chat_of(call))
        if call.text("action").lower() not in ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    # -- parts of messages -------------------------------------------------------------

    @staticmethod
    def text_of(call: Call) -> dict[str, Any]:
        """
        The words and their entities. Raises `Refusal`.
        """
        if not call.text("text"):
            raise bad("message text is empty")
        text, entities = read_text(
            call.text("text"), call.text("parse_mode"), call.json("entities")
        )
        if not text:
            raise bad("text must be non-empty")
        if units(text) > LONGEST_TEXT:
            raise bad("message is too long")
        entities = entities or found_in(text)
        return {"text": text, **({"entities": entities} if entities else {})}

    @staticmethod
    def caption_of(call: Call) -> dict[str, Any]:
        """
        The words below a file, if any. Raises `Refusal`.
        """
        if not call.text("caption"):
            return {}
        caption, entities = read_text(
            call.text("caption"), call.text("parse_mode"), call.json("caption_entities")
        )
        if units(caption) > LONGEST_CAPTION:
            raise bad("message caption is too long")
        if not caption:
            return {}
        found = {"caption_entities": entities} if entities else {}
        return {"caption": caption, **found}

    def file_of(
        self, call: Call, kind: str, upload: Sent | None, name: str
    ) -> dict[str, Any]:
        """
        What is sent: uploaded now, or by the `file_id` of before. Raises `Refusal`.
        """
        if name.startswith("attach://"):
            upload = call.files.get(name.removeprefix("attach://"))
        files = self.world.files
        if upload is not None:
            if not upload.data:
                raise bad("file must be non-empty")
            if len(upload.data) > LARGEST_FILE:
                raise TOO_LARGE
            if kind == "photo":
                return {"photo": files.keep_photo(upload.data)}
            kept = files.keep("document", upload.data, upload.name, upload.type)
            return {"document": kept.shape}
        if not name:
            raise bad(f"there is no {kind} in the request")
        if name.startswith(("http://", "https://")):
            upload = self.fetched(kind, name)
            return self.file_of(call, kind, upload, "")
        known = files.kept.get(name)
        if known is None:
            raise WRONG_FILE
        if known.kind != kind:
            raise bad("type of file mismatch")
        return {kind: files.photo_of(name) if kind == "photo" else known.shape}

    def fetched(self, kind: str, address: str) -> Sent:
        """
        What Telegram finds on the web. Raises `Refusal`.
        """
        data = self.world.files.web.get(address)
        if data is None:
            raise bad("failed to get HTTP URL content")
        name = address.rpartition("/")[2]
        return Sent(kind, name, "application/octet-stream", data)

    @staticmethod
    def common(call: Call, chat: Chat) -> dict[str, Any]:
        """
        What any message may have. Raises `Refusal`.
        """
        common: dict[str, Any] = {}
        topic = call.number("message_thread_id")
        if topic:
            if topic not in chat.topics:
                raise bad("message thread not found")
            common |= {"message_thread_id": topic, "is_topic_message": True}
        reply = call.json("reply_parameters")
        if reply:
            found = chat.messages.get(int(reply.get("message_id", 0)))
            if found is not None:
                inner = {k: v for k, v in found.items() if k != "reply_to_message"}
                common["reply_to_message"] = inner
            elif not reply.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
        return common

    def put(
        self,
        chat: Chat,
        content: dict[str, Any],
        markup: Markup | None = None,
        *,
        counted: bool = False,
    ) -> Message:
        """
        A new message of the bot.
        """
        if not counted:
            self.count(chat)
        message: Message = {
            "message_id": self.world.number(),
            "from": self.world.bot,
            "chat": chat.shape,
            "date": self.world.now,
            **content,
        }
        if markup is not None and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        elif markup is not None:
            removed = markup.get("remove_keyboard") or markup.get("force_reply")
            chat.keyboard = None if removed else markup
        chat.messages[message["message_id"]] = message
        return message
