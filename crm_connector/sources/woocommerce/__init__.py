"""
A WooCommerce shop, by its REST API (see `docs/developer/woocommerce-source.md`).
"""

from crm_connector.sources.woocommerce.client import WooSource
from crm_connector.sources.woocommerce.settings import WooSettings

__all__ = ["WooSettings", "WooSource"]
