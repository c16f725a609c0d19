"""Three-valued verdicts, and their words. Unknown is never a failure; not applicable is never a success."""

from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    CONFORMS = "conforms"
    BREACHES = "breaches"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a verdict is unknown, does not apply, or is a breach that was allowed."""

    NOT_DECIDED = "not_decided"
    NO_DATA = "no_data"
    NOT_KEPT = "not_kept"
    NOT_ATTESTED = "not_attested"
    BEFORE_EFFECT = "before_effect"
    AFTER_PERIOD = "after_period"
    DEROGATION = "derogation"


class Severity(IntEnum):
    """
    >>> Severity.of("blocking") > Severity.of("major")
    True
    """

    INFORMATION = 0
    WARNING = 1
    MAJOR = 2
    BLOCKING = 3

    @classmethod
    def of(cls, word: str) -> "Severity":
        return cls[word.upper()]

    @property
    def word(self) -> str:
        return self.name.lower()


VERDICT_WORDS = {
    Verdict.CONFORMS: "Conforme",
    Verdict.BREACHES: "À régler",
    Verdict.UNKNOWN: "Inconnu",
    Verdict.NOT_APPLICABLE: "Sans objet",
}
TO_LOOK_AT = "À regarder"  # instead of « à régler »: the breach of what nobody decided
# What is not known is said in two words, each with one meaning: « non décidé », a decision is missing; « inconnu », an
# information is, and after it which.
REASON_WORDS = {
    Reason.NOT_DECIDED: "Non décidé",
    Reason.NO_DATA: "Inconnu : des informations manquent",
    Reason.NOT_KEPT: "Inconnu : registre non tenu",
    Reason.NOT_ATTESTED: "Inconnu : à attester",
    Reason.BEFORE_EFFECT: "Avant la prise d’effet",
    Reason.AFTER_PERIOD: "Après la période dite",
    Reason.DEROGATION: "Dérogation",
}
SEVERITY_WORDS = {
    Severity.BLOCKING: "Bloquante",
    Severity.MAJOR: "Majeure",
    Severity.WARNING: "Avertissement",
    Severity.INFORMATION: "Information",
}
