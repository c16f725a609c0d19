"""From an application to its answer: instructed, decided by a line of the register, told, and undone when it was a mistake."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.decisions.models import Decision
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.directory.models import Affiliation, Organisation
from kevread.mail.message import message_of
from kevread.mail.models import Dispatch
from kevread.membership.models import Admission
from kevread.membership.operations import enter, instruct, reopen
from kevread.membership.queries.applying import checklist
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, OrganisationFactory
from tests.gatherings.decided import decided
from tests.membership.conftest import SIREN, Land, asked, keeper, link, received
from tests.pressing import press, shown
from tests.publishing.test_front import text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db
FOUND = {"member": None, "reach": "local", "perimeter": "inside", "perimeter_note": "Ses statuts", "college": ""}


@pytest.fixture
def president(small: World, land: Land):
    return actor_of(keeper(small, land.pole), TODAY)


def decision(land: Land, of: Organisation | None = None, on=TODAY, **more) -> Decision:
    with arranging():
        return decided(f"{(of or land.pole).slug}-board", "adhesion", on=on, title="Admission d’un membre", **more)


def answer(actor, found: Admission, by: Decision, **more):
    told = {"admission": found.pk, "answer": "accept", "since": TODAY} | more
    waiting = propose_application(actor=actor, decision=by, kind="admission", asked=told, now=NOW)
    return apply_decision(actor=actor, application=waiting, now=NOW)


def last_letter() -> str:
    dispatch = Dispatch.objects.order_by("-queued_at", "-pk").first()
    return message_of(dispatch, dispatch.content).body


def test_a_decision_accepts_and_the_organisation_is_a_member(small: World, public, land: Land, president):
    found = received(land)
    instruct(actor=president, admission=found, now=NOW, **FOUND)
    answer(president, found, decision(land))
    found.refresh_from_db()
    assert found.state == "accepted"
    member = Organisation.objects.get(siren=SIREN)
    assert (member.name, member.reach, member.locality, member.scale) == (
        "La Halle aux fils",
        "local",
        land.commune.name,
        "",
    )
    assert Affiliation.objects.on(TODAY).get(member=member, of=land.pole) == found.affiliation
    assert not Affiliation.objects.on(TODAY - timedelta(days=1)).filter(member=member).exists()
    assert "est acceptée" in last_letter()
    page = text_of(public.get(link(found.pk)))
    assert "Acceptée" in page and "Qui a décidé" in page and "Retirer" not in page


def test_a_decision_refuses_and_says_why(small: World, public, land: Land, president):
    found = received(land)
    answer(president, found, decision(land), answer="refuse", since=None, reason="Son activité est hors de l’ESS.")
    found.refresh_from_db()
    assert (found.state, found.affiliation) == ("refused", None)
    assert "hors de l’ESS" in last_letter() and "hors de l’ESS" in text_of(public.get(link(found.pk)))
    assert not Organisation.objects.filter(siren=SIREN).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"since": None}, "since"),
        ({"since": TODAY - timedelta(days=1)}, "since"),
        ({"answer": "refuse", "reason": "Non."}, "reason"),
        ({"admission": "00000000-0000-0000-0000-000000000000"}, "admission"),
    ],
)
def test_an_answer_that_does_not_hold_together_is_not_proposed(small: World, land: Land, president, more, field):
    found = received(land)
    by = decision(land)
    with pytest.raises(Invalid) as refused:
        answer(president, found, by, **more)
    assert refused.value.field == field


def test_a_decision_that_was_taken_before_it_was_asked_answers_nothing(small: World, land: Land, president):
    found = received(land)
    with pytest.raises(Invalid, match="après la décision"):
        answer(president, found, decision(land, on=TODAY - timedelta(days=1)))


def test_a_decision_of_another_organisation_answers_nothing(small: World, land: Land, president):
    found = received(land, of=land.grouping)
    with pytest.raises(Invalid, match="Choisissez la demande"):
        answer(president, found, decision(land))


def test_it_is_answered_once(small: World, land: Land, president):
    found = received(land)
    answer(president, found, decision(land))
    with pytest.raises(Refused, match="n’attend plus"):
        answer(president, found, decision(land))
    with arranging():
        Admission.objects.update(state="refused", affiliation=None)
    with pytest.raises(Refused, match="n’attend plus"):
        instruct(actor=president, admission=found, now=NOW, **FOUND)


def test_an_organisation_of_the_directory_is_not_entered_twice(small: World, land: Land, president):
    with arranging():
        there = OrganisationFactory(siren=SIREN, name="La Halle")
    found = received(land)
    assert found.member == there
    answer(president, found, decision(land))
    assert Affiliation.objects.on(TODAY).get(of=land.pole, member__siren=SIREN).member == there


def test_a_mistake_is_undone_and_told_as_long_as_nobody_sits_for_it(small: World, land: Land, president):
    found = received(land)
    answer(president, found, decision(land))
    found.refresh_from_db()
    member = found.member
    with arranging():
        mandate = MandateFactory(seat__body__organisation=land.pole, represents=member)
    with pytest.raises(Refused, match="son mandat s’appuie"):
        reopen(actor=president, admission=found, reason="Ce n’était pas cette organisation.", now=NOW)
    with arranging():
        mandate.delete()
    reopen(actor=president, admission=found, reason="Ce n’était pas cette organisation.", now=NOW)
    found.refresh_from_db()
    assert (found.state, found.affiliation, found.closed_on) == ("pending", None, None)
    assert not Affiliation.objects.filter(member=member).exists()
    assert "venait d’une erreur" in last_letter()
    with pytest.raises(Refused, match="rien à annuler"):
        reopen(actor=president, admission=found, reason="Ce n’était pas cette organisation.", now=NOW)
    answer(president, found, decision(land))  # and it may be answered again
    assert Affiliation.objects.on(TODAY).filter(member=member, of=land.pole).exists()


def test_what_shows_that_it_is_of_the_social_economy_is_asked(small: World, land: Land, president):
    found = received(land)
    with pytest.raises(Invalid) as refused:
        instruct(actor=president, admission=found, now=NOW, **FOUND | {"perimeter_note": "oui"})
    assert refused.value.field == "perimeter_note"
    for field, value in (("reach", "loin"), ("perimeter", "bof")):
        with pytest.raises(Invalid) as refused:
            instruct(actor=president, admission=found, now=NOW, **FOUND | {field: value})
        assert refused.value.field == field


def test_the_checklist_says_what_is_verified_and_what_is_far(small: World, land: Land, president):
    found = received(land)
    assert {check.what: check.state for check in checklist(found, TODAY)} == {
        "Numéros": "ok", "Fait partie de l’ESS": "ask", "Commune": "ok", "Échelle d’action": "ask", "Collège": "ask",
    }  # fmt: skip
    told = FOUND | {"reach": "regional", "perimeter": "outside", "college": "associations"}
    found = instruct(actor=president, admission=found, now=NOW, **told)
    states = {check.what: (check.state, check.rule) for check in checklist(found, TODAY)}
    assert states["Échelle d’action"] == ("far", "R8.5")
    assert states["Fait partie de l’ESS"] == ("far", "")
    assert states["Collège"] == ("ok", "")


@pytest.mark.parametrize(("reach", "said"), [("regional", "propose d’abord"), ("departmental", "permet de choisir")])
def test_what_the_text_only_allows_is_not_told_as_what_it_proposes(small: World, land: Land, president, reach, said):
    found = instruct(actor=president, admission=received(land), now=NOW, **FOUND | {"reach": reach})
    (check,) = [one for one in checklist(found, TODAY) if one.what == "Échelle d’action"]
    assert check.state == "far" and f"Le texte {said} " in check.said


def test_the_land_of_another_pole_is_far_and_a_grouping_counts_its_seats(small: World, land: Land):
    other = next(one for locals_ in small.locals.values() for one in locals_ if one != land.pole)
    (far,) = [one for one in checklist(received(land, of=other), TODAY) if one.what == "Commune"]
    assert far.state == "far" and land.pole.name in far.said
    checks = {one.what: one for one in checklist(received(land, of=land.grouping), TODAY)}
    assert checks["Commune"].state == "ok"
    assert checks["Sièges des adhérents directs"].rule == "R2.4"


def test_one_received_by_post_is_entered_without_an_address(small: World, land: Land, president):
    told = asked(land, email="", given_name="Zoé")
    yesterday = TODAY - timedelta(days=1)
    found = enter(actor=president, organisation=land.pole, asked=told, received_on=yesterday, now=NOW)
    assert (found.origin, found.received_on, found.email) == ("paper", yesterday, "")
    answer(president, found, decision(land))
    assert not Dispatch.objects.exists()
    with pytest.raises(Invalid) as refused:
        enter(actor=president, organisation=land.pole, asked=told, received_on=TODAY + timedelta(days=1), now=NOW)
    assert refused.value.field == "received_on"
    with pytest.raises(Refused, match="déjà là"):
        enter(actor=president, organisation=land.pole, asked=told, received_on=TODAY, now=NOW)


# The screens.


def test_from_the_list_to_the_decision(small: World, land: Land, settings, president):
    found = received(land)
    client = entered_as(keeper(small, land.pole), settings)
    here = {"scale": land.pole.slug}
    today = client.get(reverse("home:today", kwargs=here))
    assert "Demande d’adhésion de La Halle aux fils" in text_of(today)
    page = text_of(client.get(reverse("membership:admissions", kwargs=here)))
    assert "La Halle aux fils" in page and "1 demande attend" in page
    sheet = reverse("membership:admission", kwargs=here | {"key": found.pk})
    typed = {"reach": "local", "perimeter": "inside", "perimeter_note": "Ses statuts", "college": "", "member": ""}
    assert press(client, sheet, typed).status_code == 302
    by = decision(land)
    assert by.title in text_of(client.get(sheet))
    decides = reverse("membership:decide", kwargs=here | {"key": by.pk})
    page = client.get(decides, {"demande": str(found.pk)})
    assert page.context["form"]["admission"].value() == str(found.pk)
    assert press(client, decides, {"admission": found.pk, "answer": "accept", "since": ""}).status_code == 422
    done = press(client, decides, {"admission": found.pk, "answer": "accept", "since": TODAY.isoformat()}, follow=True)
    assert "est acceptée : membre depuis" in text_of(done)
    apply_decision(actor=president, application=by.applications.get(), now=NOW)
    assert "C’était une erreur" in text_of(client.get(sheet))
    undo = reverse("membership:reopen", kwargs=here | {"key": found.pk})
    assert press(client, undo, {"reason": "Trop"}).status_code == 422
    assert press(client, undo, {"reason": "Le conseil avait ajourné ce point."}).status_code == 302
    assert Admission.objects.get().state == "pending"


def test_what_somebody_wrote_is_read_by_those_who_keep_memberships_only(small: World, land: Land, settings, public):
    found = received(land)
    here = {"scale": land.pole.slug, "key": found.pk}
    assert public.get(reverse("membership:admission", kwargs=here)).status_code == 302
    reader = entered_as(small.holder(f"{land.pole.slug}-board", "administrator").person, settings)
    assert reader.get(reverse("membership:admission", kwargs=here)).status_code == 403
    elsewhere = entered_as(keeper(small, land.pole), settings)
    other = next(one for locals_ in small.locals.values() for one in locals_ if one != land.pole)
    assert elsewhere.get(reverse("membership:admission", kwargs=here | {"scale": other.slug})).status_code == 403


def test_a_direction_that_does_not_keep_it_may_not(small: World, land: Land):
    found = received(land)
    reader = actor_of(small.holder(f"{land.pole.slug}-board", "administrator").person, TODAY)
    with pytest.raises(Denied):
        instruct(actor=reader, admission=found, now=NOW, **FOUND)


def test_what_one_checked_is_not_written_over_from_an_old_page(small: World, land: Land, president, settings):
    found = received(land)
    client = entered_as(keeper(small, land.pole), settings)
    page = reverse("membership:admission", kwargs={"scale": land.pole.slug, "key": found.pk})
    old = shown(client, page)
    instruct(actor=president, admission=found, now=NOW, **FOUND)
    typed = {"reach": "local", "perimeter": "outside", "perimeter_note": "Son siège", "college": ""}
    refused = client.post(page, typed | {"vu": old})
    assert refused.status_code == 422 and "« Ses statuts »" in text_of(refused)
    found.refresh_from_db()
    assert found.perimeter == "inside"
    assert press(client, page, typed).status_code == 302
