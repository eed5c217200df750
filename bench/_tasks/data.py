"""
The retailer of tau-bench and its tasks, as they stand in the shared folder.

The data set is MIT, sierra-research/tau-bench. It has no moments: each order is placed
an hour after the one before it in the file. Everything else is as it is there.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from bot.unusable import Unusable

FIRST = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""When the first order of the file was placed."""
SCHEMA = Path(__file__).with_name("schema.sql")
_ADDRESS = ("address1", "address2", "city", "state", "zip", "country")
_CENTS = 100


class Kind(str, Enum):
    """
    What a task may want written, under the names of the data set.
    """

    CANCEL = "cancel_pending_order"
    ADDRESS = "modify_pending_order_address"
    ITEMS = "modify_pending_order_items"
    RETURN = "return_delivered_order_items"
    EXCHANGE = "exchange_delivered_order_items"


# Writes of other kinds: a task that wants one of them is left out.
_OTHER_WRITES = frozenset(
    {
        "modify_pending_order_payment",
        "modify_user_address",
        "transfer_to_human_agents",
    }
)


@dataclass(frozen=True)
class Write:
    """
    Something that a task wants written, with the arguments as the data set has them.
    """

    kind: Kind
    arguments: Mapping[str, Any]

    @property
    def order(self) -> str:
        """
        The order that it is about.
        """
        return str(self.arguments["order_id"])


@dataclass(frozen=True)
class Task:
    """
    A customer with something to be done. `writes` are for judging alone.

    `name` says where it stands: "train 35".
    """

    name: str
    user: str
    instruction: str
    writes: tuple[Write, ...]

    @property
    def file(self) -> str:
        """
        The file where it stands: "train".
        """
        return self.name.partition(" ")[0]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """
        The kinds of its writes, each once, in their own order.
        """
        wanted = {each.kind for each in self.writes}
        return tuple(each for each in Kind if each in wanted)


def tasks(folder: Path) -> list[Task]:
    """
    The tasks of all files whose writes are of our kinds alone, and at least one.
    """
    return [
        task
        for file in sorted(folder.glob("tasks_*.json"))
        for task in _tasks_of(file)
        if task is not None
    ]


def instructions(folder: Path) -> Iterator[str]:
    """
    What each customer of these files wants, in the words of the data set.
    """
    for file in sorted(folder.glob("tasks_*.json")):
        for each in _content(file):
            yield str(each["instruction"])


def _tasks_of(file: Path) -> Iterator[Task | None]:
    of = file.stem.partition("_")[2]
    for place, each in enumerate(_content(file)):
        yield _task(f"{of} {place}", each)


def _task(name: str, content: Mapping[str, Any]) -> Task | None:
    known = {each.value for each in Kind}
    writes = []
    for action in content["actions"]:
        if action["name"] in _OTHER_WRITES:
            return None
        # What is left is looking something up.
        if action["name"] in known:
            writes.append(Write(Kind(action["name"]), action["kwargs"]))
    if not writes:
        return None
    return Task(name, content["user_id"], content["instruction"], tuple(writes))


def build(folder: Path, file: Path) -> Path:
    """
    The shop of this folder as an SQLite file, which must not be there yet.
    """
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA.read_text("utf-8"))
        for table, found in _rows(folder).items():
            places = ", ".join("?" * len(found[0]))
            database.executemany(
                f"INSERT INTO {table} VALUES ({places})",  # noqa: S608 - names of ours
                found,
            )
        database.commit()
    return file


def placed_at(place: int) -> datetime:
    """
    When the order at this place of the file is said to have been placed.
    """
    return FIRST + timedelta(hours=place)


def _rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    users, orders, products = (
        _content(folder / f"{name}.json") for name in ("users", "orders", "products")
    )
    variants = [
        (each, product)
        for product in products.values()
        for each in product["variants"].values()
    ]
    return {
        "users": [
            (
                id_,
                *(user["name"]["first_name"], user["name"]["last_name"]),
                user["email"],
                *_address(user["address"]),
            )
            for id_, user in users.items()
        ],
        "payment_methods": [
            (
                method["id"],
                id_,
                method["source"],
                method.get("brand"),
                method.get("last_four"),
                _cents(method["balance"]) if "balance" in method else None,
            )
            for id_, user in users.items()
            for method in user["payment_methods"].values()
        ],
        "products": [(id_, each["name"]) for id_, each in products.items()],
        "variants": [
            (
                each["item_id"],
                product["product_id"],
                int(each["available"]),
                _cents(each["price"]),
            )
            for each, product in variants
        ],
        "options": [
            (each["item_id"], place, name, value)
            for each, _ in variants
            for place, (name, value) in enumerate(each["options"].items(), 1)
        ],
        "orders": [
            (
                id_,
                *(order["user_id"], order["status"], order.get("cancel_reason")),
                placed_at(place).isoformat(),
                *_address(order["address"]),
            )
            for place, (id_, order) in enumerate(orders.items())
        ],
        "items": [
            (
                None,
                *(id_, item["item_id"], item["product_id"]),
                _cents(item["price"]),
                1,
            )
            for id_, order in orders.items()
            for item in order["items"]
        ],
        "fulfillments": [
            (None, id_, code)
            for id_, order in orders.items()
            for sent in order["fulfillments"]
            for code in sent["tracking_id"]
        ],
        "payments": [
            (
                None,
                *(id_, each["transaction_type"], _cents(each["amount"])),
                each["payment_method_id"],
            )
            for id_, order in orders.items()
            for each in order["payment_history"]
        ],
    }


def _address(address: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(address[each] for each in _ADDRESS)


def _cents(price: float) -> int:
    # As it is written: 47.84 is no binary fraction.
    return round(Decimal(repr(price)) * _CENTS)


def _content(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}.") from error
