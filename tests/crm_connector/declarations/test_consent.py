"""
Nothing is read or written below its level, and no facts without consent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.errors import NotProven
from crm_connector.identity.consent import Purpose
from crm_connector.model import Assurance, Identity
from crm_connector.profile.facts import Field, Lack
from tests.crm_connector.declarations.house import (
    CARD,
    MINE,
    SIGNED_IN,
    WORDS,
    YES,
    House,
)
from tests.crm_connector.small_shop import SARA

WAYS: dict[str, Callable[[House, Identity], object]] = {
    "consent": lambda house, who: house.gate.declarations.consent(who),
    "agree": lambda house, who: house.gate.declarations.agree(
        who, Purpose.MARKETING, is_granted=True, wording=WORDS, source="web"
    ),
    "claim": lambda house, who: house.gate.declarations.claim(
        who, MINE, yes=YES, wording=WORDS
    ),
    "disclaim": lambda house, who: house.gate.declarations.disclaim(
        who, MINE, wording=WORDS
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "who", [Identity(), Identity("1", Assurance.CHANNEL)], ids=["stranger", "channel"]
)
async def test_below_its_level_nothing_is_read_or_written(
    house: House, way: str, who: Identity
) -> None:
    with pytest.raises(NotProven):
        await WAYS[way](house, who)  # type: ignore[misc]
    assert house.ledger.writes == 0
    assert (house.shop.asked, house.club.asked) == (0, 0)


async def test_without_consent_marketing_sees_no_facts(house: House) -> None:
    """
    And none is asked for; with it they are there, and gone after it was taken back.
    """
    house.club.customers["9"] = replace(CARD, name=SARA.name)

    async def seen() -> tuple[int, set[Lack]]:
        profile = await house.gate.profile(
            SIGNED_IN, fields=[Field.LOYALTY, Field.ORDERS], purpose=Purpose.MARKETING
        )
        facts = len(profile.loyalty) + len(profile.orders)
        return facts, {each.why for each in profile.missing}

    async def says(is_granted: bool) -> None:
        house.now += timedelta(minutes=1)
        await house.gate.declarations.agree(
            SIGNED_IN,
            Purpose.MARKETING,
            is_granted=is_granted,
            wording=WORDS,
            source="web fa",
        )

    assert await seen() == (0, {Lack.NOT_AGREED})
    assert (house.shop.asked, house.club.asked) == (0, 0)
    await says(True)
    assert await seen() == (2, set())
    await says(False)
    assert await seen() == (0, {Lack.NOT_AGREED})
    said = await house.gate.declarations.consent(SIGNED_IN)
    statement = said[Purpose.MARKETING]
    assert (statement.wording, statement.source) == (WORDS, "web fa")
    assert statement.at == house.now
