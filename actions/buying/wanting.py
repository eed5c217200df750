"""
Whether a message asks for a thing of the catalogue to be had, and not to be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actions.shared.sayings import asks, bare, listed

WORDS = Path(__file__).with_name("wanting.yml")
_KINDS = frozenset({"product", "several", "category"})
# What may be said beside the thing and is no other wish.
_OF_THING = frozenset(
    {"product", "category", "product_word", "brand", "color", "size", "quantity"}
)
_LONGEST = 200


def wants_to_have(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """
    Whether it says "I want" of a thing that the catalogue has, and no other deed.

    "I want to see running shoes" and "I want to return the shoes" are none.
    """
    placed = [e for e in entities if e.get("start") is not None]
    things = [
        e
        for e in placed
        if e["entity"] in ("product", "category") and e.get("kind") in _KINDS
    ]
    if not things or len(text) > _LONGEST:
        return False
    said = bare(_without(text, placed))
    if listed(WORDS, "other").search(said):
        return False
    if asks(text) and listed(WORDS, "politely").search(said) is None:
        return False
    return listed(WORDS, "wants").search(said) is not None


def is_of_theirs(text: str) -> bool:
    """
    Whether the thing may be one that was ordered: "I want my coffee", «قهوه رو می‌خوام».
    """
    return listed(WORDS, "theirs").search(bare(text)) is not None


def asks_price(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """
    Whether it asks what a thing of the catalogue costs.
    """
    named = any(
        each["entity"] == "product" and each.get("kind") in _KINDS for each in entities
    )
    return named and listed(WORDS, "costs").search(bare(text)) is not None


def _without(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """
    The text without the names of things, whose words mean nothing else.
    """
    kept = list(text)
    for each in entities:
        if each["entity"] in _OF_THING:
            start, end = int(each["start"]), int(each["end"])
            kept[start:end] = " " * (end - start)
    return " ".join("".join(kept).split())
