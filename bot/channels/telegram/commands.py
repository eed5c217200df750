"""
The bot's commands. They are ours: what they mean never passes through understanding.
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import BotCommand

from bot.channels.telegram.client import Client
from bot.channels.telegram.words import COMMANDS, LANGUAGES, language_of, say
from bot.conversations.messages import Choice

PRIVACY = "privacy"
START = "start"
MEANINGS: Mapping[str, Choice] = {
    START: Choice("greet"),
    "orders": Choice("list_orders"),
    "agent": Choice("contact_human_agent"),
    "language": Choice("change_language"),
    "help": Choice("ask_capabilities"),
}
OWN = frozenset({"orders", "agent"})
"""What is nobody else's business: answered in private only."""


async def publish(client: Client) -> None:
    """
    Let Telegram show the commands, in the language of each customer's app.

    Raises `TelegramError`.
    """
    await client.set_my_commands(_commands(language_of("")))
    for lang in LANGUAGES:
        await client.set_my_commands(_commands(lang), language_code=lang)


def _commands(lang: str) -> list[BotCommand]:
    return [BotCommand(name, say(f"command_{name}", lang)) for name in COMMANDS]
