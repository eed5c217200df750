"""
Databases of a test's own, without paying for the migration each time.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from bot.migrations import migrate


def fresh_database(folder: Path) -> str:
    """
    Put an empty, migrated database into `folder` and give its address.
    """
    file = folder / "hamyar.db"
    file.write_bytes(_migrated())
    return f"sqlite+aiosqlite:///{file}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hamyar.db"
        migrate(f"sqlite:///{file}")
        return file.read_bytes()
