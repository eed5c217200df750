"""
Updates as the Bot API sends them, written after its public documentation.
"""

from __future__ import annotations

import json
from typing import Any

from bot.channels.telegram.came import Came, Me
from bot.channels.telegram.incoming import read_body

Json = dict[str, Any]

ME = Me(7_001_002_003, "Hamyar_Bot")
NOW = 1_760_000_000
OURS: Json = {
    "id": ME.id,
    "is_bot": True,
    "first_name": "همیار",
    "username": "Hamyar_Bot",
}
SARA: Json = {
    "id": 412_587_349,
    "is_bot": False,
    "first_name": "سارا",
    "last_name": "رضایی",
    "username": "sara_r",
    "language_code": "fa",
}
OTHER: Json = {"id": 99_887_766, "is_bot": False, "first_name": "Omar"}
OTHER_BOT: Json = {
    "id": 5_550_001,
    "is_bot": True,
    "first_name": "Pics",
    "username": "pic",
}
ANONYMOUS: Json = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
PRIVATE: Json = {
    "id": SARA["id"],
    "first_name": "سارا",
    "last_name": "رضایی",
    "username": "sara_r",
    "type": "private",
}
GROUP: Json = {
    "id": -1_001_234_567_890,
    "title": "دوستان فروشگاه",
    "type": "supergroup",
}
SMALL_GROUP: Json = {
    "id": -612_345_678,
    "title": "خانواده",
    "type": "group",
    "all_members_are_administrators": True,
}
CHANNEL: Json = {
    "id": -1_001_987_654_321,
    "title": "تخفیف‌ها",
    "username": "offers",
    "type": "channel",
}


def message(**parts: Any) -> Json:
    """
    Sara's message to the bot in private, with these parts; None takes one away.
    """
    made = {
        "message_id": 4_021,
        "from": SARA,
        "chat": PRIVATE,
        "date": NOW,
        **{("from" if name == "from_user" else name): v for name, v in parts.items()},
    }
    return {name: value for name, value in made.items() if value is not None}


def update(kind: str, value: Json) -> Json:
    """
    An update with one thing in it.
    """
    return {"update_id": 231_400_117, kind: value}


def came(made: Json, kind: str = "message") -> Came:
    """
    What the channel makes of a message, or of another kind of update.
    """
    # Over the wire, as it comes: what is no JSON is no update.
    return read_body(json.loads(json.dumps(update(kind, made))), ME)


