"""
Fine-tunes a Sentence Transformers model on sentences with intents.

Supervised contrastive learning: in a batch of pairs, two sentences of one intent each,
a sentence is drawn to those of its intent and pushed off all the others. The intents
of a batch are chosen to be alike in part: what is told apart anyway teaches little.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer

from bot.nlu.encoder.sentence_transformers import Shortener, prompt_of

Whole = npt.NDArray[np.intp]
_SAY_EVERY_SECONDS = 5.0
_ALIKE = 8
"""How many neighbours an intent draws into its batch."""


@dataclass(frozen=True)
class TuningSettings:
    """
    How long and how boldly; an epoch shows every sentence about twice.
    """

    epochs: float = 4
    most_steps: int | None = 150
    """What several thousand sentences get; more of the same teaches little."""
    pairs: int = 24
    pieces: int = 64
    """Beyond which sentences are shortened here: one long one makes a batch slow."""
    rate: float = 1e-4
    warm_up: float = 0.1
    temperature: float = 0.07
    decay: float = 0.01
    kept: float = 0.5
    """The share of the first weights in the last ones, which forgets less."""
    alike: float = 0.5
    """The share of batches whose intents are neighbours."""
    seed: int = 0


def tune(
    model: SentenceTransformer,
    texts: Sequence[str],
    labels: Sequence[str],
    settings: TuningSettings | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """
    Change the model's weights in place. The same seed takes the same steps.
    """
    settings = settings or TuningSettings()
    torch.manual_seed(settings.seed)
    chance = np.random.default_rng(settings.seed)
    prompt = prompt_of(model)
    shorten = Shortener(model, prompt, settings.pieces)
    shown = [shorten(text) for text in texts]
    answers = np.unique(np.array(labels), return_inverse=True)[1].astype(np.intp)
    steps = math.ceil(settings.epochs * len(shown) / settings.pairs)
    steps = max(1, min(steps, settings.most_steps or steps))
    changed = _changeable(model)
    first = [weight.detach().clone() for weight in changed]
    optimizer = torch.optim.AdamW(
        changed, lr=settings.rate, weight_decay=settings.decay
    )
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _pace(step / steps, settings.warm_up)
    )
    of_intent = [np.flatnonzero(answers == at) for at in range(int(answers.max()) + 1)]
    near = _neighbours(model, shown, of_intent, chance)
    batches = _batches(of_intent, near, chance, settings)
    begun = said = time.monotonic()
    model.train()
    try:
        for step, batch in enumerate(batches):
            if step == steps:
                break
            features = model.preprocess([shown[at] for at in batch], prompt=prompt)
            vectors = model(features)["sentence_embedding"]
            loss = contrast(
                vectors, torch.from_numpy(answers[batch]), settings.temperature
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(changed, 1.0)
            optimizer.step()
            pace.step()
            now = time.monotonic()
            if now - said >= _SAY_EVERY_SECONDS or step + 1 == steps:
                said = now
                left = (now - begun) / (step + 1) * (steps - step - 1)
                say(
                    f"  step {step + 1} of {steps}, loss {loss.item():.2f}, "
                    f"{left:.0f} s left"
                )
    finally:
        model.eval()
    with torch.no_grad():
        for weight, known in zip(changed, first, strict=True):
            weight.lerp_(known, settings.kept)


def contrast(
    vectors: torch.Tensor, answers: torch.Tensor, temperature: float
) -> torch.Tensor:
    """
    How surprising it is, on average, that a sentence's fellows are its nearest.
    """
    units = torch.nn.functional.normalize(vectors, dim=1)
    itself = torch.eye(len(units), dtype=torch.bool)
    scores = (units @ units.T / temperature).masked_fill(itself, -torch.inf)
    logs = scores - scores.logsumexp(dim=1, keepdim=True)
    fellows = (answers[:, None] == answers[None, :]) & ~itself
    counts = fellows.sum(dim=1)
    of_fellows = logs.masked_fill(~fellows, 0).sum(dim=1)
    known = counts > 0
    return -(of_fellows[known] / counts[known]).mean()


def _changeable(model: SentenceTransformer) -> list[torch.nn.Parameter]:
    """
    All weights but the table of pieces.

    It is half of a small model and more of a multilingual one, and a few thousand
    sentences know a small part of its rows.
    """
    for module in model.modules():
        if isinstance(module, torch.nn.Embedding):
            module.requires_grad_(False)
    return [weight for weight in model.parameters() if weight.requires_grad]


def _pace(done: float, warm_up: float) -> float:
    """
    The share of the learning rate: up in the beginning, then down to nothing.
    """
    if done < warm_up:
        return max(done, 1e-3) / warm_up
    return max(0.0, (1 - done) / (1 - warm_up))


def _batches(
    of_intent: Sequence[Whole],
    near: Whole,
    chance: np.random.Generator,
    settings: TuningSettings,
) -> Iterator[Whole]:
    """
    Places of sentences, two of each intent, without end.
    """
    sizes = np.array([len(places) for places in of_intent], dtype=np.float64)
    # Between one intent as often as another and one sentence as often as another.
    shares = np.sqrt(sizes) / np.sqrt(sizes).sum()
    count = min(settings.pairs, len(of_intent))
    while True:
        if chance.random() < settings.alike:
            intents = _alike(near, shares, count, chance)
        else:
            intents = chance.choice(len(of_intent), count, replace=False, p=shares)
        # With few intents a batch holds several pairs of each.
        rounds = max(1, settings.pairs // len(intents))
        yield np.concatenate(
            [
                chance.permutation(of_intent[at])[: 2 * rounds]
                if len(of_intent[at]) > 1
                else of_intent[at]
                for at in intents
            ]
        )


def _alike(
    near: Whole,
    shares: npt.NDArray[np.float64],
    count: int,
    chance: np.random.Generator,
) -> Whole:
    """
    Some intents, each followed by its neighbours, until there are enough.
    """
    found: dict[int, None] = {}
    for intent in chance.choice(len(near), len(near), replace=False, p=shares):
        for each in (int(intent), *near[intent].tolist()):
            found[each] = None
        if len(found) >= count:
            break
    return np.array(list(found)[:count], dtype=np.intp)


def _neighbours(
    model: SentenceTransformer,
    shown: Sequence[str],
    of_intent: Sequence[Whole],
    chance: np.random.Generator,
    sample: int = 10,
) -> Whole:
    """
    The nearest intents of each, by the middle of some of its sentences.
    """
    chosen = [chance.permutation(places)[:sample] for places in of_intent]
    middles = np.stack(
        [
            model.encode(
                [shown[at] for at in places],
                prompt=prompt_of(model),
                show_progress_bar=False,
                normalize_embeddings=True,
            ).mean(axis=0)
            for places in chosen
        ]
    )
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    alike = middles @ middles.T
    np.fill_diagonal(alike, -np.inf)
    nearest: Whole = np.argsort(-alike, axis=1, kind="stable")[:, :_ALIKE]
    return nearest[:, : len(of_intent) - 1]
