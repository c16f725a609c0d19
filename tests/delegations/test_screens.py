"""The register, who may, one’s own, the paper; what waits on « Aujourd’hui »; and what neighbours do not read."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.delegations.models import Grant
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided

from .conftest import UNTIL
from .test_petitions import ask

pytestmark = pytest.mark.django_db


def at(name, delegating, **more):
    return reverse(f"delegations:{name}", kwargs={"scale": delegating.grouping.slug} | more)


def test_the_register_says_what_holds_and_what_is_dead(delegating, readers):
    there = Grant.objects.filter(organisation=delegating.grouping).count()
    delegating.inside()
    page = readers.direction.get(at("register", delegating)).text
    assert f"{1 + there}\xa0délégations en vigueur" in page
    delegating.end(delegating.post("direction"), TODAY - timedelta(days=1))
    page = readers.presidency.get(at("register", delegating)).text
    assert "Sans effet" in page
    past = readers.presidency.get(at("register", delegating), {"au": "2026-03-12"}).text
    assert f"{there}\xa0délégations en vigueur" in past


def test_nobody_reads_it_from_elsewhere_nor_the_public(delegating, readers):
    made = delegating.of_board
    for client in (readers.elsewhere, readers.hatless):
        assert client.get(at("register", delegating)).status_code == 403
        assert client.get(at("grant", delegating, key=made.pk)).status_code == 404
    assert readers.public.get(at("register", delegating)).status_code == 302


def test_who_may_recruit_here(delegating, readers):
    delegating.inside()
    page = readers.direction.get(at("who", delegating), {"acte": "recruter"}).text
    for mandate in (delegating.president, delegating.post("direction"), delegating.post("delegate")):
        assert str(mandate.person) in page
    page = readers.direction.get(at("who", delegating), {"acte": "emprunt"}).text
    assert "ne se délègue pas" in page
    assert readers.direction.get(at("who", delegating), {"acte": "\x00é"}).status_code in (200, 400)


def test_who_may_recruit_everywhere_that_one_reads_and_nowhere_else(delegating, readers, django_assert_max_num_queries):
    world, page = delegating.scene.world, f"{at('who', delegating)}?acte=recruter&partout=1"
    near, far = delegating.post("direction"), world.holder(f"{world.groupings[1].slug}-team", "direction")
    with django_assert_max_num_queries(25):
        all_of_it = readers.coordination.get(page)
    assert {one for one, _ in all_of_it.context["places"]} >= set(world.groupings)
    assert str(near.person) in all_of_it.text and str(far.person) in all_of_it.text
    read = readers.direction.get(page)
    assert str(near.person) in read.text and str(far.person) not in read.text
    assert world.groupings[1] not in [one for one, _ in read.context["places"]] + read.context["without"]
    here = [answer.why for one, those in read.context["places"] if one == delegating.grouping for answer in those]
    alone = readers.direction.get(f"{at('who', delegating)}?acte=recruter").context["found"]
    assert here == [answer.why for answer in alone] != []
    past = readers.coordination.get(f"{page}&au=2024-06-01")
    assert past.context["places"] == [] or str(near.person) not in past.text


def test_where_nobody_may_the_organisation_is_named_apart(delegating, readers):
    with arranging():
        Grant.objects.filter(organisation=delegating.grouping).update(end_reason="mistake")
    page = readers.direction.get(f"{at('who', delegating)}?acte=recruter&partout=1")
    holders = {answer.chain for one, those in page.context["places"] if one == delegating.grouping for answer in those}
    assert holders <= {None}  # by their office alone
    closed = readers.direction.get(f"{at('who', delegating)}?acte=emprunt&partout=1").text
    assert "ne se délègue pas" in closed and "Personne ne le peut ici" not in closed


def test_its_page_its_paper_and_its_spreadsheet(delegating, readers):
    made = delegating.inside(limits="Les contrats de plus d’un an « ≥ »")
    client = readers.direction
    assert "plus d’un an" in client.get(at("grant", delegating, key=made.pk)).text
    assert client.get(at("grant_pdf", delegating, key=made.pk)).content.startswith(b"%PDF")
    assert client.get(at("register", delegating) + ".csv").status_code == 200
    mine = readers.as_person(delegating.post("delegate").person).get(reverse("delegations:mine")).text
    assert "<strong>Recruter</strong>" in mine


def test_what_waits_and_what_ends_soon_is_said_on_the_day(delegating, readers):
    made = delegating.by_office(accepted=False)
    today = reverse("home:today", args=[delegating.grouping.slug])
    holder = readers.as_person(delegating.post("delegate").person)
    assert "Répondre à la délégation" in holder.get(today).text
    delegating.accept(made)
    with arranging():
        Grant.objects.filter(pk=made.pk).update(period=since(TODAY, TODAY + timedelta(days=30)))
    assert "finit le" in holder.get(today).text
    assert "finit le" in readers.presidency.get(today).text


def test_each_gesture_has_its_page(delegating, readers):
    made = delegating.by_office(accepted=False)
    client = readers.presidency
    for gesture in ("finir", "annuler", "deposer", "renouveler"):
        assert client.get(at("change", delegating, key=made.pk, gesture=gesture)).status_code == 200
    assert client.get(at("change", delegating, key=made.pk, gesture="autre")).status_code == 404
    where = at("change", delegating, key=made.pk, gesture="annuler")
    assert client.post(where, {"reason": "Donnée par erreur."}, follow=True).status_code == 200
    made.refresh_from_db()
    assert made.end_reason == "mistake"


def test_the_questions_follow_the_answers(delegating, readers):
    client, where = readers.direction, at("give", delegating)
    assert "Question 1" in readers.presidency.get(where).text
    parent = str(delegating.of_board.pk)
    assert "À qui la confiez-vous" in client.get(where, {"pas": "1", "source": parent}).text
    assert "Choisissez" in client.get(where, {"pas": "2", "source": parent, "post": "x"}).text
    assert readers.as_person(delegating.post("delegate").person).get(where).status_code == 403


def test_a_question_with_one_answer_is_not_asked(delegating, readers):
    """The direction gives by what the board entrusted it with, and by nothing else."""
    page = readers.direction.get(at("give", delegating))
    assert "Au titre de quoi" not in page.text
    assert "À qui la confiez-vous" in page.text
    assert f'name="source" value="{delegating.of_board.pk}"' in page.text
    assert "Question 1 sur 3" in page.text
    assert "Revenir" not in page.text


def test_what_is_asked_is_ticked_and_only_what_may_hold_it_is_offered(delegating, readers):
    made = ask(delegating)
    page = readers.presidency.get(at("give", delegating), {"demande": str(made.pk)}).text
    assert "Vous répondez à" in page
    said = {
        "demande": str(made.pk),
        "source": str(delegating.president.pk),
        "post": str(delegating.post("delegate").pk),
    }
    natures = readers.presidency.get(at("give", delegating), said | {"pas": "2"}).text
    assert 'value="powers"' in natures and 'value="signature"' in natures
    assert 'value="hr"' not in natures and 'value="space"' not in natures
    acts = readers.presidency.get(at("give", delegating), said | {"pas": "3", "nature": "powers"}).text
    assert re.search(r'value="convention"[^>]* checked', acts)


def test_ones_own_are_told_by_what_they_allow_and_lead_there(delegating, readers):
    holder = readers.as_person(delegating.post("delegate").person)
    made = delegating.inside(accepted=False, acts=("entretiens", "contrats-de-travail"))
    waits = holder.get(reverse("delegations:mine")).text
    assert re.search("<strong>Conduire les entretiens annuels.; Signer les contrats de travail</strong>", waits)
    assert "La lire, et l’accepter" in waits
    opened = reverse("supervision:open_matter", args=[delegating.grouping.slug, "entretien-annuel"])
    assert opened not in waits, "it does not hold yet"
    delegating.accept(made)
    told = holder.get(reverse("delegations:mine")).text
    contracts = reverse("staff:contracts", args=[delegating.grouping.slug])
    assert opened in told and contracts in told
    assert opened in holder.get(at("grant", delegating, key=made.pk)).text
    assert holder.get(opened).status_code == holder.get(contracts).status_code == 200
    assert opened not in readers.presidency.get(at("grant", delegating, key=made.pk)).text, "it is not theirs"


def test_what_is_signed_or_asked_leads_where_one_gets_in(delegating, readers):
    """The delegate reads agreements, and prepares no request: a page that refuses is not offered."""
    holder = readers.as_person(delegating.post("delegate").person)
    delegating.by_office(
        nature="powers", acts=("convention", "demande-de-subvention"), ceilings={"convention": 500_000}
    )
    told = holder.get(reverse("delegations:mine")).text
    assert reverse("agreements:agreements", args=[delegating.grouping.slug]) in told
    asking = reverse("finance:prepare", args=[delegating.grouping.slug])
    assert (asking in told) == (holder.get(asking).status_code == 200)


def test_the_decision_that_gives_it_is_read_before_it_is_cited_and_before_it_is_written(delegating, readers):
    """Its words under the choice, alone open; those of another body nowhere; and once more where one confirms."""
    here = delegating.grouping
    with arranging():
        ours = decided(
            delegating.board.slug, "delegation-rh", on=TODAY, text="Confie à la direction\nd’ester en justice."
        )
        decided(f"{here.slug}-assembly", "delegation-rh", on=TODAY, text="Autre chose, d’une autre instance.")
    client, where = readers.presidency, at("give", delegating)
    said = {"pas": "1", "source": f"instance:{delegating.board.slug}"}
    page = client.get(where, said).text
    assert "Quelle décision du registre la donne" in page
    assert "Confie à la direction<br>d’ester en justice." in page and "Autre chose" not in page
    assert re.search(r"<details[^>]* open><summary>[^<]*" + re.escape(ours.title), page)
    said |= {
        "pas": "7", "decided_in": str(ours.pk), "post": str(delegating.post("delegate").pk), "nature": "powers",
        "acts": "justice", "first": TODAY.isoformat(), "last": UNTIL.isoformat(),
    }  # fmt: skip
    last = client.get(where, said).text
    assert "Par la décision" in last and "Confie à la direction<br>d’ester en justice." in last
    told = said | {"decided_in": "", "decision": "Conseil du 3 mars 2025, point 2", "decided_on": "2025-03-03"}
    assert "Conseil du 3 mars 2025, point 2, d’avant le registre" in client.get(where, told).text


def test_renewing_what_a_body_gave_shows_what_its_decisions_say(delegating, readers):
    with arranging():
        decided(delegating.board.slug, "delegation-rh", on=TODAY, text="Reconduit pour un an.")
    by_body, by_office = delegating.of_board, delegating.by_office()
    shown, none = (
        readers.presidency.get(at("change", delegating, key=one.pk, gesture="renouveler")).text
        for one in (by_body, by_office)
    )
    assert "Ce que disent ces décisions" in shown and "Reconduit pour un an." in shown
    assert "Ce que disent" not in none
