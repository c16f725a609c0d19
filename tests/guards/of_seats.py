"""The verbs of seats, bodies, zones and secretariats; of organisations that open and close."""

from datetime import date, timedelta
from typing import Any

from kevread.charter.models import Keeping
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Person
from kevread.seats import operations
from kevread.seats.models import Mandate
from tests.arrange import UNREGISTERED, unkept
from tests.conftest import NOW, TODAY, arranging
from tests.factories import BodyFactory, OrganisationFactory, PersonFactory, SeatFactory, ZoneFactory, ZonePartFactory
from tests.seats.scene import Scene
from tests.worlds import put

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
NEXT_YEAR = date(2027, 6, 30)


def somebody() -> Person:
    with arranging():
        return PersonFactory()


def representative(scene: Scene) -> Mandate:
    """The administrator who represents the second pôle on the board of the grouping."""
    return scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.second)


def board_of(scene: Scene) -> Mandate:
    """The president of the second pôle."""
    return scene.world.holder(f"{scene.second.slug}-board", "president")


@guarded("seats.fill", twice=Refused)
def fill(scene: Scene) -> Guarded:
    """By the organisation of the body, or by the one that is represented: no other."""
    scene.free_a_place(scene.second)
    person = scene.administrator_of(scene.second)
    asked = {"seat": scene.board, "person": person, "represents": scene.second, "origin": "designation"}
    asked |= UNREGISTERED
    return Guarded(
        do=lambda **who: operations.fill_seat(**asked, period=Period(TODAY), **who),
        at=[scene.grouping, scene.second],
        also={"decide_seats": scene.grouping},
        others=[person],
    )


@guarded("seats.ask_designation", twice=Refused)
def ask_designation(scene: Scene) -> Guarded:
    """By the organisation of the body alone: the one that is written to does not write to itself."""
    person = scene.world.holder(f"{scene.second.slug}-board", "president").person
    with arranging():
        put(person, email="presidence@example.org")
    asked = {"seat": scene.board, "represents": scene.second, "message": "Qui vous représente d’ici au 15 décembre ?"}
    return Guarded(do=lambda **who: operations.ask_designation(**asked, **who), at=scene.grouping, others=[person])


@guarded("seats.record_existing", twice=Refused)
def record_existing(scene: Scene) -> Guarded:
    unkept(scene)
    person = scene.administrator_of(scene.first)
    asked = {
        "seat": scene.board,
        "person": person,
        "represents": scene.first,
        "reason": "Constaté par la coordination.",
    }
    return Guarded(
        do=lambda **who: operations.record_existing(**asked, period=Period(TODAY), **who),
        at=scene.grouping,
    )


@guarded("seats.end_mandate", twice=Invalid)
def end_mandate(scene: Scene) -> Guarded:
    """Whoever holds it resigns; their colleague does not for them. It ends on its first day at the earliest."""
    mandate = representative(scene)
    first = mandate.dates.start
    assert first
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_mandate(
            mandate=mandate, last=last, reason="resignation", note="Lettre du 20 novembre, reçue en main propre", **who
        ),
        at=[scene.grouping, scene.second],
        people=[mandate.person],
        others=[board_of(scene).person],
        edges=[Edge({"last": first}, {"last": first - timedelta(days=1)}, "last")],
    )


@guarded("seats.end_consequences")
def end_consequences(scene: Scene) -> Guarded:
    """The right is asked for each mandate that ends with the first."""
    mandate = scene.world.holder(f"{scene.first.slug}-board", "president")
    found = operations.cascade_of(actor=SYSTEM, mandate=mandate, last=TODAY, reason="resignation", now=NOW)
    operations.end_mandate(actor=SYSTEM, mandate=mandate, last=TODAY, reason="resignation", now=NOW)
    one = found.proposals[0].mandate
    where = one.seat.body.organisation
    places = [where, one.represents] if one.represents and one.seat.one_per else [where]
    return Guarded(
        do=lambda **who: operations.end_consequences(cause=mandate, mandates=[one], last=TODAY, **who), at=places
    )


