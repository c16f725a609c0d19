"""A breach of people’s data is written down, told to the authority in 72 hours or why not, and closed once."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.privacy import operations
from kevread.privacy.models import Breach
from kevread.privacy.operations.breaches import mark_of
from kevread.privacy.queries import breaches as asked
from kevread.privacy.todo import breaches_to_notify
from kevread.seats.queries.actors import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
TOLD = {"what": "Un ordinateur a été volé.", "concerned": "Une vingtaine de membres", "risk": "unknown"}


@pytest.fixture
def president(scene):
    return scene.world.holder(f"{scene.first.slug}-board", "president").person


@pytest.fixture
def actor(president):
    return actor_of(president, TODAY)


@pytest.fixture
def breach(scene, actor):
    return operations.open_breach(actor=actor, organisation=scene.first, known_at=NOW, now=NOW, **TOLD)


def amended(actor, breach, now=NOW, **more):
    seen = mark_of(Breach.objects.get(pk=breach.pk))
    return operations.amend_breach(actor=actor, breach=breach, seen=seen, now=now, **(TOLD | more))


def closed(actor, breach, now=NOW):
    return operations.close_breach(actor=actor, breach=breach, now=now)


def test_it_is_opened_by_whoever_keeps_them_there_and_read_by_nobody_else(scene, president, actor, breach, readers):
    assert (breach.opened_by, breach.organisation, breach.known_at) == (president, scene.first, NOW)
    where = reverse("privacy:breach", kwargs={"scale": scene.first.slug, "key": breach.pk})
    assert readers.as_person(president).get(where).status_code == 200
    member = scene.administrator_of(scene.first)
    assert readers.as_person(member).get(where).status_code == 403
    assert list(Breach.objects.visible_to(actor_of(member, TODAY))) == []
    with pytest.raises(Denied):
        operations.open_breach(actor=actor, organisation=scene.second, known_at=NOW, now=NOW, **TOLD)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"what": "non"}, "what"),
        ({"concerned": ""}, "concerned"),
        ({"measures": "x" * 4001}, "measures"),
        ({"risk": "awful"}, "risk"),
        ({"known_at": NOW + timedelta(minutes=1)}, "known_at"),
        ({"known_at": NOW - timedelta(days=3654)}, "known_at"),
        ({"notified_at": NOW - timedelta(minutes=1)}, "notified_at"),
        ({"notified_at": NOW + timedelta(minutes=1)}, "notified_at"),
        ({"people_told_on": TODAY - timedelta(days=1)}, "people_told_on"),
        ({"people_told_on": TODAY + timedelta(days=1)}, "people_told_on"),
    ],
)
def test_what_is_written_is_possible(scene, actor, told, field):
    with pytest.raises(Invalid) as wrong:
        operations.open_breach(actor=actor, organisation=scene.first, now=NOW, **({"known_at": NOW} | TOLD | told))
    assert wrong.value.field == field
    assert not Breach.objects.exists()


def test_the_same_is_opened_once(scene, actor, breach):
    with pytest.raises(Refused, match="déjà ouverte"):
        operations.open_breach(actor=actor, organisation=scene.first, known_at=NOW, now=NOW, **TOLD)


def test_it_is_closed_when_nothing_is_missing_and_what_is_is_named(actor, breach):
    steps = [
        ("quel est le risque", {"risk": "high"}),
        ("ce qui est fait", {"measures": "Le disque était chiffré."}),
        ("prévenez la CNIL", {"notified_at": NOW}),
        ("prévenez les personnes", {"people_told_on": TODAY}),
    ]
    told: dict = {}
    for lacks, more in steps:
        with pytest.raises(Refused, match=lacks):
            closed(actor, breach)
        told |= more
        amended(actor, breach, **told)
    assert closed(actor, breach).closed_at == NOW


def test_a_breach_without_a_risk_says_why_it_is_not_told(actor, breach):
    amended(actor, breach, risk="none", measures="Retrouvé.")
    with pytest.raises(Refused, match="pourquoi la CNIL n’est pas à prévenir"):
        closed(actor, breach)
    amended(actor, breach, risk="none", measures="Retrouvé.", because="Il était chiffré et éteint.")
    closed(actor, breach)


def test_told_late_it_says_why(actor, breach):
    late = NOW + timedelta(hours=72, minutes=1)
    told = {"risk": "some", "measures": "Chiffré.", "notified_at": late}
    amended(actor, breach, now=late, **told)
    with pytest.raises(Refused, match="après le délai"):
        closed(actor, breach, now=late)
    amended(actor, breach, now=late, **told, because="Nul ne le savait le dimanche.")
    closed(actor, breach, now=late)


def test_why_the_authority_was_told_late_says_nothing_of_the_people(actor, breach):
    told = {"risk": "high", "measures": "Chiffré.", "notified_at": NOW, "because": "Nul ne le savait."}
    amended(actor, breach, **told)
    with pytest.raises(Refused, match="prévenez les personnes"):
        closed(actor, breach)
    amended(actor, breach, **told, people_because="Le disque était chiffré.")
    closed(actor, breach)


@pytest.mark.parametrize(
    "wrote",
    [
        {"notified_at": NOW},
        {"people_told_on": TODAY},
        {"risk": "some"},
        {"measures": "Chiffré."},
        {"because": "Non."},
        {"people_because": "Non."},
    ],
)
def test_what_somebody_noted_meanwhile_is_not_taken_away(actor, breach, wrote):
    seen = mark_of(breach)
    amended(actor, breach, **wrote)
    with pytest.raises(Refused, match="complétée depuis"):
        operations.amend_breach(actor=actor, breach=breach, seen=seen, now=NOW, **TOLD)
    row = Breach.objects.get()
    assert all(getattr(row, name) == value for name, value in wrote.items())


def test_closed_it_is_not_written_on(actor, breach):
    amended(actor, breach, risk="none", measures="Retrouvé.", because="Chiffré.")
    closed(actor, breach)
    for gesture in (lambda: amended(actor, breach), lambda: closed(actor, breach)):
        with pytest.raises(Refused, match="est close"):
            gesture()


def day_of(person, scene, places=None):
    asker = Asker(actor_of(person, TODAY), person, scene.first, frozenset(places or {scene.first.pk}), TODAY)
    return breaches_to_notify(asker)


def test_it_waits_on_the_day_of_who_is_in_charge_until_it_is_closed(scene, president, actor, breach, monkeypatch):
    monkeypatch.setattr("kevread.privacy.todo.now", lambda: NOW)
    (line,) = day_of(president, scene)
    assert "prévenir la CNIL" in line.what
    assert line.by == date(2026, 11, 27)
    member = scene.administrator_of(scene.first)
    assert day_of(member, scene) == []
    other = scene.world.holder(f"{scene.second.slug}-board", "president").person
    assert day_of(other, scene, {scene.first.pk, scene.second.pk}) == []
    monkeypatch.setattr("kevread.privacy.todo.now", lambda: NOW + timedelta(hours=73))
    assert "passé" in day_of(president, scene)[0].why
    amended(actor, breach, risk="none", measures="Retrouvé.", because="Chiffré.")
    (line,) = day_of(president, scene)
    assert (line.by, "clore" in line.what) == (None, True)
    closed(actor, breach)
    assert day_of(president, scene) == []


def test_the_screens_open_write_and_close(scene, president, readers):
    client, at = readers.as_person(president), {"scale": scene.first.slug}
    listed = reverse("privacy:breaches", kwargs=at)
    assert "Aucune violation" in client.get(listed).content.decode()
    assert client.post(listed, {"known_at": "", "what": ""}).status_code == 422
    made = client.post(listed, {"known_at": "2026-11-23T09:00", **TOLD})
    found = Breach.objects.get()
    assert made.headers["Location"] == reverse("privacy:breach", kwargs=at | {"key": found.pk})
    close = reverse("privacy:close_breach", kwargs=at | {"key": found.pk})
    refused = client.post(close)
    assert refused.status_code == 409
    assert "quel est le risque" in refused.content.decode()
    assert client.get(close).status_code == 405
    seen = mark_of(found)
    wrote = {"risk": "none", "measures": "Retrouvé.", "because": "Chiffré."}
    assert f'name="vu" value="{seen}"' in client.get(made.headers["Location"]).content.decode()
    assert client.post(made.headers["Location"], TOLD | {"vu": seen} | wrote).status_code == 302
    # A second window, opened before: what the first wrote is not taken away.
    stale = client.post(made.headers["Location"], TOLD | {"vu": seen, "measures": "Rien."})
    assert stale.status_code == 422
    assert "complétée depuis" in stale.content.decode() and f'value="{seen}"' in stale.content.decode()
    found.refresh_from_db()
    assert found.measures == "Retrouvé."
    assert client.post(made.headers["Location"], TOLD | {"measures": "Rien."}).status_code == 422
    assert client.post(close).status_code == 302
    assert client.get(made.headers["Location"]).status_code == 200
    paper = client.get(reverse("privacy:breach_pdf", kwargs=at | {"key": found.pk}))
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())
    assert "Un ordinateur a été volé." in words and str(president) in words


def test_a_list_asks_as_many_questions_whatever_it_holds(scene, actor, breach, django_assert_max_num_queries):
    with arranging():
        for number in range(20):
            Breach.objects.create(
                organisation=scene.first, opened_by=PersonFactory(), known_at=NOW - timedelta(minutes=number),
                what="Autre", concerned="Nul ne sait",
            )  # fmt: skip
    with django_assert_max_num_queries(3):
        assert len(asked.register(actor, scene.first.pk, NOW)) == 21
