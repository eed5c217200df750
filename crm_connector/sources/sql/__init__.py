"""
Any shop's database, read by a mapping file (see `docs/developer/sql-source.md`).
"""

from crm_connector.sources.sql.client import SqlSource
from crm_connector.sources.sql.settings import SqlSettings

__all__ = ["SqlSettings", "SqlSource"]
