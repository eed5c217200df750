"""
A shop's Tryton, asked over JSON-RPC (see `docs/developer/tryton-source.md`).
"""

from crm_connector.sources.tryton.client import TrytonSource
from crm_connector.sources.tryton.settings import TrytonSettings

__all__ = ["TrytonSettings", "TrytonSource"]
