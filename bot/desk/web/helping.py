"""
All that helps an agent beside the conversation itself, as routes.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.routing import BaseRoute

from bot.desk import canned
from bot.desk.lookup import Lookup
from bot.desk.operations import Operations
from bot.desk.panel import Panels
from bot.desk.suggestions import Suggesting
from bot.desk.summing import Summing
from bot.desk.web.blocks import block_routes
from bot.desk.web.canned import canned_routes
from bot.desk.web.house import DeskHouse
from bot.desk.web.lookup import lookup_routes
from bot.desk.web.operations import operation_routes
from bot.desk.web.panel import panel_routes
from bot.desk.web.search import search_routes
from bot.desk.web.suggestions import suggestion_routes
from bot.desk.web.summary import summary_routes


@dataclass(frozen=True)
class Help:
    """
    What helps an agent.
    """

    panels: Panels
    operations: Operations
    lookup: Lookup
    suggesting: Suggesting
    summing: Summing


def help_routes(house: DeskHouse, help_: Help) -> list[BaseRoute]:
    """
    Make the routes of panel, summary, suggestions, replies, blocks, search, look-up.
    """
    core, accounts, guard = house.core, house.accounts, house.guard
    of_file = canned.of_file(house.settings.replies)
    return [
        *panel_routes(guard, accounts, core, help_.panels),
        *operation_routes(
            guard,
            accounts,
            core,
            help_.operations,
            house.telling,
            house.shop.default_language,
        ),
        *summary_routes(house, help_.summing),
        *suggestion_routes(guard, accounts, help_.suggesting, of_file),
        *canned_routes(guard, accounts, of_file),
        *block_routes(guard, accounts, core, house.telling),
        *search_routes(house),
        *lookup_routes(guard, accounts, help_.lookup),
    ]
