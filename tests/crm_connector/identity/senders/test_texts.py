"""
What the message with a code says.
"""

import pytest

from crm_connector.identity.senders.port import CodeMessage, Purpose
from crm_connector.identity.senders.texts import LANGUAGES, CodeTexts
from crm_connector.model import Contact, ContactKind

TEXTS = CodeTexts({"fa": "نیک‌سرا", "ar": "نيك سرا", "en": "Niksara"})
PHONE = Contact(ContactKind.PHONE, "+989121234567")


def message(language: str, purpose: Purpose = Purpose.TYPED) -> CodeMessage:
    """
    A message with a code.
    """
    return CodeMessage(PHONE, "012345", language, purpose)


def test_each_language_says_all_of_it() -> None:
    assert {each: TEXTS.short(message(each)) for each in LANGUAGES} == {
        "fa": (
            "کد تأیید شما در نیک‌سرا: 012345\n"
            "تا ۱۰ دقیقه معتبر است. این کد را به هیچ‌کس ندهید."
        ),
        "ar": (
            "رمز التحقق الخاص بك في نيك سرا: 012345\n"
            "صالح لمدة ١٠ دقائق. لا تعطِ هذا الرمز لأي أحد."
        ),
        "en": (
            "Your code for Niksara: 012345\n"
            "It is good for 10 minutes. Do not give it to anyone."
        ),
    }


def test_at_the_counter_the_code_is_told_and_the_message_says_so() -> None:
    texts = {each: TEXTS.short(message(each, Purpose.TOLD)) for each in LANGUAGES}

    assert texts == {
        "fa": (
            "کد نیک‌سرا: 012345\n"
            "همکار ما می‌خواهد پروندهٔ شما را ببیند. کد را فقط اگر الان در فروشگاه "
            "هستید به او بگویید. اعتبار: ۱۰ دقیقه"
        ),
        "ar": (
            "رمز نيك سرا: 012345\n"
            "موظفنا يريد الاطلاع على ملفك. لا تخبره بالرمز إلا إذا كنت الآن في "
            "المتجر. صالح لمدة ١٠ دقائق."
        ),
        "en": (
            "Code for Niksara: 012345\n"
            "Our associate wants to see your file. Tell it only if you are in the "
            "shop right now. Good for 10 minutes."
        ),
    }


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_is_two_parts_at_most(language: str, purpose: Purpose) -> None:
    """
    Of 67 letters each where they are not Latin, else of 153.
    """
    text = TEXTS.short(message(language, purpose))

    assert len(text) <= (2 * 67 if language != "en" else 153)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_says_more_and_its_subject_not_the_code(language: str) -> None:
    long, short = TEXTS.long(message(language)), TEXTS.short(message(language))

    assert long.startswith(short)
    assert len(long) > len(short) + 20
    assert "012345" not in TEXTS.subject(message(language))


@pytest.mark.parametrize(
    ("language", "as_in"), [("fa-Latn", "fa"), ("tr", "fa"), ("", "fa")]
)
def test_other_languages_hear_persian(language: str, as_in: str) -> None:
    assert TEXTS.short(message(language)) == TEXTS.short(message(as_in))


def test_a_shop_without_a_name_in_that_language_has_its_other_one() -> None:
    assert "Niksara" in CodeTexts({"en": "Niksara"}).short(message("fa"))


def test_a_message_does_not_show_itself() -> None:
    shown = repr(message("fa"))

    assert "012345" not in shown
    assert "989" not in shown
