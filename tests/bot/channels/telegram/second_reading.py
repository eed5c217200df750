"""
What an update should come to, told a second time: from its JSON, without the library.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from tests.bot.channels.telegram.content_shapes import SAID, SERVICE
from tests.bot.channels.telegram.values import ME

Json = dict[str, Any]

_NAME = f"@{ME.username.lower()}"
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(@([A-Za-z0-9_]{1,64}))?(\s|$)")
_STATES = {
    **dict.fromkeys(("creator", "administrator", "member"), True),
    **dict.fromkeys(("left", "kicked"), False),
}


def outcome(update: Json) -> str:
    """
    Name the outcome of a generated update, with why of what is ignored.
    """
    kind = next((name for name in update if name != "update_id"), "of_later")
    if kind == "of_later":
        return "Unknown"
    if kind in ("message", "edited_message"):
        return _of_message(update[kind], is_edited=kind == "edited_message")
    if kind == "callback_query":
        return "Ignored from_bot" if update[kind]["from"]["is_bot"] else "Pressed"
    if kind == "my_chat_member":
        return _of_membership(update[kind])
    return f"Ignored {kind}"


def _of_message(message: Json, *, is_edited: bool) -> str:
    chat = message["chat"]
    content = _content(message)
    in_group = chat["type"] in ("group", "supergroup")
    if content == "migrate_to_chat_id":
        return "Migrated" if in_group else "Ignored service"
    why = _why_not(message, content)
    if why:
        return f"Ignored {why}"
    words = _words(message, in_group)
    if is_edited:
        return _of_edit(message, content, words)
    if content == "text":
        return _of_text(message, words, in_group)
    if content is None:
        return "Unreadable" if message.get("caption") else "Unknown"
    if content == "contact":
        has_number = _is_seen(message["contact"]["phone_number"])
        return "SharedContact" if has_number else "Unreadable"
    if content in ("venue", "location"):
        return "Located"
    if content in ("photo", "live_photo"):
        live = message.get("live_photo", {})
        return "Uploaded" if "photo" in {**message, **live} else "Unreadable"
    return "Uploaded" if content == "document" else "Unreadable"


def _content(message: Json) -> str | None:
    for name in ("text", "contact", "venue", "location", "animation", "document"):
        if name in message:
            return name
    for name in (*SAID, "migrate_to_chat_id", *SERVICE):
        if message.get(name, False) is not False:
            # A live photo and its still one come together, and to the same.
            return name
    return None


def _why_not(message: Json, content: str | None) -> str | None:
    chat = message["chat"]
    if content in SERVICE:
        return "service"
    if chat["type"] == "channel":
        return "channel"
    if chat["type"] == "of_later":
        return "unknown_chat"
    if chat.get("is_direct_messages"):
        return "direct_messages"
    if "sender_chat" in message:
        return "sender_chat"
    if message.get("from", {}).get("is_bot"):
        return "from_bot"
    if chat["type"] != "private" and not _is_called(message):
        return "not_addressed"
    return None if "from" in message else "no_sender"


def _marks(message: Json) -> list[tuple[str, Json]]:
    field = "text" if message.get("text") else "caption"
    words = message.get(field, "").encode("utf-16-le", "surrogatepass")
    marks = message.get("entities" if field == "text" else "caption_entities", ())
    return [
        (words[2 * m["offset"] :][: 2 * m["length"]].decode("utf-16-le", "replace"), m)
        for m in marks
    ]


def _is_name(part: str, mark: Json) -> bool:
    if mark["type"] == "text_mention":
        return mark.get("user", {}).get("id") == ME.id
    return mark["type"] == "mention" and part.lower() == _NAME


def _is_called(message: Json) -> bool:
    words = message.get("text") or message.get("caption") or ""
    command = _COMMAND.match(words)
    if command and command.group(2):
        return command.group(2).lower() == ME.username.lower()
    answered = message.get("reply_to_message", {})
    if answered.get("from", {}).get("id") == ME.id:
        return "forum_topic_created" not in answered
    return any(
        _is_name(part, mark)
        or (mark["type"] == "bot_command" and part.lower().endswith(_NAME))
        for part, mark in _marks(message)
    )


def _words(message: Json, in_group: bool) -> str:
    words = message.get("text") or message.get("caption") or ""
    if in_group:
        for part, mark in _marks(message):
            if _is_name(part, mark):
                words = words.replace(part, "", 1)
    return re.sub("[\0\ud800-\udfff]", "", words).strip()


def _of_edit(message: Json, content: str | None, words: str) -> str:
    if content is None and not message.get("caption"):
        return "Unknown"
    if _is_seen(words):
        return "Edited"
    if content == "text":
        return "Ignored empty"
    is_place = content in ("venue", "location")
    return "Ignored edited_location" if is_place else "Ignored edited_media"


def _of_text(message: Json, words: str, in_group: bool) -> str:
    if _COMMAND.match(words) and not {"forward_origin", "via_bot"} & set(message):
        return "Commanded"
    if _is_seen(words):
        return "Wrote"
    is_bare_name = in_group and _is_seen(_words(message, in_group=False))
    return "Commanded" if is_bare_name else "Ignored empty"


def _is_seen(words: str) -> bool:
    unseen = ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn")
    return any(unicodedata.category(char) not in unseen for char in words)


def _of_membership(change: Json) -> str:
    kind = change["chat"]["type"]
    if kind in ("channel", "of_later"):
        return "Ignored channel" if kind == "channel" else "Ignored unknown_chat"
    before, now = (_hears(change[f"{each}_chat_member"]) for each in ("old", "new"))
    if now is None:
        return "Unknown"
    if kind != "private" and before == now:
        return "Ignored rights"
    return "Membership"


def _hears(bot: Json) -> bool | None:
    if bot["status"] == "restricted":
        return bool(bot["is_member"] and bot["can_send_messages"])
    return _STATES.get(bot["status"])
