"""
What is done with each kind of update, and with each kind of content of a message.

Both tables name everything that the library knows (a test compares them), so that what
a later Bot API brings is decided and not forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto


class Outcome(Enum):
    """
    What becomes of an update.
    """

    MESSAGE = auto()
    EDIT = auto()
    PRESS = auto()
    MEMBERSHIP = auto()
    IGNORED = auto()


class Content(Enum):
    """
    What a field of a message says of it.

    `SERVICE` tells what happened in the chat; `TRAIT` is no content by itself.
    """

    TEXT = auto()
    CONTACT = auto()
    PLACE = auto()
    PHOTO = auto()
    DOCUMENT = auto()
    UNREADABLE = auto()
    MOVED = auto()
    SERVICE = auto()
    TRAIT = auto()


def _all(outcome: Outcome, *kinds: str) -> dict[str, Outcome]:
    return dict.fromkeys(kinds, outcome)


UPDATES: Mapping[str, Outcome] = {
    "message": Outcome.MESSAGE,
    "edited_message": Outcome.EDIT,
    "callback_query": Outcome.PRESS,
    "my_chat_member": Outcome.MEMBERSHIP,
    # Channels are for telling many, not for serving one.
    **_all(Outcome.IGNORED, "channel_post", "edited_channel_post"),
    # The bot is no inline bot, and is not called into chats where it is no member.
    **_all(Outcome.IGNORED, "inline_query", "chosen_inline_result", "guest_message"),
    # It sells nothing through Telegram: it sends no invoice that could be paid.
    **_all(
        Outcome.IGNORED,
        *("shipping_query", "pre_checkout_query", "purchased_paid_media"),
    ),
    # It asks nothing by polls, and what others think of messages is theirs.
    **_all(Outcome.IGNORED, "poll", "poll_answer"),
    **_all(Outcome.IGNORED, "message_reaction", "message_reaction_count"),
    # It runs no groups and no channels.
    **_all(Outcome.IGNORED, "chat_member", "chat_join_request"),
    **_all(Outcome.IGNORED, "chat_boost", "removed_chat_boost"),
    # Nor does it speak in the name of somebody's own account, or manage other bots.
    **_all(Outcome.IGNORED, "business_connection", "business_message"),
    **_all(
        Outcome.IGNORED,
        *("edited_business_message", "deleted_business_messages", "managed_bot"),
    ),
}
"""By the field of the update."""

ALLOWED = tuple(
    kind for kind, outcome in UPDATES.items() if outcome is not Outcome.IGNORED
)
"""The kinds of updates to ask Telegram for (`allowed_updates`)."""


def _each(content: Content, *fields: str) -> dict[str, Content]:
    return dict.fromkeys(fields, content)


CONTENTS: Mapping[str, Content] = {
    "text": Content.TEXT,
    "contact": Content.CONTACT,
    # A venue has a location as well, a moving picture a document, a live photo a photo:
    # Telegram adds the older field for bots that do not know the newer one.
    **_each(Content.PLACE, "venue", "location"),
    **_each(Content.UNREADABLE, "animation"),
    "document": Content.DOCUMENT,
    **_each(Content.PHOTO, "live_photo", "photo"),
    **_each(Content.UNREADABLE, "voice", "audio", "video", "video_note", "sticker"),
    **_each(Content.UNREADABLE, "dice", "poll", "game", "story", "checklist"),
    **_each(Content.UNREADABLE, "paid_media", "invoice"),
    **_each(Content.UNREADABLE, "giveaway", "giveaway_winners"),
    "migrate_to_chat_id": Content.MOVED,
    **_each(
        Content.SERVICE,
        # Of chats and who is in them.
        *("new_chat_members", "left_chat_member", "chat_owner_changed"),
        *("chat_owner_left", "new_chat_title", "new_chat_photo", "delete_chat_photo"),
        *("group_chat_created", "supergroup_chat_created", "channel_chat_created"),
        *("migrate_from_chat_id", "pinned_message", "chat_background_set"),
        *("message_auto_delete_timer_changed", "proximity_alert_triggered"),
        *("forum_topic_created", "forum_topic_closed", "forum_topic_reopened"),
        *("forum_topic_edited", "general_forum_topic_hidden"),
        *("general_forum_topic_unhidden", "boost_added"),
        *("video_chat_scheduled", "video_chat_started", "video_chat_ended"),
        "video_chat_participants_invited",
        # Of what was done with other messages.
        *("checklist_tasks_done", "checklist_tasks_added"),
        *("poll_option_added", "poll_option_deleted"),
        *("giveaway_created", "giveaway_completed"),
        *("suggested_post_approved", "suggested_post_approval_failed"),
        *("suggested_post_declined", "suggested_post_paid", "suggested_post_refunded"),
        # Answers to buttons that we do not show.
        *("users_shared", "chat_shared", "web_app_data", "connected_website"),
        *("write_access_allowed", "passport_data", "managed_bot_created"),
        # Of money and gifts, between others and Telegram.
        *("successful_payment", "refunded_payment", "gift", "unique_gift"),
        *("gift_upgrade_sent", "paid_message_price_changed"),
        "direct_message_price_changed",
    ),
    **_each(
        Content.TRAIT,
        # Which message, where, when and whose.
        *("message_id", "date", "chat", "from_user", "sender_chat", "sender_tag"),
        *("sender_boost_count", "sender_business_bot", "author_signature"),
        *("business_connection_id", "message_thread_id", "is_topic_message"),
        *("direct_messages_topic", "edit_date", "media_group_id", "is_from_offline"),
        *("guest_query_id", "guest_bot_caller_user", "guest_bot_caller_chat"),
        # What it came from, and what it answers.
        *("forward_origin", "is_automatic_forward", "via_bot", "reply_to_message"),
        *("external_reply", "quote", "reply_to_story", "reply_to_checklist_task_id"),
        "reply_to_poll_option_id",
        # What goes with its content, and how it looks.
        *("entities", "caption", "caption_entities", "reply_markup"),
        *("link_preview_options", "show_caption_above_media", "has_media_spoiler"),
        *("has_protected_content", "effect_id", "suggested_post_info"),
        *("is_paid_post", "paid_star_count"),
    ),
}
"""By the field of the message; of several the first in this order is its content."""
