"""
A shop in memory that sells, and a cart that is talked about without an engine.
"""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from actions import services
from actions.buying.draft import Draft
from actions.buying.shop import GateShop
from actions.buying.trip import Message, Trip
from actions.shared.voice import Voice
from bot.goods import CatalogueGoods
from bot.nlu.catalogue import Catalogue
from bot.nlu.catalogue import replace as replace_catalogue
from bot.nlu.extractor import HamyarEntityExtractor
from bot.nlu.language import detect
from crm_connector.choices import Variant
from crm_connector.identity.ageing import by_shop
from crm_connector.model import (
    Address,
    Assurance,
    CatalogueEntry,
    CatalogueKind,
    Identity,
    Money,
    OrderStatus,
)
from tests.fakes.domain import wording
from tests.fakes.house import FakeHouse
from tests.fakes.orders import NOW, a_customer, an_order
from tests.fakes.selling import SellingSource

PRODUCT, BRAND = CatalogueKind.PRODUCT, CatalogueKind.BRAND
COLOUR = {
    "white": {"fa": "سفید", "ar": "أبيض", "en": "white"},
    "red": {"fa": "قرمز", "ar": "أحمر", "en": "red"},
}
OPTION = {
    "color": {"fa": "رنگ", "ar": "اللون", "en": "color"},
    "size": {"fa": "سایز", "ar": "المقاس", "en": "size"},
}
NAMES = {
    "shirt": ("تی‌شرت تابش", "قميص تابش", "Tabesh t-shirt"),
    "turkish": ("قهوهٔ ترک دمش", "قهوة تركية دمش", "Damesh Turkish coffee"),
    "beans": ("دان قهوه دمش", "حبوب قهوة دمش", "Damesh coffee beans"),
    "kettle": ("کتری برقی آشیوا", "غلاية كهربائية أشيوا", "Ashiva electric kettle"),
    "wallet": ("کیف پول سفرین", "محفظة سفرين", "Safarin wallet"),
}
CATEGORY = {
    "shirt": "clothing",
    "turkish": "coffee",
    "beans": "coffee",
    "kettle": "home",
    "wallet": "bags",
}
# What people call the things of a category.
NOUNS = {
    "clothing": ("t-shirt", "تی‌شرت", "قميص"),
    "home": ("kettle", "کتری", "غلاية"),
    "bags": ("wallet", "کیف پول", "محفظة"),
}
HOME = Address("مریم رضایی", ("ولیعصر ۱۲",), "تهران", None, "1111111111", "IR")
OFFICE = Address("مریم رضایی", ("آزادی ۸",), "شیراز", None, "2222222222", "IR")


def _in(texts):
    return dict(zip(("fa", "ar", "en"), texts, strict=True))


def entries():
    """
    The catalogue.
    """
    yield CatalogueEntry(
        CatalogueKind.CATEGORY, "coffee", {"fa": "قهوه", "ar": "قهوة", "en": "Coffee"}
    )
    for brand, names in (
        ("tabesh", ("تابش", "تابش", "Tabesh")),
        ("damesh", ("دمش", "دمش", "Damesh")),
    ):
        yield CatalogueEntry(BRAND, brand, _in(names))
    for category, nouns in NOUNS.items():
        yield CatalogueEntry(CatalogueKind.NOUN, category, aliases=nouns)
    for colour, names in COLOUR.items():
        yield CatalogueEntry(CatalogueKind.COLOR, colour, names)
    for id_, names in NAMES.items():
        yield CatalogueEntry(PRODUCT, id_, _in(names), category=CATEGORY.get(id_))


def _piece(product, id_, price, **chosen):
    options = {
        lang: {
            OPTION[name][lang]: COLOUR[value][lang] if name == "color" else value
            for name, value in chosen.items()
        }
        for lang in ("fa", "ar", "en")
        if chosen
    }
    return Variant(id_, product, options, Money(price, "IRT"), True, "fake", NOW)


GOODS = (
    *(
        _piece("shirt", f"{colour}-{size}", 500_000, color=colour, size=size)
        for colour in COLOUR
        for size in ("M", "L")
    ),
    _piece("turkish", "turkish-1", 200_000),
    _piece("beans", "beans-1", 300_000),
    _piece("kettle", "kettle-1", 1_200_000),
    _piece("wallet", "wallet-1", 400_000),
)


class Chat:
    """
    A cart that is talked about; `draft` is what is remembered of it.
    """

    def __init__(self, source, who, lang="en"):
        self.source = source
        self.lang = lang
        self.draft = Draft()
        self.now = NOW
        self.who = who
        self.said = []
        self.hands_over = False
        self.house = FakeHouse(source, clock=lambda: self.now)
        self._extractor = HamyarEntityExtractor(
            {"region": "IR", "currency": "IRT"}, None, None
        )
        # As the training data lists them.
        self._extractor.know({"coffee": "coffee", "قهوه": "قهوه"})

    def _trip(self):
        house = services.Services(
            self.house.gate,
            lambda: self.now,
            ZoneInfo("Asia/Tehran"),
            wording=wording,
            goods=CatalogueGoods(),
        )
        voice = Voice(self.lang, wording, house.zone)
        with services.acting_for(self.who):
            return Trip(GateShop(house), voice)

    async def says(self, text, intent="", *, sure=True):
        """
        A message in words: the texts that come back, None if it is for others.
        """
        message = Message(
            text,
            detect(text).language,
            intent,
            sure and bool(intent),
            self._extractor.entities(text),
        )
        return await self._turn(message)

    async def wants(self, text, intent="place_order"):
        """
        A message with which a cart begins.
        """
        trip = self._trip()
        message = Message(
            text, detect(text).language, intent, True, self._extractor.entities(text)
        )
        return self._heard(trip, await trip.begin(self.draft, message))

    async def presses(self, title):
        """
        The button whose title begins so.
        """
        choices = self.draft.question.choices
        answer = next(value for name, value in choices if name.startswith(title))
        return await self._turn(Message(answer=answer))

    async def _turn(self, message):
        trip = self._trip()
        draft = await trip.hear(self.draft, message)
        return None if draft is None else self._heard(trip, draft)

    def _heard(self, trip, draft):
        # What is remembered goes through the slot, as between turns.
        kept = replace(draft, at=self.now.timestamp())
        self.draft = Draft.read(kept.slot, self.now)
        self.hands_over = trip.hands_over
        question = self.draft.question
        said = [wording(each.response, self.lang, **each.fields) for each in trip.says]
        if question.response:
            said.append(wording(question.response, self.lang, **question.fields))
        self.said = said
        return "\n".join(said)

    @property
    def titles(self):
        """
        What stands on the buttons.
        """
        return [title for title, _ in self.draft.question.choices]


@pytest.fixture
def source():
    """
    A shop with five products, and a customer who has bought there before.
    """
    replace_catalogue(Catalogue(entries()))
    made = SellingSource([a_customer()], goods=GOODS)
    made.names = {id_: _in(names) for id_, names in NAMES.items()}
    made.all_orders = [
        an_order("21963", OrderStatus.DELIVERED, ship_to=HOME),
        an_order("21900", OrderStatus.DELIVERED, days_ago=40, ship_to=OFFICE),
    ]
    yield made
    replace_catalogue(None)


@pytest.fixture(params=["en"])
def chat(source, request):
    """
    The customer, signed in, writes in English unless a test says otherwise.
    """
    who = Identity("7", Assurance.PROVEN, by_shop(NOW))
    return Chat(source, who, request.param)
