"""
Which of the orders that a message names is not meant.
"""

import pytest

from bot.engine.denials import not_meant, without
from bot.nlu.finders import Finders
from bot.nlu.text import normalize_with_places

FINDERS = Finders({"shoes": "shoes", "کفش": "shoes", "coffee": "coffee"})


def parsed(text):
    """
    A text with its entities.
    """
    normal = normalize_with_places(text)
    entities = []
    for thing in FINDERS.find(normal):
        start, end = normal.surface(thing.start, thing.end)
        place = {"start": start, "end": end}
        entities.append({"entity": thing.entity, "value": thing.value, **place})
    return {"text": text, "entities": entities}


def values(text, told=None):
    """
    What a text says is not meant, with one number just told.
    """
    return [e["value"] for e in not_meant(parsed(text), lambda number: number == told)]


@pytest.mark.parametrize(
    "text",
    [
        "نه ۲۲۰۰۰ نه، ۲۱۸۹۵",
        "۲۲۰۰۰ نه ۲۱۸۹۵",
        "نه ۲۲۰۰۰، ۲۱۸۹۵",
        "سفارش ۲۲۰۰۰ نه، ۲۱۸۹۵ کجاست؟",
        "سفارش ۲۱۸۹۵، نه ۲۲۰۰۰",
        "سفارش ۲۱۸۹۵، ۲۲۰۰۰ نه",
        "۲۱۸۹۵ رو میگم نه ۲۲۰۰۰",
        "۲۲۰۰۰ رو نمی‌گم، ۲۱۸۹۵ رو میگم",
        "منظورم ۲۲۰۰۰ نبود، ۲۱۸۹۵ بود",
        "به جای ۲۲۰۰۰، ۲۱۸۹۵ رو لغو کنید",
        "na 22000 na 21895",
        "22000 na, 21895",
        "22000 na 21895",
        "manzuram 22000 nist, 21895",
        "bejaye 22000 21895",
        "not 22000, 21895",
        "where is order 21895, not 22000?",
        "cancel 21895 not 22000",
        "isn't 22000, it's 21895",
        "i didn't mean 22000, 21895",
        "don't cancel 22000, cancel 21895",
        "no 22000 but 21895",
        "22000, no, 21895",
        "where is 22000 - no sorry 21895",
        "21895 rather than 22000",
        "مو 22000، 21895",
        "مش 22000، 21895",
        "مو هذا 22000، 21895",
        "ليس 22000 بل 21895",
        "21895 لا 22000",
        "22000، لا، 21895",
        "بدل 22000 أريد 21895",
        "i don't want 22000, i want 21895",
        "all but 22000, and 21895",
        "cancel all orders except 22000",
        "return everything but 22000",
        "return everything apart from 22000",
        "همه رو لغو کن جز ۲۲۰۰۰",
        "همه رو لغو کن به جز سفارش ۲۲۰۰۰",
        "همه رو لغو کن غیر از ۲۲۰۰۰",
        "hame ro cancel kon be joz 22000",
        "cancel all except 22000, i don't want the rest",
        "همه رو لغو کن جز ۲۲۰۰۰، بقیه رو نمی‌خوام",
        "ألغ كل الطلبات إلا 22000",
        "ألغ كل الطلبات ما عدا 22000",
        "لا، ألغ كل شيء باستثناء 22000",
    ],
)
def test_the_number_that_a_no_is_said_of_is_not_meant(text):
    assert values(text) == ["22000"]


@pytest.mark.parametrize(
    "text",
    [
        "no, 21895",
        "نه ۲۱۸۹۵",
        "نه، ۲۲۰۰۰ و ۲۱۸۹۵",
        "نه ۲۲۰۰۰ و ۲۱۸۹۵",
        "why have 22000 and 21895 not arrived?",
        "22000 has not arrived, and 21895?",
        "is 22000 or 21895 coming?",
        "order 22000 and order no 21895",
        "سفارش ۲۲۰۰۰ و ۲۱۸۹۵ رسیده یا نه؟",
        "۲۲۰۰۰ نرسیده ۲۱۸۹۵ هم نرسیده",
        "نه دومی کفش",
        "اون یکی نه، ۲۱۹۲۸",
        "i don't want 22000 anymore, cancel it",
        "i don't need 22000 and 21895 anymore",
        "i want nothing but 22000",
        "don't cancel anything except 22000",
        "چیزی جز ۲۲۰۰۰ رو لغو نکن",
        "لا أريد إلا 22000",
        "22000 ولا 21895 وصل؟",
    ],
)
def test_a_no_of_something_else_denies_no_order(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("not 22000 and 21895, 21700", ["22000", "21895"]),
        ("۲۲۰۰۰ و ۲۱۸۹۵ نه، ۲۱۷۰۰", ["22000", "21895"]),
        ("22000 and not 21895", ["21895"]),
        ("not 22000 nor 21895", ["22000", "21895"]),
        ("neither 22000 nor 21895", ["22000", "21895"]),
        ("لا 22000 ولا 21895", ["22000", "21895"]),
        ("نه ۲۲۰۰۰ و نه ۲۱۸۹۵", ["22000", "21895"]),
        ("na 22000 va na 21895", ["22000", "21895"]),
    ],
)
def test_a_no_may_be_said_of_two(text, denied):
    assert values(text) == denied


def test_where_neither_place_nor_pause_tells_it_is_the_one_just_told():
    assert values("۲۱۸۹۵ نه ۲۲۰۰۰", told="22000") == ["22000"]
    assert values("۲۲۰۰۰ نه ۲۱۸۹۵", told="22000") == ["22000"]


def test_a_product_may_be_denied_as_well():
    assert values("not the shoes, the coffee") == ["shoes"]


def test_a_denied_number_stays_in_the_message_as_such():
    """
    Else it would be taken for a number that nobody has read.
    """
    message = parsed("not 22000, the coffee")
    left = without(message, not_meant(message, lambda _: False))
    kinds = [(e["entity"], e["value"]) for e in left["entities"]]
    assert kinds == [("order_number_denied", "22000"), ("product_word", "coffee")]


def test_a_denied_product_stays_as_such_too():
    """
    Else the order at hand, which may be that very one, would be answered for.
    """
    message = parsed("cancel everything but the shoes")
    (left,) = without(message, not_meant(message, lambda _: False))["entities"]
    assert (left["entity"], left["value"]) == ("order_number_denied", "shoes")
