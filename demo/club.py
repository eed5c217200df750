"""
The shop's loyalty club: another program's list of the same people, written otherwise.

Names are in other letters or another order, some telephones are old ones, some people
share a card's telephone with their family, and most cards know no customer's number.
"""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from demo.texts import HERE, read_data

HEADINGS = ("کارت", "نام", "موبایل", "ایمیل", "امتیاز", "سطح")
MAPPING = HERE / "club.yml"
SHOP_MAPPING = HERE / "mapping.yml"
# Of a hundred customers: who has a card, whose card has an old telephone, whose card
# says an e-mail address (if they have one), and whose family has one, too.
_MEMBERS, _MOVED, _MAIL, _FAMILY = 55, 20, 70, 6
_TIERS = ((300, "طلایی"), (80, "نقره‌ای"), (0, "برنزی"))
_FIRST_CARD = 700_001

Row = tuple[str, str, str, str, int, str]


def write_club(shop: Path, folder: Path, seed: int, *, site: str = "") -> Path:
    """
    Write the list and the files that tell how to read both; gives that of the sources.

    `site` is where the demo's pages are, among them the one on which one pays.

    The same shop and seed give the same list. What is there already stays untouched.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(shop, seed))
    # As Excel saves it: with its mark in front.
    _keep(folder / "demo-club.csv", "\ufeff" + text.getvalue())
    _keep(folder / "demo-club.yml", MAPPING.read_text("utf-8"))
    sources = folder / "demo-sources.yml"
    _keep(sources, _sources(shop, site))
    return sources


def _rows(shop: Path, seed: int) -> Iterator[Row]:
    chance = random.Random(f"club {seed}")
    latin = _latin()
    with closing(sqlite3.connect(f"{shop.resolve().as_uri()}?mode=ro", uri=True)) as db:
        people = db.execute(
            "SELECT given_name, family_name, phone, email, loyalty_points, language"
            " FROM customers ORDER BY id"
        ).fetchall()
    card = _FIRST_CARD
    for given, family, phone, email, points, language in people:
        if chance.randrange(100) >= _MEMBERS:
            continue
        collected = points + chance.randrange(120)
        kept_mail = email if email and chance.randrange(100) < _MAIL else ""
        name = _name(given, family, latin, chance)
        has_moved = chance.randrange(100) < _MOVED
        number = _old(phone, chance) if has_moved else phone
        yield _row(card, name, _written(number, chance), kept_mail, collected)
        card += 1
        if chance.randrange(100) < _FAMILY:
            relative = chance.choice(sorted(read_data("people")["given"][language]))
            name = _name(relative, family, latin, chance)
            yield _row(card, name, _written(number, chance), "", chance.randrange(90))
            card += 1


def _row(card: int, name: str, phone: str, email: str, points: int) -> Row:
    tier = next(tier for least, tier in _TIERS if points >= least)
    # An apostrophe keeps Excel from making a number of it.
    return str(card), name, f"'{phone}", email, points, tier


def _name(
    given: str, family: str, latin: Mapping[str, str], chance: random.Random
) -> str:
    way = chance.randrange(4)
    if way == 0:
        return f"{given} {family}".translate({ord("ی"): "ي", ord("ک"): "ك"})
    first = latin.get(given, given).title()
    last = latin.get(family, family).title()
    return (f"{first} {last}", f"{last.upper()} {first}", f"{last}, {first}")[way - 1]


def _old(phone: str, chance: random.Random) -> str:
    return phone[:-4] + f"{(int(phone[-4:]) + chance.randrange(1, 9999)) % 10000:04}"


def _written(phone: str, chance: random.Random) -> str:
    code, rest = phone[:3], phone[3:]
    ways = (
        phone,
        f"{code} {rest[:3]} {rest[3:6]} {rest[6:]}",
        f"00{code[1:]}{rest}",
        f"{code}-{rest[:3]}-{rest[3:]}",
    )
    return chance.choice(ways)


def _latin() -> dict[str, str]:
    people = read_data("people")
    return {
        native: written
        for kind in ("given", "family")
        for names in people[kind].values()
        for native, written in names.items()
    }


def _sources(shop: Path, site: str) -> str:
    """
    The file that names both; JSON is YAML, and knows how to write any path down.
    """
    known = {
        "demo-shop": {
            "kind": "sql",
            "url": f"sqlite:///{shop.resolve()}",
            "mapping": str(SHOP_MAPPING),
            **({"site": site} if site else {}),
            # It sends a code to whoever changes their number.
            "contacts": "checked",
            "title": {
                "fa": "سیستم سفارش‌های فروشگاه",
                "ar": "نظام طلبات المتجر",
                "en": "the shop's order system",
            },
            "points": {
                "fa": "حساب خودتان در فروشگاه",
                "ar": "حسابك في المتجر",
                "en": "your own account at the shop",
            },
        },
        "demo-club": {
            "kind": "csv",
            "mapping": "demo-club.yml",
            "title": {
                "fa": "باشگاه مشتریان",
                "ar": "نادي العملاء",
                "en": "the customers' club",
            },
            "points": {
                "fa": "کارت باشگاه مشتریان",
                "ar": "بطاقة نادي العملاء",
                "en": "the customers' club card",
            },
        },
    }
    said = {"home": "demo-shop", "sources": known}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _keep(path: Path, text: str) -> None:
    if path.exists() and path.read_bytes() == text.encode():
        return
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_bytes(text.encode())
    shutil.move(unfinished, path)
