"""
Fine-tuning draws sentences of one intent together, repeatably, whole or not at all.
"""

import re
import signal

import numpy as np
import pytest
import torch

from bot import cli
from bot.nlu.encoder import choice, shop_tuning, tuning
from bot.nlu.encoder.sentence_transformers import (
    SentenceTransformersEncoder,
    open_model,
)
from bot.nlu.encoder.shop_tuning import (
    Wish,
    accuracy,
    sentence_of,
    split,
    tune_for_shop,
)
from bot.nlu.encoder.tuning import TuningSettings, contrast
from bot.unusable import Unusable

# What is asked for stands in no word alone: "order" and "refund" are in both.
PATTERNS = {
    "track_order": "{} where is my {} please {}",
    "return_item": "{} money back my {} please {}",
    "greet": "hello {} hi {} {}",
}
FILLING = ("order", "parcel", "refund", "is", ":", "query", "my", "where")
QUICK = TuningSettings(epochs=8, pairs=12, rate=2e-3, kept=0)


@pytest.fixture(scope="module")
def sentences():
    """
    Thirty sentences of each of three intents.
    """
    chance = np.random.default_rng(0)
    return [
        sentence_of(pattern.format(*chance.choice(FILLING, 3)), intent)
        for intent, pattern in PATTERNS.items()
        for _ in range(30)
    ]


def spread(model, sentences):
    """
    How much nearer fellows are than others, on average.
    """
    vectors = model.encode([s.legible for s in sentences], normalize_embeddings=True)
    alike = vectors @ vectors.T
    intents = np.array([s.intent for s in sentences])
    fellows = intents[:, None] == intents[None, :]
    return float(alike[fellows].mean() - alike[~fellows].mean())


def tuned(folder, sentences, settings=QUICK):
    """
    The model in that folder after tuning.
    """
    model = open_model(folder)
    texts, labels = [s.legible for s in sentences], [s.intent for s in sentences]
    tuning.tune(model, texts, labels, settings)
    return model


def test_unseen_sentences_come_nearer_to_their_fellows(tiny_model, sentences):
    learnt, held = split(sentences, seed=0)
    before = spread(open_model(tiny_model), held)
    after = spread(tuned(tiny_model, learnt), held)
    assert after > before + 0.2


def test_the_same_seed_gives_the_same_weights_and_another_gives_others(
    tiny_model, sentences
):
    brief = TuningSettings(epochs=1, pairs=12)
    first, again = (tuned(tiny_model, sentences, brief) for _ in range(2))
    other = tuned(tiny_model, sentences, TuningSettings(epochs=1, pairs=12, seed=1))
    one, two, three = (model.encode(["my order"]) for model in (first, again, other))
    assert np.array_equal(one, two)
    assert not np.allclose(one, three, atol=1e-4)


def test_the_last_weights_lie_between_the_first_and_the_tuned(tiny_model, sentences):
    def weight(model):
        return next(
            w for n, w in model.named_parameters() if n.endswith("query.weight")
        )

    wishes = [TuningSettings(epochs=1, pairs=12, kept=share) for share in (0, 0.5, 1)]
    new, half, old = (weight(tuned(tiny_model, sentences, wish)) for wish in wishes)
    assert torch.equal(old, weight(open_model(tiny_model)))
    assert not torch.equal(old, new)
    assert torch.allclose(half, (new + old) / 2, atol=1e-6)


def test_the_loss_is_small_only_where_fellows_are_nearest():
    answers = torch.tensor([0, 0, 1, 1])
    right = torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    wrong = right[[0, 2, 1, 3]]
    assert float(contrast(right, answers, 0.1)) < 0.01
    assert float(contrast(wrong, answers, 0.1)) > 5
    # Somebody without a fellow pushes, and is not counted.
    alone = contrast(right[:3], torch.tensor([0, 0, 1]), 0.1)
    assert 0 <= float(alone) < 0.01


