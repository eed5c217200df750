"""
The demo shop's books balance, whatever is done with an order and in whatever order.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_connector.model import Money
from tests.crm_connector.sources.sql import demo_books
from tests.crm_connector.sources.sql.demo_books import CARD, CASH, WALLET, Books

DEARER = (("swap",), ("beans", "3"))
CHEAPER = (("beans", "1"), ("beans", "0"))


@pytest.fixture(params=[CARD, WALLET, CASH])
async def books(request, tmp_path):
    """
    The books of an order that is to be paid in each way.
    """
    method = request.param
    books = Books(demo_books.build(tmp_path / "shop.db", method), method)
    yield books
    await books.close()


async def all_done(books, *steps) -> None:
    """
    Each is done, and the books balance after it.
    """
    for step in steps:
        assert await books.do(*step), step
        await books.balance()


@pytest.mark.parametrize("change", [*DEARER, *CHEAPER])
@pytest.mark.parametrize("more", [[], [("swap",)]])
@pytest.mark.parametrize("paid", ["first", "between", "never"])
async def test_what_was_changed_is_cancelled(books, change, more, paid) -> None:
    begins = [("pay",)] if paid == "first" else []
    between = [("pay",)] if paid == "between" else []

    await all_done(books, *begins, change, *between, *more, ("cancel",))

    assert (await books.order()).paid == Money(0, "IRT")


@pytest.mark.parametrize("by", [CARD, WALLET])
@pytest.mark.parametrize("change", [("beans", "3"), ("beans", "1")])
async def test_a_difference_is_settled_in_another_way(books, change, by) -> None:
    await all_done(books, ("pay",), (*change, by), ("swap", by), ("cancel",))


@pytest.mark.parametrize("change", [*DEARER, *CHEAPER])
async def test_what_was_changed_comes_back_for_what_it_cost(books, change) -> None:
    await all_done(books, ("pay",), change, ("come",), ("give_back",))

    order = await books.order()
    # Nobody gives the delivery back.
    assert order.paid == Money(books.coming_back() + 45_000, "IRT")


async def test_an_order_that_nobody_paid_owes_what_it_costs_now(books) -> None:
    before = (await books.order()).total.amount

    await all_done(books, ("swap",), ("beans", "1"))

    assert books.rows("SELECT * FROM differences") == []
    ((waits,),) = books.rows(
        "SELECT amount FROM payments WHERE order_id = 301 AND status = 'pending'"
    )
    assert waits == (await books.order()).total.amount != before


async def test_a_wallet_without_enough_on_it_may_owe_more(books) -> None:
    books.empty_wallet()

    assert await books.do("beans", "4")
    assert books.rows("SELECT balance FROM payment_methods WHERE id = 32") == [(0,)]


METHODS = st.sampled_from([CARD, WALLET, CASH])
BY = st.sampled_from(["", CARD, WALLET])
STEPS = st.one_of(
    st.tuples(st.just("swap"), BY),
    st.tuples(st.just("beans"), st.sampled_from("01234"), BY),
    st.sampled_from([("pay",), ("cancel",), ("come",), ("give_back",)]),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> dict[str, Path]:
    """
    The shop with the order that is to be paid in each way, not to be written to.
    """
    folder = tmp_path_factory.mktemp("books")
    return {
        method: demo_books.build(folder / f"{method}.db", method)
        for method in (CARD, WALLET, CASH)
    }


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(method=METHODS, steps=st.lists(STEPS, min_size=2, max_size=7))
def test_whatever_is_done_in_whatever_order(built, tmp_path, method, steps) -> None:
    copy = Path(shutil.copyfile(built[method], tmp_path / "shop.db"))

    asyncio.run(demo_books.run(copy, method, steps))
