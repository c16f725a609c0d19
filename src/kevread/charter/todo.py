"""What the common framework waits for."""

from datetime import timedelta

from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Attestation, Contest
from kevread.charter.operations.attestations import ASKED_AGAIN
from kevread.charter.queries.contests import by_finding, contests_among, since
from kevread.charter.queries.gestures import gesture_of, other_gestures
from kevread.charter.queries.states import STATES, outcome
from kevread.charter.queries.text import circle_of
from kevread.charter.sentences import speak, under_way
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
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
    actor, on = asker.actor, asker.on
    clauses = {
        clause.key: article for article in framework().articles.values() for clause in article.clauses if clause.months
    }
    anew = (
        on + ASKED_AGAIN + timedelta(days=1)
    )  # the last day from which one that ends within a month is attested again
    latest = Attestation.objects.filter(organisation__in=asker.circle, clause__in=clauses, period__startswith__lte=anew)
    latest = latest.select_related("organisation").order_by("organisation", "clause", "-period")
    todo = []
    for one in latest.distinct("organisation", "clause"):
        hat = actor.hat_for("attest", one.organisation_id)
        last, (rule, _, number) = one.dates.last, one.clause.partition("/")
        if not hat or last is None or last > on + ASKED_AGAIN:
            continue
        told = f"{'valait' if last < on else 'vaut'} jusqu’au {day_in_words(last)}"
        title = clauses[one.clause].title
        todo.append(
            ToDo(
                f"Une attestation {of(one.organisation.name)} {told} : « {title} ».",
                f"Article {rule}. {why(hat)}",
                screen_address("charter:attest", scale=one.organisation.slug, rule=rule, clause=int(number)),
                "Attester de nouveau",
            )
        )
    return todo


def points_to_mend(asker: Asker) -> list[ToDo]:
    """The findings on which this person may act, the gravest first, and last what is only to be looked at; with since
    when one of those is contested, and where it is answered. What waits for its day is not to be done again."""
    actor, scale, on = asker.actor, asker.scale, asker.on
    found = verdicts(on, organisations=circle_of(scale, on, actor).asked)
    calling = [f for f in found if outcome(f) in CALLING and f.severity is not Severity.INFORMATION]
    waiting = under_way(calling, on)
    calling = [one for one in calling if (one.clause.key, one.organisation.id) not in waiting]
    calling.sort(key=lambda finding: (STATES.index(outcome(finding)), -finding.severity))
    contested = [one for one in contests_among(asker.circle, on, actor) if one.contest.is_open] if calling else []
    beside = by_finding(contested)
    todo = []
    for spoken in speak(calling, on):
        finding = spoken.finding
        for gesture in filter(None, (gesture_of(finding), *other_gestures(finding))):
            hat, way = gesture.hat(actor), gesture.link(actor)
            if hat and way:
                rule = screen_address("charter:article", scale=finding.organisation.slug, rule=finding.rule)
                what = f"{TO_LOOK_AT} : {spoken.sentence}" if outcome(finding) == "to_look_at" else spoken.sentence
                told = f"Article {finding.rule}. {why(hat)}"
                those = beside.get((finding.clause.key, finding.organisation.id), ())
                grave = finding.severity if outcome(finding) == "breaches" else None
                todo.append(
                    ToDo(
                        what,
                        told,
                        way_address(way),
                        way.label,
                        rule=rule,
                        beside=since(those[0].contest) if those else "",
                        beside_url=page_of(those[0].contest) if those else "",
                        blocks=grave is Severity.BLOCKING,
                        is_major=grave is Severity.MAJOR,
                    )
                )
                break
    return todo