@pytest.mark.parametrize("counts", [(40, 1, 2), (2, 2, 2), (100, 3, 50)])
def test_a_batch_holds_sentences_of_several_intents_and_no_sentence_twice(
    tiny_model, counts
):
    labels = [str(at) for at, count in enumerate(counts) for _ in range(count)]
    answers = np.array(labels, dtype=np.intp)
    chance = np.random.default_rng(0)
    of_intent = [np.flatnonzero(answers == at) for at in range(3)]
    texts = ["hi"] * len(labels)
    near = tuning._neighbours(open_model(tiny_model), texts, of_intent, chance)
    batches = tuning._batches(of_intent, near, chance, TuningSettings(pairs=12))
    for _ in range(20):
        batch = next(batches)
        assert len(set(batch.tolist())) == len(batch)
        assert len(set(answers[batch].tolist())) == 3


def test_the_saved_model_is_the_measured_one_and_can_be_chosen(
    tiny_model, sentences, tmp_path, monkeypatch
):
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path))
    said = []
    wish = Wish(model=str(tiny_model), epochs=2)
    result = tune_for_shop(wish, sentences, said.append)
    assert result.folder.parent == tmp_path / "encoder"
    assert re.fullmatch("tuned-tiny-[0-9a-f]{8}", result.folder.name)
    encoder = SentenceTransformersEncoder(choice.find(str(result.folder), tmp_path))
    assert accuracy(encoder, *split(sentences, 0)) == result.after
    assert not list((tmp_path / "encoder").glob(".tuning-*"))
    assert re.search(r"step (\d+) of \1, loss", "\n".join(said))
    # Once more is the same content under the same name.
    assert tune_for_shop(wish, sentences, said.append).folder == result.folder


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_end_by_a_signal_leaves_nothing_half_written(
    tiny_model, sentences, tmp_path, monkeypatch, capsys, sent
):
    monkeypatch.setattr(shop_tuning, "shop_sentences", lambda _: sentences)
    monkeypatch.setenv("HAMYAR_CALLED_FROM", str(tmp_path))

    def stopped(self, path, **_):
        (tmp_path.__class__(path)).mkdir()
        (tmp_path.__class__(path) / "modules.json").write_text("[")
        signal.raise_signal(sent)

    monkeypatch.setattr("sentence_transformers.SentenceTransformer.save", stopped)
    command = ["encoder", "tune", "--model", str(tiny_model), "--epochs", "0.1"]
    command += ["--data", str(tmp_path / "data"), "--output", "there/mine"]
    # What one that was killed has left behind goes as well.
    (tmp_path / "there" / ".tuning-old" / "model").mkdir(parents=True)
    assert cli.main(command) == 130
    assert list((tmp_path / "there").iterdir()) == []


def test_the_command_prints_the_line_to_switch_with(
    tiny_model, sentences, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(shop_tuning, "shop_sentences", lambda _: sentences)
    monkeypatch.setenv("HAMYAR_CALLED_FROM", str(tmp_path))
    command = ["encoder", "tune", "--model", str(tiny_model), "--epochs", "0.5"]
    command += ["--data", str(tmp_path / "data"), "--output", "mine"]
    assert cli.main(command) == 0
    printed = capsys.readouterr()
    assert printed.out == f"HAMYAR_ENCODER={tmp_path / 'mine'}\n"
    assert "before tuning" in printed.err
    assert cli.main(command) == 2
    assert "choose another --output" in capsys.readouterr().err


def test_the_shops_own_sentences_are_read_each_once():
    from bot import HOUSE

    found = shop_tuning.shop_sentences(HOUSE / "nlu_data")
    assert len({s.legible for s in found}) == len(found) > 500
    assert len({s.intent for s in found}) > 10
    learnt, held = split(found, seed=0)
    assert not {s.legible for s in learnt} & {s.legible for s in held}
    assert 0.1 < len(held) / len(found) < 0.25


@pytest.mark.parametrize("count", [0, 10])
def test_too_few_sentences_are_one_sentence(sentences, count):
    with pytest.raises(Unusable, match="too few"):
        split(sentences[:count], seed=0)
