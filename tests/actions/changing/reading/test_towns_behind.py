"""
A town that stands behind a street without a comma is told once.
"""

import pytest

from actions.changing.reading import Asked, Asking, Known, read


@pytest.mark.parametrize(
    ("text", "lines", "city"),
    [
        ("خیابان سعدی پلاک ۳ شیراز", ("خیابان سعدی", "پلاک ۳"), "شیراز"),
        ("khiyaban saadi pelak 3 shiraz", ("khiyaban saadi", "pelak 3"), "shiraz"),
        ("kuche bagh mashhad pelak 9", ("kuche bagh", "pelak 9"), "mashhad"),
        ("شارع الرشيد رقم ١٢ بغداد", ("شارع الرشيد", "رقم ١٢"), "بغداد"),
        ("No. 8 Garden Street Tehran", ("No. 8 Garden Street",), "Tehran"),
        # What is to be done with it is none of its name.
        ("به شهر کاشان بفرست، خیابان فاضل، پلاک ۳", ("خیابان فاضل", "پلاک ۳"), "کاشان"),
        (
            "be shahre karaj befrest, kuche bagh, pelak 2",
            ("kuche bagh", "pelak 2"),
            "karaj",
        ),
        # The street's own name is none.
        ("خیابان شیراز پلاک ۵ تبریز", ("خیابان شیراز", "پلاک ۵"), "تبریز"),
        ("تبریز، خیابان شیراز، پلاک ۵ تبریز", ("خیابان شیراز", "پلاک ۵"), "تبریز"),
    ],
)
def test_the_town_is_no_part_of_the_street(text, lines, city):
    found = read(text, "", Known(), Asked(Asking.ADDRESS)).address

    assert (found.lines, found.city) == (lines, city)
