"""
A shop and a club, and a customer who says something of herself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crm_connector.identity import ledger
from crm_connector.identity.ageing import by_code, by_shop
from crm_connector.identity.identifiers import Identifier, Rules
from crm_connector.model import Assurance, Contact, ContactKind, Identity, Loyalty, Yes
from crm_connector.profile.facts import Field
from tests.crm_connector.small_shop import DELIVERED, JOHN, NOW, SARA
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource

CARD = replace(SARA, id="9", name="علی احمدی", emails=(), source="club")
MINE = ("club", "9")
PHONE = Contact(ContactKind.PHONE, SARA.phones[0])
MAIL = Contact(ContactKind.EMAIL, SARA.emails[0])
SIGNED_IN = Identity("1", Assurance.PROVEN, by_shop(NOW))
BY_CODE = Identity("1", Assurance.FRESH_CODE, by_code("web", NOW))
JOHNS = Identity("2", Assurance.FRESH_CODE, by_code("web", NOW))
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
