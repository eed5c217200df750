"""
The content of messages as the Bot API sends it, one of every kind.
"""

from __future__ import annotations

from typing import Any

from tests.bot.channels.telegram.shapes import (
    CHANNEL,
    GROUP,
    NOW,
    OTHER,
    OTHER_BOT,
    POLL,
    SARA,
    to_us,
)

Json = dict[str, Any]


def size(name: str, width: int, height: int, bytes_: int | None) -> Json:
    """
    One size of a photo.
    """
    made = {
        "file_id": f"AgACAgQAAx-{name}",
        "file_unique_id": f"AQAD-{name}",
        "width": width,
        "height": height,
    }
    return made if bytes_ is None else {**made, "file_size": bytes_}


PHOTO = [
    size("s", 90, 67, 1_214),
    size("m", 320, 240, 19_702),
    size("y", 1_280, 960, 190_331),
]
DOCUMENT: Json = {
    "file_id": "BQACAgQAAx-1",
    "file_unique_id": "AgAD-1",
    "file_name": "فاکتور ۱۲۳۴.pdf",
    "mime_type": "application/pdf",
    "file_size": 48_213,
}
PLACE = {"latitude": 35.699739, "longitude": 51.338097}
CONTACT: Json = {
    "phone_number": "989123456789",
    "first_name": "سارا",
    "user_id": SARA["id"],
    "vcard": "BEGIN:VCARD\nTEL:+1\nEND:VCARD",
}
_FILE: Json = {
    "file_id": "CQACAgQAAx-1",
    "file_unique_id": "AgAD-2",
    "file_size": 48_213,
}
_MOVING = {**_FILE, "width": 640, "height": 480, "duration": 3}
_STICKER = {
    **_FILE,
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}
_GIFT = {"gift": {"id": "5170233102089322756", "sticker": _STICKER, "star_count": 15}}
_RARE = {"name": "x", "rarity_per_mille": 3}
_COLORS = dict.fromkeys(
    ("center_color", "edge_color", "symbol_color", "text_color"), 255
)
_UNIQUE = {
    "gift_id": "1",
    "base_name": "Cap",
    "name": "Cap-1",
    "number": 1,
    "model": {**_RARE, "sticker": _STICKER},
    "symbol": {**_RARE, "sticker": _STICKER},
    "backdrop": {**_RARE, "colors": _COLORS},
}
_PRICE = {"currency": "XTR", "amount": 10}
_TASK = {"id": 1, "text": "نان"}
_MONEY = {
    "currency": "XTR",
    "total_amount": 100,
    "invoice_payload": "x",
    "telegram_payment_charge_id": "stx",
    "provider_payment_charge_id": "",
}
_OPTION = {"option_persistent_id": "c", "option_text": "C"}

SAID: dict[str, Json] = {
    "text": {"text": "سفارشم کجاست؟"},
    "contact": {"contact": CONTACT},
    "location": {"location": PLACE},
    "venue": {
        "venue": {"location": PLACE, "title": "آزادی", "address": "تهران"},
        "location": PLACE,
    },
    "photo": {"photo": PHOTO, "caption": "شکسته است"},
    "live_photo": {
        "live_photo": {**_MOVING, "photo": PHOTO},
        "photo": PHOTO,
        "caption": "شکسته است",
    },
    "document": {"document": DOCUMENT},
    "animation": {"animation": _MOVING, "document": _FILE},
    "voice": {"voice": {**_FILE, "duration": 4, "mime_type": "audio/ogg"}},
    "audio": {"audio": {**_FILE, "duration": 180, "title": "x"}},
    "video": {"video": _MOVING, "caption": "ببینید"},
    "video_note": {"video_note": {**_FILE, "length": 240, "duration": 5}},
    "sticker": {"sticker": _STICKER},
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "poll": {"poll": POLL},
    "game": {"game": {"title": "x", "description": "y", "photo": PHOTO}},
    "story": {"story": {"chat": CHANNEL, "id": 3}},
    "checklist": {"checklist": {"title": "خرید", "tasks": [_TASK]}},
    "paid_media": {
        "paid_media": {
            "star_count": 5,
            "paid_media": [{"type": "photo", "photo": PHOTO}],
        }
    },
    "invoice": {
        "invoice": {
            "title": "x",
            "description": "y",
            "start_parameter": "",
            "currency": "XTR",
            "total_amount": 100,
        }
    },
    "giveaway": {
        "giveaway": {
            "chats": [CHANNEL],
            "winners_selection_date": NOW,
            "winner_count": 1,
        }
    },
    "giveaway_winners": {
        "giveaway_winners": {
            "chat": CHANNEL,
            "giveaway_message_id": 9,
            "winners_selection_date": NOW,
            "winner_count": 1,
            "winners": [OTHER],
        }
    },
}
"""What people send."""

