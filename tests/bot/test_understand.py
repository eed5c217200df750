"""
`./hamyar understand`: a message a line in, what it means out.
"""

import errno
import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot import HOUSE, understand
from bot.understand import Entity, Scored, Understood, lines, nothing_said, understood
from bot.unusable import Unusable

RANKING = [
    {"name": "track_order", "confidence": 0.5},
    {"name": "list_orders", "confidence": 0.3},
    {"name": "cancel_order", "confidence": 0.1},
    {"name": "greet", "confidence": 0.05},
]


def parsed(name, confidence=0.5, ranking=RANKING, entities=()):
    """
    What the processor gives.
    """
    return {
        "intent": {"name": name, "confidence": confidence},
        "intent_ranking": ranking,
        "entities": list(entities),
    }


@pytest.mark.parametrize(
    ("acts_on", "asks"),
    [("track_order", None), ("ask_which", "which"), ("nlu_fallback", "other_words")],
)
def test_the_best_intent_is_named_with_whether_it_is_asked_about(acts_on, asks):
    meant = understood("hm", "en", parsed(acts_on))
    assert meant.intent == Scored("track_order", 0.5)
    assert meant.asks == asks
    assert [each.name for each in meant.next] == ["list_orders", "cancel_order"]


def test_the_intent_is_what_is_acted_on_though_it_is_not_the_best():
    ranking = [{"name": "a", "confidence": 0.5}, {"name": "b", "confidence": 0.4}]
    meant = understood("hm", "en", parsed("b", 0.4, ranking))
    assert meant.intent == Scored("b", 0.4)
    assert meant.next == (Scored("a", 0.5),)


def test_a_line_for_people_holds_all_of_it():
    entity = Entity("order_number", "10042\x1b[2J", 0, 5)
    second = Scored("list_orders", 0.2)
    meant = Understood(
        "10042", "en", Scored("track_order", 0.71), (second,), (entity,), None
    )
    assert meant.as_line() == (
        "en  track_order 0.71  next: list_orders 0.20  order_number=10042 [2J"
    )


def test_what_is_no_utf8_is_replaced_and_named_by_its_line():
    warned = []
    source = io.BytesIO("سلام\r\n".encode() + b"hel\xfflo\n\nlast")
    assert list(lines(source, warned.append)) == ["سلام", "hel\ufffdlo", "", "last"]
    assert len(warned) == 1
    assert "line 2" in warned[0]


def test_a_mark_of_the_byte_order_is_no_text():
    source = io.BytesIO("\ufeffسلام\n".encode())
    assert list(lines(source, pytest.fail)) == ["سلام"]


@pytest.mark.parametrize(
    "letter", ["x", "س", "🎁"], ids=["one byte", "two bytes", "four bytes"]
)
@pytest.mark.parametrize("more", [0, 1, 50_000])
@pytest.mark.parametrize(("mark", "end"), [("", "\n"), ("\ufeff", "\r\n"), ("", "")])
def test_a_line_is_read_as_far_as_a_message_may_go(letter, more, mark, end):
    warned = []
    long = letter * (understand.LONGEST + more)
    source = io.BytesIO(f"{mark}{long}{end}".encode() + b"next" * bool(end))
    read = list(lines(source, warned.append))
    assert read == [letter * understand.LONGEST, *(["next"] * bool(end))]
    said = "line 1: only the first 4000 characters were read."
    assert warned == ([said] if more else [])


def test_of_a_line_without_end_no_more_than_the_bound_is_in_memory():
    asked = []

    class Endless(io.BytesIO):
        def readline(self, most=-1):
            asked.append(most)
            return b"x" * most if len(asked) < 100 else b"x\n"

    warned = []
    read = next(lines(Endless(), warned.append))
    assert read == "x" * understand.LONGEST
    assert len(asked) == 100
    assert 0 < max(asked) < 5 * understand.LONGEST
    assert min(asked) > 0
    assert len(warned) == 1


