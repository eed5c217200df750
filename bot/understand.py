"""
Understanding without talking: one message a line in, what it means out.
"""

from __future__ import annotations

import io
import json
import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bot.nlu.language import detect
from bot.unusable import Unusable

if TYPE_CHECKING:
    from bot.engine.processor import TurnProcessor

# What the bot would do instead of acting on the intent.
WHICH, OTHER_WORDS = "which", "other_words"
# As much as the chat takes of a message; what follows in a line is not read.
LONGEST = 4000
_NEXT = 2
# Four bytes a character, the mark of the byte order, and the line's end.
_MOST_BYTES = 4 * LONGEST + 3 + 2
# What ends a line, turns its direction, or is obeyed by a terminal; JSON allows it raw.
_NOT_RAW = {
    number: f"\\u{number:04x}"
    for number in (
        *range(0x7F, 0xA0),
        0x2028,
        0x2029,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
}
_HINT = "Write a message and press Enter; end with Ctrl-D."
_PROMPT = "> "


@dataclass(frozen=True)
class Scored:
    """
    An intent and how probable it is; no name where a message says nothing.
    """

    name: str | None
    confidence: float


@dataclass(frozen=True)
class Entity:
    """
    A thing in the message: `text[start:end]` is how it stands there.
    """

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Understood:
    """
    What one message means.

    `asks` is None where the bot acts on the intent, "which" where it asks which of two
    was meant, "other_words" where it asks for other words.
    """

    text: str
    language: str | None
    intent: Scored
    next: tuple[Scored, ...]
    entities: tuple[Entity, ...]
    asks: str | None

    def as_json(self) -> str:
        """
        One object on one line.
        """
        return json.dumps(asdict(self), ensure_ascii=False).translate(_NOT_RAW)

    def as_line(self) -> str:
        """
        For people: language, intent, what comes next, what is in it.
        """
        asks = {
            None: "",
            WHICH: " (asks which)",
            OTHER_WORDS: " (asks for other words)",
        }
        parts = [self.language or "-", f"{_shown(self.intent)}{asks[self.asks]}"]
        if self.next:
            parts.append("next: " + ", ".join(map(_shown, self.next)))
        if self.entities:
            parts.append(
                ", ".join(f"{e.entity}={_plain(e.value)}" for e in self.entities)
            )
        return "  ".join(parts)


Understand = Callable[[str], Understood]


def lines(source: IO[bytes], warn: Callable[[str], None]) -> Iterator[str]:
    """
    The lines of a stream as text, each as far as a message may go.

    What is longer is dropped, what is no UTF-8 is replaced, and `warn` is told. Raises
    `Unusable` where the stream cannot be read.
    """
    for number, (raw, whole) in enumerate(_bounded(source), start=1):
        # Some editors put a mark in front of the first line.
        decoder = getincrementaldecoder("utf-8-sig" if number == 1 else "utf-8")()
        try:
            # A character that the bound cuts in two is no fault of the line.
            text = decoder.decode(raw, final=whole)
        except UnicodeDecodeError:
            warn(f"line {number}: bytes that are no UTF-8 were replaced.")
            text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
        if not whole or len(text) > LONGEST:
            warn(f"line {number}: only the first {LONGEST} characters were read.")
        yield text[:LONGEST]


def _bounded(source: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """
    Each line without its end, as far as the bound, and whether that is all of it.
    """
    while raw := _part(source):
        whole, part = True, raw
        # A shorter part without an end is the last one: nobody waits for more.
        while len(part) == _MOST_BYTES and not part.endswith(b"\n"):
            part = _part(source)
            whole = whole and not part
        yield raw.rstrip(b"\r\n"), whole


def _part(source: IO[bytes]) -> bytes:
    try:
        return source.readline(_MOST_BYTES)
    except OSError as error:
        # Said here, where no failure to write can be meant.
        raise Unusable(f"the messages cannot be read: {error.strerror}.") from error


def _shown(intent: Scored) -> str:
    return f"{intent.name or '-'} {intent.confidence:.2f}"


def _plain(value: str) -> str:
    """
    Without what a terminal would obey.
    """
    return "".join(letter if letter.isprintable() else " " for letter in value)


def understood(text: str, language: str, parsed: dict[str, Any]) -> Understood:
    """
    Put what the engine made of a text into words of this command.
    """
    ranking = [
        Scored(r["name"], r["confidence"]) for r in parsed.get("intent_ranking", ())
    ]
    acts_on = parsed["intent"]["name"]
    asks = {"ask_which": WHICH, "nlu_fallback": OTHER_WORDS}.get(acts_on)
    intent = ranking[0] if ranking else Scored(None, 0.0)
    if asks is None:
        intent = Scored(acts_on, parsed["intent"]["confidence"])
    return Understood(
        text=text,
        language=language,
        intent=intent,
        next=tuple(r for r in ranking if r.name != intent.name)[:_NEXT],
        entities=tuple(
            Entity(e["entity"], str(e["value"]), e["start"], e["end"])
            for e in parsed["entities"]
        ),
        asks=asks,
    )


def nothing_said(text: str) -> Understood:
    """
    An empty line: no language, no intent, and nothing to ask.
    """
    return Understood(text, None, Scored(None, 0.0), (), (), None)


def say(text: str) -> None:
    """
    A line for whoever started us, beside the answers.
    """
    print(text, file=sys.stderr, flush=True)


def loaded(data: Path) -> Understand:
    """
    The trained model as a function; trained first where need be. Raises `Unusable`.
    """
    # Only what a command needs is loaded, and when it needs it.
    from bot.engine.training import TrainingFailed, ensure_model  # noqa: PLC0415

    try:
        model = ensure_model(data, say)
    except TrainingFailed as error:
        raise Unusable(str(error)) from error
    except OSError as error:
        raise Unusable(
            f"the folder {data} does not serve: {error.strerror}."
        ) from error
    if sys.stdin is not None and sys.stdin.isatty():
        say("Loading the bot ...")
    from bot.engine.processor import TurnProcessor  # noqa: PLC0415 - imports Rasa

    return understanding(TurnProcessor(model, {}, "actions"))


def understanding(processor: TurnProcessor) -> Understand:
    """
    A loaded model as a function from a message; each is read by itself.
    """

    def understand(text: str) -> Understood:
        read = text[:LONGEST]
        if not read.strip():
            return nothing_said(read)
        return understood(read, detect(read).language, processor.understand(read, ""))

    return understand


def run(
    understand: Understand,
    texts: Iterable[str],
    out: IO[str],
    *,
    as_json: bool,
    prompt: Callable[[], None] = lambda: None,
) -> None:
    """
    Understand line by line; each answer is out before the next line is read.
    """
    prompt()
    for text in texts:
        meant = understand(text)
        out.write((meant.as_json() if as_json else meant.as_line()) + "\n")
        out.flush()
        prompt()


def main(data: Path, *, as_json: bool) -> int:
    """
    Standard input to standard output; gives the exit code. Raises `Unusable`.
    """
    from bot.logs import configure_logs  # noqa: PLC0415 - only what a command needs
    from bot.serving import quiet_rasa  # noqa: PLC0415

    def warn(text: str) -> None:
        say(f"hamyar: {text}")

    def prompt() -> None:
        print(_PROMPT, end="", file=sys.stderr, flush=True)

    configure_logs()
    quiet_rasa()
    if sys.stdout is None:
        raise Unusable("standard output is closed.")
    source = io.BytesIO() if sys.stdin is None else sys.stdin.buffer
    by_hand = source.isatty()
    understand = loaded(data)
    if by_hand:
        say(_HINT)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=True)
    try:
        run(
            understand,
            lines(source, warn),
            out,
            as_json=as_json,
            prompt=prompt if by_hand else lambda: None,
        )
    except OSError as error:
        # Python must not complain of it once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # With a broken pipe, whoever read has had enough.
        if not isinstance(error, BrokenPipeError):
            raise Unusable(
                f"the answers cannot be written: {error.strerror}."
            ) from error
    finally:
        # Python closes its own stream itself.
        out.detach()
    return 0
