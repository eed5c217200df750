"""
A change that was done and is taken back: what its lines were is read back anew.
"""

from __future__ import annotations

from actions.changing.hearing import opening
from actions.changing.reading import Said, pieces_said, takes_back, values_said
from actions.changing.state.deal import Seen
from actions.changing.state.wishes import Pick, Wish
from crm_connector.choices import Variant


def restored(done: Wish, said: Said, text: str, seen: Seen) -> tuple[Pick, ...]:
    """
    What has to become of its lines; none where some of it is not in the order any more.

    Of several lines those that are named, or of which the text tells what they were.
    """
    changed = {each.line: each for each in done.former_picks}
    if said.unknown_things and not opening.named(said) & {*changed}:
        # What was taken out answers to no name.
        return ()
    named = [changed[line] for line in opening.named(said) if line in changed]
    told = [each for each in changed.values() if _is_told(each, text, seen)]
    picks = [
        _restored(each, text, seen) for each in (named or told or changed.values())
    ]
    return () if None in picks else tuple(each for each in picks if each is not None)


def _is_told(former: Pick, text: str, seen: Seen) -> bool:
    line = seen.line(former.line)
    if line is None:
        return False
    number = pieces_said(text)
    is_number = number == former.quantity and line.quantity != former.quantity
    return is_number or bool(_values(former, text, seen))


def _restored(former: Pick, text: str, seen: Seen) -> Pick | None:
    line = seen.line(former.line)
    if line is None:
        return None
    # "Put it back to the 500 g" undoes all of it.
    told = {} if takes_back(text) else _values(former, text, seen)
    number = None if takes_back(text) else pieces_said(text)
    variant = former.variant if former.variant != line.variant_id else ""
    quantity = former.quantity if former.quantity != line.quantity else None
    if told:
        # "The colour stays black" leaves the size as it is now.
        variant, quantity = _laid_over(former, told, seen), None
    elif quantity is not None and number == quantity:
        variant = ""
    if not variant and quantity is None:
        return None
    return Pick(former.line, variant, quantity)


def _values(former: Pick, text: str, seen: Seen) -> dict[str, str]:
    """
    The options that were otherwise and are named as they were, by any one language.
    """
    line = seen.line(former.line)
    old = seen.variant(line, former.variant) if line is not None else None
    now = seen.variant(line, line.variant_id or "") if line is not None else None
    if old is None or now is None:
        return {}
    for lang, options in old.options.items():
        other = now.options.get(lang, {})
        differing = {
            name: value for name, value in options.items() if other.get(name) != value
        }
        told = values_said(text, differing)
        if told:
            return dict.fromkeys(told, lang)
    return {}


def _laid_over(former: Pick, told: dict[str, str], seen: Seen) -> str:
    """
    The id of the piece that has these options as they were and all else as it is now.
    """
    line = seen.line(former.line)
    if line is None:
        return former.variant
    old = seen.variant(line, former.variant)
    now = seen.variant(line, line.variant_id or "")
    lang = next(iter(told.values()))

    def wanted(name: str) -> str | None:
        of: Variant | None = old if name in told else now
        return of.options.get(lang, {}).get(name) if of is not None else None

    for each in seen.variants_of(line):
        options = each.options.get(lang, {})
        if options and all(wanted(name) == value for name, value in options.items()):
            return each.id
    return former.variant
