"""A year is called: each line is read before it is written, once, and may be adjusted, or be a mistake."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Affiliation
from kevread.dues.models import Call, Due
from kevread.dues.operations import adjust, call, declare_measure, pay, undo_call, undo_payment
from kevread.dues.queries.owed import owed
from kevread.dues.queries.preview import Proposal, preview
from kevread.dues.rules import AskedBracket
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, since
from tests.guards.of_dues import REASON, YESTERDAY, before, called, due, member, tariff
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def shown(scene: Scene, year: int = TODAY.year) -> list[Proposal]:
    """What the preview shows of those who joined in a test."""
    found = preview(scene.first, year, TODAY)
    old = before(scene.first)
    return [one for one in (*found.lines, *found.aside) if one.affiliation.pk not in old]


def ask(scene: Scene, actor, **more):
    given = {
        "organisation": scene.first,
        "year": TODAY.year,
        "due_on": TODAY,
        "left_out": before(scene.first),
        "seen": preview(scene.first, TODAY.year, TODAY).mark,
    }
    return call(actor=actor, now=NOW, **given | more)


def test_the_treasurer_reads_every_line_then_calls_those_that_are_kept(scene, treasurer):
    tariff(scene.first, "form", (AskedBracket(4000, "association"), AskedBracket(8000, "cooperative")))
    kept, left = member(scene.first, name="Le Lavoir"), member(scene.first, name="La Halle", legal_form="cooperative")
    odd = member(scene.first, name="La Mutuelle du Port", legal_form="mutual")
    where = reverse("dues:call", args=[scene.first.slug])
    asked = f"{where}?annee={TODAY.year}&echeance={TODAY}&payer=Par+virement"
    page = treasurer.get(asked)
    words = text_of(page)
    assert "Le Lavoir" in words and "80 €" in words and "Le barème ne dit rien de sa famille" in words
    assert Due.objects.count() == 0
    seen = page.context["preview"].mark
    done = treasurer.post(asked, {"vu": seen, "garder": [kept.pk]}, follow=True)
    assert "est inscrit" in text_of(done)
    (line,) = Due.objects.all()
    assert (line.affiliation, line.cents, line.reference) == (kept, 4000, f"{TODAY.year}-0001")
    assert {one.affiliation: bool(one.problem) for one in shown(scene)} == {left: False, odd: True}


def test_what_changed_since_it_was_read_is_read_again(scene, president):
    tariff(scene.first)
    member(scene.first)
    seen = preview(scene.first, TODAY.year, TODAY).mark
    member(scene.first)
    with pytest.raises(Refused, match="relisez"):
        ask(scene, president, seen=seen)
    assert not Call.objects.exists()


def test_a_member_owes_once_for_a_year(scene, president):
    called(scene.first)
    with pytest.raises(Refused, match="rien à appeler"):
        ask(scene, president)
    late = member(scene.first)
    ask(scene, president)
    assert list(Due.objects.filter(affiliation=late).values_list("number", flat=True)) == [2]


def ended_and_begun_again(row: Affiliation, college: str = "") -> Affiliation:
    with arranging():
        Affiliation.objects.filter(pk=row.pk).update(period=since(YESTERDAY, YESTERDAY))
        made = AffiliationFactory(member=row.member, of=row.of, college=college, period=since(TODAY))
    return Affiliation.objects.select_related("member", "of").get(pk=made.pk)


@pytest.mark.parametrize("college", ["", "territoires"])
def test_a_member_that_left_and_came_back_or_changed_college_owes_once(scene, president, treasurer, college):
    called(scene.first)
    (line,) = Due.objects.all()
    again = ended_and_begun_again(line.affiliation, college)
    (told,) = shown(scene)
    assert (told.affiliation, told.problem) == (
        again, f"Appelé déjà pour {TODAY.year}, par une adhésion d’avant : {line.reference}."
    )  # fmt: skip
    asked = f"{reverse('dues:call', args=[scene.first.slug])}?annee={TODAY.year}&echeance={TODAY}&payer=Par+virement"
    page = treasurer.get(asked)
    assert told.problem in text_of(page)
    assert reverse("dues:due", args=[scene.first.slug, line.pk]) in page.content.decode()
    with pytest.raises(Refused, match="rien à appeler"):
        ask(scene, president)
    undo_call(actor=president, call=line.call, reason=REASON, now=NOW)
    ask(scene, president)
    assert list(Due.objects.standing().values_list("affiliation", flat=True)) == [again.pk]


def test_another_year_and_another_organisation_are_called_all_the_same(scene, president):
    called(scene.first)
    again = ended_and_begun_again(Due.objects.get().affiliation)
    assert [(one.affiliation, one.problem) for one in shown(scene, TODAY.year + 1)] == [(again, "")]
    assert {one.affiliation.of_id for one in preview(scene.second, TODAY.year, TODAY).aside} <= {scene.second.pk}


@pytest.mark.parametrize(
    ("year", "is_called"),
    [(TODAY.year - 2, False), (TODAY.year - 1, True), (TODAY.year + 1, True), (TODAY.year + 2, False)],
)
def test_the_year_is_near(scene, president, year, is_called):
    tariff(scene.first)
    member(scene.first)
    if is_called:
        assert ask(scene, president, year=year, seen=preview(scene.first, year, TODAY).mark).year == year
    else:
        with pytest.raises(Invalid) as refused:
            ask(scene, president, year=year)
        assert refused.value.field == "year"


def test_a_bracket_is_read_from_the_last_year_that_is_known(scene, president):
    tariff(scene.first, "budget", (AskedBracket(3000), AskedBracket(6000, at_least=5_000_000)))
    found = member(scene.first)
    (unknown,) = shown(scene, 2026)
    assert unknown.problem == "Son budget n’est pas dit."
    for year, value in ((2024, 4_999_999), (2025, 5_000_000), (2027, 100)):
        declare_measure(actor=president, affiliation=found, kind="budget", year=year, value=value, now=NOW)
    (line,) = shown(scene, 2026)
    assert (line.cents, line.why) == (6000, "Budget de 2025 : 50 000 €, à partir de 50 000 €")
    declare_measure(actor=president, affiliation=found, kind="budget", year=2025, value=4_999_999, now=NOW)
    assert shown(scene, 2026)[0].cents == 3000
    for wrong in ({"year": 2020}, {"value": -1}, {"kind": "age"}):
        with pytest.raises(Invalid):
            given = {"kind": "budget", "year": 2025, "value": 1} | wrong
            declare_measure(actor=president, affiliation=found, now=NOW, **given)


def test_what_is_not_the_tariff_has_a_reason(scene, president):
    found = due(scene.first)
    with pytest.raises(Invalid) as refused:
        adjust(actor=president, due=found, cents=0, reason="", now=NOW)
    assert refused.value.field == "reason"
    adjust(actor=president, due=found, cents=0, reason="Exonérée par le conseil.", now=NOW)
    (line,) = owed(scene.first, TODAY.year, president, TOMORROW)
    assert (line.state, line.due.reason) == ("waived", "Exonérée par le conseil.")
    adjust(actor=president, due=found, cents=4000, reason="", now=NOW)
    (line,) = owed(scene.first, TODAY.year, president, TOMORROW)
    assert (line.state, line.due.reason) == ("late", "")
    assert [one.state for one in owed(scene.first, TODAY.year, president, TODAY)] == ["owed"]


def test_of_two_who_adjust_at_once_the_second_reads_what_the_first_wrote(scene, client, president):
    found = due(scene.first)
    where = reverse("dues:change", args=[scene.first.slug, found.pk, "ajuster"])
    seen = client.get(where).context["form"]["seen"].value()
    adjust(actor=president, due=found, cents=0, reason="Exonérée par le conseil.", now=NOW)
    answer = client.post(where, {"cents": "10", "reason": "Adhésion en octobre.", "seen": seen})
    assert answer.status_code == 422 and "vient d’ajuster" in text_of(answer)
    found.refresh_from_db()
    assert (found.cents, found.reason) == (0, "Exonérée par le conseil.")
    assert client.post(where, {"cents": "10", "reason": "Adhésion en octobre.", "seen": 0}).status_code == 302


def test_a_call_that_was_a_mistake_is_undone_unless_something_was_paid(scene, president):
    found = due(scene.first)
    made = pay(actor=president, due=found, cents=100, paid_on=TODAY, means="cash", now=NOW)
    with pytest.raises(Refused, match="paiements"):
        undo_call(actor=president, call=found.call, reason=REASON, now=NOW)
    undo_payment(actor=president, payment=made, reason=REASON, now=NOW)
    undo_call(actor=president, call=found.call, reason=REASON, now=NOW)
    assert owed(scene.first, TODAY.year, president, TODAY) == []
    assert len(shown(scene)) == 1
    with pytest.raises(Refused, match="annulé"):
        adjust(actor=president, due=found, cents=0, reason=REASON, now=NOW)
    ask(scene, president)
    assert Due.objects.standing().get().number == 2  # a number is never given twice


def test_the_lines_are_taken_away(scene, treasurer):
    due(scene.first)
    answer = treasurer.get(reverse("dues:dues_csv", args=[scene.first.slug]))
    assert f"{TODAY.year}-0001" in answer.text and ";40,00;" in answer.text


def test_who_does_not_keep_dues_reads_none_of_them(scene, settings):
    found = due(scene.first)
    client = entered_as(scene.administrator_of(scene.first), settings)
    for where in ("dues:dues", "dues:call"):
        assert client.get(reverse(where, args=[scene.first.slug])).status_code == 403
    assert client.get(reverse("dues:due", args=[scene.first.slug, found.pk])).status_code == 403
