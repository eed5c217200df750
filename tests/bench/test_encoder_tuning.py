"""
The benchmark of tuning says what it lacks.
"""

from bot import cli
from bot.nlu.encoder import choice


def test_without_the_extra_it_says_in_one_sentence_how_to_start(monkeypatch, capsys):
    monkeypatch.setattr(choice, "find_spec", lambda _: None)
    assert cli.main(["bench", "encoder_tuning"]) == 2
    (said,) = capsys.readouterr().err.strip().splitlines()
    assert "HAMYAR_EXTRA=transformers ./hamyar" in said
