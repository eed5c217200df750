"""
Talking to the real engine, with a shop in memory behind it.
"""

import shutil
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from actions import services
from bot import HOUSE
from bot.conversations.messages import Turn
from bot.goods import CatalogueGoods
from bot.nlu.catalogue import CatalogueReader
from bot.nlu.catalogue import replace as replace_catalogue
from bot.policies import load_policies
from crm_connector.identity import ledger
from crm_connector.identity.ageing import by_code, by_shop
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.model import Assurance, Identity, Loyalty
from crm_connector.profile.assemble import SECONDS
from crm_connector.sources.sql import SqlSource
from tests.conversations import demo_orders
from tests.conversations.carts import SITE, WHO
from tests.conversations.wishes import SHOP, SUNDAY_NOON
from tests.fakes.desk import FakeDesk
from tests.fakes.house import FakeHouse
from tests.fakes.orders import COFFEE, NOW, a_customer, an_order
from tests.fakes.source import FakeSource

STRANGER = Identity()
PHONE = "+989120000007"
CLUB = {
    "club": {"fa": "باشگاه نارنج", "ar": "نادي نارنج", "en": "the Orange Club"},
}


class Talk:
    """
    One conversation: `says` and `presses` give the replies, `who` may change.
    """

    def __init__(self, engine, *sources, seconds=SECONDS, name="talk"):
        self._name = name
        self._engine = engine
        self.source = sources[0]
        self.house = FakeHouse(*sources, clock=lambda: self.now, seconds=seconds)
        self.who = STRANGER
        self.state = None
        self.now = NOW
        self.buttons = {}
        self.meta = {}
        # The wish for a person, and whether one is to come.
        self.handed = None
        self.is_waiting = False
        self.channel = "web"
        # What a channel says of the language before anything was written.
        self.hint = None

    def open(self, **more):
        """
        Let actions have this shop, which says `more` about itself.
        """
        services.configure(
            services.Services(
                self.house.gate,
                lambda: self.now,
                ZoneInfo("Asia/Tehran"),
                wording=self._engine.wording,
                **more,
            )
        )

    def sign_in(self, customer_id="7"):
        """
        From now on messages come with this proof.
        """
        self.who = Identity(customer_id, Assurance.PROVEN, by_shop(self.now))

    async def says(self, text):
        """
        Send a text.
        """
        return await self._turn(text, None)

    async def presses(self, title):
        """
        Press the button whose title begins so.
        """
        button = next(b for t, b in self.buttons.items() if t.startswith(title))
        return await self._turn(button.title, button.choice)

    async def happens(self, choice):
        """
        What the channel tells without a message.
        """
        return await self._turn("", choice)

    async def asks(self, choice, text):
        """
        A wish that was understood already, in these words.
        """
        return await self._turn(text, choice)

    async def sends(self, text=""):
        """
        A file, with or without words.
        """
        return await self._turn(text, None, files=1)

    async def _turn(self, text, choice, files=0):
        answer = await self._engine.respond(
            Turn(
                self._name,
                text,
                self.now,
                self.who,
                self.state,
                choice,
                channel=self.channel,
                language_hint=self.hint,
                is_waiting=self.is_waiting,
                files=files,
            )
        )
        self.handed = answer.hand_over
        waits = self.is_waiting or answer.hand_over is not None
        self.is_waiting = waits and not answer.withdraws
        self.state = answer.state
        self.meta = answer.meta
        self.buttons = {b.title: b for r in answer.replies for b in r.buttons}
        return answer.replies


@pytest.fixture
def talk(rasa_engine):
    """
    A fresh conversation of a stranger; the shop knows customer 7, who has no orders.
    """
    made = Talk(rasa_engine, FakeSource([a_customer()], clock=lambda: made.now))
    made.open()
    yield made
    services.configure(None)


@pytest.fixture
def shop(talk):
    """
    Lets the actions of a talk know a shop: the demo's, or a part of it.
    """

    def keeps(settings):
        known = services.services()
        services.configure(replace(known, shop=settings))

    keeps(SHOP)
    talk.now = SUNDAY_NOON
    return keeps


