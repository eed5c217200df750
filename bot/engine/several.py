"""
Several wishes in one message: which they are, and in what order they are answered.

"Cancel it, and how many points have I?" is understood as one of the two, and the other
would be dropped without a word. A message is taken apart only where each part would be
understood alone, for sure, as something that has nothing to do with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actions.changing.reading import Known, has_reserve, pieces
from actions.changing.state.kinds import kind_of
from actions.changing.state.wishes import Kind
from actions.orders import at_hand
from actions.smalltalk.plain import begins_an_answer, is_nod, is_plain, without_no
from bot.engine.apart import Apart, Part, Wish, joined, lent, most
from bot.engine.matters import (
    CHANGES,
    FORMS,
    GOODS,
    NOT_TOLD,
    OWN,
    PEOPLE,
    THINGS,
    TOLD,
    TOLD_WITH_A_CHANGE,
    Matter,
    are_apart,
    are_kin,
    group_of,
    rank,
)
from bot.engine.meaning import Parsed
from bot.engine.over import taken_back
from bot.engine.parts import (
    Stretch,
    depends,
    hangs_on,
    is_deed,
    is_ordered,
    is_over,
    is_wished,
    puts_first,
    speaks_of,
    stretches,
    wants,
)
from bot.nlu.decision import ASK_WHICH, FALLBACK, OUT_OF_SCOPE, SMALL_TALK

SURE = 0.8
"""A part that is understood less surely is no wish of its own ..."""
SURE_OF_A_CHANGE = 0.5
"""... but for a change of an order, of which its words tell as well."""
SURE_OF_ALL = 0.9
"""A message that is understood so surely as none of its parts is not taken apart."""
_NOT_HEARD = frozenset({FALLBACK, ASK_WHICH, OUT_OF_SCOPE})
_NAMES = THINGS | {at_hand.NUMBER, at_hand.PLACE, "quantity"}


def may_be_wishes(text: str, written: str) -> tuple[str, ...]:
    """
    What of a message is going to be understood by itself, if it is taken apart.
    """
    found = stretches(text, written)
    asking = tuple(each.text for each in found if each.asks)
    return asking if len(found) > 1 else ()


class Several:
    """
    The wishes of one message in `written`, its way of writing.

    `understand` gives what the trained pipeline makes of a text, and `awaited` is the
    intent of the form whose question stands open, if one does.
    """

    def __init__(
        self,
        text: str,
        written: str,
        understand: Callable[[str], Parsed],
        awaited: str | None = None,
    ) -> None:
        self._text = text
        self._written = written
        self._understand = understand
        self._awaited = group_of(awaited) if awaited else ""
        self._stretches = stretches(text, written)
        if self._awaited:
            self._stretches = _with_no_apart(self._stretches)
        # Whether words follow a wish that are none themselves.
        self._goes_on = False

    def apart(self, whole: Parsed) -> Apart:
        """
        What is answered by itself; the message may be answered as a `whole`.

        Answers to an open form come first, else what tells something, and last what
        asks something back.
        """
        over = () if self._awaited else taken_back(self._stretches, self._written)
        if over:
            asked = (e.text for e in self._stretches if e.asks and e not in over)
            text = "\n".join(asked)
            if not text:
                return Apart(())
            is_own = group_of(self._understand(text)["intent"]["name"]) in OWN
            kinds = (at_hand.NUMBER, at_hand.DENIED)
            named = [e["value"] for e in whole["entities"] if e["entity"] in kinds]
            alike = tuple({"entity": at_hand.NUMBER, "value": each} for each in named)
            return Apart((Part(text, alike if is_own else (), is_own=is_own),))
        rest, on_condition = self._on_condition(whole)
        if rest is not None or not self._may_be():
            return Apart((rest,) if rest else (), on_condition=on_condition)
        answer, read = self._read()
        wishes = read if self._awaited else self._by_matter(read)
        if not self._fit(answer, wishes, whole):
            parts = self._of_a_change(read, whole)
            left = () if parts else self._unseen(whole)
            return Apart(parts, left, on_condition)
        wishes, left = most(wishes)
        parts = tuple(
            Part(each.text, lent(wishes, at), each.group in OWN, each.group in FORMS)
            for at, each in enumerate(wishes)
        )
        ordered = sorted(
            zip(wishes, parts, strict=True), key=lambda each: rank(each[0].group)
        )
        told = tuple(part for _, part in ordered)
        if answer:
            told = (Part(answer), *told)
        return Apart(told, left, on_condition)

    def _may_be(self) -> bool:
        asking = sum(map(self._may_be_wish, self._stretches))
        return asking >= (1 if self._awaited else 2) and len(self._stretches) > 1

    def _read(self) -> tuple[str, list[Wish]]:
        """
        What is for the open form, and the wishes besides.
        """
        found: list[Wish] = []
        before: list[str] = []
        for each in self._stretches:
            wish = self._wish(each)
            if wish is None and found:
                self._goes_on = True
                found[-1].texts.append(each.text)
            elif wish is None:
                before.append(each.text)
            elif found and found[-1].group == wish.group:
                found[-1].texts += wish.texts
                found[-1].entities += wish.entities
            else:
                found.append(wish)
        if self._awaited:
            own = [e for e in found if e.group == self._awaited]
            answer = [*before, *(text for each in own for text in each.texts)]
            return "\n".join(answer), [e for e in found if e.group != self._awaited]
        if before and found:
            found[0].texts[:0] = before
        return "", joined(found)

    def _wish(self, stretch: Stretch) -> Wish | None:
        if depends(stretch.text, self._written) or not self._may_be_wish(stretch):
            return None
        parsed = self._understand(stretch.text)
        intent, entities = parsed["intent"]["name"], parsed["entities"]
        group = group_of(intent)
        bound = SURE_OF_A_CHANGE if group == CHANGES else SURE
        is_sure = parsed["intent"]["confidence"] >= bound
        names_order = any(each["entity"] == at_hand.NUMBER for each in entities)
        if intent in GOODS and names_order and self._is_a_change(stretch.text):
            # "Return 21990: hiking boots" looks for nothing.
            return Wish(CHANGES, [stretch.text], entities)
        if self._is_ordered(stretch.text, intent):
            return Wish(CHANGES, [stretch.text], entities)
        if not is_sure or not (stretch.asks or intent in TOLD):
            return None
        stands = speaks_of(intent, stretch.text, self._written)
        if group == CHANGES and not stands:
            stands = self._is_a_change(stretch.text)
        if intent in GOODS and not names_order:
            stands = stands or any(each["entity"] in THINGS for each in entities)
            stands = stands and not hangs_on(stretch.text, self._written)
        return Wish(group, [stretch.text], entities) if stands else None

    def _is_ordered(self, text: str, intent: str) -> bool:
        """
        Whether it tells us to change an order, and was heard as no other wish.

        "Make the case navy" sounds as if one were looked for.
        """
        is_open = intent in GOODS | _NOT_HEARD and not self._awaited
        return is_open and is_deed(text, self._written) and self._is_a_change(text)

    def _is_a_change(self, text: str) -> bool:
        return bool(self._kinds(text))

    def _kinds(self, text: str) -> set[Kind]:
        """
        What is to be done of orders, by the words for it.
        """
        found = map(kind_of, pieces(text, self._written, Known()))
        return {each for each in found if each is not None}

    def _may_be_wish(self, stretch: Stretch) -> bool:
        """
        Whether it asks for something, or tells of what one asks by telling it.
        """
        return stretch.asks or any(
            speaks_of(topic, stretch.text, self._written) for topic in TOLD
        )

    def _fit(self, answer: str, wishes: Sequence[Wish], whole: Parsed) -> bool:
        """
        Whether these are wishes of their own, and the message is nothing else.
        """
        matters = [each.matter for each in wishes]
        groups = [each.group for each in wishes]
        if self._awaited:
            if self._goes_on:
                # "Yes. How many points have I? Actually no": it may take it all back.
                return False
            # Another form's wish may be of this one as well, and who wants a person
            # may have doubts.
            is_more = not (FORMS | PEOPLE).isdisjoint(groups)
            open_form: Matter = (self._awaited, (), ())
            is_apart = not is_more and are_apart([open_form, *matters])
            return is_apart and self._answers(answer)
        intent = whole["intent"]["name"]
        is_sure = whole["intent"]["confidence"] >= SURE_OF_ALL
        is_known = intent in (FALLBACK, ASK_WHICH) or group_of(intent) in groups
        if not are_apart(matters) or (is_sure and not is_known):
            return False
        return all(self._holds(each) for each in wishes)

    def _by_matter(self, wishes: Sequence[Wish]) -> list[Wish]:
        """
        With those that are often one and the same matter as one wish.

        So "cancel it, what does that cost? And how many points have I?" are two.
        """
        merged: list[Wish] = []
        for each in wishes:
            near = [
                known for known in merged if not are_apart([known.matter, each.matter])
            ]
            if not near:
                merged.append(Wish(each.group, [*each.texts], [*each.entities]))
                continue
            first, *others = near
            for other in (*others, each):
                first.texts += other.texts
                first.entities += other.entities
            merged = [known for known in merged if known not in others]
            heard = group_of(self._understand(first.text)["intent"]["name"])
            first.group = heard
        return merged

    def _of_a_change(self, wishes: Sequence[Wish], whole: Parsed) -> tuple[Part, ...]:
        """
        What is done of a message that is one matter, and was heard as its question.

        "Return the kettle, and when is my money there?" wants the kettle returned, and
        the read-back tells when. "Cancel it, but first tell me what that costs" wants
        the answer first, and then the other thing.
        """
        intent = whole["intent"]["name"]
        changes = [each for each in wishes if each.group == CHANGES]
        others = [each for each in wishes if each.group != CHANGES]
        if self._awaited or len(changes) != 1 or intent in _NOT_HEARD:
            return ()
        (change,) = changes
        is_told = is_over(change.text, self._written)
        if is_told or not is_wished(change.text, self._written):
            # "My return arrived, where is the money?" wants nothing returned.
            return ()
        if not self._holds(change):
            return ()
        if not self._kinds(change.text) - {Kind.REFUND}:
            # Money alone is what both are about.
            return ()
        part = Part(change.text, is_form=True)
        is_question = group_of(intent) != CHANGES and are_kin(CHANGES, group_of(intent))
        if puts_first(self._text, self._written):
            if is_question:
                return Part(self._text, is_own=group_of(intent) in OWN), part
            if group_of(intent) == CHANGES and len(others) == 1:
                (other,) = others
                return Part(other.text, is_own=other.group in OWN), part
            return ()
        is_in_it = {each.group for each in others} == {intent} <= TOLD_WITH_A_CHANGE
        return (part,) if is_question and is_in_it else ()

    def _on_condition(self, whole: Parsed) -> tuple[Part | None, tuple[str, ...]]:
        """
        What is wanted of an order only in case that something is so: it is not done.

        Where the message was heard as that alone, the rest of it is what is answered.
        """
        if self._awaited or len(self._stretches) < 2:
            return None, ()
        said = [
            each.text
            for each in self._stretches
            if is_ordered(each.text, self._written) and self._is_a_change(each.text)
        ]
        rest = [each for each in self._stretches if each.text not in said]
        intent = whole["intent"]["name"]
        is_open = intent in (FALLBACK, ASK_WHICH) or group_of(intent) == CHANGES
        if not said or not is_open:
            return None, tuple(said)
        if any(self._is_a_change(each.text) for each in rest):
            # "Cancel it. If it was sent, return it": what can be done is read back.
            return None, ()
        if not any(each.asks for each in rest):
            return None, ()
        text = "\n".join(each.text for each in rest)
        is_own = group_of(self._understand(text)["intent"]["name"]) in OWN
        return Part(text, is_own=is_own), tuple(said)

    def _unseen(self, whole: Parsed) -> tuple[str, ...]:
        """
        What is asked in a message that is answered as a whole, and is another matter.
        """
        intent = whole["intent"]["name"]
        if self._awaited or intent in _NOT_HEARD | SMALL_TALK:
            return ()
        return tuple(
            each.text
            for each in self._stretches
            if each.asks and self._is_unseen(each.text, group_of(intent))
        )

    def _is_unseen(self, text: str, group: str) -> bool:
        if depends(text, self._written):
            return False
        is_other = group != CHANGES and not are_kin(CHANGES, group)
        if is_other and is_wished(text, self._written) and self._is_a_change(text):
            # Whatever it sounds like, its words say what is to be done.
            return True
        parsed = self._understand(text)
        intent = parsed["intent"]["name"]
        names = {each["entity"] for each in parsed["entities"]} & _NAMES
        if intent in _NOT_HEARD:
            return bool(names) and group != CHANGES and wants(text, self._written)
        is_heard = parsed["intent"]["confidence"] >= SURE_OF_A_CHANGE
        is_asked = text.rstrip().endswith(("?", "؟"))
        is_told = are_kin(group, group_of(intent))
        if group == CHANGES and intent in NOT_TOLD:
            is_told = False
        if not (is_heard and is_asked) or is_told or intent in SMALL_TALK:
            return False
        return bool(names) or speaks_of(intent, text, self._written)

    def _holds(self, wish: Wish) -> bool:
        """
        Whether it still means the same with what goes with it.
        """
        if len(wish.texts) == 1:
            return True
        intent = self._understand(wish.text)["intent"]["name"]
        return group_of(intent) == wish.group or self._is_ordered(wish.text, intent)

    def _answers(self, answer: str) -> bool:
        """
        Whether this may be an answer to the open form.

        A yes must be one as a whole: "yes, if it's free" is none, nor is "yes, but
        first tell me ...". Of a no nothing comes that could hang on anything.
        """
        if not answer or is_nod(answer):
            return False
        if begins_an_answer(answer):
            if is_plain(answer, is_yes=False):
                return True
            if has_reserve(self._text, self._written):
                return False
            return is_plain(answer, is_yes=True)
        return group_of(self._understand(answer)["intent"]["name"]) == self._awaited


def _with_no_apart(found: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """
    With the no at the beginning by itself: "no just tell me when it comes".
    """
    if not found:
        return found
    first, *others = found
    no, behind = without_no(first.text)
    if not (no and behind):
        return found
    return (Stretch(no, asks=False), Stretch(behind, first.asks), *others)
