"""
What one of two has said, who were taken for one, is not the other's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.errors import NotFound
from crm_connector.identity.consent import Purpose
from crm_connector.model import Contact, ContactKind
from tests.crm_connector.declarations.house import (
    BY_CODE,
    CARD,
    JOHNS,
    MINE,
    PHONE,
    SIGNED_IN,
    WORDS,
    YES,
    House,
    as_one,
    as_two,
)
from tests.crm_connector.small_shop import SARA


@pytest.mark.parametrize("is_granted", [True, False])
async def test_what_one_of_two_agrees_to_is_not_the_others_after_a_split(
    house: House, is_granted: bool
) -> None:
    merged = await as_one(house)
    declarations = house.gate.declarations
    await declarations.agree(
        JOHNS, Purpose.MARKETING, is_granted=is_granted, wording=WORDS, source="web"
    )
    said = (await declarations.consent(SIGNED_IN))[Purpose.MARKETING]
    assert said.is_granted is is_granted

    await as_two(house, merged)

    assert await declarations.consent(SIGNED_IN) == {}
    assert (await declarations.consent(JOHNS))[Purpose.MARKETING] == said


@pytest.mark.parametrize("says_yes", [True, False])
async def test_what_one_of_two_says_of_a_card_is_not_the_others_after_a_split(
    house: House, says_yes: bool
) -> None:
    phone = Contact(ContactKind.PHONE, "+989121110022")
    john = replace(house.shop.customers["2"], phones=(phone.value,))
    house.shop.customers["2"] = john
    house.club.customers["9"] = replace(CARD, phones=(*SARA.phones, phone.value))
    merged = await as_one(house)
    declarations = house.gate.declarations
    if says_yes:
        await house.proves(phone, JOHNS)
        yes = replace(YES, customer_id="2")
        await declarations.claim(JOHNS, MINE, yes=yes, wording=WORDS)
    else:
        await declarations.disclaim(JOHNS, MINE, wording=WORDS)

    await as_two(house, merged)

    assert await house.points() == []
    assert await house.points(JOHNS) == ([120] if says_yes else [])
    # It is John's, or a question for her as before.
    assert await house.unsure() == ([] if says_yes else ["9"])
    assert await house.unsure(JOHNS) == []


async def test_what_the_other_one_of_two_has_proven_claims_nothing(
    house: House,
) -> None:
    await as_one(house)
    await house.proves(PHONE, SIGNED_IN)

    assert not await house.gate.declarations.may_claim(JOHNS, CARD)
    assert await house.gate.declarations.may_claim(BY_CODE, CARD)


async def test_a_question_from_before_a_merge_is_no_yes_for_both(house: House) -> None:
    asked = house.now
    house.now += timedelta(minutes=1)
    await as_one(house)
    declarations = house.gate.declarations
    said = {"is_granted": True, "wording": "May we?", "source": "web en"}

    with pytest.raises(NotFound):
        await declarations.agree(SIGNED_IN, Purpose.MARKETING, asked=asked, **said)
    assert await declarations.consent(SIGNED_IN) == {}

    house.now += timedelta(minutes=1)
    await declarations.agree(SIGNED_IN, Purpose.MARKETING, asked=house.now, **said)
    assert (await declarations.consent(SIGNED_IN))[Purpose.MARKETING].is_granted
