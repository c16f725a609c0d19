"""Whoever somebody of the demonstration is, and whatever leads to them in whichever room: their record becomes another, and is
theirs again, with nothing lost and nothing left behind but what nothing rewrites."""

from collections.abc import Iterator

import pytest
from django.db import connection

from kevread.base.models import Record
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Organisation, Person
from kevread.equalisation.models import Payment
from kevread.imports.models import Merge
from kevread.imports.moving import Becomes, Move, moves
from kevread.imports.operations import merge, undo_merge
from kevread.imports.operations.merging import VERB
from kevread.imports.tracing import loose_columns, pointing_to
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
        found = moves(kept, row, VERB, SYSTEM)
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
    assert len(kinds) >= (36 if model is Person else 6), kinds
    assert check_tables(now=NOW).faults == faults


def test_two_people_whom_a_rule_wants_to_be_two_are_not_made_one():
    paid = Payment.objects.exclude(received_by=None).select_related("prepared_by", "received_by").first()
    head, before = Organisation.objects.get(scale="head"), tables()
    for kept, gone in ((paid.prepared_by, paid.received_by), (paid.received_by, paid.prepared_by)):
        (stopped,) = (move for move in moves(kept, gone, VERB, SYSTEM) if move.row == paid)
        assert stopped.becomes is Becomes.STOPS
        with pytest.raises(Refused, match="il y faut deux personnes"):
            merge(kept=kept, gone=gone, within=head, **WHO)
    assert tables() == before


def words_in(said: object) -> Iterator[str]:
    """Each key, each value, whole."""
    if isinstance(said, dict):
        yield from said
        for one in said.values():
            yield from words_in(one)
    elif isinstance(said, list | tuple):
        for one in said:
            yield from words_in(one)
    else:
        yield str(said)


def test_what_is_said_to_keep_neither_a_person_nor_an_organisation_keeps_none():
    """The network itself excepted: its records are always those that stand."""
    outside = Organisation.everything.filter(scale="")
    keys = {str(key) for rows in (Person.everything.all(), outside) for key in rows.values_list("pk", flat=True)}
    keys |= set(outside.values_list("slug", flat=True))
    for name, model in loose_columns():
        kept = {word for said in model._default_manager.values_list(name, flat=True) for word in words_in(said)}
        assert name in model.NAMES or not kept & keys, f"{model._meta.label}.{name} keeps {sorted(kept & keys)[:3]}"
