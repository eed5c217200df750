"""
The side panel: who the customer is and what they bought, read live when it is opened.

All of it comes through the gate, for the customer of this one handoff and as they had
proven themselves. What a system did not tell in time is named; each thing has its age.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from bot.conversations.clock import Clock
from bot.desk import facts
from crm_connector.access import Access, Attended, is_sure
from crm_connector.errors import CrmError, NotFound, NotSupported
from crm_connector.gate import CustomerGate
from crm_connector.identity.ageing import level
from crm_connector.model import Identity, ShelfItem
from crm_connector.profile.facts import Field, Missing, Profile
from crm_connector.source import ShelfSource

MOST_ORDERS = 10
SHELF_SECONDS = 1.0

Json = dict[str, Any]
Titles = Mapping[str, Mapping[str, str]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class AtHand:
    """
    What a talk is about: the number of an order, the id and name of a product, a wish.
    """

    order: str | None = None
    product: str | None = None
    product_name: str = ""
    intent: str = ""


@dataclass(frozen=True)
class Panels:
    """
    Reads panels.

    `shelf` tells prices and stock, where the shop's system does; `sources` and `lists`
    are what these systems and their points are called, by language.
    """

    gate: CustomerGate
    clock: Clock
    shelf: ShelfSource | None = None
    sources: Titles = field(default_factory=dict)
    lists: Titles = field(default_factory=dict)

    async def of(self, attended: Attended, hand: AtHand = AtHand()) -> Json:
        """
        The panel of a customer who is attended to, with what their talk is about.

        Of somebody who has proven nothing there is nothing but that. Raises `NotProven`
        where they wrote too long ago.
        """
        who = _who(attended, self.clock())
        product = asyncio.ensure_future(self._product(hand))
        if not is_sure(Access.DESK, attended.identity, attended.wrote_at):
            return {**self._empty(), "customer": who, "product": await product}
        profile, (order, silent) = await asyncio.gather(
            self.gate.attended(attended), self._order(attended, hand.order)
        )
        shown = self._shown(profile, who)
        missing = [*shown["missing"], *silent]
        return {
            **shown,
            "order": order,
            "product": await product,
            "missing": [m for at, m in enumerate(missing) if m not in missing[:at]],
        }

    async def of_proven(self, identity: Identity) -> Json:
        """
        The panel of somebody who has just proven who they are, at the counter.
        """
        profile = await self.gate.profile(identity, fields=frozenset(Field))
        now = self.clock()
        return self._shown(profile, _who(Attended(identity, now), now))

    def _empty(self) -> Json:
        return {
            "customer": {},
            "orders": [],
            "order": None,
            "product": None,
            "points": [],
            "consent": [],
            "missing": [],
            "sources": {},
            "as_of": facts.moment(self.clock()),
        }

    def _shown(self, profile: Profile, who: Json) -> Json:
        placed = [each.value.placed_at for each in profile.orders]
        known = dict.fromkeys(source for source, _ in profile.ids)
        customer = who | {
            "name": facts.fact(profile.name),
            "language": facts.fact(profile.language),
            "phones": facts.contacts(profile.phones),
            "emails": facts.contacts(profile.emails),
            "known_in": list(known),
            "since": facts.moment(min(placed, default=None)),
            "orders": len(placed),
            # Records that may be theirs, of which nothing is shown.
            "may_be": len(profile.unsure),
        }
        return self._empty() | {
            "customer": customer,
            "orders": [facts.order(each) for each in profile.orders[:MOST_ORDERS]],
            "points": [
                {**facts.points(each), "titles": self._list(each.source)}
                for each in profile.loyalty
            ],
            "consent": [
                facts.consent(purpose, said)
                for purpose, said in profile.consent.items()
            ],
            "missing": _missing(profile.missing),
            "sources": {
                name: dict(self.sources.get(name, {})) for name in self.sources
            },
        }

    def _list(self, source: str) -> Json:
        return dict(self.lists.get(source) or self.sources.get(source, {}))

    async def _order(
        self, attended: Attended, number: str | None
    ) -> tuple[Json | None, list[Json]]:
        """
        The order at hand, and who could not say; neither where none is theirs.
        """
        if not number:
            return None, []
        try:
            found = await self.gate.attended_order(attended, number)
        except (NotFound, NotSupported):
            return None, []
        except CrmError as error:
            log.warning("panel_order_not_read", source=error.source, error=str(error))
            why = type(error).__name__
            return None, [
                {"source": error.source or "", "field": Field.ORDERS.value, "why": why}
            ]
        return facts.order(found.facts[0]), _missing(found.missing)

    async def _product(self, hand: AtHand) -> Json | None:
        """
        The product at hand with price and stock, as far as the shop tells them.
        """
        if not hand.product:
            return None
        item: ShelfItem | None = None
        is_told = self.shelf is not None
        if self.shelf is not None:
            try:
                found = await asyncio.wait_for(
                    self.shelf.shelf((hand.product,)), SHELF_SECONDS
                )
                item = found.get(hand.product)
            except (CrmError, asyncio.TimeoutError) as error:
                log.warning("panel_product_not_read", error=repr(error))
                is_told = False
        shown: Json = {"id": hand.product, "name": hand.product_name, "told": is_told}
        return shown | (facts.shelf(item) if item is not None else {})


def _who(attended: Attended, now: datetime) -> Json:
    """
    How sure they were who they are, how that was proven, and how sure that is now.
    """
    identity = attended.identity
    return {
        "is_known": identity.customer_id is not None,
        "level": identity.assurance.name.lower(),
        "level_now": level(identity, now).name.lower(),
        **facts.proof(attended, now),
    }


def _missing(missing: tuple[Missing, ...]) -> list[Json]:
    return [
        {"source": each.source, "field": each.field.value, "why": each.why.value}
        for each in missing
    ]
