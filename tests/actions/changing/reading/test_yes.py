"""
A yes is one to what was put, and not to its opposite.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actions.changing.reading import Asked, Asking, read
from actions.changing.reading.answers import yes_or_no
from actions.changing.reading.text import text_of
from crm_connector.operations import Operation
from tests.actions.changing.reading import samples, shop

YES = ("yes_words", "yes")
CANCEL, RETURN = Operation.CANCEL_ORDER, Operation.RETURN_ITEMS
LOSING = [
    Asked(Asking.CONFIRM, put=CANCEL),
    Asked(Asking.CONFIRM, put=RETURN),
    Asked(Asking.CONFIRM, put=Operation.CHANGE_ITEMS, removes=True),
]
KEEPING = [
    Asked(Asking.CONFIRM, put=each)
    for each in Operation
    if each not in (CANCEL, RETURN)
]
# What says yes to a change and, of an order that is to go, that it shall stay.
GOING_ON = [
    *("confirm the order", "continue the order", "continue with it", "yes send it"),
    *("approved, send it", "everything is fine", "it is fine", "looks good"),
    *("that is right, i want it", "yes, confirm my order", "everything okay"),
    *("ثبتش کن", "ثبت کنید لطفا", "ادامه بدید", "آره می‌خوامش", "بله بفرستیدش"),
    *("sabtesh konid", "edame bedid", "are mikhamesh"),
    *("أكد الطلب", "نعم ارسله", "سجلها", "نعم أريده", "كملوا", "نعم استمر"),
]
NEITHER = ["yes, keep it", "سفارش رو نگه دارید", "لا تلغيه خله", "yes but why"]
DEEDS = [
    *[("نعم الغه", CANCEL), ("نعم الغيه", CANCEL), ("أيوه الغوها", CANCEL)],
    *[("بله لغو", CANCEL), ("بله لغوش کن", CANCEL), ("آره کنسلش کنید", CANCEL)],
    *[("yes cancel", CANCEL), ("yes, I want to cancel it", CANCEL)],
    *[("bale laghvesh konid", CANCEL), ("are kansel", CANCEL)],
    *[("آره پسش می‌دم", RETURN), ("بله مرجوعش کنید", RETURN)],
    *[("yes, send them back", RETURN), ("yes return it", RETURN)],
    *[("are pasesh midam", RETURN), ("نعم أرجعه", RETURN)],
    *[("yes, exchange it", Operation.EXCHANGE_ITEMS)],
    *[("بله تعویضش کنید", Operation.EXCHANGE_ITEMS)],
    *[("نعم استبدله", Operation.EXCHANGE_ITEMS)],
    *[("yes, change the address", Operation.CHANGE_ADDRESS)],
    *[("yes, update it", Operation.CHANGE_ITEMS)],
]
REMOVING = [
    *("yes, delete it", "yes remove it", "بله حذفش کنید", "bale hazfesh kon"),
    *("نعم احذفه",),
]
# These are made of a yes as well: "please" with "do".
COMPOSED = {"please do", "بزن", "هذا هو بالضبط"}
# "Yes, change it" is one to all three, and "exchange" is one to a change of things.
ALIKE = (
    Operation.EXCHANGE_ITEMS,
    Operation.CHANGE_ITEMS,
    Operation.CHANGE_ADDRESS,
)


def yes(text: str, asked: Asked) -> bool | None:
    """
    What was read of a yes where this was put.
    """
    return read(text, "en", shop.known(), asked).yes


@pytest.mark.parametrize("text", GOING_ON)
def test_to_let_an_order_go_on_is_no_yes_to_losing_it(text: str) -> None:
    assert [yes(text, each) for each in LOSING] == [None] * len(LOSING)
    assert [yes(text, each) for each in KEEPING] == [True] * len(KEEPING)
    assert yes(text, Asked(Asking.CONFIRM)) is None


@pytest.mark.parametrize("text", NEITHER)
def test_what_speaks_for_keeping_it_is_never_a_yes(text: str) -> None:
    for each in (*LOSING, *KEEPING):
        assert yes(text, each) is not True


@pytest.mark.parametrize(("text", "put"), DEEDS)
def test_a_yes_with_the_very_deed_is_one_and_with_another_is_none(
    text: str, put: Operation
) -> None:
    for each in Operation:
        said = yes(text, Asked(Asking.CONFIRM, put=each))
        if each is put:
            assert said is True
        elif put not in ALIKE or each not in ALIKE:
            assert said is None


@pytest.mark.parametrize("text", REMOVING)
def test_to_delete_it_is_a_yes_where_something_is_to_go(text: str) -> None:
    assert yes(text, LOSING[0]) is True
    assert yes(text, LOSING[2]) is True
    assert yes(text, LOSING[1]) is None
    assert yes(text, KEEPING[0]) is None


def test_the_deed_alone_is_no_refusal_of_it() -> None:
    assert yes("cancel that", LOSING[0]) is None
    assert yes("cancel that", Asked(Asking.CONFIRM, put=RETURN)) is False


def rows(*kinds: str) -> Iterator[str]:
    """
    What the expressions of these kinds of answers.yml stand for.
    """
    for kind in kinds:
        yield from samples.of_answers(kind)


def test_all_that_is_listed_as_a_yes_is_one_to_everything() -> None:
    listed = list(rows(*YES))

    assert len(listed) > 300
    for asked in (*LOSING, *KEEPING):
        wrong = [
            each
            for each in listed
            if yes_or_no(text_of(each), asked.put, removes=asked.removes) is not True
        ]
        assert wrong == []


def test_what_is_listed_beside_a_yes_says_nothing_alone() -> None:
    for asked in (*LOSING, *KEEPING):
        of_both = {*rows(*YES)} | ({*rows("going_on")} if asked in KEEPING else set())
        wrong = [
            each
            for each in rows("yes_beside", "going_on_beside")
            if each not in of_both
            and yes_or_no(text_of(each), asked.put, removes=asked.removes)
        ]
        assert set(wrong) <= COMPOSED


def test_all_that_is_listed_as_going_on_is_no_yes_to_losing_it() -> None:
    listed = list(rows("going_on"))
    # With a yes before it as well.
    every = [*listed, *(f"yes {each}" for each in rows("going_on", "going_on_beside"))]

    assert len(listed) > 60
    for asked in LOSING:
        told = [
            yes_or_no(text_of(each), asked.put, removes=asked.removes) for each in every
        ]
        same = {*rows(*YES, "yes_beside", "around")}
        wrong = [
            text
            for text, said in zip(every, told, strict=True)
            if said and text.removeprefix("yes ") not in same
        ]
        assert wrong == []


@pytest.mark.parametrize("put", Operation)
def test_all_that_is_listed_as_a_deed_is_a_yes_to_it_and_to_no_opposite(
    put: Operation,
) -> None:
    listed = list(samples.of_deeds(put.value))

    assert len(listed) > 20
    wrong = [
        each for each in listed if yes_or_no(text_of(f"yes {each}"), put) is not True
    ]
    assert wrong == []
    for other in Operation:
        if other is put or (put in ALIKE and other in ALIKE):
            continue
        same = {
            *samples.of_deeds(other.value),
            *rows(*YES, "yes_beside", "around"),
        }
        if other in ALIKE:
            same |= {*rows("going_on", "going_on_beside")}
        wrong = [
            each
            for each in listed
            if each not in same and yes_or_no(text_of(f"yes {each}"), other)
        ]
        assert wrong == []
