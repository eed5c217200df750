"""
Upset is told by words, by how they are typed, and by what happened before.
"""

import subprocess
import sys
from datetime import datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.handoff import lexicon as words_module
from bot.handoff.lexicon import KINDS, comparable, folded, lexicon
from bot.handoff.said import Outcome, Said
from bot.handoff.sentiment import MoodJudge
from bot.handoff.typed import outside_quotes, typing_of
from bot.nlu.encoder import default_encoder
from bot.nlu.language import LANGUAGES

JUDGE = MoodJudge()
WITH_MEANING = MoodJudge(default_encoder())
BOTH = pytest.mark.parametrize("judge", [JUDGE, WITH_MEANING], ids=["words", "both"])
NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def mood(*texts, judge=JUDGE, **each):
    return judge.judge([Said(text, **each) for text in texts])


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        *("worst shop ever, never buying from you again", "you are thieves"),
        *("WHERE IS MY ORDER", "are you even reading this, stupid bot"),
        *("great, just great. broken again", "my lawyer will call you, liars"),
        *("بدترین فروشگاهی هستین که دیدم", "کلاهبردارا پولمو پس بدین"),
        *("دستتون درد نکنه واقعاً که", "چند بار باید بگم؟؟؟ خسته شدم از دستتون"),
        *("میرم تعزیرات شکایت میکنم ازتون", "خیلی افتضاااحین 😡"),
        *("badtarin forushgahi hastin", "maskhare kardin maro? khejalat bekeshin"),
        *("eftezaah bud vaqean ke", "kolahbardarid, pulamo khordin"),
        *("نصابين رجعوا فلوسي", "حسبي الله عليكم", "خدمتكم زفت 😡"),
        *("بشتكي عليكم في وزارة التجارة", "تستهبلون علينا؟ استحوا"),
        *("ايه القرف ده يا حرامية", "شو هالمسخرة، طفح الكيل"),
    ],
)
def test_strong_words_are_enough_in_every_way_of_writing(text, judge):
    found = mood(text, judge=judge)
    assert found.is_upset, found
    assert found.reasons


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        *("my parcel is late, can you check", "not bad at all", "i'm not angry"),
        *("omg i love it!!! best shop", "THANK YOU", "how do i file a complaint?"),
        *("the review says 'worst shop ever', is that so?", "no problem at all"),
        *("بسته‌م دیر کرده میشه بررسی کنین", "بد نبود", "عصبانی نیستم"),
        *("وای عالیییی بود!!! مرسی 😍", "نوشته بودن «بدترین خرید عمرم» راسته؟"),
        *("bastam dir karde mishe barresi konin", "bad nist", "asabani nistam"),
        *("شحنتي متأخرة ممكن تشوفون وضعها", "مو سيء", "مو زعلان", "كيف اقدم شكوى؟"),
        *("", "   ", "😀", "10042", "؟"),
    ],
)
def test_calm_joyful_denied_and_quoted_words_are_not(text, judge):
    found = mood(text, judge=judge)
    assert not found.is_upset, found


@BOTH
@pytest.mark.parametrize(
    ("first", "mild"),
    [
        ("where is my refund", "so what now"),
        ("پولم کی برمیگرده", "پس چی شد"),
        ("pulam key barmigarde", "pas chi shod"),
        ("متى ترجع فلوسي", "طيب يعني"),
    ],
)
def test_what_is_mild_alone_is_not_after_failures_and_a_repeated_wish(
    first, mild, judge
):
    alone = mood(mild, judge=judge)
    after = judge.judge(
        [
            Said(first, outcome=Outcome.NOT_UNDERSTOOD),
            Said(first, outcome=Outcome.FAILED, asked_again=True),
            Said(mild),
        ]
    )
    assert not alone.is_upset
    assert after.is_upset
    assert after.score > alone.score
    assert any(reason.kind == "repeated" for reason in after.reasons)


