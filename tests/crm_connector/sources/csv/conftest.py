"""
The exported files, and the source on them.
"""

from pathlib import Path

import pytest

from tests.crm_connector.sources.csv import files


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """
    The mapping of the shop's files, which lie beside it.
    """
    return files.export(tmp_path)


@pytest.fixture
async def source(mapping: Path):
    """
    The source on the shop's files.
    """
    source = files.opened(mapping)
    yield source
    await source.close()
