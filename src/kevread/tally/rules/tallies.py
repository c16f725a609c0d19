"""From the terms of a vote and what was counted to the file that `tally` reads, and what its verdict says. Pure.

A vote is computed from that very file, here as by whoever checks it away from the server.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kevread.common.errors import Invalid
from kevread.common.reading import plain
from kevread.tally.rules.colleges import Base, College, Votes, Weighting
from kevread.tally.rules.elections import Election, Filling, Method, Result, elect
from kevread.tally.rules.polls import CollegeTerms, ElectionTerms, PollTerms, ResolutionTerms
from kevread.tally.rules.quorum import Enough, Quorum, QuorumFound
from kevread.tally.rules.resolutions import (
    Consent,
    Decider,
    Kind,
    Majority,
    Outcome,
    Resolution,
    Verdict,
    consent,
    decide,
)
from kevread.tally.rules.shares import of_share
from kevread.tally.rules.sums import number

type Counts = Mapping[str, Mapping[str, int]]  # college: choice: votes

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
AGREE, OBJECT = "agree", "object"
BLANK, NULL = "blank", "null"
HANDS, ON_PAPER = "show_of_hands", "paper"
BY_HAND = (HANDS, ON_PAPER)
APART = (BLANK, NULL)
EVERYBODY = "tous"  # the one college of a vote that is not counted by college
NO_VOICE = (
    "Zéro voix partout n’est pas un résultat : écrivez tout ce qui a été compté ; "
    "ou annulez ce vote, s’il ne s’est pas tenu."
)
SMALL_COLLEGE = 3  # with fewer voters, the result of a secret vote may tell how each voted
WORDS = {
    FOR: "Pour", AGAINST: "Contre", ABSTAIN: "Abstention", AGREE: "Pas d’objection", OBJECT: "Objection",
    BLANK: "Blanc", NULL: "Nul",
}  # fmt: skip
KINDS = {
    Kind.SIMPLE: "majorité simple",
    Kind.ABSOLUTE: "majorité absolue",
    Kind.UNANIMITY: "unanimité",
}
BASES = {
    Base.EXPRESSED: "des suffrages exprimés",
    Base.PRESENT: "des voix présentes ou représentées",
    Base.REGISTERED: "des voix inscrites",
}


def choices_of(terms: PollTerms) -> list[tuple[str, str]]:
    """What a ballot may name, in the order of the terms, with its words.

    >>> choices_of(PollTerms(kind="consent"))
    [('agree', 'Pas d’objection'), ('object', 'Objection')]
    """
    if isinstance(terms, ElectionTerms):
        if terms.by is Method.LIST:
            return [(name, name) for name in dict.fromkeys(one.on_list or "" for one in terms.candidates)]
        return [(one.code, one.name) for one in terms.candidates]
    codes = (AGREE, OBJECT) if terms.kind == "consent" else (FOR, AGAINST, ABSTAIN)
    return [(code, WORDS[code]) for code in codes]


def counted_choices(terms: PollTerms) -> list[tuple[str, str]]:
    """Those whose votes somebody was asked to count. A consent by hand or on paper, in a sitting, counts objections alone:
    whoever has none says nothing. In writing silence is no consent, and answers of both kinds count.

    >>> counted_choices(PollTerms(kind="consent", method="show_of_hands"))
    [('object', 'Objection')]
    """
    if terms.kind == "consent" and terms.method in BY_HAND and not terms.written:
        return [(OBJECT, WORDS[OBJECT])]
    return choices_of(terms)


def counted_apart(terms: PollTerms) -> tuple[str, ...]:
    """What a count may say besides the choices: a paper may be blank or null, a hand is raised or is not.

    >>> counted_apart(PollTerms(kind="resolution", method="paper"))
    ('blank', 'null')
    >>> counted_apart(PollTerms(kind="resolution", method="show_of_hands"))
    ()
    """
    return () if terms.method == HANDS else APART


def too_many(terms: PollTerms, college: CollegeTerms, votes: Mapping[str, int]) -> str:
    """Why a count holds more than were there, and what would be right; nothing where it does not. A paper names at most
    `most_choices`, each once; blank or null, it names nobody.

    >>> ten = CollegeTerms("tous", Fraction(1), 12, 10, 0, 12, 10)
    >>> raised = ResolutionTerms(kind="resolution", majority=Majority(Kind.SIMPLE), colleges=(ten,))
    >>> too_many(raised, ten, {"for": 8, "against": 3})
    '11 voix sont comptées, pour 10 présentes ou représentées : leur total est de 10 au plus.'
    >>> too_many(raised, ten, {"for": 7, "against": 3})
    ''
    """
    most, apart = most_choices(terms), sum(votes.get(code, 0) for code in APART)
    papers = college.present_votes - apart
    named = [number for choice, number in votes.items() if choice not in APART]
    if papers >= 0 and sum(named) <= papers * most and all(number <= papers for number in named):
        return ""
    counted = f"{sum(votes.values())} voix sont comptées, pour {college.present_votes} présentes ou représentées"
    if most == 1:
        return f"{counted} : leur total est de {college.present_votes} au plus."
    names = f"un nom en reçoit {max(papers, 0)} au plus, et tous ensemble {max(papers, 0) * most}"
    return f"{counted}, dont chacune porte {most} noms au plus : {names}."


def left_out(terms: PollTerms, counts: Counts) -> int:
    """How many of the votes that are there a count says nothing of. Nothing where it may be silent: a consent counts
    objections, whoever may name several may name fewer, and nobody has to answer in writing.

    >>> ten = CollegeTerms("tous", Fraction(1), 12, 10, 0, 12, 10)
    >>> raised = ResolutionTerms(kind="resolution", majority=Majority(Kind.SIMPLE), colleges=(ten,))
    >>> left_out(raised, {"tous": {"for": 5, "against": 3}})
    2
    """
    if terms.kind == "consent" or terms.written or most_choices(terms) > 1:
        return 0
    return sum(one.present_votes - sum(counts.get(one.code, {}).values()) for one in terms.colleges)


def told_choices(terms: PollTerms, counted: Collection[str]) -> list[tuple[str, str]]:
    """What a result tells, in the order of the ballot: what was to be counted, and what was; no zero of what nobody was
    asked to count."""
    asked = {code for code, _ in counted_choices(terms)}
    return [(code, word) for code, word in choices_of(terms) if code in asked or code in counted]


def may_count_nothing(terms: PollTerms) -> bool:
    """Whether zeros everywhere are an answer: nobody objects, or nobody answered in writing. In a sitting, a vote in which
    no voice is counted was not held, or not written."""
    return terms.kind == "consent" or terms.written


def most_choices(terms: PollTerms) -> int:
    """How many a ballot may name at once."""
    if isinstance(terms, ElectionTerms) and terms.by is Method.PLURALITY:
        return min(terms.seats, len(terms.candidates))
    return 1


def check_choices(terms: PollTerms, choices: Sequence[str]) -> tuple[str, ...]:
    """A ballot that holds together, in the order of the terms. Nothing chosen is blank, where that is possible.

    >>> check_choices(PollTerms(kind="resolution"), ["for"])
    ('for',)
    """
    known = [code for code, _ in choices_of(terms)]
    if set(choices) - set(known) or len(set(choices)) < len(choices):
        raise Invalid("choices", "Cette réponse n’est pas sur le bulletin.")
    if len(choices) > (most := most_choices(terms)):
        most_said = "un seul" if most == 1 else f"au plus {most} noms"
        raise Invalid("choices", f"Ce bulletin porte {len(choices)} choix : il en admet {most_said}.")
    if not choices and terms.kind == "consent":
        raise Invalid("choices", "Dites si vous avez une objection.")
    return tuple(code for code in known if code in choices)


def digest(terms: Mapping[str, Any]) -> str:
    """Of the terms of a vote, as they are kept: the same words, the same figures, the same digest."""
    return hashlib.sha256(canonical(terms).encode()).hexdigest()


def canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# The file ------------------------------------------------------------------------------------------------------------


def needs_colleges(weighting: Weighting, double_majority: object, quorum: Quorum | None) -> bool:
    return weighting is not Weighting.NONE or double_majority is not None or bool(quorum and quorum.by_college)


def tally_file(
    terms: PollTerms, counts: Counts, casting: str | None = None, answered: Sequence[College] | None = None
) -> dict[str, Any]:
    """What `tally` reads. `casting`: how whoever presides breaks a tie, "for", "against" or None. `answered`: those who
    answered, where they are those who are there: nobody consents by saying nothing."""
    every: Counter[str] = Counter()
    for votes in counts.values():
        every.update(votes)
    match terms:
        case ElectionTerms():
            return election_file(terms, every)
        case ResolutionTerms():
            return {
                "kind": "resolution",
                "majority": plain(terms.majority),
                "double_majority": terms.double_majority,
                "weighting": terms.weighting.value,
                "casting_vote": casting,
                "quorum": plain(terms.quorum),
                "colleges": [college_row(one, counts.get(one.code, {}), answered) for one in terms.colleges],
            }
    present = terms.voices if answered is None else sum(college.present_votes for college in answered)
    return {"kind": "consent", "present": present, "objections": every[OBJECT]}


def college_row(college: CollegeTerms, votes: Mapping[str, int], answered: Sequence[College] | None) -> dict[str, Any]:
    """What was counted in a college. In a written consultation, those who answered are those who are there."""
    counted = {key: votes.get(key, 0) for key in (FOR, AGAINST, ABSTAIN, BLANK, NULL)}
    if answered is not None:
        here = [one for one in answered if one.code == college.code]
        if not here and college.code == EVERYBODY:
            here = list(answered)
        there = sum(one.present_votes for one in here) or sum(counted.values())
        members = sum(one.present_members for one in here) or min(there, college.registered_members)
        counted |= {"present_votes": there, "present_members": members}
    return {**plain(college), **counted}


def papers_of(terms: PollTerms, votes: Mapping[str, int]) -> int:
    """How many papers a count says, at the least: one may name several people.

    >>> papers_of(PollTerms(kind="consent"), {"agree": 7, "object": 1})
    8
    >>> papers_of(PollTerms(kind="resolution"), {"for": 5, "blank": 2})
    7
    """
    apart = votes.get(BLANK, 0) + votes.get(NULL, 0)
    named = sum(votes.values()) - apart
    most_named = max((number for choice, number in votes.items() if choice not in APART), default=0)
    return max(-(-named // most_choices(terms)), most_named) + apart


def without_quorum(found: Enough) -> Verdict:
    """What too few answered: it decides nothing. The files of a consent and of an election have no quorum."""
    missed = QuorumFound(found.have, Fraction(found.need))
    nothing = Votes(Fraction(), Fraction(), Fraction(), Fraction(), Fraction())
    return Verdict(Outcome.NO_QUORUM, Decider.QUORUM, missed, False, nothing, Fraction(), found.test, ())


def election_file(terms: ElectionTerms, votes: Mapping[str, int]) -> dict[str, Any]:
    """Votes name by name, not ballot by ballot: a rare set of names could be recognised. Nobody's name is there."""
    candidates = [{key: value for key, value in plain(one).items() if key != "name"} for one in terms.candidates]
    return {
        "kind": "election",
        "method": terms.by.value,
        "seats": terms.seats,
        "tie": terms.tie.value,
        "parity": terms.parity.value,
        "candidates": candidates,
        "ballots": [{"choices": [code], "count": votes[code]} for code, _ in choices_of(terms) if votes.get(code)]
        + [{"choices": [], "count": votes[BLANK]} for _ in range(1) if votes.get(BLANK)],
    }


