"""
Wanting a thing, told from looking at it and from all that is done with an order.
"""

import pytest

from actions.buying.link import link_fails
from actions.buying.wanting import wants_to_have


def a_thing(text, name):
    """
    What the catalogue finds of a name in a text.
    """
    start = text.index(name)
    return [
        {
            "entity": "product",
            "kind": "several",
            "value": name,
            "start": start,
            "end": start + len(name),
        }
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I need a kettle", "kettle"),
        ("we'd like two green wallets please", "wallets"),
        ("can I get the wool scarf?", "wool scarf"),
        ("یه روسری ابریشمی می‌خواستم", "روسری"),
        ("کتری لازم دارم", "کتری"),
        ("برام دو تا لیوان بفرست", "لیوان"),
        ("do ta livan mikham", "livan"),
        ("lazem daram ye ketri", "ketri"),
        ("عايز براد شاي", "براد شاي"),
        ("هات لي محفظة", "محفظة"),
        ("بدي حذاء رياضي مقاس 41", "حذاء رياضي"),
    ],
)
def test_who_wants_a_thing_wants_to_have_it(text, name):
    assert wants_to_have(text, a_thing(text, name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I want to see your kettles", "kettles"),
        ("I like the kettle, works great", "kettle"),
        ("I need help with the kettle", "kettle"),
        ("I need the manual for the kettle", "kettle"),
        ("I never said I want the kettle", "kettle"),
        ("I want to return the kettle", "kettle"),
        ("I'd like to know the price of the scarf", "scarf"),
        ("do you have kettles?", "kettles"),
        ("I don't want the kettle any more", "kettle"),
        ("I want my money back for the wallet", "wallet"),
        ("میخوام قیمت کتری رو بدونم", "کتری"),
        ("میخوام کفش رو پس بدم", "کفش"),
        ("کتری نمی‌خوام", "کتری"),
        ("دنبال یه روسری می‌گردم", "روسری"),
        ("mikham ketri ro avaz konam", "ketri"),
        ("mikham bedunam ketri chande", "ketri"),
        ("ابغى ارجع الحذاء", "الحذاء"),
        ("اريد اعرف سعر المحفظة", "المحفظة"),
        ("ما ابغى الشاي", "الشاي"),
        ("where is the kettle that I want?", "kettle"),
    ],
)
def test_who_wants_something_else_with_it_does_not(text, name):
    assert not wants_to_have(text, a_thing(text, name))


def test_a_wish_without_a_thing_of_the_shop_is_none():
    assert not wants_to_have("I want to be happy", [])


@pytest.mark.parametrize(
    "text",
    [
        "the link does not work",
        "Sorry, the payment link won't open",
        "your link is broken",
        "لینک پرداخت کار نمیکنه",
        "این لینکی که فرستادی باز نمی‌شه",
        "linke pardakht baz nemishe",
        "رابط الدفع لا يعمل",
        "الرابط ما يفتح معي",
    ],
)
def test_a_link_that_fails_is_said_to(text):
    assert link_fails(text)


@pytest.mark.parametrize(
    "text",
    [
        "the kettle does not work",
        "the link works now, thanks",
        "send me the link",
        "کتری کار نمی‌کنه",
        "لینک رو بفرست",
        "أرسل الرابط",
    ],
)
def test_what_else_fails_is_no_link(text):
    assert not link_fails(text)
