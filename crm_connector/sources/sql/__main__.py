"""
Tries a mapping, before anybody is served by it.

    python -m crm_connector.sources.sql MAPPING URL [CUSTOMER]

Says whether the mapping fits the database, what it makes possible, and what of the rows
there makes no sense; and, of a customer (by id), what Hamyar would know of them.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from crm_connector import currencies
from crm_connector.errors import CrmError
from crm_connector.model import Money, Order
from crm_connector.sources.sql.client import SqlSource
from crm_connector.sources.sql.survey import Surveyed

_SHOWN = 5
"""Orders that are shown of a customer."""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    The command; 0 if all is well, 1 if something has to be mended.
    """
    parser = argparse.ArgumentParser(prog="python -m crm_connector.sources.sql")
    parser.add_argument("mapping", type=Path, help="the mapping file")
    parser.add_argument("url", help="the database's address, as HAMYAR_CRM_URL has it")
    parser.add_argument("customer", nargs="?", help="the id of a customer to look at")
    given = parser.parse_args(arguments)
    try:
        return asyncio.run(_try(given.mapping, given.url, given.customer))
    except CrmError as error:
        print(error, file=sys.stderr)
        return 1


async def _try(mapping: Path, url: str, customer_id: str | None) -> int:
    source = SqlSource.open(url, mapping)
    try:
        await source.check()
        can = sorted(each.value for each in source.capabilities)
        print(f"The mapping fits. It makes possible: {', '.join(can)}.")
        surveyed = await source.survey()
        _tell(surveyed)
        if customer_id is not None:
            await _show(source, customer_id)
    finally:
        await source.close()
    return 1 if any(each.troubles or each.doubled for each in surveyed) else 0


def _tell(surveyed: Sequence[Surveyed]) -> None:
    rows = ", ".join(f"{each.part} {each.rows:,}" for each in surveyed)
    print(f"Rows looked at: {rows}.")
    for each in surveyed:
        for column, unread, held in each.unread:
            print(
                f"{each.part}: {unread:,} of {held:,} in {column} are neither phone "
                "nor e-mail (is `country` right?)"
            )
        for trouble in each.troubles:
            print(f"{each.part}: {trouble}", file=sys.stderr)
        for join in each.doubled:
            print(
                f"{each.part}: the join {join} finds several rows where one is meant",
                file=sys.stderr,
            )


async def _show(source: SqlSource, customer_id: str) -> None:
    customer = await source.customer(customer_id)
    reached = ", ".join((*customer.phones, *customer.emails)) or "no phone, no e-mail"
    print(f"{customer.name or '(no name)'}: {reached}")
    orders = await source.orders(customer_id, limit=_SHOWN)
    if not orders:
        print("No orders.")
    for order in orders:
        print(_line(order))


def _line(order: Order) -> str:
    things = ", ".join(
        f"{line.quantity} x {next(iter(line.names.values()))}" for line in order.lines
    )
    return (
        f"{order.number}: {order.status.value}, placed {order.placed_at:%Y-%m-%d %H:%M}"
        f" UTC, {_amount(order.total)}: {things}"
    )


def _amount(money: Money) -> str:
    digits = currencies.digits(money.currency)
    return f"{Decimal(money.amount).scaleb(-digits):,.{digits}f} {money.currency}"


if __name__ == "__main__":
    sys.exit(main())
