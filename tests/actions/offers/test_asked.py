"""
What is asked about points, besides how many there are.
"""

import pytest

from actions.offers.asked import Asked, asked_of_points
from tests.actions.training import training

# All that ask of several lists, of what people write about points.
TOTALS = {
    "كم مجموع نقاطي كلها",
    "هل هذه نفس النقاط",
    "شنو الفرق بين النقاط هذي وهذي",
    "are these the same points",
    "how many points in total",
    "what's the difference between the two points",
    "why don't you add up my points",
    "ruye ham chanta emtiaz daram",
    "in emtiaza yekian ya joda",
    "این امتیازها یکی هستند یا جدا",
    "روی هم چقدر امتیاز دارم",
    "فرق این دو تا امتیاز چیه",
}


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
        ("خواهرم چند امتیاز داره؟", Asked.ANOTHERS),
        ("khaharam chand ta emtiaz dare", Asked.ANOTHERS),
        ("how many points does my husband have?", Asked.ANOTHERS),
        ("جمعش چقدر می‌شه؟", Asked.TOTAL),
        ("jamesh cheghad mishe", Asked.TOTAL),
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
        "کارتم چند امتیاز داره؟",
        "حسابم چند امتیاز داره",
        "این کالا چند امتیاز داره؟",
        "كم نقطة لكل ريال",
        "كم نقطة عند الشراء؟",
        "how many points does my account have?",
        "how many points has my card",
        "how many points does a purchase give?",
        "",
    ],
)
def test_how_many_there_are(text):
    assert asked_of_points(text) is None


def test_what_people_write_otherwise_is_of_nobody_else():
    known = {each.text for each in training()}

    assert len(known) > 40_000
    assert [s for s in known if asked_of_points(s) is Asked.ANOTHERS] == []


def test_to_collect_points_is_not_to_ask_for_their_total():
    of_points = {each.text for each in training() if each.intent == "loyalty_points"}

    assert {s for s in of_points if asked_of_points(s) is Asked.TOTAL} == TOTALS
