"""What a page showed, held against what is there when its button is pressed (decision 208): the doorway of all gestures."""

import pytest
from django import forms

from kevread.common.marks import mark_of
from kevread.common.overtaken import Changed
from kevread.directory.models import Organisation
from kevread.ui.changing import Change, change
from kevread.ui.gestures import Done, perform
from kevread.ui.shown import Shown
from tests.arrange import arranging
from tests.ui.test_gestures import asked

pytestmark = pytest.mark.django_db


class Named(forms.Form):
    name = forms.CharField(max_length=200)
    siren = forms.CharField(required=False)


def renamed(row, name):
    with arranging():
        Organisation.objects.filter(pk=row.pk).update(name=name)


def pressed(rf, row, run=None, **typed):
    """What comes of a page on this row: `run` is told when the verb is."""
    request = asked(rf, **typed)
    found = Organisation.objects.get(pk=row.pk)
    form = Named(request.POST, initial={"name": found.name, "siren": found.siren})

    def verb():
        run.append(found.pk)
        return Done("", "/ailleurs")

    return perform(request, form, verb, Shown(found))


def test_what_is_there_is_what_was_shown_or_the_verb_is_not_run(rf, scene):
    row, run = Organisation.objects.get(pk=scene.grouping.pk), []
    old = Shown(row).mark
    assert pressed(rf, row, run, name="Autre", vu=old).done and len(run) == 1
    renamed(row, "Le nouveau nom")
    gesture = pressed(rf, row, run, name="Autre", siren=row.siren, vu=old)
    assert isinstance(gesture.refusal, Changed) and gesture.status == 422 and len(run) == 1
    assert gesture.form.errors == {"name": ["Il est inscrit maintenant : « Le nouveau nom »."]}
    assert gesture.mark == Shown(Organisation.objects.get(pk=row.pk)).mark != old, (
        "the page shows it: one more press does it"
    )
    assert pressed(rf, row, run, name="Autre", vu=gesture.mark).done and len(run) == 2


@pytest.mark.parametrize("sent", [{}, {"vu": ""}, {"vu": "0" * 32}])
def test_a_sending_that_saw_no_page_is_refused(rf, scene, sent):
    run = []
    assert isinstance(pressed(rf, scene.grouping, run, name="Autre", **sent).refusal, Changed) and not run


def test_what_is_put_right_is_still_of_the_page_that_was_read(rf, scene):
    row = Organisation.objects.get(pk=scene.grouping.pk)
    old = Shown(row).mark
    renamed(row, "Le nouveau nom")
    gesture = pressed(rf, row, [], name="", vu=old)
    assert (gesture.refusal, gesture.mark) == (None, old)


def test_what_changed_while_one_waited_is_not_taken_for_read(rf, scene):
    """Somebody else's act ended while this request waited for the row: its page still shows what was there before."""
    row, old = Organisation.objects.get(pk=scene.grouping.pk), "0" * 32
    told = iter([["before"], ["after"]])
    request = asked(rf, name="Autre", vu=old)
    form = Named(request.POST, initial={"name": row.name})
    gesture = perform(request, form, lambda: None, Shown(row, lambda _: next(told)))
    assert isinstance(gesture.refusal, Changed) and not form.errors, "what it read is no more what is written"
    assert gesture.mark == mark_of(["before"]) and form.is_overtaken, "the next press is refused again, and shows it"


def test_a_gesture_on_a_row_holds_what_its_form_begins_with(rf, scene):
    """Another row that the form begins with is part of what its page shows."""
    place, run, text = Organisation.objects.get(pk=scene.grouping.pk), [], ["Un"]
    done = Change(
        "Changer",
        "",
        "Changer",
        lambda request, row: Named(request.POST or None, initial={"name": text[0]}),
        lambda request, row, form: run.append(form.cleaned_data["name"]),
        "C’est changé.",
    )
    where = {"what": "", "back": "directory:organisations", "scale": place.slug}

    def sent(mark):
        request = asked(rf, name="Le mien", vu=mark)
        return change(request, {"changer": done}, "changer", place, **where).status_code

    old = mark_of([place.as_written(), {"name": "Un"}])
    assert sent(old) == 302 and run == ["Le mien"]
    text[0] = "Celui de quelqu’un d’autre"
    assert sent(old) == 422 and run == ["Le mien"]
    assert sent(mark_of([place.as_written(), {"name": text[0]}])) == 302 and len(run) == 2


def test_what_verbs_lock_first_is_locked_first(scene, django_assert_num_queries):
    row, before = Organisation.objects.get(pk=scene.grouping.pk), Organisation.objects.get(pk=scene.first.pk)
    shown = Shown(row, first=before)
    mark = shown.mark
    # Two, within a savepoint: the page is drawn where one of two is stopped.
    with django_assert_num_queries(4) as asked_of:
        shown.require(mark)
    locked = [one["sql"] for one in asked_of if "FOR UPDATE" in one["sql"]]
    keys = (before.pk, row.pk)
    assert [str(key) in sql or key.hex in sql for key, sql in zip(keys, locked, strict=True)] == [True, True], locked
