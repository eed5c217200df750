"""
Files that a shop exports, read by a mapping file (see `docs/developer/csv-source.md`).
"""

from crm_connector.sources.csv.client import CsvSource
from crm_connector.sources.csv.settings import CsvSettings

__all__ = ["CsvSettings", "CsvSource"]
