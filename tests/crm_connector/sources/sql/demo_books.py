"""
An order of the demo shop that is changed, paid, cancelled: and its books after each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

from crm_connector import reckoning
from crm_connector.choices import LineChange, LinePart
from crm_connector.errors import Refused
from crm_connector.model import Money, Order
from crm_connector.sources.sql import SqlSource
from demo.till import pay
from tests.crm_connector import small_shop
from tests.crm_connector.small_shop import MAPPING
from tests.crm_connector.small_shop_goods import GOODS_ROWS

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
WHO, NUMBER, ID, TOKEN = "1", "30001", 301, "token"
CARD, WALLET, CASH = "online_card", "wallet", "cash_on_delivery"
METHODS = {CARD: "31", WALLET: "32"}
SHOES, BEANS = "31", "32"
"""The lines of the order."""
_CHEAP, _DEAR = "21", "23"
_WEALTH = 20_000_000
_ROWS = """
UPDATE payment_methods SET balance = {wealth} WHERE id = 32;
INSERT INTO orders VALUES
    (301, '30001', 1, 'سارا احمدی', '+989121234567', 'تهران', 'تهران', 'ولیعصر', '1',
     'placed', 'chat', 'post', '2026-05-10T06:00:00+00:00',
     '2026-05-10T06:00:00+00:00', NULL, NULL, 1500000, 90000, 45000, 1455000);
INSERT INTO order_lines VALUES
    (31, 301, 1, 11, 21, 1, 900000, 90000, 810000),
    (32, 301, 2, 12, 22, 2, 300000, 0, 600000);
INSERT INTO payments VALUES
    (31, 301, '{method}', 'pending', 1455000, NULL, '2026-05-10T06:00:00+00:00', NULL);
