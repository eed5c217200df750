"""
Telegram, on the low-level side of python-telegram-bot.

Only who serves it imports `opening`, and with it the library.
"""

from bot.channels.telegram import chats as holding
from bot.channels.telegram.chats import CHANNEL
from bot.channels.telegram.settings import read_telegram

__all__ = ["CHANNEL", "holding", "read_telegram"]
