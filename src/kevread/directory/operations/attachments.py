"""Who is a member of whom, and who has which territory."""

from datetime import date, datetime

from kevread.base.models import as_range
from kevread.common import words
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.directory.models import Affiliation, Coverage, Organisation, Scale
from kevread.directory.permissions import may_affiliate, may_cover_zone
from kevread.journal.operations import act
from kevread.territory.models import Certainty, Kind, Zone

from .checks import close, required, said_in_french

CONTAINED = {Scale.LOCAL: (Kind.EPCI, Kind.COMMUNE), Scale.GROUPING: (Kind.STRATEGIC,)}


def affiliate(
    *, actor: Actor, member: Organisation, of: Organisation, college: str, period: Period, now: datetime
) -> Affiliation:
    """`member` becomes a member of `of`, in a college. Raises Denied, or Invalid when it is one already."""
    may_affiliate(actor, of).or_raise()
    arguments = {
        "member": member.slug,
        "of": of.slug,
        "college": college,
        "start": period.start,
        "last": period.last,
    }
    hat = actor.hat_for("affiliate", of.pk)
    with said_in_french(), act("directory.affiliate", actor=actor, about=of, now=now, hat=hat, arguments=arguments):
        return enter_affiliation(member=member, of=of, college=college, period=period)


def enter_affiliation(*, member: Organisation, of: Organisation, college: str, period: Period) -> Affiliation:
    """Write a membership, in place of what the federation's file proposed. Part of a verb, this room's or one above, which
    asked the right: called in its act. Raises Invalid when it is one already, and on `college` when the file proposed one and
    none is said: neither taken for said nor lost."""
    if member.pk == of.pk:
        raise Invalid("member", "Une organisation ne peut pas adhérer à elle-même.")
    before = Affiliation.objects.filter(member=member, of=of).touching(period).order_by("period").first()
    if before and before.is_proposed:
        if before.college and not college:
            raise Invalid(
                "college",
                f"Le fichier du réseau propose le collège « {before.college} » pour {member.name} : écrivez-le s’il est juste, "
                "ou celui qui l’est.",
            )
        before.college, before.period, before.is_proposed = college, as_range(period), False
        before.save(update_fields=["college", "period", "is_proposed"])
        return before
    if before:
        raise Invalid("member", f"{member.name} adhère déjà à {of.name} {in_words(before.dates)}.")
    return Affiliation.objects.create(member=member, of=of, college=college, period=as_range(period))


def end_affiliation(*, actor: Actor, affiliation: Affiliation, last: date, now: datetime) -> Affiliation:
    """The membership stops on its last day, included."""
    may_affiliate(actor, affiliation.of).or_raise()
    arguments = {"member": affiliation.member.slug, "of": affiliation.of.slug, "last": last}
    hat = actor.hat_for("affiliate", affiliation.of_id)
    with act("directory.end_affiliation", actor=actor, about=affiliation.of, now=now, hat=hat, arguments=arguments):
        return close_affiliation(affiliation, last)


def close_affiliation(affiliation: Affiliation, last: date) -> Affiliation:
    """Write the last day of a membership. Part of a verb which asked the right: called in its act. Raises Invalid on `last`,
    Refused when it had ended before."""
    row: Affiliation = Affiliation.objects.lock(affiliation.pk)
    close(row, last, f"L’adhésion {words.of(affiliation.member.name)} à {affiliation.of.name}")
    row.save(update_fields=["period"])
    return row


def cover_zone(
    *,
    actor: Actor,
    organisation: Organisation,
    zone: Zone,
    source: str,
    certainty: str,
    period: Period,
    now: datetime,
) -> Coverage:
    """Attach an EPCI, or an island in none, to a pôle; a strategic territory to a grouping.

    Locks the zone: two people who attach it at the same moment are served one after the other. Raises Refused, with the
    organisation that has it already.
    """
    may_cover_zone(actor, organisation).or_raise()
    source = required("source", source, "Écrivez d’où vient ce rattachement : une délibération, une page, un document.")
    if certainty not in Certainty.values:
        raise Invalid("certainty", "Dites si ce rattachement est documenté, déduit ou supposé.")
    if zone.kind not in CONTAINED.get(Scale(organisation.scale), ()) if organisation.scale else True:
        raise Invalid("zone", f"{zone.name} n’est pas une sorte de territoire que {organisation.name} peut avoir.")
    arguments = {
        "organisation": organisation.slug,
        "zone": zone.code,
        "source": source,
        "certainty": certainty,
        "start": period.start,
        "last": period.last,
    }
    hat = actor.hat_for("cover_zone", organisation.pk)
    with (
        said_in_french(),
        act("directory.cover_zone", actor=actor, about=organisation, now=now, hat=hat, arguments=arguments),
    ):
        Zone.objects.lock(zone.pk)
        refuse_twice(zone, period)
        return Coverage.objects.create(
            organisation=organisation, zone=zone, source=source, certainty=certainty, period=as_range(period)
        )


def refuse_twice(zone: Zone, period: Period) -> None:
    rows = Coverage.objects.filter(zone=zone).touching(period).select_related("organisation")
    before = rows.order_by("period").first()
    if before:
        raise Refused(
            f"{zone.name} est déjà rattaché à {before.organisation.name} {in_words(before.dates)}. Un territoire n’a "
            "qu’une organisation à la fois : mettez d’abord fin à ce rattachement. Rien n’a été enregistré."
        )


def end_coverage(*, actor: Actor, coverage: Coverage, last: date, now: datetime) -> Coverage:
    """The zone is attached until its last day, included; then to nobody, until somebody says otherwise."""
    may_cover_zone(actor, coverage.organisation).or_raise()
    arguments = {"organisation": coverage.organisation.slug, "zone": coverage.zone.code, "last": last}
    hat = actor.hat_for("cover_zone", coverage.organisation_id)
    with act("directory.end_coverage", actor=actor, about=coverage.organisation, now=now, hat=hat, arguments=arguments):
        row: Coverage = Coverage.objects.lock(coverage.pk)
        close(row, last, f"Le rattachement {words.of(coverage.zone.name)} à {coverage.organisation.name}")
        row.save(update_fields=["period"])
    return row


def in_words(period: Period) -> str:
    """
    >>> in_words(Period(date(2025, 1, 1)))
    'depuis le 1er janvier 2025'
    """
    start = f"depuis le {day_in_words(period.start)}" if period.start else ""
    if not period.last:
        return start or "sans date connue"
    return (
        f"du {day_in_words(period.start)} au {day_in_words(period.last)}"
        if period.start
        else f"jusqu’au {day_in_words(period.last)}"
    )
