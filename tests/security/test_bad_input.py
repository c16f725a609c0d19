"""Whatever is sent to a form or an address, the answer is a page that says what would be right: never a failure."""

from collections.abc import Callable
from io import BytesIO
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from config.handler import Handler, Utf8Request
from kevread.charter.engine import framework
from kevread.charter.models import Attestation
from kevread.common.errors import Invalid
from kevread.directory.models import Affiliation, Capacity, Coverage, Person
from kevread.directory.operations import end_affiliation
from kevread.seats.models import Delegation, ZoneLead
from kevread.seats.operations import end_mandate
from tests.conftest import NOW, TODAY, arranging
from tests.factories import BodyFactory, PersonFactory, since

pytestmark = pytest.mark.django_db

LONG_ADDRESS = f"anouk@{'.'.join(['b' * 62] * 4)}.bzh"  # 259 letters: well formed, too long for a column
HOSTILE = ("", "x" * 5000, "é😀\u202e{0}%s", "9" * 30, "9999-12-31", "0001-01-01", LONG_ADDRESS)
TOO_FAR = "Une date entre le 1er juillet 1901 et le 31 décembre 2100 est attendue."


DAYS = {"first": "2026-11-24", "last": "2027-11-24"}
CONFIRMED = {"etape": "confirmer"}
LAST = {"last": "2026-12-31"}
DECISION = {"since": "2026-11-24", "adopted_by": "Assemblée", "adopted_on": "2026-11-20"}
NUMBERS = {"legal_form": "", "siren": "", "siret": "", "rna": "", "locality": "", "reach": ""}


def forms_of_seats(scene, somebody: Person) -> dict[str, dict[str, str]]:
    here, local = scene.grouping.slug, scene.first.slug
    with arranging():
        delegate = scene.world.holder(f"{here}-team", "delegate")
        given = Delegation.objects.create(
            granter=scene.first, holder=delegate.person, powers=["secretariat"], period=since()
        )
        group = BodyFactory(organisation=scene.grouping, space=True)
    mandate = scene.world.holder(f"{here}-board", "president").pk
    elected = scene.world.holder(f"{here}-board", "administrator", represents=scene.second).pk  # not whoever corrects
    lead = ZoneLead.objects.filter(mandate=delegate).first()
    seat, chosen = f"/{here}/instances/{here}-board/administrator", f"?pour={local}&personne={somebody.pk}"
    ending = {"reason": "resignation", "etape": "confirmer", "avec": ""}
    return {
        f"/{here}/instances/creer": DAYS
        | {
            "name": "Groupe",
            "purpose": "",
            "kind": "space",
            "level": "",
            "seat": "Membre",
            "one_per": "",
            "places": "3",
        },
        f"/{here}/instances/{group.slug}/fermer": LAST,
        f"{seat}/confier{chosen}&decision=avant": DAYS
        | {"origin": "election", "note": "Assemblée de 2019", "decided_on": "2019-06-12"}
        | CONFIRMED,
        f"{seat}/constater{chosen}": DAYS | CONFIRMED | {"reason": "Constaté par le conseil."},
        f"/{here}/mandats/{mandate}/fin": LAST | ending,
        f"/{here}/mandats/{elected}/corriger{chosen}": DAYS | {"represents": local, "reason": "Mal saisi."},
        f"/{here}/equipe/{lead.zone.code}/referent": DAYS | {"mandate": str(delegate.pk), "main": ""},
        f"/{here}/references/{lead.pk}/fin": LAST,
        f"/{local}/secretariat": DAYS | {"holder": str(delegate.person_id)},
        f"/{local}/secretariat/{given.pk}/fin": LAST,
    }


