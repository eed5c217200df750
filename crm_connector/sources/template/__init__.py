"""
A source to copy: the smallest that keeps all promises.

See `docs/developer/writing-a-source.md`.
"""

from crm_connector.sources.template.client import TemplateSource
from crm_connector.sources.template.settings import TemplateSettings

__all__ = ["TemplateSettings", "TemplateSource"]
