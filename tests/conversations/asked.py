"""
What customers are asked, and what is said to them of it, for tests of the answers.
"""

from crm_connector.identity import present
from crm_connector.profile.facts import Purpose
from tests.conversations.conftest import proves

POINTS = {
    "fa": "چند امتیاز دارم؟",
    "fa-Latn": "chand ta emtiaz daram?",
    "ar": "كم نقطة عندي؟",
    "en": "how many points do I have?",
}
WHERE = {
    "fa": "سفارشم کجاست؟",
    "fa-Latn": "sefaresham kojast?",
    "ar": "أين طلبي؟",
    "en": "where is my order?",
}
OFFERS = {
    "fa": "تخفیف دارید؟",
    "fa-Latn": "takhfif darid?",
    "ar": "ما هي عروضكم؟",
    "en": "any discounts for me?",
}
ASKS = {"fa": "مال خود شماست؟", "ar": "هل هذه البطاقة لك؟", "en": "Is this card yours?"}
ALLOWS = {"fa": "اجازه می‌دهید؟", "ar": "هل تسمح بذلك؟", "en": "you allow it?"}
NOTED_NOTHING = {"fa": "چیزی ثبت نکردم", "ar": "لم أسجّل شيئًا", "en": "noted nothing"}
LATE = {"fa": "حساب نکردم", "ar": "لم أعدّ هذا جوابًا", "en": "I didn't take that"}
LEFT = {"fa": "دیگر هم درباره‌اش", "ar": "ولن أسألك", "en": "won't ask about it"}
JOINED = {"fa": "اضافه کردم", "ar": "أضفت", "en": "I've added"}
STOPPED = {"fa": "از این پس", "ar": "بعد الآن", "en": "from now on"}
YES = {"fa": "بله", "fa-Latn": "bale", "ar": "نعم", "en": "yes"}
BUTTON = {"fa": "بله", "ar": "نعم", "en": "Yes"}
NOT_A_BANK_CARD = {
    "fa": "کارت بانکی نیست",
    "ar": "ليست بطاقة مصرفية",
    "en": "isn't a bank",
}


def answers(way):
    """
    The language of the answer.
    """
    return "fa" if way == "fa-Latn" else way


def texts(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


async def merges(talk):
    """
    The merges that hold.
    """
    return await talk.house.ledger.read(present.merges)


async def statement(talk):
    """
    What counts now of what she said about advertising, if anything.
    """
    said = await talk.house.gate.declarations.consent(talk.who)
    return said.get(Purpose.MARKETING)


async def asked_about_a_card(family, way):
    """
    She has proven her telephone, and is asked about Ali's card.
    """
    await proves(family)
    replies = await family.says(POINTS[way])
    assert len(replies[-1].buttons) == 2