def forms_of_directory(scene, somebody: Person) -> dict[str, dict[str, str]]:
    here, local = scene.grouping.slug, scene.first.slug
    with arranging():
        capacity = Capacity.objects.create(organisation=scene.grouping, kind="partner", period=since())
    coverage = Coverage.objects.filter(organisation=scene.first).first()
    affiliation = Affiliation.objects.filter(of=scene.grouping).first()
    sheet, start = f"/{here}/organisations/{here}", {"start": "2026-11-24"}
    return {
        f"/{local}/territoire/rattacher": start | {"zone": "", "certainty": "documented", "source": "Carte"},
        f"/{local}/territoire/{coverage.pk}/fin": LAST,
        f"/{here}/organisations/inscrire": NUMBERS | {"name": "Financeuse", "start": ""},
        f"/{here}/organisations/adhesion": start | {"member": "cress", "college": ""},
        f"/{here}/adhesions/{affiliation.pk}/fin": LAST,
        f"{sheet}/corriger": NUMBERS,
        f"{sheet}/renommer": {"kind": "brand", "text": "ESS", "since": "2026-11-24"},
        f"{sheet}/qualite": start | {"kind": "funder", "last": ""},
        f"/{here}/qualites/{capacity.pk}/fin": LAST,
        f"/{here}/personnes/inscrire": {"given_name": "Anouk", "family_name": "Le Neuf", "email": "", "another": "on"},
        f"/{here}/personnes/{somebody.pk}/corriger": {"given_name": "Anne", "family_name": "Martin", "email": ""},
        "/ce-que-je-montre": {"do": "withdraw", "what": "name"},
    }


def forms_of_charter(scene, somebody: Person) -> dict[str, dict[str, str]]:
    here = scene.grouping.slug
    with arranging():
        attestation = Attestation.objects.create(
            clause="R7.16/1",
            organisation=scene.grouping,
            person=somebody,
            piece="Pièce",
            piece_on=TODAY,
            period=since(last=TODAY),
        )
    specs = [spec for spec in framework().settings.values() if spec.decided_by == "head"]
    number = next(spec.name for spec in specs if spec.unit != "text")
    words = next(spec.name for spec in specs if spec.unit == "text")
    return {
        f"/cress/texte/modalites/{number}": DECISION | {"value": "2"},
        f"/cress/texte/modalites/{words}": DECISION | {"value": "Oui"},
        f"/{here}/texte/R3.4/2/attester": {
            "is_met": "yes",
            "piece": "Procès-verbal, au siège.",
            "piece_on": "2026-11-20",
            "last": "2027-11-20",
        },
        f"/{here}/texte/attestations/{attestation.pk}": LAST | {"reason": "Périmée."},
        f"/{here}/registres": {"registers": "team", "since": "2026-11-24"},
        f"/{here}/registres/mandates/fin": LAST,
    }


@pytest.fixture
def forms(scene, somebody) -> dict[str, dict[str, str]]:
    """Every form, each with answers that hold together: the tests spoil them one by one."""
    return forms_of_seats(scene, somebody) | forms_of_directory(scene, somebody) | forms_of_charter(scene, somebody)


@pytest.fixture
def whoever_may(scene, readers, coordination) -> Callable[[str], Client]:
    """Who answers a form: where one elects or entrusts, those of the place."""

    president, presidency = readers.president(scene.first), readers.presidency
    president.raise_request_exception = presidency.raise_request_exception = False

    def found(address: str) -> Client:
        if "/secretariat" in address:
            return president
        return presidency if "personne=" in address and "/constater" not in address else coordination

    return found


def test_no_form_fails_whatever_is_typed_in_one_of_its_fields(forms, whoever_may):
    failures = []
    for address, answers in forms.items():
        client = whoever_may(address)
        assert client.get(address).status_code == 200, address
        for name, value in product(answers, HOSTILE):
            status = client.post(address, answers | {name: value}).status_code
            if status not in (302, 303, 400, 404, 409, 422) and not (status == 200 and name in ("etape", "avec")):
                failures.append((address, name, value[:30], status))
    assert failures == []


def test_no_form_fails_when_all_is_missing_or_twice(forms, whoever_may):
    for address, answers in forms.items():
        for sent in ({"csrfmiddlewaretoken": "x"}, {name: [value, value] for name, value in answers.items()}):
            assert whoever_may(address).post(address, sent).status_code in (302, 409, 422), (address, sent)


def test_a_day_out_of_the_calendar_is_said_on_its_field(scene, coordination):
    """The day after the last of all days does not exist: it failed."""
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    page = coordination.post(
        reverse("seats:end", kwargs={"scale": scene.grouping.slug, "key": mandate.pk}),
        {"last": "9999-12-31", "reason": "resignation"},
    )
    assert page.status_code == 422
    assert TOO_FAR in page.content.decode()


def test_the_verbs_know_the_calendar_too(scene):
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    far = TODAY.replace(year=9999, month=12, day=31)
    with pytest.raises(Invalid, match="Une date entre"):
        end_mandate(
            actor=scene.coordination, mandate=mandate, last=far, reason="resignation", note="Par lettre.", now=NOW
        )
    link = Affiliation.objects.filter(of=scene.grouping).first()
    with pytest.raises(Invalid, match="Une date entre"):
        end_affiliation(actor=scene.coordination, affiliation=link, last=far, now=NOW)


