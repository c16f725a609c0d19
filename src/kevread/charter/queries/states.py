"""How an article, an organisation or a passage stands: one state, its word, its mark."""

from collections.abc import Iterable

from kevread.charter.engine import Finding
from kevread.charter.sentences import is_to_look_at
from kevread.common.verdicts import TO_LOOK_AT, Reason, Verdict

# How an article stands, from what asks most for attention to what asks least.
STATES = (
    "breaches",
    "to_look_at",
    "not_decided",
    "unknown",
    "derogated",
    "conforms",
    "in_part",
    "not_applicable",
    "silent",
)
# « in_part »: what is checked conforms, and the document says more, that nothing checks yet.
# The mark under which a state is drawn.
STATE_MARKS = {
    "to_look_at": "unknown",
    "not_decided": "unknown",
    "derogated": "not_applicable",
    "in_part": "not_applicable",
    "silent": "not_applicable",
}
STATE_WORDS = {
    "breaches": "À régler",
    "to_look_at": TO_LOOK_AT,
    "not_decided": "Non décidé",
    "unknown": "Inconnu",
    "derogated": "Dérogation",
    "conforms": "Conforme",
    "in_part": "Conforme pour ce qui se vérifie",
    "not_applicable": "Sans objet",
    "silent": "",
}
# The same words after a number, « 6 à régler, 22 inconnus »: for one, for several.
STATE_COUNTS = {
    "breaches": "à régler,à régler",
    "to_look_at": "à regarder,à regarder",
    "not_decided": "à décider,à décider",
    "unknown": "inconnu,inconnus",
    "derogated": "sous dérogation,sous dérogation",
    "conforms": "conforme,conformes",
    "in_part": "conforme pour ce qui se vérifie,conformes pour ce qui se vérifie",
    "not_applicable": "sans objet,sans objet",
    "silent": "sans point à vérifier,sans point à vérifier",
}


class Stated:
    """Something that stands in a state, and says it by a word and a mark."""

    __slots__ = ()
    state: str

    @property
    def word(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def verdict(self) -> str:
        """The mark under which it is drawn."""
        return STATE_MARKS.get(self.state, self.state)


def outcome(finding: Finding) -> str:
    """The state that a finding calls for."""
    if finding.verdict is Verdict.UNKNOWN and finding.reason is Reason.NOT_DECIDED:
        return "not_decided"
    if finding.verdict is Verdict.BREACHES and finding.reason is Reason.DEROGATION:
        return "derogated"
    if is_to_look_at(finding):
        return "to_look_at"
    return finding.verdict.value


def worst(findings: Iterable[Finding]) -> str:
    states = {outcome(finding) for finding in findings}
    return next((state for state in STATES if state in states), "silent")
