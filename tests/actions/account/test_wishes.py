"""
What a message about newsletters and advertising wants.
"""

import pytest

from actions.account.wishes import Wish, wish_of

STOP, START = Wish.STOP, Wish.START


@pytest.mark.parametrize(
    "text",
    [
        "دیگه برام تبلیغ نفرست",
        "ديگه برام تبليغ نفرستيد لطفا",
        "نمی‌خوام از خریدهام برای تبلیغ استفاده بشه",
        "رضایتم رو پس می‌گیرم",
        "دیگر تبلیغ نمی‌خواهم",
        "پیامک‌های تبلیغاتی رو متوقف کنید",
        "dige baram tabligh nafrest",
        "tablighatetun ro nemikham dige",
        "mano az liste khabarname hazf konin",
        "لا ترسلوا لي إعلانات بعد الآن",
        "لا أريد إعلانات بعد الآن",
        "وقّفوا رسايلكم",
        "أسحب موافقتي",
        "don't send me ads any more",
        "don’t send me ads",
        "No more ads, please",
        "i take back my consent",
        "I withdraw my consent.",
    ],
)
def test_a_stop_is_a_stop_in_every_way_of_writing(text):
    assert wish_of(text) is STOP


@pytest.mark.parametrize(
    "text",
    [
        "عضو خبرنامه می‌شوم",
        "می‌خوام خبر تخفیف‌ها برام بیاد",
        "قبلاً لغو کرده بودم، دوباره عضوم کنید",
        "mikham ozve khabarname besham",
        "ghat karde budam, dobare ozvam konid",
        "أريد الاشتراك في النشرة",
        "ما عادت تصلني رسائلكم، رجعوها",
        "Subscribe me after all",
        "sign me up for your newsletter",
        "it stopped coming, put me back on the list",
    ],
)
def test_who_wants_it_again_wants_it_whatever_stopped_before(text):
    assert wish_of(text) is START


@pytest.mark.parametrize(
    "text",
    [
        "",
        "من به چی رضایت دادم؟",
        "آیا عضو خبرنامه‌ام؟",
        "کی گفته من عضو شدم؟",
        "man be chi rezayat dadam?",
        "على ماذا وافقت؟",
        "هل أنا مشترك في النشرة؟",
        "what did i agree to?",
        "am I subscribed?",
        "did I say you may stop?",
    ],
)
def test_a_question_changes_nothing(text):
    assert wish_of(text) is None
