"""
What each customer likes, how much they buy and what they buy again and again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from demo.customers import Customer
from demo.products import Catalogue, Product

# Habits form in categories that are used up within this many days.
_USED_UP = 70
# The share of people with a habit in a category of appeal 1 and activity 1.
_HABIT = 0.055
# Half of the customers are lost after about this many days.
_STAYS = 620


@dataclass(frozen=True)
class Habit:
    """
    A product that somebody buys every so many days.
    """

    product: Product
    every_days: float


@dataclass
class Taste:
    """
    One customer's ways. `until` is the minute in which they are lost, maybe years off.
    """

    customer: Customer
    activity: float
    until: int
    likes: dict[str, float]
    """How much the customer likes each category, by its key."""
    habits: tuple[Habit, ...]
    favourites: dict[str, Product] = field(default_factory=dict)
    """The product last chosen in each family: people come back to what they know."""

    def choose(self, rng: random.Random, products: Sequence[Product]) -> Product:
        """
        Choose one of a family's products, mostly the one bought before.
        """
        family = products[0].family
        known = self.favourites.get(family)
        if known is not None and rng.random() < 0.75:
            return known
        loyal = {favourite.brand for favourite in self.favourites.values()}
        weights = [3.0 if product.brand in loyal else 1.0 for product in products]
        chosen = rng.choices(products, weights)[0]
        self.favourites[family] = chosen
        return chosen


def make_tastes(
    seed: int, catalogue: Catalogue, customers: tuple[Customer, ...]
) -> tuple[Taste, ...]:
    """
    Give every customer tastes; activity is gamma-distributed, as it is among people.
    """
    rng = random.Random(f"{seed}:tastes")
    return tuple(_taste(rng, catalogue, customer) for customer in customers)


def _taste(rng: random.Random, catalogue: Catalogue, customer: Customer) -> Taste:
    activity = rng.gammavariate(1.3, 1 / 1.3)
    taste = Taste(
        customer=customer,
        activity=activity,
        until=customer.joined + int(rng.expovariate(1 / _STAYS) * 24 * 60),
        likes={
            category.key: category.appeal * rng.gammavariate(0.7, 1 / 0.7)
            for category in catalogue.categories
        },
        habits=(),
    )
    habits: list[Habit] = []
    for category in catalogue.categories:
        if category.repurchase_days > _USED_UP:
            continue
        chance = min(0.85, _HABIT * activity * taste.likes[category.key])
        if rng.random() >= chance:
            continue
        families = [
            family
            for family in catalogue.families_of[category.key]
            if catalogue.by_family[family][0].every_days <= _USED_UP
        ]
        product = taste.choose(rng, catalogue.by_family[rng.choice(families)])
        own_pace = rng.lognormvariate(0, 0.25)
        habits.append(Habit(product, product.every_days * own_pace))
    taste.habits = tuple(habits)
    return taste