INSERT INTO checkouts VALUES ('wish', 301, 'token');
"""
Step = tuple[str, ...]
"""What is done, and with what: ("swap", "wallet"), ("beans", "3", ""), ("pay",)."""


def build(path: Path, method: str) -> Path:
    """
    A shop with one more order, which is to be paid by this method.
    """
    small_shop.build(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(GOODS_ROWS)
        database.executescript(_ROWS.format(wealth=_WEALTH, method=method))
        database.commit()
    return path


class Books:
    """
    The order in its file, and what is done with it.
    """

    def __init__(self, path: Path, method: str) -> None:
        self._path = path
        self._method = method
        self._source = SqlSource.open(f"sqlite:///{path}", MAPPING, clock=lambda: NOW)
        self._count = 0

    async def close(self) -> None:
        """
        Let go of the file.
        """
        await self._source.close()

    def rows(self, question: str) -> list[tuple[int, ...]]:
        """
        Ask the file.
        """
        with closing(sqlite3.connect(self._path)) as database:
            return database.execute(question).fetchall()

    def one(self, question: str) -> int:
        """
        Ask it for a number.
        """
        ((found,),) = self.rows(question)
        return found or 0

    async def order(self) -> Order:
        """
        The order as the source tells it.
        """
        return await self._source.order(WHO, NUMBER)

    async def do(self, *step: str) -> bool:
        """
        Whether a step was done; else it was refused.
        """
        self._count += 1
        try:
            await getattr(self, f"_{step[0]}")(*step[1:])
        except Refused:
            return False
        return True

    async def _swap(self, by: str = "") -> None:
        """
        The shoes in black for those of 42, which cost less, or the other way round.
        """
        (shoes,) = [e for e in (await self.order()).lines if e.id == SHOES]
        other = _CHEAP if shoes.variant_id == _DEAR else _DEAR
        await self._change(LineChange(SHOES, other), by)

    async def _beans(self, count: str, by: str = "") -> None:
        await self._change(LineChange(BEANS, quantity=int(count)), by)

    async def _change(self, change: LineChange, by: str) -> None:
        order = await self.order()
        variants = await self._source.variants({e.product_id for e in order.lines})
        pieces = {each.id: each for some in variants.values() for each in some}
        becoming = reckoning.changed(order, (change,), pieces)
        await self._source.change_items(
            *(WHO, NUMBER, (change,)),
            due=reckoning.due(becoming, "IRT"),
            method_id=METHODS.get(by),
            key=f"wish-{self._count}",
        )

    async def _pay(self) -> None:
        """
        The bank says yes, the wallet pays, the courier has the money.
        """
        if self._method == CARD:
            pay(self._path, TOKEN, NOW, shown=(await self.order()).total.amount)
            return
        with closing(sqlite3.connect(self._path)) as database:
            database.execute(
                "UPDATE payments SET status = 'paid' "
                "WHERE order_id = ? AND status = 'pending'",
                (ID,),
            )
            database.commit()

    async def _come(self) -> None:
        """
        What was not cancelled is delivered; who pays at the door has paid.
        """
        with closing(sqlite3.connect(self._path)) as database:
            database.execute(
                "UPDATE orders SET status = 'delivered' "
                "WHERE id = ? AND status <> 'cancelled'",
                (ID,),
            )
            database.commit()

    async def _cancel(self) -> None:
        await self._source.cancel_order(WHO, NUMBER, key=f"wish-{self._count}")

    async def _give_back(self) -> None:
        """
        All that is in it comes back.
        """
        order = await self.order()
        parts = tuple(LinePart(line.id) for line in order.lines)
        await self._source.return_items(
            *(WHO, NUMBER, parts),
            due=reckoning.due(reckoning.returned(order, parts), "IRT"),
            method_id=None,
            key=f"wish-{self._count}",
        )

    @property
    def _is_cancelled(self) -> bool:
        query = f"SELECT status = 'cancelled' FROM orders WHERE id = {ID}"  # noqa: S608
        return bool(self.one(query))

    def empty_wallet(self) -> None:
        """
        Leave nothing in it.
        """
        with closing(sqlite3.connect(self._path)) as database:
            database.execute("UPDATE payment_methods SET balance = 0 WHERE id = 32")
            database.commit()

    async def balance(self) -> None:
        """
        That the books are right: what came in, less what went out, is what it costs.
        """
        came = self._sum("payments", "status = 'paid'")
        went = self._sum("refunds")
        waits = self._sum("payments", "status = 'pending'")
        order = await self.order()
        costs = 0 if self._is_cancelled else order.total.amount
        assert came - went + waits == costs
        if self._is_cancelled or came == 0:
            assert came == went
        elif self._method != CASH:
            assert waits == 0
        assert order.paid == Money(came - went, "IRT")
        assert order.total.amount == self._sum("order_lines", what="total") + 45_000
        assert self.rows("SELECT * FROM pragma_foreign_key_check") == []
        self._wallet_balances()
        billed = f"SELECT paid FROM bills WHERE number = '{NUMBER}'"  # noqa: S608
        assert self.rows(billed) == ([] if costs == came == 0 else [(came,)])

    def _wallet_balances(self) -> None:
        """
        That the wallet has what nobody took from it, and what came back into it.
        """
        taken = self._sum("payments", "status = 'paid' AND method = 'wallet'")
        back = self.one(
            "SELECT SUM(r.amount) FROM refunds r JOIN payments p ON p.id = r.payment_id"  # noqa: S608
            " LEFT JOIN payment_methods m ON m.id = r.method_id"
            f" WHERE r.order_id = {ID} AND COALESCE(m.kind, p.method) = 'wallet'"
        )
        left = self.one("SELECT balance FROM payment_methods WHERE id = 32")
        assert left == _WEALTH - taken + back

    def _sum(self, table: str, test: str = "1", *, what: str = "amount") -> int:
        query = f"SELECT SUM({what}) FROM {table} WHERE order_id = {ID} AND {test}"  # noqa: S608
        return self.one(query)

    def coming_back(self) -> int:
        """
        What is to be given back once the goods are.
        """
        return self._sum("returns")


async def run(path: Path, method: str, steps: Sequence[Step]) -> None:
    """
    Do all of it, as far as it may be, looking into the books after each step.
    """
    books = Books(path, method)
    try:
        for step in steps:
            await books.do(*step)
            await books.balance()
    finally:
        await books.close()
