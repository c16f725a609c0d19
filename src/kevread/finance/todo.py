"""What fundings wait for."""

from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.common.words import of, to
from kevread.filings.models import PUBLISHES
from kevread.filings.queries import to_publish
from kevread.finance.models import KEEPS, Funding, GrantRequest, Instalment
from kevread.finance.queries.exchanges import exchanged
from kevread.finance.queries.reports import Due, to_report
from kevread.finance.queries.required import in_view, see, sights_of
from kevread.finance.queries.requiring import CERTIFYING
from kevread.finance.rules import NEAR, SOON
from kevread.ui.places import screen_address


def fundings_waiting(asker: Asker) -> list[ToDo]:
    """A draft whose last day is near, or over; an instalment that did not come in time."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    drafts = GrantRequest.objects.visible_to(asker.actor).filter(
        organisation=asker.scale, state=GrantRequest.State.DRAFT, due_on__lte=asker.on + SOON
    )
    found = [
        ToDo(
            f"Envoyer la demande {to(one.funder.called)} : {one.purpose}",
            why(hat),
            screen_address("finance:request", scale=asker.scale.slug, key=one.pk),
            "Voir la demande",
            by=one.due_on,
        )
        for one in drafts.select_related("funder__organisation").order_by("due_on", "pk")[:10]
    ]
    late = Instalment.objects.visible_to(asker.actor).filter(
        funding__in=Funding.objects.standing().filter(organisation=asker.scale),
        received_on=None,
        due_on__lt=asker.on,
    )
    return found + [
        ToDo(
            f"{euros(one.cents)} à recevoir {of(one.funding.funder.called)}, {one.funding.purpose}",
            why(hat),
            screen_address("finance:funding", scale=asker.scale.slug, key=one.funding_id),
            "Voir le financement",
            by=one.due_on,
        )
        for one in late.select_related("funding__funder__organisation").order_by("due_on", "pk")[:10]
    ]


def reports_due(asker: Asker) -> list[ToDo]:
    """A financial report whose last day is near, or over, or what says whether one is asked."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    where = screen_address("finance:accounts", scale=asker.scale.slug) + "#rendus"
    rows = [one for one in to_report(asker.on, [asker.scale.pk]) if one.report is None]
    return [
        ToDo(
            told_due(one),
            why(hat),
            screen_address("finance:funding", scale=asker.scale.slug, key=one.funding.pk) if one.is_unsaid else where,
            "Voir le financement" if one.is_unsaid else "Voir le compte rendu",
            by=one.by,
            rule=screen_address("charter:article", scale=asker.scale.slug, rule="L4.5"),
            case=Case("finance.reports_late"),
            is_major=one.is_late(asker.on),
        )
        for one in sorted(rows, key=lambda one: one.by)
        if one.by <= asker.on + NEAR
    ][:10]


def told_due(one: Due) -> str:
    """Where nobody said what it is given for, that is asked first."""
    year = f"exercice clos le {day_in_words(one.closed_on)}"
    if one.is_unsaid:
        return (
            f"Dire si « {one.funding.purpose} » est donné pour un projet défini : le compte rendu de l’{year} en dépend"
        )
    return f"Rendre compte {to(one.funding.funder.called)} : {one.funding.purpose}, {year}"


def accounts_to_publish(asker: Asker) -> list[ToDo]:
    """Accounts that are to be published, for those who say so; what is late comes first."""
    hat = asker.actor.hat_for(PUBLISHES, asker.scale.pk)
    if hat is None:
        return []
    rows = [one for one in to_publish([asker.scale.pk], asker.on) if one.is_sure and not one.is_filed]
    return [
        ToDo(
            f"Publier les comptes de l’exercice clos le {day_in_words(one.happened_on)}, {one.kind.place}",
            why(hat),
            screen_address(
                "filings:declare", scale=asker.scale.slug, kind=one.kind.slug, day=one.happened_on.isoformat()
            ),
            "Voir la fiche",
            by=one.by,
            rule=screen_address("charter:article", scale=asker.scale.slug, rule="L4.1"),
            case=Case("finance.unpublished"),
            is_major=one.state(asker.on) == "late",
        )
        for one in reversed(rows)
    ]


def exchanges_waiting(asker: Asker) -> list[ToDo]:
    """What another structure wrote and nobody answered here; what it says otherwise; what is to be settled, and late."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    found = []
    for one in exchanged(asker.scale, asker.actor, asker.on):
        it, sum_of_it = one.exchange, euros(one.exchange.cents)
        if one.waits_for_us:
            what, gesture = f"Répondre {to(one.other.name)} : {it.purpose}, {sum_of_it}", "Répondre"
        elif one.is_ours_contested:
            what, gesture = f"{one.other.name} dit autrement : {it.purpose}, {sum_of_it}", "Lire sa réponse"
        elif it.undone_on is None and one.state == "late" and one.owes:
            what, gesture = f"Régler {euros(one.left)} {to(one.other.name)} : {it.purpose}", "Voir l’échange"
        else:
            continue
        where = screen_address("finance:exchange", scale=asker.scale.slug, key=it.pk)
        found.append(ToDo(what, why(hat), where, gesture, by=it.due_on if one.state == "late" else None))
    return found[:10]


def thresholds_near(asker: Asker) -> list[ToDo]:
    """A threshold of law that is near, with what is left before it; or that the year under way has passed, where that asks for
    somebody who is not said to be there. Of a year that is closed, and of what is not written, articles tell it themselves."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    seen = see({asker.scale.pk}, asker.on)
    year, found = seen.years[1].get(asker.scale.pk), []
    for one in in_view(sights_of(asker.scale, seen)):
        line = one.threshold
        if line.is_near:
            left = one.left.rstrip(".")
            what = f"Seuil en vue {one.during} : {left[:1].lower()}{left[1:]}"
        elif line.rule in CERTIFYING and line.is_over and year and year.auditor != "appointed":
            what = f"Seuil dépassé {one.during} : {one.called}, {line.measured}. {line.follows}"
        else:
            continue
        found.append(
            ToDo(
                what,
                why(hat),
                screen_address("finance:required", scale=asker.scale.slug) + "#seuils",
                "Voir les obligations",
                rule=screen_address("charter:article", scale=asker.scale.slug, rule=line.rule),
            )
        )
    return found[:10]
