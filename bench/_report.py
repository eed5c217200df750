"""
The one form of every benchmark: rows of figures, and the bars that they should clear.

A benchmark makes a `Report` and gives it to `show`; what it says while it runs goes
through `say`, to stderr, so that stdout holds the result alone.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GIGA = 1e9
_DIGITS = 4


def say(text: str) -> None:
    """
    A line of progress.
    """
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Row:
    """
    One figure of ours, beside the peer's where there is one.

    `what` was measured in which `case` ("32 at once"), in which `unit`.
    """

    what: str
    case: str
    unit: str
    ours: float | None
    peer: float | None = None

    @property
    def ratio(self) -> float | None:
        """
        Ours in parts of the peer's: 2 is twice as much, of good things and of bad.
        """
        if self.ours is None or not self.peer:
            return None
        return self.ours / self.peer


@dataclass(frozen=True)
class Bar:
    """
    What a figure should reach: at least `bar`, or at most. None was not measured.
    """

    what: str
    value: float | None
    bar: float
    at_least: bool

    @property
    def holds(self) -> bool:
        """
        Whether it does; what was not measured does not hold.
        """
        if self.value is None:
            return False
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    @property
    def side(self) -> str:
        """
        On which side of the bar the value should be.
        """
        return "at least" if self.at_least else "at most"


@dataclass(frozen=True)
class Report:
    """
    The result of one benchmark. `peer` names whom we are compared with.
    """

    name: str
    peer: str
    rows: Sequence[Row]
    bars: Sequence[Bar]

    def as_json(self) -> dict[str, Any]:
        """
        The result for programs.
        """
        return {
            "name": self.name,
            "machine": machine(),
            "rows": [
                {
                    "what": row.what,
                    "case": row.case,
                    "unit": row.unit,
                    "ours": _short(row.ours),
                    "peer": _short(row.peer),
                    "peer_name": self.peer,
                    "ratio": _short(row.ratio),
                }
                for row in self.rows
            ],
            "bars": [
                {
                    "what": f"{bar.what} ({bar.side})",
                    "value": _short(bar.value),
                    "bar": bar.bar,
                    "holds": bar.holds,
                }
                for bar in self.bars
            ],
        }

    def as_table(self) -> str:
        """
        The result for people.
        """
        head = ("what", "case", "unit", "ours", self.peer, "ratio")
        lines = [
            (
                row.what,
                row.case,
                row.unit,
                _shown(row.ours),
                _shown(row.peer),
                _shown(row.ratio),
            )
            for row in self.rows
        ]
        bars = [
            (
                bar.what,
                _shown(bar.value),
                f"{bar.side} {bar.bar:g}",
                _verdict(bar),
            )
            for bar in self.bars
        ]
        of = ", ".join(str(value) for value in machine().values())
        parts = [f"{self.name} on {of}", _aligned([head, *lines], numbers=3)]
        if bars:
            parts.append(_aligned([("bar", "value", "", ""), *bars], numbers=1))
        return "\n\n".join(parts)


def show(report: Report, *, as_json: bool) -> None:
    """
    Print the result: a table, or exactly one JSON object.
    """
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        print(report.as_table())


def machine() -> dict[str, Any]:
    """
    On what the figures were taken; without it they mean nothing.
    """
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory": f"{pages / _GIGA:.0f} GB",
        "os": f"{platform.system()} {platform.release()}",
        "python": f"Python {platform.python_version()}",
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.processor() or platform.machine()


def _verdict(bar: Bar) -> str:
    if bar.value is None:
        return "not measured"
    return "holds" if bar.holds else "MISSED"


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _aligned(lines: Sequence[Iterable[str]], *, numbers: int) -> str:
    """
    Columns of equal width; from the column `numbers` on, aligned to the right.
    """
    cells = [list(line) for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]

    def padded(line: list[str]) -> str:
        parts = (
            cell.rjust(width) if at >= numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        return "  ".join(parts).rstrip()

    cells.insert(1, ["-" * width for width in widths])
    return "\n".join(map(padded, cells))
