"""
The template source on a line that spoils answers: copy this, and say what is asked.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.template import TemplateSettings, TemplateSource
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.spoilt import Spoilt, SurvivesFaults, line
from tests.fakes.template import TOKEN, Notebook

__all__ = ["line"]


def opened(url: str, http: HttpSettings) -> TemplateSource:
    """
    A source on the system at this address.
    """
    settings = TemplateSettings(url=url, token=Secret(TOKEN), http=http)
    return TemplateSource.open(settings, clock=lambda: NOW)


def records(content: Any) -> list[Any] | None:
    """
    The list in an answer's content.
    """
    found = content.get("orders") if isinstance(content, dict) else None
    return found if isinstance(found, list) else None


class TestTemplate(SurvivesFaults):
    """
    On the notebook.
    """

    @pytest.fixture
    def spoilt(self, notebook: Notebook) -> Spoilt:
        """
        The notebook, and all that can be asked of it.
        """
        return Spoilt(
            url="http://127.0.0.1:1/api",
            transport=httpx.MockTransport(notebook),
            open=opened,
            customer="7",
            questions={
                "check": lambda source: source.check(),
                "customer": lambda source: source.customer("7"),
                "orders": lambda source: source.orders("7", limit=20),
                "order": lambda source: source.order("7", "1001"),
            },
            lists=frozenset({"orders", "order"}),
            records=records,
            list_of=lambda asked: asked.target.partition("?page=")[0],
        )
