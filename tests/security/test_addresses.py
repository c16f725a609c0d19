"""Slugs and keys changed in the address or in the form; pages read by those who may not; writing by the wrong way."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pypdf import PdfReader

from kevread.directory.models import Capacity, Coverage, Person
from kevread.seats.models import Mandate
from kevread.ui.spreadsheet import XLSX
from tests.arrange import acts_done
from tests.conftest import arranging
from tests.factories import OrganisationFactory, PersonFactory
from tests.site_addresses import named

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Address:
    name: str
    url: str
    access: str


def addresses(scene, objects: dict[str, Any], scale: str) -> Iterator[Address]:
    """Every address of ours, with the objects of the first grouping, at a scale."""
    board = f"{scene.grouping.slug}-board"
    keys = {
        "seats:person": "person", "seats:who_sees": "person", "seats:end_lead": "lead", "chronicle:act": "act",
        "seats:contact": "person",
        "seats:accept": "delegation", "seats:revoke": "delegation", "charter:withdraw": "attestation",
        "charter:end_derogation": "derogation", "charter:answer": "contest", "charter:close_contest": "contest",
    }  # fmt: skip
    common = {
        "scale": scale, "body": board, "seat": "administrator", "code": objects["lead"].zone.code, "rule": "R3.4",
        "clause": 2, "right": "hire", "setting": "R3.7.representatives_per_member", "organisation": scene.grouping.slug,
        "slug": "direction", "register": "team", "token": "forged", "number": 1, "trimmed": scale,
        "entry": objects["person"], "item": objects["person"], "name": "avis", "part": "avis",
        "place": 1, "gesture": "annuler", "step": "role", "act": "recruter", "kind": "seat", "day": "2026-11-24",
        "kept": objects["person"], "gone": objects["act"],
        **{name: objects[name] for name in ("coverage", "affiliation", "capacity", "person")},
    }  # fmt: skip
    for name, pattern in named(get_resolver()):
        wanted = pattern.pattern.converters
        values = common | {"key": objects["document" if name.startswith("documents:") else keys.get(name, "mandate")]}
        if name == "seats:end_lead":
            values["key"] = objects["lead"].pk
        if name == "seats:close_body":
            values["body"] = objects["group"]
        if name == "directory:zone":
            values["code"] = objects["lead"].zone.code
        yield Address(name, reverse(name, kwargs={one: values[one] for one in wanted}), pattern.callback.access)


# At the address of another.

ELSEWHERE_NOT_FOUND = {
    "seats:body", "seats:close_body", "seats:fill", "seats:record", "seats:mandate", "seats:end", "seats:correct",
    "seats:annul", "chronicle:act",
    "seats:end_lead", "seats:lead", "seats:revoke", "seats:accept", "seats:ask_substitute",
    "seats:substitution", "seats:accept_substitution", "seats:withdraw_substitution",
    "charter:withdraw", "charter:end_derogation",
    "charter:answer", "directory:uncover",
    "directory:end_affiliation", "documents:document", "documents:file", "documents:replace", "documents:send_code",
    "documents:sign", "documents:signatures", "documents:signed", "documents:sealed", "documents:circle",
    "documents:to_sign", "documents:evidence", "documents:evidence_data",
}  # fmt: skip


def test_what_is_of_one_organisation_is_not_at_the_address_of_another(scene, objects, coordination):
    """Whoever may do everything everywhere does not reach it by the wrong door, hence nobody does."""
    other = scene.world.groupings[1].slug
    seen = set()
    for address in addresses(scene, objects, other):
        if address.name in ELSEWHERE_NOT_FOUND:
            seen.add(address.name)
            assert coordination.get(address.url).status_code == 404, address
            assert coordination.post(address.url, {"last": "2026-12-31"}).status_code == 404, address
    assert seen == ELSEWHERE_NOT_FOUND


def test_a_capacity_is_ended_by_its_own_organisation_whatever_the_address(scene, objects, readers):
    client = readers.president(scene.second)
    address = reverse("directory:end_capacity", kwargs={"scale": scene.second.slug, "capacity": objects["capacity"]})
    assert client.post(address, {"last": "2026-12-31"}).status_code == 403
    assert Capacity.objects.get().dates.end is None


# Those who have no right.

OWN_DOORS = {"home:mine", "home:letter", "directory:consent"}  # to each what is theirs


ANSWERS = {
    "first": "2026-11-24", "last": "2026-12-31", "start": "2026-11-24", "since": "2026-11-24", "reason": "resignation",
    "etape": "confirmer", "name": "Nom", "given_name": "A", "family_name": "B", "text": "Nom", "kind": "brand",
    "value": "3", "adopted_by": "AG", "adopted_on": "2026-11-20", "register": "team", "origin": "election",
    "seat": "Membre", "piece": "Une pièce décrite", "is_met": "yes", "piece_on": "2026-11-20", "source": "Carte",
}  # fmt: skip
FAULTS = ("À régler", "is-breaches", "ruled-breaches", "severity-blocking", "Lire en tableau")
IN_THE_PAST = "?au=2026-03-12"


@pytest.mark.parametrize("who", ["public", "hatless", "elsewhere"])
def test_those_outside_read_no_name_no_fault_and_have_no_right(scene, objects, readers, who):
    """On no page, in no fragment, export, title or picture is anybody named, nor their address, nor a fault of anybody shown;
    what asks a right is read by nobody who has it not, and nothing is written. One walk holds all of it."""
    client: Client = getattr(readers, who)
    with arranging():
        person = scene.world.seated(f"{scene.first.slug}-board", "administrator").person
        scene.world.seated(f"{scene.grouping.slug}-board", "administrator", person=person, represents=scene.first)
    everybody_has_a_secret_name()
    before, read, there = acts_done(), 0, list(addresses(scene, objects, scene.grouping.slug))
    for address in there:
        pages = [client.get(address.url), client.get(address.url, headers=HTMX)]
        if who != "elsewhere":
            pages.append(client.get(address.url + IN_THE_PAST, headers=HTMX))
            read += require_nobody_named(who, address, pages)
        if address.name not in ("seats:roles", "ui:catalogue"):
            assert not any(word in text_of(page) for page in pages[:2] for word in FAULTS), address
        require_no_right(client, who, address, pages[:2])
    if who != "elsewhere":
        seen = {address.url for address in there}
        for address in (one for one in addresses(scene, objects, "cress") if one.url not in seen):
            pages = [client.get(address.url), client.get(address.url + IN_THE_PAST, headers=HTMX)]
            read += require_nobody_named(who, address, pages)
        for query in ("secrete", "prenommee"):
            assert not named_in(client.get("/chercher", {"q": query}, headers=HTMX))
        assert read > 30
    assert acts_done() == before


def require_no_right(client: Client, who: str, address: Address, pages: list[Any]) -> None:
    """What these pages answered, and what a form sent there does."""
    if address.name in OWN_DOORS or not address.name.startswith(
        ("seats:", "charter:", "directory:", "documents:", "home:", "mail:")
    ):
        return
    if address.name == "documents:verify":
        return  # whoever has a file may check it, and writes nothing: tests/documents/test_verify_document.py
    if address.name == "seats:ask_somebody" and who == "elsewhere":
        return  # whoever is of the network may ask: tests/seats/test_pleas.py
    if address.access not in ("public", "signed_in"):
        assert {page.status_code for page in pages} <= {302, 403}, address
    posted = client.post(address.url, ANSWERS).status_code
    if address.access == "signed_in" and pages[0].status_code == posted == 200:
        return  # a page that one reads, and that takes no form
    assert posted in ((302, 403, 404) if address.access != "public" else (200, 403, 404, 405)), (address, posted)


def everybody_has_a_secret_name() -> None:
    with arranging():
        for n, person in enumerate(Person.objects.all()):
            Person.objects.filter(pk=person.pk).update(
                given_name=f"Prénommée{n}", family_name=f"Secrète{n}", email=f"secrete{n}@exemple.bzh"
            )


def require_nobody_named(who: str, address: Address, pages: list[Any]) -> int:
    """How many of these pages were read."""
    if address.name.startswith(("demonstration:", "privacy:dossier")) or (
        who == "hatless" and "qui-voit" in address.url
    ):
        return 0  # an invented life; oneself
    assert not any(map(named_in, pages)), address
    return sum(page.status_code == 200 for page in pages)


def text_of(page: Any) -> str:
    """What a page says, a PDF, or a spreadsheet: read once."""
    if not hasattr(page, "told"):
        page.told = told_by(page)
    return page.told


def told_by(page: Any) -> str:
    if page.headers.get("Content-Type") == XLSX:
        with ZipFile(BytesIO(page.content)) as parts:
            return "\n".join(parts.read(name).decode() for name in parts.namelist())
    if page.headers.get("Content-Type") != "application/pdf":
        return page.content.decode()
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.content)).pages)


def named_in(page: Any) -> bool:
    """Whether somebody is, but the reader."""
    text = text_of(page).replace(str(page.wsgi_request.person), "")
    return "Secrète" in text or "secrete" in text.replace("«&nbsp;secrete", "").replace('"secrete"', "")


# Objects of others, in the form.


def test_a_form_takes_nobody_else_s_object(scene, objects, readers):
    """Each field that names something is held against what the page offered."""
    direction, other = readers.direction, scene.world.groupings[1]
    stranger = scene.world.holder(f"{other.slug}-team", "delegate")
    lead = reverse("seats:lead", kwargs={"scale": scene.grouping.slug, "code": objects["lead"].zone.code})
    page = direction.post(lead, {"mandate": str(stranger.pk), "first": "2026-11-24"})
    assert page.status_code == 422
    secretariat = reverse("seats:secretariat", kwargs={"scale": scene.second.slug})
    page = readers.president(scene.second).post(secretariat, {"holder": stranger.person_id, "first": "2026-11-24"})
    assert page.status_code == 422
    board = f"/{scene.grouping.slug}/instances/{scene.grouping.slug}-board/administrator/confier"
    foreign = scene.world.locals[other][0]
    assert direction.get(f"{board}?pour={foreign.slug}").status_code == 404
    assert direction.post(f"{board}?pour={foreign.slug}&personne={stranger.person_id}", {}).status_code == 404


def test_the_end_of_a_mandate_takes_along_nobody_else_s(scene, objects, readers):
    """« avec » names the mandates to end together: those of other people are not heard."""
    victim = scene.world.holder(f"{scene.world.groupings[1].slug}-board", "president")
    address = reverse("seats:end", kwargs={"scale": scene.grouping.slug, "key": objects["mandate"]})
    readers.direction.post(
        address, {"last": "2026-11-24", "reason": "resignation", "etape": "confirmer", "avec": str(victim.pk)}
    )
    victim.refresh_from_db()
    assert victim.dates.end is None


def test_a_pole_does_not_take_land_that_is_another_s(scene, readers):
    taken = scene.world.epci[scene.world.groupings[1]][0]
    page = readers.coordination.post(
        f"/{scene.first.slug}/territoire/rattacher",
        {"zone": taken.code, "certainty": "documented", "source": "Carte", "start": "2026-11-24"},
    )
    assert page.status_code == 422
    assert Coverage.objects.filter(zone=taken).count() == 1


# The wrong way to write.


PROVED_BY_THEIR_ADDRESS = {"mail:stop", "home:stop_letter"}  # a signed address, pressed by the programs that read mail


def test_no_form_is_taken_from_another_site(scene, objects, settings):
    """Every address that answers to a POST refuses one without the page's token."""
    settings.KEVREAD_DEMONSTRATION = True
    person = scene.world.holder("cress-team", "direction").person
    client = Client(enforce_csrf_checks=True)
    session = client.session
    session["persona"] = str(person.pk)
    session.save()
    for address in addresses(scene, objects, scene.grouping.slug):
        if address.name not in PROVED_BY_THEIR_ADDRESS:
            assert client.post(address.url, {"last": "2026-12-31"}).status_code == 403, address


