"""
A shop in which nobody has said anything of themselves.
"""

from __future__ import annotations

import pytest

from tests.crm_connector.declarations.house import House


@pytest.fixture
def house() -> House:
    """
    Sara was never there before.
    """
    return House()