# The answer ----------------------------------------------------------------------------------------------------------


def answer(asked: Resolution | Election | Consent) -> Verdict | Result:
    """The verdict of what a file asks, whatever its kind."""
    match asked:
        case Resolution():
            return decide(asked)
        case Consent():
            return consent(asked)
        case Election():
            return elect(asked)


def row_of(found: Verdict | Result) -> dict[str, Any]:
    """The verdict as `tally` prints it."""
    if isinstance(found, Result):
        return {
            "verdict": found.filling,
            "votes": dict(found.votes),
            "elected": list(found.elected),
            "tied": list(found.tied),
        }
    return {
        "verdict": found.outcome,
        "decided_by": found.decided_by,
        "quorum": found.quorum and found_row(found.quorum, met=found.quorum_met),
        "for": number(found.votes.in_favour),
        "against": number(found.votes.against),
        "base": number(found.base),
        "test": found.test.asked,
        "colleges": [
            {"code": row.code, "verdict": row.outcome}
            | ({"quorum": found_row(row.quorum, met=row.quorum.met)} if row.quorum else {})
            for row in found.colleges
        ],
    }


def found_row(found: QuorumFound, *, met: bool) -> dict[str, Any]:
    return {"met": met, "have": number(found.have), "need": number(found.need)}