def test_an_address_longer_than_mail_admits_is_refused(scene, coordination):
    page = coordination.post(
        f"/{scene.grouping.slug}/personnes/inscrire",
        {"given_name": "Anouk", "family_name": "Le Neuf", "email": LONG_ADDRESS, "another": "on"},
    )
    assert page.status_code == 422
    assert not Person.objects.filter(family_name="Le Neuf").exists()


STRANGE = ("-1", "zzz", "9" * 40, "'\"><script>alert(1)</script>", "{00000000-0000-0000-0000-000000000000}")


def test_no_page_fails_whatever_its_address_carries(scene, coordination):
    here = f"/{scene.grouping.slug}"
    pages = {
        "/": ("au",), "/chercher": ("q",), "/cress/organisations": ("q",), f"{here}/personnes": ("q", "apres"),
        f"{here}/mandats": ("page", "instance", "nom", "bientot"), f"{here}/mandats.csv": ("instance", "nom"),
        f"{here}/journal": ("page",), f"{here}/organisations/adhesion": ("membre",), "/compte/connexion/": ("next",),
        f"{here}/instances/{scene.grouping.slug}-board/administrator/confier": ("pour", "personne", "q"),
    }  # fmt: skip
    failures = []
    for address, names in pages.items():
        for name, value in product(names, STRANGE):
            page = coordination.get(address, {name: value})
            if page.status_code not in (200, 302, 400, 404) or b"<script>alert" in page.content:
                failures.append((address, name, value, page.status_code))
    assert failures == []


def test_a_null_character_is_not_understood(coordination):
    page = coordination.get("/chercher", {"q": "a\0b"})
    assert page.status_code == 400
    assert "Demande incomprise" in page.content.decode()


@pytest.mark.parametrize(
    "charset", ["hex", "zlib", "rot13", "undefined", "idna", "unicode_escape", "latin-1", "nothing"]
)
def test_what_is_sent_is_read_as_utf_8_whatever_it_says(charset):
    """The codec is ours: the sender's would fail as it is read, or let half a character through to the database."""
    said = f"application/x-www-form-urlencoded; charset={charset}"
    request = Utf8Request(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/chercher",
            "QUERY_STRING": "q=%5Cud800%C3%A9",
            "CONTENT_TYPE": said,
            "CONTENT_LENGTH": "8",
            "wsgi.input": BytesIO(b"q=%C3%A9"),
        }
    )
    assert (request.GET["q"], request.POST["q"]) == ("\\ud800é", "é")
    assert Handler.request_class is Utf8Request


def test_a_cookie_that_holds_one_is_not_there(client, db):
    assert client.get("/", headers={"Cookie": "sessionid=abcdefgh\0ijklmnop"}).status_code == 200


def test_a_form_keeps_what_was_typed(scene, coordination):
    page = coordination.post(
        f"/{scene.grouping.slug}/personnes/inscrire",
        {"given_name": "Azénor", "family_name": "Le <b>Bihan</b>", "email": "pas une adresse"},
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="Azénor"' in text
    assert "Le &lt;b&gt;Bihan&lt;/b&gt;" in text
    assert 'value="pas une adresse"' in text


def test_what_is_too_large_is_not_understood(coordination, scene):
    page = coordination.post(f"/{scene.grouping.slug}/instances/creer", {"name": "x" * 3_000_000})
    assert page.status_code == 400
    assert "Demande incomprise" in page.content.decode()


def test_somebody_new_is_not_two(scene, coordination):
    """Pressed twice: the second says that this name is known."""
    answers = {"given_name": "Azénor", "family_name": "Le Bihan", "email": ""}
    pages = [coordination.post(f"/{scene.grouping.slug}/personnes/inscrire", answers) for _ in range(2)]
    assert [page.status_code for page in pages] == [302, 422]
    assert Person.objects.filter(family_name="Le Bihan").count() == 1


def test_hostile_names_are_shown_as_they_are_written(scene, coordination):
    with arranging():
        PersonFactory(given_name="<img src=x onerror=alert(1)>", family_name="Zzz{{ 7|add:7 }}")
    page = coordination.get(f"/{scene.grouping.slug}/personnes", {"q": "zzz"}).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt; Zzz{{ 7|add:7 }}" in page
    assert "<img src=x" not in page
