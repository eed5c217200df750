"""
Whether a message is a review, and whether a bad one; whether something has broken.
"""

import pytest

from actions.orders import warranty
from actions.people.reviewing import About, about_reviews
from actions.store.asking import asks_of_a_detail


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("قهوه‌تون بی‌نظیر بود", About.PRAISE),
        ("qahvatun ali bud", About.PRAISE),
        ("القهوة لذيذة جدا", About.PRAISE),
        ("the coffee is delicious", About.PRAISE),
        ("یک ستاره میدم، خیلی بد بود", About.CRITICISM),
        ("1 setare, kheili bad bud", About.CRITICISM),
        ("أعطي القهوة نجمة واحدة، طعمها سيئ", About.CRITICISM),
        ("one star, it tasted awful", About.CRITICISM),
        ("نظر بقیه درباره این گوشی چیه؟", About.READING),
        ("baghie darbareye in qahve chi goftan?", About.READING),
        ("ما رأي الناس في هذا الخلاط؟", About.READING),
        ("what do other customers say about it?", About.READING),
        ("می‌خوام نظرمو بگم", About.WRITING),
        ("mikham nazaramo begam", About.WRITING),
        ("أود إبداء رأيي", About.WRITING),
        ("i would like to share my opinion", About.WRITING),
        ("کجا نظر بنویسم؟", About.WRITING),
        ("how do i leave a review", About.WRITING),
    ],
)
def test_what_a_message_about_reviews_is(text, about):
    assert about_reviews(text) is about


@pytest.mark.parametrize(
    ("text", "is_claim"),
    [
        ("کفشی که خریدم پاره شد", True),
        ("kafshi ke kharidam pare shod", True),
        ("الحذاء تمزق", True),
        ("the shoes fell apart", True),
        ("اگه خراب بشه گارانتی داره؟", False),
        ("إذا تعطل هل يشمله الضمان؟", False),
        ("if it is broken some day, is there a warranty?", False),
        ("گارانتی دارن؟", False),
        ("how long is the warranty", False),
    ],
)
def test_only_what_has_broken_is_a_claim(text, is_claim):
    assert warranty.claims(text) is is_claim


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("کفشی که ازتون خریدم", True),
        ("kafshi ke kharidam", True),
        ("الحذاء الذي اشتريته منكم", True),
        ("the shoes I bought", True),
        ("my laptop", True),
        ("گارانتی دارن محصولاتتون؟", False),
        ("هل منتجاتكم مكفولة؟", False),
        ("do the things you sell have a guarantee?", False),
    ],
)
def test_what_is_theirs_is_known_by_words(text, is_own):
    assert warranty.is_own(text) is is_own


@pytest.mark.parametrize(
    ("text", "is_detail"),
    [
        ("شعبه پارکینگ داره؟", True),
        ("shobe jaye park dare?", True),
        ("هل يوجد موقف سيارات؟", True),
        ("is there wheelchair access?", True),
        ("آدرس شعبه‌ی اصفهان", False),
        ("أين فرعكم", False),
        ("where is your branch", False),
    ],
)
def test_what_no_file_tells_of_a_branch(text, is_detail):
    assert asks_of_a_detail(text) is is_detail
