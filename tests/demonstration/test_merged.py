"""Whoever somebody of the demonstration is, and whatever leads to them in whichever room: their record becomes another, and is
theirs again, with nothing lost and nothing left behind but what nothing rewrites."""

from collections.abc import Iterator

import pytest
from django.db import connection

from kevread.base.models import Record
from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation, Person
from kevread.imports.models import Merge
from kevread.imports.moving import Becomes, Move, moves
from kevread.imports.operations import merge, undo_merge
from kevread.imports.operations.merging import VERB
from kevread.imports.tracing import pointing_to
from kevread.journal.operations import check_tables
from tests.arrange import NOW, arranging
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
WHO = {"actor": SYSTEM, "now": NOW}
type Link = tuple[str, str]


def links(model: type[Record]) -> list[tuple[str, type[Record]]]:
    found = pointing_to(model)
    return [(name, other) for name, other in found if issubclass(other, Record) and other is not Merge]


def tables() -> dict[str, str]:
    """A digest of every table in which something leads to a person or an organisation."""
    names = {other._meta.db_table for model in (Person, Organisation) for _, other in links(model)}
    names |= {"directory_person", "directory_organisation"}
    with connection.cursor() as cursor:
        digests = {}
        for name in sorted(names):
            cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM {name} t")
            digests[name] = cursor.fetchone()[0]
    return digests


def stood_for(model: type[Record], kept: Record, rows: list) -> Iterator[tuple[Record, list[Move]]]:
    """Those who may be merged, such that each link that any of them has is seen once."""
    seen: set[Link] = set()
    for row in rows:
        found = moves(kept, row, VERB)
        new = {(move.row._meta.label, move.field) for move in found} - seen
        if new and not any(move.becomes is Becomes.STOPS for move in found):
            seen |= new
            yield row, found


@pytest.mark.parametrize("model", [Person, Organisation])
def test_whatever_leads_to_a_record_leads_to_the_one_that_stands_and_goes_back(model):
    head = Organisation.objects.get(scale="head")
    with arranging():
        kept = PersonFactory() if model is Person else OrganisationFactory(scale="")
    rows = list(model.objects.exclude(pk=kept.pk).order_by("pk"))
    if model is Organisation:
        rows = [row for row in rows if not row.scale]
    before, kinds, faults = tables(), set(), check_tables(now=NOW).faults
    for gone, found in stood_for(model, kept, rows):
        made = merge(kept=kept, gone=gone, within=head, **WHO)
        stays = {(move.row._meta.label, move.field) for move in found if move.becomes is Becomes.STAYS}
        for name, other in links(model):
            if name != "into" and other._default_manager.filter(**{name: gone.pk}).exists():
                assert (other._meta.label, name) in stays, f"{other._meta.label}.{name} is left behind"
        undo_merge(made=made, **WHO)
        assert tables() == before
        kinds |= {(move.row._meta.label, move.field) for move in found}
    assert len(kinds) >= (12 if model is Person else 2), kinds
    assert check_tables(now=NOW).faults == faults
