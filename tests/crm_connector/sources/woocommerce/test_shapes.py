"""
An answer with anything in any place is a record, or `BadSourceData`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.errors import BadSourceData
from crm_connector.sources.payload import read
from crm_connector.sources.woocommerce import mapping, shapes
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.sources.woocommerce.shop import settings
from tests.fakes.woocommerce import fixture

SETTINGS = settings()
ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["-0", "1e9", "NaN", "2026-05-09T00:00:00", "<b>", "0"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)

READ: dict[str, tuple[Any, Callable[[Any], object]]] = {
    "customer": (
        fixture("customers")[0],
        lambda content: mapping.customer(
            SETTINGS, read(shapes.CustomerPayload, content, "woo"), NOW
        ),
    ),
    "order": (
        fixture("orders")[0],
        lambda content: mapping.order(
            SETTINGS, read(shapes.OrderPayload, content, "woo"), [], NOW
        ),
    ),
    "refund": (
        fixture("refund"),
        lambda content: mapping.order(
            SETTINGS,
            read(shapes.OrderPayload, fixture("orders")[0], "woo"),
            [read(shapes.RefundPayload, content, "woo")],
            NOW,
        ),
    ),
    "shelf": (
        fixture("products")[1],
        lambda content: mapping.shelf_item(
            SETTINGS, read(shapes.StockPayload, content, "woo"), NOW
        ),
    ),
    "product": (
        fixture("products")[1],
        lambda content: mapping.product(
            SETTINGS, read(shapes.ProductPayload, content, "woo")
        ),
    ),
}


def places(content: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """
    The way to every value in an answer.
    """
    inner: list[tuple[Any, ...]] = []
    if isinstance(content, dict):
        inner = [each for key in content for each in places(content[key], (*way, key))]
    elif isinstance(content, list):
        inner = [
            each
            for at, value in enumerate(content)
            for each in places(value, (*way, at))
        ]
    return [way, *inner]


@pytest.mark.parametrize("kind", READ)
@given(data=st.data())
def test_anything_anywhere_is_a_record_or_bad_data(kind: str, data) -> None:
    content, to_record = READ[kind]
    content = {"spoilt": copy.deepcopy(content)}
    *way, last = data.draw(st.sampled_from(places(content)[1:]))
    at: Any = content
    for step in way:
        at = at[step]
    at[last] = data.draw(ANYTHING)

    with suppress(BadSourceData):
        to_record(content["spoilt"])
