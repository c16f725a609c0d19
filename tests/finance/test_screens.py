"""From a request to the money that came, by the screens; the lines of « Aujourd’hui »; what leaves in a spreadsheet."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.finance.models import Funding, GrantRequest, Instalment
from kevread.finance.views import fundings as screens
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.of_finance import asked, funder, granted, planned, sent
from tests.pressing import press
from tests.worlds import put

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def presidency(scene, settings):
    return entered_as(Person.objects.get(pk=scene.presidency.person), settings)


def test_from_a_request_to_the_money_that_came(scene, presidency):
    here = scene.grouping.slug
    typed = {
        "name": "Commune des Tilleuls", "kind": "commune", "purpose": "Épicerie itinérante", "scale": "local",
        "cents": "12 000", "budget": "20 000,50", "first": "2026-12-01", "last": "2027-11-30", "due_on": TODAY.isoformat(),
    }  # fmt: skip
    prepare = reverse("finance:prepare", args=[here])
    assert press(presidency, prepare, typed | {"budget": "3"}).status_code == 422
    shown = said(press(presidency, prepare, typed, follow=True))
    assert "rien n’est encore envoyé" in shown and "12 000 € demandés à la Commune des Tilleuls" in shown
    wanted = GrantRequest.objects.get()
    today = said(presidency.get(reverse("home:today", args=[here])))
    assert "Envoyer la demande à la Commune des Tilleuls" in today
    send = reverse("finance:change_request", args=[here, wanted.pk, "envoyer"])
    assert "est réputée l’avoir souscrit" in said(presidency.get(send))
    done = press(presidency, send, {"sent_on": TODAY.isoformat(), "committed_on": "2022-03-01"}, follow=True)
    assert "L’envoi est inscrit" in said(done)
    answer = reverse("finance:answered", args=[here, wanted.pk])
    assert 'value="12 000"' in presidency.get(answer).text
    told = typed | {"cents": "10 000", "notified_on": TODAY.isoformat(), "onward": "unsaid", "rate": "62,5"}
    assert "dites quand il se verse" in said(press(presidency, answer, told, follow=True))
    assert presidency.get(answer).status_code == 404
    one = Funding.objects.get()
    assert (one.cents, one.rate, one.request) == (1_000_000, 6_250, wanted)
    page = said(presidency.get(reverse("finance:funding", args=[here, one.pk])))
    assert "Taux de 62,5 %" in page and "10 000 € ne sont prévus à aucun jour" in page
    plan = reverse("finance:change_funding", args=[here, one.pk, "prevoir"])
    press(presidency, plan, {"label": "Acompte", "cents": "6 000", "due_on": TODAY.isoformat()})
    part = Instalment.objects.get()
    came = reverse("finance:change_instalment", args=[here, part.pk, "recu"])
    done = press(presidency, came, {"received_on": TODAY.isoformat(), "cents": "6 000"}, follow=True)
    assert "6 000 € reçus sur 10 000 €" in said(done) and "4 000 € restent à recevoir" in said(done)
    board = said(presidency.get(reverse("finance:fundings", args=[here])))
    assert "6 000 € reçus sur 10 000 € accordés" in board and "Rien n’est attendu" in board
    for form in ("csv", "xlsx"):
        assert presidency.get(reverse(f"finance:fundings_{form}", args=[here])).status_code == 200
    text = presidency.get(reverse("finance:fundings_csv", args=[here])).text
    assert "Commune des Tilleuls" in text and ";10000,00;" in text and "62,5" in text
    assert presidency.get(reverse("finance:schedule_csv", args=[here])).status_code == 200
    assert "4 000,00 €" in said(presidency.get(reverse("finance:schedule", args=[here])))  # that no day is planned for


def test_a_request_is_sent_by_a_decision_that_its_form_offers(scene, presidency):
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other", on=TODAY - DAY)
    wanted = asked(scene.grouping)
    send = reverse("finance:change_request", args=[scene.grouping.slug, wanted.pk, "envoyer"])
    assert f'value="{line.pk}"' in presidency.get(send).text
    typed = {"sent_on": TODAY.isoformat(), "committed_on": "2022-03-01", "decision": str(line.pk)}
    assert "L’envoi est inscrit" in said(press(presidency, send, typed, follow=True))
    assert GrantRequest.objects.get(pk=wanted.pk).decision == line


def test_the_agreement_of_a_funding_is_chosen_on_each_of_its_screens(scene, presidency):
    """Of a list that was cut, each choice was refused."""
    head, here = scene.world.head, scene.grouping
    with arranging():
        first, other = (agreed("responsables-conjoints", head, here, title=title) for title in ("Première", "Autre"))
        annulled = agreed("responsables-conjoints", head, here, title="Annulée")
        put(annulled, annulled_on=TODAY, annulled_because="Inscrite deux fois.")
    typed = {
        "name": "Fondation des Marais", "kind": "foundation", "purpose": "Épicerie", "scale": "local", "cents": "1 000",
        "first": TODAY.isoformat(), "last": (TODAY + DAY).isoformat(), "notified_on": TODAY.isoformat(),
        "onward": "unsaid", "agreement": str(first.pk),
    }  # fmt: skip
    record = reverse("finance:record", args=[here.slug])
    assert "dites quand il se verse" in said(press(presidency, record, typed, follow=True))
    one = Funding.objects.get()
    assert one.agreement == first
    answer = reverse("finance:answered", args=[here.slug, sent(here).pk])
    assert "dites quand il se verse" in said(press(presidency, answer, typed, follow=True))
    describe = reverse("finance:change_funding", args=[here.slug, one.pk, "preciser"])
    assert press(presidency, describe, typed | {"agreement": str(annulled.pk)}).status_code == 422
    assert "est précisé" in said(press(presidency, describe, typed | {"agreement": str(other.pk)}, follow=True))
    one.refresh_from_db()
    assert one.agreement == other


def test_a_funding_keeps_its_agreement_when_a_form_offers_others(scene, presidency, monkeypatch):
    monkeypatch.setattr(screens, "OFFERED", 1)
    head, here = scene.world.head, scene.grouping
    with arranging():
        first, last = (agreed("responsables-conjoints", head, here, title=title) for title in ("Première", "Autre"))
    one = granted(here, agreement=first)
    page = presidency.get(reverse("finance:change_funding", args=[here.slug, one.pk, "preciser"])).text
    assert str(first.pk) in page and str(last.pk) in page
    page = presidency.get(reverse("finance:record", args=[here.slug])).text
    assert str(first.pk) not in page and str(last.pk) in page


def test_an_instalment_that_is_late_waits_for_who_keeps_fundings(scene, readers):
    planned(scene.grouping, due_on=TODAY - DAY)
    here = scene.grouping.slug
    today = reverse("home:today", args=[here])
    line = "4 000 € à recevoir de la Fondation des Marais"
    assert line in said(readers.direction.get(today))
    drop = reverse("finance:change_instalment", args=[here, Instalment.objects.get().pk, "retirer"])
    assert "n’est plus prévu" in said(press(readers.direction, drop, {}, follow=True))
    assert line not in said(readers.direction.get(today))


def test_what_does_not_wait_is_no_line(scene, readers):
    here = scene.grouping
    planned(here, due_on=TODAY)
    asked(here, due_on=TODAY + 16 * DAY)
    shown = said(readers.direction.get(reverse("home:today", args=[here.slug])))
    assert "à recevoir" not in shown and "Envoyer la demande" not in shown


def test_who_reads_from_above_is_told_whose_page_it_is(scene, readers):
    granted(scene.first)
    page = reverse("finance:fundings", args=[scene.first.slug])
    refused = readers.direction.get(page)
    assert refused.status_code == 403 and "Épicerie" not in said(refused)


def test_what_is_of_another_organisation_is_not_found_here(scene, readers):
    one, wanted = granted(scene.first), asked(scene.first)
    here = scene.grouping.slug
    for name, args in (
        ("finance:funding", [here, one.pk]),
        ("finance:request", [here, wanted.pk]),
        ("finance:change_funding", [here, granted(scene.grouping).pk, "volatiliser"]),
    ):
        assert readers.direction.get(reverse(name, args=args)).status_code == 404, name


def test_the_funders_that_are_known_are_proposed_and_their_nature_is_chosen(scene, readers):
    with arranging():
        funder("region", "Conseil <régional>")
    page = readers.direction.get(reverse("finance:prepare", args=[scene.grouping.slug])).content.decode()
    assert '<option value="Conseil &lt;régional&gt;">' in page and 'list="name-connus"' in page
    assert '<option value="" selected>À choisir</option>' in page


def test_the_page_of_its_sending_says_by_what_right_or_what_is_missing(scene, presidency, readers):
    wanted = asked(scene.grouping)
    send = reverse("finance:change_request", args=[scene.grouping.slug, wanted.pk, "envoyer"])
    assert "Sans décision, vous l’envoyez à ce titre : " in said(presidency.get(send))
    without = said(readers.direction.get(send))
    assert "vous ne pouvez pas l’envoyer" in without and "je peux engager" not in without