@pytest.mark.parametrize("parts", [0, 3])
def test_messages_that_cannot_be_read_are_one_sentence(parts):
    asked = []

    class Broken(io.BytesIO):
        def readline(self, most=-1):
            asked.append(most)
            if len(asked) <= parts:
                return b"x" * most
            raise OSError(errno.EIO, "Input/output error")

    said = r"^the messages cannot be read: Input/output error\.$"
    with pytest.raises(Unusable, match=said):
        list(lines(Broken(), pytest.fail))
    assert len(asked) == parts + 1


@pytest.mark.parametrize(
    "sign",
    "\n\x1b\x7f\x80\x85\x9b\x9f\u2028\u2029\u202a\u202e\u2066\u2069",
    ids=ascii,
)
def test_json_is_one_line_that_nothing_obeys(sign):
    text = f"سلام{sign}\u200cها"
    told = nothing_said(text).as_json()
    assert json.loads(told)["text"] == text
    assert sign not in told
    assert len(told.splitlines()) == 1
    assert "سلام" in told
    assert "\u200cها" in told


def test_a_training_that_fails_is_one_sentence(tmp_path, monkeypatch):
    from bot.engine import training

    def ensure_model(_data, _say):
        raise training.TrainingFailed("the bot could not be trained: no sentences")

    monkeypatch.setattr(training, "ensure_model", ensure_model)
    with pytest.raises(Unusable, match=r"^the bot could not be trained: no sentences$"):
        understand.loaded(tmp_path)


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(Unusable, match="does not serve"):
        understand.loaded(file)


def test_each_answer_is_out_before_the_next_message_is_read():
    out = io.StringIO()
    seen = []

    def messages():
        for text in ("a", "b"):
            yield text
            seen.append(out.getvalue().count("\n"))

    understand.run(nothing_said, messages(), out, as_json=True)
    assert seen == [1, 2]


@pytest.fixture(scope="module")
def meaning(rasa_engine):
    """
    The trained model as this command uses it.
    """
    return understand.understanding(rasa_engine._processor)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("سفارش ۱۰۰۴۲ کجاست؟", "fa", "track_order"),
        ("sefareshe 10042 kojast?", "fa-Latn", "track_order"),
        ("أين طلبي 10042؟", "ar", "track_order"),
        ("where is order 10042?", "en", "track_order"),
    ],
)
def test_language_intent_and_entities_of_a_message(meaning, text, language, intent):
    told = json.loads(meaning(text).as_json())
    assert list(told) == ["text", "language", "intent", "next", "entities", "asks"]
    assert (told["text"], told["language"]) == (text, language)
    assert told["intent"]["name"] == intent
    assert told["intent"]["confidence"] > told["next"][0]["confidence"]
    assert len(told["next"]) == 2
    (entity,) = told["entities"]
    assert set(entity) == {"entity", "value", "start", "end"}
    assert (entity["entity"], entity["value"]) == ("order_number", "10042")
    assert text[entity["start"] : entity["end"]] in ("10042", "۱۰۰۴۲")


@pytest.mark.engine
@pytest.mark.parametrize("text", ["", "   ", "\t"], ids=["none", "spaces", "tab"])
def test_an_empty_line_means_nothing(meaning, text):
    assert json.loads(meaning(text).as_json()) == {
        "text": text,
        "language": None,
        "intent": {"name": None, "confidence": 0.0},
        "next": [],
        "entities": [],
        "asks": None,
    }


@pytest.mark.engine
@pytest.mark.parametrize(
    "text",
    ["؟", "\u200c", "🎁", "x" * 1_000_000, "سفارش " * 9999],
    ids=["sign", "joiner", "picture", "long", "words"],
)
def test_signs_and_huge_lines_are_answered(meaning, text):
    told = meaning(text)
    assert told.text == text[: understand.LONGEST]
    assert told.as_line().count("\n") == 0


# The command by an understanding that is there at once: loading the model takes ten
# seconds, and what it makes of a message is nothing to its input and output.
AT_ONCE = """
import sys
from bot import cli, understand
understand.loaded = lambda data: understand.nothing_said
sys.exit(cli.main(sys.argv[1:]))
"""
AT_ONCE_COMMAND = [sys.executable, "-c", AT_ONCE, "understand"]


