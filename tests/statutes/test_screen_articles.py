"""From a refusal that quotes the articles of association to the adopted text, and to the meeting; the page, the paper."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.charter.models import Setting
from kevread.meetings.rules.life import State
from kevread.statutes.models import Statutes
from kevread.statutes.views import adopting
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.gatherings.polling import under_way
from tests.gatherings.preparing import ready
from tests.gatherings.screens import of_meeting, said
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db
HYBRID = {"session": "ordinary", "mode": "hybrid", "place": "Rennes", "link": "https://visio.example", "title": "AG"}


def deposit(client, here, typed):
    """The gestures of somebody whose articles are signed: begin, say what they fix, say what adopted them, confirm."""
    begun = client.post(f"/{here.slug}/statuts/commencer", {"origin": "paper"}, follow=True)
    assert "Ce que fixe ce texte" in begun.text
    key = Statutes.objects.drafts().get(organisation=here).pk
    press(client, reverse("statutes:write_values", args=[here.slug, key]), typed)
    adopt = reverse("statutes:adopt_statutes", args=[here.slug, key])
    asked = {"since": "2026-11-20", "decided_on": "2026-11-20", "decided_by": "Assemblée constitutive"}
    shown = client.post(adopt, asked)
    assert (
        "Rien n’est encore enregistré" in shown.text
        and not Statutes.objects.adopted().filter(organisation=here).exists()
    )
    sent = asked | {"etape": "confirmer", "vu": shown.context["mark"]}
    assert "Ce texte est inscrit" in client.post(adopt, sent, follow=True).text
    return key


def test_from_the_refusal_of_a_hybrid_meeting_to_the_adopted_text_to_the_meeting(settings):
    met = ready(settings={"L1.13.remote": None})
    client = entered_as(met.direction, settings)
    refused = press(client, of_meeting("amend", met), HYBRID)
    assert refused.status_code == 422 and "n’inscrivent pas ce mode" in said(refused)
    way = f"/{met.grouping.slug}/statuts"
    assert f'href="{way}"' in refused.text and 'value="https://visio.example"' in refused.text
    page = client.get(way)
    assert "Aucun texte n’est inscrit" in said(page) and f"{way}/commencer" in page.text
    deposit(client, met.grouping, {"L1.13.remote": "hybrid"})
    assert "sur place, ou en partie à distance" in said(client.get(way))
    assert press(client, of_meeting("amend", met), HYBRID).status_code == 302
    met.meeting.refresh_from_db()
    assert met.meeting.mode == "hybrid"
    assert press(client, of_meeting("convene", met)).status_code == 302
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.CONVENED


def test_where_electronic_votes_are_not_allowed_one_is_led_to_the_articles(settings):
    with arranging():
        met = under_way(settings={"L1.13.electronic_vote": None})
    client = entered_as(met.secretary, settings)
    page = client.get(f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['comptes'].pk}/voter")
    assert f'href="/{met.grouping.slug}/statuts"' in page.text
    there = client.get(f"/{met.grouping.slug}/statuts")
    assert "Qui peut inscrire les statuts et le règlement" in said(there) and "/statuts/commencer" not in there.text


def test_the_setting_itself_leads_to_the_articles(scene, readers):
    page = readers.direction.get(reverse("charter:setting", args=[scene.grouping.slug, "L1.13.remote"]))
    assert f'href="/{scene.grouping.slug}/statuts"' in page.text
    other = readers.direction.get(
        reverse("charter:setting", args=[scene.grouping.slug, "R6.6.board_members_associated"])
    )
    assert f'href="/{scene.grouping.slug}/statuts"' not in other.text.split("<main")[-1]


def test_a_mistake_is_annulled_after_what_it_changes_was_read(settings, monkeypatch):
    met = ready(settings={"L1.13.remote": None})
    client = entered_as(met.direction, settings)
    key = deposit(client, met.grouping, {"L1.13.remote": "hybrid"})
    annul = reverse("statutes:annul_statutes", args=[met.grouping.slug, key])
    assert client.post(annul, {"reason": " "}).status_code == 422
    shown = client.post(annul, {"reason": "Un autre texte"})
    assert "Rien n’est encore enregistré" in shown.text and 'name="vu"' in shown.text
    sent = {"reason": "Un autre texte", "etape": "confirmer", "vu": shown.context["mark"]}
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(adopting, "what_follows", lambda *told: "Deux sièges deviennent vacants.")
        old = client.post(annul, sent)
    assert old.status_code == 422 and "a changé depuis" in said(old) and "Deux sièges" in said(old)
    assert client.post(annul, sent | {"vu": ""}).status_code == 422, "it saw no page"
    assert Setting.objects.filter(organisation=met.grouping, name="L1.13.remote").exists()
    done = client.post(annul, sent, follow=True)
    assert "Ce texte est annulé" in done.text
    assert not Setting.objects.filter(organisation=met.grouping, name="L1.13.remote").exists()
    assert "Annulé" in client.get(f"/{met.grouping.slug}/statuts").text


def test_what_is_mistyped_is_told_on_its_field_and_nothing_is_lost(settings):
    met = ready()
    client = entered_as(met.direction, settings)
    client.post(f"/{met.grouping.slug}/statuts/commencer", {"origin": "here"})
    text = Statutes.objects.drafts().get(organisation=met.grouping)
    values = reverse("statutes:write_values", args=[met.grouping.slug, text.pk])
    page = press(client, values, {"L1.10.notice_days": "quinze", "L1.12.proxies_max": "2"})
    assert page.status_code == 422 and "Un nombre entier est attendu" in page.text and 'value="quinze"' in page.text
    article = text.articles.get(slug="siege")
    where = reverse("statutes:write_article", args=[met.grouping.slug, article.pk])
    assert press(client, where, {"stands": "other", "text": ""}).status_code == 422
    assert press(client, where, {"stands": "same", "commune": "Redon"}).status_code == 302
    page = client.get(reverse("statutes:statutes", args=[met.grouping.slug, text.pk]))
    assert "Le siège est à Redon." in said(page) and "Il reste à écrire" in page.text
    assert client.post(reverse("statutes:drop_statutes", args=[met.grouping.slug, text.pk]), {"reason": "Plus tard"})
    assert Statutes.objects.get(pk=text.pk).dropped_on == TODAY


def test_the_paper_says_the_articles_and_what_they_fix(scene, readers):
    text = Statutes.objects.get(organisation=scene.grouping)
    paper = readers.direction.get(reverse("statutes:statutes_pdf", args=[scene.grouping.slug, text.pk]))
    words = " ".join(text_of(PdfReader(BytesIO(paper.content))).split())
    assert "Dissolution" in words and "En vigueur" in words and re.search(r"Ce que ce texte fixe", words)


def test_a_draft_is_not_read_by_who_may_not_adopt_it(scene, readers):
    with arranging():
        draft = Statutes.objects.create(organisation=scene.grouping, origin="here", begun_on=TODAY)
    where = reverse("statutes:statutes", args=[scene.grouping.slug, draft.pk])
    assert readers.direction.get(where).status_code == 200
    from tests.guards.asking import wearing

    reader = wearing({"read": frozenset({scene.grouping.pk})})
    assert not Statutes.objects.visible_to(reader).filter(pk=draft.pk).exists()
    assert Statutes.objects.visible_to(reader).filter(organisation=scene.grouping).exists()
    assert not Statutes.objects.visible_to(wearing({})).exists()


def test_a_draft_is_not_written_over_from_an_old_page(settings):
    met = ready()
    client = entered_as(met.direction, settings)
    client.post(f"/{met.grouping.slug}/statuts/commencer", {"origin": "here"})
    text = Statutes.objects.drafts().get(organisation=met.grouping)
    article = text.articles.get(slug="siege")
    values = reverse("statutes:write_values", args=[met.grouping.slug, text.pk])
    where = reverse("statutes:write_article", args=[met.grouping.slug, article.pk])
    old = {page: shown(client, page) for page in (values, where)}
    press(client, values, {"L1.10.notice_days": "9"})
    press(client, where, {"stands": "same", "commune": "Redon"})
    late = client.post(values, {"L1.10.notice_days": "3", "vu": old[values]})
    assert late.status_code == 422 and "« 9 »" in said(late)
    late = client.post(where, {"stands": "same", "commune": "Rennes", "vu": old[where]})
    assert late.status_code == 422 and "« Redon »" in said(late)
    article.refresh_from_db()
    text.refresh_from_db()
    assert article.blanks == {"commune": "Redon"} and text.values["L1.10.notice_days"] == 9