@guarded("seats.correct_mandate", twice=Refused)
def correct_mandate(scene: Scene) -> Guarded:
    """The organisation of the body alone: neither the one that is represented, nor whoever sits."""
    mandate, person = representative(scene), scene.administrator_of(scene.second)
    asked = {"mandate": mandate, "person": person, "represents": scene.second, "reason": "Erreur de personne"}
    return Guarded(
        do=lambda **who: operations.correct_mandate(**asked, period=mandate.dates, **who),
        at=scene.grouping,
        also={"decide_seats": scene.grouping},
        others=[mandate.person, person],
    )


@guarded("seats.annul_mandate", twice=Refused)
def annul_mandate(scene: Scene) -> Guarded:
    mandate = representative(scene)
    asked = {"mandate": mandate, "reason": "Confié au mauvais siège."}
    return Guarded(
        do=lambda **who: operations.annul_mandate(**asked, **who),
        at=scene.grouping,
        also={"decide_seats": scene.grouping},
        others=[mandate.person],
    )


# Bodies.


@guarded("seats.create_body", twice=Refused)
def create_body(scene: Scene) -> Guarded:
    asked = {"organisation": scene.grouping, "name": "Commission achats", "purpose": "Acheter ensemble."}
    return Guarded(do=lambda **who: operations.create_body(**asked, period=Period(TODAY), **who), at=scene.grouping)


def group(scene: Scene) -> Any:
    asked = {"organisation": scene.grouping, "name": "Groupe mobilités", "purpose": "Partage des vélos."}
    return operations.create_body(actor=SYSTEM, **asked, period=Period(TODAY), now=NOW)


@guarded("seats.add", twice=Invalid)
def add_seat(scene: Scene) -> Guarded:
    body = group(scene)
    return Guarded(do=lambda **who: operations.add_seat(body=body, name="Pilote", **who), at=scene.grouping)


@guarded("seats.say_places", twice=Invalid)
def say_places(scene: Scene) -> Guarded:
    seat = scene.world.seat(f"{scene.grouping.slug}-board", "president")
    asked = {"seat": seat, "places": 2, "why": "Statuts, article 9"}
    return Guarded(
        do=lambda **who: operations.say_places(**asked, **who),
        at=scene.grouping,
        instead=["record_existing"],
    )


@guarded("seats.close_body", twice=Invalid)
def close_body(scene: Scene) -> Guarded:
    """It closes on its first day at the earliest."""
    body = group(scene)
    return Guarded(
        do=lambda last=NEXT_YEAR, **who: operations.close_body(body=body, last=last, **who),
        at=scene.grouping,
        edges=[Edge({"last": TODAY}, {"last": YESTERDAY}, "last")],
    )


@guarded("seats.load_bodies")
def load_bodies(scene: Scene) -> Guarded:
    """A body that bears another name than the file says."""
    with arranging():
        put(scene.world.body("cress-board"), name="Comité")
    return Guarded(do=lambda **who: operations.load_bodies(**who), at=scene.world.head)


# Zones.


def lead(scene: Scene) -> dict[str, Any]:
    with arranging():
        zone = ZoneFactory()
        ZonePartFactory(child=zone, parent=scene.world.territories[scene.grouping])
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    return {"mandate": post, "zone": zone, "period": Period(TODAY)}


@guarded("seats.lead_zone", twice=Refused)
def lead_zone(scene: Scene) -> Guarded:
    asked = lead(scene)
    return Guarded(
        do=lambda **who: operations.lead_zone(**asked, **who),
        at=scene.grouping,
        others=[asked["mandate"].person],
    )


@guarded("seats.end_zone_lead")
def end_zone_lead(scene: Scene) -> Guarded:
    asked = lead(scene)
    made = operations.lead_zone(actor=SYSTEM, now=NOW, **asked)
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_zone_lead(lead=made, last=last, **who),
        at=scene.grouping,
        others=[asked["mandate"].person],
        edges=[Edge({"last": TODAY}, {"last": YESTERDAY}, "last")],
    )


# A secretariat is entrusted by the presidency of the pôle.


def entrusting(scene: Scene) -> dict[str, Any]:
    delegate = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    return {"granter": scene.first, "holder": delegate, "period": Period.through(TODAY, NEXT_YEAR)}


@guarded("seats.entrust_secretariat", twice=Refused)
def entrust_secretariat(scene: Scene) -> Guarded:
    asked = entrusting(scene)
    return Guarded(
        do=lambda **who: operations.entrust_secretariat(**asked, **who),
        at=scene.first,
        others=[asked["holder"]],
    )


