"""A breach of the demonstration is not a dead end: whoever may act on it reaches, in one click, where it is mended."""

import re
from functools import cache

import pytest
from django.test import Client

from kevread.charter.engine import Finding, verdicts
from kevread.charter.queries.gestures import gesture_of
from kevread.charter.queries.rows import act_of, as_row
from kevread.charter.sentences import speak
from kevread.common.actor import Actor
from kevread.common.verdicts import Verdict
from kevread.demonstration.personae import personae
from kevread.directory.models import Person
from kevread.seats.middleware import PERSONA
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.ui.places import way_address
from tests.conftest import TODAY

from .conftest import demonstrating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

# What each screen offers to whoever may act there: the gesture by which it is mended.
GESTURES = {
    "seats:fill": r'href="\?(pour=[\w-]+&amp;)?personne=|href="\?pour=|/personnes/inscrire\?suite='
    r"|/demander/register_person",
    "seats:body": r'/confier["?]|/mandats/[0-9a-f-]{36}"',
    "statutes:handings": r'/apport/decider"',
    "filings:filings": r"/formalites/fiche/",
    "filings:creation": r'/formalites/creation/publier"',
    "concord:texts": r'/textes-communs/(proposer|[0-9a-f-]{36})"',
    "statutes:articles": r'/statuts/commencer"',
    "seats:team": r'/referent"',
    "directory:organisations": r'/organisations/adhesion"',
    "rhythm:rhythm": r'/reunions/preparer|/rythme/|/date"',
    "membership:members": r'/membres/[0-9a-f-]{36}"',
    "sittings:meetings": r'/reunions/preparer"',
    "charter:attest": r'name="piece"',
    "charter:setting": r'name="etape"|/decisions/inscrire|Voir ce que cela change',
    "directory:affiliate": r'name="member"',
    "directory:amend_organisation": r'name="rna"',
    "rhythm:propose": r'name="form-|/rythme|/reunions/preparer',
    "rhythm:record_held": r'name="day"',
    "decisions:record_decision": r'name="decided_on"',
    "decisions:decisions": r'/decisions/inscrire"',
    "decisions:ratifying": r'/decisions/[0-9a-f-]{36}/ratifier"',
    "decisions:advising": r'/decisions/[0-9a-f-]{36}/porter"|/decisions/avis\?decision=',
    "supervision:people": r"/encadrement/ouvrir/|/encadrement/dossiers/",
    "ledgers:books": r"/comptes/lire",
    "ledgers:budgets": r"/comptes/budgets/preparer",
    "ledgers:cash": r"/tresorerie/solde",
    "ledgers:passages": r"/comptes/passages/dire",
    "finance:fundings": r"/financements/inscrire|/financements/[0-9a-f-]{36}",
    "finance:accounts": r"/comptes-et-seuils/inscrire|/compte-rendu/",
    "finance:local": r"/vie-locale/inscrire|/vie-locale/solde",
    "allowances:allowances": r"/indemnites/inscrire|/indemnites/[0-9a-f-]{36}/annuler",
    "equalisation:campaign": r"/perequation/[0-9a-f-]{36}/",
    "equalisation:fund": r"/perequation/[0-9a-f-]{36}|/perequation/ouvrir",
    "agreements:agreements": r'/conventions/preparer"',
    "delegations:register": r'/delegations/[0-9a-f-]{36}"',
    "delegations:give": r'name="source"',
    "delegations:dealings": r'/conventions/declarer"',
    "staff:posts": r'/equipe/postes/ouvrir"',
    "staff:contracts": r"/equipe/contrats/[0-9a-f-]{36}",
    "careers:pathways": r'/parcours/[0-9a-f-]{36}"',
    "careers:needs": r'/competences/plans/[0-9a-f-]{36}"',
    "careers:skills": r'/competences/plans/[0-9a-f-]{36}"',
    "careers:occasions": r'/dialogue-social/inscrire"',
    "careers:headcount": r'/effectif/oeuvres-sociales"',
    "privacy:processing": r'name="contact"',
    "privacy:demands": r'/demandes-des-personnes/[0-9a-f-]{36}"',
    "decisions:found": r'name="file"',
    "decisions:streams": r"/decisions/chantiers/confier",
    "decisions:adopting": r'/decisions/[0-9a-f-]{36}"',
}


@pytest.fixture(autouse=True)
def _demonstration():
    with demonstrating():
        yield


