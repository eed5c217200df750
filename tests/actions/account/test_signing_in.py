"""
Which words are about signing in or out and nothing else.
"""

import pytest

from actions.account.signing_in import About, about_signing_in
from tests.actions.training import training


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "شماره‌ام   است",
        "موبایلم  ه",
        "shomaram  e",
        "هذا رقمي ",
        "my number is ",
        "it's ",
    ],
)
def test_a_contact_alone(rest):
    assert about_signing_in(rest + "0912", rest, has_contact=True) is About.CONTACT
    assert about_signing_in(rest, rest, has_contact=False) is None


@pytest.mark.parametrize(
    "rest",
    [
        "  send me the code please",
        "hi, could you text a code to ",
        "log me in with ",
        "  کد رو بفرست",
        "سلام، لطفاً کد ورود رو به   پیامک کنید",
        "با شمارهٔ   می‌خوام وارد شم",
        " kod ro befrest",
        "mikham ba   vared sham",
        "ارسل الرمز إلى ",
        "هذا رقمي   ابعثوا لي رمز التحقق",
        "سجلني برقم ",
    ],
)
def test_a_code_is_to_go_to_a_contact(rest):
    text = rest.replace("  ", " 09123456789 ")
    assert about_signing_in(text, rest, has_contact=True) is About.SEND
    assert about_signing_in(rest, rest, has_contact=False) is not About.SEND


@pytest.mark.parametrize(
    "rest",
    [
        "is   registered with you?",
        "do you have   on file?",
        "is there an account with ",
        "آیا شماره   پیش شما ثبت شده؟",
        "  پیش شما حساب داره؟",
        "shomare   sabt shode?",
        "هل رقمي   مسجل عندكم؟",
    ],
)
def test_whether_a_contact_is_on_file(rest):
    assert about_signing_in(rest, rest, has_contact=True) is About.ON_FILE
    said = about_signing_in(rest, rest, has_contact=False)
    assert said not in (About.ON_FILE, About.SEND, About.CONTACT)


@pytest.mark.parametrize(
    "text",
    [
        "می‌خوام وارد شم",
        "چطوری وارد حسابم بشم؟",
        "کد ورود بفرستید لطفا",
        "mikham vared hesabam besham",
        "أريد تسجيل الدخول",
        "ارسلوا لي رمز التحقق",
        "I want to sign in",
        "how do I log in here?",
    ],
)
def test_a_wish_to_sign_in(text):
    assert about_signing_in(text, text, has_contact=False) is About.SIGN_IN


@pytest.mark.parametrize(
    "text", ["send me the code", "کد رو بفرست", "kod befrest", "ارسل لي الرمز"]
)
def test_a_wish_for_a_code_of_whoever_is_asked_to_sign_in(text):
    assert about_signing_in(text, text, has_contact=False) is None
    said = about_signing_in(text, text, has_contact=False, is_asked=True)
    assert said is About.SIGN_IN


@pytest.mark.parametrize(
    "text",
    [
        "I can't log in",
        "login fails with an error",
        "نمی‌تونم وارد شم",
        "وارد سایت نمی‌شم",
        "nemitunam vared sham",
        "ما أقدر أسجل الدخول",
        "send me a discount code",
        "sign me up",
    ],
)
def test_what_fails_or_is_something_else_is_no_wish_to_sign_in(text):
    said = about_signing_in(text, text, has_contact=False, is_asked=True)
    assert said is not About.SIGN_IN


@pytest.mark.parametrize(
    "rest",
    [
        "send the discount code to ",
        "send me my order's tracking code on ",
        "call me on ",
        "کد تخفیف رو به   بفرست",
        "کد رهگیری سفارشم رو پیامک کن به ",
        "kode takhfif ro befrest be ",
        "ارسل كود الخصم إلى ",
        "غيروا رقمي إلى ",
    ],
)
def test_what_else_is_to_go_there_is_no_signing_in(rest):
    assert about_signing_in(rest, rest, has_contact=True) is not About.SEND


