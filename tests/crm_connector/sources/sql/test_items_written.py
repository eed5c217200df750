"""
What changes of items write: rows, balances and the shelf, all of it or nothing.
"""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from crm_connector.choices import LineChange, LinePart
from crm_connector.errors import DueChanged, Refused, SourceRejected
from crm_connector.model import Money, OrderStatus
from crm_connector.operations import Operation, Reason
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.sources.sql import wide_shop
from tests.crm_connector.sources.sql.changing import Served, Shop
from tests.crm_connector.sources.sql.wide_shop import ADA, CARD, GIFT, POOR, usd

OPEN, CAME = "A-1005", "A-0997"
LARGE = (LineChange("5", "6"),)
# 22.25 instead of 15.50, each with a tenth off.
MORE = usd(607)


async def asked(shop: Shop, what: str, where: str = "1 = 1") -> list[tuple[Any, ...]]:
    """
    Rows of a table of the shop; numbers as they are told to people.
    """
    columns, table = what.split(" FROM ")
    rows = await shop.run(f"SELECT {columns} FROM {shop.s}{table} WHERE {where}")  # noqa: S608
    return [tuple(map(_plain, row)) for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (float, Decimal)):
        return f"{value:.2f}"
    return value if isinstance(value, int) or value is None else str(value)


async def rests(shop: Shop) -> dict[str, object]:
    """
    What is left in every purse that counts it.
    """
    found = await asked(shop, "id, rest FROM purse", "rest IS NOT NULL")
    return {str(id_): rest for id_, rest in found}


async def stock(shop: Shop) -> dict[object, object]:
    """
    How many there are of what is counted.
    """
    return dict(
        await asked(shop, "id, n FROM stock", "n IS NOT NULL")  # type: ignore[arg-type]
    )


def content(file: Path) -> bytes:
    """
    All that is in a file.
    """
    return file.read_bytes()


