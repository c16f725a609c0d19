"""What two lines of authority wait for."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from kevread.base import clock
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
from kevread.staff.models import EMPLOYS
from kevread.staff.queries.vacancies import Vacancy, vacancies
from kevread.supervision.loader import acts
from kevread.supervision.models import Ending, Expense, Leave, Matter
from kevread.supervision.queries.matters import MatterShown, end_of, matters_at, shown
from kevread.supervision.queries.reviews import careers_late, reviews_late
from kevread.supervision.rules import PERSON, POLE
from kevread.ui.places import screen_address
from kevread.ui.words import counted

FRESH = timedelta(days=14)  # what was set for somebody’s work is told to them so long
PREPARED = timedelta(days=180)  # a contract that did not come by then is no more asked for
ANSWERED = {"leave": "supervision:answer_leave", "expense": "supervision:answer_expense"}
DECIDED_APART = {"ending": "supervision:decide_ending"}
NAMED = 3  # people that a line names, at most


def waiting(asker: Asker) -> list[ToDo]:
    """What this line decides, what it is asked in writing, what is open about oneself. Four queries; one, where nothing is."""
    since = end_of(asker.on - FRESH)
    rows = matters_at(asker.scale, asker.actor, asker.on).filter(annulled_on=None)
    found = list(rows.filter(Q(closed_at=None) | Q(closed_at__gte=since, person=asker.actor.person)))
    told = shown(found, asker.actor, asker.on, clock.now())
    return [*to_settle(asker, told), *to_write(asker, told), *about_me(asker, told)]


def address(asker: Asker, matter: Matter) -> str:
    return screen_address("supervision:matter", scale=asker.scale.slug, key=matter.pk)


def about(one: MatterShown) -> str:
    return f"{one.label}, {one.matter.person or one.matter.post.name}"


def to_settle(asker: Asker, told: list[MatterShown]) -> list[ToDo]:
    """What this line decides, and nothing more is awaited for: conflicts with their hours left, reviews, recruitments."""
    found = []
    decided = [one for one in told if one.decides and one.is_ready]
    asked = what_is_asked(decided)
    for one in decided:
        form = one.act.form if one.act is not None else ""
        screen = (ANSWERED | DECIDED_APART).get(form, "supervision:matter")  # read whole where they are answered
        screen = "supervision:matter" if form in ANSWERED and one.awaited else screen  # others are still to write
        found.append(
            ToDo(
                f"{about(one)}{asked.get(one.matter.pk, '')} : {one.word[:1].lower()}{one.word[1:]}",
                "Votre ligne en décide.",
                screen_address(screen, scale=asker.scale.slug, key=one.matter.pk),
                one.gesture if form not in ANSWERED else "Le lire" if one.awaited else "Répondre",
                by=one.until if one.matter.due_at or one.is_overdue else None,
                is_major=one.is_late or one.is_overdue,
            )
        )
    return found


def what_is_asked(told: list[MatterShown]) -> dict[UUID, str]:
    """By the key of a matter, the days or the amount that it asks: two of one person are told apart. Two queries, or none."""
    forms = {one.act.form for one in told if one.act is not None}
    keys = [one.matter.pk for one in told]
    days = Leave.objects.filter(matter__in=keys) if "leave" in forms else ()
    spent = Expense.objects.filter(matter__in=keys) if "expense" in forms else ()
    return {one.matter_id: f", {one.days}" for one in days} | {one.matter_id: f", {euros(one.cents)}" for one in spent}


def to_review(asker: Asker) -> list[ToDo]:
    """Those whom the employer’s line has not met for as long as the matrix says, and for whom nothing is open: one line."""
    code = acts().of_form("review")
    if asker.actor.hat_for(EMPLOYS, asker.scale.pk) is None or not code:
        return []
    late = reviews_late(asker.scale, code, asker.on)
    if not late:
        return []
    names = ", ".join(str(one) for one in late[:NAMED]) + (
        f" et {len(late) - NAMED} autres" if len(late) > NAMED else ""
    )
    said = "Un entretien annuel à ouvrir" if len(late) == 1 else f"{len(late)} entretiens annuels à ouvrir"
    return [
        ToDo(
            f"{said} : {names}.",
            "Votre ligne conduit les entretiens, et aucun n’est inscrit depuis un an.",
            screen_address("supervision:open_matter", scale=asker.scale.slug, code=code),
            "Ouvrir un entretien",
        )
    ]


def to_meet(asker: Asker) -> list[ToDo]:
    """Those whose career interview fell due and was not held, and for whom none is open: one line each, a few of them, and how
    many others."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    where = screen_address("supervision:open_matter", scale=asker.scale.slug, code=acts().of_form("career") or "-")
    late = [(person, by) for person, by in careers_late(asker.scale, asker.on) if person.pk != asker.actor.person]
    found = [
        ToDo(
            f"L’entretien de parcours professionnel était à tenir le {day_in_words(by)} : {person}.",
            why(hat),
            where,
            "Ouvrir l’entretien",
            by=by,
            is_major=True,
        )
        for person, by in late[:NAMED]
    ]
    if others := len(late) - len(found):
        said = counted(others, "autre entretien de parcours était", "autres entretiens de parcours étaient")
        found.append(ToDo(f"{said} à tenir.", why(hat), where, "Ouvrir un entretien", is_major=True))
    return found


