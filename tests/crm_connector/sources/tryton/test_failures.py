"""
Whatever goes wrong between us and Tryton becomes one of our errors, and tells nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
import json
from collections.abc import Callable
from typing import Any

import httpx
import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    NotFound,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.failing import (
    PRIVATE,
    QUESTIONS,
    always,
    error,
    raised,
)
from tests.fakes.tryton import FakeTryton


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (lambda: httpx.Response(500, text="Traceback"), SourceUnavailable),
        (lambda: httpx.Response(503), SourceUnavailable),
        (lambda: httpx.Response(504), SourceUnavailable),
        (lambda: httpx.Response(429), SourceUnavailable),
        (lambda: httpx.Response(403, html="<title>403"), SourceRejected),
        (lambda: httpx.Response(404, html="<title>404"), SourceRejected),
        (lambda: httpx.Response(401), SourceRejected),
        (lambda: raised(httpx.ReadError("reset")), SourceUnavailable),
        (lambda: raised(httpx.ReadTimeout("slow")), SourceUnavailable),
        (lambda: httpx.Response(200, text='{"id": 1, "resu'), BadSourceData),
        (lambda: httpx.Response(200, text="<html>"), BadSourceData),
        (lambda: httpx.Response(200, json=[1]), BadSourceData),
        (lambda: httpx.Response(200, json={"id": 1}), BadSourceData),
        (lambda: httpx.Response(200, json={"id": 1, "result": 7}), BadSourceData),
        (lambda: httpx.Response(200, json={"id": 1, "result": [7]}), BadSourceData),
        (lambda: error("UserError", ["سارا رضایی 0912", "", None]), SourceRejected),
        (lambda: error("UserWarning", ["x", "سارا رضایی", ""]), SourceRejected),
        (lambda: error("'sale.sale'", "Traceback token-1"), SourceRejected),
        (lambda: error("ConcurrencyException", "0912"), SourceUnavailable),
        (error, SourceRejected),
        (lambda: httpx.Response(200, json={"error": None}), SourceRejected),
    ],
)
async def test_every_fault_has_its_error(
    fake: FakeTryton, source: TrytonSource, question: Any, response: Any, expected: Any
) -> None:
    fake.faults = always(response)

    with pytest.raises(expected) as caught:
        await question(source)

    assert caught.value.source == shop.SOURCE
    told = f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"
    assert not [each for each in PRIVATE if each in told]


async def test_a_slow_tryton_is_left_after_the_whole_time(
    fake: FakeTryton, question: Any
) -> None:
    async def slowly(request: httpx.Request) -> httpx.Response:
        # Each answer alone would be in time.
        await asyncio.sleep(0.07)
        return fake._answer(request)

    settings = shop.settings(http=HttpSettings(timeout=0.1))
    source = TrytonSource.open(settings, transport=httpx.MockTransport(slowly))

    with pytest.raises(SourceUnavailable):
        await question(source)
    await source.close()


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (lambda: httpx.Response(401), SourceRejected),
        (lambda: error("LoginException", ["code", "Code", "char"]), SourceRejected),
        (lambda: httpx.Response(429), SourceUnavailable),
        (lambda: httpx.Response(200, json={"result": None}), BadSourceData),
        (lambda: httpx.Response(200, json={"result": ["2", 3]}), BadSourceData),
        (lambda: raised(httpx.ConnectError("refused")), SourceUnavailable),
    ],
)
async def test_who_cannot_sign_in_is_told_why(
    fake: FakeTryton, source: TrytonSource, response: Any, expected: Any
) -> None:
    fake.faults = lambda method: response() if "login" in method else None

    with pytest.raises(expected) as caught:
        await source.customer(shop.SARA.id)

    assert shop.PASSWORD not in f"{caught.value!r} {caught.value.__cause__!r}"


async def test_a_wrong_password_is_for_the_operator(fake: FakeTryton) -> None:
    settings = dataclasses.replace(shop.settings(), password=Secret("wrong"))
    source = TrytonSource.open(settings, transport=fake.transport())

    with pytest.raises(SourceRejected, match="user and password"):
        await source.check()
    await source.close()
    assert "wrong" not in repr(settings)


async def test_a_session_that_ended_is_begun_anew(
    fake: FakeTryton, source: TrytonSource
) -> None:
    await source.customer(shop.SARA.id)
    fake.end_sessions()

    await source.orders(shop.SARA.id, limit=20)

    assert [method for method, _ in fake.asked].count("common.db.login") == 2


async def test_a_busy_tryton_is_asked_again_when_it_says(
    fake: FakeTryton, source: TrytonSource
) -> None:
    busy = [httpx.Response(429, headers={"Retry-After": "0"})]
    fake.faults = lambda method: busy.pop() if busy and "party" in method else None

    assert await source.customer(shop.SARA.id) == shop.SARA
    assert busy == []


def spoiled(model: str, spoil: Callable[[Any], Any]) -> Callable[[str, Any], Any]:
    """
    Results of reading one model, spoiled; without it where nothing was found.
    """

    def mend(method: str, result: Any) -> Any:
        is_meant = method == f"model.{model}.search_read" and result
        return spoil(json.loads(json.dumps(result))) if is_meant else result

    return mend


def written(*path: Any, value: object) -> Callable[[Any], Any]:
    """
    Something else at one place of the first record.
    """

    def spoil(result: Any) -> Any:
        place = result[0]
        # Only some answers tell it.
        if path[0] in place:
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
        return result

    return spoil


NAN = {"__class__": "Decimal", "decimal": "NaN"}
HUGE = {"__class__": "Decimal", "decimal": "1e999999"}
DAY = {"__class__": "date", "year": 2026, "month": 13, "day": 1}
NO_YEAR = {"__class__": "date", "month": 1, "day": 1}


@pytest.mark.parametrize(
    ("name", "model", "spoil"),
    [
        ("customer", "party.party", written("code", value=None)),
        ("customer", "party.party", written("rec_name", value=7)),
        ("customer", "party.party", written("contact_mechanisms.", value=None)),
        ("customer", "party.party", lambda rows: rows * 2),
        ("customer", "ir.lang", lambda rows: rows * 2),
        ("find", "party.contact_mechanism", written("party", value="3")),
        ("find", "party.contact_mechanism", written("value", value={})),
        ("orders", "sale.sale", written("create_date", value="2026-05-01")),
        ("orders", "sale.sale", written("sale_date", value=1_700_000_000)),
        ("orders", "sale.sale", written("sale_date", value=DAY)),
        ("orders", "sale.sale", written("sale_date", value=NO_YEAR)),
        ("order", "sale.sale", written("state", value="lost")),
        ("order", "sale.sale", written("total_amount", value=7)),
        ("order", "sale.sale", written("total_amount", value=NAN)),
        ("order", "sale.sale", written("total_amount", value=HUGE)),
        ("order", "sale.sale", written("currency.", value=None)),
        ("order", "sale.sale", written("lines.", 0, "quantity", value="2")),
        ("order", "sale.sale", written("lines.", 0, "quantity", value=float("nan"))),
        ("order", "sale.sale", written("shipments.", 0, "state", value="flying")),
        ("order", "sale.sale", written("lines.", value={})),
        ("order", "sale.sale", lambda rows: rows * 2),
        ("invoices", "account.invoice", written("invoice_date", value=None)),
        ("invoices", "account.invoice", written("amount_to_pay", value="0")),
        ("catalogue", "product.product", lambda rows: rows[::-1]),
        ("catalogue", "product.product", lambda rows: rows * 2),
        ("catalogue", "product.category", written("id", value="2")),
        ("version", "product.product", written("write_date", value=5)),
        ("shelf", "product.product", written("list_price_used", value=4.5)),
        ("shelf", "product.product", written("quantity", value=float("inf"))),
        ("shelf", "company.company", written("currency.", value=None)),
    ],
)
async def test_what_makes_no_sense_is_no_fact(
    fake: FakeTryton, source: TrytonSource, name: str, model: str, spoil: Any
) -> None:
    await QUESTIONS[name](source)
    source._shop = None
    fake.mend = spoiled(model, spoil)
    # Which of the answers is spoiled in the wire's form decides nothing.
    with pytest.raises(BadSourceData) as caught:
        await QUESTIONS[name](source)

    assert not [each for each in PRIVATE if each in str(caught.value)]


async def test_a_page_that_comes_again_ends_in_an_error(
    fake: FakeTryton, source: TrytonSource
) -> None:
    pages: list[Any] = []

    def again(method: str, result: Any) -> Any:
        if method == "model.product.product.search_read" and len(result) > 1:
            pages.append(result)
            return pages[0]
        return result

    fake.mend = again
    first = await source.catalogue(limit=1)

    with pytest.raises(BadSourceData):
        await source.catalogue(after=first.following, limit=1)


async def test_a_sale_that_is_missing_is_not_passed_over(
    fake: FakeTryton, source: TrytonSource
) -> None:
    calls = {"number": 0}

    def missing(method: str, result: Any) -> Any:
        if method == "model.sale.sale.search_read" and result:
            calls["number"] += 1
            # The first two find them; one of those is then not there.
            return result if calls["number"] <= 2 else result[1:]
        return result

    fake.mend = missing

    with pytest.raises(BadSourceData):
        await source.orders(shop.SARA.id, limit=20)


async def test_another_ones_sale_that_comes_by_mistake_is_not_told(
    fake: FakeTryton, source: TrytonSource
) -> None:
    theirs = fake.row("party.party", code=shop.LAYLA.id)["id"]
    mine = fake.row("sale.sale", number="SO-1001")

    def mistaken(method: str, result: Any) -> Any:
        if method == "model.sale.sale.search_read":
            # It changes hands after it was found.
            mine["party"] = theirs
        return result

    fake.mend = mistaken

    with pytest.raises(NotFound):
        await source.order(shop.SARA.id, "SO-1001")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([NAN, HUGE, DAY, NO_YEAR]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "code", "lines.", "state", "party", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    answers=st.lists(JSON, min_size=1, max_size=4), name=st.sampled_from([*QUESTIONS])
)
@hypothesis.settings(max_examples=150, deadline=None)
async def test_no_answer_whatever_is_another_error(
    answers: list[Any], name: str
) -> None:
    fake = FakeTryton()
    settings = shop.settings()
    source = TrytonSource.open(settings, transport=fake.transport())
    await source.customer(shop.SARA.id)
    turns = itertools.cycle(answers)
    fake.mend = lambda method, result: next(turns)

    with contextlib.suppress(CrmError):
        await QUESTIONS[name](source)
    source._shop = None
    with contextlib.suppress(CrmError):
        await QUESTIONS[name](source)
    await source.close()