class Command:
    """
    The command in a process of its own.
    """

    def __init__(self, *command):
        environ = {**os.environ, "HAMYAR_CALLED_FROM": str(HOUSE)}
        environ["PYTHONIOENCODING"] = "ascii"
        self.process = subprocess.Popen(
            command,
            cwd=HOUSE,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.guard = threading.Timer(200, self.process.kill)
        self.guard.start()

    def says(self, raw):
        """
        Send a line and give the one that comes back.
        """
        self.process.stdin.write(raw)
        self.process.stdin.flush()
        return self.process.stdout.readline().decode()

    def ends(self):
        """
        The exit code and what was said beside the answers.
        """
        said = self.process.stderr.read().decode()
        code = self.process.wait()
        self.guard.cancel()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()
        return code, said


@pytest.fixture
def started():
    """
    Start a command; whatever happens, it ends with the test.
    """
    commands = []

    def start(*command):
        commands.append(Command(*command))
        return commands[-1]

    yield start
    for each in commands:
        each.process.kill()
        each.guard.cancel()


@pytest.fixture
def command(model, started):
    """
    Start the command on the model of the tests.
    """
    known = [sys.executable, "-m", "bot.cli", "understand"]
    known += ["--data", str(model.parents[1])]
    return lambda *options: started(*known, *options)


@pytest.mark.engine
def test_it_answers_line_by_line_in_a_pipe_and_ends_with_its_input(command):
    running = command("--json")
    told = json.loads(running.says("سفارشم کجاست؟\n".encode()))
    assert told["intent"]["name"] == "track_order"
    assert json.loads(running.says(b"\xff\xfe\n"))["text"] == "\ufffd\ufffd"
    raw = running.says("کجاست سفارش ۱۰۰۴۲\n".encode())
    assert "کجاست" in raw
    running.process.stdin.close()
    assert running.process.stdout.read() == b""
    code, said = running.ends()
    assert code == 0
    assert said == "hamyar: line 2: bytes that are no UTF-8 were replaced.\n"


@pytest.mark.engine
@pytest.mark.slow
def test_ctrl_c_ends_it_quietly(command):
    stopped = command()
    assert stopped.says(b"hello\n").startswith("en  greet ")
    stopped.process.send_signal(signal.SIGINT)
    assert stopped.ends() == (130, "")


def test_ctrl_c_ends_it_quietly_whatever_is_understood(started):
    stopped = started(*AT_ONCE_COMMAND)
    assert stopped.says(b"hello\n").startswith("-  - ")
    stopped.process.send_signal(signal.SIGINT)
    assert stopped.ends() == (130, "")


def test_a_closed_pipe_ends_it_quietly(started):
    unread = started(*AT_ONCE_COMMAND)
    assert unread.says(b"hello\n").startswith("-  - ")
    unread.process.stdout.close()
    for _ in range(2):
        unread.process.stdin.write(b"hello\n" * 100)
    unread.process.stdin.close()
    assert unread.ends() == (0, "")


def test_answers_that_cannot_be_written_end_it_with_a_sentence():
    with Path("/dev/full").open("wb") as full:
        said = subprocess.run(
            AT_ONCE_COMMAND,
            cwd=HOUSE,
            input=b"hello\n",
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert said.returncode == 2
    assert said.stderr == (
        b"hamyar: the answers cannot be written: No space left on device.\n"
    )


def test_messages_that_cannot_be_read_end_it_with_a_sentence(tmp_path):
    with (tmp_path / "only written").open("wb") as unreadable:
        said = subprocess.run(
            AT_ONCE_COMMAND,
            cwd=HOUSE,
            stdin=unreadable,
            capture_output=True,
            check=False,
        )
    assert said.returncode == 2
    assert said.stdout == b""
    assert said.stderr == (
        b"hamyar: the messages cannot be read: Bad file descriptor.\n"
    )