def to_fill(asker: Asker) -> list[ToDo]:
    """Posts that nobody fills, or soon nobody: one line for all. Of one for which somebody was chosen, `to_employ` tells, as
    long as it does; one for which nobody was is to fill anew."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    code = acts().of_form("recruitment")
    if hat is None or not code:
        return []
    empty = vacancies(asker.scale, asker.on)
    rows = Matter.objects.standing().filter(act=code, post__in=[one.post.pk for one in empty], contract=None)
    rows = rows.order_by("raised_at", "pk") if empty else rows.none()
    recruiting = {one.post_id: one for one in rows.filter(closed_at=None)}
    chosen = rows.filter(chosen_lately(asker.on))
    taken = set(chosen.values_list("post", flat=True))
    empty = [one for one in empty if one.post.pk not in taken]
    if not empty:
        return []
    told = [vacancy_in_words(one, is_open=one.post.pk in recruiting) for one in empty[:NAMED]]
    more = f" et {counted(others, 'autre')}" if (others := len(empty) - len(told)) else ""
    first = next((one for one in empty if one.post.pk not in recruiting), None)
    if first:
        where = screen_address("supervision:open_matter", scale=asker.scale.slug, code=code)
        where, button = f"{where}?poste={first.post.pk}", "Ouvrir un recrutement"
    else:
        where, button = address(asker, recruiting[empty[0].post.pk]), "Voir le recrutement"
    only = empty[0] if len(empty) == 1 else None
    said = f"{counted(len(empty), 'poste')} à pourvoir : {' ; '.join(told)}{more}."
    return [ToDo(said, why(hat), where, button, by=only.until if only else None)]


def vacancy_in_words(one: Vacancy, *, is_open: bool) -> str:
    """« Délégué·e territorial·e, vide depuis le 12 novembre 2026, recrutement ouvert »."""
    if one.until:
        said = f"tenu jusqu’au {day_in_words(one.until)}"
    elif one.since is None:
        said = "vide"
    else:
        said = f"vide {'au moins ' if one.at_least else ''}depuis le {day_in_words(one.since)}"
    return f"{one.post.name}, {said}{', recrutement ouvert' if is_open else ''}"


def chosen_lately(on: date) -> Q:
    """Recruitments by which somebody was chosen, whose contract is still awaited that day."""
    return Q(outcome=Matter.Outcome.DECIDED, candidates__is_chosen=True, closed_at__gte=end_of(on - PREPARED))


def to_employ(asker: Asker) -> list[ToDo]:
    """Recruitments that were decided, and whose contract is not there."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    rows = Matter.objects.standing().filter(chosen_lately(asker.on), organisation=asker.scale, contract=None)
    return [
        ToDo(
            f"Recrutement décidé, {one.post.name} : inscrire le contrat.",
            why(hat),
            screen_address("supervision:employ", scale=asker.scale.slug, key=one.pk),
            "Préparer le contrat",
        )
        for one in rows.select_related("post").order_by("closed_at", "pk").distinct()
    ]


