"""« À regarder », instead of « à régler »: the breach of what nobody decided, neither the network nor the law."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.charter.engine import Finding, verdicts
from kevread.charter.models import Derogation
from kevread.charter.queries.states import STATES, outcome
from kevread.charter.sentences import is_to_look_at, speak
from kevread.common.verdicts import Severity, Verdict
from tests.charter.people import holder
from tests.charter.test_allowances import CEILING, allowed, paid
from tests.charter.test_derogation import LAST, crowded
from tests.charter.test_privacy import demanded
from tests.charter.test_screen_text import at, text_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, SettingFactory, since
from tests.home.test_today import page
from tests.worlds import World, end, put

pytestmark = pytest.mark.django_db
__all__ = ["crowded"]
ADDED = "C’est un ajout de Kevread, que le réseau n’a pas décidé."


@pytest.fixture
def grouping(small: World):
    return small.groupings[0]


@pytest.fixture
def direction(small: World, grouping, settings):
    return entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)


def found(clause: str) -> Finding:
    """The worst that a clause finds today."""
    every = [one for one in verdicts(TODAY, rules=[clause.split("/")[0]]) if one.clause.key == clause]
    return min(every, key=lambda one: STATES.index(outcome(one)))


def apart(grouping) -> None:
    """A local structure that is a member of no pôle: an article that the document gives as an indication."""
    AffiliationFactory(member=OrganisationFactory(reach="local"), of=grouping)


def renamed(small: World, grouping) -> None:
    """The job has another name than the one that the document proposes, and that the network decided."""
    put(small.seat(f"{grouping.slug}-team", "delegate"), name="Chargé·e de mission")


def test_what_is_only_indicative_is_looked_at(small: World, grouping):
    with arranging():
        apart(grouping)
    (spoken,) = speak([found("R8.3/1")], TODAY)
    assert spoken.finding.verdict is Verdict.BREACHES
    assert (spoken.word, outcome(spoken.finding)) == ("À regarder", "to_look_at")
    assert "à titre indicatif" in spoken.sentence


def test_several_of_them_are_looked_at_together(small: World, grouping):
    with arranging():
        apart(grouping)
        apart(grouping)
    (spoken,) = speak([found("R8.3/1")], TODAY)
    assert "À régler" not in spoken.sentence


def test_what_we_add_is_looked_at(small: World, grouping):
    with arranging():
        end(small.mandates("college-territoire").filter(represents=grouping))
    one = found("R4.7/1")
    assert one.verdict is Verdict.BREACHES and one.clause.addition
    assert outcome(one) == "to_look_at"
    (spoken,) = speak([one], TODAY)
    assert ADDED in spoken.sentence


def test_what_the_document_says_firmly_is_mended(crowded):
    one = found("R3.7/1")
    assert outcome(one) == "breaches"
    assert speak([one], TODAY)[0].word == "À régler"


def test_what_was_proposed_and_the_network_decided_is_mended(small: World, grouping):
    with arranging():
        renamed(small, grouping)
    one = found("R6.14/1")
    assert one.article.modality == "proposal"
    assert outcome(one) == "breaches"


def test_what_is_only_indicative_and_was_decided_is_mended_and_refuses_nothing(small: World, grouping):
    """R8.4 is given as an indication; the number of seats was decided, and R2.4, which is firm, refuses its excess."""
    with arranging():
        SettingFactory(name="R2.4.direct_member_seats", value=1)
        small.seated(f"{grouping.slug}-board", "direct-member", represents=small.direct_member)
    one, firm = found("R8.4/1"), found("R2.4/1")
    assert one.verdict is firm.verdict is Verdict.BREACHES
    assert not is_to_look_at(one)
    assert (one.severity, firm.severity) == (Severity.WARNING, Severity.BLOCKING)


def test_what_guides_advise_of_a_lump_sum_is_ours_and_not_the_doctrine(small: World, grouping):
    with arranging():
        paid(grouping, decision=allowed(grouping, statutes="no"))
    (spoken,) = speak([found("L6.14/3")], TODAY)
    assert (spoken.word, outcome(spoken.finding)) == ("À regarder", "to_look_at")
    assert ADDED in spoken.sentence and "doctrine" not in spoken.sentence


def test_what_was_allowed_is_allowed(small: World, grouping):
    with arranging():
        apart(grouping)
    with arranging():
        Derogation.objects.create(
            clause="R8.3/1", organisation=grouping, period=since(TODAY, LAST), reason="Le pôle s’ouvre.",
            adopted_by="Conseil d’administration de la Cress", adopted_on=TODAY,
        )  # fmt: skip
    one = found("R8.3/1")
    assert outcome(one) == "derogated"
    assert speak([one], TODAY)[0].word == "Dérogation"


def test_what_conforms_is_neither(small: World, grouping):
    assert outcome(found("R8.3/1")) == "conforms"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("text", ("Un article du réseau n’est pas respecté", "Un article est à regarder")),
        ("board", ("1 à régler, 1 à regarder",)),
    ],
)
def test_it_is_counted_apart(name, said, small: World, grouping, crowded, direction):
    assert "à regarder" not in text_of(direction.get(at(name, grouping)))
    with arranging():
        apart(grouping)
    told = text_of(direction.get(at(name, grouping)))
    assert all(words in told for words in said)


def test_what_the_law_asks_is_counted_apart_and_each_figure_shows_its_own(small: World, grouping, crowded, direction):
    def shown(choice: str) -> list[tuple[str, str]]:
        parts = direction.get(at("text", grouping), {"montrer": choice}).context["parts"]
        return [(reading.article.rule, reading.state) for part in parts for reading in part.shown]

    assert "Un article du réseau n’est pas respecté." in text_of(direction.get(at("text", grouping)))
    with arranging():
        demanded(small, date(2026, 10, 1))  # L10.1
        paid(grouping, CEILING + 1, decision=allowed(grouping))  # L6.14, a doctrine
    answer = direction.get(at("text", grouping))
    (figure,) = answer.context["text"].figures.state
    assert [(one.number, one.says, one.choice) for one in (figure, *figure.apart)] == [
        (3, "ne sont pas respectés", "a-regler"),
        (1, "du réseau", "a-regler-reseau"),
        (1, "de la loi", "a-regler-loi"),
        (1, "de la doctrine", "a-regler-doctrine"),
    ]
    said = text_of(answer).replace(" ,", ",")
    assert "Trois articles ne sont pas respectés : un du réseau, un de la loi, un de la doctrine." in said
    for one in figure.apart:
        assert f'href="?montrer={one.choice}"' in answer.text
    assert shown("a-regler-reseau") == [("R3.7", "breaches")]
    assert shown("a-regler-loi") == [("L10.1", "breaches")]
    assert shown("a-regler-doctrine") == [("L6.14", "breaches")]
    assert len(shown("a-regler")) == 3 and not shown("a-regler-usage")


def test_in_the_margin_of_a_text_it_is_not_drawn_as_a_fault(small: World, grouping, direction):
    with arranging():
        apart(grouping)
    shown = direction.get(at("article", grouping, rule="R8.3"))
    assert "À regarder" in text_of(shown) and "À régler" not in text_of(shown)
    assert "is-breaches" not in shown.content.decode()


def test_it_comes_after_what_is_to_mend_and_says_so(small: World, grouping, crowded, direction):
    with arranging():
        end(small.epci[grouping][0].leads)  # R6.20, given as an indication
    day = direction.get(f"/{grouping.slug}/aujourd-hui").context["day"]
    told = [row.item.what for row in [*day.rows, *day.rest]]
    looked_at = [what for what in told if what.startswith("À regarder : ")]
    assert looked_at and all("à titre indicatif" in what or "un ajout de Kevread" in what for what in looked_at)
    (crowd,) = [what for what in told if "au conseil" in what and not what.startswith("À regarder")]
    assert told.index(crowd) < min(map(told.index, looked_at))
    assert "À regarder :" in page(direction, grouping)


def test_bodies_count_it_apart(small: World, settings):
    with arranging():
        end(small.mandates("college-territoire").filter(represents=small.groupings[0]))
    told = text_of(
        entered_as(holder(small, "cress-team", "direction"), settings).get(
            reverse("seats:bodies", kwargs={"scale": small.head.slug})
        )
    )
    assert "point à regarder" in told
