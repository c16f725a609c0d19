"""A round is opened, its money and its data are gathered, somebody freezes them. None of it decides anything."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.words import of, one_line, seen
from kevread.directory.models import Organisation
from kevread.equalisation.models import EXPLAINED, AddedCriterion, Campaign, Measure, Resource
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.balances import over_before
from kevread.equalisation.queries.collecting import beneficiaries, collected, criteria, criteria_of, sharing, to_freeze
from kevread.equalisation.queries.path import gone, is_corrected_line
from kevread.equalisation.rules.terms import euros, naming
from kevread.finance.models import Funding
from kevread.finance.queries.onward import Onward, grants_of, onward_of, onward_under
from kevread.journal.operations import act

BEFORE_TOLD = tuple(map(Campaign.State, ("collecting", "frozen", "proposed", "decided")))
GREATEST = 10**15  # cents: what a column holds, and more than any fund


def open_round(*, actor: Actor, carrier: Organisation, year: int, as_of: date, now: datetime) -> Campaign:
    """Open the round of a year. What was typed for one that was abandoned comes with it, so that nothing is typed twice.
    Raises Denied; Invalid on `year` or `as_of`; Refused where no fund is carried."""
    may_prepare(actor, carrier).or_raise()
    today = timezone.localtime(now).date()
    if carrier.scale != HEAD:
        raise Refused("Le fonds est commun à la région : sa campagne s’ouvre à la tête du réseau.")
    if not criteria():
        raise Refused("Le cadre commun de cette fédération ne parle d’aucun fonds à partager.")
    if not today.year - 1 <= year <= today.year + 1:
        raise Invalid("year", f"Une année de {today.year - 1} à {today.year + 1} est attendue.")
    if as_of > today:
        raise Invalid("as_of", "Les données se relèvent à un jour passé, ou aujourd’hui.")
    with act("equalisation.open_round", actor=actor, about=carrier, now=now, arguments={"year": year}):
        Organisation.objects.lock(carrier.pk)
        rows = Campaign.objects.filter(carrier=carrier, year=year, corrects=None)
        if rows.standing().exists():
            raise Invalid("year", f"La campagne {year} est déjà ouverte.")
        if later := Campaign.objects.filter(carrier=carrier, year__gt=year).standing().first():
            raise Invalid(
                "year", f"La campagne {later.year} est ouverte : elle se compare aux années d’avant, qui sont closes."
            )
        made = Campaign.objects.create(carrier=carrier, year=year, as_of=as_of)
        if given_up := rows.order_by("-pk").exclude(pk=made.pk).first():
            carry_over(given_up, made)
        return made


def carry_over(before: Campaign, made: Campaign) -> None:
    """What somebody typed for a round that was abandoned, of those who share the fund on the day of the new one; but a grant
    that may be granted onwards no more, since it was meanwhile (L4.6), and what stays no more of a year that was over."""
    for fed in before.resources.select_related("funding__organisation", "carried_from").order_by("pk"):
        if fed.origin == Resource.Origin.GRANT and beyond(made, fed.clause, fed.funding, fed.amount):
            continue
        if not fed.carried_from_id or stays(made, fed):
            feed(made, fed)
    for one in before.added.order_by("pk"):
        AddedCriterion.objects.create(
            campaign=made, name=one.name, source=one.source, added_on=one.added_on, added_by=one.added_by
        )
    for told in before.measures.filter(collected=False, beneficiary__in=sharing(made.as_of)).order_by("pk"):
        Measure.objects.create(
            campaign=made,
            beneficiary_id=told.beneficiary_id,
            criterion=told.criterion,
            value=told.value,
            source=told.source,
            as_of=told.as_of,
        )


def feed(made: Campaign, fed: Resource) -> Resource:
    """The same money, in another round."""
    names = ("label", "origin", "amount", "clause", "funding_id", "carried_from_id")
    return Resource.objects.create(campaign=made, **{name: getattr(fed, name) for name in names})


def stays(made: Campaign, fed: Resource) -> bool:
    """Whether so much is left, for this round, of the year that it was brought forward from. Three queries."""
    source = fed.carried_from
    return source is not None and any(
        one.campaign.year == source.year and fed.amount <= one.left_for(made) for one in over_before(made)
    )


def beyond(campaign: Campaign, clause: str, funding: Funding | None, amount: int) -> Onward | None:
    """What does not let so much be granted onwards: what is left under its clause, or of that very funding."""
    under = (onward_under(campaign.carrier, clause), onward_of(funding))
    return next((one for one in under if one and amount > one.left), None)


def opened(campaign: Campaign) -> Campaign:
    """The round, locked, whose data still move. Called in an act. Raises Refused."""
    row: Campaign = Campaign.objects.select_related("carrier").lock(campaign.pk)
    if not row.is_open:
        raise Refused(f"Les données de la campagne {row.year} ne changent plus : {row.get_state_display().lower()}.")
    return row


def add_resource(
    *,
    actor: Actor,
    campaign: Campaign,
    label: str,
    origin: str,
    amount: int,
    may_be_granted: bool,
    clause: str,
    now: datetime,
    funding: Funding | None = None,
) -> Resource:
    """Money that feeds the round. A grant goes to another association only where its agreement says so, by a clause that is
    quoted (L4.6): otherwise it stays at the door; and so does what of it was granted onwards already, as far as it is recorded.
    Where it is a funding that is recorded, who gives it and the clause are those of the funding, which pays no more than it is.
    What stays of a year that is over here is read, not typed: it is brought forward.
    Raises Denied; Invalid on the field; Refused."""
    may_prepare(actor, campaign.carrier).or_raise()
    if funding is not None:
        check_funding(actor, campaign, funding, origin)
        label, clause, may_be_granted = named(funding), funding.clause, True
    label, clause = one_line(label), one_line(clause)
    if not label or len(label) > 160:
        raise Invalid("label", "Dites de qui vient la somme, en 160 caractères au plus.")
    if origin not in Resource.Origin.values:
        raise Invalid("origin", "Choisissez d’où vient la somme.")
    if not 0 < amount <= GREATEST:
        raise Invalid("amount", "Indiquez un montant de plus de 0 €.")
    if origin == Resource.Origin.CARRIED and over_before(campaign):
        raise Invalid(
            "origin",
            "Ce qui reste d’une campagne close ici ne se saisit pas : « Reporter ce qui reste » en lit la somme. Ce que le "
            "fonds avait avant elles entre comme fonds propres.",
        )
    if origin == Resource.Origin.GRANT and not may_be_granted:
        raise Refused(
            f"La subvention {of(label)} ne peut pas être reversée à une autre association : sa convention ne le permet pas. "
            "Elle n’entre pas dans le fonds.",
            rule="L4.6",
        )
    if origin == Resource.Origin.GRANT and len(clause) < EXPLAINED:
        raise Invalid(
            "clause", "Recopiez la clause de la convention qui permet de reverser : sans elle, c’est interdit."
        )
    if len(clause) > 400:
        raise Invalid("clause", "En 400 caractères au plus.")
    arguments = {"campaign": campaign.pk, "amount": amount}
    with act("equalisation.add_resource", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = opened(campaign)
        if funding is not None:
            require_onward(funding, clause)
        if origin == Resource.Origin.GRANT and (under := beyond(row, clause, funding, amount)):
            raise Invalid("amount", under.words, rule="L4.6")
        kept = clause if origin == Resource.Origin.GRANT else ""
        said = {"label": label, "origin": origin, "amount": amount, "clause": kept, "funding": funding}
        return Resource.objects.create(campaign=row, **said)


def require_onward(funding: Funding, clause: str) -> None:
    """It still says so, now that its row is locked. Raises Invalid on `funding`."""
    row: Funding = Funding.objects.lock(funding.pk)
    if row.undone_on or row.onward != Funding.Onward.ALLOWED or row.clause != clause:
        raise Invalid(
            "funding", "Ce financement vient de changer : rouvrez cette page, et relisez sa clause.", rule="L4.6"
        )


def named(funding: Funding) -> str:
    return f"{funding.funder.called}, {funding.purpose}"[:160]


def check_funding(actor: Actor, campaign: Campaign, funding: Funding, origin: str) -> None:
    """Raises Invalid on `origin` or `funding`."""
    if origin != Resource.Origin.GRANT:
        raise Invalid(
            "origin", "Un financement inscrit est une subvention : choisissez cette origine, ou aucun financement."
        )
    if not grants_of(campaign.carrier, actor).filter(pk=funding.pk).exists():
        raise Invalid(
            "funding",
            f"Choisissez un financement {of(campaign.carrier.name)} dont la clause permet de le reverser.",
            rule="L4.6",
        )


def remove_resource(*, actor: Actor, resource: Resource, now: datetime) -> Campaign:
    """It was a mistake, while data still move. Raises Denied; Refused."""
    may_prepare(actor, resource.campaign.carrier).or_raise()
    arguments = {"resource": resource.pk}
    with act(
        "equalisation.remove_resource", actor=actor, about=resource.campaign.carrier, now=now, arguments=arguments
    ):
        row = opened(resource.campaign)
        for found in row.resources.filter(pk=resource.pk):
            found.delete()
    return row


def set_reserve(*, actor: Actor, campaign: Campaign, reserve: int, now: datetime) -> Campaign:
    """What is kept aside of the money of the round. Raises Denied; Invalid on `reserve`; Refused."""
    may_prepare(actor, campaign.carrier).or_raise()
    if not 0 <= reserve <= GREATEST:
        raise Invalid("reserve", "Indiquez un montant, ou 0 €.")
    with act("equalisation.set_reserve", actor=actor, about=campaign.carrier, now=now, arguments={"reserve": reserve}):
        row = opened(campaign)
        row.reserve = reserve
        row.save(update_fields=["reserve"])
    return row


def collect(*, actor: Actor, campaign: Campaign, now: datetime) -> list[Measure]:
    """Read in Kevread, on the day of the round, what it knows of each grouping. Done again, it is read again; what somebody
    typed stays as typed. Raises Denied; Refused."""
    may_prepare(actor, campaign.carrier).or_raise()
    with act("equalisation.collect", actor=actor, about=campaign.carrier, now=now, arguments={"campaign": campaign.pk}):
        row = opened(campaign)
        known, counted = collected(row.as_of), criteria_of(row)
        rows = {(one.beneficiary_id, one.criterion): one for one in row.measures.all()}
        read = []
        for who in beneficiaries(row.as_of):
            for code in (code for code in counted if (who.pk, code) in known):
                value, source = known[who.pk, code]
                told = rows.get((who.pk, code))
                if told is not None and not told.collected:
                    continue
                one = told or Measure(campaign=row, beneficiary=who, criterion=code)
                one.value, one.source, one.as_of, one.collected = value, source, row.as_of, True
                one.save()
                read.append(one)
    return read


def freeze(*, actor: Actor, campaign: Campaign, now: datetime) -> Campaign:
    """Nothing of the data moves any more, and the name of who froze them stays. A criterion is told of every beneficiary, or of
    none; what was told of whoever shares nothing on the day of the data goes. Raises Denied; Refused with what is missing."""
    may_prepare(actor, campaign.carrier).or_raise()
    today = timezone.localtime(now).date()
    if actor.person is None:
        raise Refused("Des données se figent par une personne, qui en répond.")
    with act("equalisation.freeze", actor=actor, about=campaign.carrier, now=now, arguments={"campaign": campaign.pk}):
        row = opened(campaign)
        require_whole(row, today)
        require_stays(row)
        for told in row.measures.exclude(beneficiary__in=sharing(row.as_of)):
            told.delete()
        row.frozen_with = to_freeze(row)
        row.state, row.frozen_on, row.frozen_by_id = Campaign.State.FROZEN, today, actor.person
        row.save(update_fields=["state", "frozen_on", "frozen_by", "frozen_with"])
    return row


def require_whole(row: Campaign, today: date) -> None:
    """A round has no beneficiary that closed; a correction keeps the share of one that closed since, and nothing of it is paid.
    Raises Refused."""
    everybody = beneficiaries(row.as_of)
    gone = [one.name for one in everybody if not one.in_force(today)]
    if gone and not row.corrects_id:
        raise Refused(
            f"{gone[0]} n’est plus au réseau : abandonnez cette campagne, et ouvrez-en une à un jour plus récent."
        )
    told = {(one.beneficiary_id, one.criterion) for one in row.measures.all()}
    codes = [code for code in criteria_of(row) if any(criterion == code for _, criterion in told)]
    if not codes or not everybody:
        raise Refused("Aucune valeur n’est encore relevée : relevez ce que Kevread sait, ou saisissez-les.")
    for code in codes:
        for who in everybody:
            if (who.pk, code) not in told:
                raise Refused(f"Il manque une valeur : {naming(code).name.lower()}, {who.name}.")
    total = sum(one.amount for one in row.resources.all())
    if total <= row.reserve:
        raise Refused(f"Rien n’est à partager : {euros(total)} de ressources, {euros(row.reserve)} de réserve.")


def require_stays(row: Campaign) -> None:
    """What it brought forward still stays of a year that is over: a correction opened since says otherwise. Raises Refused."""
    fed = row.resources.filter(carried_from__isnull=False).select_related("carried_from").order_by("pk")
    sources = {one.carried_from.year for one in fed if one.carried_from}
    known = {one.campaign.year: one for one in over_before(row)} if sources else {}
    for year in sorted(sources):
        if year not in known:
            raise Refused(
                f"La campagne {year} se corrige : ce qui en reste se saura une fois sa correction close. Attendez-la, ou "
                "retirez ce qui en est reporté."
            )
        if known[year].left < 0:
            raise Refused(
                f"Il ne reste plus tant de la campagne {year}, depuis sa correction : {known[year].missing} de trop en sont "
                "reportés. Retirez ce report, puis reportez ce qui reste."
            )


def abandon(*, actor: Actor, campaign: Campaign, reason: str, now: datetime) -> Campaign:
    """This round was a mistake: it stays, closed, with its reason; another may open. Raises Denied; Invalid on `reason`;
    Refused."""
    may_prepare(actor, campaign.carrier).or_raise()
    reason = one_line(reason)
    if not EXPLAINED <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", "Dites pourquoi cette campagne est abandonnée.")
    with act("equalisation.abandon", actor=actor, about=campaign.carrier, now=now, reason=reason):
        row: Campaign = Campaign.objects.select_related("carrier", "decided_by__decision").lock(campaign.pk)
        if row.state not in BEFORE_TOLD:
            raise Refused(f"Cette campagne ne s’abandonne plus : {row.get_state_display().lower()}.")
        if row.decided_by and not (
            gone(row, timezone.localtime(now).date()) or is_corrected_line(row.decided_by.decision)
        ):
            raise Refused(
                "Cette campagne est décidée : elle ne s’abandonne que si une organisation a fermé, ou si une autre ligne du "
                "registre corrige la décision. Une erreur se corrige après la notification, par une campagne corrective."
            )
        row.state, row.reason = Campaign.State.ABANDONED, reason
        row.save(update_fields=["state", "reason"])
    return row
