"""
What a message about newsletters and advertising wants.
"""

import pytest

from actions.account.wishes import Doubt, Wish, doubt_of, wish_of

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
        "do you send me ads?",
        "are you sending me offers at all?",
    ],
)
def test_a_question_changes_nothing(text):
    assert wish_of(text) is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("no more ads to my brother's number please", Doubt.ANOTHERS),
        ("stop sending ads to her phone", Doubt.ANOTHERS),
        ("برای خواهرم دیگه تبلیغ نفرستید", Doubt.ANOTHERS),
        ("شماره مامانم رو از تبلیغات حذف کنید", Doubt.ANOTHERS),
        ("be hamsaram tabligh nafrestid", Doubt.ANOTHERS),
        ("وقفوا الإعلانات عن زوجتي", Doubt.ANOTHERS),
        ("no sms ads please, but e-mails are fine", Doubt.PARTIAL),
        ("ایمیل تبلیغاتی نفرستید فقط پیامک", Doubt.PARTIAL),
        ("sms nafrestid vali email eshkali nadare", Doubt.PARTIAL),
        ("وقفوا الرسائل وخلوا الإيميل", Doubt.PARTIAL),
        ("don't send me ads any more", None),
        ("stop all sms and e-mails", None),
        ("پیامک تبلیغاتی نفرستید", None),
        ("تبلیغ نفرستید، فقط پیامک سفارشم رو بفرستید", None),
        ("خلوا بس رسائل الطلبات ووقفوا الدعايات", None),
        ("ما أبي إعلانات", None),
    ],
)
def test_a_stop_may_be_of_somebody_else_or_of_one_way_alone(text, doubt):
    assert doubt_of(text) is doubt


@pytest.mark.parametrize(
    "text",
    [
        "چرا بازم تبلیغ برام میاد؟",
        "chera hanuz tabligh miad?",
        "ليش للحين توصلني دعايات؟",
        "why do I still get ads?",
    ],
)
def test_why_they_still_come_is_no_wish_for_them(text):
    assert wish_of(text) is not START