@pytest.mark.parametrize(
    "rest",
    [
        "cancel my ads for ",
        "سفارش  کجاست",
        "لا ترسلوا إعلانات إلى ",
        "call  now or I complain",
    ],
)
def test_a_contact_in_a_wish(rest):
    assert about_signing_in(rest, rest, has_contact=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "کدم رو به شما بدم؟ ۱۲۳۴۵۶",
        "my code is 123456",
        "kodam 123456 e",
        "الرمز 123456",
        "do I have to tell you my code?",
        "the code is 123456",
        "کد ورودم ۱۲۳۴۵۶ است",
        "کد ۱۲۳۴۵۶",
        "my OTP is 123456",
    ],
)
def test_a_code(text):
    assert about_signing_in(text, text, has_contact=False) is About.CODE


@pytest.mark.parametrize(
    "text",
    [
        "sign me out",
        "log me out please",
        "خارج شم از حسابم",
        "mikham az hesabam kharej sham",
        "سجل خروجي",
    ],
)
def test_the_way_out(text):
    assert about_signing_in(text, text, has_contact=False) is About.SIGN_OUT


@pytest.mark.parametrize(
    "text",
    [
        "کد رهگیری 123456",
        "کد سفارشم 219633 کجاست",
        "promo code 123456",
        "كود الخصم 123456",
        "where is order 123456",
        "i signed up yesterday",
        "کد تخفیف ندارم",
        "کد محصول ۱۲۳۴۵۶ موجوده؟",
        "کد مرسوله ۱۲۳۴۵۶",
        "کد معرف ۱۲۳۴۵۶ رو کجا بزنم",
        "kode mahsul 123456 mojude?",
        "كود المنتج 123456 متوفر؟",
        "is code 123456 in stock?",
        "pin code 110001 do you deliver",
        "send me the code for the discount",
        "tell me the code of my parcel",
        "do you write the code on the box",
        "این مدل با کد 123456 رو دارید؟",
        "عندكم كود 123456؟",
        "have you got code 123456 in red?",
        "a" * 4000,
        "e" * 150,
    ],
)
def test_anything_else(text):
    assert about_signing_in(text, text, has_contact=False) is None


@pytest.mark.parametrize(
    "text",
    ["کد اومد 123456", "الكود وصل 123456", "I got code 123456", "kod umad 123456"],
)
def test_a_code_of_whoever_is_asked_to_sign_in(text):
    assert about_signing_in(text, text, has_contact=False) is None
    said = about_signing_in(text, text, has_contact=False, is_asked=True)
    assert said is About.CODE


@pytest.mark.parametrize(
    "text", ["کد محصول ۱۲۳۴۵۶ موجوده؟", "كود المنتج 123456", "is code 123456 in stock?"]
)
def test_a_products_code_is_none_whoever_is_asked(text):
    said = about_signing_in(text, text, has_contact=False, is_asked=True)
    assert said is None


@pytest.mark.parametrize(
    "text",
    [
        "من الان با چه شماره‌ای وارد شدم؟",
        "با چه اسمی لاگین کردم",
        "به نام کی وارد شدم الان؟",
        "الان وارد حسابم شدم؟",
        "be esme ki vared shodam?",
        "باسم من أنا مسجل؟",
        "هل أنا مسجل الدخول هنا؟",
        "I'm signed in as who?",
        "as who am I logged in?",
        "what number am I signed in with?",
        "who's signed in here?",
        "am I still logged in?",
        "ایمیلم چیه پیش شما؟",
        "shomare mobilam chande?",
        "ba kodum hesab vared shodam?",
        "من أكون؟",
        "شو اسمي؟",
        "who am I logged in as right now?",
        "do you know my name?",
        "what e-mail do you have on file for me?",
    ],
)
def test_who_is_signed_in(text):
    assert about_signing_in(text, text, has_contact=False) is About.WHO


