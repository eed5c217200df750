"""
Talking to customers of a real Vendure: who they are, and what the shop has of it.
"""

from contextlib import asynccontextmanager
from copy import copy
from dataclasses import replace

from actions import services
from bot import HOUSE
from bot.policies import load_policies
from crm_connector.sources.vendure import VendureSource
from tests.conversations.conftest import Talk
from tests.conversations.wishes import SHOP
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.staff import Staff
from tests.fakes.cable import Cable
from tests.fakes.desk import FakeDesk

SARA = shop.SARA.id


class VendureTalk(Talk):
    """
    A conversation over a `cable` that can be cut; `staff` works in the shop itself.
    """

    def __init__(self, engine, source, cable, staff):
        super().__init__(engine, source, seconds=30)
        self.now = shop.NOW
        self.cable = cable
        self.staff = staff

    def beside(self, name, state):
        """
        Another window of the same customer, who has come so far in it.
        """
        window = copy(self)
        window._name, window.state = name, state
        return window

    def state_of(self, order):
        """
        Where the shop says that an order stands.
        """
        return self.staff.order(order.number)["state"]

    def refunds(self, order):
        """
        What was given back for an order, in the shop's numbers: (how much, state).
        """
        payments = self.staff.order(order.number)["payments"]
        return [(r["total"], r["state"]) for p in payments for r in p["refunds"]]

    def cancelled_for(self, order):
        """
        Why it was cancelled, each time.
        """
        history = self.staff.order(order.number)["history"]["items"]
        return [each["data"]["reason"] for each in history]


@asynccontextmanager
async def talking(engine, peer):
    """
    Sara, signed in to the shop as it was seeded, with somebody at the desk.
    """
    cable = Cable(peer.port)
    url = f"http://127.0.0.1:{await cable.plug_in()}/admin-api"
    source = VendureSource(shop.settings(url), clock=lambda: shop.NOW)
    made = VendureTalk(engine, source, cable, Staff(peer.url))
    made.open(shop=SHOP, policies=load_policies(HOUSE / "demo" / "shop.yml", SHOP))
    services.configure(replace(services.services(), desk=FakeDesk()))
    made.sign_in(SARA)
    yield made
    services.configure(None)
    await source.close()
    await cable.cut()
