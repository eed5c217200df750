"""
What customers say of themselves counts where they may say it, and is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.errors import NotConfirmed, NotFound, NotProven
from crm_connector.identity import ledger, present
from crm_connector.identity.ageing import by_code, by_shop
from crm_connector.identity.consent import Purpose
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.identity.why import why
from crm_connector.model import Assurance, Contact, ContactKind, Identity, Loyalty, Yes
from crm_connector.profile.facts import Field, Lack
from tests.crm_connector.small_shop import DELIVERED, JOHN, NOW, SARA
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource

CARD = replace(SARA, id="9", name="علی احمدی", emails=(), source="club")
MINE = ("club", "9")
PHONE = Contact(ContactKind.PHONE, SARA.phones[0])
MAIL = Contact(ContactKind.EMAIL, SARA.emails[0])
SIGNED_IN = Identity("1", Assurance.PROVEN, by_shop(NOW))
BY_CODE = Identity("1", Assurance.FRESH_CODE, by_code("web", NOW))
YES = Yes("1", ("claim", *MINE), "question 1")
WORDS = "Is it yours?"


class House(FakeHouse):
    """
    A shop with Sara and John, and a club in which Ali has her telephone.
    """

    def __init__(self) -> None:
        self.now = NOW
        self.shop = FakeSource(
            [replace(each, source="shop") for each in (SARA, JOHN)],
            [DELIVERED],
            name="shop",
        )
        self.club = FakeSource([CARD], name="club")
        self.club.loyalties["9"] = Loyalty("9", 120, "silver", "club", NOW)
        super().__init__(self.shop, self.club, clock=lambda: self.now)

    async def proves(self, contact: Contact, who: Identity = SIGNED_IN) -> None:
        """
        The code went to this contact.
        """
        person = await self.gate.person(who)
        await self.ledger.write(
            lambda c: ledger.link(
                c,
                person,
                Identifier.of_contact(contact),
                assurance=Assurance.FRESH_CODE,
                source="code",
                now=self.now,
                rules=Rules(),
            )
        )

    async def points(self, who: Identity = SIGNED_IN) -> list[int]:
        """
        What she hears of.
        """
        profile = await self.gate.profile(who, fields=[Field.LOYALTY])
        return [fact.value.points for fact in profile.loyalty]

    async def unsure(self, who: Identity = SIGNED_IN) -> list[str]:
        """
        The records that are a question.
        """
        profile = await self.gate.profile(who, fields=[Field.LOYALTY])
        return [match.record.id for match in profile.unsure]


@pytest.fixture
def house() -> House:
    """
    Sara was never there before.
    """
    return House()


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


JOHNS = Identity("2", Assurance.FRESH_CODE, by_code("web", NOW))


async def as_one(house: House) -> int:
    """
    The shop takes Sara and John for one person; gives the number of that merge.
    """
    sara = await house.gate.person(SIGNED_IN)
    john = await house.gate.person(JOHNS)
    merged: int = await house.ledger.write(
        lambda c: ledger.merge(
            c, sara, john, by="agent 7", reason="", now=house.now, rules=Rules()
        )
    )
    return merged


async def as_two(house: House, merged: int) -> None:
    """
    They were two after all.
    """
    await house.ledger.write(
        lambda c: ledger.split(
            c, merged, by="agent 7", reason="two", now=house.now + timedelta(days=1)
        )
    )


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


async def test_without_a_yes_nothing_is_claimed(house: House) -> None:
    await house.proves(PHONE)

    johns, other = replace(YES, customer_id="2"), replace(YES, wish=("claim", "x", "9"))
    for no_yes in (None, johns, other):
        with pytest.raises(NotConfirmed):
            await house.gate.declarations.claim(
                BY_CODE, MINE, yes=no_yes, wording=WORDS
            )
    assert await house.points() == []


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

    await house.gate.declarations.unclaim(SIGNED_IN, MINE, wording="Take it out?")

    assert await house.points() == []
    assert not await house.gate.declarations.has_claimed(SIGNED_IN, MINE)
    # Nobody asks again, and what the shop has joined stays.
    assert await house.unsure() == []
    (kept,) = await house.ledger.read(present.merges)
    assert kept.by == "agent 7"
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
