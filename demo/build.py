"""
Building the demo shop's database, and keeping it at today.

    python -m demo.build --out FILE [--today YYYY-MM-DD]
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from demo.campaigns import make_campaigns
from demo.clock import SHOP_ZONE, Clock
from demo.customers import make_customers
from demo.orders import Counter, Order
from demo.products import load_catalogue
from demo.shift import shift_shop
from demo.shopping import Shopping
from demo.store import write_holidays, write_store
from demo.tables import (
    write_campaigns,
    write_catalogue,
    write_customers,
    write_orders,
)
from demo.tastes import make_tastes
from demo.texts import HERE, read_data
from demo.troubles import add_troubles

# Grows with every change of the tables or of what is generated into them.
SCHEMA_VERSION = "8"
SEED = 7
_TOMAN_A_POINT = 100_000


def build_shop(path: Path, today: date, seed: int = SEED) -> None:
    """
    Build the whole shop into `path`, in place of what was there.

    The same day and seed give the same shop; another day gives the same shop with all
    dates moved. An interrupted build leaves what was there untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the goal, because only then is the rename a single step.
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=".new"
    )
    os.close(handle)
    unfinished = Path(name)
    try:
        with closing(sqlite3.connect(unfinished)) as database:
            # Nobody reads it yet, and a crash throws it away.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
            _fill(database, today, seed)
            database.commit()
        _flush(unfinished)
        unfinished.chmod(0o644)
        for leftover in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def ensure_shop(path: Path, today: date, seed: int = SEED) -> None:
    """
    Make sure that a shop of today stands at `path`.

    Absent, broken or of another version: it is built. Of another day: its dates are
    moved in place, so that what was written to it since stays. Of today: nothing.
    """
    built_on = _built_on(path, seed)
    if built_on is None:
        build_shop(path, today, seed)
        return
    if built_on == today:
        return
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as database,
        _transaction(database),
    ):
        # Another process may have moved it while this one was waiting.
        row = database.execute(
            "SELECT value FROM meta WHERE key = 'built_on'"
        ).fetchone()
        shift_shop(database, date.fromisoformat(row[0]), today)


def _fill(database: sqlite3.Connection, today: date, seed: int) -> None:
    clock = Clock(today)
    catalogue = load_catalogue(seed)
    customers = make_customers(seed)
    campaigns = make_campaigns(seed, catalogue)
    tastes = make_tastes(seed, catalogue, customers)
    baskets = Shopping(seed, catalogue, tastes, campaigns).run()
    carriers = read_data("carriers")
    orders = Counter(seed, carriers, campaigns).serve(baskets)
    orders = add_troubles(seed, carriers, orders)
    database.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        (
            ("schema_version", SCHEMA_VERSION),
            ("built_on", today.isoformat()),
            ("seed", str(seed)),
        ),
    )
    write_store(database)
    write_holidays(database, today)
    write_catalogue(database, catalogue)
    write_campaigns(database, clock, campaigns)
    write_customers(database, clock, customers, _points(orders))
    write_orders(database, clock, orders)


def _points(orders: list[Order]) -> dict[int, int]:
    points: dict[int, int] = {}
    for order in orders:
        if order.journey.status == "delivered":
            earned = order.total // _TOMAN_A_POINT
            points[order.customer.id] = points.get(order.customer.id, 0) + earned
    return points


def _built_on(path: Path, seed: int) -> date | None:
    """
    The day of the shop at `path`, None when there is none that can be kept.
    """
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(path)) as database:
            meta = dict(database.execute("SELECT key, value FROM meta"))
        if (meta["schema_version"], meta["seed"]) != (SCHEMA_VERSION, str(seed)):
            return None
        return date.fromisoformat(meta["built_on"])
    except sqlite3.OperationalError as exc:
        # A shop that somebody is just writing to must not be thrown away.
        if "no such table" not in str(exc):
            raise
        return None
    except (sqlite3.DatabaseError, KeyError, ValueError):
        return None


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def main(arguments: list[str] | None = None) -> None:
    """
    The command line.
    """
    parser = argparse.ArgumentParser(
        prog="python -m demo.build", description="Build the demo shop's database."
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(SHOP_ZONE).date(),
        metavar="YYYY-MM-DD",
    )
    chosen = parser.parse_args(arguments)
    build_shop(chosen.out, chosen.today)


if __name__ == "__main__":
    main()
