"""Findings as outsiders read them: one row for each clause and organisation."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kevread.charter.engine import Finding, framework
from kevread.charter.queries.gestures import gesture_of, readable, way_to_mend
from kevread.charter.sentences import Spoken, counted_of, source_of
from kevread.common.actor import Actor
from kevread.common.facts import REGISTRY, Span, sure
from kevread.common.money import euros
from kevread.common.percents import percent
from kevread.common.periods import day_in_words
from kevread.common.verdicts import Reason, Severity, Verdict
from kevread.ui.places import screen_address, way_address
from kevread.ui.words import counted


def as_row(spoken: Spoken, on: date, reader: Actor | None = None) -> dict[str, Any]:
    """A finding as outsiders read it (docs/guides/commandes.md). `act` is told to who would be let in there; to everybody
    when nobody says who reads."""
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
        "evidence": evidence(spoken, reader),
        "act": act_of(finding, reader),
    }


def act_of(finding: Finding, reader: Actor | None = None) -> str | None:
    """The address where what is found is mended, or attested; of what calls for nothing, where it would be."""
    gesture = gesture_of(finding)
    if gesture and reader:
        way = gesture.link(reader)
    elif gesture:
        way = gesture.way
    else:
        way = readable(finding, reader) if reader else way_to_mend(finding)
    return way_address(way) if way else None


def evidence(spoken: Spoken, reader: Actor | None = None) -> list[dict[str, Any]]:
    """The facts under a verdict, one for each item that fails: their name, value, what is expected, a label, where to
    look. Where nothing fails, what comes nearest to the limit; for what is attested, the piece, its date, and by whom."""
    finding = spoken.finding
    check = finding.clause.check
    if check is None:
        return attested(spoken)
    labels = spoken.items or (finding.organisation.name,)
    values = [value for _, value in finding.failing] or [nearest(finding)]
    where = act_of(finding, reader)
    return [
        {
            "fact": check.fact,
            "with": dict(check.parameters),
            "value": value,
            "expected": expected(finding),
            "label": label,
            "url": where,
        }
        for label, value in zip(labels, values, strict=True)
    ]


def nearest(finding: Finding) -> Any:
    """The value that is nearest to its limit: of each item, the least where one asks at least, else the greatest."""
    value, check = finding.value, finding.clause.check
    if isinstance(value, Mapping):
        least = check is not None and check.predicate in ("at_least", "present")
        numbers = [sure(number) for number in value.values()]
        return min(numbers, default=0) if least else max(numbers, default=0)
    return sure(value) if isinstance(value, int | Span) else sorted(value or ())


def attested(spoken: Spoken) -> list[dict[str, Any]]:
    """The piece that attests a clause, what was asked, who attested it and of what date it is. Nothing when nobody did."""
    made, clause = spoken.attestation, spoken.finding.clause
    if made is None:
        return []
    where = screen_address("charter:withdraw", scale=spoken.finding.organisation.slug, key=made.pk)
    told = f"Attesté par {made.person}, pièce du {day_in_words(made.piece_on)}"
    expects = {"piece": clause.piece}
    return [{"fact": "charter.attestation", "value": made.piece, "expected": expects, "label": told, "url": where}]


def expected(finding: Finding) -> dict[str, Any]:
    check = finding.clause.check
    assert check is not None
    if check.is_of_words:
        return {"within": sorted(finding.words)}
    if check.predicate == "present":
        return {"present": True}
    if check.predicate == "between":
        return {"between": [finding.lower, finding.upper]}
    return {check.predicate: finding.upper if check.predicate == "at_most" else finding.lower}


PREDICATE_WORDS = {"at_least": "au moins", "at_most": "au plus", "equals": "exactement"}
SOFT_WORDS = {"work_stream": "annonce", "proposal": "propose", "conditional": "rend possible", "indicative": "indique"}
STATUTES, TEXT = "les statuts", "le texte"
ASKERS = {"law": "la loi", "agreement": "la convention collective", "doctrine": "la doctrine", "usage": "l’usage"}


def asked_of(finding: Finding) -> str:
    """What is asked, and by what where it gives the number: « le texte dit 2 », « la loi demande au plus 6 mois ». A count that
    nobody wrote, none or one at least, is how the sentence is held, and no word of a text: « attendu : aucun », or « visé » of
    what is only proposed or given as an indication. Of what says yes or no of each thing, nothing is counted."""
    check = finding.clause.check
    if check is None or says_yes_or_no(check.fact) or finding.verdict is Verdict.NOT_APPLICABLE:
        return ""
    if finding.reason is Reason.NOT_DECIDED:  # nothing is judged yet
        return ""
    ((predicate, limit),) = expected(finding).items()
    if predicate == "within" or limit is None:
        return ""
    who, softly = asker_of(finding)
    unit = REGISTRY[check.fact].unit
    said = limit_in_words(predicate, limit, unit)
    is_written = any(isinstance(one, str) and one for one in (check.lower, check.upper))
    if finding.clause.addition:
        return f"{who} demande {said}" if limit else f"{who} n’en admet pas"
    if not is_written:
        return f"{'visé' if softly else 'attendu'} : {said}"
    if not finding.article.is_founding:
        return f"{who} {softly} : {said}" if softly else f"{who} demande {said}"
    number = said if predicate == "between" else measured(limit, unit)
    return f"{who} dit {number}" if who == TEXT else f"{who}{f' {softly}' if softly else ''} : {number}"


def says_yes_or_no(fact: str) -> bool:
    """Whether it answers 1 or 0 of each of its items, and counts nothing: it has no unit."""
    return bool(REGISTRY[fact].items) and not REGISTRY[fact].unit


def limit_in_words(predicate: str, limit: Any, unit: str) -> str:
    if predicate == "present":
        return "au moins un"
    if predicate == "between":
        return f"de {limit[0]} à {measured(limit[1], unit)}"
    return "aucun" if limit == 0 else f"{PREDICATE_WORDS[predicate]} {measured(limit, unit)}"


MEASURES: Mapping[str, Callable[[int], str]] = {
    "basis_points": percent,
    "cents": euros,
    "percent": lambda number: percent(number * 100),
    "days": lambda number: counted(number, "jour"),
    "months": lambda number: counted(number, "mois", "mois"),
    "year": str,
}


def measured(number: int, unit: str) -> str:
    """A number with what it measures; what is counted says it in the sentence of its article.

    >>> measured(3, "people"), measured(3, "months").split()
    ('3', ['3', 'mois'])
    """
    return MEASURES.get(unit, str)(number)


def counted_in_words(finding: Finding) -> str:
    """What is counted, and what is asked of it: « On en compte 13 ; attendu : aucun. » Empty where nothing is asked; and where
    something is, and nothing is there: what is missing, and of whom, is what the sentence of the article says."""
    asked, check = asked_of(finding), finding.clause.check
    if not asked or check is None or misses_all(finding):
        return ""
    value, unit = counted_of(finding), REGISTRY[check.fact].unit
    if unit in MEASURES:
        said = f"On mesure {measured(int(value), unit) if value.isdecimal() else value}"
    else:
        said = f"On en compte {value}" if value != "0" else "On n’en compte pas"
    return f"{said} ; {asked}."


def misses_all(finding: Finding) -> bool:
    """Whether nothing is there of what is asked once at least, a number that nobody decided."""
    check = finding.clause.check
    return check is not None and check.lower == 1 and finding.upper is None and counted_of(finding) == "0"


def asker_of(finding: Finding) -> tuple[str, str]:
    """Who gives a limit; and how softly, when it only proposes or indicates. Never « le texte », nor « la loi », for what is
    ours, for what each organisation decides for itself, nor for a limit that the network decided and that its document does
    not say."""
    article, specs = finding.article, framework().settings
    if finding.clause.addition:
        return "notre lecture", ""
    if not article.is_founding and article.settings and all(spec.decided_by == "own" for spec in article.settings):
        return STATUTES, ""
    check = finding.clause.check
    limits = (check.lower, check.upper, check.word) if check else ()
    if any(isinstance(name, str) and name in specs and specs[name].decided_by == "own" for name in limits):
        return "ce qui a été décidé ici", ""
    if article.is_founding and is_decided_since(finding):
        return "ce que le réseau a décidé", ""
    who = ASKERS.get(source_of(finding), "")
    softly = SOFT_WORDS.get(article.modality, "")
    return who or ("le document" if softly else TEXT), softly


def is_decided_since(finding: Finding) -> bool:
    """Whether a limit in force is a setting whose value is not the one that the document says."""
    check, specs = finding.clause.check, framework().settings
    limits = ((check.lower, finding.lower), (check.upper, finding.upper)) if check else ()
    return any(isinstance(name, str) and name in specs and value != specs[name].founding for name, value in limits)


def fails(findings: list[Finding], severity: Severity) -> bool:
    """Whether a breach that no derogation covers is of this severity or worse."""
    return any(f.verdict is Verdict.BREACHES and f.reason is None and f.severity >= severity for f in findings)
