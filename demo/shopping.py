"""
Who buys what when: habits, single wishes, what goes with what, and campaigns.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from demo.campaigns import Campaign, campaign_on
from demo.clock import DAY, YEARS, day_of
from demo.products import Catalogue, Product
from demo.tastes import Taste

ORDERS = 12_000
# Orders that are sure to be open today: so many days ago, for so many people.
_WAITING_PEOPLE = 18
_WAITING_FAMILIES = ("trainers", "coffee-beans", "novels", "headphones", "creams")
# Needs within this many minutes of each other go into one basket.
_TOGETHER = 3 * DAY
_MOST_HABITUAL = ORDERS * 3 // 4


@dataclass
class Basket:
    """
    What one customer puts together in one minute; `waiting` ones are open today.
    """

    taste: Taste
    at: int
    products: list[Product] = field(default_factory=list)
    waiting: bool = False

    def add(self, product: Product) -> None:
        """
        Put a product in, unless it is there already.
        """
        if product not in self.products:
            self.products.append(product)


class Shopping:
    """
    Fills the baskets of two years, exactly as many as there are orders.
    """

    def __init__(
        self,
        seed: int,
        catalogue: Catalogue,
        tastes: Sequence[Taste],
        campaigns: tuple[Campaign, ...],
    ) -> None:
        self._rng = random.Random(f"{seed}:shopping")
        self._catalogue = catalogue
        self._tastes = tastes
        self._campaigns = campaigns
        self._baskets: list[Basket] = []
        self._bought: dict[tuple[int, str], list[int]] = {}

    def run(self) -> list[Basket]:
        """
        All baskets in the order of time.
        """
        self._wait()
        habitual: list[Basket] = []
        for taste in self._tastes:
            habitual += self._habitual(taste)
        if len(habitual) > _MOST_HABITUAL:
            # What is left out was bought elsewhere.
            habitual = self._rng.sample(habitual, _MOST_HABITUAL)
        for basket in sorted(habitual, key=_when):
            self._keep(basket)
        self._try_once()
        summed = list(accumulate(_weight(taste) for taste in self._tastes))
        while len(self._baskets) < ORDERS:
            taste = self._rng.choices(self._tastes, cum_weights=summed)[0]
            self._wish(taste)
        return sorted(self._baskets, key=_when)

    def _keep(self, basket: Basket) -> None:
        self._add_more(basket)
        self._baskets.append(basket)
        for product in basket.products:
            key = (basket.taste.customer.id, product.family)
            self._bought.setdefault(key, []).append(basket.at)

    def _wait(self) -> None:
        """
        Let some people of each language order twice or more in the last two days.
        """
        chosen: list[Taste] = []
        for language, count in (("ar", 3), ("en", 3), ("fa", _WAITING_PEOPLE - 6)):
            speakers = [
                taste
                for taste in self._tastes
                if taste.customer.language == language
                and taste.customer.joined < -30 * DAY
            ]
            chosen += self._rng.sample(speakers, count)
        for position, taste in enumerate(chosen):
            # They are customers still.
            taste.until = max(taste.until, 1)
            for turn in range(2 + position % 2):
                day = -1 - (position + turn) % 2
                family = _WAITING_FAMILIES[(position + turn) % len(_WAITING_FAMILIES)]
                product = taste.choose(self._rng, self._catalogue.by_family[family])
                self._keep(Basket(taste, self._minute(day), [product], waiting=True))

    def _try_once(self) -> None:
        """
        Let nearly everybody who has bought nothing so far buy something once.
        """
        buyers = {basket.taste.customer.id for basket in self._baskets}
        for taste in self._tastes:
            begin, end = _window(taste)
            idle = taste.customer.id not in buyers and end - begin > 2 * DAY
            if idle and self._rng.random() < 0.85:
                self._wish(taste)

    def _habitual(self, taste: Taste) -> list[Basket]:
        needs: list[tuple[int, Product]] = []
        begin, end = _window(taste)
        for habit in taste.habits:
            day = day_of(begin) + self._rng.uniform(0, habit.every_days)
            while day < day_of(end):
                needs.append((self._minute(int(day)), habit.product))
                # A shape of 12 keeps most gaps within a third of the usual one.
                day += max(4.0, self._rng.gammavariate(12, habit.every_days / 12))
        baskets: list[Basket] = []
        for at, product in sorted(needs, key=lambda need: need[0]):
            if not begin < at < end:
                continue
            if baskets and at - baskets[-1].at < _TOGETHER:
                baskets[-1].add(product)
            else:
                baskets.append(Basket(taste, at, [product]))
        return baskets

    def _wish(self, taste: Taste) -> None:
        """
        Keep one basket that begins with a single wish, unless it makes no sense.
        """
        begin, end = _window(taste)
        at = self._minute(self._rng.randint(day_of(begin), day_of(end) - 1))
        campaign = campaign_on(self._campaigns, day_of(at))
        # Campaigns bring some people who would not have come.
        if not begin < at < end or (campaign is None and self._rng.random() < 0.3):
            return
        if campaign is not None and self._rng.random() < 0.45:
            family = self._rng.choice(campaign.families)
        else:
            family = self._wanted_family(taste)
        product = taste.choose(self._rng, self._catalogue.by_family[family])
        if self._too_soon(taste, product, at):
            return
        basket = Basket(taste, at, [product])
        self._keep(basket)
        self._come_back(basket, family)

    def _come_back(self, basket: Basket, family: str) -> None:
        """
        Sometimes what goes with the product is bought some days later.
        """
        partners = self._catalogue.complements.get(family, ())
        if not partners or self._rng.random() > 0.15 or len(self._baskets) == ORDERS:
            return
        at = self._minute(day_of(basket.at) + self._rng.randrange(3, 15))
        if at < min(0, basket.taste.until):
            partner = self._catalogue.by_family[self._rng.choice(partners)]
            chosen = basket.taste.choose(self._rng, partner)
            self._keep(Basket(basket.taste, at, [chosen]))

    def _add_more(self, basket: Basket) -> None:
        taste = basket.taste
        for partner in self._catalogue.complements.get(basket.products[0].family, ()):
            if self._rng.random() < 0.3:
                products = self._catalogue.by_family[partner]
                self._add_unless_too_soon(basket, taste.choose(self._rng, products))
        for _ in range(self._rng.choices((0, 1, 2, 3), (45, 30, 17, 8))[0]):
            products = self._catalogue.by_family[self._wanted_family(taste)]
            self._add_unless_too_soon(basket, taste.choose(self._rng, products))

    def _add_unless_too_soon(self, basket: Basket, product: Product) -> None:
        if not self._too_soon(basket.taste, product, basket.at):
            basket.add(product)

    def _wanted_family(self, taste: Taste) -> str:
        categories = self._catalogue.categories
        weights = [taste.likes[category.key] for category in categories]
        category = self._rng.choices(categories, weights)[0]
        return self._rng.choice(self._catalogue.families_of[category.key])

    def _too_soon(self, taste: Taste, product: Product, at: int) -> bool:
        """
        Whether the customer has a thing of this family that still lasts.
        """
        lasts = product.every_days * DAY * 0.6
        bought = self._bought.get((taste.customer.id, product.family), ())
        return any(abs(at - moment) < lasts for moment in bought)

    def _minute(self, day: int) -> int:
        """
        A minute of the day in which people shop: most of all in the evening.
        """
        return day * DAY + int(self._rng.triangular(8 * 60, 23.5 * 60, 20.5 * 60))


def _window(taste: Taste) -> tuple[int, int]:
    return max(taste.customer.joined, -YEARS * DAY), min(taste.until, 0)


def _weight(taste: Taste) -> float:
    begin, end = _window(taste)
    return max(0, end - begin - 2 * DAY) * taste.activity


def _when(basket: Basket) -> tuple[int, int]:
    return (basket.at, basket.taste.customer.id)
