"""
The common form of all benchmarks.
"""

import json

from bench._report import Bar, Report, Row, machine, show


def a_report() -> Report:
    return Report(
        name="example",
        peer="the peer 1.0",
        rows=[
            Row("turns", "8 at once", "1/s", 123.456, 20.0),
            Row("start", "", "s", 1.5),
        ],
        bars=[
            Bar("speed", 6.1728, 5.0, at_least=True),
            Bar("time", 0.3, 0.2, at_least=False),
            Bar("not tried", None, 1.0, at_least=True),
        ],
    )


def test_the_ratio_is_ours_in_parts_of_the_peers():
    """
    And there is none where one of them is missing.
    """
    assert Row("a", "", "s", 3.0, 2.0).ratio == 1.5
    assert Row("a", "", "s", 3.0).ratio is None
    assert Row("a", "", "s", None, 2.0).ratio is None
    assert Row("a", "", "s", 3.0, 0.0).ratio is None


def test_a_bar_knows_its_side():
    """
    A value on the bar holds; what was not measured does not.
    """
    assert Bar("a", 5.0, 5.0, at_least=True).holds
    assert not Bar("a", 4.9, 5.0, at_least=True).holds
    assert Bar("a", 0.2, 0.2, at_least=False).holds
    assert not Bar("a", 0.3, 0.2, at_least=False).holds
    assert not Bar("a", None, 0.2, at_least=False).holds


def test_json_is_exactly_one_object(capsys):
    """
    With the four parts that every benchmark has, and nothing else on stdout.
    """
    show(a_report(), as_json=True)
    result = json.loads(capsys.readouterr().out)
    assert list(result) == ["name", "machine", "rows", "bars"]
    assert result["rows"][0] == {
        "what": "turns",
        "case": "8 at once",
        "unit": "1/s",
        "ours": 123.5,
        "peer": 20.0,
        "peer_name": "the peer 1.0",
        "ratio": 6.173,
    }
    assert result["bars"] == [
        {"what": "speed (at least)", "value": 6.173, "bar": 5.0, "holds": True},
        {"what": "time (at most)", "value": 0.3, "bar": 0.2, "holds": False},
        {"what": "not tried (at least)", "value": None, "bar": 1.0, "holds": False},
    ]


def test_the_table_is_for_people(capsys):
    """
    It names the peer, leaves empty what was not measured, and judges every bar.
    """
    show(a_report(), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    rows = {line.split("  ")[0]: line for line in lines}
    assert "the peer 1.0" in rows["what"]
    assert rows["turns"].split()[-3:] == ["123", "20", "6.17"]
    assert rows["start"].split()[-3:] == ["1.5", "-", "-"]
    assert rows["speed"].endswith("holds")
    assert rows["time"].endswith("MISSED")
    assert rows["not tried"].endswith("not measured")


def test_the_machine_says_what_the_figures_were_taken_on():
    """
    Processor, cores, memory, system and Python.
    """
    found = machine()
    assert list(found) == ["cpu", "cores", "memory", "os", "python"]
    assert all(found.values())
