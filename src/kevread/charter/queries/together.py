"""What several articles find of the same fact is told once, with each article that says it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from uuid import UUID

from kevread.charter.engine import Finding
from kevread.charter.queries.gestures import Gesture, gesture_of
from kevread.charter.queries.states import outcome
from kevread.charter.sentences import Spoken
from kevread.common.facts import REGISTRY, Span


def case_of(finding: Finding) -> Hashable:
    """What makes it the same as another: of whom, the same question and limits, the same that fails, the same gesture."""
    check, gesture = finding.clause.check, gesture_of(finding)
    if check is None:
        return finding.clause.key, finding.organisation.id
    asked = check.fact, check.parameters, finding.lower, finding.upper, finding.words
    where = (gesture.right, gesture.way.screen, *sorted(gesture.way.where.items())) if gesture else ()
    return finding.organisation.id, asked, finding.failing, finding.value if not finding.failing else None, where


def told_together(spoken: Iterable[Spoken]) -> list[tuple[Spoken, ...]]:
    """Those of one case together, in their order: the first of each is the one that is told. A number that is short at a place
    is told with those that say, each for whom, that they miss there; what fails for several, with what says it of each."""
    found: dict[Hashable, list[Spoken]] = {}
    for one in spoken:
        found.setdefault(case_of(one.finding), []).append(one)
    missing: dict[Hashable, list[list[Spoken]]] = defaultdict(list)  # by place, those that say for whom
    for those in found.values():
        if (gesture := gesture_of(those[0].finding)) and gesture.way.query:
            missing[place_of(gesture)].append(those)
    for key, those in list(found.items()):
        gesture, short = gesture_of(those[0].finding), short_by(those[0].finding)
        named = missing[place_of(gesture)] if gesture and short and not gesture.way.query else []
        if named and len(named) >= short and named[0][0].finding.severity >= those[0].finding.severity:
            named[0] += those
            del found[key]
    for key, those in list(found.items()):
        if parts := parts_of(those[0].finding, found.values()):
            parts[0] += those
            del found[key]
    return [tuple(those) for those in found.values()]


def parts_of(finding: Finding, among: Iterable[list[Spoken]]) -> list[list[Spoken]]:
    """Of what fails for several: what is found of each alone, where all of it is, as gravely."""
    check = finding.clause.check
    fact = REGISTRY.get(check.fact) if check else None
    if fact is None or not fact.each_of or not finding.failing:
        return []
    alone = {
        those[0].finding.organisation.id: those
        for those in among
        if those[0].finding.clause.check and those[0].finding.clause.check.fact == fact.each_of
    }
    found = [alone[item] for item, _ in finding.failing if item in alone and isinstance(item, UUID)]
    whole = len(found) == len(finding.failing) and all(one[0].finding.severity >= finding.severity for one in found)
    return found if whole else []


def place_of(gesture: Gesture) -> Hashable:
    return gesture.way.screen, *sorted(gesture.way.where.items())


def short_by(finding: Finding) -> int:
    """How many are missing of a number that is asked at least; 0 of anything else."""
    value, least = finding.value, finding.lower
    return least - value if isinstance(value, int) and least is not None and value < least else 0


def rules_of(those: Sequence[Spoken]) -> dict[str, str]:
    """The articles that say it, each with its title, once."""
    return {one.finding.rule: one.finding.article.title for one in those}


def cited(rules: Iterable[str]) -> str:
    """
    >>> cited(["R0.5"]), cited(["R0.5", "R6.1"])
    ('Article R0.5.', 'Articles R0.5, R6.1.')
    """
    named = list(rules)
    return f"{'Articles' if len(named) > 1 else 'Article'} {', '.join(named)}."


def number_of(finding: Finding) -> int:
    """How many cases it counts, for sure."""
    if isinstance(finding.value, Span):
        return finding.value.least
    return finding.value if isinstance(finding.value, int) else len(finding.failing)


def told_before(findings: Mapping[str, Iterable[Finding]]) -> dict[str, str]:
    """Of the articles, in their order, those in which all that is found was found by one above: which one."""
    first: dict[frozenset[Hashable], str] = {}
    found: dict[str, str] = {}
    for rule, those in findings.items():
        cases = frozenset(case_of(one) for one in those if outcome(one) in ("breaches", "to_look_at"))
        if cases and first.setdefault(cases, rule) != rule:
            found[rule] = first[cases]
    return found
