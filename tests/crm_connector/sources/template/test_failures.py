"""
Whatever the system answers, it is a right fact or an error of ours.
"""

from __future__ import annotations

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.secret import Secret
from crm_connector.sources.template import TemplateSettings, TemplateSource
from tests.fakes.template import TOKEN

QUESTIONS = {
    "check": lambda source: source.check(),
    "customer": lambda source: source.customer("7"),
    "orders": lambda source: source.orders("7", limit=20),
    "order": lambda source: source.order("7", "1001"),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.ReadTimeout(""), SourceUnavailable),
        (httpx.ReadError("reset"), SourceUnavailable),
        (httpx.Response(500), SourceUnavailable),
        (httpx.Response(429, headers={"Retry-After": "60"}), SourceUnavailable),
        (httpx.Response(401), SourceRejected),
        (httpx.Response(301), SourceRejected),
        (httpx.Response(200, content=b'{"id": '), BadSourceData),
        (httpx.Response(200, json=[]), BadSourceData),
        (httpx.Response(200, json={"id": 7}), BadSourceData),
        (
            httpx.Response(200, json={"orders": [{}], "total": 1, "next": None}),
            BadSourceData,
        ),
    ],
    ids=str,
)
async def test_a_fault_says_whose_turn_it_is(
    source, notebook, ask, answer, expected: type[CrmError]
) -> None:
    def fault(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    notebook.fault = fault

    with pytest.raises(expected) as caught:
        await ask(source)

    assert caught.value.source == "template"
    assert TOKEN not in repr(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("status", "lost"),
        ("placed", "2026-05-07T12:30:00"),
        ("placed", "soon"),
        ("total", -1),
        ("total", 1.5),
        ("lines", None),
        ("lines", [{"product": "1", "title": "x", "count": 0, "price": 1}]),
        ("customer", "8"),
    ],
)
async def test_a_senseless_order_is_never_told(source, notebook, key, value) -> None:
    spoilt = notebook.orders[0] | {key: value}
    notebook.fault = lambda request: httpx.Response(
        200, json={"orders": [spoilt], "total": 1, "next": None}
    )

    with pytest.raises(BadSourceData) as caught:
        await source.orders("7", limit=20)

    assert str(value) not in str(caught.value)


async def test_a_list_without_an_end_is_left(source, notebook) -> None:
    page = {"orders": notebook.orders[:1], "total": 2, "next": 1}
    notebook.fault = lambda request: httpx.Response(200, json=page)

    with pytest.raises(BadSourceData, match="no end"):
        await source.orders("7", limit=20)


async def test_somebody_else_is_never_told(source, notebook) -> None:
    notebook.fault = lambda request: httpx.Response(200, json=notebook.customers["8"])

    with pytest.raises(BadSourceData):
        await source.customer("7")


async def test_a_question_is_one_request_a_page(source, notebook) -> None:
    await source.orders("7", limit=2)
    assert len(notebook.asked) == 1

    await source.orders("7", limit=20)
    assert len(notebook.asked) == 1 + 2


@pytest.mark.parametrize(
    "changed",
    [{"url": "http://shop.example"}, {"token": Secret("")}, {"max_orders": 0}],
)
def test_settings_that_make_no_sense_are_refused(changed: dict) -> None:
    with pytest.raises(ValueError, match="must"):
        TemplateSettings(
            **({"url": "https://s.example", "token": Secret("x")} | changed)
        )


async def test_an_opened_source_closes_what_it_opened() -> None:
    settings = TemplateSettings(url="https://shop.example/api", token=Secret(TOKEN))
    source = TemplateSource.open(settings)

    await source.close()

    assert TOKEN not in repr(settings)
    with pytest.raises(SourceUnavailable):
        await source.check()
