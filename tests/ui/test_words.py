"""Numbers, days, counts and periods, as French writes them; drawings, as SVG reads them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from kevread.common.periods import Period

PERIOD = Period(date(2025, 1, 1), date(2027, 7, 1))

LATE = datetime(2026, 3, 11, 23, 5, tzinfo=UTC)  # the next day already, for whoever reads


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "said"),
    [
        ("{{ v|number }}", 3449370, "3\u202f449\u202f370"),
        ("{{ v|number:2 }}", Decimal("52321.81"), "52\u202f321,81"),
        ("{{ v|number }}", None, ""),
        ('{{ v|counted:"siège" }}', 1, "1\xa0siège"),
        ('{{ v|counted:"local,locaux" }}', 3, "3\xa0locaux"),
        ('{{ v|plural:"siège" }}', 0, "siège"),
        ("{{ v|whole }}", "ESS 35 & 2, le 1er mars", "ESS\xa035 &amp; 2, le 1er\xa0mars"),
        ('{{ v|join:", "|whole }}', ["ESS 35", "A & B"], "ESS\xa035, A &amp; B"),
        ("{{ v|hour }}", LATE, "0\xa0h\xa005"),
        ("{% day v %}", LATE, '<time datetime="2026-03-12">12\xa0mars 2026</time>'),
        (
            "{% instant v %}",
            LATE,
            '<time datetime="2026-03-12T00:05+01:00">12\xa0mars 2026 à 0\xa0h\xa005</time>',
        ),
        ("{% period v %}", PERIOD, "du 1er\xa0janvier 2025 au 30\xa0juin 2027"),
        ("{% period v %}", Period(date(2025, 1, 1), date(2025, 1, 2)), "le 1er\xa0janvier 2025"),
        ("{% day v %}", date(2026, 3, 12), '<time datetime="2026-03-12">12\xa0mars 2026</time>'),
        ("{% day v %}", None, ""),
    ],
)
def test_words(source, value, said):
    assert rendered(source, v=value) == said


def test_a_period_to_come_is_said_to_come():
    assert rendered("{% period v %}", v=Period(date(2027, 1, 1)), today=date(2026, 11, 24)).startswith(
        "à partir du 1er"
    )


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ('{% verdict "breaches" %}', "À régler"),
        ('{% verdict "unknown" "not_decided" %}', "Non décidé"),
        ('{% verdict "conforms" word="Tenu" %}', "Tenu"),
    ],
)
def test_a_mark_always_has_its_word(source, word):
    html = rendered(source)
    assert f"</svg>{word}</span>" in html
    assert 'aria-hidden="true"' in html


def test_four_verdicts_have_four_shapes():
    assert len({rendered("{% mark v %}", v=v) for v in ("conforms", "breaches", "unknown", "not_applicable")}) == 4


def test_a_hostile_word_is_escaped():
    assert "<script>" not in rendered(
        "{% verdict 'conforms' word=v %}{% bars rows %}", v="<script>", rows=[("<script>", 1)]
    )


def test_no_attribute_of_a_drawing_has_a_decimal_comma(settings):
    html = rendered(
        '{% bars rows "€" %}{% timeline lines 2021 2027 %}{{ x|svg }}',
        rows=[("Un", 1), ("Deux", 3)],
        lines=[("Anouk", [(PERIOD, "Anouk")])],
        on=date(2026, 11, 24),
        x=1 / 3,
    )
    assert re.search(r'width="\d+\.\d+"', html)
    assert not re.search(r'\s(?:x|y|x1|x2|y1|y2|width|height|d|viewBox|cx|cy|r)="[^"]*\d,\d', html)


def test_a_link_keeps_the_day_that_is_looked_at():
    request = RequestFactory().get("/")
    request.is_past, request.on = True, date(2026, 3, 12)
    assert (
        rendered("{% keep_date '/ess-35/instances?q=a#b' %}", request=request)
        == "/ess-35/instances?q=a&amp;au=2026-03-12#b"
    )
    request.is_past = False
    assert rendered("{% keep_date '/ess-35/instances' %}", request=request) == "/ess-35/instances"


def test_the_query_changes_one_thing_and_keeps_the_rest():
    request = RequestFactory().get("/?au=2026-03-12&q=redon&page=2")
    assert rendered("{% query page=3 %}", request=request) == "?au=2026-03-12&amp;q=redon&amp;page=3"
    assert rendered("{% query au='' page='' %}", request=request) == "?q=redon"
    assert rendered("{% hidden_query 'au' 'page' %}", request=request) == '<input type="hidden" name="q" value="redon">'
