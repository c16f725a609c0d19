"""Whose dues belong to a local organisation."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from kevread.charter.engine import framework
from kevread.charter.queries.registers import keeping_none
from kevread.common.facts import LOCAL
from kevread.directory.models import Affiliation, Organisation

FACT = "dues.local_dues_elsewhere"


def joined_a_local(members: Collection[UUID], on: date) -> Mapping[UUID, Organisation]:
    """Of these organisations outside the network, those that are members of a local one that day, with it. One query."""
    rows = Affiliation.objects.on(on).filter(member__in=members, member__scale="", of__scale=LOCAL)
    return {row.member_id: row.of for row in rows.select_related("of").order_by("-period", "-pk")}


def is_any_local_silent(on: date) -> bool:
    """Whether some local organisation does not keep its members: whoever is of none of the others may be of that one."""
    return keeping_none("members", (LOCAL,), on).exists()


def article_of_local_dues() -> str:
    """The article of this federation by which local dues stay with local organisations; nothing where it has none."""
    return next(
        (
            article.rule
            for article in framework().articles.values()
            for clause in article.clauses
            if clause.check and clause.check.fact == FACT
        ),
        "",
    )
