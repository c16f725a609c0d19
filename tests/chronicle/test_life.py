"""The journal of a whole federation: one act of each verb, told whole."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.chronicle.queries.reading import columns_of, label_of, models_by_table, name_of, rows_named
from kevread.chronicle.queries.story import tell, tell_whole
from kevread.common.rooms import verbs
from kevread.journal.models import Act
from tests.demonstration.conftest import built  # noqa: F401 — fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}|T\d\d:\d\d|\bNone\b|\{'|president_or_secretary")


def one_of_each() -> list[Act]:
    return list(Act.objects.order_by("verb", "at", "id").distinct("verb"))


def test_one_act_of_each_verb_reads_like_a_sentence():
    acts = one_of_each()
    assert len(acts) > 50
    sentences = {verb.name: verb.sentence for verb in verbs()}
    for told in tell(acts):
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
        for detail in tell_whole(act)[0]:
            said = [detail.title, *(word for line in detail.lines for word in line)]
            assert not [text for text in said if KEY.search(text)], (act.verb, detail)
            told = {(detail.table, label, word) for label, *words in detail.lines for word in words}
            assert not told & codes, act.verb


def test_each_act_that_changes_something_says_it():
    for act in one_of_each():
        details, _ = tell_whole(act)
        silent = [one for one in details if not one.lines and not one.unread]
        assert silent == [], act.verb


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
