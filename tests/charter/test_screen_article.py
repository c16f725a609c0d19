"""An article, read by whoever may act: a thing is said once, what decided comes first, and what is not known is explained."""

import re

import pytest

from kevread.charter.engine import framework
from kevread.charter.models import Keeping, Setting
from kevread.charter.operations import attach_source
from kevread.charter.sentences import segments_of
from kevread.seats.queries.actors import actor_of
from tests.charter.people import holder
from tests.charter.test_screen_text import crowd, text_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.worlds import World

pytestmark = pytest.mark.django_db


def undecided() -> None:
    with arranging():
        Setting.objects.filter(name="R0.9.distribution").delete()


def test_what_several_clauses_say_in_the_same_words_of_the_same_is_said_once(small: World, head):
    undecided()
    told = text_of(head.get("/cress/texte/R0.9"))
    assert told.count("La répartition des décisions est une proposition de Kevread, qui reste à décider") == 1


def test_what_is_not_known_of_the_same_things_is_said_once(small: World, head):
    board = small.body("cress-board")
    with arranging():
        unsaid = decided(board.slug, "", title="Une décision sans type")
    told = text_of(head.get("/cress/texte/R0.9"))
    assert told.count("Nous l’ignorons pour") == told.count(unsaid.title) == 1
    assert told.count("On ne peut pas encore le dire") == 1


def test_a_second_breach_no_longer_names_what_is_not_known(small: World, grouping, inside):
    board = f"{grouping.slug}-board"
    with arranging():
        decided(board, "budget", title="Un budget sans assemblée")
        decided(board, "direction", title="Une direction sans avis")
        unsaid = decided(board, "", title="Une décision sans type")
    told = text_of(inside.get(f"/{grouping.slug}/texte/R0.9"))
    assert "Un budget sans assemblée" in told and "Une direction sans avis" in told
    assert told.count(unsaid.title) == 1
    assert "Nous l’ignorons aussi pour 2 sur 3 : les mêmes, et n° " in told


def test_a_bar_holds_what_is_in_its_state_alone(small: World, grouping, head):
    other = small.groupings[1]
    crowd(small, grouping)
    with arranging():
        Keeping.objects.filter(organisation=other, register="mandates").delete()
    page = head.get("/cress/texte/R3.7").text
    sections = re.findall(r'<section class="gloss is-(\w+)">(.*?)</section>', page, re.DOTALL)
    assert {"breaches", "unknown"} <= {state for state, _ in sections}
    assert all(grouping.name in told and other.name not in told for state, told in sections if state == "breaches")


def test_who_may_only_read_the_page_is_given_a_link_and_no_button(small: World, grouping, head, settings):
    """The body is open to whoever reads: its seats are filled by others."""
    crowd(small, grouping)
    page = f"/{grouping.slug}/texte/R3.7"
    acts = entered_as(holder(small, f"{grouping.slug}-board", "president"), settings).get(page).text
    reads = entered_as(holder(small, f"{small.groupings[1].slug}-board", "president"), settings).get(page).text
    assert re.search(r'<a class="button[^>]*>Ouvrir l’instance', acts)
    assert not re.search(r'<a class="button[^>]*>Ouvrir l’instance', reads)


def test_a_number_of_times_is_feminine():
    book = framework()
    article = book.articles["R4.17"]
    for value, told in ((1, "une fois par mois"), (2, "deux (une dans le document) fois par mois")):
        pieces = segments_of(book, article, article.text, {("R4.17.per_month_min", None): value})
        assert told in "".join(one.text for one in pieces)


def test_who_decided_a_value_is_said_before_the_findings(small: World, head, grouping):
    crowd(small, grouping)
    told = text_of(head.get("/cress/texte/R3.7"))
    assert told.index("D’où elle vient") < told.index("au lieu de 2 au plus")


def test_the_mark_of_what_is_not_known_is_explained(small: World, head):
    undecided()
    told = text_of(head.get("/cress/texte")).replace("&nbsp;", " ")
    assert (
        "Non décidé : une décision manque. Inconnu : une information manque. Ni l’un ni l’autre n’est un manquement."
        in told
    )


def test_a_register_is_kept_of_somebody_by_name(small: World, grouping, inside):
    local = small.locals[grouping][0]
    with arranging():
        Keeping.objects.filter(organisation=grouping, register="decisions").delete()
    page = text_of(inside.get(f"/{grouping.slug}/registres"))
    assert (
        f"Dire que des registres sont tenus, à {grouping.name}" in page
        and local.name not in page.split("Dire que")[1][:60]
    )


def test_what_is_not_decided_elsewhere_says_whose_before_it_is_unfolded(small: World, grouping, head):
    """The one of whom the page is has decided: its reader would take it for theirs."""
    with arranging():
        Setting.objects.filter(name="R0.9.distribution").exclude(organisation=grouping).delete()
    page = head.get("/cress/texte/R0.9")
    (group,) = [one for clause in page.context["gloss"].clauses for one in clause.groups if len(one.lines) > 3]
    first, second = (one.name for one in group.organisations[:2])
    assert f"Non décidé {first}, {second} et {len(group.lines) - 2} autres organisations" in text_of(page)
    assert grouping.name not in {one.name for one in group.organisations}


PARAPHRASE, ORIGIN = "Ce texte redit le document avec d’autres mots.", "La phrase d’origine se lira ici"


def passages(small: World, quotes: list[tuple[str, str]]) -> None:
    text = "\n\n".join(words for _, words in quotes)
    attach_source(
        actor=actor_of(holder(small, "cress-team", "direction"), TODAY),
        name=framework().document.slug,
        text=text,
        quotes=quotes,
        now=NOW,
    )


def test_every_article_says_that_it_rewords_the_document_and_the_law_what_a_lawyer_confirms(small: World, outside):
    """A walk of all the pages, without the document: nothing of ours passes for its words, nor for settled law."""
    for rule, article in framework().articles.items():
        told = text_of(outside.get(f"/cress/texte/{rule}"))
        assert (PARAPHRASE in told, ORIGIN in told) == (article.is_founding, article.is_founding), rule
        assert ("À confirmer par un·e juriste." in told) == article.is_to_confirm, rule
        assert article.is_founding or " ".join(article.source.split()) in told, rule


def test_every_article_leads_to_the_sentence_of_the_document_once_it_is_attached(small: World, head, outside):
    founding = [article.rule for article in framework().founding]
    passages(small, [(rule, f"Une phrase d’essai, pour {rule}.") for rule in founding])
    document = head.get("/cress/texte/document").text
    for rule in founding:
        page = head.get(f"/cress/texte/{rule}")
        assert f"Une phrase d’essai, pour {rule}." in text_of(page), rule
        assert PARAPHRASE in text_of(page) and ORIGIN not in text_of(page), rule
        assert f'href="/cress/texte/document#{rule}"' in page.text and document.count(f'id="{rule}"') == 1, rule
    told = outside.get("/cress/texte/R0.1").text  # the sentence is for all, the document for whoever has a part there
    assert "Une phrase d’essai, pour R0.1." in told and "/texte/document" not in told


def test_an_article_that_is_the_sentence_of_the_document_is_no_paraphrase(small: World, head):
    text = framework().articles["R3.9"].text
    assert "{" not in text
    passages(small, [("R3.9", text.upper()), ("R3.8", "Une tout autre phrase")])
    same, other = (text_of(head.get(f"/cress/texte/{rule}")) for rule in ("R3.9", "R3.8"))
    assert PARAPHRASE not in same and "La lire dans le document" in same
    assert PARAPHRASE in other and "La lire dans le document" in other
