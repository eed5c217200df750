"""
That the benchmark of the desk still runs. No time is judged here.
"""

import json

import pytest

from bench import desk


@pytest.mark.slow
def test_it_runs_from_start_to_end(tmp_path, monkeypatch, capsys):
    """
    Every message has reached its agent: else the run would be void.
    """
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path))
    assert desk.main(["--quick", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["name"] == "desk"
    rows = {row["what"]: row for row in result["rows"]}
    assert rows["sent until the agent's frame"]["ours"] > 0
    assert rows["an agent's lists"]["ours"] > 0
    assert rows["a lead's lists"]["ours"] > 0
    # What it has filled is gone; the log stays for who wants to know.
    assert [each.name for each in (tmp_path / "bench").iterdir()] == ["desk.log"]
