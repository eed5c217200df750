"""
The gate over sources of a test's own, as the composition root puts it together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from crm_connector.gate import CustomerGate
from crm_connector.identity.identifiers import Rules
from crm_connector.profile import rules
from crm_connector.profile.asking import Asking
from crm_connector.profile.assemble import SECONDS, Profiles
from crm_connector.profile.keeper import Keeper
from crm_connector.profile.linking import Linking
from tests.fakes.ledger import FakeLedger


class FakeHouse:
    """
    Sources, of which the first is the home, a ledger, profiles and the gate.

    What was answered grows older with `clock` alone; a slow source is waited for in
    real `seconds`.
    """

    def __init__(
        self, *sources: Any, clock: Callable[[], datetime], seconds: float = SECONDS
    ) -> None:
        self.ledger = FakeLedger()

        def passed() -> float:
            return clock().timestamp()

        self.keeper = Keeper(passed)
        asking = Asking(sources, self.keeper, clock=passed)
        linking = Linking(
            asking,
            self.ledger.read,
            self.ledger.write,
            Rules(),
            checked=[source.name for source in sources],
            clock=clock,
        )
        self.profiles = Profiles(
            asking,
            self.ledger.read,
            rules.load(),
            linking=linking,
            seconds=seconds,
            clock=clock,
        )
        self.gate = CustomerGate(
            self.profiles, self.ledger, sources[0].name, clock=clock
        )
