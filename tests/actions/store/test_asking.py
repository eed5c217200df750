"""
What a question about hours wants to hear first.
"""

import pytest

from actions.store.asking import asks_of_now, asks_whether_open


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("are you open tomorrow?", True),
        ("فردا بازید؟", True),
        ("جمعه شعبه مشهد بازه", True),
        ("farda bazid?", True),
        ("هل أنتم مفتوحون غدا؟", True),
        ("فاتحين بكرة؟", True),
        ("تفتحون الجمعة؟", True),
        ("بتفتحوا بكرة؟", True),
        ("شعبه ولی عصر فردا بازه؟", True),
        ("هل فرع ولي عصر مفتوح غدا؟", True),
        ("are you closed on friday?", False),
        ("فردا تعطیلید؟", False),
        ("jome tatilid?", False),
        ("مغلقين بكرة؟", False),
        ("فردا باز می‌کنید؟", True),
        ("فردا باز هستید یا نه", True),
        ("دیروز بسته بودین؟", False),
        ("فردا شعبه بسته است؟", False),
        ("جمعه‌ها بسته‌اید؟", False),
        ("farda baz mikonid?", True),
        ("jome baste hastid?", False),
        ("الفرع مقفل بكرة؟", False),
        ("were you open yesterday?", True),
        ("are you closing on friday?", False),
    ],
)
def test_whether_it_is_open_is_asked(text, whether):
    assert asks_whether_open(text) is whether


@pytest.mark.parametrize(
    "text",
    [
        # When, not whether.
        "what time do you open tomorrow",
        "opening hours tomorrow",
        "فردا تا کی بازید",
        "فردا ساعت چند باز می‌کنید",
        "farda ta key bazid",
        "متى تفتحون بكرة",
        "كم ساعة فاتحين بكرة",
        "کدوم شعبه‌ها فردا بازن؟",
        "kodum shobeha farda bazan?",
        # A yes to the day would be none to the hour.
        "are you open tomorrow at 10?",
        "are you open friday night?",
        "جمعه شب بازید؟",
        "فاتحين بكرة الصبح؟",
        "الساعة عشرة فاتحين بكرة؟",
        # Either.
        "جمعه باز هستید یا تعطیل؟",
        "are you open or closed tomorrow",
        # Neither.
        "tomorrow?",
        "جمعه چطور",
        "فردا میخوام بازی کنم",
        # Words that only look like it: near, a parcel, again, a visit.
        "is the closest branch working tomorrow?",
        "is the branch close to the metro working tomorrow?",
        "فردا شعبه مشهد هستید بسته‌م رو بگیرم؟",
        "فردا بسته رو از شعبه مشهد بگیرم؟",
        "فردا بسته من رو میدید؟",
        "فردا شعبه کار میکنه بستمو بگیرم؟",
        "باز فردا می‌تونم بیام شعبه؟",
        "farda shobe hastid bastamo begiram?",
        "farda baste man ro midid?",
        "baz farda mitunam biam?",
        "هل الفرع يعمل غدا؟ عندي مفتاح للتصليح",
    ],
)
def test_other_questions_are_not_answered_with_yes_or_no(text):
    assert asks_whether_open(text) is None


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("الان بازید؟", True),
        ("are you open now", True),
        ("alan bazid", True),
        ("فاتحين الحين؟", True),
        ("are you open tomorrow", False),
        ("do you know your hours", False),
    ],
)
def test_this_moment_is_asked_about(text, now):
    assert asks_of_now(text) is now
