"""
One kernel model for each language that the training sentences are written in.

Sentences of other languages add little to what a message says and cost the most: with
a model for each, blind sentences are understood as well, a training takes a quarter of
the time, and so does a message. Persian has one model for both of its scripts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from bot.nlu import kernel_files
from bot.nlu.kernel import Array, KernelModel, fit
from bot.nlu.kernel_draw import Sentence
from bot.nlu.kernel_update import Reader, updated
from bot.nlu.language import Language
from bot.nlu.reading import read

_GROUPS: Mapping[Language, str] = {"fa": "fa", "fa-Latn": "fa", "ar": "ar", "en": "en"}
# A language with less of the sentences than this is understood with the main one.
_LEAST_SHARE = 0.1
# What is said in fewer sentences is learnt from those of the other languages as well.
_FEW = 10


class ModelsByLanguage:
    """
    The models, and the language for messages in one that has none.
    """

    def __init__(self, models: Mapping[str, KernelModel], main: str) -> None:
        self.models = dict(models)
        self.main = main

    def model(self, language: Language) -> KernelModel:
        """
        The model for messages in this language.
        """
        return self.models.get(_GROUPS[language], self.models[self.main])

    @property
    def sentences(self) -> set[Sentence]:
        """
        Every sentence that any of the models learnt, or left out of too many.
        """
        return {each for model in self.models.values() for each in _known(model)}

    def updated(
        self, sentences: Sequence[Sentence], common: int, reader: Reader
    ) -> ModelsByLanguage:
        """
        The models for these sentences; the last `common` are for every language.

        Raises `bot.nlu.kernel_update.TooMuchChanged`.
        """
        own = sentences[: len(sentences) - common]
        known = self._groups()
        groups = [known.get(each) or _GROUPS[read(each[0]).language] for each in own]
        parts = _parts(sentences, groups, tuple(self.models), self.main)
        return ModelsByLanguage(
            {
                group: updated(model, [sentences[at] for at in parts[group]], reader)
                for group, model in self.models.items()
            },
            self.main,
        )

    def _groups(self) -> dict[Sentence, str]:
        """
        The group of each sentence that one model alone has: to read all takes seconds.
        """
        groups: dict[Sentence, str] = {}
        for group, model in self.models.items():
            for each in _known(model):
                # Of a sentence that another one has borrowed, the group is not known.
                groups[each] = "" if each in groups else group
        return groups

    def write(self, folder: Path) -> None:
        """
        Write the models into the folder.
        """
        for group, model in self.models.items():
            # The main one is the first by name.
            name = f"0-{group}" if group == self.main else f"1-{group}"
            (folder / name).mkdir()
            kernel_files.write(model, folder / name)

    @classmethod
    def read(cls, folder: Path) -> ModelsByLanguage:
        """
        The models in the folder. Raises ValueError if there are none.
        """
        found = sorted(folder.iterdir())
        if not found:
            raise ValueError("no trained classifier")
        models = {path.name[2:]: kernel_files.read(path) for path in found}
        return cls(models, next(iter(models)))


def fit_by_language(
    sentences: Sequence[Sentence],
    forms: Sequence[str],
    dense: Array | None,
    common: int = 0,
    languages: Sequence[Language] | None = None,
) -> ModelsByLanguage:
    """
    Learn sentences (text, label) with their compared forms and vectors (n, d) or None.

    The last `common` of them are for every language. `languages` are those of the
    others, if they were read before.
    """
    own = sentences[: len(sentences) - common]
    if languages is None:
        languages = [read(text).language for text, _ in own]
    groups = [_GROUPS[language] for language in languages]
    counts = Counter(groups)
    main = max(sorted(counts), key=lambda group: counts[group])
    apart = [g for g in sorted(counts) if counts[g] >= _LEAST_SHARE * len(own)]
    parts = _parts(sentences, groups, apart, main)
    return ModelsByLanguage(
        {
            group: fit(
                [forms[at] for at in part],
                None if dense is None else dense[part],
                [sentences[at][1] for at in part],
                [sentences[at][0] for at in part],
            )
            for group, part in parts.items()
        },
        main,
    )


def _known(model: KernelModel) -> Iterator[Sentence]:
    return chain(model.sentences, model.draw.left_out)


def _parts(
    sentences: Sequence[Sentence],
    groups: Sequence[str],
    apart: Sequence[str],
    main: str,
) -> dict[str, list[int]]:
    """
    Which sentences each group learns; those beyond `groups` are for all.
    """
    own: dict[str, list[int]] = {group: [] for group in apart}
    of_label: dict[str, list[int]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    for at, of_language in enumerate(groups):
        _, label = sentences[at]
        group = of_language if of_language in own else main
        own[group].append(at)
        of_label[label].append(at)
        counts[group, label] += 1
    for group, part in own.items():
        borrowed = [
            at
            for label, every in of_label.items()
            if counts[group, label] < _FEW
            for at in every
        ]
        part[:] = [
            *dict.fromkeys([*part, *borrowed]),
            *range(len(groups), len(sentences)),
        ]
    return own
