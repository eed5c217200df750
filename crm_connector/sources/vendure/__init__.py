"""
A Vendure shop, by its Admin API (see `docs/developer/vendure-source.md`).
"""

from crm_connector.sources.vendure.client import VendureSource
from crm_connector.sources.vendure.settings import VendureSettings

__all__ = ["VendureSettings", "VendureSource"]
