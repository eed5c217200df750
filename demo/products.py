"""
The catalogue: hand-written families expanded to products with variants.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.texts import LANGUAGES, Text, digits, read_catalogue, read_data

_UNITS = {
    "g": Text("گرم", "غ", "g"),
    "kg": Text("کیلوگرم", "كغ", "kg"),
    "ml": Text("میلی‌لیتر", "مل", "ml"),
    "mm": Text("میلی‌متر", "مم", "mm"),
    "cm": Text("سانتی‌متر", "سم", "cm"),
    "GB": Text("گیگابایت", "غيغابايت", "GB"),
    "pcs": Text("عددی", "قطعة", "pieces"),
}
_NO_WARRANTY = Text("بدون گارانتی", "بلا ضمان", "No warranty")
_WARRANTY = Text(
    "{months} ماه گارانتی {brand}",
    "ضمان {brand} لمدة {months}",
    "{months}-month {brand} warranty",
)


@dataclass(frozen=True)
class Category:
    """
    A shelf of the shop; `appeal` says how many people shop there.
    """

    id: int
    key: str
    name: Text
    words: Mapping[str, tuple[str, ...]]
    repurchase_days: int
    appeal: float


@dataclass(frozen=True)
class Variant:
    """
    What can really be bought: a product in one colour and one size.
    """

    id: int
    sku: str
    colour: str | None
    size: str | None
    price: int
    stock: int


@dataclass(frozen=True)
class Product:
    """
    A product with its texts; its price is that of its cheapest variant.
    """

    id: int
    key: str
    category: Category
    family: str
    every_days: int
    brand: str
    name: Text
    description: Text
    warranty_months: int
    warranty: Text
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Catalogue:
    """
    All that the shop sells.
    """

    categories: tuple[Category, ...]
    products: tuple[Product, ...]
    complements: Mapping[str, tuple[str, ...]]
    by_family: Mapping[str, tuple[Product, ...]]
    families_of: Mapping[str, tuple[str, ...]]
    """The families of each category, by the category's key."""


@dataclass
class _Growing:
    """
    The products made so far; their numbers run through all families.
    """

    rng: random.Random
    brands: Mapping[str, Any]
    products: list[Product] = field(default_factory=list)
    variants: int = 0

    def add_family(self, category: Category, months: int, family: Any) -> None:
        months = family.get("warranty_months", months)
        brands = family["brands"]
        for position, item in enumerate(family["items"]):
            if family.get("take_turns"):
                made_by = [brands[position % len(brands)]]
            else:
                made_by = brands
            for brand in made_by:
                self._add_product(category, months, family, item, brand)

    def _add_product(
        self, category: Category, months: int, family: Any, item: Any, brand: str
    ) -> None:
        number = len(self.products) + 1
        maker = self.brands[brand]
        named = {"item": Text.of(item), "brand": Text.of(maker["name"])}
        says = Text.of(maker["says"])
        described = Text.of(family["text"]).filled(**named)
        self.products.append(
            Product(
                id=number,
                key=f"{family['key']}-{item['key']}-{brand}",
                category=category,
                family=family["key"],
                every_days=family.get("every_days", category.repurchase_days),
                brand=brand,
                name=_tidy(Text.of(family["name"]).filled(**named)),
                description=_tidy(
                    Text(
                        *(
                            f"{described.get(language)} {says.get(language)}"
                            for language in LANGUAGES
                        )
                    )
                ),
                warranty_months=months,
                warranty=_warranty(months, named["brand"]),
                variants=self._variants(number, family, item["price"] * maker["level"]),
            )
        )

    def _variants(self, product: int, family: Any, base: float) -> tuple[Variant, ...]:
        made: list[Variant] = []
        # Real shelves have gaps: a few variants are sold out, some are nearly so.
        for size, factor in family.get("sizes", {None: 1}).items():
            for colour in family.get("colours", [None]):
                self.variants += 1
                stock = self.rng.choice((0, 1, 3, 7, 12, 18, 25, 34, 48, 60))
                made.append(
                    Variant(
                        id=self.variants,
                        sku=f"NS-{product:04d}-{len(made) + 1:02d}",
                        colour=colour,
                        size=None if size is None else str(size),
                        price=round(base * factor / 5000) * 5000,
                        stock=stock,
                    )
                )
        return tuple(made)


def load_catalogue(seed: int) -> Catalogue:
    """
    Expand the catalogue's files; the seed decides on stock only.
    """
    growing = _Growing(random.Random(f"{seed}:catalogue"), read_data("brands"))
    categories: list[Category] = []
    complements: dict[str, tuple[str, ...]] = {}
    for content in read_catalogue():
        category = Category(
            id=len(categories) + 1,
            key=content["category"],
            name=Text.of(content["name"]),
            words={k: tuple(words) for k, words in content["words"].items()},
            repurchase_days=content["repurchase_days"],
            appeal=content["appeal"],
        )
        categories.append(category)
        for family in content["families"]:
            growing.add_family(category, content["warranty_months"], family)
            if "goes_with" in family:
                complements[family["key"]] = tuple(family["goes_with"])
    by_family: dict[str, list[Product]] = {}
    families_of: dict[str, dict[str, None]] = {}
    for product in growing.products:
        by_family.setdefault(product.family, []).append(product)
        families_of.setdefault(product.category.key, {})[product.family] = None
    return Catalogue(
        categories=tuple(categories),
        products=tuple(growing.products),
        complements=complements,
        by_family={key: tuple(made) for key, made in by_family.items()},
        families_of={key: tuple(names) for key, names in families_of.items()},
    )


def size_name(key: str) -> Text:
    """
    A size as people of each language write it ("250 g", «۲۵۰ گرم»).
    """
    number, _, unit = key.partition(" ")
    if unit not in _UNITS:
        # Letters such as XL and A4 are the same everywhere; a shoe's number is not.
        written = key if not key.isdigit() else None
        return Text(*(written or digits(key, language) for language in LANGUAGES))
    return Text(
        *(
            f"{digits(number, language)} {_UNITS[unit].get(language)}"
            for language in LANGUAGES
        )
    )


def _warranty(months: int, brand: Text) -> Text:
    if not months:
        return _NO_WARRANTY
    counted = Text(digits(str(months), "fa"), _arabic_months(months), str(months))
    return _WARRANTY.filled(months=counted, brand=brand)


def _arabic_months(months: int) -> str:
    # Arabic counts 3 to 10 with a plural and from 11 on with a singular.
    return f"{digits(str(months), 'ar')} {'أشهر' if months <= 10 else 'شهرًا'}"


def _tidy(text: Text) -> Text:
    english = re.sub(r"\bA (?=[aeiou])", "An ", text.en)
    return Text(text.fa, text.ar, english[0].upper() + english[1:])
