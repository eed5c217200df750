"""
That the benchmark of turns still runs. No time is judged here.
"""

import json

import pytest

from actions import services
from bench import _shop, turns
from bench._stock.project import domain_text
from bot.shop_words import shop_words
from bot.unusable import Unusable


@pytest.mark.slow
@pytest.mark.engine
def test_our_side_runs_from_start_to_end(model, capsys):
    """
    The engine, the whole way, and the cost by length; the peer stays out of it.
    """
    assert turns.main(["--quick", "--only", "ours", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["name"] == "turns"
    found = {(row["what"], row["case"]): row for row in result["rows"]}
    for key in (
        ("turns", "1 at once"),
        ("turn, p99", "8 at once"),
        ("whole way: turns", "8 at once"),
        ("turn, median", "after 10 messages"),
        ("whole core: turn, median", "after 10 messages"),
    ):
        assert found[key]["ours"] > 0
        assert found[key]["peer"] is None
    # Against nobody, and not that long, no bar was tried.
    assert [bar["value"] for bar in result["bars"]] == [None] * 4


def test_too_few_turns_are_refused_in_a_sentence():
    """
    A hundredth part of less would be nothing.
    """
    with pytest.raises(Unusable, match="--turns 3: at least 32"):
        turns.main(["--turns", "3"])


def test_the_actions_of_both_sides_know_what_the_shop_says_about_itself(tmp_path):
    """
    A question about a rule is answered with the rule, not with "nothing is written".
    """
    _shop.configure_actions(tmp_path / "shop.db")
    try:
        shop = services.services().shop
        assert shop == _shop.settings()
        assert shop.policies["returns"]
    finally:
        services.configure(None)


def test_the_peer_knows_the_shops_words():
    """
    Its domain is ours, all in one, with the words filled in that our engine adds.
    """
    fields = shop_words(_shop.settings())["fa"]
    words = {lang: {f: f"<{f} {lang}>" for f in fields} for lang in ("fa", "ar", "en")}
    text = domain_text(words)
    assert "<shop_phone ar>" in text
    assert "{shop_" not in text
    assert "track_order" in text
    assert "utter_greet" in text
