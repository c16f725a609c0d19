"""« Texte » as it is handed out: what is in it, for whom, and no word to whoever prints it."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.charter.engine import framework
from kevread.charter.queries.paper import text_paper
from kevread.common.actor import NOBODY
from kevread.seats.queries import actor_of
from tests.charter.people import direction, holder
from tests.charter.test_screen_text import at, crowd
from tests.conftest import TODAY
from tests.worlds import World

pytestmark = pytest.mark.django_db
TO_READER = re.compile(r"\b(vous|votre|vos|cliquez)\b", re.IGNORECASE)


def printed(client, address: str) -> tuple[PdfReader, str]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    pdf = PdfReader(BytesIO(answer.content))
    return pdf, " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ").split())


def test_what_is_to_settle_is_summed_up_before_the_articles(small: World, grouping, inside):
    crowd(small, grouping)
    paper = text_paper(grouping, direction(small, grouping), TODAY, whole=False)
    assert [one.rule for one in paper.to_mend] == ["R3.7"] and paper.to_mend[0].said
    assert paper.of == len(framework().articles) > sum(len(part.articles) for part in paper.parts)
    pdf, told = printed(inside, at("text_pdf", grouping))
    assert grouping.name in told and "Face aux faits du 24 novembre 2026" in told
    assert told.index("Ce qui est à régler") < told.index("Ce que dit la loi")
    assert f"1 / {len(pdf.pages)}" in told, "its pages are numbered"


def test_the_whole_text_has_every_article_with_where_it_stands_and_what_is_ours(small: World, grouping):
    paper = text_paper(grouping, direction(small, grouping), TODAY, whole=True)
    articles = {one.rule: one for part in paper.parts for one in part.articles}
    assert set(articles) == set(framework().articles) and paper.of is None
    for rule, article in framework().articles.items():
        ours = {one.addition for one in (*article.clauses, *article.settings) if one.addition}
        assert set(articles[rule].additions) == ours, rule
    assert any(one.additions for one in articles.values())
    assert {one.word for one in articles.values()} >= {"Conforme", "Inconnu"}


def test_nobody_reads_faults_on_paper_from_outside(small: World, grouping, outside, elsewhere):
    crowd(small, grouping)
    stranger = actor_of(holder(small, f"{small.locals[small.groupings[1]][0].slug}-board", "president"), TODAY)
    for reader, client in ((NOBODY, outside), (stranger, elsewhere)):
        paper = text_paper(grouping, reader, TODAY, whole=False)
        told = [one for part in paper.parts for one in part.articles]
        assert not (paper.is_faced or paper.to_mend or paper.to_decide or paper.counts or paper.partly)
        assert {(one.word, one.said, one.rest) for one in told} == {("", "", "")}
        assert not any(words.is_broken for one in told for words in one.words)
        assert "à régler" not in printed(client, at("text_pdf", grouping))[1].lower()


@pytest.mark.parametrize("whole", [True, False])
def test_no_word_of_it_is_to_whoever_prints_it(small: World, grouping, whole):
    """A local reads a part of the network, which the screen tells it as « vous »."""
    crowd(small, grouping)
    local = holder(small, f"{small.locals[grouping][0].slug}-board", "president")
    for reader in (direction(small, grouping), actor_of(local, TODAY)):
        for scale in (small.head, grouping):
            paper = text_paper(scale, reader, TODAY, whole=whole)
            told = [paper.counts, paper.partly, *(f"{one.said} {one.rest}" for one in paper.to_mend)]
            told += [f"{one.said} {one.rest}" for part in paper.parts for one in part.articles]
            assert [said for said in told if TO_READER.search(said)] == []


def test_the_page_leads_to_what_it_shows(inside, outside, grouping):
    pdf = reverse("charter:text_pdf", kwargs={"scale": grouping.slug})
    for client, asked, led in (
        (inside, "?montrer=ce-qui-attend", f'href="{pdf}?"'),
        (inside, "?montrer=tout", f'href="{pdf}?montrer=tout"'),
        (inside, "?montrer=tout&au=2026-11-20", f'href="{pdf}?au=2026-11-20&amp;montrer=tout"'),
        (outside, "", f'href="{pdf}?montrer=tout"'),
    ):
        page = client.get(at("text", grouping) + asked).content.decode()
        assert led in page and "Imprimer ou emporter (PDF)" in page, asked
