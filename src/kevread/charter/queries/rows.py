"""Findings as outsiders read them: one row for each clause and organisation."""

from datetime import date
from typing import Any

from kevread.charter.engine import Finding
from kevread.charter.sentences import Spoken
from kevread.charter.ways import way_of
from kevread.common.verdicts import Severity, Verdict


def as_row(spoken: Spoken, on: date) -> dict[str, Any]:
    """A finding as outsiders read it (docs/guides/commandes.md)."""
    finding = spoken.finding
    clause, organisation = finding.clause, finding.organisation
    subject = f"body:{organisation.slug}-{clause.subject}" if clause.subject else f"organisation:{organisation.slug}"
    return {
        "rule": finding.rule,
        "clause": clause.number,
        "organisation": organisation.slug,
        "subject": subject,
        "on": on.isoformat(),
        "verdict": finding.verdict.value,
        "reason": finding.reason.value if finding.reason else None,
        "severity": finding.severity.word,
        "sentence": spoken.sentence,
        "evidence": evidence(spoken),
        "act": act_of(finding),
    }


def act_of(finding: Finding) -> str | None:
    """The address where what is found is mended, or attested."""
    return way_of(finding.clause.mend, finding.clause.key, finding.organisation.slug, finding.head)


def evidence(spoken: Spoken) -> list[dict[str, Any]]:
    """The facts under a verdict: their name, value, what is expected, a label, where to look."""
    finding = spoken.finding
    check = finding.clause.check
    if check is None:
        return []
    if finding.failing:
        worst: Any = finding.failing[0][1]
    elif isinstance(finding.value, int):
        worst = finding.value
    elif isinstance(finding.value, dict):
        worst = max(finding.value.values(), default=0)
    else:
        worst = sorted(finding.value or ())
    return [
        {
            "fact": check.fact,
            "value": worst,
            "expected": expected(finding),
            "label": spoken.worst or finding.organisation.name,
            "url": act_of(finding),
        }
    ]


def expected(finding: Finding) -> dict[str, Any]:
    check = finding.clause.check
    assert check is not None
    if check.words:
        return {"within": sorted(check.words)}
    if check.predicate == "present":
        return {"present": True}
    if check.predicate == "between":
        return {"between": [finding.lower, finding.upper]}
    return {check.predicate: finding.upper if check.predicate == "at_most" else finding.lower}


PREDICATE_WORDS = {"at_least": "au moins", "at_most": "au plus", "equals": "exactement"}


def asked_of(finding: Finding) -> str:
    """What is asked, in words: « le texte demande au plus 2 », « le texte n’en admet aucun »."""
    if finding.clause.check is None or finding.verdict is Verdict.NOT_APPLICABLE:
        return ""
    ((predicate, limit),) = expected(finding).items()
    if predicate == "present":
        return "le texte en demande au moins un"
    if predicate == "within" or limit is None:
        return ""
    if predicate == "between":
        return f"le texte demande de {limit[0]} à {limit[1]}"
    if limit == 0:
        return "le texte n’en admet aucun"
    return f"le texte demande {PREDICATE_WORDS[predicate]} {limit}"


def fails(findings: list[Finding], severity: Severity) -> bool:
    """Whether a breach that no derogation covers is of this severity or worse."""
    return any(f.verdict is Verdict.BREACHES and f.reason is None and f.severity >= severity for f in findings)
