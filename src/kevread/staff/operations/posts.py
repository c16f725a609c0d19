"""Posts: opened, described anew from a day on, closed, annulled."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import GROUPING, HEAD
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, one_line, seen
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.seats.rules import ended, require_plausible
from kevread.staff import permissions
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Post, Sheet
from kevread.staff.rules.line import loops

LONGEST = 120
RECEIVES = (GROUPING, HEAD)  # a pôle hands its posts over, and is handed none (R6.1)


@dataclass(frozen=True, slots=True)
class Description:
    """What a sheet says of a post: its axis, the mission that comes first and the others, its share of a full time in per
    cent, and the post under which it stands; none: it is the root of the line."""

    axis: str
    main_mission: str
    missions: tuple[str, ...] = ()
    share: int = 100
    under: Post | None = None


def open_post(
    *,
    actor: Actor,
    employer: Organisation,
    function: str,
    period: Period,
    description: Description,
    now: datetime,
    name: str = "",
    is_territorial: bool = False,
    continues: Post | None = None,
) -> Post:
    """A post and its first sheet; `continues`: the one that another employer passed to this one. Locks the employer, and that
    post. Raises Denied; Invalid on the field; Refused when it was not passed here, or is opened already."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, employer, today).or_raise()
    require_plausible(period)
    known = framework().functions_at(employer.scale or "")
    if function not in known:
        raise Invalid("function", f"Choisissez une des fonctions pour lesquelles {employer.name} emploie.")
    if is_territorial and not known[function].territorial:
        raise Invalid("is_territorial", f"« {known[function].label} » est une fonction mutualisée.")
    name = one_line(name) or known[function].label
    if len(name) > LONGEST:
        raise Invalid("name", f"L’intitulé tient en {LONGEST} caractères.")
    arguments = {"employer": employer.pk, "function": function, "first": period.start, "last": period.last}
    with act("staff.open_post", actor=actor, about=employer, now=now, arguments=arguments):
        Organisation.objects.lock(employer.pk)
        require_described(description, employer, period)
        post = Post.objects.create(
            employer=employer,
            function=function,
            name=name,
            is_territorial=is_territorial,
            period=as_range(period),
            continues=received(continues, employer, period) if continues else None,
        )
        write(post, description, period)
        return post


def describe(*, actor: Actor, post: Post, description: Description, first: date, now: datetime) -> Sheet:
    """Its sheet says something else from a day on; what it said before stays read at its day. Raises Denied; Invalid on the
    field; Refused when a sheet that begins later is written already."""
    permissions.may_employ(actor, post.employer, timezone.localtime(now).date()).or_raise()
    arguments = {"post": post.pk, "first": first}
    with act("staff.describe_post", actor=actor, about=post.employer, now=now, arguments=arguments):
        Organisation.objects.lock(post.employer_id)  # a line is a tree: two who change it wait for each other
        row: Post = Post.objects.select_related("employer").lock(post.pk)
        standing(row)
        if first not in row.dates:
            raise Invalid("first", "Choisissez un jour où ce poste est ouvert.")
        if row.sheets.filter(period__startswith__gte=first).exists():
            raise Invalid("first", "Une fiche commence déjà ce jour-là ou après : choisissez un jour plus tard.")
        current = row.sheets.on(first).first()
        if current is not None:
            current.period = as_range(Period(current.dates.start, first))
            current.save(update_fields=["period"])
        period = Period(first, row.dates.end)
        require_described(description, row.employer, period, row)
        return write(row, description, period)


def received(post: Post, employer: Organisation, period: Period) -> Post:
    """Locked: what another employer passed to this one, and that nobody opened yet. Raises Refused; Invalid on `first`."""
    row: Post = Post.objects.select_related("employer").lock(post.pk)
    if not Post.objects.to_receive(employer).filter(pk=row.pk).exists():
        raise Refused(f"« {row.name} » n’est pas, ou n’est plus, un poste à reprendre {of(row.employer.name)}.")
    if row.dates.end is not None and (period.start or date.min) < row.dates.end:
        last = day_in_words(row.dates.end - timedelta(days=1))
        raise Invalid("first", f"{row.employer.name} le garde jusqu’au {last} : choisissez un jour d’après.")
    return row


