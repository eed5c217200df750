"""
A desk on an ordinary day: who waits, what was said, what is known of the customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.fakes.desk_board import moment
from tests.fakes.desk_server import DeskServer

Json = dict[str, Any]

_NAMES = {"fa": "سارا احمدی", "ar": "سارة أحمدي", "en": "Sara Ahmadi"}
_SHOES = {"fa": "کفش ورزشی مردانه", "ar": "حذاء رياضي", "en": "Running shoes"}
_SOCKS = {"fa": "جوراب نخی", "ar": "جوارب قطنية", "en": "Cotton socks"}
_POST = {"fa": "پست", "ar": "البريد", "en": "Post"}

# One conversation as it goes in each language: who says what, how many minutes ago.
_TALK: Mapping[str, tuple[tuple[str, str, float, Json], ...]] = {
    "fa": (
        ("customer", "سلام، سفارش HM-1001 من کجاست؟", 18, {}),
        ("bot", "سلام نرگس! این آخرین وضعیت سفارش شماست:", 18, {"card": True}),
        ("customer", "هنوز نرسیده! می‌خواهم با یک نفر صحبت کنم.", 14, {}),
        ("bot", "چشم، همکارم تا ۱۰ دقیقهٔ دیگر پاسخ می‌دهد.", 14, {}),
        ("system", "سارا احمدی به گفت‌وگو پیوست.", 12, {}),
        ("bot", "سفارش HM-1001 فردا می‌رسد.", 12, {"desk": "withheld"}),
        ("agent", "سلام خانم محمدی، الان با پست تماس می‌گیرم.", 11, {}),
        (
            "agent",
            "پست تأخیر را تأیید کرد؛ اگر تا فردا نرسید جایگزین بفرستیم.",
            10,
            {"desk": "note"},
        ),
        ("customer", "ممنون. شماره‌ام همان 0912 است.", 2, {}),
    ),
    "ar": (
        ("customer", "مرحبًا، أين طلبي HM-1001؟", 18, {}),
        ("bot", "أهلًا نرجس! هذه آخر حالة لطلبك:", 18, {"card": True}),
        ("customer", "لم يصل بعد! أريد التحدث مع موظف.", 14, {}),
        ("bot", "حاضر، سيرد عليك أحد زملائي خلال ١٠ دقائق.", 14, {}),
        ("system", "انضمت سارة أحمدي إلى المحادثة.", 12, {}),
        ("bot", "سيصل الطلب HM-1001 غدًا.", 12, {"desk": "withheld"}),
        ("agent", "مرحبًا، أتصل بالبريد الآن.", 11, {}),
        (
            "agent",
            "أكّد البريد التأخير؛ نرسل بديلًا إن لم يصل غدًا.",
            10,
            {"desk": "note"},
        ),
        ("customer", "شكرًا، رقمي كما هو.", 2, {}),
    ),
    "en": (
        ("customer", "Hello, where is my order HM-1001?", 18, {}),
        ("bot", "Hello Narges! This is how your order stands:", 18, {"card": True}),
        ("customer", "It has not come yet! I want to talk to someone.", 14, {}),
        ("bot", "Of course. A colleague will answer within 10 minutes.", 14, {}),
        ("system", "Sara Ahmadi has joined the conversation.", 12, {}),
        ("bot", "HM-1001 will arrive tomorrow.", 12, {"desk": "withheld"}),
        ("agent", "Hello, I am calling the post office now.", 11, {}),
        (
            "agent",
            "The post confirms the delay; replacement if it is not there tomorrow.",
            10,
            {"desk": "note"},
        ),
        ("customer", "Thank you. My number is still the same.", 2, {}),
    ),
}
_CARD: Mapping[str, tuple[str, str, list[str], tuple[str, str]]] = {
    "fa": (
        "سفارش HM-1001",
        "ارسال‌شده",
        ["ثبت", "آماده‌سازی", "ارسال", "تحویل"],
        ("تحویل", "۱۲ آذر"),
    ),
    "ar": (
        "الطلب HM-1001",
        "تم الشحن",
        ["التسجيل", "التجهيز", "الشحن", "التسليم"],
        ("التسليم", "٣ ديسمبر"),
    ),
    "en": (
        "Order HM-1001",
        "Shipped",
        ["Placed", "Prepared", "Shipped", "Delivered"],
        ("Due", "3 December"),
    ),
}
_SUMMARY = {
    "fa": [
        "نرگس محمدی (هویت تأییدشده) به فارسی می‌نویسد و می‌خواهد: پیگیری سفارش.",
        "به گفتهٔ خودش: «هنوز نرسیده! می‌خواهم با یک نفر صحبت کنم.»",
        "دربارهٔ سفارش HM-1001 (ارسال‌شده).",
    ],
    "ar": [
        "نرجس محمدي (هوية مؤكَّدة) يكتب بالعربية ويريد: متابعة الطلب.",
        "بكلماته: «لم يصل بعد! أريد التحدث مع موظف.»",
    ],
    "en": [
        "Narges Mohammadi (identity proven) writes in English and wants: an order.",
        "In their own words: “It has not come yet! I want to talk to someone.”",
        "About order HM-1001 (shipped).",
    ],
}
_NARGES = {"fa": "نرگس محمدی", "ar": "نرجس محمدي", "en": "Narges Mohammadi"}
_LATE = {
    "fa": ("علی رضایی", "سه بار زنگ زدم، کسی جواب نمی‌دهد"),
    "ar": ("علي رضائي", "اتصلت ثلاث مرات ولم يجب أحد"),
    "en": ("Ali Rezaei", "I called three times and nobody answers"),
}


# What customers think: in which language, whether it is bad, of what.
_REVIEWS: tuple[tuple[str, str, bool, Json], ...] = (
    ("fa", "بسته‌بندی عالی بود و زود رسید. ممنون!", False, {}),
    (
        *("ar", "الحذاء ضيق جدًا والمقاس غير صحيح.", True),
        {"order": "HM-0950", "customer": "1042", "product": "حذاء رياضي", "handoff": 4},
    ),
    (
        *("en", "Friendly people, but the parcel took two weeks to get here.", True),
        {"order": "HM-1001", "customer": "981", "handoff": 1},
    ),
)


def _review(
    now: datetime, number: int, lang: str, words: str, bad: bool, about: Json
) -> Json:
    nothing = {"customer": None, "order": None, "product": None, "handoff": None}
    at = moment(now - timedelta(hours=26 - 9 * number))
    told = {"number": number, "at": at, "words": words, "language": lang, "bad": bad}
    return {**nothing, **told, **about}


def fill(server: DeskServer, lang: str) -> None:
    """
    An ordinary day: two of mine, three who wait, one with a colleague, one ended.
    """
    server.language = lang
    for known in (
        *(server.rows, server.threads, server.panels),
        *(server.canned, server.reviews),
    ):
        known.clear()  # type: ignore[attr-defined]
    now = datetime.now(timezone.utc)
    held = {"state": "held", "answered_at": moment(now)}
    signed_in = {"proven_by": "code", "proven_at": moment(now - timedelta(minutes=17))}
    person = {"name": _NARGES[lang], "proven": True, **signed_in}
    server.add(1, mine=True, language=lang, customer=person, waits=900, **held)
    john = {"name": "John Miller", "proven": False}
    server.add(2, state="held", mine=True, language="en", customer=john, waits=400)
    name, words = _LATE[lang]
    _waits(server, 3, name, words, language=lang, reason="upset", priority=2, waits=700)
    refund = "أريد استرجاع المبلغ للطلب 1044"
    _waits(
        server, 4, "مريم الحسن", refund, language="ar", reason="high_value", waits=520
    )
    finglish = {"language": "fa-Latn", "reason": "not_understood_twice", "waits": 40}
    _waits(server, 5, None, "kafsham size 42 mikham, dari?", **finglish)
    server.add(6, state="held", customer={"name": "امید کریمی", "proven": True})
    ended = {"state": "ended", "ended_at": moment(now), "may_claim": False}
    ended |= {"agent": {"id": 1, "name": _NAMES[lang]}}
    lena = {"name": "Lena Haddad", "proven": True}
    server.add(7, outcome={"settled": "solved"}, customer=lena, **ended)
    server.say(7, "agent", "Done.", speaker=_NAMES[lang])
    server.say(2, "customer", "I want to change the address of HM-1002", ago=5)
    server.say(4, "customer", refund, ago=9)
    server.say(4, "bot", "سيرد عليك أحد زملائي خلال ١٠ دقائق.", ago=8)
    for author, text, ago, more in _TALK[lang]:
        parts = dict(more)
        if parts.pop("card", False):
            parts["cards"] = [_card(lang)]
        if author == "agent":
            parts["speaker"] = _NAMES[lang]
        server.say(1, author, text, ago=ago, **parts)
    _beside(server, lang, now)


def _waits(
    server: DeskServer, number: int, name: str | None, words: str, **parts: Any
) -> None:
    wish = {"intent": "track_order", "words": words}
    customer = {"name": name, "proven": name is not None}
    server.add(number, customer=customer, wish=wish, within=600, **parts)


def _card(lang: str) -> Json:
    title, status, steps, (label, value) = _CARD[lang]
    return {
        "kind": "order",
        "title": title,
        "status": status,
        "state": "shipped",
        "steps": steps,
        "step": 2,
        "items": [_SHOES[lang]],
        "rows": [{"label": label, "value": value}],
    }


def _order(number: str, status: str, *, is_open: bool) -> Json:
    return {
        "number": number,
        "status": status,
        "is_open": is_open,
        "placed_at": "2026-11-10T10:00:00Z",
        "expected_on": "2026-12-03",
        "total": {"amount": 1_250_000, "currency": "IRT"},
        "lines": [{"names": _SHOES, "quantity": 1}, {"names": _SOCKS, "quantity": 2}],
        "parcels": [{"carriers": _POST, "tracking_code": "IR123456789"}],
    }


def _beside(server: DeskServer, lang: str, now: datetime) -> None:
    order = _order("HM-1001", "shipped", is_open=True)
    server.panels[1] = {
        "customer": {
            "name": {"value": _NARGES[lang]},
            "phones": [{"value": "+98912•••1234"}],
            "emails": [{"value": "n•••@example.com"}],
            "known_in": [],
            "since": "2024-03-01T00:00:00Z",
            "orders": 7,
            "may_be": 0,
        },
        "order": order,
        "orders": [order, _order("HM-0950", "delivered", is_open=False)],
        "product": None,
        "points": [
            {
                "points": 320,
                "tier": None,
                "source": "club",
                "titles": {"fa": "باشگاه مشتریان", "ar": "نادي العملاء", "en": "Club"},
            }
        ],
        "consent": [{"purpose": "marketing", "granted": True}],
        "missing": [{"source": "post", "field": "orders", "why": "timeout"}],
        "sources": {"post": _POST},
        "as_of": moment(now),
        "blocked": None,
    }
    person = {"id": 1, "name": _NAMES[lang]}
    server.about[1] = {
        "packet": {"mood": {"upset": 0.62, "signs": []}, "order": "HM-1001"},
        "history": [
            {
                "kind": "requested",
                "by": None,
                "to": None,
                "at": moment(now - timedelta(minutes=14)),
            },
            {
                "kind": "claimed",
                "by": person,
                "to": None,
                "at": moment(now - timedelta(minutes=12)),
            },
        ],
    }
    server.summaries[1] = _SUMMARY[lang]
    server.suggested[1] = {
        "next_step": {
            "fa": "اول عذرخواهی کوتاه، بعد یک کار مشخص با زمانش.",
            "ar": "ابدأ باعتذار قصير ثم خطوة محددة بموعدها.",
            "en": "Apologise briefly, then name one step and when.",
        },
        "replies": [
            {
                "title": {"fa": "عذرخواهی", "ar": "اعتذار", "en": "Apology"},
                "text": {
                    "fa": "بابت دیرکرد واقعاً متأسفم.",
                    "ar": "أعتذر عن التأخير.",
                    "en": "I am sorry for the delay.",
                }[lang],
                "lang": lang,
            }
        ],
        "fields": {"order": "HM-1001"},
    }
    texts = {
        "fa": "سلام {customer} عزیز، {agent} هستم از {shop}.",
        "ar": "مرحبًا {customer}، معكم {agent} من {shop}.",
        "en": "Hello {customer}, this is {agent} of {shop}.",
    }
    server.canned.append({"id": 1, "title": "hello", "texts": texts, "skill": None})
    for number, each in enumerate(_REVIEWS, 1):
        server.reviews.append(_review(now, number, *each))