@pytest.fixture
def shopper(talk):
    """
    A customer with two open orders: shoes 21963 and coffee 21928.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963"),
        an_order("21928", product=COFFEE, days_ago=5),
    ]
    return talk


@pytest.fixture
def member(talk):
    """
    A customer with points, signed in, who has said nothing about advertising.
    """
    talk.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    talk.open(shop=SHOP)
    talk.sign_in()
    return talk


@pytest.fixture
def club_member(rasa_engine):
    """
    A customer, and a club that may have a card of hers; she is not signed in.
    """
    known = replace(a_customer(), phones=(PHONE,), emails=())
    card = replace(known, id="700001", name="Maryam Rezaei", source="club")
    club = FakeSource([card], name="club", clock=lambda: made.now)
    club.loyalties["700001"] = Loyalty("700001", 1250, "طلایی", "club", NOW)
    made = Talk(rasa_engine, FakeSource([known], clock=lambda: made.now), club)
    made.club = club
    made.open(sources=CLUB, shop=SHOP)
    yield made
    services.configure(None)


@pytest.fixture
def family(club_member):
    """
    The card with her telephone is Ali's by its name; she has proven the telephone.
    """
    card = club_member.club.customers["700001"]
    club_member.club.customers["700001"] = replace(card, name="علی رضایی")
    return club_member


async def proves(talk, kind=Kind.PHONE, value=PHONE):
    """
    She has typed the code that went there.
    """
    talk.who = Identity("7", Assurance.FRESH_CODE, by_code("web", talk.now))
    person = await talk.house.gate.person(talk.who)
    await talk.house.ledger.write(
        lambda connection: ledger.link(
            connection,
            person,
            Identifier(kind, value),
            assurance=Assurance.FRESH_CODE,
            source="code",
            now=talk.now,
            rules=Rules(),
        )
    )


@pytest.fixture
async def buyer(rasa_engine, demo_shop_of, tmp_path):
    """
    Somebody in the demo shop, by its rules; `buyer.file` is the shop's database.
    """
    file = tmp_path / "shop.db"
    shutil.copyfile(demo_shop_of(SUNDAY_NOON.date()), file)
    source = SqlSource.open(
        f"sqlite:///{file}", HOUSE / "demo" / "mapping.yml", clock=lambda: made.now
    )
    made = Talk(rasa_engine, source, seconds=30)
    made.now, made.file = SUNDAY_NOON, file
    made.open(shop=SHOP, policies=load_policies(HOUSE / "demo" / "shop.yml", SHOP))
    yield made
    services.configure(None)
    await source.close()


@pytest.fixture
def order(buyer):
    """
    The one open order of a customer of the demo shop, who is signed in.
    """
    found = demo_orders.to_cancel(buyer.file)
    buyer.sign_in(found.customer)
    return found


@pytest.fixture
async def payer(rasa_engine, demo_shop_of, tmp_path):
    """
    Somebody in the demo shop, which has a page to pay on, and people at its desk.
    """
    file = tmp_path / "shop.db"
    shutil.copyfile(demo_shop_of(SUNDAY_NOON.date()), file)
    source = SqlSource.open(
        f"sqlite:///{file}",
        HOUSE / "demo" / "mapping.yml",
        clock=lambda: made.now,
        site=SITE,
    )
    made = Talk(rasa_engine, source, seconds=30)
    made.now, made.file = SUNDAY_NOON, file
    made.open(
        shop=SHOP,
        policies=load_policies(HOUSE / "demo" / "shop.yml", SHOP),
        desk=FakeDesk(),
    )
    yield made
    services.configure(None)
    await source.close()


@pytest.fixture
async def cart_buyer(rasa_engine, demo_shop_of, tmp_path):
    """
    A customer of the demo shop who buys in the chat; `file` is its database.
    """
    file = tmp_path / "shop.db"
    shutil.copyfile(demo_shop_of(SUNDAY_NOON.date()), file)
    source = SqlSource.open(
        f"sqlite:///{file}",
        HOUSE / "demo" / "mapping.yml",
        clock=lambda: made.now,
        site=SITE,
    )
    made = Talk(rasa_engine, source, seconds=30)
    made.now, made.file = SUNDAY_NOON, file
    reader = CatalogueReader(source, clock=lambda: made.now, seconds=60)
    await reader.refresh()
    made.open(shop=SHOP, goods=CatalogueGoods())
    made.sign_in(WHO)
    yield made
    services.configure(None)
    replace_catalogue(None)
    await source.close()
