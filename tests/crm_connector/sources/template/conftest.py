"""
A notebook with two customers, and the template source that asks it.
"""

from typing import Any

import httpx
import pytest

from crm_connector.secret import Secret
from crm_connector.sources.template import TemplateSettings, TemplateSource
from tests.crm_connector.small_shop import NOW
from tests.fakes.template import TOKEN, Notebook


def order(number: str, customer: str, status: str, placed: str) -> dict[str, Any]:
    """
    An order as the system writes it.
    """
    line = {"product": "12", "title": "دان قهوه", "count": 2, "price": 300_000}
    return {
        "number": number,
        "customer": customer,
        "status": status,
        "placed": placed,
        "total": 650_000,
        "lines": [line],
    }


@pytest.fixture
def notebook() -> Notebook:
    """
    The system.
    """
    return Notebook(
        customers={
            "7": {
                "id": "7",
                "name": "سارا احمدی",
                "phones": ["0912 123 4567", "none"],
                "emails": ["Sara@Example.com"],
            },
            "8": {"id": "8", "name": "John Smith", "phones": [], "emails": []},
        },
        orders=[
            order("N-1004", "7", "new", "2026-05-09T12:30:00+03:30"),
            order("1003", "8", "packing", "2026-05-08T12:30:00+03:30"),
            order("1002", "7", "sent", "2026-05-07T12:30:00+03:30"),
            order("1001", "7", "done", "2026-03-01T12:30:00+03:30"),
        ],
    )


@pytest.fixture
async def source(notebook: Notebook):
    """
    The source.
    """
    settings = TemplateSettings(url="https://shop.example/api", token=Secret(TOKEN))
    async with httpx.AsyncClient(transport=httpx.MockTransport(notebook)) as client:
        source = TemplateSource(settings, client, clock=lambda: NOW)
        yield source
        await source.close()
