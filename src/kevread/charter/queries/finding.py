"""Articles, as « Chercher » finds them."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from kevread.base.french import extract, learn, missing, wanted
from kevread.charter.engine import framework
from kevread.charter.loader import Article
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.rooms import Hit
from kevread.directory.models import Organisation
from kevread.ui.places import screen_address


@cache
def vectors(federation: Path) -> list[str]:
    """The words of each article, cut once: articles stay in files (decision 2). One query."""
    with connection.cursor() as cursor:
        written = [f"{article.title} {article.text}" for article in framework().articles.values()]
        cursor.execute(
            "SELECT french_words(written)::text "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS given (written, number) ORDER BY number",
            [written],
        )
        return [words for (words,) in cursor]


def find_articles(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """The articles whose title or text answers to these words, or whose number is the one typed. Anybody reads them. Two
    queries, once their words are known."""
    book = framework()
    head = Organisation.objects.at_scale(HEAD).on(on).first()
    if head is None:
        return []
    looked_for = wanted(text)
    number = text.strip().upper()
    found = [book.articles[number]] if number in book.articles else []
    if looked_for and not found:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number - 1 FROM unnest(%s::tsvector[]) WITH ORDINALITY AS given (words, number) "
                "WHERE words @@ %s::tsquery ORDER BY number",
                [vectors(settings.KEVREAD_FEDERATION), looked_for.query],
            )
            every = list(book.articles.values())
            found = [every[place] for (place,) in cursor]
        learn(one.title for one in found)
        found.sort(key=lambda one: missing(one.title, looked_for))
    return [hit_of(one, head, text) for one in found[:limit]]


def hit_of(article: Article, head: Organisation, text: str) -> Hit:
    looked_for = wanted(text)
    return Hit(
        f"{article.rule}, {article.title}",
        "Cadre commun" if article.is_founding else "À côté du document",
        screen_address("charter:article", scale=head.slug, rule=article.rule),
        extract(article.text, looked_for) if looked_for and missing(article.title, looked_for) else "",
    )
