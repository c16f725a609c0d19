"""The whole code base says one thing: every model is named, every view says who may see it, every rule is accounted for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from kevread.base.models import Record
from kevread.charter.engine import framework
from kevread.charter.queries.coverage import coverage, unused_facts
from kevread.journal.guards import TRIGGERS

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


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [model.__name__ for model in our_models() if f"`{model.__name__}`" not in glossary]
    assert missing == []


def test_every_view_says_who_may_see_it():
    silent = [address for address, view in views(get_resolver().url_patterns) if not getattr(view, "access", "")]
    assert silent == []


# What is written outside of an act, and why. Anything else is guarded.
EXEMPT = {
    "journal_": "it is the journal: its own triggers make it final",
    "accounts_": "signing in is not an act of the federation",
    "account_": "idem: addresses of allauth",
    "mfa_": "idem: second factors",
    "auth_": "Django's, not used",
    "django_": "Django's own",
    "cache": "counts of attempts, forgotten by the hour",
    "meetings_ballot": "a ballot is not journalled: the journal would tell who cast it, and when",
    "meetings_openvote": "idem, of an open vote: it is counted, not acted",
    "meetings_rollmark": "idem: who voted, without an hour",
    "meetings_openedshare": "idem: a share of the key of a ballot box",
    "mail_content": "what a letter says is erased; its digest stays in the dispatch, which is guarded",
    "mail_attachment": "idem",
    "procrastinate_": "the queue: a job is a means, what it does is written by verbs",
    "demonstration_": "nothing happened",
    "documents_content": "the journal would copy the bytes: its own triggers make it final, and demand an act",
    "documents_signingcode": "a code that was sent, forgotten in ten minutes; a wrong attempt counts though nothing is done",
}


@pytest.mark.django_db
def test_every_table_is_guarded_or_exempt_by_name():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(t.tgname::text) FROM pg_class c LEFT JOIN pg_trigger t ON c.oid = t.tgrelid "
            "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY 1"
        )
        triggers = dict(cursor.fetchall())
    unguarded = {table for table, names in triggers.items() if not set(TRIGGERS) <= set(names)}
    assert {table for table in unguarded if not table.startswith(tuple(EXEMPT))} == set()
    assert {name for name in EXEMPT if not any(table.startswith(name) for table in unguarded)} == set()
    lasting = {model._meta.db_table for model in our_models() if issubclass(model, Record)}
    assert lasting & unguarded == set()


def test_every_rule_is_accounted_for():
    answer = coverage()
    named = sum(answer[status] for status in ("computed", "attested", "capability", "not_checked"))
    assert answer["total"] == len(framework().founding)
    assert named + sum(answer["awaits"].values()) == answer["total"]
    assert [row["rule"] for row in answer["rules"] if row["status"] == "computed" and "proved_by" not in row] == []


def test_every_fact_is_read_by_an_article():
    assert unused_facts() == frozenset()


def test_a_limit_is_compared_in_the_engine_only():
    """Nobody reads the value of a setting outside the charter: the limit is there, the comparison too."""
    outside = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in ("charter", "demonstration")
        and re.search(r"charter\.models import .*\bSetting\b|\.settings\[\(|\bDay\(", path.read_text(encoding="utf-8"))
    ]
    assert outside == []


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