def mark(kind: str, text: str, part: str, **more: Any) -> Json:
    """
    The entity that marks the first such part of a text, counted in UTF-16.
    """
    before = text[: text.index(part)]
    units = [len(each.encode("utf-16-le")) // 2 for each in (before, part)]
    return {"type": kind, "offset": units[0], "length": units[1], **more}


def to_us(**more: Any) -> Json:
    """
    A message of the bot's own, to be answered.
    """
    return {
        "message_id": 4_020,
        "from": OURS,
        "chat": PRIVATE,
        "date": NOW - 60,
        "text": "سفارش شما ارسال شد و فردا می‌رسد.",
        **more,
    }


def member(status: str, **more: Any) -> Json:
    """
    What the bot is in a chat.
    """
    return {"user": OURS, "status": status, **more}


def my_chat_member(chat: Json, before: Json, now: Json, by: Json = SARA) -> Json:
    """
    A change of what the bot is in a chat.
    """
    return {
        "chat": chat,
        "from": by,
        "date": NOW,
        "old_chat_member": before,
        "new_chat_member": now,
    }


def callback(**parts: Any) -> Json:
    """
    Sara's press of a button under a message of the bot's.
    """
    made = {
        "id": "1772052174063284177",
        "from": SARA,
        "message": to_us(chat=PRIVATE),
        "chat_instance": "-3467092136278230491",
        "data": "b:9f2c",
        **parts,
    }
    return {name: value for name, value in made.items() if value is not None}


BANNED = member("kicked", until_date=0)
RESTRICTED = member(
    "restricted",
    is_member=True,
    until_date=0,
    **dict.fromkeys(
        (
            *("can_send_messages", "can_send_audios", "can_send_documents"),
            *("can_send_photos", "can_send_videos", "can_send_video_notes"),
            *("can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
            *("can_add_web_page_previews", "can_change_info", "can_invite_users"),
            *("can_pin_messages", "can_manage_topics", "can_edit_tag"),
            "can_react_to_messages",
        ),
        False,
    ),
)

_JOINED = {**member("member"), "user": OTHER}
_LEFT = {**member("left"), "user": OTHER}
_BOOST = {
    "boost_id": "e8a3",
    "add_date": NOW,
    "expiration_date": NOW + 86_400,
    "source": {"source": "premium", "user": OTHER},
}
_POLL: Json = {
    "id": "5332467829193146371",
    "question": "Which one?",
    "options": [
        {"persistent_id": "a", "text": "A", "voter_count": 1},
        {"persistent_id": "b", "text": "B", "voter_count": 0},
    ],
    "total_voter_count": 1,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
_BUSINESS = "AbCdEf0123456789"
_POST = {
    "message_id": 9,
    "sender_chat": CHANNEL,
    "chat": CHANNEL,
    "date": NOW,
    "text": "حراج",
}

UPDATES: dict[str, Json] = {
    "message": message(text="سلام"),
    "edited_message": message(text="سلام!", edit_date=NOW + 5),
    "channel_post": _POST,
    "edited_channel_post": {**_POST, "edit_date": NOW + 5},
    "callback_query": callback(),
    "my_chat_member": my_chat_member(PRIVATE, member("member"), BANNED),
    "inline_query": {"id": "177", "from": SARA, "query": "کفش", "offset": ""},
    "chosen_inline_result": {"result_id": "1", "from": SARA, "query": "کفش"},
    "guest_message": message(
        chat=GROUP,
        text="@Hamyar_Bot سلام",
        guest_query_id="88",
        guest_bot_caller_user=SARA,
    ),
    "shipping_query": {
        "id": "177",
        "from": SARA,
        "invoice_payload": "x",
        "shipping_address": {
            "country_code": "IR",
            "state": "",
            "city": "Tehran",
            "street_line1": "Valiasr 1",
            "street_line2": "",
            "post_code": "19",
        },
    },
    "pre_checkout_query": {
        "id": "177",
        "from": SARA,
        "currency": "XTR",
        "total_amount": 100,
        "invoice_payload": "x",
    },
    "purchased_paid_media": {"from": SARA, "paid_media_payload": "x"},
    "poll": _POLL,
    "poll_answer": {
        "poll_id": _POLL["id"],
        "user": SARA,
        "option_ids": [0],
        "option_persistent_ids": ["a"],
    },
    "chat_member": {
        **my_chat_member(GROUP, _LEFT, _JOINED),
        "via_join_request": False,
    },
    "chat_join_request": {
        "chat": GROUP,
        "from": SARA,
        "user_chat_id": SARA["id"],
        "date": NOW,
    },
    "chat_boost": {"chat": CHANNEL, "boost": _BOOST},
    "removed_chat_boost": {
        "chat": CHANNEL,
        "boost_id": "e8a3",
        "remove_date": NOW,
        "source": {"source": "premium", "user": OTHER},
    },
    "message_reaction": {
        "chat": PRIVATE,
        "message_id": 4_020,
        "user": SARA,
        "date": NOW,
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "message_reaction_count": {
        "chat": CHANNEL,
        "message_id": 9,
        "date": NOW,
        "reactions": [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 3}],
    },
    "business_connection": {
        "id": _BUSINESS,
        "user": SARA,
        "user_chat_id": SARA["id"],
        "date": NOW,
        "is_enabled": True,
    },
    "business_message": message(business_connection_id=_BUSINESS, text="سلام"),
    "edited_business_message": message(
        business_connection_id=_BUSINESS, text="سلام!", edit_date=NOW + 5
    ),
    "deleted_business_messages": {
        "business_connection_id": _BUSINESS,
        "chat": PRIVATE,
        "message_ids": [1, 2],
    },
    "managed_bot": {"user": SARA, "bot": OTHER_BOT},
}
"""One of every kind of update."""
POLL = _POLL
