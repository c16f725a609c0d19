"""The whole code base says one thing: every model is named, every view says who may see it, every rule is accounted for."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps
from django.urls import URLPattern, URLResolver, get_resolver

from kevread.base.models import Record
from kevread.charter.engine import framework
from kevread.charter.loader import load
from kevread.charter.queries.coverage import adds_up, coverage, unused_facts
from kevread.equalisation.queries.collecting import fund_specs
from kevread.equalisation.queries.settings import APART, DAYS
from kevread.journal.guards import TRIGGERS
from kevread.ledgers.queries.charges import CHARGES
from kevread.meetings.rules.terms import terms_of
from kevread.ui.access import public
from tests.databases import as_owner

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kevread"
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
QUOTED_PATH = re.compile(r"`((?:src|docs|tests|federations|scripts|bench|launch)/[\w./-]+)`")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def our_models() -> Iterator[type]:
    return (model for model in apps.get_models() if model.__module__.startswith("kevread."))


def views(patterns: list, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def unnamed(models: Iterable[type], glossary: str) -> list[str]:
    return [model.__name__ for model in models if f"`{model.__name__}`" not in glossary]


def test_every_model_is_in_the_glossary():
    assert unnamed(our_models(), (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")) == []


def test_a_model_that_the_glossary_does_not_name_is_caught():
    assert unnamed([Record], "| `Record` | … |") == []
    assert unnamed([Record], "| Record | … |") == ["Record"]


def wordless(models: Iterable[type]) -> list[str]:
    """The models and fields to which nobody gave a name in French: the journal tells them by it."""
    return [
        f"{model.__name__}.{one.name}" if hasattr(one, "column") else model.__name__
        for model in models
        for one in (model._meta, *model._meta.local_fields, *model._meta.local_many_to_many)
        if not named(one)
    ]


def named(one: Any) -> bool:
    if hasattr(one, "column"):
        return one._verbose_name is not None or one.auto_created
    return "verbose_name" in one.original_attrs


def test_every_model_and_field_has_its_words():
    assert wordless(our_models()) == []


def test_a_field_without_words_is_caught():
    with isolate_apps("kevread.base"):

        class Bare(models.Model):
            said = models.TextField("texte")
            unsaid = models.TextField()

            class Meta:
                app_label = "base"

    assert wordless([Bare]) == ["Bare", "Bare.unsaid"]


def silent(found: Iterable[tuple[str, object]]) -> list[str]:
    return [address for address, view in found if not getattr(view, "access", "")]


def endless(form: type[forms.BaseForm]) -> list[str]:
    """The fields of a form where one may type without end: what the journal keeps, it keeps."""
    typed = (forms.CharField, forms.URLField)
    return [name for name, field in form.base_fields.items() if isinstance(field, typed) and free(field)]


def free(field: forms.Field) -> bool:
    chosen = (forms.SlugField, forms.EmailField, forms.RegexField, forms.UUIDField)
    return not isinstance(field, chosen) and getattr(field, "max_length", None) is None


def every_form(kind: type = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    get_resolver().url_patterns  # noqa: B018 — reads the views, hence their forms
    for form in kind.__subclasses__():
        if form.__module__.startswith("kevread."):
            yield form
        yield from every_form(form)


def test_every_text_that_is_typed_has_an_end():
    assert {form.__name__: endless(form) for form in every_form() if endless(form)} == {}


def test_a_text_without_an_end_is_caught():
    class Endless(forms.Form):
        reason = forms.CharField()
        bounded = forms.CharField(max_length=10)

    assert endless(Endless) == ["reason"]


def test_every_view_says_who_may_see_it():
    assert silent(views(get_resolver().url_patterns)) == []


def test_a_view_that_does_not_say_who_may_see_it_is_caught():
    def undeclared(request: object) -> None: ...

    open_to_all: Callable[..., object] = public(lambda request: None)
    assert silent([("a", undeclared), ("b", open_to_all)]) == ["a"]


# What is written outside of an act, and why. Anything else is guarded.
EXEMPT = {
    "base_kind": "what this database is: written once, before anything else",
    "journal_": "it is the journal: its own triggers make it final",
    "accounts_": "signing in is not an act of the federation",
    "account_": "idem: addresses of allauth",
    "mfa_": "idem: second factors",
    "auth_": "Django's, not used",
    "django_": "Django's own",
    "cache": "counts of attempts, forgotten by the hour",
    "charter_lastingbreach": "worked out from the tables, and written anew each night",
    "votes_ballot": "a ballot is not journalled: the journal would tell who cast it, and when",
    "votes_openvote": "idem, of an open vote: it is counted, not acted",
    "votes_rollmark": "idem: who voted, without an hour",
    "votes_commitment": "idem: a digest of what was in the box, written by the database as ballots come",
    "mail_content": "what a letter says is erased; its digest stays in the dispatch, which is guarded",
    "mail_attachment": "idem",
    "procrastinate_": "the queue: a job is a means, what it does is written by verbs",
    "demonstration_": "nothing happened",
    "documents_content": "the journal would copy the bytes: its own triggers make it final, and demand an act",
    "documents_filewords": "the words of those bytes, made again of them where they are missing",
    "documents_chunk": "what one reads in those bytes, made again of them where it is missing",
    "imports_deposited": "as those bytes; they go once the file is imported: the import that points to them is guarded",
    "ledgers_line": "idem: the file that holds them is in the journal, with their digest; what was kept never goes",
    "membership_unconfirmed": "what a stranger typed and did not confirm is forgotten: the journal forgets nothing",
    "documents_signingcode": "a code that was sent, forgotten in ten minutes; a wrong attempt counts though nothing is done",
}


def unguarded_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(t.tgname::text) FROM pg_class c LEFT JOIN pg_trigger t ON c.oid = t.tgrelid "
            "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY 1"
        )
        return {table for table, names in cursor.fetchall() if not set(TRIGGERS) <= set(names)}


@pytest.mark.django_db
def test_every_table_is_guarded_or_exempt_by_name():
    unguarded = unguarded_tables()
    assert {table for table in unguarded if not table.startswith(tuple(EXEMPT))} == set()
    assert {name for name in EXEMPT if not any(table.startswith(name) for table in unguarded)} == set()
    lasting = {model._meta.db_table for model in our_models() if issubclass(model, Record)}
    assert lasting & unguarded == set()


@pytest.mark.django_db
def test_a_table_that_nothing_guards_is_caught():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE seats_novelty (id int)")
    assert "seats_novelty" in unguarded_tables()


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_rule_is_accounted_for():
    text, law = coverage(), coverage(law=True)
    assert (text["total"], law["total"]) == (
        len(framework().founding),
        sum(not article.is_beyond for article in framework().beside) + len(framework().absent),
    )
    assert adds_up(text) and adds_up(law)
    rows = text["rules"] + law["rules"]
    assert [row["rule"] for row in rows if row["status"] == "computed" and "proved_by" not in row] == []


@pytest.mark.parametrize("federation", ["bretagne", "exemple"])
def test_every_setting_is_read_by_somebody(federation):
    """By a check, by a seat of `bodies.yaml`, by an act of `supervision.yaml`, by the code; or it waits with its article for
    the room that will read it. A word that nobody reads is not a setting: it is written in the text."""
    folder = settings.FEDERATIONS / federation
    book = load(folder, settings.KEVREAD_LAW)
    read = {name for a in book.articles.values() for c in a.clauses if c.check for name in c.check.settings}
    waiting = {s.name for a in book.articles.values() for s in a.settings if any(c.app for c in a.clauses)}
    files = [(folder / name).read_text(encoding="utf-8") for name in ("bodies.yaml", "supervision.yaml")]
    written = "".join(files) + "".join(
        path.read_text(encoding="utf-8") for path in (settings.ROOT / "src" / "kevread").rglob("*.py")
    )
    for kind, extraordinary, again in product(("assembly", "board"), (True, False), (True, False)):
        terms_of(lambda name: read.add(name), kind=kind, extraordinary=extraordinary, second_call=again)
    read |= {spec.name for spec in fund_specs(book).values()}  # weights and rates, by their last name
    read |= {name for name in book.settings if name.rpartition(".")[2] in (APART, CHARGES, DAYS)}
    unread = {name for name in set(book.settings) - read - waiting if name not in written}
    assert unread == set()


def test_every_fact_is_read_by_an_article():
    assert unused_facts() == frozenset()


def reads_a_limit(source: str) -> bool:
    """Whether it takes the values of settings themselves: the table, or what the engine makes of it for a day."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kevread.charter"):
            if {"Setting", "Day"} & {alias.name for alias in node.names}:
                return True
        elif (
            isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "settings"
        ):
            return True
    return False


