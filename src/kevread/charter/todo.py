"""What the common framework waits for."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import Any

from kevread.charter.engine import Finding, framework, verdicts
from kevread.charter.models import Contest
from kevread.charter.queries.attested import term_in_words, to_renew, way_to_attest
from kevread.charter.queries.contests import Contested, by_finding, contests_among, since
from kevread.charter.queries.gestures import Gesture, gesture_of, other_gestures
from kevread.charter.queries.states import STATES, outcome
from kevread.charter.queries.text import circle_of
from kevread.charter.queries.together import cited, number_of, place_of, rules_of, told_together
from kevread.charter.rules import WHOLE
from kevread.charter.sentences import Spoken, speak, under_way
from kevread.common.actor import Actor
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.common.verdicts import TO_LOOK_AT, Severity
from kevread.common.words import listed, of, to
from kevread.directory.models import Organisation
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
            **finding_of(one.contest),
        )
        for one in found
    ]


def finding_of(contest: Contest) -> dict[str, Any]:
    """The finding that it says is wrong is not to be mended before somebody answers: its line tells both."""
    rule, _, place = contest.clause.partition("/")
    article = framework().articles.get(rule)
    clause = next((one for one in article.clauses if one.key == contest.clause), None) if article and place else None
    if clause is None or clause.check is None:
        return {}
    page = screen_address("charter:article", scale=contest.organisation.slug, rule=rule)
    return {"rule": page, "case": Case(clause.check.fact, any_day=True, whole=True)}


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
    articles find of one fact is one line, by the gravest that this person may mend, that cites them all; and a seat that
    misses for several, at one place, is one line that names them."""
    actor, on = asker.actor, asker.on
    found = found_of(asker)
    calling = [f for f in found if outcome(f) in CALLING and f.severity is not Severity.INFORMATION]
    waiting = under_way(calling, on)
    calling = [one for one in calling if (one.clause.key, one.organisation.id) not in waiting]
    calling.sort(key=lambda finding: (STATES.index(outcome(finding)), -finding.severity))
    contested = [one for one in contests_among(asker.circle, on, actor) if one.contest.is_open] if calling else []
    beside = by_finding(contested)
    todo: list[ToDo] = []
    alike: dict[Hashable, tuple[int, list[str]]] = {}  # where the line of a place is, and the others that miss there
    for those in told_together(speak(calling, on)):
        usable = ((one, gesture) for one in those for gesture in gestures_of(one.finding))
        spoken, gesture = next(
            ((one, gesture) for one, gesture in usable if gesture.hat(actor) and gesture.link(actor)), (None, None)
        )
        if spoken is None or gesture is None:
            continue
        finding = spoken.finding
        same = [
            one for each in those for one in beside.get((each.finding.clause.key, each.finding.organisation.id), ())
        ]
        key = (finding.clause.key, outcome(finding), place_of(gesture)) if gesture.way.query and not same else None
        if key in alike:
            alike[key][1].append(finding.organisation.name)
            continue
        if key is not None:
            alike[key] = len(todo), []
        todo.append(line_of(spoken, gesture, cited(rules_of([spoken, *those])), same, actor))
    for place, names in alike.values():
        if names:
            todo[place] = with_others(todo[place], names)
    return todo


def found_of(asker: Asker) -> list[Finding]:
    """The findings of the circle. Those of the other places of who asks are reached with them: the same page tells what waits
    there, and what articles ask is asked once for all of them instead of once a place."""
    actor, on = asker.actor, asker.on
    here = circle_of(asker.scale, on, actor).asked
    others = {hat.organisation for hat in actor.hats} - {asker.scale.pk}
    places = Organisation.objects.exclude(scale="").filter(pk__in=[key for key in others if actor.hat_for("read", key)])
    circles = [here, *(circle_of(one, on, actor).asked for one in places)] if others else [here]
    together = None if None in circles else frozenset().union(*(one for one in circles if one is not None))
    found = verdicts(on, organisations=together)
    return found if here is None else [one for one in found if one.organisation.id in here]


def line_of(spoken: Spoken, gesture: Gesture, cites: str, contested: list[Contested], actor: Actor) -> ToDo:
    finding, hat, way = spoken.finding, gesture.hat(actor), gesture.link(actor)
    assert hat and way
    grave = finding.severity if outcome(finding) == "breaches" else None
    return ToDo(
        f"{TO_LOOK_AT} : {spoken.sentence}" if outcome(finding) == "to_look_at" else spoken.sentence,
        f"{cites} {why(hat)}",
        way_address(way),
        way.label,
        rule=screen_address("charter:article", scale=finding.organisation.slug, rule=finding.rule),
        beside=since(contested[0].contest) if contested else "",
        beside_url=page_of(contested[0].contest) if contested else "",
        blocks=grave is Severity.BLOCKING,
        is_major=grave is Severity.MAJOR,
        case=case_in(finding, cites),
    )


def with_others(line: ToDo, names: list[str]) -> ToDo:
    """The seat of one, and of each of the others at the same place: where it leads, one says of whom.

    >>> line = ToDo("A n’a pas de siège depuis mai. Il en faut un.", "", "/sieges/?pour=a", "")
    >>> told = with_others(line, ["B", "C"])
    >>> told.what, told.url
    ('A n’a pas de siège depuis mai ; le même manque à B et à C. Il en faut un.', '/sieges/')
    """
    first = line.brief
    more = f"{first.removesuffix('.')} ; le même manque {listed([to(name) for name in names])}."
    return replace(line, what=more + line.what.removeprefix(first), url=line.url.partition("?")[0], case=None)


def gestures_of(finding: Finding) -> Iterator[Gesture]:
    yield from filter(None, (gesture_of(finding), *other_gestures(finding)))


def case_in(finding: Finding, cites: str) -> Case | None:
    """What it counts, which other rooms may tell one by one."""
    if finding.clause.check is None:
        return None
    items = frozenset(item for item, _ in finding.failing if item != WHOLE)
    return Case(finding.clause.check.fact, items, number_of(finding), cites)
