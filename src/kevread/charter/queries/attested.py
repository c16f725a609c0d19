"""What was attested for a time that is over, or ends soon: it is asked again."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from kevread.charter.engine import framework
from kevread.charter.loader import Article
from kevread.charter.models import Attestation
from kevread.charter.rules import ASKED_AGAIN
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.periods import day_in_words


def to_renew(organisations: Collection[UUID] | None, on: date) -> list[tuple[Article, Attestation]]:
    """Of these organisations (None: all), the last attestation of each clause that is attested, where it is over or ends within
    a month, and nobody attested it anew from the day after. One query."""
    clauses = {
        clause.key: article for article in framework().articles.values() for clause in article.clauses if clause.months
    }
    anew = (
        on + ASKED_AGAIN + timedelta(days=1)
    )  # the last day from which one that ends within a month is attested again
    latest = Attestation.objects.filter(clause__in=clauses, period__startswith__lte=anew)
    latest = latest if organisations is None else latest.filter(organisation__in=organisations)
    latest = latest.select_related("organisation").order_by("organisation", "clause", "-period")
    return [
        (clauses[one.clause], one)
        for one in latest.distinct("organisation", "clause")
        if one.dates.last is not None and one.dates.last <= on + ASKED_AGAIN
    ]


def term_in_words(attestation: Attestation, on: date) -> str:
    """« vaut jusqu’au 25 décembre 2026 », or « valait »."""
    last = attestation.dates.last
    assert last is not None
    return f"{'valait' if last < on else 'vaut'} jusqu’au {day_in_words(last)}"


def way_to_attest(attestation: Attestation, actor: Actor) -> Way | None:
    """Where it is attested again, for whoever may."""
    if not actor.hat_for("attest", attestation.organisation_id):
        return None
    rule, _, number = attestation.clause.partition("/")
    where = {"scale": attestation.organisation.slug, "rule": rule, "clause": int(number)}
    return Way("Attester de nouveau", "charter:attest", where)
