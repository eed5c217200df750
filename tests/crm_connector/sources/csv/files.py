"""
The exported files of a small shop, and ways to write them.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

from crm_connector.sources.csv import CsvSettings, CsvSource

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = ("customers.csv", "club.csv", "prices.csv")

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
WRITTEN = datetime(2026, 5, 10, 2, 0, tzinfo=timezone.utc)
"""When the files were exported."""
AT_ONCE = CsvSettings(look_again=0.0)
"""Every question looks at the file."""


def export(folder: Path) -> Path:
    """
    The shop's files and their mapping, in this folder; the mapping's path.
    """
    for name in NAMES:
        write(folder / name, (FIXTURES / name).read_text("utf-8"))
    return Path(shutil.copyfile(FIXTURES / "mapping.yml", folder / "mapping.yml"))


def write(
    path: Path, text: str | bytes, *, encoding: str = "utf-8", at: datetime = WRITTEN
) -> None:
    """
    Put a file in place as it was written at this moment.
    """
    content = text if isinstance(text, bytes) else text.encode(encoding)
    path.write_bytes(content)
    seconds = at.timestamp()
    os.utime(path, (seconds, seconds))


def later(minutes: int = 60) -> datetime:
    """
    A moment after the first export.
    """
    return WRITTEN + timedelta(minutes=minutes)


def rewritten(text: str, delimiter: str, lines: str, *, in_quotes: bool) -> str:
    """
    The same table as another program writes it.
    """
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if in_quotes else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=lines, quoting=quoting)
    writer.writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def opened(mapping: Path, settings: CsvSettings = AT_ONCE) -> CsvSource:
    """
    The source on these files.
    """
    return CsvSource.open(mapping, clock=lambda: NOW, settings=settings)
