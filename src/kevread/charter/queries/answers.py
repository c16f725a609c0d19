"""What the margin answers, before any click: one sentence for what asks most, one for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from kevread.charter.engine import Finding
from kevread.charter.queries.states import STATES, Stated, outcome
from kevread.charter.sentences import Spoken, whence
from kevread.common.periods import day_in_words
from kevread.common.todo import first_sentence
from kevread.common.verdicts import Reason
from kevread.common.words import few, listed

LEADS = {
    "breaches": "À régler",
    "to_look_at": "À regarder",
    "not_decided": "Non décidé",
    "unknown": "Inconnu",
    "conforms": "Tenu",
    "not_applicable": "Sans objet à cette date",
}
# What is missing where it is not known, after the word.
MISSING = {
    Reason.NOT_ATTESTED: "personne ne l’a encore attesté",
    Reason.NOT_KEPT: "un registre n’est pas tenu",
    Reason.NO_DATA: "des informations manquent",
}
AT_FAULT = ("breaches", "to_look_at")
NAMED = 3  # organisations, before the others are counted
LONGEST = 160  # letters of the sentence of a finding: a longer one is read in the gloss


@dataclass(frozen=True, slots=True)
class Answer(Stated):
    """`said` of what asks most, under its mark; `rest` of the others."""

    state: str
    said: str
    rest: str = ""
    who: str = ""  # who can act today on what is said of what is to mend


@dataclass(frozen=True, slots=True)
class Sight:
    """Who reads what: several organisations or one; whether all those that are there; and whether from the head."""

    is_whole: bool = True
    is_several: bool = True
    is_head: bool = False

    @property
    def everywhere(self) -> str:
        return "" if not self.is_several else " partout" if self.is_whole else " partout où vous lisez"


def telling(findings: Sequence[Finding], sight: Sight) -> Finding | None:
    """The finding whose own sentence says what is to mend or to look at: the gravest, where the others are so few that they
    are named after it; at the head, where all are of one organisation."""
    for state in AT_FAULT:
        if found := [finding for finding in findings if outcome(finding) == state]:
            is_few = len({finding.organisation.id for finding in found}) <= (1 if sight.is_head else NAMED)
            return max(found, key=lambda finding: finding.severity) if is_few else None
    return None


def beside(finding: Finding, findings: Sequence[Finding]) -> str:
    """What is found as well, beside the finding that is told: of whom; or how many points more of the same organisation."""
    alike = [one for one in findings if outcome(one) == outcome(finding) and one is not finding]
    own = finding.organisation.id
    others = list(dict.fromkeys(one.organisation.name for one in alike if one.organisation.id != own))
    more = sum(one.organisation.id == own for one in alike)
    points = [f"{few(more).capitalize()} {'autres points' if more > 1 else 'autre point'}"] if more else []
    whose = [f"{LEADS[outcome(finding)]} aussi pour {whom(others)}"] if others else []
    return in_turn([*points, *whose])


def answer_of(
    state: str,
    findings: Sequence[Finding],
    undecided: Sequence[str],
    spoken: Spoken | None,
    sight: Sight,
    before: str = "",
    who: str = "",
) -> Answer | None:
    """None where nothing is held: the margin is silent. `before`: the article above that finds the same, and says it; `who`
    can act on the finding that is told."""
    of: dict[str, list[Finding]] = {}
    worst: dict[object, str] = {}
    names: dict[object, str] = {}
    for finding in findings:
        key, stands = finding.organisation.id, outcome(finding)
        names[key] = finding.organisation.name
        of.setdefault(stands, []).append(finding)
        if key not in worst or STATES.index(stands) < STATES.index(worst[key]):
            worst[key] = stands
    there = {stands: [names[key] for key in worst if worst[key] == stands] for stands in STATES}
    told = [of_these(stands, those, of[stands], len(worst), sight) for stands, those in there.items() if those]
    if told and spoken and there[outcome(spoken.finding)] and (said := named(spoken, len(worst), sight)):
        others = beside(spoken.finding, of[outcome(spoken.finding)])
        told[:1] = [said, others] if others else [said]
    if told and before:
        told[0] = f"{LEADS[state]} : le même constat qu’à l’article {before}"
    if of.get("derogated") and not there["derogated"]:
        told.append(lead("derogated", of["derogated"]))
    if undecided and not of.get("not_decided") and state in ("not_decided", "breaches", "to_look_at"):
        waits = f"Non décidé : {undecided[0] if len(undecided) == 1 else f'{few(len(undecided))} points'}"
        told = [waits, *told] if state == "not_decided" else [*told, waits]
    if not told:
        return None
    if state == "in_part":
        told[-1] += ", pour la part qui se vérifie"
    return Answer(state, ended(told[0]), ended(in_turn(told[1:])), who if state == "breaches" and not before else "")


def of_these(state: str, names: list[str], findings: list[Finding], of: int, sight: Sight) -> str:
    """Of some organisations among `of`, which stand alike."""
    said = lead(state, findings)
    if len(names) < of:
        return f"{said} pour {whom(names)}{missing(state, findings)}"
    if state == "unknown":
        return said + missing(state, findings)
    if state == "conforms" and len(names) > 1:
        return said + sight.everywhere
    return f"{said} pour toutes les organisations" if state in ("breaches", "to_look_at") and len(names) > 1 else said


def missing(state: str, findings: list[Finding]) -> str:
    """What is missing where it is not known, when the same is missing for all."""
    reasons = {finding.reason or Reason.NO_DATA for finding in findings} if state == "unknown" else set()
    return f" : {MISSING[reasons.pop()]}" if len(reasons) == 1 else ""


def lead(state: str, findings: list[Finding]) -> str:
    if state == "derogated":
        return f"Dérogation jusqu’au {day_in_words(min(one.derogation.last for one in findings if one.derogation))}"
    if state == "conforms" and all(finding.attestation for finding in findings):
        return "Attesté"
    return LEADS[state]


def named(spoken: Spoken, of: int, sight: Sight) -> str:
    """The sentence of a finding, and of whom where it does not say it. What calls for what is only looked at is read in its
    gloss. Too long for the margin, it is cut; at the head, where several are bound, it is left to the gloss."""
    name, is_looked_at = spoken.finding.organisation.name, outcome(spoken.finding) == "to_look_at"
    sentence = spoken.sentence.replace(whence(spoken.finding), "") if is_looked_at else spoken.sentence
    if len(sentence) > LONGEST:
        sentence = "" if sight.is_head and of > 1 else shortened(sentence)
    said = sentence if of == 1 or not sentence or name in sentence else f"{name} : {sentence}"
    return f"{LEADS['to_look_at']}. {said}" if said and is_looked_at else said


def shortened(sentence: str) -> str:
    """Its first sentence; or as many words as the margin has room for."""
    first = first_sentence(sentence)
    return first if len(first) <= LONGEST else f"{first[:LONGEST].rpartition(' ')[0].rstrip(' ,;:')}…"


def in_turn(told: Sequence[str]) -> str:
    """
    >>> in_turn(["Un autre point", "À régler aussi pour A"])
    'Un autre point ; à régler aussi pour A'
    """
    return " ; ".join(one[:1].lower() + one[1:] if place else one for place, one in enumerate(told))


def whom(names: Sequence[str]) -> str:
    """
    >>> whom(["A", "B"]), whom(["A", "B", "C", "D", "E"])
    ('A et B', 'cinq organisations')
    """
    return f"{few(len(names))} organisations" if len(names) > NAMED else listed(names)


def ended(said: str) -> str:
    return said if not said or said.endswith((".", "?", "!", "…")) else f"{said}."
