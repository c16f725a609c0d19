"""The journal of a whole federation: one act of each verb, told whole."""

import re
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.base.readers import UNREAD, is_restricted, read_through
from kevread.chronicle.queries.reading import columns_of, label_of, models_by_table, name_of, names_in, rows_named
from kevread.chronicle.queries.story import DETAILED_ROWS, Detail, tell, tell_whole
from kevread.common.actor import SYSTEM, Actor
from kevread.common.rooms import verbs
from kevread.demonstration.personae import personae
from kevread.directory.models import Person
from kevread.journal.models import Act, Change
from kevread.seats.queries import actor_of
from tests.arrange import TODAY
from tests.demonstration.conftest import built  # noqa: F401 — fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}|T\d\d:\d\d|\bNone\b|\{'|president_or_secretary")


@cache
def one_of_each() -> list[Act]:
    return list(Act.objects.order_by("verb", "at", "id").distinct("verb"))


@cache
def whole(act: Act) -> list[Detail]:
    """All that it did, once for all the tests of this file, which change nothing of it."""
    return tell_whole(act, SYSTEM)[0]


def test_one_act_of_each_verb_reads_like_a_sentence():
    acts = one_of_each()
    assert len(acts) > 50
    sentences = {verb.name: verb.sentence for verb in verbs()}
    for told in tell(acts, SYSTEM):
        assert told.sentence == sentences[told.act.verb]
        assert not KEY.search(" ".join(told.titles)), (told.act.verb, told.titles)


def test_no_key_no_code_and_no_english_is_told():
    codes = {
        (str(model._meta.verbose_name).capitalize(), label_of(field), str(code))
        for model in models_by_table().values()
        for field in columns_of(model).values()
        for code, label in field.flatchoices or ()
        if str(code) != str(label)
    }
    for act in one_of_each():
        for detail in whole(act):
            said = [detail.title, *(word for line in detail.lines for word in line)]
            assert not [text for text in said if KEY.search(text)], (act.verb, detail)
            told = {(detail.table, label, word) for label, *words in detail.lines for word in words}
            assert not told & codes, act.verb


def test_each_act_that_changes_something_says_it():
    for act in one_of_each():
        silent = [one for one in whole(act) if not one.lines and not one.unread]
        assert silent == [], act.verb


READS = ("benevole", "tresorerie", "salarie", "presidence-pole")
# Whoever reads the journal of an organisation reads them: no list of theirs depends on who looks.
OPEN = {
    "charter.attestation", "charter.contest", "charter.derogation", "charter.keeping", "charter.passage",
    "charter.setting", "charter.source", "directory.affiliation", "directory.capacity", "directory.coverage",
    "directory.listing", "directory.name", "dues.bracket", "dues.eligibility", "dues.tariff", "journal.erased",
    "mail.unsubscription", "membership.filing", "membership.headcount", "membership.step", "privacy.purge", "seats.delegation",
    "territory.figure", "territory.zone", "territory.zonepart",
}  # fmt: skip


def test_every_kind_of_row_says_who_reads_it():
    open_to_all = {
        model._meta.label_lower for model in models_by_table().values() if not is_restricted(read_through(model))
    }
    assert open_to_all == OPEN


def reads(actor: Actor, change: Change) -> bool:
    """By the list of its kind of row, one row at a time."""
    row = models_by_table()[change.table]._default_manager.filter(pk=change.row).first()
    for name in filter(None, row.READ_WITH.split("__")) if row else ():
        row = getattr(row, name)
    if row is None:
        return models_by_table()[change.table]._meta.label_lower in OPEN
    if not is_restricted(type(row)):
        return True
    return type(row)._default_manager.visible_to(actor).filter(pk=row.pk).exists()


@pytest.mark.parametrize("slug", READS)
def test_what_a_list_hides_the_journal_does_not_tell(slug):
    person = next(one for one in personae() if one.slug == slug).find()
    actor, hidden = actor_of(person, TODAY), 0
    for act in one_of_each():
        told = tell_whole(act, actor)
        changes = list(Change.objects.filter(act=act).order_by("id")[:DETAILED_ROWS])
        seen = [reads(actor, change) for change in changes]
        assert len(whole(act)) == len(changes)
        assert [one.table for one in told[0]] == [one.table for one, read in zip(whole(act), seen, strict=True) if read]
        assert told[2] == seen.count(False)
        hidden += told[2]
        (line,) = tell([act], actor)
        if not any(seen):
            assert not line.titles
            assert not line.reason
    assert hidden > 20


def test_a_row_that_another_points_to_is_named_to_those_who_read_it():
    actor = actor_of(next(one for one in personae() if one.slug == "benevole").find(), TODAY)
    seen = Person.objects.visible_to(actor)
    hidden, shown = Person.objects.exclude(pk__in=seen.values("pk")).first(), seen.first()
    assert hidden and shown
    changes = [Change(table="seats_mandate", row=one.pk, after={"person_id": str(one.pk)}) for one in (hidden, shown)]
    named = names_in(changes, actor, whole=True)
    assert named[Person, str(hidden.pk)] == UNREAD
    assert named[Person, str(shown.pk)] == names_in(changes, SYSTEM, whole=True)[Person, str(shown.pk)] != UNREAD


def test_a_row_is_named_without_asking_for_more():
    pointed = {
        field.related_model
        for model in models_by_table().values()
        for field in columns_of(model).values()
        if field.is_relation and field.name not in model.UNTOLD
    }
    assert len(pointed) > 12
    for model in pointed:
        some = {str(key) for key in model._default_manager.values_list("pk", flat=True)[:3]}
        rows = list(rows_named(model, some))
        with CaptureQueriesContext(connection) as captured:
            names = [name_of(row) for row in rows]
        assert captured.captured_queries == [], model
        assert not any(KEY.search(name) or "object (" in name or not name for name in names), names