class WritesItems:
    """
    What holds in every database.
    """

    async def test_a_difference_is_taken_from_a_gift_card_at_once(
        self, shop: Shop
    ) -> None:
        before = await stock(shop)

        changed = await shop.source.change_items(
            ADA, OPEN, LARGE, due=MORE, method_id=GIFT, key="w"
        )

        assert changed.total == usd(10963 + 607)
        assert changed.lines[0].discount == usd(223)
        assert await asked(shop, "amount, purse, back FROM paying", "amount < 9") == [
            ("6.07", GIFT, 0)
        ]
        assert await rests(shop) == {POOR: "1.05", GIFT: "244.03"}
        assert await stock(shop) == {**before, 5: 5, 6: 1}
        assert await asked(shop, "key, what FROM wish") == [("w", "change_items")]

    async def test_what_it_costs_less_goes_back_to_it(self, shop: Shop) -> None:
        fewer = (LineChange("6", quantity=1),)

        changed = await shop.source.change_items(
            ADA, OPEN, fewer, due=usd(-4784), method_id=POOR, key="w"
        )

        assert changed.total == usd(10963 - 4784)
        assert await asked(shop, "amount, purse, back FROM paying", "id > 3") == [
            ("47.84", POOR, 1)
        ]
        assert (await rests(shop))[POOR] == "48.89"
        assert (await stock(shop))[2] == 4

    async def test_what_costs_the_same_writes_no_payment(self, shop: Shop) -> None:
        same = (LineChange("5", "5"),)

        await shop.source.change_items(
            ADA, OPEN, same, due=usd(0), method_id=None, key="w"
        )

        assert await shop.count("paying") == 3
        assert await shop.count("wish") == 1

    async def test_cancelling_gives_back_what_was_paid_and_what_was_bought(
        self, shop: Shop
    ) -> None:
        await shop.source.change_items(
            ADA, OPEN, LARGE, due=MORE, method_id=GIFT, key="w"
        )

        cancelled = await shop.source.cancel_order(ADA, OPEN, key="w")
        await shop.source.cancel_order(ADA, OPEN, key="w")
        await shop.source.cancel_order(ADA, OPEN, key="again")

        assert cancelled.status is OrderStatus.CANCELLED
        back = await asked(shop, "amount, purse FROM paying", "id > 4 ORDER BY id")
        assert back == [("100.00", CARD), ("9.63", GIFT), ("6.07", GIFT)]
        # What was paid by the card is on its way, the rest is there.
        assert (await rests(shop))[GIFT] == "259.73"
        assert await stock(shop) == {1: -2, 2: 5, 3: 0, 5: 5, 6: 2, 7: 0}

    async def test_what_was_given_back_is_not_given_back_again(
        self, shop: Shop
    ) -> None:
        fewer = (LineChange("6", quantity=1),)
        await shop.source.change_items(
            ADA, OPEN, fewer, due=usd(-4784), method_id=CARD, key="w"
        )

        await shop.source.cancel_order(ADA, OPEN, key="w")

        back = await asked(shop, "amount, purse FROM paying", "id > 4 ORDER BY id")
        assert back == [("52.16", CARD), ("9.63", GIFT)]

    async def test_a_return_is_noted_with_all_that_was_said(self, shop: Shop) -> None:
        parts = (LinePart("8"), LinePart("9", 1))

        noted = await shop.source.return_items(
            *(ADA, CAME, parts),
            due=usd(-1395 - 4784),
            method_id=CARD,
            key="w",
            reason=Reason.DOES_NOT_FIT,
        )

        assert noted.done == {Operation.RETURN_ITEMS}
        assert noted.status is OrderStatus.DELIVERED
        assert await asked(
            shop, "item, n, worth, purse, why FROM sendback", "1 = 1 ORDER BY item"
        ) == [(8, 1, "13.95", CARD, "too small"), (9, 1, "47.84", CARD, "too small")]
        # Money and goods move when they are back.
        assert await shop.count("paying") == 3

    async def test_a_reason_without_a_word_is_refused(self, shop: Shop) -> None:
        with pytest.raises(Refused):
            await shop.source.return_items(
                *(ADA, CAME, (LinePart("8"),)),
                due=usd(-1395),
                method_id=CARD,
                key="w",
                reason=Reason.CHANGED_MIND,
            )

        assert await shop.state(CAME) == "came"
        assert await shop.count("sendback") == 0

    async def test_an_exchange_puts_the_new_piece_aside(self, shop: Shop) -> None:
        noted = await shop.source.exchange_items(
            *(ADA, CAME, (LineChange("8", "6"),)),
            due=MORE,
            method_id=None,
            key="w",
            reason=Reason.DAMAGED,
        )

        assert noted.done == {Operation.EXCHANGE_ITEMS}
        assert await asked(shop, "item, n, piece, more, purse, why FROM swap") == [
            (8, 1, 6, "6.07", CARD, "damaged")
        ]
        assert (await stock(shop))[6] == 1
        assert (await stock(shop))[5] == 4

    async def test_the_price_is_that_of_the_moment_of_writing(self, shop: Shop) -> None:
        await shop.run(f"UPDATE {shop.s}stock SET price = 23.00 WHERE id = 6")  # noqa: S608

        with pytest.raises(DueChanged):
            await shop.source.change_items(
                ADA, OPEN, LARGE, due=MORE, method_id=CARD, key="w"
            )

        assert await shop.count("wish") == 0

    async def test_a_card_that_two_orders_want_is_not_overdrawn(
        self, shop: Shop
    ) -> None:
        await shop.run(f"UPDATE {shop.s}purse SET rest = 7 WHERE id = '{POOR}'")  # noqa: S608

        found = await asyncio.gather(
            shop.source.change_items(
                ADA, OPEN, LARGE, due=MORE, method_id=POOR, key="a"
            ),
            shop.source.change_items(
                *(ADA, "A-1006", (LineChange("7", "6"),)),
                due=usd(675),
                method_id=POOR,
                key="b",
            ),
            return_exceptions=True,
        )

        (refused,) = [each for each in found if isinstance(each, BaseException)]
        assert isinstance(refused, Refused)
        assert (await rests(shop))[POOR] in ("0.93", "0.25")
        assert await shop.count("wish") == 1

    async def test_the_last_piece_is_sold_once(self, shop: Shop) -> None:
        await shop.run(f"UPDATE {shop.s}stock SET n = 1 WHERE id = 6")  # noqa: S608

        found = await asyncio.gather(
            shop.source.change_items(
                ADA, OPEN, LARGE, due=MORE, method_id=CARD, key="a"
            ),
            shop.source.exchange_items(
                ADA, CAME, (LineChange("8", "6"),), due=MORE, method_id=CARD, key="b"
            ),
            return_exceptions=True,
        )

        (refused,) = [each for each in found if isinstance(each, BaseException)]
        assert isinstance(refused, Refused)
        assert (await stock(shop))[6] == 0