# In words ------------------------------------------------------------------------------------------------------------


def majority_in_words(majority: Majority, *, written: bool = False) -> str:
    """
    >>> majority_in_words(Majority(Kind.QUALIFIED, ratio=Fraction(2, 3)))
    'majorité des deux tiers des suffrages exprimés'
    >>> majority_in_words(Majority(Kind.SIMPLE))
    'majorité simple : plus de pour que de contre'
    >>> majority_in_words(Majority(Kind.ABSOLUTE, Base.PRESENT), written=True)
    'majorité absolue des voix de celles et ceux qui ont répondu'
    """
    base = "des voix de celles et ceux qui ont répondu" if written and majority.base is Base.PRESENT else None
    if majority.kind is Kind.SIMPLE:
        return "majorité simple : plus de pour que de contre"
    if majority.kind is Kind.QUALIFIED:
        return f"majorité {of_share(majority.ratio or Fraction(1))} {base or BASES[majority.base]}"
    return f"{KINDS[majority.kind]} {base or BASES[majority.base]}"


# How the sentence of a result begins, by its verdict; papers print the verdict in a word of their own, and what follows.
VERDICTS = {"adopted": "Adopté : ", "rejected": "Rejeté : ", "no_quorum": "Le quorum n’est pas atteint : "}


