"""
"No, the shoes", "sorry i meant 21928": another order than the one just spoken of.

By itself such a message is a plain no, or nothing that can be understood; after an
answer about orders it corrects which one was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.nlu.decision import FALLBACK

# When orders were last spoken of, in seconds since 1970.
SLOT = "orders_spoken_at"
# Later than this a no is an answer to something else.
_STILL_SPOKEN_OF = 15 * 60
_WISH = "track_order"
_PLAIN = ("deny", FALLBACK)
_NUMBER = "order_number"
_OTHER_REFERENCES = frozenset({"order_ordinal", "product_word"})


def corrected(parsed: dict[str, Any], spoken_at: Any, now: datetime) -> dict[str, Any]:
    """
    The message as a question about the order it names, if that is what it is.

    A number of an order says it all; a place in a list or a product only does so while
    orders are spoken of, `spoken_at` being the value of `SLOT`.
    """
    if parsed["intent"]["name"] not in _PLAIN:
        return parsed
    kinds = {str(entity["entity"]) for entity in parsed["entities"]}
    if _NUMBER in kinds or (
        _OTHER_REFERENCES & kinds and _is_recent(spoken_at, now.timestamp())
    ):
        return {**parsed, "intent": _with_the_wish(parsed["intent"])}
    return parsed


def _is_recent(spoken_at: Any, now: float) -> bool:
    return spoken_at is not None and now - float(spoken_at) <= _STILL_SPOKEN_OF


def _with_the_wish(intent: Mapping[str, Any]) -> dict[str, Any]:
    return {**intent, "name": _WISH}