def close_post(
    *, actor: Actor, post: Post, last: date, now: datetime, note: str = "", moved_to: Organisation | None = None
) -> Post:
    """It is closed after a day; `moved_to`: the employer to which it passes, and which opens it there if it wants. Raises
    Denied; Invalid on `last`, when somebody still fills it or another stands under it, or on `moved_to`; Refused once another
    employer opened it."""
    permissions.may_employ(actor, post.employer, timezone.localtime(now).date()).or_raise()
    if moved_to is not None and (moved_to.pk == post.employer_id or moved_to.scale not in RECEIVES):
        raise Invalid("moved_to", "Choisissez un autre groupement, ou la tête du réseau.")
    arguments = {"post": post.pk, "last": last}
    if moved_to is not None:
        arguments["moved_to"] = moved_to.pk
    with act("staff.close_post", actor=actor, about=post.employer, now=now, arguments=arguments, reason=note):
        Organisation.objects.lock(post.employer_id)
        row: Post = Post.objects.lock(post.pk)
        standing(row)
        if (opened := Post.objects.standing().filter(continues=row).select_related("employer").first()) is not None:
            raise Refused(f"{opened.employer.name} l’a ouvert chez lui : qu’il annule d’abord ce qu’il a ouvert.")
        period = row.dates if corrects(row, last, moved_to) else ended(row.dates, last)
        after = Period(period.end, None)
        if found := Assignment.objects.standing().touching(after).filter(post=row).first():
            raise Invalid(
                "last", f"{found.contract.person} est encore à ce poste : mettez fin à son affectation d’abord."
            )
        if below := Sheet.objects.touching(after).filter(under=row).select_related("post").first():
            raise Invalid("last", f"« {below.post} » dépend de ce poste : dites d’abord de qui il dépendra.")
        for sheet in row.sheets.touching(after):
            sheet.period = as_range(Period(sheet.dates.start, period.end))
            sheet.save(update_fields=["period"])
        row.period, row.end_reason, row.end_note = as_range(period), Post.EndReason.CLOSED, one_line(note)[:300]
        row.moved_to = moved_to
        row.save(update_fields=["period", "end_reason", "end_note", "moved_to"])
        return row


def corrects(post: Post, last: date, moved_to: Organisation | None) -> bool:
    """Whether it is closed that day already, and what changes is to whom it passes."""
    return post.dates.last == last and post.moved_to_id != (moved_to.pk if moved_to else None)


def annul_post(*, actor: Actor, post: Post, reason: str, now: datetime) -> Post:
    """It was a mistake: it never was. Raises Denied; Invalid on `reason`; Refused when somebody was assigned to it, when
    another stands under it, or when it is annulled already."""
    permissions.may_employ(actor, post.employer, timezone.localtime(now).date()).or_raise()
    reason = said(reason)
    arguments = {"post": post.pk}
    with act("staff.annul_post", actor=actor, about=post.employer, now=now, arguments=arguments, reason=reason):
        Organisation.objects.lock(post.employer_id)
        row: Post = Post.objects.lock(post.pk)
        standing(row)
        if Assignment.objects.standing().filter(post=row).exists():
            raise Refused("Quelqu’un y est ou y fut affecté : annulez d’abord l’affectation, ou fermez le poste.")
        if Post.objects.standing().filter(continues=row).exists():
            raise Refused("Un autre employeur l’a repris : qu’il annule d’abord ce qu’il a ouvert.")
        if Sheet.objects.filter(under=row).exclude(post__end_reason=Post.EndReason.MISTAKE).exists():
            raise Refused("D’autres postes en dépendent : dites d’abord de qui ils dépendent.")
        row.end_reason, row.end_note = Post.EndReason.MISTAKE, reason
        row.save(update_fields=["end_reason", "end_note"])
        return row


def standing(post: Post) -> None:
    if post.end_reason == Post.EndReason.MISTAKE:
        raise Refused("Ce poste était une erreur, annulée depuis.")


def said(reason: str) -> str:
    """Why something is annulled. Raises Invalid."""
    reason = one_line(reason)
    if not 10 <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", "Dites en une phrase quelle erreur est corrigée, en 300 caractères au plus.")
    return reason


def require_described(said: Description, employer: Organisation, period: Period, post: Post | None = None) -> None:
    """Raises Invalid on the field: what is not known to the federation, a line that would turn in a circle."""
    known = framework()
    if said.axis and said.axis not in known.axes:
        raise Invalid("axis", "Choisissez un des axes proposés.")
    for field, code in (("main_mission", said.main_mission), *(("missions", one) for one in said.missions)):
        if code not in known.missions:
            raise Invalid(field, "Choisissez parmi les missions proposées.")
    if said.main_mission in said.missions:
        raise Invalid("missions", "La mission principale ne se répète pas parmi les autres.")
    if not 1 <= said.share <= 100:
        raise Invalid("share", "La part d’un temps plein est entre 1 et 100 pour cent.")
    if said.under is None:
        return
    if said.under.employer_id != employer.pk or said.under.end_reason == Post.EndReason.MISTAKE:
        raise Invalid("under", f"Choisissez un poste {of(employer.name)}.")
    start = period.start or date.min
    if start not in said.under.dates:
        raise Invalid("under", f"« {said.under} » n’est pas ouvert le {day_in_words(start)}.")
    if post is not None and turns(post, said.under, employer, period):
        raise Invalid("under", f"« {said.under} » dépend déjà de ce poste : une ligne ne tourne pas en rond.")


def turns(post: Post, under: Post, employer: Organisation, period: Period) -> bool:
    """Whether the line would come back to this post, on the first day or on one when another sheet begins."""
    rows = Sheet.objects.touching(period).filter(post__employer=employer)
    sheets = [(Period.of(dates), one, over) for dates, one, over in rows.values_list("period", "post", "under")]
    days = {period.start} | {dates.start for dates, _, _ in sheets if dates.start and dates.start in period}
    return any(
        loops({one: over for dates, one, over in sheets if day in dates} | {post.pk: under.pk}, post.pk)
        for day in days
        if day
    )


def write(post: Post, said: Description, period: Period) -> Sheet:
    return Sheet.objects.create(
        post=post,
        axis=said.axis,
        main_mission=said.main_mission,
        missions=list(dict.fromkeys(said.missions)),
        share=said.share,
        under=said.under,
        period=as_range(period),
    )