SERVICE: dict[str, Any] = {
    "new_chat_members": [OTHER],
    "left_chat_member": OTHER,
    "chat_owner_changed": {"new_owner": OTHER},
    "chat_owner_left": {"new_owner": OTHER},
    "new_chat_title": "نام تازه",
    "new_chat_photo": PHOTO,
    "delete_chat_photo": True,
    "group_chat_created": True,
    "supergroup_chat_created": True,
    "channel_chat_created": True,
    "migrate_from_chat_id": -612_345_678,
    "pinned_message": to_us(),
    "chat_background_set": {
        "type": {"type": "chat_theme", "theme_name": "🌷"},
    },
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400},
    "proximity_alert_triggered": {"traveler": SARA, "watcher": OTHER, "distance": 90},
    "forum_topic_created": {"name": "سفارش", "icon_color": 7_322_096},
    "forum_topic_closed": {},
    "forum_topic_reopened": {},
    "forum_topic_edited": {"name": "سفارش‌ها"},
    "general_forum_topic_hidden": {},
    "general_forum_topic_unhidden": {},
    "boost_added": {"boost_count": 1},
    "video_chat_scheduled": {"start_date": NOW},
    "video_chat_started": {},
    "video_chat_ended": {"duration": 60},
    "video_chat_participants_invited": {"users": [OTHER]},
    "checklist_tasks_done": {"marked_as_done_task_ids": [1]},
    "checklist_tasks_added": {"tasks": [_TASK]},
    "poll_option_added": _OPTION,
    "poll_option_deleted": _OPTION,
    "giveaway_created": {"prize_star_count": 500},
    "giveaway_completed": {"winner_count": 1},
    "suggested_post_approved": {"send_date": NOW, "price": _PRICE},
    "suggested_post_approval_failed": {"price": _PRICE},
    "suggested_post_declined": {"comment": "no"},
    "suggested_post_paid": {"currency": "XTR", "star_amount": {"amount": 10}},
    "suggested_post_refunded": {"reason": "post_deleted"},
    "users_shared": {"request_id": 1, "users": [{"user_id": OTHER["id"]}]},
    "chat_shared": {"request_id": 1, "chat_id": GROUP["id"]},
    "web_app_data": {"data": "{}", "button_text": "x"},
    "connected_website": "shop.example",
    "write_access_allowed": {"from_request": True},
    "passport_data": {
        "data": [{"type": "phone_number", "phone_number": "98", "hash": "x"}],
        "credentials": {"data": "x", "hash": "x", "secret": "x"},
    },
    "managed_bot_created": {"bot": OTHER_BOT},
    "successful_payment": _MONEY,
    "refunded_payment": _MONEY,
    "gift": _GIFT,
    "unique_gift": {"gift": _UNIQUE, "origin": "transfer"},
    "gift_upgrade_sent": _GIFT,
    "paid_message_price_changed": {"paid_message_star_count": 5},
    "direct_message_price_changed": {"are_direct_messages_enabled": False},
}
"""What happened in a chat, by the field that says it."""
