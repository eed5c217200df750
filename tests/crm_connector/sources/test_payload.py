"""
Reading what a system sent: a typed shape, or an error that repeats nothing of it.
"""

import pytest

from crm_connector.errors import BadSourceData
from crm_connector.sources.payload import Payload, read


class Person(Payload):
    """
    A shape.
    """

    name: str
    age: int = 0


def test_what_is_not_named_is_passed_over() -> None:
    assert read(Person, {"name": "x", "more": 1}, "shop") == Person(name="x")


@pytest.mark.parametrize("content", [{}, {"name": None}, {"name": "x", "age": "old"}])
def test_the_place_is_named_and_not_the_value(content: object) -> None:
    with pytest.raises(BadSourceData, match=r"Person\.(name|age) makes") as caught:
        read(Person, content, "shop")

    assert "old" not in f"{caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    "content", [None, 7, "x", [], [["name", "x"]], [[None, None]], ["na"]]
)
def test_what_is_no_object_is_none(content: object) -> None:
    with pytest.raises(BadSourceData):
        read(Person, content, "shop")
