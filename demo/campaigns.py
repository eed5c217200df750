"""
The campaigns: when they run and which products they make cheaper.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from demo.products import Catalogue
from demo.texts import Text, read_data


@dataclass(frozen=True)
class Campaign:
    """
    A price cut for some products; days are counted from today, the last one included.
    """

    id: int
    key: str
    name: Text
    percent: int
    first_day: int
    last_day: int
    families: tuple[str, ...]
    products: frozenset[int]

    def runs_on(self, day: int) -> bool:
        """
        Whether the campaign holds on this day.
        """
        return self.first_day <= day <= self.last_day


def make_campaigns(seed: int, catalogue: Catalogue) -> tuple[Campaign, ...]:
    """
    Read the campaigns and choose their products out of their families.
    """
    rng = random.Random(f"{seed}:campaigns")
    made: list[Campaign] = []
    for entry in read_data("campaigns"):
        chosen: list[int] = []
        for family in entry["families"]:
            ids = [product.id for product in catalogue.by_family[family]]
            chosen += rng.sample(ids, max(2, len(ids) * 2 // 3))
        made.append(
            Campaign(
                id=len(made) + 1,
                key=entry["key"],
                name=Text.of(entry),
                percent=entry["percent"],
                first_day=-entry["first"],
                last_day=-entry["first"] + entry["days"] - 1,
                families=tuple(entry["families"]),
                products=frozenset(chosen),
            )
        )
    return tuple(made)


def campaign_on(campaigns: tuple[Campaign, ...], day: int) -> Campaign | None:
    """
    The campaign of a day, if one runs.
    """
    for campaign in campaigns:
        if campaign.runs_on(day):
            return campaign
    return None