@guarded("seats.revoke_secretariat")
def revoke_secretariat(scene: Scene) -> Guarded:
    """Whoever has it gives it back."""
    asked = entrusting(scene)
    made = operations.entrust_secretariat(actor=SYSTEM, now=NOW, **asked)
    operations.accept_secretariat(actor=SYSTEM, delegation=made, now=NOW)
    made.refresh_from_db()
    return Guarded(
        do=lambda last=TODAY, **who: operations.revoke_secretariat(delegation=made, last=last, **who),
        at=scene.first,
        people=[asked["holder"]],
        others=[board_of(scene).person],
        edges=[Edge({"last": TODAY}, {"last": YESTERDAY}, "last")],
    )


# Organisations of the network.


@guarded("seats.open_organisation", twice=Refused)
def open_organisation(scene: Scene) -> Guarded:
    with arranging():
        ZoneFactory(strategic=True, code="ess-35")
    asked = {"slug": "ess-35", "since": TODAY, "source": "Statuts déposés le 3 février 2026"}
    return Guarded(do=lambda **who: operations.open_organisation(**asked, **who), at=scene.world.head)


@guarded("seats.open_unlisted_organisation", twice=Invalid)
def open_unlisted_organisation(scene: Scene) -> Guarded:
    asked = {
        "scale": "local",
        "name": "ESS pays de Léon",
        "of": scene.grouping.slug,
        "source": "Statuts déposés le 3 février",
    }
    return Guarded(
        do=lambda since=TODAY, **who: operations.open_unlisted_organisation(**asked, since=since, **who),
        at=scene.world.head,
    )


@guarded("seats.enter_organisation", twice=Invalid)
def enter_organisation(scene: Scene) -> Guarded:
    asked: dict[str, Any] = {"scale": "local", "slug": "ess-pays-de-leon", "name": "ESS pays de Léon", "names": {}}
    asked["sheet"] = {"legal_form": "", "siren": "", "siret": "", "rna": "", "locality": ""}
    return Guarded(
        do=lambda **who: operations.enter_organisation(**asked, period=Period(TODAY), source="Un fichier", **who),
        at=scene.world.head,
    )


@guarded("seats.enter_mandate", twice=Refused)
def enter_mandate(scene: Scene) -> Guarded:
    """Of before the register of decisions: by the organisation of the body, or by the one that is represented."""
    scene.free_a_place(scene.second)
    person = scene.administrator_of(scene.second)
    with arranging():
        Keeping.objects.filter(register="decisions").delete()
    asked = {"seat": scene.board, "person": person, "represents": scene.second, "origin": "designation"}
    return Guarded(
        do=lambda **who: operations.enter_mandate(**asked, period=Period(TODAY), **who),
        at=[scene.grouping, scene.second],
        also={"decide_seats": scene.grouping},
        others=[person],
    )


@guarded("seats.close_organisation", twice=Invalid)
def close_organisation(scene: Scene) -> Guarded:
    """A pôle where nobody sits."""
    with arranging():
        made = OrganisationFactory(local=True)
        Affiliation.objects.create(member=made, of=scene.grouping, period=made.period)
        SeatFactory(body=BodyFactory(organisation=made))
    return Guarded(
        do=lambda last=TODAY, **who: operations.close_organisation(organisation=made, last=last, **who),
        at=made,
    )


@guarded("seats.annul_closing", twice=Refused)
def annul_closing(scene: Scene) -> Guarded:
    with arranging():
        made = OrganisationFactory(local=True)
        Affiliation.objects.create(member=made, of=scene.grouping, period=made.period)
    operations.close_organisation(actor=SYSTEM, organisation=made, last=TODAY, now=NOW)
    return Guarded(
        do=lambda **who: operations.annul_closing(organisation=made, reason="Erreur de ligne, il continue.", **who),
        at=made,
    )


@guarded("seats.invite", twice=Refused)
def invite(scene: Scene) -> Guarded:
    """By whoever registers people there."""
    with arranging():
        put(scene.world.holder(f"{scene.second.slug}-board", "president").person, email="presidence@example.org")
    return Guarded(do=lambda **who: operations.invite(organisations=[scene.second], **who), at=scene.second)