def verdict_in_words(verdict: Verdict) -> str:
    """
    >>> from kevread.tally.rules import Consent, consent
    >>> verdict_in_words(consent(Consent(12, 0)))
    'Adopté : personne ne s’y oppose.'
    """
    by = verdict.decided_by.value
    match verdict.outcome:
        case Outcome.NO_QUORUM:
            return f"{VERDICTS['no_quorum']}ce vote ne décide rien."
        case Outcome.ADOPTED:
            said = {"objection": "personne ne s’y oppose", "casting_vote": "à égalité, la présidence départage"}
            return f"{VERDICTS['adopted']}{said.get(by, 'la majorité demandée est atteinte')}."
        case Outcome.REJECTED:
            said = {
                "objection": "quelqu’un s’y oppose",
                "casting_vote": "à égalité, la présidence départage",
                "college": "la majorité demandée manque dans un collège",
            }
            if verdict.decided_by is Decider.OBJECTION and not verdict.base:
                return f"{VERDICTS['rejected']}personne n’a répondu, et le silence n’est pas un consentement."
            if verdict.silent:
                return f"{VERDICTS['rejected']}personne n’a exprimé de voix, ni pour ni contre."
            return f"{VERDICTS['rejected']}{said.get(by, 'la majorité demandée n’est pas atteinte')}."


def result_in_words(result: Result, names: Mapping[str, str], seats: int) -> str:
    """
    >>> from kevread.tally.rules import Filling
    >>> result_in_words(Result(Filling.COMPLETE, {"a": 12}, ("a",)), {"a": "Anne M."}, 1)
    'Élu·e : Anne M.'
    """
    elected = ", ".join(names[code] for code in result.elected)
    said = f"{'Élu·es' if len(result.elected) > 1 else 'Élu·e'} : {elected}" if elected else "Personne n’est élu."
    said = said.rstrip(".") + "."
    if result.filling is Filling.TIE:
        tied = ", ".join(names[code] for code in result.tied)
        said += f" À départager par un autre vote : {tied.rstrip('.')}."
    if result.filling is Filling.INCOMPLETE and (left := seats - len(result.elected)):
        said += f" {left} {'places restent' if left > 1 else 'place reste'} à pourvoir."
    return said


def sum_of(terms: PollTerms, found: Verdict | Result) -> str:
    """The operation that decides, in one line.

    >>> from kevread.tally.rules import Parity, TieRule
    >>> from kevread.tally.rules.polls import CandidateTerms
    >>> anne = (CandidateTerms("a", "Anne M."),)
    >>> terms = ElectionTerms(
    ...     kind="election", by=Method.PLURALITY, seats=1, tie=TieRule.RUNOFF, parity=Parity.NONE, candidates=anne
    ... )
    >>> sum_of(terms, Result(Filling.COMPLETE, {"a": 12}, ("a",)))
    'Anne M. 12'
    """
    if isinstance(found, Verdict):
        return found.test.shown
    names = dict(choices_of(terms))
    return " · ".join(f"{names[code]} {number(votes)}" for code, votes in found.votes.items())[:200]