class TestInSqlite(WritesItems):
    """
    As a file.
    """

    @pytest.fixture
    def shop(self, in_sqlite: Shop) -> Shop:
        """
        The shop in a file.
        """
        return in_sqlite

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            # Nothing says any more what the order comes to, or what the line is.
            (", paid: {plus: due}}", "}"),
            ("        price: {new: price}\n", ""),
            ("        piece: {new: variant}\n", ""),
        ],
    )
    async def test_what_does_not_lead_there_is_taken_back(
        self, shop: Shop, file: Path, old: str, new: str
    ) -> None:
        mapping = wide_shop.mapping(file.parent, wide_shop.SQLITE)
        text = mapping.read_text("utf-8")
        assert old in text
        mapping.write_text(text.replace(old, new, 1), "utf-8")
        source = SqlSource.open(f"sqlite:///{file}", mapping, clock=lambda: NOW)
        before = await source.order(ADA, OPEN)

        with pytest.raises(SourceRejected, match="change_items does not lead"):
            await source.change_items(
                ADA, OPEN, LARGE, due=MORE, method_id=GIFT, key="w"
            )

        assert await source.order(ADA, OPEN) == before
        assert (await rests(shop))[GIFT] == "250.10"
        assert [await shop.count(each) for each in ("wish", "paying")] == [0, 3]
        await source.close()

    async def test_without_a_way_to_remove_nothing_is_removed(
        self, shop: Shop, file: Path
    ) -> None:
        mapping = wide_shop.mapping(file.parent, wide_shop.SQLITE)
        text = mapping.read_text("utf-8")
        mapping.write_text(text.replace("      remove: delete\n", ""), "utf-8")
        source = SqlSource.open(f"sqlite:///{file}", mapping, clock=lambda: NOW)

        with pytest.raises(Refused):
            await source.change_items(
                *(ADA, OPEN, (LineChange("6", quantity=0),)),
                due=usd(-9568),
                method_id=CARD,
                key="w",
            )

        assert await shop.count("item") == 10
        await source.close()

    async def test_what_fails_in_the_middle_leaves_nothing(
        self, shop: Shop, file: Path
    ) -> None:
        engine = shop.source._asking._writer._engine

        def fail(_connection, _cursor, statement: str, *_rest: object) -> None:
            if statement.startswith("INSERT INTO wish"):
                raise OSError("the disk is full")

        def fail_late(_connection, _cursor, statement: str, *_rest: object) -> None:
            if statement.startswith("UPDATE stock"):
                raise OSError("the disk is full")

        for failing in (fail, fail_late):
            before = content(file)
            event.listen(engine, "before_cursor_execute", failing)
            with pytest.raises(Exception, match="does not answer"):
                await shop.source.change_items(
                    ADA, OPEN, LARGE, due=MORE, method_id=GIFT, key="w"
                )
            event.remove(engine, "before_cursor_execute", failing)
            assert content(file) == before


class TestInPostgresql(WritesItems):
    """
    In a real server.
    """

    @pytest.fixture
    def shop(self, in_postgresql: Served) -> Shop:
        """
        The shop in a server.
        """
        return in_postgresql.shop

    async def test_an_account_needs_no_more_rights_than_the_guide_gives(
        self, in_postgresql: Served
    ) -> None:
        shop, user = in_postgresql.shop, f"clerk_{in_postgresql.name}"
        await shop.run(f"CREATE ROLE {user} LOGIN")
        await shop.run(f"GRANT USAGE ON SCHEMA trade TO {user}")
        await shop.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA trade TO {user}")
        await shop.run(f"GRANT UPDATE (paid, touched) ON trade.purchase TO {user}")
        await shop.run(f"GRANT INSERT ON trade.wish, trade.paying TO {user}")
        await shop.run(f"GRANT USAGE ON SEQUENCE trade.paying_id_seq TO {user}")
        await shop.run(f"GRANT UPDATE (rest) ON trade.purse TO {user}")
        await shop.run(f"GRANT UPDATE (n) ON trade.stock TO {user}")
        source = await in_postgresql.again(user=user)

        async def change() -> Money:
            changed = await source.change_items(
                ADA, OPEN, LARGE, due=MORE, method_id=GIFT, key="w"
            )
            return changed.total

        with pytest.raises(SourceRejected):
            await change()
        assert await shop.count("wish") == 0
        await shop.run(f"GRANT UPDATE (piece, n, price, off) ON trade.item TO {user}")
        assert await change() == usd(10963 + 607)

        await source.close()
        await shop.run(f"DROP OWNED BY {user}")
        await shop.run(f"DROP ROLE {user}")
