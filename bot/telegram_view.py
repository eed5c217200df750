"""
`./hamyar telegram check`: what is wrong between the shop and Telegram, in words.
"""

from __future__ import annotations

import asyncio
import sys

from bot.channels.telegram import read_telegram
from bot.settings import Settings
from bot.unusable import Unusable

WRONG = 1


def check(settings: Settings) -> int:
    """
    Print what was looked at and what was found; 1 if anything has to be mended.

    Raises `Unusable` where no token is set.
    """
    found = read_telegram(settings)
    if found is None:
        raise Unusable(
            "HAMYAR_TELEGRAM_TOKEN is not set. Write to @BotFather on Telegram: "
            "/newbot gives you a bot and its token."
        )
    from bot.channels.telegram.checking import checked  # noqa: PLC0415 - slow to import

    findings = asyncio.run(checked(found))
    for finding in findings:
        mark = "ok " if finding.is_good else "-- "
        print(f"{mark} {finding.text}", file=sys.stdout, flush=True)
    return 0 if all(each.is_good for each in findings) else WRONG
