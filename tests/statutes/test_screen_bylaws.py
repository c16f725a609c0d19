"""The bylaws of an organisation, from their first page to the paper; what their page says of the articles above them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.charter.models import Setting
from kevread.statutes.models import ARTICLES, BYLAWS, Statutes
from tests.conftest import TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.pressing import press

pytestmark = pytest.mark.django_db


def at(name, scene, *more):
    return reverse(f"statutes:{name}", args=[scene.grouping.slug, *more])


@pytest.fixture
def bare(scene):
    """The articles in force fix two things only, and no value is written."""
    with arranging():
        Setting.objects.filter(organisation=scene.grouping).delete()
        values = {"L1.10.notice_days_board": 8, "L1.13.remote": "hybrid"}
        Statutes.objects.filter(organisation=scene.grouping).update(values=values)
    return scene


def test_from_the_page_of_articles_to_bylaws_in_force(bare, readers):
    client = readers.direction
    page = client.get(at("articles", bare))
    assert "Aucun règlement n’est inscrit" in said(page) and f'href="{at("begin_bylaws", bare)}"' in page.text
    assert "Inscrire un règlement intérieur" in client.get(at("begin_bylaws", bare)).text
    press(client, at("begin_bylaws", bare), {"origin": "here"})
    draft = Statutes.objects.drafts(BYLAWS).get(organisation=bare.grouping)
    page = client.get(at("statutes", bare, draft.pk))
    assert "Règlement intérieur du" in said(page) and "Il reste à écrire" in page.text
    assert f'href="{at("begin_bylaws", bare)}"' not in client.get(at("articles", bare)).text, "one draft at a time"
    add = at("add_article", bare, draft.pk)
    assert press(client, add, {"title": "", "text": "Une clé."}).status_code == 422
    assert press(client, add, {"title": "Clés", "text": "Une clé."}).status_code == 302
    row = draft.articles.get()
    where = at("write_article", bare, row.pk)
    assert 'value="Clés"' in client.get(where).text and ">Règlement intérieur d" in client.get(where).text
    assert press(client, where, {"stands": "other", "title": "", "text": "Deux."}).status_code == 422
    press(client, where, {"stands": "other", "title": "Les clés", "text": "Deux clés."})
    press(client, at("write_values", bare, draft.pk), {"L1.10.notice_days_board": "5"})
    shown = said(client.get(at("statutes", bare, draft.pk)))
    assert "Contraire aux statuts" in shown and "Conseil d’administration" in shown
    with arranging():
        decision = decided(f"{bare.grouping.slug}-board", "other", on=TODAY)
    adopt = at("adopt_statutes", bare, draft.pk)
    assert "n’a adopté" not in client.get(adopt).text and "Décision qui l’adopte" in said(client.get(adopt))
    asked = {"since": TODAY.isoformat(), "decision": decision.pk}
    refused = press(client, adopt, asked)
    assert refused.status_code == 422 and "rien de contraire aux statuts" in said(refused)
    press(client, at("write_values", bare, draft.pk), {"L1.13.electronic_vote": "allowed"})
    mark = press(client, adopt, asked).context["mark"]
    done = press(client, adopt, asked | {"etape": "confirmer", "vu": mark}, follow=True)
    assert "Ce texte est inscrit" in said(done)
    page = said(client.get(at("articles", bare)))
    assert "Lire le règlement" in page and "Préparer un autre règlement" in page and "permis" in page
    paper = client.get(at("statutes_pdf", bare, draft.pk))
    words = " ".join(text_of(PdfReader(BytesIO(paper.content))).split())
    assert "Règlement intérieur" in words and "Deux clés." in words and "Statuts," not in words


def test_what_articles_say_since_is_told_on_both_pages(bare, readers):
    with arranging():
        found = Statutes.objects.create(
            organisation=bare.grouping, kind=BYLAWS, origin="paper", begun_on=TODAY, adopted_on=TODAY, since=TODAY,
            values={"L1.10.notice_days_board": 5}, adopted_by="Conseil",
        )  # fmt: skip
    for where in (at("articles", bare), at("statutes", bare, found.pk)):
        assert "Contraire aux statuts" in said(readers.direction.get(where))


def test_what_later_articles_say_is_told_of_bylaws_in_force_and_to_come_alone(bare, readers):
    year = timedelta(days=365)
    asked = {"organisation": bare.grouping, "kind": BYLAWS, "origin": "paper", "begun_on": TODAY - 3 * year}
    how = {"adopted_on": TODAY - 3 * year, "adopted_by": "Conseil", "values": {"L1.10.notice_days_board": 5}}
    with arranging():
        ended = Statutes.objects.create(**asked, **how, since=TODAY - 3 * year)
        wrong = Statutes.objects.create(**asked, **how, since=TODAY - year, annulled_on=TODAY, because="Une erreur")
        dropped = Statutes.objects.create(**asked, values=how["values"], dropped_on=TODAY, because="Plus tard")
        found = Statutes.objects.create(**asked, **how, since=TODAY - 2 * year)
        coming = Statutes.objects.create(**asked, **how, since=TODAY + year)
        Statutes.objects.filter(organisation=bare.grouping, kind=ARTICLES).update(values={})
        late = {"adopted_on": TODAY - year, "adopted_by": "Assemblée", "values": {"L1.10.notice_days_board": 8}}
        Statutes.objects.create(**asked | {"kind": ARTICLES}, **late, since=TODAY - year)
    told = "ce qu’ils disent depuis l’emporte"
    for text in (found, coming):
        assert told in said(readers.direction.get(at("statutes", bare, text.pk)))
    assert "Contraire aux statuts" in said(readers.direction.get(at("articles", bare)))
    for text in (ended, wrong, dropped):
        assert "Contraire aux statuts" not in said(readers.direction.get(at("statutes", bare, text.pk)))
    before = (TODAY - year - timedelta(days=1)).isoformat()
    assert "Contraire aux statuts" not in said(readers.direction.get(at("statutes", bare, found.pk), {"au": before}))


def test_a_draft_is_not_read_nor_begun_by_who_may_not_adopt(bare, readers):
    with arranging():
        draft = Statutes.objects.create(organisation=bare.grouping, kind=BYLAWS, origin="here", begun_on=TODAY)
    for client in (readers.hatless, readers.elsewhere):
        for where in (at("begin_bylaws", bare), at("add_article", bare, draft.pk), at("statutes", bare, draft.pk)):
            assert client.get(where).status_code in (403, 404)
    administrator = bare.world.holder(f"{bare.grouping.slug}-board", "administrator", represents=bare.first).person
    page = readers.as_person(administrator).get(at("articles", bare))
    assert str(draft.pk) not in page.text and "commencer" not in page.text
