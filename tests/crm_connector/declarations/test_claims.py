"""
A card becomes a customer's by her word where she may say so, and no longer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.errors import NotConfirmed, NotFound, NotProven
from crm_connector.identity import ledger, present
from crm_connector.identity.ageing import by_shop
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.identity.why import why
from crm_connector.model import Assurance, Identity, JoinedBy
from tests.crm_connector.declarations.house import (
    BY_CODE,
    CARD,
    MAIL,
    MINE,
    PHONE,
    SIGNED_IN,
    WORDS,
    YES,
    House,
)
from tests.crm_connector.small_shop import NOW


async def test_a_card_becomes_hers_by_her_yes_and_the_shop_can_undo_it(
    house: House,
) -> None:
    await house.proves(PHONE)
    assert await house.points() == []
    assert await house.gate.declarations.may_claim(BY_CODE, CARD)

    await house.gate.declarations.claim(BY_CODE, MINE, yes=YES, wording=WORDS)

    assert await house.points() == [120]
    assert await house.unsure() == []
    person = await house.gate.person(SIGNED_IN)
    told = await house.ledger.read(lambda c: " ".join(why(c, person)))
    assert "decided by customer: the phone agrees" in told
    assert WORDS in told
    (merged,) = await house.ledger.read(present.merges)
    await house.ledger.write(
        lambda c: ledger.split(
            c, merged.number, by="agent 7", reason="his", now=house.now
        )
    )
    assert await house.points() == []
    # Nor is she asked again.
    assert await house.unsure() == []


async def test_a_no_is_kept_and_never_asked_about_again(house: House) -> None:
    assert await house.unsure() == ["9"]

    await house.gate.declarations.disclaim(SIGNED_IN, MINE, wording=WORDS)
    house.now += timedelta(days=30)

    assert await house.unsure() == []
    assert await house.points() == []
    with pytest.raises(NotFound):
        await house.gate.declarations.disclaim(SIGNED_IN, MINE, wording=WORDS)


async def test_a_contact_that_was_not_proven_claims_nothing(house: House) -> None:
    # The code went to her e-mail: the card has only the family's telephone.
    await house.proves(MAIL)

    assert not await house.gate.declarations.may_claim(BY_CODE, CARD)
    with pytest.raises(NotProven):
        await house.gate.declarations.claim(BY_CODE, MINE, yes=YES, wording=WORDS)
    assert await house.points() == []


@pytest.mark.parametrize("minutes", [-60, 5])
async def test_the_proof_of_another_session_claims_nothing(
    house: House, minutes: int
) -> None:
    """
    The telephone was proven an hour ago, or just now in somebody else's browser.
    """
    house.now += timedelta(minutes=minutes)
    await house.proves(PHONE)
    house.now = NOW + timedelta(minutes=10)

    assert not await house.gate.declarations.may_claim(BY_CODE, CARD)


async def test_a_code_that_is_not_fresh_any_more_claims_nothing(house: House) -> None:
    await house.proves(PHONE)
    house.now += timedelta(minutes=15)

    assert not await house.gate.declarations.may_claim(BY_CODE, CARD)
    with pytest.raises(NotProven):
        await house.gate.declarations.claim(BY_CODE, MINE, yes=YES, wording=WORDS)


async def test_somebody_elses_card_is_not_to_be_had(house: House) -> None:
    """
    The card is John's already, though it has her telephone.
    """
    await house.proves(PHONE)
    john = await house.gate.person(Identity("2", Assurance.PROVEN, by_shop(NOW)))

    def johns(connection: object) -> None:
        card = ledger.meet(
            connection,
            Identifier(Kind.SHOP_CUSTOMER_ID, "9", "club"),
            source="club",
            now=NOW,
            rules=Rules(),
        )
        ledger.merge(
            connection, john, card, by="agent 7", reason="", now=NOW, rules=Rules()
        )

    await house.ledger.write(johns)

    assert await house.unsure() == []
    assert not await house.gate.declarations.may_claim(BY_CODE, CARD)
    with pytest.raises(NotFound):
        await house.gate.declarations.claim(BY_CODE, MINE, yes=YES, wording=WORDS)


async def test_a_record_that_is_no_question_is_not_to_be_had(house: House) -> None:
    """
    Whatever number stands in a request: only what matches her is asked about.
    """
    await house.proves(PHONE)
    house.club.customers["5"] = replace(CARD, id="5", phones=("+989120000005",))

    with pytest.raises(NotFound):
        await house.gate.declarations.claim(
            BY_CODE,
            ("club", "5"),
            yes=replace(YES, wish=("claim", "club", "5")),
            wording=WORDS,
        )


async def test_without_a_yes_nothing_is_claimed(house: House) -> None:
    await house.proves(PHONE)

    johns, other = replace(YES, customer_id="2"), replace(YES, wish=("claim", "x", "9"))
    for no_yes in (None, johns, other):
        with pytest.raises(NotConfirmed):
            await house.gate.declarations.claim(
                BY_CODE, MINE, yes=no_yes, wording=WORDS
            )
    assert await house.points() == []


async def test_what_she_claimed_she_takes_back_and_nothing_else(house: House) -> None:
    await house.proves(PHONE)
    await house.gate.declarations.claim(BY_CODE, MINE, yes=YES, wording=WORDS)
    person = await house.gate.person(SIGNED_IN)
    of_the_shop = await house.ledger.write(
        lambda c: ledger.meet(
            c,
            Identifier(Kind.SHOP_CUSTOMER_ID, "77", "club"),
            source="club",
            now=house.now,
            rules=Rules(),
        )
    )
    await house.ledger.write(
        lambda c: ledger.merge(
            c,
            person,
            of_the_shop,
            by="agent 7",
            reason="hers",
            now=house.now,
            rules=Rules(),
        )
    )
    assert await house.gate.declarations.has_claimed(SIGNED_IN, MINE)
    assert not await house.gate.declarations.has_claimed(SIGNED_IN, ("club", "77"))
    assert await house.gate.declarations.joined(SIGNED_IN) == {
        MINE: JoinedBy.THEMSELVES,
        ("club", "77"): JoinedBy.PEOPLE,
    }

    await house.gate.declarations.unclaim(SIGNED_IN, MINE, wording="Take it out?")

    assert await house.points() == []
    assert not await house.gate.declarations.has_claimed(SIGNED_IN, MINE)
    # Nobody asks again, and what the shop has joined stays.
    assert await house.unsure() == []
    (kept,) = await house.ledger.read(present.merges)
    assert kept.by == "agent 7"
    assert await house.gate.declarations.joined(SIGNED_IN) == {
        ("club", "77"): JoinedBy.PEOPLE
    }
    with pytest.raises(NotProven):
        await house.gate.declarations.joined(Identity("7", Assurance.CHANNEL))
    with pytest.raises(NotFound):
        await house.gate.declarations.unclaim(SIGNED_IN, MINE, wording=WORDS)
    with pytest.raises(NotFound):
        await house.gate.declarations.unclaim(
            SIGNED_IN, ("club", "77"), wording="Take it out?"
        )


async def test_to_take_back_one_must_be_who_said_so(house: House) -> None:
    await house.proves(PHONE)
    await house.gate.declarations.claim(BY_CODE, MINE, yes=YES, wording=WORDS)
    with pytest.raises(NotProven):
        await house.gate.declarations.unclaim(
            Identity("1", Assurance.CHANNEL), MINE, wording=WORDS
        )
    with pytest.raises(NotFound):
        await house.gate.declarations.unclaim(
            replace(SIGNED_IN, customer_id="2"), MINE, wording=WORDS
        )

    assert await house.points() == [120]
