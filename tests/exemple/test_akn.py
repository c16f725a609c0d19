"""Where a federation has no model, a text in Akoma Ntoso comes back the same all the same: each of its articles is free."""

from kevread.common.actor import SYSTEM
from kevread.statutes.models import Statutes
from kevread.statutes.operations import begin_statutes, take_file
from kevread.statutes.queries.akn import whole_of
from kevread.statutes.rules.akn import written
from tests.conftest import NOW, TODAY
from tests.statutes.akn_files import faults, strange

FROM_ELSEWHERE = strange(
    "<article><heading>Chanter</heading><content><p>L’association chante.</p></content></article>"
    "<article><heading>Se taire</heading><content><p>Elle se tait</p><p>la nuit.</p></content></article>"
)


def said(text: Statutes) -> list[tuple[object, ...]]:
    return list(text.articles.order_by("rank").values_list("rank", "slug", "title", "stands", "blanks", "text"))


def test_a_text_without_a_model_goes_and_comes_back(small, django_db_blocker):
    begun = {"actor": SYSTEM, "organisation": small.head, "origin": "here", "now": NOW}
    first = begin_statutes(**begun)
    assert first.model == "" and said(first) == []
    take_file(actor=SYSTEM, statutes=first, content=FROM_ELSEWHERE, now=NOW)
    assert [row[2] for row in said(first)] == ["Chanter", "Se taire"]
    content = written(whole_of(first), TODAY)
    assert faults(content) == []
    choir = small.locals[small.head][0]
    other = begin_statutes(**begun | {"organisation": choir})
    take_file(actor=SYSTEM, statutes=other, content=content, now=NOW)
    assert said(other) == said(first)
