"""A breach of the demonstration is not a dead end: whoever may act on it reaches, in one click, where it is mended."""

import re

import pytest
from django.test import Client

from kevread.charter.engine import Finding, verdicts
from kevread.charter.queries.rows import act_of, as_row
from kevread.charter.sentences import speak
from kevread.common import rooms
from kevread.common.verdicts import Verdict
from kevread.demonstration.personae import personae
from kevread.directory.models import Person
from kevread.seats.middleware import PERSONA
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.conftest import TODAY

from .conftest import demonstrating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

# What each screen offers to whoever may act there: the gesture by which it is mended.
GESTURES = {
    "seats:fill": r'href="\?(pour=[\w-]+&amp;)?personne=|href="\?pour=|/personnes/inscrire"',
    "seats:body": r'/confier["?]|/mandats/[0-9a-f-]{36}"',
    "seats:team": r'/referent"',
    "directory:organisations": r'/organisations/adhesion"',
    "rhythm:rhythm": r'/reunions/preparer|/rythme/|/date"',
    "sittings:meetings": r'/reunions/preparer"',
    "charter:text": r'/texte/R3.9"',
    "decisions:decisions": r'/decisions/inscrire"',
}


@pytest.fixture(autouse=True)
def _demonstration():
    with demonstrating():
        yield


def entered(person: Person) -> Client:
    visitor = Client()
    session = visitor.session
    session[PERSONA] = str(person.pk)
    session.save()
    return visitor


def breaches() -> list[Finding]:
    return [finding for finding in verdicts(TODAY) if finding.verdict is Verdict.BREACHES]


def test_whoever_may_act_on_a_breach_reaches_the_gesture_that_mends_it():
    sitting = Person.objects.filter(pk__in=Mandate.objects.on(TODAY).values("person")).order_by("pk")
    actors = [(person, actor_of(person, TODAY)) for person in sitting]
    for finding in breaches():
        screen = finding.clause.mend.screen
        by_role: dict[str, Person] = {}
        for person, actor in actors:
            if hat := actor.hat_for(rooms.screen(screen).right, finding.organisation.id):
                by_role.setdefault(hat.role, person)
        assert by_role, finding.clause.key
        for role, person in by_role.items():
            page = entered(person).get(act_of(finding))
            where = (finding.clause.key, finding.organisation.slug, role)
            assert page.status_code == 200, where
            assert re.search(GESTURES[screen], page.content.decode().split("<main")[1]), where


def test_the_missing_vice_presidency_says_since_when_and_leads_to_the_seat():
    (finding,) = [one for one in breaches() if one.clause.key == "R3.15/2"]
    row = as_row(*speak([finding], TODAY), TODAY)
    assert row["sentence"] == "ESS Armor n’a pas de vice-président·e Territoire depuis le 12 septembre 2026."
    assert row["act"] == "/cress/instances/cress-bureau/vice-president-grouping/confier?pour=ess-armor"
    president = next(one for one in personae() if one.slug == "presidence-groupement").find()
    day = entered(president).get("/ess-armor/aujourd-hui").content.decode()
    assert f'href="{row["act"]}"' in day and "Proposer une personne" in day
    assert f'href="{row["act"]}"' in entered(president).get("/ess-armor/texte/R3.15").content.decode()


def test_every_finding_of_the_demonstration_has_an_address_to_act():
    assert [one.clause.key for one in verdicts(TODAY) if act_of(one) is None] == []


def test_what_is_counted_is_named():
    told = {(row["rule"], row["clause"]): row for row in (as_row(one, TODAY) for one in speak(breaches(), TODAY))}
    assert "n° 2026-" in told["R0.9", 1]["sentence"] and "n° 2026-" in told["R0.9", 2]["sentence"]
    assert re.search(r": [A-Z][\w’ -]+\. Leur adhésion", told["R8.3", 1]["sentence"].replace("\xa0", " "))
    assert re.search(r"[A-Z]\w+ [A-Z]\. \(ESS pays de Pontivy\)", told["R3.7", 2]["sentence"])
    assert [one["label"] for one in told["R4.17", 1]["evidence"]] == ["mai 2026", "août 2026"]
