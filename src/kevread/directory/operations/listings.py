"""What an organisation outside the network accepts that anybody reads of it, in the directory."""

from datetime import datetime

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.common.words import of
from kevread.directory.models import Affiliation, Listing, Organisation, Scale
from kevread.directory.permissions import may_list
from kevread.directory.queries.vocabulary import activities
from kevread.journal.operations import act
from kevread.territory.models import Kind, Zone

from .checks import required, said_in_french


def list_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    within: Organisation,
    activity: str,
    commune: Zone | None,
    agreed_by: str,
    now: datetime,
) -> Listing:
    """Say that an organisation accepts to be shown in the directory from today on, and who there said so; or say otherwise what
    is shown of it. `within`: the organisation of which it is a member, that enters it. Raises Denied, Refused, Invalid."""
    may_list(actor, within).or_raise()
    agreed_by = required("agreed_by", agreed_by, "Écrivez qui, dans l’organisation, l’a accepté, et comment.", least=5)
    if activity not in activities():
        raise Invalid("activity", "Choisissez un des domaines proposés.")
    if commune is not None and commune.kind != Kind.COMMUNE:
        raise Invalid("commune", "Choisissez une commune.")
    today = now.date()
    arguments = {"organisation": organisation.slug, "activity": activity, "commune": commune.code if commune else ""}
    hat = actor.hat_for("list_organisation", within.pk)
    with (
        said_in_french(),
        act("directory.list_organisation", actor=actor, about=within, now=now, hat=hat, arguments=arguments),
    ):
        row: Organisation = Organisation.objects.lock(organisation.pk)  # two who say it at once are served one by one
        kept_here(row, within, now)
        said = {"activity": activity, "commune": commune, "agreed_by": agreed_by[:200]}
        last: Listing | None = Listing.objects.filter(organisation=row).order_by("-period").first()
        if last and last.dates.start == today:  # what was said today is said otherwise
            for name, value in said.items():
                setattr(last, name, value)
            last.period = as_range(Period(today))
            last.save()
            return last
        if last and last.dates.end is None:
            last.period = as_range(Period(last.dates.start, today))
            last.save(update_fields=["period"])
        return Listing.objects.create(organisation=row, period=as_range(Period(today)), **said)


def unlist_organisation(*, actor: Actor, organisation: Organisation, within: Organisation, now: datetime) -> None:
    """Nothing of it is shown any more, from this moment on, on no day. What was public before stays known in the journal."""
    may_list(actor, within).or_raise()
    hat = actor.hat_for("list_organisation", within.pk)
    arguments = {"organisation": organisation.slug}
    with act("directory.unlist_organisation", actor=actor, about=within, now=now, hat=hat, arguments=arguments):
        row: Organisation = Organisation.objects.lock(organisation.pk)
        kept_here(row, within, now)
        given = Listing.objects.filter(organisation=row, period__upper_inf=True).first()
        if given is None:
            raise Refused(f"{row.name} n’est pas montrée dans l’annuaire.")
        today = now.date()
        if given.dates.start == today:
            given.delete()
        else:
            given.period = as_range(Period(given.dates.start, today))
            given.save(update_fields=["period"])


def kept_here(organisation: Organisation, within: Organisation, now: datetime) -> None:
    """Who keeps the members of an organisation says it of them, and of no other; the head, of everybody's. Raises Refused."""
    if organisation.scale:
        raise Refused(f"{organisation.name} est du réseau : tout le monde la voit déjà.")
    if not organisation.in_force(now.date()):
        raise Refused(f"{organisation.name} n’existe pas à cette date.")
    member = Affiliation.objects.on(now.date()).filter(member=organisation, of=within)
    if within.scale != Scale.HEAD and not member.exists():
        raise Refused(
            f"{organisation.name} n’adhère pas à {within.name} : là où elle adhère, on peut dire ce qu’elle accepte "
            f"de montrer, et la coordination {of('la tête de réseau')} le peut pour toutes."
        )
