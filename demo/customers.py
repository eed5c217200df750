"""
The people who shop here: invented names, telephones and addresses.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from demo.clock import DAY, YEARS
from demo.texts import LANGUAGES, Text, digits, read_data

CUSTOMERS = 2000
# A range that, as far as we know, no operator has given out.
_PHONE_PREFIX = "+98955"
# Of a hundred customers, how many say yes or give an e-mail address.
_MARKETING, _ANALYTICS, _EMAIL = 62, 78, 85


@dataclass(frozen=True)
class Address:
    """
    A place to deliver to, written in the customer's language.
    """

    id: int
    label: str
    province: str
    city: str
    street: str
    postal_code: str


@dataclass(frozen=True)
class Customer:
    """
    A customer; `joined` is the minute of the first visit, counted from today.
    """

    id: int
    given_name: str
    family_name: str
    phone: str
    email: str | None
    language: str
    city: str
    in_tehran: bool
    marketing_consent: bool
    analytics_consent: bool
    joined: int
    addresses: tuple[Address, ...]

    @property
    def name(self) -> str:
        """
        The full name.
        """
        return f"{self.given_name} {self.family_name}"


def make_customers(seed: int) -> tuple[Customer, ...]:
    """
    Invent all customers; the older ones have the smaller numbers.
    """
    rng = random.Random(f"{seed}:customers")
    people = read_data("people")
    # Some were customers before the first order that the shop still keeps.
    joined = sorted(rng.randrange(-YEARS - 300, -8) * DAY for _ in range(CUSTOMERS))
    phones = rng.sample(range(1_000_000, 10_000_000), CUSTOMERS)
    addresses = 0
    customers: list[Customer] = []
    for position in range(CUSTOMERS):
        language = _pick(rng, people["languages"])
        phone = f"{_PHONE_PREFIX}{phones[position]}"
        made = _customer(
            rng, people, position + 1, phone, language, joined[position], addresses
        )
        addresses += len(made.addresses)
        customers.append(made)
    return tuple(customers)


def _customer(
    rng: random.Random,
    people: Any,
    number: int,
    phone: str,
    language: str,
    joined: int,
    addresses: int,
) -> Customer:
    given, given_latin = rng.choice(list(people["given"][language].items()))
    family, family_latin = rng.choice(list(people["family"][language].items()))
    cities = people["cities"]
    city = rng.choices(cities, [c["shares"][language] for c in cities])[0]
    places = ["home", "work"] if rng.random() < 0.2 else ["home"]
    email = f"{given_latin}.{family_latin}{number}@example.com"
    return Customer(
        id=number,
        given_name=given,
        family_name=family,
        phone=phone,
        email=email if rng.randrange(100) < _EMAIL else None,
        language=language,
        city=city[language],
        in_tehran=city["en"] == "Tehran",
        marketing_consent=rng.randrange(100) < _MARKETING,
        analytics_consent=rng.randrange(100) < _ANALYTICS,
        joined=joined + rng.randrange(9 * 60, 22 * 60),
        addresses=tuple(
            _address(rng, people, addresses + place + 1, label, language, city)
            for place, label in enumerate(places)
        ),
    )


def _address(
    rng: random.Random,
    people: Any,
    number: int,
    label: str,
    language: str,
    city: Any,
) -> Address:
    house, flat = str(rng.randrange(1, 200)), str(rng.randrange(1, 21))
    written = Text.of(people["house"]).filled(
        street=Text.of(rng.choice(people["streets"])),
        number=_in_digits(house),
        flat=_in_digits(flat),
    )
    rest = 10 - len(city["post"])
    return Address(
        id=number,
        label=label,
        province=str(city["province"][language]),
        city=str(city[language]),
        street=written.get(language),
        postal_code=city["post"] + "".join(rng.choices("123456789", k=rest)),
    )


def _in_digits(number: str) -> Text:
    return Text(*(digits(number, language) for language in LANGUAGES))


def _pick(rng: random.Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
