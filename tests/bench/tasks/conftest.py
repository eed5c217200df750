"""
The retailer's database, built once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench._tasks import data
from tests.crm_connector.sources.sql.tau_shop import folder


@pytest.fixture(scope="session")
def retail() -> Path:
    """
    The folder of the data set.
    """
    found = folder()
    if found is None:
        pytest.skip("HAMYAR_SHARED has no data/tau_retail")
    return found


@pytest.fixture(scope="session")
def shop(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Its database, which nobody writes into.
    """
    return data.build(retail, tmp_path_factory.mktemp("tau") / "shop.db")


@pytest.fixture(scope="session")
def tasks(retail: Path) -> list[data.Task]:
    """
    All tasks of our kinds.
    """
    return data.tasks(retail)
