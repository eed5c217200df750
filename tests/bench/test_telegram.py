"""
That the benchmark of Telegram still runs, and finds what is out of order.

No time is judged here.
"""

import json

import pytest

from bench import telegram


@pytest.mark.slow
@pytest.mark.engine
def test_it_runs_from_start_to_end(model, capsys):
    """
    Every text has been answered, and in each chat in order: else the run would be void.
    """
    assert telegram.main(["--quick", "--only", "ours", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["name"] == "telegram"
    rows = {row["what"]: row for row in result["rows"]}
    for what in ("acknowledged, all updates", "acknowledged, texts", "replied"):
        assert rows[what]["ours"] > 0
        assert rows[what]["peer"] is None
    assert rows["texts brought and answered"]["case"] == "20 chats, 3 texts each"
    # With so little that comes no bar was tried.
    assert [bar["value"] for bar in result["bars"]] == [None] * 2
