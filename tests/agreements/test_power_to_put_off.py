"""A later day commits whoever is owed: it rests on a decision of its register, or on the power of whoever writes it."""

import pytest
from django.urls import reverse

from kevread.agreements.models import Obligation, Postponement
from kevread.agreements.operations import agree_postponement, ask_postponement
from kevread.common.errors import Denied, Invalid
from kevread.delegations.loader import acts
from kevread.directory.models import Person
from kevread.seats.asks import PUT_OFF
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory, since
from tests.guards.of_agreements import owed, read
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

from .test_power_to_end import DAY, NO_POWER, entrusted, line

pytestmark = pytest.mark.django_db
ACT, WHY = "report-d-echeance", "Les comptes ne sont pas clos."


def asked(scene: Scene, found: Obligation, **more) -> Postponement:
    told = {"actor": scene.direction, "due_on": TODAY, "to": TODAY + 7 * DAY, "reason": WHY, "now": NOW}
    made = ask_postponement(obligation=found, **{**told, **more})
    made.obligation = found
    return made


def owed_to_the_grouping(scene: Scene) -> Obligation:
    """By the head, today."""
    found = owed(scene)
    pair = {"debtor": found.creditor, "creditor": found.debtor}
    with arranging():
        turned = Obligation.objects.create(agreement=found.agreement, what="Rendre compte", first_due=TODAY, **pair)
    return read(turned.pk)


def test_the_federation_ties_it_to_an_act(scene: Scene):
    assert acts().of_gesture(PUT_OFF, TODAY) == ACT


def test_to_ask_for_more_time_commits_nobody(scene: Scene):
    """The grouping owes the head, and its direction asks."""
    made = asked(scene, owed(scene))
    assert (made.decision, made.authority) == (None, "")


def test_to_grant_it_takes_the_power_to_commit_whoever_is_owed(scene: Scene):
    made = asked(scene, owed(scene))
    with pytest.raises(Denied, match=NO_POWER) as told:
        agree_postponement(actor=scene.coordination, postponement=made, now=NOW)
    assert told.value.ways[0].where["act"] == ACT
    assert Postponement.objects.get(pk=made.pk).agreed_on is None
    done = agree_postponement(actor=scene.actor("cress-board", "president"), postponement=made, now=NOW)
    assert done.decision is None and "de par cette fonction" in done.authority


def test_or_a_decision_of_its_own_register(scene: Scene):
    made = asked(scene, owed(scene))
    with pytest.raises(Invalid) as told:
        agree_postponement(actor=scene.coordination, postponement=made, decision=line(scene), now=NOW)
    assert told.value.field == "decision"
    theirs = line(scene, "cress-board")
    done = agree_postponement(actor=scene.coordination, postponement=made, decision=theirs, now=NOW)
    done.refresh_from_db()
    assert (done.decision, done.authority) == (theirs, theirs.quoted)


def test_whoever_is_owed_gives_its_day_up_by_asking(scene: Scene):
    found = owed_to_the_grouping(scene)
    with pytest.raises(Denied, match=NO_POWER):
        asked(scene, found)
    entrusted(scene, "fin-de-convention")  # to end one is not to put off
    with pytest.raises(Denied, match=NO_POWER):
        asked(scene, found)
    grant = entrusted(scene, ACT)
    made = asked(scene, found)
    assert made.authority.startswith("Par délégation de")
    done = agree_postponement(actor=scene.coordination, postponement=made, now=NOW)  # who owes commits nobody
    assert (done.agreed_on, done.authority) == (TODAY, made.authority)
    with arranging():
        type(grant).objects.filter(pk=grant.pk).update(period=since(TODAY - 30 * DAY, TODAY - DAY))
    with pytest.raises(Denied, match="a pris fin"):
        asked(scene, found, to=TODAY + 8 * DAY)


def test_nobody_gives_up_the_day_of_another(scene: Scene):
    """The coordination keeps agreements everywhere, and speaks for the head alone."""
    with arranging():
        found = agreed("hierarchique-fonctionnelle", scene.grouping, scene.first)
        pair = {"debtor": found.parties.get(role="groupement"), "creditor": found.parties.get(role="pole")}
        made = Obligation.objects.create(agreement=found, what="Venir au conseil", first_due=TODAY, **pair)
    with pytest.raises(Denied, match="pas dire à sa place"):
        asked(scene, read(made.pk), actor=scene.coordination, decision=line(scene))


def test_a_party_outside_the_network_grants_by_its_letter(scene: Scene):
    with arranging():
        found = agreed("etat", OrganisationFactory(name="Un ministère", scale=""), scene.world.head)
        theirs, ours = found.parties.order_by("rank")
        pair = {"debtor": ours, "creditor": theirs}
        report = Obligation.objects.create(agreement=found, what="Un rapport", first_due=TODAY, **pair)
    made = asked(scene, read(report.pk), actor=scene.coordination)
    done = agree_postponement(actor=scene.actor("cress-board", "president"), postponement=made, now=NOW)
    assert (done.agreed_on, done.authority) == (TODAY, "")


def test_the_page_says_before_by_what_and_after_on_what_it_rests(scene: Scene, settings):
    found = owed(scene)
    made = asked(scene, found)
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    page = reverse("agreements:agreement", args=["cress", found.agreement_id])
    where = reverse("agreements:agree", args=["cress", made.pk])
    assert where in client.get(page).text
    told = text_of(client.get(where))
    assert "Vous n’avez pas le pouvoir d’engager" in told and WHY in told
    assert client.post(where, {}).status_code == 422
    theirs = line(scene, "cress-board")
    done = text_of(client.post(where, {"decision": str(theirs.pk)}, follow=True))
    assert "Report accordé par une décision que cite qui l’attend" in done and theirs.reference in done


def test_where_it_commits_nobody_no_decision_is_asked(scene: Scene, settings):
    found = owed(scene)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    where = reverse("agreements:oblige", args=[scene.grouping.slug, found.pk, "report"]) + f"?du={TODAY.isoformat()}"
    assert "Par quelle décision" not in client.get(where).text
    said = {"to": (TODAY + 7 * DAY).isoformat(), "reason": WHY}
    assert client.post(where, said).status_code == 302
    assert Postponement.objects.get().authority == ""
