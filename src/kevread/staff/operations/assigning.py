"""Who works where: assigned to a post, for a share of a full time, at the service of a local or of all."""

from datetime import date, datetime

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, one_line
from kevread.directory.models import Affiliation, Organisation
from kevread.journal.operations import act
from kevread.seats.models import Body, Mandate
from kevread.seats.rules import ended, require_plausible
from kevread.staff import permissions
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract, Post

from .posts import said

MISTAKE = Assignment.EndReason.MISTAKE


def assign(
    *,
    actor: Actor,
    post: Post,
    contract: Contract,
    period: Period,
    share: int,
    now: datetime,
    local: Organisation | None = None,
    speciality: str = "",
) -> Assignment:
    """Somebody employed there fills a post. A territorial one is at the service of a local of the grouping; of all of them, by
    a speciality that is said. Locks the contract, then the post. What somebody is assigned to may go beyond what their
    contract says: it is told, not refused.

    Raises Denied; Invalid on the field.
    """
    permissions.may_employ(actor, post.employer, timezone.localtime(now).date()).or_raise()
    require_plausible(period)
    require_place(post, local, speciality, period)
    if not 1 <= share <= 100:
        raise Invalid("share", "La part d’un temps plein est entre 1 et 100 pour cent.")
    arguments = {"post": post.pk, "contract": contract.pk, "first": period.start, "local": local.pk if local else None}
    with act("staff.assign", actor=actor, about=post.employer, now=now, arguments=arguments):
        return write_assignment(post, contract, period, share, local, speciality)


def write_assignment(
    post: Post, contract: Contract, period: Period, share: int, local: Organisation | None, speciality: str = ""
) -> Assignment:
    """Inside of an act: `assign`’s, or that of a verb that assigns among other things. Locks the contract, then the post.
    Raises Invalid, Refused."""
    employed = Contract.objects.select_related("person", "employer").lock(contract.pk)
    row: Post = Post.objects.select_related("employer").lock(post.pk)
    require_employed(employed, row, period)
    same = Assignment.objects.standing().touching(period).filter(post=row, contract=employed, local=local)
    if same.exists():
        raise Invalid("first", f"{employed.person} est déjà à ce poste ces jours-là : changez la part de temps.")
    return Assignment.objects.create(
        post=row,
        contract=employed,
        local=local,
        share=share,
        speciality=speciality,
        mandate=seat_held(row, employed, period),
        period=as_range(period),
    )


def require_place(post: Post, local: Organisation | None, speciality: str, period: Period) -> None:
    known = framework()
    if speciality and speciality not in known.specialities:
        raise Invalid("speciality", "Choisissez une des spécialités proposées.")
    if not post.is_territorial:
        if local is not None:
            raise Invalid("local", "Ce poste est mutualisé : il n’est au service d’aucun pôle en particulier.")
        return
    if local is None:
        if not speciality:
            raise Invalid("local", "Dites pour quel pôle, ou par quelle spécialité pour tous.")
        return
    if local.pk == post.employer_id:
        return
    start = period.start or date.min
    if not Affiliation.objects.on(start).filter(member=local, of=post.employer).exists():
        raise Invalid("local", f"{local.name} n’est pas membre {of(post.employer.name)} le {day_in_words(start)}.")


def require_employed(contract: Contract, post: Post, period: Period) -> None:
    if contract.employer_id != post.employer_id or contract.end_reason == Contract.EndReason.MISTAKE:
        raise Invalid("contract", f"Choisissez une personne que {post.employer.name} emploie.")
    if post.end_reason == Post.EndReason.MISTAKE:
        raise Refused("Ce poste était une erreur, annulée depuis.")
    for what, dates in (("Ce contrat", contract.dates), ("Ce poste", post.dates)):
        if dates.start and period.start and period.start < dates.start:
            raise Invalid("first", f"{what} commence le {day_in_words(dates.start)}.")
        if dates.last and (period.last is None or period.last > dates.last):
            raise Invalid("last", f"{what} finit le {day_in_words(dates.last)} : dites un dernier jour.")


def seat_held(post: Post, contract: Contract, period: Period) -> Mandate | None:
    """The seat of the team that this work rests on, if its function has one and the person holds it that day."""
    function = framework().functions.get(post.function)
    if function is None or not function.seat or period.start is None:
        return None
    rows = Mandate.objects.on(period.start).filter(
        person=contract.person,
        seat__title=function.seat,
        seat__body__kind=Body.Kind.TEAM,
        seat__body__organisation=post.employer,
    )
    found: Mandate | None = rows.order_by("pk").first()
    return found


def change_share(*, actor: Actor, assignment: Assignment, share: int, first: date, now: datetime) -> Assignment:
    """More or less time from a day on; what it was before stays read at its day. Raises Denied; Invalid on the field."""
    permissions.may_employ(actor, assignment.post.employer, timezone.localtime(now).date()).or_raise()
    if not 1 <= share <= 100:
        raise Invalid("share", "La part d’un temps plein est entre 1 et 100 pour cent.")
    arguments = {"assignment": assignment.pk, "first": first}
    with act("staff.change_share", actor=actor, about=assignment.post.employer, now=now, arguments=arguments):
        row = standing(assignment)
        if first not in row.dates or first == row.dates.start:
            raise Invalid("first", "Choisissez un jour de cette affectation, après son premier.")
        if share == row.share:
            raise Invalid("share", "C’est déjà sa part de temps.")
        end = row.dates.end
        row.period, row.end_reason = as_range(Period(row.dates.start, first)), Assignment.EndReason.CHANGED
        row.save(update_fields=["period", "end_reason"])
        return Assignment.objects.create(
            post=row.post,
            contract=row.contract,
            local=row.local,
            share=share,
            speciality=row.speciality,
            mandate=row.mandate,
            period=as_range(Period(first, end)),
        )


def end_assignment(*, actor: Actor, assignment: Assignment, last: date, now: datetime, note: str = "") -> Assignment:
    """It ends after a day; the contract goes on. Raises Denied; Invalid on `last`."""
    permissions.may_employ(actor, assignment.post.employer, timezone.localtime(now).date()).or_raise()
    arguments = {"assignment": assignment.pk, "last": last}
    with act("staff.end_assignment", actor=actor, about=assignment.post.employer, now=now, arguments=arguments):
        row = standing(assignment)
        row.period, row.end_reason = as_range(ended(row.dates, last)), Assignment.EndReason.ENDED
        row.end_note = one_line(note)[:300]
        row.save(update_fields=["period", "end_reason", "end_note"])
        return row


def annul_assignment(*, actor: Actor, assignment: Assignment, reason: str, now: datetime) -> Assignment:
    """It was a mistake: it never was. Raises Denied; Invalid on `reason`; Refused when it is annulled already."""
    permissions.may_employ(actor, assignment.post.employer, timezone.localtime(now).date()).or_raise()
    reason = said(reason)
    arguments = {"assignment": assignment.pk}
    with act("staff.annul_assignment", actor=actor, about=assignment.post.employer, now=now, arguments=arguments):
        row = standing(assignment)
        row.end_reason, row.end_note = MISTAKE, reason
        row.save(update_fields=["end_reason", "end_note"])
        return row


def standing(assignment: Assignment) -> Assignment:
    row: Assignment = Assignment.objects.select_related("post__employer", "contract__person", "local", "mandate").lock(
        assignment.pk
    )
    if row.end_reason == MISTAKE:
        raise Refused("Cette affectation était une erreur, annulée depuis.")
    return row