@pytest.mark.parametrize(
    "text",
    [
        "تو کی هستی؟",
        "شماره فروشگاه چنده؟",
        "اسم این کفش چیه؟",
        "to ki hasti?",
        "من أنت؟",
        "شنو رقمكم؟",
        "who are you?",
        "what is your name?",
        "what's my order number?",
        "my name is Sara",
        "change my phone number",
        "چطور وارد بشم؟",
        "وارد نمیشه",
        "هل أنا مسجل في النشرة؟",
        "am I signed up for the newsletter?",
        "who signed for my parcel?",
    ],
)
def test_somebody_else_or_something_else(text):
    assert about_signing_in(text, text, has_contact=False) is not About.WHO


@pytest.mark.parametrize(
    ("about", "text"),
    [
        (About.WHY_ME, "چطور فهمیدی من کی‌ام"),
        (About.WHY_ME, "منو از کجا می‌شناسی؟"),
        (About.WHY_ME, "chetor fahmidi man ki am?"),
        (About.WHY_ME, "كيف عرفتني"),
        (About.WHY_ME, "what makes you think this is me?"),
        (About.WHY_ME, "how can you tell it's me"),
        (About.WHY_ME, "این کارت دیگه مال کیه که میگی؟"),
        (About.NOT_ME, "حسابمو عوض کنم"),
        (About.NOT_ME, "هذا مو حسابي"),
        (About.NOT_ME, "i'm signed in as my mom's account"),
        (About.NOT_ME, "switch account"),
        (About.SIGN_OUT, "منو از حسابم خارج کن"),
        (About.SIGN_OUT, "mikham az hesabam biam biroon"),
        (About.SIGN_OUT, "طلعني من حسابي"),
        (About.NO_ACCESS, "میشه کد رو به یه شماره دیگه بفرستی"),
        (About.NO_ACCESS, "خطم رو گم کردم"),
        (About.NO_ACCESS, "ممكن ترسل الرمز لرقم ثاني؟"),
        (About.TWO_ACCOUNTS, "man do ta shomare daram"),
        (About.ELSEWHERE, "log me out everywhere"),
        (About.ELSEWHERE, "gushimo gom kardam hesabam rush baze"),
    ],
)
def test_what_is_said_of_who_is_signed_in(about, text):
    assert about_signing_in(text, text, has_contact=False) is about


@pytest.mark.parametrize(
    "text",
    [
        "چرا فکر می‌کنی سفارش من دیر میشه؟",
        "من راضی نیستم",
        "why do you think I'm going to pay that?",
        "how do you know what I want?",
        "this isn't my order",
        "این سفارش من نیست",
        "delete my other account",
        "send it to another address",
        "كيف أعرف أنه وصل؟",
    ],
)
def test_what_is_said_of_something_else(text):
    assert about_signing_in(text, text, has_contact=False) is None


# Understood as a wish to change the account, for which there is no page.
OF_TWO = {
    "عندي حسابين ابي اجمعهم بواحد",
    "ادمجوا حسابي القديم مع الجديد",
    "دمج حسابين بنفس الاسم ممكن؟",
}
# A no, as long as a question is open.
A_NO = {"لا هذي مو انا"}


@pytest.mark.slow
def test_no_training_sentence_is_of_who_is_signed_in():
    of_who = (
        *(About.WHY_ME, About.NOT_ME, About.SIGN_OUT),
        *(About.NO_ACCESS, About.TWO_ACCOUNTS, About.ELSEWHERE),
    )
    found = {
        each.text
        for each in training()
        if about_signing_in(each.text, each.text, has_contact=False) in of_who
    }

    assert found == OF_TWO | A_NO


@pytest.mark.slow
def test_no_training_sentence_asks_who_is_signed_in_or_to_sign_in():
    asking = {
        each.text
        for each in training()
        if about_signing_in(each.text, each.text, has_contact=False)
        in (About.WHO, About.SIGN_IN)
    }

    assert asking == set()
