"""
What every route of the desk works with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from starlette.requests import HTTPConnection

from bot.accounts.guard import Guard
from bot.accounts.look import Look
from bot.accounts.service import Accounts
from bot.conversations.core import Conversations
from bot.desk.customers import CustomerNames
from bot.desk.open_rows import OpenRows
from bot.desk.telling import Telling
from bot.handoff.account import Names
from bot.handoff.table import DeskSettings
from bot.shop import ShopSettings


@dataclass(frozen=True)
class DeskHouse:
    """
    The rooms behind the desk. `called` is what agents call the codes of a packet.
    """

    core: Conversations
    accounts: Accounts
    guard: Guard
    shop: ShopSettings
    telling: Telling
    customers: CustomerNames
    look: Look
    called: Names = field(default_factory=Names)

    @cached_property
    def open_rows(self) -> OpenRows:
        """
        What is open, kept once for all who look at lists here.
        """
        return OpenRows(self.core, clock=self.core.clock, zone=self.shop.time_zone)

    @property
    def settings(self) -> DeskSettings:
        """
        The shop's own table.
        """
        return self.shop.desk

    def language_of(self, connection: HTTPConnection) -> str:
        """
        In which language the reader reads.
        """
        return self.look.language_of(connection)
