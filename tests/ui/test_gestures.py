"""What comes of a gesture: where each answer of a verb goes, and that every screen that is named exists."""

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import NoReverseMatch, get_resolver

import kevread
from kevread.common.errors import Denied, Invalid, Refused, Way
from kevread.ui.gestures import Done, perform
from kevread.ui.places import way_address


class LastDay(forms.Form):
    typed_as = {"ends_at": "last"}

    last = forms.CharField()


def asked(rf, method="post", **typed):
    request = getattr(rf, method)("/", typed)
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def raising(refusal):
    def verb():
        raise refusal

    return verb


def performed(rf, refusal):
    request = asked(rf, last="demain")
    form = LastDay(request.POST)
    return form, perform(request, form, raising(refusal))


def test_what_is_done_is_said_and_leads_on(rf):
    request = asked(rf)
    gesture = perform(request, None, lambda: Done("C’est fait.", "ui:catalogue"))
    assert (gesture.done.status_code, gesture.done.url) == (302, "/composants/")
    assert [str(one) for one in get_messages(request)] == ["C’est fait."]


def test_what_needs_no_word_says_none(rf):
    request = asked(rf)
    assert perform(request, None, lambda: Done("", "/ailleurs")).done.url == "/ailleurs"
    assert not list(get_messages(request))


@pytest.mark.parametrize(("method", "typed"), [("get", {"last": "demain"}), ("post", {})])
def test_no_verb_is_run_by_reading_nor_on_a_form_that_does_not_hold(rf, method, typed):
    request = asked(rf, method, **typed)
    form = LastDay(request.GET if method == "get" else request.POST)
    gesture = perform(request, form, raising(AssertionError("run")))
    assert gesture.done is None
    assert gesture.refusal is None
    assert gesture.status == (200 if method == "get" else 422)


def test_a_form_that_nobody_filled_has_nothing_to_put_right(rf):
    assert perform(asked(rf, "get"), LastDay(), raising(AssertionError("run"))).status == 200


@pytest.mark.parametrize(("named", "field"), [("last", "last"), ("ends_at", "last"), ("elsewhere", "__all__")])
def test_a_wrong_field_goes_back_to_its_field(rf, named, field):
    form, gesture = performed(rf, Invalid(named, "Ce jour est passé."))
    assert form.errors == {field: ["Ce jour est passé."]}
    assert (gesture.refusal, gesture.status) == (None, 422)


def test_any_other_refusal_is_of_the_page(rf):
    form, gesture = performed(rf, Refused("Trop tôt.", rule="R1.1"))
    assert (form.errors, gesture.refusal.rule, gesture.status) == ({}, "R1.1", 422)


def test_where_nothing_was_typed_the_state_of_things_refuses(rf):
    gesture = perform(asked(rf), None, raising(Invalid("last", "Ce jour est passé.")))
    assert (gesture.refusal.sentence, gesture.status) == ("Ce jour est passé.", 409)


def test_what_is_denied_is_a_page_of_its_own(rf):
    with pytest.raises(Denied):
        performed(rf, Denied("Pas ici."))


def test_the_address_of_a_way_is_made_by_ui():
    assert way_address(Way("Voir", "ui:catalogue")) == "/composants/"
    assert way_address(Way("Voir", "ui:catalogue", query={"pour": "abers", "vue": ""})) == "/composants/?pour=abers"
    with pytest.raises(NoReverseMatch):
        way_address(Way("Voir", "ui:nowhere"))


def test_every_screen_that_python_names_exists():
    """In a way out, in what is done, in a redirection: a name that leads nowhere fails here, not in front of somebody."""
    known = set(names(get_resolver()))
    rooms = {name.partition(":")[0] for name in known if ":" in name}
    source = Path(kevread.__file__).parent
    written = re.compile(rf'"((?:{"|".join(sorted(rooms))}):[a-z_]+)"')
    there = {
        (str(file.relative_to(source)), name)
        for file in source.rglob("*.py")
        for name in written.findall(file.read_text())
    }
    assert len(there) > 100
    assert sorted((file, name) for file, name in there if name not in known) == []


def names(resolver, room=""):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from names(one, one.namespace or room)
        elif one.name:
            yield f"{room}:{one.name}" if room else one.name


BELOW_VIEWS = {
    "rules",
    "models",
    "permissions",
    "queries",
    "operations",
    "facts",
    "jobs",
    "openings",
    "links",
    "message",
}


def test_what_stands_below_views_names_a_screen_and_makes_no_address():
    """A verb that refuses names its ways out (`Way`), a letter asks for a link."""
    source = Path(kevread.__file__).parent
    below = [file for file in source.rglob("*.py") if BELOW_VIEWS & {*file.parts, file.stem}]
    makes = [str(file.relative_to(source)) for file in below if "from django.urls import" in file.read_text()]
    assert len(below) > 150
    assert makes == []