def test_nothing_is_written_in_the_past(scene, objects, coordination):
    before = acts_done()
    for address in addresses(scene, objects, scene.grouping.slug):
        if address.name.startswith(("seats:", "charter:", "directory:", "documents:")):
            page = coordination.post(f"{address.url}?au=2026-03-12", {"last": "2026-12-31"})
            assert page.status_code == 403, address
            assert "lecture" in page.content.decode().lower()
    assert acts_done() == before


def test_no_address_takes_another_method(scene, objects, coordination):
    before = acts_done()
    for address in addresses(scene, objects, scene.grouping.slug):
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            answer = coordination.generic(method, address.url)
            assert (answer.status_code, answer.content) == (405, b""), (method, address)
    assert acts_done() == before


@pytest.mark.parametrize("there", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(coordination, client, there):
    for address in ("/compte/connexion/", "/compte/deconnexion/", "/compte/confirmer/", "/chercher"):
        for browser in (client, coordination):
            page = browser.get(address, {"next": there})
            assert "evil" not in page.headers.get("Location", "").replace("%", "").split("?")[0]
            assert f'href="{there}"' not in page.content.decode()
    page = client.get(f"/{there}/aujourd-hui")
    assert page.status_code in (301, 302, 404)
    assert not page.headers.get("Location", "").startswith("//")


def test_entering_as_somebody_leaves_the_session_that_was_there(scene, settings, monkeypatch):
    """A session whose key somebody else knows is not the one that is entered."""
    from kevread.demonstration import personae

    settings.KEVREAD_DEMONSTRATION = True
    person = scene.world.holder("cress-team", "direction").person
    one = personae.Persona("direction", "X", "X", lambda: person, "/")
    monkeypatch.setattr(personae, "personae", lambda: [one])
    client = Client()
    session = client.session
    session["planted"] = "yes"
    session.save()
    known = session.session_key
    assert client.post("/demonstration/entrer/direction/").status_code == 302
    assert client.session.session_key != known
    assert "planted" not in client.session
    assert not Session.objects.filter(session_key=known).exists()


def test_a_page_read_by_right_stays_in_no_cache(scene, coordination, client):
    """After signing out, « back » shows nothing."""
    for address in (f"/{scene.grouping.slug}/mandats", f"/{scene.grouping.slug}/mandats.csv", "/"):
        assert "no-store" in coordination.get(address)["Cache-Control"]
    assert "Cache-Control" not in client.get("/").headers


def test_nothing_is_read_by_a_path_that_climbs(client, db):
    for path in ("/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/config/settings.py", "/static/..%2fsecret_key"):
        assert client.get(path).status_code in (301, 302, 400, 404), path


def test_a_host_that_is_not_ours_is_not_understood(client, db):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_name_breaks_no_header(scene, coordination):
    page = coordination.get(f"/{scene.grouping.slug}/mandats.csv")
    assert page["Content-Disposition"] == f'attachment; filename="{scene.grouping.slug}-mandats-2026-11-24.csv"'


def test_no_cell_is_a_formula(scene, coordination):
    """In names of people, bodies and organisations alike."""
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.second)
    with arranging():
        Person.objects.filter(pk=mandate.person_id).update(given_name="=cmd|' /C calc'!A0", family_name="x")
        type(scene.second).objects.filter(pk=scene.second.pk).update(name="@SUM(1+1)*cmd")
        Mandate.objects.filter(pk=mandate.pk).update(origin_note="+1")
    text = coordination.get(f"/{scene.grouping.slug}/mandats.csv").content.decode()
    assert "'=cmd|" in text
    assert "'@SUM" in text
    assert not any(
        cell.strip('"').startswith(("=", "@", "+", "-")) for line in text.splitlines() for cell in line.split(";")
    )


def test_an_address_that_names_nothing_is_not_found(scene, coordination):
    nothing = "00000000-0000-0000-0000-000000000000"
    for name, kwargs in (
        ("seats:mandate", {"key": nothing}), ("seats:end", {"key": nothing}), ("seats:person", {"key": nothing}),
        ("chronicle:act", {"key": nothing}), ("charter:withdraw", {"key": nothing}),
        ("directory:end_capacity", {"capacity": nothing}),
        ("directory:amend_person", {"person": nothing}), ("seats:body", {"body": "x"}), ("charter:article", {"rule": "R99.9"}),
        ("directory:organisation", {"organisation": "x"}),
    ):  # fmt: skip
        try:
            address = reverse(name, kwargs={"scale": scene.grouping.slug, **kwargs})
        except NoReverseMatch:
            pytest.fail(f"{name} has another address now")
        assert coordination.get(address).status_code == 404, name
    with arranging():
        OrganisationFactory(slug="hors-reseau", name="Hors réseau")
        PersonFactory()
    assert coordination.get("/hors-reseau/instances").status_code == 404
