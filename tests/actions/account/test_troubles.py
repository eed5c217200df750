"""
What goes wrong with an account, and which detail of it is meant, by words.
"""

import pytest

from actions.account.edit_account import detail_of
from actions.account.signing_in import About, about_signing_in
from actions.account.troubles import is_beyond_the_page, still_fails, trouble_of


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("کد تأیید برام نمی‌رسه", "code_missing"),
        ("پیامک ورود نیومد", "code_missing"),
        ("kode vorud nemiad har chi mizanam", "code_missing"),
        ("رمز التحقق لم يصلني حتى الآن", "code_missing"),
        ("ما وصلني الكود", "code_missing"),
        ("i never get the code when signing in", "code_missing"),
        ("the sms doesn't arrive", "code_missing"),
        ("کدی که اومد رو میگه اشتباهه", "code_wrong"),
        ("code ro mige eshtebahe", "code_wrong"),
        ("الكود يقول منتهي", "code_wrong"),
        ("it says the code is invalid", "code_wrong"),
        ("میگه شماره‌ت معتبر نیست", "contact_refused"),
        ("mige shomare motabar nist", "contact_refused"),
        ("يقول إن الرقم غير صحيح", "contact_refused"),
        ("it says the number is wrong", "contact_refused"),
        ("شماره قبلاً ثبت شده", "taken"),
        ("in shomare ghablan sabt shode", "taken"),
        ("الرقم مسجل من قبل", "taken"),
        ("the number is already registered", "taken"),
        ("حسابم مسدود شده", "locked"),
        ("hesabam block shode", "locked"),
        ("حسابي محظور", "locked"),
        ("my account is locked", "locked"),
        ("نمی‌تونم وارد حسابم بشم", None),
        ("لا أستطيع تسجيل الدخول", None),
        ("i can't sign in", None),
    ],
)
def test_each_trouble_is_known_by_its_words(text, trouble):
    assert trouble_of(text) == trouble


@pytest.mark.parametrize(
    "text",
    [
        *("بازم نشد", "نشد، همون خطا رو میده", "رفتم اون صفحه ولی باز نمیشه"),
        *("hanuzam nemishe", "nashod", "emtehan kardam nashod"),
        *("ما زالت لا تعمل", "جربت وما زبط", "نفس المشكلة"),
        *(
            "still not working",
            "it doesn't work",
            "same error",
            "i tried that, no luck",
        ),
    ],
)
def test_it_does_not_work_is_all_that_is_said(text):
    assert still_fails(text)


@pytest.mark.parametrize(
    "text",
    ["سفارشم نرسید", "where is my order", "أين طلبي", "thanks", "my parcel is broken"],
)
def test_other_things_are_not_that(text):
    assert not still_fails(text)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("شماره‌ی حسابم قدیمیه", "phone"),
        ("ایمیل پروفایلم", "email"),
        ("اسمم اشتباه ثبت شده", "name"),
        ("آدرس پیش‌فرض حسابم", "address"),
        ("رمزمو عوض کنم", "password"),
        ("shomare hesabam", "phone"),
        ("adrese profilam", "address"),
        ("رقم جوالي في الحساب", "phone"),
        ("العنوان المحفوظ", "address"),
        ("ايميلي بالحساب", "email"),
        ("my e-mail address", "email"),
        ("my surname", "name"),
        ("اسمي في حسابي مكتوب خطأ", "name"),
        ("خطمو عوض کردم", "phone"),
        ("edit profile", None),
    ],
)
def test_the_detail_that_is_named(text, detail):
    assert detail_of(text) == detail


@pytest.mark.parametrize(
    ("text", "is_beyond"),
    [
        ("خط قبلیم رو دزدیدن", True),
        ("سایت ارور میده", True),
        ("my old sim was stolen", True),
        ("the page doesn't let me", True),
        ("شريحتي القديمة ضاعت", True),
        ("چطور شماره‌م رو عوض کنم", False),
        ("كيف أغير رقمي", False),
        ("how do i change my number", False),
        ("اسمي مكتوب خطأ", False),
    ],
)
def test_what_no_page_can_do(text, is_beyond):
    assert is_beyond_the_page(text) is is_beyond


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("my password is hunter2!", True),
        ("pass: Qwerty12", True),
        ("رمز عبورم: ali@1370", True),
        ("ramzam ali1375 hast", True),
        ("كلمة المرور الخاصة بي هي Sara2020", True),
        ("i forgot my password on my iphone13", False),
        ("reset my password order 21963", False),
        ("tried 3 passwords, none is right", False),
        ("رمزم یادم رفته", False),
    ],
)
def test_a_password_is_known_by_its_digits(text, is_told):
    found = about_signing_in(text, text, has_contact=False)
    assert (found is About.PASSWORD) is is_told
