"""
Somebody at a counter who asks for everything and understands little.

Of a message they understand which orders it names and what is to be done with each;
all the rest they ask, and read the answers with the shop's own lists at hand. What they
write goes through the reference. So whatever a customer leaves unsaid, or says in a way
that nobody could read, ends in another database.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench._tasks import reference
from bench._tasks.data import Kind, Task, Write
from bench._tasks.questions import Heard

_ORDER = re.compile(r"#W\d+")
_METHOD = re.compile(r"(?:credit_card|gift_card|paypal)_\d+")
_ADDRESS = re.compile(
    r"(?P<address1>[^,]+), (?P<address2>[^,]+), (?P<city>[^,]+), (?P<state>[A-Z]{2}) "
    r"(?P<zip>\d{5}), (?P<country>\w+)"
)
_VERBS = (
    ("address", r"\baddress\b|\bsend order\b|\border \S+ go to\b"),
    ("return", r"\breturn\b|\btake back\b|\bsend back\b"),
    ("cancel", r"\bcancel"),
    ("exchange", r"\bexchange\b|\bchange\b|\bmodify\b|\bchoice\b"),
)
_THING = re.compile(
    r"\bthe (?P<name>[\w' -]+?)(?: \((?P<options>[^)]*)\))?(?=,| and|\.|$)", re.I
)


@dataclass
class Job:
    """
    What is to be done with one order, as far as it is known.
    """

    verb: str
    order: str
    lines: list[sqlite3.Row] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)


class Clerk:
    """
    Serves one user; `written` is what was done.
    """

    def __init__(self, database: sqlite3.Connection, user: str) -> None:
        self._database = database
        self._database.row_factory = sqlite3.Row
        self._user = user
        self._jobs: list[Job] = []
        self._asked = ""
        self.written: list[Write] = []

    async def press(self, title: str) -> Heard:
        """
        They read it as it stands.
        """
        return await self.say(title)

    async def say(self, text: str) -> Heard:
        """
        An answer to what was asked last, or something new.
        """
        if self._asked:
            said = self._answered(text)
        else:
            known = {(each.verb, each.order) for each in self._jobs}
            new = [j for j in _jobs(text) if (j.verb, j.order) not in known]
            self._jobs += new
            said = (
                "" if new or _is_thanks(text) else "Sorry, I did not understand that."
            )
        if self._jobs:
            question, buttons = self._question(self._jobs[0])
            return Heard((f"{said} {question}".strip(),), buttons)
        self._asked = ""
        return Heard((f"{said} Is there anything else?".strip(),))

    def _question(self, job: Job) -> tuple[str, tuple[str, ...]]:
        """
        The next thing that is not known of a job.
        """
        known, of = job.known, f"order {job.order}"
        self._asked = ""
        if job.verb == "cancel" and "reason" not in known:
            self._asked = "reason"
            return f"Why should {of} be cancelled?", ()
        if job.verb == "address" and "zip" not in known:
            self._asked = "address"
            return f"What is the new address of {of}?", ()
        if job.verb in ("return", "exchange"):
            if not job.lines:
                self._asked = "items"
                return f"Which items of {of} do you mean?", ()
            if job.verb == "exchange" and len(job.new) < len(job.lines):
                self._asked = "options"
                line = job.lines[len(job.new)]
                return f"What should {self._called(line)} be instead?", ()
            if "payment_method_id" not in known:
                self._asked = "method"
                return f"Which payment method shall I use for {of}?", ()
        self._asked = "yes"
        return f"{job.verb} {of}. Shall I do that?", ("Yes", "No")

    def _answered(self, text: str) -> str:
        job, asked = self._jobs[0], self._asked
        if asked == "reason":
            mistake = "mistake" in text
            job.known["reason"] = reference.REASONS[mistake]
        elif asked == "address":
            found = _ADDRESS.search(text)
            assert found is not None, text
            job.known |= found.groupdict()
        elif asked == "items":
            job.lines = self._lines(job.order, text)
        elif asked == "options":
            job.new.append(self._variant(job.lines[len(job.new)], text))
        elif asked == "method":
            found = _METHOD.search(text)
            job.known["payment_method_id"] = found[0] if found else self._paid(job)
        else:
            return self._done(self._jobs.pop(0), text)
        return ""

    def _done(self, job: Job, text: str) -> str:
        assert re.match(r"yes\b", text, re.IGNORECASE), text
        arguments = {"order_id": job.order, **job.known}
        if job.lines:
            arguments["item_ids"] = [line["item_id"] for line in job.lines]
        if job.new:
            arguments["new_item_ids"] = job.new
        write = Write(self._kind(job), arguments)
        left = reference.perform(self._database, Task("", self._user, "", (write,)))
        if left:
            return f"I am sorry, that is not possible: {left[0][1].value}."
        self.written.append(write)
        return "It is done."

    def _kind(self, job: Job) -> Kind:
        if job.verb == "exchange":
            (status,) = self._one(
                "SELECT status FROM orders WHERE order_id = ?", job.order
            )
            return Kind.ITEMS if status == "pending" else Kind.EXCHANGE
        return {
            "address": Kind.ADDRESS,
            "return": Kind.RETURN,
            "cancel": Kind.CANCEL,
        }[job.verb]

    def _lines(self, order: str, text: str) -> list[sqlite3.Row]:
        """
        The lines of an order that an answer names, each once.
        """
        there = self._database.execute(
            "SELECT items.*, name FROM items JOIN products USING (product_id) "
            "WHERE order_id = ? ORDER BY id",
            (order,),
        ).fetchall()
        found = []
        for thing in _THING.finditer(text):
            wanted = {each for each in (thing["options"] or "").split(", ") if each}
            fits = [
                line
                for line in there
                if line["name"].lower() == thing["name"].lower()
                and wanted <= {f"{n} {v}" for n, v in self._options(line["item_id"])}
            ]
            assert len({line["item_id"] for line in fits}) == 1, (text, thing[0])
            there.remove(fits[0])
            found.append(fits[0])
        return found

    def _variant(self, line: sqlite3.Row, text: str) -> str:
        """
        The variant that has what an answer names, and else what the line has.
        """
        wanted = dict(self._options(line["item_id"]))
        said = re.split(r", | and |\bwith |\bis ", text.strip(". "))
        everything = self._database.execute(
            "SELECT DISTINCT options.name, value FROM options JOIN variants "
            "USING (item_id) WHERE product_id = ?",
            (line["product_id"],),
        ).fetchall()
        for part in said:
            named = [(n, v) for n, v in everything if part == f"{n} {v}"]
            named = named or [(n, v) for n, v in everything if part == v]
            assert len(named) < 2, (text, named)
            wanted |= dict(map(tuple, named))
        fits = [
            item
            for (item,) in self._database.execute(
                "SELECT item_id FROM variants WHERE product_id = ?",
                (line["product_id"],),
            )
            if dict(self._options(item)) == wanted
        ]
        assert len(fits) == 1, (text, wanted)
        return str(fits[0])

    def _called(self, line: sqlite3.Row) -> str:
        options = ", ".join(f"{n} {v}" for n, v in self._options(line["item_id"]))
        return f"the {line['name']} ({options})"

    def _options(self, item: str) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, value in self._database.execute(
                "SELECT name, value FROM options WHERE item_id = ?", (item,)
            )
        ]

    def _paid(self, job: Job) -> str:
        (method,) = self._one(
            "SELECT method_id FROM payments WHERE order_id = ? ORDER BY id", job.order
        )
        return str(method)

    def _one(self, question: str, *given: object) -> sqlite3.Row:
        found: sqlite3.Row = self._database.execute(question, given).fetchone()
        return found


def _is_thanks(text: str) -> bool:
    return bool(re.search(r"thank|that's all", text, re.IGNORECASE))


def _jobs(text: str) -> Iterator[Job]:
    """
    What a message wants done with which orders.
    """
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        order = _ORDER.search(sentence)
        verb = next((v for v, p in _VERBS if re.search(p, sentence, re.I)), None)
        if order and verb:
            yield Job(verb, order[0])
