"""
The whole suite runs in two processes side by side (pytest-xdist), what is named in one.

Tests are dealt out by what they share: those of a file stay in one process, and so do
those of each of the folders in `TOGETHER`: tests of the browser are never side by side,
and each real system is started once.

The process that deals out runs no test. It trains the model before the others start,
draws the slice of slow tests (`tests/slices.py`) for all of them, and tells what they
left out. `./hamyar test -n 0` runs everything in one process, `-n 4` in four.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests import slices

WORKERS = 2
TOGETHER = (
    "tests/browser",
    "tests/e2e",
    "tests/bench",
    "tests/bot/channels/telegram",
    "tests/crm_connector/sources/tryton",
    "tests/crm_connector/sources/vendure",
)
"""
Folders whose tests share what takes long to start, or want it for themselves; those
that take longest come first, and are dealt out first.
"""

Say = Callable[[str], object]
"""Hears a line of progress."""

_SLICE, _LEFT_OUT, _SAID = "hamyar_slice", "hamyar_left_out", "hamyar_said"
_ALL = "all"


def choose(config: pytest.Config) -> None:
    """
    Have the whole suite run side by side, unless somebody says otherwise.
    """
    says_otherwise = (
        is_worker(config)
        or not config.pluginmanager.has_plugin("xdist")
        or config.option.numprocesses is not None
        or config.option.tx
        or config.option.usepdb
        or slices.is_narrowed(config)
    )
    if not says_otherwise:
        config.option.numprocesses = WORKERS


def configure(config: pytest.Config, prepare: Callable[[Say], object]) -> None:
    """
    Draw the slice of this run and have everybody do their part.

    `prepare` is done once before the others are started, and says what it is about.
    """
    plugins = config.pluginmanager
    if is_worker(config):
        given: str = config.workerinput[_SLICE]  # type: ignore[attr-defined]
        drawn = slices.chosen(given, is_narrowed=False)
    else:
        drawn = slices.chosen(
            os.environ.get(slices.VARIABLE), is_narrowed=slices.is_narrowed(config)
        )
    slicing = None if drawn is None else slices.Slicing(drawn)
    if is_dealing(config):
        plugins.register(Dealing(drawn, prepare))
    elif slicing is not None:
        plugins.register(slicing)
    if is_worker(config):
        plugins.register(Worker(slicing))


def is_worker(config: pytest.Config) -> bool:
    """
    Whether this process runs what another one deals out.
    """
    return hasattr(config, "workerinput")


def is_dealing(config: pytest.Config) -> bool:
    """
    Whether this process deals out what others run.
    """
    return (
        not is_worker(config)
        and not config.option.collectonly
        and bool(config.getoption("tx", None))
        and config.option.dist != "no"
    )


def unit_of(test: str) -> str:
    """
    Give what a test, by its id, stays together with: a file, or one of the folders.
    """
    file = test.partition("::")[0]
    whole = (folder for folder in TOGETHER if file.startswith(f"{folder}/"))
    return next(whole, file)


class ByUnit(LoadScopeScheduling):  # type: ignore[misc]
    """
    Deals out units as they are asked for: whole folders, then those of the most tests.

    A folder that was dealt out late would leave the other process without work.
    """

    def _assign_work_unit(self, node: Any) -> None:
        folder = next((each for each in TOGETHER if each in self.workqueue), None)
        if folder is not None:
            self.workqueue.move_to_end(folder, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


@dataclass
class LeftOut:
    """
    A test that a worker left out, among those that pytest counts.
    """

    nodeid: str


class Dealing:
    """
    What the process that deals out does beside that.
    """

    def __init__(
        self, drawn: slices.Slice | None, prepare: Callable[[Say], object]
    ) -> None:
        self._drawn = drawn
        self._prepare = prepare
        self._left_out: list[str] | None = None
        self._said = ""

    def pytest_report_header(self) -> str | None:
        """
        How the same slice is drawn again.
        """
        return None if self._drawn is None else slices.how_again(self._drawn)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """
        Before the others are started, which is done last here.
        """
        terminal = session.config.pluginmanager.get_plugin("terminalreporter")
        self._prepare(terminal.write_line if terminal else lambda _: None)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """
        One seed for all.
        """
        node.workerinput[_SLICE] = _ALL if self._drawn is None else str(self._drawn)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(
        self, config: pytest.Config, log: Any
    ) -> ByUnit | None:
        """
        By unit, unless somebody chose another way (`--dist`).
        """
        return ByUnit(config, log) if config.option.dist == "load" else None

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """
        All of them left out the same, so whoever ends first tells.
        """
        given = getattr(node, "workeroutput", {})
        if self._left_out is None and _LEFT_OUT in given:
            self._left_out, self._said = given[_LEFT_OUT], given[_SAID]

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        """
        They are counted in the closing line as in any run.
        """
        if self._left_out:
            counted = terminalreporter.stats.setdefault("deselected", [])
            counted += [LeftOut(each) for each in self._left_out]
        if self._said:
            terminalreporter.write_line(self._said)


class Worker:
    """
    Tells the process that deals out what was left out here.
    """

    def __init__(self, slicing: slices.Slicing | None) -> None:
        self._slicing = slicing
        self._left_out: list[str] = []

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """
        By the slice, or by what somebody asked for.
        """
        self._left_out += [each.nodeid for each in items]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """
        With the last thing that is sent.
        """
        output: dict[str, Any] = session.config.workeroutput  # type: ignore[attr-defined]
        output[_LEFT_OUT] = self._left_out
        output[_SAID] = self._slicing.said if self._slicing else ""


def train(data: Path, say: Say) -> None:
    """
    Have the model of the present files, which a fixture's patience is too short for.
    """
    from bot.engine.training import TrainingFailed, ensure_model

    try:
        ensure_model(data, say)
    except TrainingFailed as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.INTERNAL_ERROR)
