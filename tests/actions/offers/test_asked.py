"""
What is asked about points, besides how many there are.
"""

import pytest

from actions.offers.asked import Asked, asked_of_points


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("امتیازم تا کی اعتبار داره؟", Asked.UNTIL),
        ("emtiazam ta key etebar dare", Asked.UNTIL),
        ("هل تنتهي صلاحية نقاطي؟", Asked.UNTIL),
        ("do my points expire?", Asked.UNTIL),
        ("با امتیازم چی می‌تونم بخرم؟", Asked.WORTH),
        ("وش أقدر أشتري بنقاطي؟", Asked.WORTH),
        ("what can I buy with my points", Asked.WORTH),
        ("میشه امتیازم رو به خواهرم بدم؟", Asked.GIVE),
        ("هل أستطيع تحويل نقاطي إلى أختي؟", Asked.GIVE),
        ("can I give my points to my sister?", Asked.GIVE),
        ("جواد مرادی چند امتیاز داره؟", Asked.ANOTHERS),
        ("emtiaze khaharam chande?", Asked.ANOTHERS),
        ("كم نقطة عند اختي؟", Asked.ANOTHERS),
        ("how many points does Javad Moradi have?", Asked.ANOTHERS),
        ("روی هم چند امتیاز دارم؟", Asked.TOTAL),
        ("كم المجموع؟", Asked.TOTAL),
        ("are those the same points? how many in total?", Asked.TOTAL),
        ("sath e man chie", Asked.LEVEL),
        ("شنو مستواي", Asked.LEVEL),
        ("what tier am I", Asked.LEVEL),
        # The buttons of the domain.
        ("کارت دیگری هم دارم", Asked.OTHER_CARD),
        ("لدي بطاقة أخرى", Asked.OTHER_CARD),
        ("I have another card", Asked.OTHER_CARD),
    ],
)
def test_each_kind_of_question(text, asked):
    assert asked_of_points(text) is asked


@pytest.mark.parametrize(
    "text",
    [
        "چند امتیاز دارم؟",
        "chand ta emtiaz daram?",
        "كم نقطة عندي؟",
        "how many points do I have?",
        "my points balance",
        "how do I collect points?",
        "چطور امتیاز جمع کنم؟",
        "show me the points of my account",
        "",
    ],
)
def test_how_many_there_are(text):
    assert asked_of_points(text) is None