@BOTH
def test_failures_alone_make_nobody_upset(judge):
    said = [
        Said("order status", outcome=Outcome.NOT_UNDERSTOOD),
        Said("the one with the red chair", outcome=Outcome.NOT_UNDERSTOOD),
        Said("30117"),
    ]
    assert not judge.judge(said).is_upset


def test_the_same_wish_in_other_words_is_a_repetition():
    said = [Said("where is it", wish="track"), Said("any news of it", wish="track")]
    assert [r.kind for r in JUDGE.judge(said).reasons].count("repeated") == 1
    said = [Said("where is my order"), Said("my order, where is it my")]
    other = [Said("where is my order"), Said("what does a lamp cost")]
    assert not any(r.kind == "repeated" for r in JUDGE.judge(other).reasons)
    assert JUDGE.judge(said) == JUDGE.judge(said)


@BOTH
def test_what_was_settled_is_over(judge):
    angry = "this is unacceptable, where is my bag, you liars"
    over = "oh wait it's here, so sorry, thank you so much"
    assert mood(angry, judge=judge).is_upset
    assert not mood(angry, over, judge=judge).is_upset


def test_anger_stays_for_the_next_plain_message_and_not_for_the_next_day():
    angry = "you liars, worst shop ever"
    soon = [Said(angry, at=NOON), Said("order 10042", at=NOON + timedelta(minutes=2))]
    later = [Said(angry, at=NOON), Said("order 10042", at=NOON + timedelta(days=2))]
    assert JUDGE.judge(soon).is_upset
    assert not JUDGE.judge(later).is_upset


def test_reasons_name_the_message_and_the_words():
    found = mood("hello", "you are thieves and i will call my lawyer")
    assert {("accusation", 1), ("threat", 1)} <= {
        (reason.kind, reason.message) for reason in found.reasons
    }
    assert any(reason.words == "thieves" for reason in found.reasons)


def test_somebody_elses_anger_weighs_little():
    assert not mood("my boss called me an idiot, can i swap the size").is_upset
    assert not mood("شوهرم میگه احمق سایزو اشتباه زدی").is_upset


def test_signs_of_typing():
    assert typing_of("WHERE IS MY ORDER").shouts
    assert not typing_of("my iPhone and the USB cable").shouts
    assert typing_of("fix it NOW please").loud == ("NOW",)
    assert typing_of("what??").marks == "??"
    assert typing_of("noooo").drawn_out == "noooo"
    assert not typing_of("خیلی خوب بود").drawn_out
    assert outside_quotes('he said "you idiots" to me').split() == [
        "he",
        "said",
        "to",
        "me",
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.builds(
            Said,
            st.text(max_size=300),
            outcome=st.sampled_from(Outcome),
            asked_again=st.booleans(),
        ),
        max_size=8,
    )
)
def test_any_conversation_has_a_mood_between_none_and_all(said):
    found = JUDGE.judge(said)
    assert 0 <= found.score <= 1
    assert all(0 <= reason.message < len(said) for reason in found.reasons)


@pytest.mark.parametrize("way", LANGUAGES)
def test_every_list_has_every_kind_and_no_ending_that_matches_anything(way):
    path = words_module._FOLDER / f"{way.lower()}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(KINDS) <= set(content)
    assert set(content) <= {*KINDS, "before", "between", "after"}
    every = lexicon(way)
    for kind in KINDS:
        for word in ("a", "x", "و", "ه", "خ", "10042"):
            form = comparable(word)
            found = every.patterns[kind].search(folded(form))
            assert found is None or len(form) > 1, (kind, word)


def test_the_room_needs_neither_rasa_nor_database_nor_web():
    code = (
        "import sys, bot.handoff.sentiment, bot.handoff.summary, bot.handoff.llm\n"
        "rooms = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(rooms & {'rasa', 'sqlalchemy', 'starlette', 'tensorflow'}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
