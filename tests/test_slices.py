"""
Of the slow tests a slice runs, which can be run again; all others always run.
"""

from __future__ import annotations

import pytest

from tests import slices
from tests.slices import (
    PARTS,
    Slice,
    Slicing,
    chosen,
    slow_but_first,
    slow_but_for,
)

pytest_plugins = ["pytester"]

ALONE = """
    import pytest

    def test_quick(): pass

    @pytest.mark.slow
    @pytest.mark.parametrize("case", range(40))
    def test_each_case(case): pass

    @pytest.mark.parametrize(
        "lang", ["fa", pytest.param("ar", marks=pytest.mark.slow)])
    def test_a_language(lang): pass
"""
TOGETHER = """
    import pytest

    pytestmark = pytest.mark.slow

    @pytest.mark.parametrize("case", range(3))
    def test_of_one_module(case): pass
"""
NAMED = """
    import pytest

    @pytest.mark.slow("server")
    @pytest.mark.parametrize("case", range(3))
    def test_on_the_server(case): pass
"""


class Runs:
    """
    The little suite above, run with slices.
    """

    def __init__(self, pytester: pytest.Pytester) -> None:
        self._pytester = pytester
        pytester.makeini("[pytest]\nmarkers = slow")
        pytester.makepyfile(
            test_alone=ALONE,
            test_whole_a=TOGETHER,
            test_whole_b=TOGETHER,
            test_named_a=NAMED,
            test_named_b=NAMED,
        )

    def run(self, drawn: Slice) -> set[str]:
        """
        Run it; gives the ids of what ran.
        """
        noted = Noted()
        recorded = self._pytester.inline_run(plugins=[Slicing(drawn), noted])
        recorded.assertoutcome(passed=len(noted.ran))
        return noted.ran


class Noted:
    """
    What ran.
    """

    def __init__(self) -> None:
        self.ran: set[str] = set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """
        One more.
        """
        self.ran.add(nodeid)


@pytest.fixture(autouse=True)
def without_other_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each run would load them anew.
    """
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def runs(pytester: pytest.Pytester) -> Runs:
    return Runs(pytester)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_not_marked_always_runs_and_of_the_cases_some(
    runs: Runs, seed: int
) -> None:
    ran = runs.run(Slice(seed, 4))
    assert {"test_alone.py::test_quick", "test_alone.py::test_a_language[fa]"} <= ran
    assert 0 < len([each for each in ran if "each_case" in each]) < 40


def test_the_parts_of_a_group_run_together_or_not_at_all(runs: Runs) -> None:
    whole, named = set(), set()
    for seed in range(12):
        ran = runs.run(Slice(seed, 2))
        for module in ("test_whole_a", "test_whole_b"):
            of_it = [each for each in ran if each.startswith(module)]
            assert len(of_it) in (0, 3)
            whole.add((module, bool(of_it)))
        of_both = [each for each in ran if each.startswith("test_named")]
        assert len(of_both) in (0, 6)
        named.add(bool(of_both))
    # Each of the three by itself, sooner or later.
    assert len(whole) == 4
    assert named == {True, False}


def test_the_same_seed_draws_the_same_and_another_one_another(runs: Runs) -> None:
    first = runs.run(Slice(5, 4))
    assert runs.run(Slice(5, 4)) == first
    assert runs.run(Slice(6, 4)) != first


def test_what_is_drawn_does_not_hang_on_what_else_is_collected() -> None:
    groups = [f"test_x.py::test[{number}]" for number in range(400)]
    drawn = Slice(8, 4)
    taken = [each for each in groups if drawn.takes(each)]
    assert 60 < len(taken) < 140
    assert [each for each in groups[200:] if drawn.takes(each)] == [
        each for each in taken if each in groups[200:]
    ]


def test_it_is_said_what_runs_and_how_it_runs_again(pytester: pytest.Pytester) -> None:
    Runs(pytester)
    pytester.makeconftest(
        "from tests.slices import Slice, Slicing\n"
        "def pytest_configure(config):\n"
        "    config.pluginmanager.register(Slicing(Slice(12345, 4)))\n"
    )
    said = pytester.runpytest_inprocess().stdout
    said.fnmatch_lines(
        [
            "slice of slow tests: seed 12345, 1 of 4; HAMYAR_SLICE=12345/4 runs *",
            "slice of slow tests: * of 53 run, * of 44 groups",
            "* passed, * deselected in *",
        ]
    )


@pytest.mark.parametrize("value", ["all", None])
def test_all_runs_where_it_is_asked_for(value: str | None) -> None:
    assert chosen(value, is_narrowed=True) is None


def test_a_run_of_the_whole_suite_draws_a_fresh_slice() -> None:
    drawn = {chosen(None, is_narrowed=False) for _ in range(8)}
    assert len(drawn) > 1
    assert all(each is not None and each.parts == PARTS for each in drawn)
    assert chosen("all", is_narrowed=False) is None


def test_the_variable_decides_also_where_paths_are_named() -> None:
    assert chosen("12345/4", is_narrowed=True) == Slice(12345, 4)
    assert str(Slice(12345, 4)) == "12345/4"


@pytest.mark.parametrize("value", ["", "12345", "1/0", "none", "1/4/2"])
def test_a_variable_that_says_nothing_is_refused(value: str) -> None:
    with pytest.raises(pytest.UsageError, match=f"{slices.VARIABLE}={value}:"):
        chosen(value, is_narrowed=False)


@pytest.mark.parametrize(
    ("arguments", "is_narrowed"),
    [
        ([], False),
        (["-v", "-x"], False),
        (["tests"], True),
        (["-k", "desk"], True),
        (["-m", "slow"], True),
        (["--lf"], True),
    ],
)
def test_whoever_names_what_is_to_run_gets_all_of_it(
    pytester: pytest.Pytester, arguments: list[str], is_narrowed: bool
) -> None:
    pytester.makeini("[pytest]\ntestpaths = tests\nmarkers = slow")
    pytester.mkdir("tests")
    assert slices.is_narrowed(pytester.parseconfig(*arguments)) is is_narrowed


@pytest.mark.parametrize(
    ("cases", "always"),
    [
        (slow_but_for("fa", ("ar", "fa", "en")), "fa"),
        (slow_but_first(each for each in ("ar", "fa", "en")), "ar"),
    ],
)
def test_of_many_cases_alike_one_is_never_left_out(cases, always) -> None:
    plain = [each for each in cases if isinstance(each, str)]
    others = [each for each in cases if not isinstance(each, str)]

    assert plain == [always]
    assert {always} | {each.values[0] for each in others} == {"ar", "fa", "en"}
    assert {mark.name for each in others for mark in each.marks} == {"slow"}


def test_a_case_that_is_none_cannot_always_run() -> None:
    with pytest.raises(ValueError, match="de"):
        slow_but_for("de", ("ar", "fa"))