def to_end(asker: Asker) -> list[ToDo]:
    """Ends of contracts that were decided, and that nobody wrote in the contract."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    rows = Ending.objects.filter(
        matter__organisation=asker.scale, matter__annulled_on=None, last__isnull=False, written_on=None,
        contract__end_reason="",
    )  # fmt: skip
    return [
        ToDo(
            f"La fin du contrat de {one.matter.person} est décidée : l’inscrire au contrat.",
            why(hat),
            screen_address("supervision:write_ending", scale=asker.scale.slug, key=one.matter_id),
            "Inscrire la fin",
            by=one.last,
        )
        for one in rows.exclude(matter__person=asker.actor.person)
        .select_related("matter__person")
        .order_by("last", "pk")
    ]


def to_pay(asker: Asker) -> list[ToDo]:
    """What was validated, and that nobody said to be paid: the oldest first, a few lines, and how many others."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    rows = Expense.objects.granted().filter(matter__organisation=asker.scale, paid_on=None)
    rows = rows.exclude(matter__person=asker.actor.person).select_related("matter__person")
    waits = list(rows.order_by("matter__closed_at", "pk"))
    found = [
        ToDo(
            f"Frais validés à rembourser : {euros(one.cents)}, {one.matter.person}.",
            why(hat),
            screen_address("supervision:pay_expense", scale=asker.scale.slug, key=one.matter_id),
            "Inscrire le remboursement",
        )
        for one in waits[:NAMED]
    ]
    if others := waits[NAMED:]:
        said = f"{counted(len(others), 'autre demande', 'autres demandes')} de frais validés à rembourser"
        where = screen_address("supervision:people", scale=asker.scale.slug)
        total = euros(sum(one.cents for one in others))
        found.append(ToDo(f"{said} : {total} en tout.", why(hat), where, "Les voir"))
    return found


def about_me(asker: Asker, told: list[MatterShown]) -> list[ToDo]:
    """What is open about oneself; and what a pôle just set for one’s work: read at the grouping and at the pôle, and one
    thing (`row`)."""
    if asker.actor.person is None:
        return []
    found = []
    for one in told:
        if one.matter.person_id != asker.actor.person:
            continue
        set_for_me = one.act is not None and one.act.decider == POLE and one.matter.outcome == "decided"
        if one.act is not None and one.act.form in ANSWERED and one.matter.outcome == "decided":
            found.append(
                ToDo(
                    f"{one.matter.title} : {one.matter.conclusion[:1].lower()}{one.matter.conclusion[1:]}",
                    "Vous aviez demandé ces jours." if one.act.form == "leave" else "Vous aviez proposé ces frais.",
                    address(asker, one.matter),
                    "Le lire",
                    row=one.matter.pk,
                )
            )
        elif one.is_open:
            found.append(
                ToDo(
                    f"{one.label} : {one.matter.title}. {one.word}.",
                    "Ce dossier vous concerne.",
                    *own_gesture(asker, one),
                    by=one.until,
                    row=one.matter.pk,
                )
            )
        elif set_for_me:
            found.append(
                ToDo(
                    f"{one.label}, fixées par votre pôle : {one.matter.title}",
                    "Elles disent ce que le pôle attend de votre travail.",
                    address(asker, one.matter),
                    "Les lire",
                    row=one.matter.pk,
                )
            )
    return found


def own_gesture(asker: Asker, one: MatterShown) -> tuple[str, str]:
    """To write one’s own part, where it is awaited and one is read here; to read it otherwise."""
    if any(side.side.line == PERSON for side in one.awaited) and one.matter.organisation == asker.scale:
        return screen_address("supervision:say", scale=asker.scale.slug, key=one.matter.pk), "Écrire"
    return address(asker, one.matter), "Le lire"


def to_write(asker: Asker, told: list[MatterShown]) -> list[ToDo]:
    """What this line is asked in writing: a view of the pôle before a recruitment, a part of a review."""
    found = []
    for one in told:
        sides = [side for side in one.awaited if side.is_mine and side.side.organisation_id == asker.scale.pk]
        if not one.is_open or not sides or one.matter.person_id == asker.actor.person:
            continue
        said = f"{about(one)} : l’écrit {'du pôle' if sides[0].side.line == 'pole' else 'de l’employeur'} est attendu"
        found.append(
            ToDo(
                said,
                "Kevread propose que votre organisation le donne par écrit, avant la décision.",
                screen_address("supervision:say", scale=asker.scale.slug, key=one.matter.pk),
                "Écrire",
                by=one.awaited_until,
                is_major=one.is_overdue,
            )
        )
    return found
