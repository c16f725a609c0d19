"""What the common framework waits for."""

from kevread.charter.engine import Finding, verdicts
from kevread.charter.models import Contest
from kevread.charter.queries.attested import term_in_words, to_renew, way_to_attest
from kevread.charter.queries.contests import by_finding, contests_among, since
from kevread.charter.queries.gestures import gesture_of, other_gestures
from kevread.charter.queries.states import STATES, outcome
from kevread.charter.queries.text import circle_of
from kevread.charter.queries.together import cited, number_of, rules_of, told_together
from kevread.charter.rules import WHOLE
from kevread.charter.sentences import speak, under_way
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.common.verdicts import TO_LOOK_AT, Severity
from kevread.common.words import of
from kevread.ui.places import screen_address, way_address

CALLING = ("breaches", "to_look_at")
WAITS = {"waits": "{person} conteste un constat", "to_correct": "Reconnu faux, et reste à corriger, un constat"}
BUTTONS = {"waits": "Lire et répondre", "to_correct": "Corriger, puis clore"}


def contests_to_answer(asker: Asker) -> list[ToDo]:
    """What somebody contests, and waits for the answer of this person; or what was recognised, and waits to be corrected."""
    actor, among, on = asker.actor, asker.circle, asker.on
    found = [one for one in contests_among(among, on, actor) if one.contest.is_open and one.grounds]
    return [
        ToDo(
            f"{WAITS[one.contest.stage].format(person=one.contest.person)} {of(one.contest.organisation.name)} : "
            f"« {one.contest.reason} »",
            f"Article {one.rule}. {one.grounds.why}",
            page_of(one.contest),
            BUTTONS[one.contest.stage],
        )
        for one in found
    ]


def page_of(contest: Contest) -> str:
    """Where one answers it, or reads who may."""
    return screen_address("charter:answer", scale=contest.organisation.slug, key=contest.pk)


def attestations_to_renew(asker: Asker) -> list[ToDo]:
    """What was attested for a time that is over, or ends within a month, that nobody attested anew from the day after, and
    that this person may attest again. One query."""
    todo = []
    for article, one in to_renew(asker.circle, asker.on):
        hat, way = asker.actor.hat_for("attest", one.organisation_id), way_to_attest(one, asker.actor)
        if hat and way:
            told = f"Une attestation {of(one.organisation.name)} {term_in_words(one, asker.on)} : « {article.title} »."
            todo.append(ToDo(told, f"Article {article.rule}. {why(hat)}", way_address(way), way.label))
    return todo


def points_to_mend(asker: Asker) -> list[ToDo]:
    """The findings on which this person may act, the gravest first, and last what is only to be looked at; with since
    when one of those is contested, and where it is answered. What waits for its day is not to be done again; what several
    articles find of one fact is one line, by the gravest, that cites them all."""
    actor, scale, on = asker.actor, asker.scale, asker.on
    found = verdicts(on, organisations=circle_of(scale, on, actor).asked)
    calling = [f for f in found if outcome(f) in CALLING and f.severity is not Severity.INFORMATION]
    waiting = under_way(calling, on)
    calling = [one for one in calling if (one.clause.key, one.organisation.id) not in waiting]
    calling.sort(key=lambda finding: (STATES.index(outcome(finding)), -finding.severity))
    contested = [one for one in contests_among(asker.circle, on, actor) if one.contest.is_open] if calling else []
    beside = by_finding(contested)
    todo = []
    for spoken, *others in told_together(speak(calling, on)):
        finding, rules = spoken.finding, rules_of([spoken, *others])
        for gesture in filter(None, (gesture_of(finding), *other_gestures(finding))):
            hat, way = gesture.hat(actor), gesture.link(actor)
            if hat and way:
                rule = screen_address("charter:article", scale=finding.organisation.slug, rule=finding.rule)
                what = f"{TO_LOOK_AT} : {spoken.sentence}" if outcome(finding) == "to_look_at" else spoken.sentence
                those = [
                    one
                    for same in (finding, *(other.finding for other in others))
                    for one in beside.get((same.clause.key, same.organisation.id), ())
                ]
                grave = finding.severity if outcome(finding) == "breaches" else None
                todo.append(
                    ToDo(
                        what,
                        f"{cited(rules)} {why(hat)}",
                        way_address(way),
                        way.label,
                        rule=rule,
                        beside=since(those[0].contest) if those else "",
                        beside_url=page_of(those[0].contest) if those else "",
                        blocks=grave is Severity.BLOCKING,
                        is_major=grave is Severity.MAJOR,
                        case=case_in(finding, cited(rules)),
                    )
                )
                break
    return todo


def case_in(finding: Finding, cites: str) -> Case | None:
    """What it counts, which other rooms may tell one by one."""
    if finding.clause.check is None:
        return None
    items = frozenset(item for item, _ in finding.failing if item != WHOLE)
    return Case(finding.clause.check.fact, items, number_of(finding), cites)
