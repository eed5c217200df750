"""
How the engine tells the actions for whom they work.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from actions.services import WEB, Acting
from crm_connector.model import Identity


class ActingFor(Protocol):
    """
    Tells the actions for whom they work and where, how upset, and who is to come.
    """

    def __call__(
        self,
        identity: Identity,
        *,
        is_waiting: bool = False,
        upset: float = 0.0,
        files: int = 0,
        channel: str = WEB,
    ) -> AbstractContextManager[Acting]:
        """
        For as long as the turn runs.
        """