def test_a_limit_is_compared_in_the_engine_only():
    """Nobody reads the value of a setting outside the charter: the limit is there, the comparison too."""
    outside = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in ("charter", "demonstration")
        and reads_a_limit(path.read_text(encoding="utf-8"))
    ]
    assert outside == []


def test_a_limit_that_is_read_elsewhere_is_caught():
    assert reads_a_limit("from kevread.charter.models import (\n    Keeping,\n    Setting,\n)")
    assert reads_a_limit('if seated > day.settings["R3.7.representatives_per_member"]: ...')
    assert not reads_a_limit("from kevread.charter.queries import limits")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_the_strict_content_policy(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=\"", text)
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_paths_quoted_in_documents_exist():
    missing = []
    for document in DOCUMENTS:
        quoted = QUOTED_PATH.findall(document.read_text(encoding="utf-8"))
        missing += [f"{document.name}: {path}" for path in quoted if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("letter", sorted((ROOT / "src").rglob("letters/*.txt")), ids=lambda path: path.stem)
def test_a_letter_is_bare_text(letter):
    """« L’Écluse & Cie » as it is written, and no tag: a mail reader shows both."""
    source = letter.read_text()
    if "{% extends" not in source and "{{" in source:
        assert "{% autoescape off %}" in source, "what people wrote would be escaped"
    assert "{% day" not in source, "write {{ value|in_full }}"
    assert "{% instant" not in source
