"""What staff waits for: told to the line of the employer, on the day that each thing is near."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, Q

from kevread.charter.queries.registers import kept_since
from kevread.common.actor import Hat
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.staff.asks import Met
from kevread.staff.loader import framework
from kevread.staff.models import EMPLOYS, INFORMED, Contract, MedicalVisit, Post
from kevread.staff.queries.information import Owed, owed_by
from kevread.staff.queries.interviews import first_days, met, where_opened
from kevread.staff.queries.register import Hired, register_of
from kevread.staff.queries.trials import too_long
from kevread.staff.queries.visits import Visited, visits_of
from kevread.staff.rules.calendar import CAREER, FIRST, POINTS, REST, REVIEW, days_of, near, next_visit
from kevread.ui.places import screen_address, way_address
from kevread.ui.words import counted

MOST = 10  # lines, at most, of one kind
VISIT_NEAR = timedelta(days=14)  # a day that is set is told so long before
VISIT_LATE = timedelta(days=60)  # one that is to be set, so long before its last day, and so long after
INFORMATION_LATE = timedelta(days=60)
COUNTED = {
    FIRST: "staff.first_information_late",
    REST: "staff.other_information_late",
}  # the facts that count each part
NAMED = 3  # people that a line names, at most
FARTHEST = timedelta(days=366)


def working_lives(asker: Asker) -> list[ToDo]:
    """The end of a trial, the interviews, the visits: each with its day, for whoever employs."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    found, points = [], list[Points]()
    lines = register_of(asker.scale, asker.actor, asker.on)
    hired_on = first_days([line.contract for line in lines])
    known = met(asker.scale, {line.contract.person_id for line in lines}, asker.on)
    opens = where_opened(asker.scale)
    visited = visits_of(asker.scale, set(known) | {line.contract.person_id for line in lines}, asker.on)
    for line in lines:
        one = line.contract
        if line.is_over or line.is_annulled:
            continue
        followed = framework().agreements.get(one.agreement)
        mastery = followed is not None and followed.mastery
        more = followed.seniority_on(asker.on) if followed is not None and one.agreement_said_on else None
        until, hired = asker.on + FARTHEST, hired_on[one.pk]
        said = known.get(one.person_id, Met())
        dues = days_of(
            hired, one.seniority_from, one.trial_end, mastery, until,
            held_on=said.held_on, took_stock_on=said.took_stock_on, points_each=more.months if more else 0,
        )  # fmt: skip
        where = screen_address("staff:contract", scale=asker.scale.slug, key=one.pk)
        if visit := visit_to_hold(one, visited.get(one.person_id, Visited()), hired, asker, hat):
            found.append(visit)
        for due in near(dues, asker.on):
            if due.kind == POINTS and due.by not in one.dates:
                continue
            if due.kind == POINTS and more:
                points.append(Points(one, due.by, more.points))
                continue
            is_career = due.kind in (CAREER, REVIEW)
            if is_career and said.is_open:
                continue  # it is under way, and told where it is
            told, to = (opens.label, way_address(opens)) if is_career and opens else ("Voir le contrat", where)
            label = f"{due.told_on(asker.on)} le {day_in_words(due.by)} : {one.person}."
            found.append(ToDo(label, why(hat), to, told, by=due.by))
    told_first = sorted(found, key=lambda todo: todo.by or asker.on)[:MOST]
    return [*told_first, *points_to_add(asker, hat, points)]