@cache
def read(person: Person, where: str) -> tuple[int, str]:
    """The status of a page, and what it says: read once by each, whatever leads there."""
    visitor = Client()
    session = visitor.session
    session[PERSONA] = str(person.pk)
    session.save()
    answer = visitor.get(where)
    return answer.status_code, answer.text


def breaches() -> list[Finding]:
    return [finding for finding in verdicts(TODAY) if finding.verdict is Verdict.BREACHES]


def by_role(finding: Finding) -> tuple[dict[str, Person], dict[str, Person]]:
    """Of those who read a finding, one of each role: who may act on it, and who may not."""
    gesture = gesture_of(finding)
    acts: dict[str, Person] = {}
    reads: dict[str, Person] = {}
    for person, actor in actors():
        if gesture and (hat := gesture.hat(actor)):
            acts.setdefault(hat.role, person)
        elif hat := actor.hat_for("read", finding.organisation.id):
            reads.setdefault(hat.role, person)
    return acts, reads


@cache
def actors() -> list[tuple[Person, Actor]]:
    sitting = Person.objects.filter(pk__in=Mandate.objects.on(TODAY).values("person")).order_by("pk")
    return [(person, actor_of(person, TODAY)) for person in sitting]


def test_whoever_may_act_on_a_breach_reaches_the_gesture_that_mends_it():
    for finding in breaches():
        gesture = gesture_of(finding)
        assert gesture, finding.clause.key
        acts, _ = by_role(finding)
        assert acts, finding.clause.key
        for role, person in acts.items():
            where = (finding.clause.key, finding.organisation.slug, role)
            way = gesture.link(actor_of(person, TODAY))
            assert way, where
            status, page = read(person, way_address(way))
            assert status == 200, where
            assert re.search(GESTURES[gesture.way.screen], page.split("<main")[1]), where


def test_no_link_leads_its_reader_to_a_refusal():
    """One finding of each gesture and each outcome, read by each role: whoever may not act is led to no refusal."""
    told: dict[tuple[str, ...], Finding] = {}
    for finding in verdicts(TODAY):
        if gesture := gesture_of(finding):
            told.setdefault((gesture.way.screen, gesture.right, finding.verdict, finding.organisation.scale), finding)
    assert len(told) > 15
    seen: set[tuple[object, str]] = set()
    for finding in told.values():
        gesture = gesture_of(finding)
        for those in by_role(finding):
            for person in those.values():
                way = gesture.link(actor_of(person, TODAY)) if gesture else None
                if way and (person.pk, way_address(way)) not in seen:
                    seen.add((person.pk, way_address(way)))
                    assert read(person, way_address(way))[0] == 200, (finding.clause.key, person)
    assert len(seen) > 30


def test_the_missing_vice_presidency_leads_to_the_seat():
    (finding,) = [one for one in breaches() if one.clause.key == "R3.15/2"]
    row = as_row(*speak([finding], TODAY), TODAY)
    assert row["sentence"] == "ESS Armor n’a pas de vice-président·e Territoire."
    assert row["act"] == "/cress/instances/cress-bureau/vice-president-grouping/confier?pour=ess-armor"
    president = next(one for one in personae() if one.slug == "presidence-groupement").find()
    _, day = read(president, "/ess-armor/aujourd-hui")
    assert f'href="{row["act"]}"' in day and "Proposer une personne" in day
    assert f'href="{row["act"]}"' in read(president, "/ess-armor/texte/R3.15")[1]


def test_every_finding_of_the_demonstration_has_an_address_to_act():
    assert [one.clause.key for one in verdicts(TODAY) if act_of(one) is None] == []
    coordination = next(one for one in personae() if one.slug == "coordination").find()
    opens = {act_of(one) for one in verdicts(TODAY) if one.clause.mend.screen == "seats:openings"}
    assert {read(coordination, address)[0] for address in opens} == {200}


def test_what_is_counted_is_named():
    told = {(row["rule"], row["clause"]): row for row in (as_row(one, TODAY) for one in speak(breaches(), TODAY))}
    assert "n° 2026-" in told["R0.9", 1]["sentence"] and "n° 2026-" in told["R0.9", 2]["sentence"]
    assert re.search(
        r": Le Hangar de Penn-Bihan \(Douarnenez : [\w’ -]+\)\. Leur adhésion",
        told["R8.3", 1]["sentence"].replace("\xa0", " "),
    )
    assert re.search(r"[A-Z]\w+ [A-Z]\. \(ESS pays de Pontivy\)", told["R3.7", 2]["sentence"])
    assert [one["label"] for one in told["R4.17", 1]["evidence"]] == ["mai 2026", "août 2026"]
