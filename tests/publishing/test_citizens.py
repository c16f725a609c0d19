"""For whoever lives here: who represents them, when they may come, how they write to an organisation."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kevread.charter.models import Setting
from kevread.directory.models import Consent, Coverage, Organisation, Person
from kevread.journal.models import Act
from kevread.mail.message import message_of
from kevread.mail.models import Dispatch, Unsubscription
from kevread.meetings.models import Meeting, Notice
from kevread.meetings.rules.life import State
from kevread.publishing.queries.answering import answering
from kevread.territory.models import Zone, ZonePart
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.worlds import Gathering, gathering
from tests.publishing.test_front import text_of
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(settings) -> Client:
    cache.clear()
    return entered_as(None, settings)


# Who represents me.


@pytest.fixture
def commune(small: World) -> Zone:
    """One that a pôle has, under a name of its own."""
    found = ZonePart.objects.filter(parent_kind="epci", child__kind="commune").order_by("pk").first().child
    with arranging():
        Zone.objects.filter(pk=found.pk).update(name="Plouézec-sur-Étel")
    return Zone.objects.get(pk=found.pk)


def test_a_commune_that_is_chosen_stays_in_its_field(small: World, public, commune):
    page = public.get(reverse("publishing:represents"), {"commune": commune.code}).text
    assert 'name="q" value="Plouézec-sur-Étel"' in page
    assert "</span>&nbsp;: il est probable" not in page, "a colon after the mark begins a line where it has no room"


def having(commune: Zone) -> tuple[Organisation, Organisation]:
    """Its pôle and its grouping."""
    epci = ZonePart.objects.get(child=commune, parent_kind="epci").parent
    pole = Coverage.objects.get(zone=epci).organisation
    return pole, pole.affiliations.get(of__scale="grouping").of


def asked(public: Client, **query) -> str:
    return text_of(public.get(reverse("publishing:represents"), query))


def test_a_commune_says_its_pole_its_grouping_and_who_leads_them_as_they_agreed(small: World, public, commune):
    pole, grouping = having(commune)
    president = small.holder(f"{pole.slug}-board", "president").person
    page = asked(public, q="plouezec sur etel")
    assert "à Plouézec-sur-Étel" in page
    assert page.index(pole.name) < page.index(grouping.name)
    links = public.get(reverse("publishing:represents"), {"q": "plouezec sur etel"}).text
    assert re.findall(r'"/([\w-]+)/ecrire"', links.partition("<main")[2]) == [pole.slug, grouping.slug]
    assert str(president) not in page
    assert "n’a pas choisi de montrer son nom" in page
    with arranging():
        agreed = Consent.objects.create(person=president, what="name", period=since())
    assert str(president) in asked(public, q="plouezec sur etel")
    with arranging():
        end(agreed)
    assert str(president) not in asked(public, q="plouezec sur etel")
    assert str(president) not in asked(public, q="plouezec sur etel", au="2026-01-12")


def test_an_agreement_on_the_address_alone_shows_no_name(small: World, public, commune):
    pole, _ = having(commune)
    president = small.holder(f"{pole.slug}-board", "president").person
    with arranging():
        Consent.objects.create(person=president, what="email", period=since())
    assert str(president) not in asked(public, q="plouezec sur etel")


def test_a_seat_that_nobody_holds_is_not_told(small: World, public, commune):
    pole, _ = having(commune)
    with arranging():
        end(small.mandates(f"{pole.slug}-board", "president"))
    page = asked(public, q="plouezec sur etel")
    assert "vacan" not in page.lower()
    assert "À régler" not in page


def test_a_team_is_not_told_to_the_public(small: World, public, commune):
    assert "Direction" not in asked(public, q="plouezec sur etel")


def test_several_communes_are_to_be_chosen_among(small: World, public, commune):
    other = Zone.objects.filter(kind="commune").exclude(pk=commune.pk).first()
    with arranging():
        Zone.objects.filter(pk=other.pk).update(name="Plouézec-le-Vieux")
    page = public.get(reverse("publishing:represents"), {"q": "plouezec"})
    assert "Laquelle" in text_of(page)
    links = re.findall(r"\?commune=(\w+)", page.text)
    assert links == [other.code, commune.code], "by their names"
    for one in (commune, other):
        assert ZonePart.objects.get(child=one, parent_kind="epci").parent.name in text_of(page)
        assert f'<span class="muted">{one.code}' not in page.text
    assert f"à {commune.name}" in asked(public, commune=commune.code)
    with arranging():
        Zone.objects.filter(pk=other.pk).update(name="Plouézec-sur-Étel-le-Vieux")
    page = asked(public, q="plouezec sur etel")  # the one that is called so, and the other is offered
    assert "à Plouézec-sur-Étel ?" in page or "à Plouézec-sur-Étel ?" in page.replace("\u202f", " ")
    assert "Plouézec-sur-Étel-le-Vieux" in page


@pytest.mark.parametrize("query", [{"q": "zzzz"}, {"q": "𝔎\u202e🦀"}, {"q": ""}, {}])
def test_what_names_no_commune_is_said_kindly(small: World, public, query):
    answer = public.get(reverse("publishing:represents"), query)
    assert answer.status_code == 200
    assert ("Aucune commune ne répond" in text_of(answer)) is bool(query.get("q"))


def test_a_misspelt_name_finds_those_that_are_near_and_chooses_none(small: World, public, commune):
    page = public.get(reverse("publishing:represents"), {"q": "Plouzec sur Etel"})
    assert "ces noms en sont proches" in text_of(page) and f"commune={commune.code}" in page.text
    assert "Écrire à" not in text_of(page)
    assert "ces noms en sont proches" not in asked(public, q="plouezec-sur-etel")


def test_a_postcode_is_said_not_to_be_known_and_a_name_from_elsewhere_how_far_one_knows(small: World, public, commune):
    assert "Kevread ne connaît pas les codes postaux" in asked(public, q="35 600")
    number = Zone.objects.on(TODAY).filter(kind="commune").count()
    told = asked(public, q="Xxqzw").replace("\u202f", " ")
    assert re.search(rf"Kevread connaît {number}\s communes?", told.replace(" ", " ")) or f"{number}" in told
    assert "n’est d’aucune organisation de ce réseau" in told and "codes postaux" not in told


def test_a_code_that_is_no_commune_is_not_found(small: World, public):
    epci = Zone.objects.filter(kind="epci").first()
    for code in (epci.code, "nulle-part", "00000"):
        assert public.get(reverse("publishing:represents"), {"commune": code}).status_code == 404


def test_a_commune_that_nobody_has_leads_to_the_network(small: World, public, commune):
    with arranging():
        end(Coverage.objects.all())
    page = asked(public, commune=commune.code)
    assert "Aucune organisation du réseau n’a encore votre commune" in page


# When one may come.


@pytest.fixture
def met(db) -> Gathering:
    with arranging():
        found = gathering(members=12, starts_at=NOW + timedelta(days=20))
        Meeting.objects.filter(pk=found.meeting.pk).update(is_public=True, place="Salle des fêtes")
    return found


@pytest.mark.parametrize("address", ["/", "/reunions-publiques", "/{}/reunions-publiques", "/reunions-publiques.ics"])
def test_a_public_meeting_is_announced_to_anybody_and_no_other(met, public, address):
    address = address.format(met.grouping.slug)
    assert "Salle des fêtes" in public.get(address).text
    for change in ({"is_public": False}, {"state": State.DRAFT.value}, {"starts_at": NOW - timedelta(days=2)}):
        before = {name: getattr(Meeting.objects.get(pk=met.meeting.pk), name) for name in change}
        with arranging():
            Meeting.objects.filter(pk=met.meeting.pk).update(**change)
        if "starts_at" not in change or not address.endswith("ics"):  # a calendar keeps what was
            assert "Salle des fêtes" not in public.get(address).text, change
        with arranging():
            Meeting.objects.filter(pk=met.meeting.pk).update(**before)
    assert "Salle des fêtes" in public.get(address).text


def test_one_that_is_cancelled_says_so(met, public):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(state=State.CANCELLED.value)
    assert Notice.objects.filter(meeting=met.meeting).exists()
    page = text_of(public.get("/reunions-publiques"))
    assert State.CANCELLED.label in page


def test_the_agenda_of_an_organisation_is_its_own(met, public):
    head = met.grouping.affiliations.get().of if met.grouping.affiliations.exists() else None
    assert "Aucune réunion ouverte" not in text_of(public.get(f"/{met.grouping.slug}/reunions-publiques"))
    if head:
        assert "Aucune réunion ouverte" in text_of(public.get(f"/{head.slug}/reunions-publiques"))


def test_what_the_network_decided_last_is_first(small: World, public):
    rows = list(Setting.objects.on(TODAY).filter(organisation=None).order_by("name"))
    page = public.get("/")
    assert page.status_code == 200
    told = page.context["decided"]
    assert len(told) <= 5 <= len(rows)
    days = [point.since for point in told]
    assert days == sorted(days, reverse=True)


# How one writes.

TYPED = {"name": "Zoé Lagarde", "address": "zoe@exemple.fr", "message": "Comment adhérer au pôle de ma commune ?"}


def where(small: World) -> str:
    return reverse("publishing:contact", kwargs={"scale": small.locals[small.groupings[0]][0].slug})


@pytest.fixture
def reached(small: World) -> Person:
    """The president of the first pôle, who has an address."""
    pole = small.locals[small.groupings[0]][0]
    found = small.holder(f"{pole.slug}-board", "president").person
    with arranging():
        Person.objects.update(email="")
        Person.objects.filter(pk=found.pk).update(email="presidence@exemple.bzh")
    return Person.objects.get(pk=found.pk)


def test_a_message_is_relayed_and_its_answer_goes_to_whoever_asks(small: World, public, reached):
    page = public.get(where(small))
    assert "presidence@exemple.bzh" not in page.text
    assert not Dispatch.objects.exists()
    done = public.post(where(small), TYPED)
    assert done.status_code == 302
    (dispatch,) = Dispatch.objects.all()
    letter = message_of(dispatch, dispatch.content)
    assert (letter.to, letter.reply_to) == (["presidence@exemple.bzh"], ["zoe@exemple.fr"])
    assert "Comment adhérer" in letter.body and "Zoé Lagarde" in letter.body
    act = Act.objects.get(verb="publishing.relay_message")
    assert (act.person, act.arguments) == (None, {})  # what was asked is in the letter, which is erased


@pytest.mark.parametrize("limit", ["of one place", "of one organisation"])
def test_neither_one_place_writes_nor_one_organisation_is_written_to_for_ever(small, public, reached, settings, limit):
    """Ten from one place, thirty for one organisation: tried with fewer, whose number is not what is tried."""
    assert settings.ACCOUNT_RATE_LIMITS["contact"] == "10/h/ip,30/h/key"
    from_elsewhere = limit == "of one organisation"
    asked = "30/h/ip,4/h/key" if from_elsewhere else "4/h/ip,30/h/key"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"contact": asked}

    def write(number: int):
        return public.post(where(small), TYPED, REMOTE_ADDR=f"192.0.2.{number if from_elsewhere else 1}")

    assert {write(number).status_code for number in range(1, 5)} == {302}
    assert "Trop de messages" in write(5).text and Dispatch.objects.count() == 4


def test_showing_the_page_sends_nothing(small: World, public, reached):
    public.get(where(small), TYPED)
    public.head(where(small))
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "a" * 121),
        ("address", "zoe"),
        ("address", "zoe@exemple.fr\r\nBcc: tous@exemple.fr"),
        ("address", "zoe@exemple.fr, autre@exemple.fr"),
        ("message", "Bonjour"),
        ("message", "a" * 4001),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_leaves(small: World, public, reached, field, value):
    answer = public.post(where(small), TYPED | {field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize("name", ["Zoé\r\nBcc: tous@exemple.fr", "𝔎evread 🦀", "\u202egpj", '"x" <a@b.fr>'])
def test_no_name_breaks_a_header(small: World, public, reached, name):
    assert (
        public.post(where(small), TYPED | {"name": name, "message": name + " bonjour à toutes et à tous"}).status_code
        == 302
    )
    (dispatch,) = Dispatch.objects.all()
    raw = message_of(dispatch, dispatch.content).message().as_bytes()
    headers = raw.split(b"\n\n")[0].decode()
    assert "Bcc" not in headers
    assert re.findall(r"(?m)^Reply-To: (.*)$", headers) == ["zoe@exemple.fr"]


def test_too_many_messages_are_kept_back(small: World, public, reached):
    for _ in range(10):
        assert public.post(where(small), TYPED).status_code == 302
    answer = public.post(where(small), TYPED)
    assert answer.status_code == 422
    assert "Trop de messages" in answer.text
    assert Dispatch.objects.count() == 10


def test_a_message_goes_to_those_there_else_to_who_keeps_the_directory_of_all(small: World, public, reached):
    pole, other = small.locals[small.groupings[0]][0], small.locals[small.groupings[1]][0]
    coordination = small.holder("cress-team", "direction").person
    with arranging():
        Person.objects.filter(pk=coordination.pk).update(email="coordination@exemple.bzh")
    assert answering(pole, TODAY) == [reached]
    assert answering(other, TODAY) == [coordination]
    with arranging():
        Unsubscription.objects.create(address="presidence@exemple.bzh", since=NOW)
    assert answering(pole, TODAY) == [coordination]


def test_where_nobody_can_be_reached_no_form_is_offered_and_none_is_taken(small: World, public):
    with arranging():
        Person.objects.update(email="")
    page = public.get(where(small))
    assert "<textarea" not in page.text
    assert "Personne ne peut encore recevoir" in text_of(page)
    answer = public.post(where(small), TYPED)
    assert answer.status_code == 422
    assert not Act.objects.filter(verb="publishing.relay_message").exists()


def test_another_day_offers_no_form(small: World, public, reached):
    assert "<textarea" not in public.get(f"{where(small)}?au=2026-03-12").text


def test_a_page_asks_no_other_site(small: World, public, reached):
    for address in (where(small), reverse("publishing:represents"), reverse("publishing:agenda")):
        loaded = re.findall(r'(?:src|action)="([^"]+)"', public.get(address).text)
        assert all(one.startswith("/") for one in loaded), address


def test_the_public_agenda_is_followed_in_one_gesture(small: World, public):
    """No secret is in its address: a calendar opens it by itself. One's own is copied, and never a link (tests/rhythm)."""
    page = public.get(reverse("publishing:agenda")).text
    assert f'href="webcal://testserver{reverse("rhythm:network_feed")}"' in page
    page = public.get(reverse("publishing:agenda_of", kwargs={"scale": small.groupings[0].slug})).text
    where = reverse("rhythm:public_feed", kwargs={"scale": small.groupings[0].slug})
    assert f'href="webcal://testserver{where}"' in page and f'href="{where}"' in page
