"""
To whom an order goes, out of what is said.
"""

from __future__ import annotations

import pytest

from actions.changing.reading.addresses import address
from actions.changing.reading.deeds import operation_of
from actions.changing.reading.known import Known
from actions.changing.reading.recipients import recipient
from actions.changing.reading.text import text_of
from crm_connector.operations import Operation


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("set the recipient to Laura Brooks", "Laura Brooks"),
        ("اسم گیرنده رو بذار نیلوفر هاشمی", "نیلوفر هاشمی"),
        ("esme girande ro bezar niloofar hashemi", "niloofar hashemi"),
        ("غير اسم المستلم إلى ليث الربيعي", "ليث الربيعي"),
    ],
)
def test_another_recipient_is_told_by_name(text: str, name: str) -> None:
    assert recipient(text_of(text)) == name
    assert operation_of(text_of(text)) is Operation.CHANGE_ADDRESS


@pytest.mark.parametrize(
    "text",
    [
        "the recipient is away this week",
        "the receiver is my brother",
        "the recipient is asking when it comes",
        "گیرنده امروز خونه نیست",
        "girande khune nist",
        "اسم المستلم هو غلط",
        "اسم المستلم هو منو؟",
    ],
)
def test_what_is_said_of_a_recipient_is_no_name(text: str) -> None:
    assert recipient(text_of(text)) == ""
    assert operation_of(text_of(text)) is not Operation.CHANGE_ADDRESS


@pytest.mark.parametrize(
    "text",
    [
        "please change the recipient to my mother",
        "اسم گیرنده رو تغییر بدید",
        "girande ro avaz konid",
        "بدلوا اسم المستلم لو سمحتم",
    ],
)
def test_another_recipient_may_be_wanted_without_a_name(text: str) -> None:
    assert recipient(text_of(text)) == ""
    assert operation_of(text_of(text)) is Operation.CHANGE_ADDRESS


@pytest.mark.parametrize(
    ("text", "name", "lines", "city"),
    [
        (
            "یزد، خیابان کاشانی، پلاک ۷، تحویل گیرنده: مینا کاظمی ۰۹۱۲۰۰۰۰۰۰۰",
            "مینا کاظمی",
            ("خیابان کاشانی", "پلاک ۷"),
            "یزد",
        ),
        (
            "yazd, khiyaban kashani, pelak 7, be name mina kazemi",
            "mina kazemi",
            ("khiyaban kashani", "pelak 7"),
            "yazd",
        ),
        (
            "الأهواز، شارع نادري، رقم ٧، باسم نور السعدي",
            "نور السعدي",
            ("شارع نادري", "رقم ٧"),
            "الأهواز",
        ),
        (
            "No. 7, Kashani Street, Yazd, in the name of Mina Kazemi",
            "Mina Kazemi",
            ("No. 7", "Kashani Street"),
            "Yazd",
        ),
    ],
)
def test_who_receives_it_stands_beside_the_address(
    text: str, name: str, lines: tuple[str, ...], city: str
) -> None:
    found = address(text_of(text), Known(), is_asked=True)

    assert found is not None
    told = found.address
    assert (told.name, told.lines, told.city) == (name, lines, city)


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("آدرسمو عوض کنید، بفرستید وین", "", ""),
        ("آدرس سفارشم رو عوض کنید به برلین", "برلین", "DE"),
        ("change my address to Kuwait City", "Kuwait City", "KW"),
        ("غير عنوان طلبي للنجف", "نجف", "IQ"),
    ],
)
def test_a_town_abroad_is_enough_of_an_address(
    text: str, city: str, country: str
) -> None:
    found = address(text_of(text), Known())

    told = ("", "") if found is None else (found.address.city, found.address.country)
    assert told == (city, country)
