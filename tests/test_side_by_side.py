"""
Processes side by side run the same slice of the suite, each test once, and count alike.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests import side_by_side
from tests.side_by_side import TOGETHER, WORKERS, ByUnit, unit_of

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
FILES, SLOW = "abcd", 20

CONFTEST = """
    import os
    from pathlib import Path

    import pytest

    from tests import side_by_side

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(config):
        side_by_side.choose(config)

    def pytest_configure(config):
        side_by_side.configure(config, prepare)

    def prepare(say):
        say("preparing")
        Path("prepared").mkdir()
"""
ALIKE = f"""
    import os
    from pathlib import Path

    import pytest

    def note(name):
        with Path(f"ran-{{os.getpid()}}").open("a") as file:
            print(name, file=file)

    def test_quick(request):
        note(request.node.nodeid)

    @pytest.mark.slow
    @pytest.mark.parametrize("case", range({SLOW}))
    def test_slow(request, case):
        note(request.node.nodeid)
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A suite of four files that is set up as ours is; gives its folder.
    """
    # Each process would load all the other plugins.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeini("[pytest]\nmarkers = slow\naddopts = -p xdist\ntestpaths = suite")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(**{f"suite/test_{name}": ALIKE for name in FILES})
    return pytester.path


def ran(folder: Path) -> list[list[str]]:
    """
    What each process ran, by the ids of the tests.
    """
    return [each.read_text().splitlines() for each in folder.glob("ran-*")]


def test_the_whole_suite_runs_in_two_processes_by_files(
    suite: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAMYAR_SLICE", "12345/4")
    done = pytester.runpytest_subprocess()
    both = ran(suite)
    together = [test for each in both for test in each]
    assert len(both) == WORKERS
    assert max(Counter(together).values()) == 1
    assert not set.intersection(*({unit_of(test) for test in each} for each in both))
    slow = len(together) - len(FILES)
    assert 0 < slow < SLOW * len(FILES)
    left_out = SLOW * len(FILES) - slow
    done.stdout.fnmatch_lines(
        [
            "slice of slow tests: seed 12345, 1 of 4; *",
            "2 workers *",
            f"slice of slow tests: {slow} of {SLOW * len(FILES)} run, *",
            f"*= {len(together)} passed, {left_out} deselected in *",
        ]
    )
    # In one process the same seed draws the same.
    for each in suite.glob("ran-*"):
        each.unlink()
    pytester.runpytest_subprocess("-n", "0").assert_outcomes(
        passed=len(together), deselected=left_out
    )
    assert [sorted(each) for each in ran(suite)] == [sorted(together)]


class Node:
    """
    A process that is dealt tests, by their numbers.
    """

    def __init__(self) -> None:
        self.dealt: list[int] = []

    def send_runtest_some(self, numbers: list[int]) -> None:
        """
        What it is to run next.
        """
        self.dealt += numbers


def test_whole_folders_are_dealt_out_before_all_else(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytestconfig.option, "tx", ["popen"])
    tests = [f"tests/test_many.py::test_{number}" for number in range(3)]
    tests += [f"{folder}/test_one.py::test_it" for folder in reversed(TOGETHER)]
    node = Node()
    scheduler = ByUnit(pytestconfig)
    scheduler.registered_collections[node] = tests
    for test in tests:
        scheduler.workqueue.setdefault(unit_of(test), {})[test] = False

    while scheduler.workqueue:
        scheduler._assign_work_unit(node)

    dealt = [unit_of(tests[number]) for number in node.dealt]
    assert dealt == [*TOGETHER, *["tests/test_many.py"] * 3]


def test_the_seed_is_drawn_once_and_what_takes_long_is_done_before(
    suite: Path, pytester: pytest.Pytester
) -> None:
    said = pytester.runpytest_subprocess().stdout.str()
    assert said.count("seed ") == 1
    # A second time it would have failed.
    assert said.count("preparing") == 1
    assert said.index("preparing") < said.index("2 workers")
    assert len(ran(suite)) == WORKERS


def test_what_is_named_runs_whole_in_one_process(
    suite: Path, pytester: pytest.Pytester
) -> None:
    pytester.runpytest_subprocess("suite/test_a.py").assert_outcomes(passed=SLOW + 1)
    assert len(ran(suite)) == 1
    assert not (suite / "prepared").exists()


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ([], WORKERS),
        (["-v", "-x"], WORKERS),
        (["-n", "0"], 0),
        (["-n", "4"], 4),
        (["--pdb"], None),
        (["tests"], None),
        (["-k", "desk"], None),
        (["tests", "-n", "2"], 2),
    ],
)
def test_two_processes_are_for_the_whole_suite_unless_somebody_says_otherwise(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    count: int | None,
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\ntestpaths = tests")
    pytester.mkdir("tests")
    config = pytester.parseconfig("-p", "xdist", *arguments)
    side_by_side.choose(config)
    assert config.option.numprocesses == count


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        ("tests/bot/test_shop.py::test_it[a/b::c]", "tests/bot/test_shop.py"),
        ("tests/bot/test_shop.py::TestIt::test_it", "tests/bot/test_shop.py"),
        ("tests/browser/desk/test_list.py::test_it", "tests/browser"),
        ("tests/browsers/test_list.py::test_it", "tests/browsers/test_list.py"),
    ],
)
def test_a_test_stays_with_its_file_or_its_folder(test: str, unit: str) -> None:
    assert unit_of(test) == unit


@pytest.mark.parametrize("folder", TOGETHER)
def test_folders_that_stay_together_are_there(folder: str) -> None:
    assert list((ROOT / folder).rglob("test_*.py"))
