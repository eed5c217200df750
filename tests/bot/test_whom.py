"""
Whom somebody means on the command line.
"""

from __future__ import annotations

import pytest

from bot.whom import look_up
from crm_connector.identity.errors import NoSuchEntry


@pytest.mark.parametrize("number", ["9" * 20, "۹" * 40])
async def test_a_number_that_no_person_can_have_is_nobodys(number: str) -> None:
    with pytest.raises(NoSuchEntry):
        await look_up(f"person:{number}", "IR", None, None)  # type: ignore[arg-type]
