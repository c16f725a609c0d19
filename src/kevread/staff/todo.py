"""What staff waits for: told to the line of the employer, on the day that each thing is near."""

from datetime import date, timedelta
from typing import NamedTuple

from kevread.common.actor import Hat
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
from kevread.staff.asks import Met
from kevread.staff.loader import framework
from kevread.staff.models import EMPLOYS, Post
from kevread.staff.queries.interviews import first_days, met, where_opened
from kevread.staff.queries.register import Hired, register_of
from kevread.staff.rules.calendar import CAREER, POINTS, REVIEW, days_of, near
from kevread.ui.places import screen_address, way_address
from kevread.ui.words import counted

MOST = 10  # lines, at most, of one kind
NAMED = 3  # people that a line names, at most
FARTHEST = timedelta(days=366)


def working_lives(asker: Asker) -> list[ToDo]:
    """The end of a trial, the information to hand over, the interviews: each with its day, for whoever employs."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    found, points = [], list[Points]()
    lines = register_of(asker.scale, asker.actor, asker.on)
    hired_on = first_days([line.contract for line in lines])
    known = met(asker.scale, {line.contract.person_id for line in lines}, asker.on)
    opens = where_opened(asker.scale)
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
            hired, one.seniority_from, one.trial_end, mastery, until, goes_on=one.continues_id is not None,
            held_on=said.held_on, took_stock_on=said.took_stock_on, points_each=more.months if more else 0,
        )  # fmt: skip
        where = screen_address("staff:contract", scale=asker.scale.slug, key=one.pk)
        for due in near(dues, asker.on):
            if due.kind == POINTS and more:
                points.append(Points(one, due.by, more.points))
                continue
            is_career = due.kind in (CAREER, REVIEW)
            if is_career and said.is_open:
                continue  # it is under way, and told where it is
            told, to = (opens.label, way_address(opens)) if is_career and opens else ("Voir le contrat", where)
            label = f"{due.label} le {day_in_words(due.by)} : {one.person}."
            found.append(ToDo(label, why(hat), to, told, by=due.by))
    told_first = sorted(found, key=lambda todo: todo.by or asker.on)[:MOST]
    return [*told_first, *points_to_add(asker, hat, points)]


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
    """Pay under its minimum. A contract that a local still holds is told by the articles."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    where = screen_address("staff:contracts", scale=asker.scale.slug)
    found = []
    if short := [one for one in register_of(asker.scale, asker.actor, asker.on) if one.missing]:
        said = f"{counted(len(short), 'contrat est', 'contrats sont')} sous le minimum de la convention collective."
        found.append(ToDo(said, why(hat), where, "Voir ce qui manque"))
    return found


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