def information_to_hand(asker: Asker) -> list[ToDo]:
    """What is told in writing to whoever is hired: each part that is late, else the first that is to come. Of whoever was hired
    before this register is kept, what is long past is not known to be missing. Two queries, beside the register of staff."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    lines = register_of(asker.scale, asker.actor, asker.on)
    hired = [one.contract for one in lines if not (one.is_over or one.is_annulled)]
    owed, kept = owed_by(hired, asker.on), kept_since(INFORMED, {asker.scale.pk}, asker.on).get(asker.scale.pk)
    found = []
    for one in hired:
        is_known = kept is not None and one.dates.start is not None and one.dates.start >= kept
        missing = [part for part in owed.get(one.pk, ()) if part.handed_on is None]
        late = [part for part in missing if part.by < asker.on]
        told = [part for part in late if is_known or part.by >= asker.on - INFORMATION_LATE]
        ahead = [part for part in missing if part not in late][: 0 if late else 1]
        found += [one_to_hand(one, part, is_known, asker, hat) for part in (*told, *ahead)]
    return sorted(found, key=lambda todo: todo.by or asker.on)[:MOST]


def one_to_hand(one: Hired, part: Owed, is_known: bool, asker: Asker, hat: Hat) -> ToDo:
    within = "sept jours" if part.part == FIRST else "un mois"
    by = day_in_words(part.by)
    told = (
        f"Dire remise à {one.person} l’information écrite due sous {within}, qui l’était pour le {by}."
        if part.by < asker.on
        else f"Remettre à {one.person} l’information écrite due sous {within}, d’ici au {by}."
    )
    address = screen_address("staff:change_contract", scale=asker.scale.slug, key=one.pk, gesture="information-remise")
    rule = screen_address("charter:article", scale=asker.scale.slug, rule="L6.18")
    case = Case(COUNTED[part.part]) if is_known else None
    return ToDo(told, why(hat), address, "Dire le jour", by=part.by, rule=rule, case=case)


def visit_to_hold(one: Hired, visited: Visited, hired: date, asker: Asker, hat: Hat) -> ToDo | None:
    """A medical visit that is near, that was set and of which nobody said that it was held, or that nobody set while its last
    day is near, or just past. Long past, nothing is known: nothing says that it was not held."""
    planned, by = visited.planned_on, next_visit(hired, visited.held_on)
    if planned and planned >= asker.on:
        if planned > asker.on + VISIT_NEAR:
            return None
        told, gesture, by = f"Visite médicale de {one.person}, le {day_in_words(planned)}.", "", planned
    elif planned:
        told = f"Dire si la visite médicale de {one.person}, prévue le {day_in_words(planned)}, s’est tenue."
        gesture, by = "visite-tenue", planned
    elif by in one.dates and asker.on - VISIT_LATE <= by <= asker.on + VISIT_LATE:
        told, gesture = (
            f"Prévoir la visite médicale de {one.person}, à tenir d’ici au {day_in_words(by)}.",
            "visite-prevue",
        )
    else:
        return None
    where = {"scale": asker.scale.slug, "key": visited.contract or one.pk}
    if not gesture:
        return ToDo(told, why(hat), screen_address("staff:contract", **where), "Voir le contrat", by=by)
    address = screen_address("staff:change_contract", **where, gesture=gesture)
    return ToDo(told, why(hat), address, "Noter le jour" if planned else "Prévoir le jour", by=by)


def my_visit(asker: Asker) -> list[ToDo]:
    """To the person: the day of a medical visit that is set and near. One query."""
    if asker.actor.person != asker.person.pk:
        return []
    rows = (
        MedicalVisit.objects.visible_to(asker.actor)
        .standing()
        .filter(
            contract__person=asker.person,
            contract__employer=asker.scale,
            contract__in=Contract.objects.standing(),
            contract__period__contains=F("planned_on"),
            held_on=None,
            planned_on__range=(asker.on, asker.on + VISIT_NEAR),
        )
    )
    return [
        ToDo(
            f"Votre visite médicale est prévue le {day_in_words(one.planned_on)}.",
            "Elle vous concerne ; votre employeur en a noté le jour, et rien d’autre.",
            screen_address("staff:contract", scale=asker.scale.slug, key=one.contract_id),
            "Voir mon contrat",
            by=one.planned_on,
            is_mine=True,
        )
        for one in rows.order_by("planned_on", "pk")
    ]


class Points(NamedTuple):
    """Somebody to whom seniority adds points, on that day."""

    contract: Hired
    by: date
    number: int


def points_to_add(asker: Asker, hat: Hat, points: list[Points]) -> list[ToDo]:
    """All those of a month in one line: who employs tells whoever makes the pay, which is not made here."""
    if not points:
        return []
    points = sorted(points, key=lambda one: (one.by, str(one.contract.person)))
    said = [
        f"{one.contract.person} le {day_in_words(one.by)} ({counted(one.number, 'point')} de plus)"
        for one in points[:NAMED]
    ]
    more = f" et {counted(others, 'autre personne', 'autres personnes')}" if (others := len(points) - len(said)) else ""
    one_only = len(points) == 1
    where = (
        screen_address("staff:contract", scale=asker.scale.slug, key=points[0].contract.pk)
        if one_only
        else (screen_address("staff:contracts", scale=asker.scale.slug))
    )
    label = f"Ancienneté, à dire à qui établit la paie : {' ; '.join(said)}{more}."
    return [ToDo(label, why(hat), where, "Voir le contrat" if one_only else "Voir les contrats", by=points[0].by)]


def to_mend(asker: Asker) -> list[ToDo]:
    """Pay under its minimum, a trial past the longest. A contract that a local still holds is told by the articles."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    where = screen_address("staff:contracts", scale=asker.scale.slug)
    found = []
    lines = register_of(asker.scale, asker.actor, asker.on)
    if short := [one for one in lines if one.missing]:
        said = f"{counted(len(short), 'contrat est', 'contrats sont')} sous le minimum de la convention collective."
        found.append(ToDo(said, why(hat), where, "Voir ce qui manque"))
    if tried := too_long(lines, asker.on):
        said = f"{counted(len(tried), 'essai est plus long', 'essais sont plus longs')} que ce qui est permis."
        found.append(ToDo(said, why(hat), f"{where}#essais", "Voir lesquels"))
    return found


def contracts_to_sign(asker: Asker) -> list[ToDo]:
    """Contracts that are to be signed here, and that nobody was asked to sign, or that somebody refused to. One query."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    rows = Contract.objects.standing().filter(employer=asker.scale, is_signed_here=True, signed_on=None, end_reason="")
    rows = rows.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=asker.on)).exclude(person=asker.person)
    ended = ("refused", "withdrawn")
    rows = rows.filter(Q(draft=None) | Q(draft__versions__circle__steps__kind__in=ended)).select_related("person")
    return [
        ToDo(
            f"{'Remettre' if one.draft_id else 'Mettre'} à la signature le contrat de {one.person}.",
            why(hat),
            screen_address("staff:contract", scale=asker.scale.slug, key=one.pk),
            "Voir le contrat",
            by=one.dates.start,
        )
        for one in rows.order_by("period", "pk")[:MOST]
    ]


def to_open(asker: Asker) -> list[ToDo]:
    """A post that another employer passes here."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    where = screen_address("staff:open_post", scale=asker.scale.slug)
    return [
        ToDo(f"{one.employer.name} vous passe « {one.name} ».", why(hat), f"{where}?suite={one.pk}", "L’ouvrir ici")
        for one in Post.objects.to_receive(asker.scale).select_related("employer").order_by("period", "pk")[:MOST]
    ]
