"""
Wishes that were understood already, asked of the demo shop at known moments.
"""

from datetime import datetime, timezone

from bot import HOUSE
from bot.conversations.messages import Choice
from bot.shop import load_shop

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
LANGUAGES = ("fa", "ar", "en")
# In Tehran: a Sunday, 12:00 and 06:00; a Friday, 17:00; a Thursday, 23:00.
SUNDAY_NOON = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
FRIDAY = datetime(2026, 11, 27, 13, 30, tzinfo=timezone.utc)
SUNDAY_DAWN = datetime(2026, 11, 22, 2, 30, tzinfo=timezone.utc)
# 21:15, when Valiasr and Ahvaz alone are still open, and 23:30.
SUNDAY_EVENING = datetime(2026, 11, 22, 17, 45, tzinfo=timezone.utc)
SUNDAY_NIGHT = datetime(2026, 11, 22, 20, 0, tzinfo=timezone.utc)
THURSDAY_NIGHT = datetime(2026, 11, 26, 19, 30, tzinfo=timezone.utc)


async def answer(talk, lang, intent, text="", **entities):
    """
    The replies to a wish in a language.
    """
    await talk.happens(Choice("change_language", {"language": lang}))
    return await talk.asks(Choice(intent, entities), text)
