"""What changes creates its duty: by when, on which form; declared, with its proof; taken back."""

from datetime import date, timedelta

import pytest

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import EVERYONE
from kevread.common.periods import Period
from kevread.directory.models import Affiliation
from kevread.documents.files import receive
from kevread.filings.facts import overdue, undeclared
from kevread.filings.models import Declaration, Happening
from kevread.filings.operations import attach, declare, take_back, tell, untell
from kevread.filings.queries import duties, sheet_of
from kevread.seats.models import Mandate
from kevread.statutes.models import Statutes
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, OrganisationFactory, SeatFactory
from tests.gatherings.preparing import a_pdf

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MAY = date(2026, 5, 4)


@pytest.fixture
def kept(scene):
    """The grouping keeps its filings here since May, and nothing is to be declared."""
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="filings").update(period=as_range(Period(MAY)))
    return scene


def here(scene, on=TODAY):
    return [one for one in duties([scene.grouping.pk], on) if one.kind.slug != "members"]


def told(scene, kind="seat", on=MAY + DAY, what="Le siège passe à Redon"):
    return tell(actor=scene.direction, organisation=scene.grouping, kind=kind, happened_on=on, what=what, now=NOW)


def filed(scene, kind="seat", on=MAY + DAY, filed_on=TODAY, **more):
    return declare(
        actor=scene.direction,
        organisation=scene.grouping,
        kind=kind,
        happened_on=on,
        filed_on=filed_on,
        now=NOW,
        **more,
    )


def sits(scene, first, last=None, person=None, seat=None):
    with arranging():
        where = {"person": person} if person else {}
        return MandateFactory(
            seat=seat or scene.board, represents=scene.first, period=as_range(Period.through(first, last)), **where
        )


def test_who_comes_and_who_leaves_is_one_duty_of_a_day(kept):
    assert here(kept) == []
    leaving = sits(kept, date(2025, 1, 1), MAY + DAY)
    sits(kept, MAY + 2 * DAY)
    (duty,) = here(kept)
    assert (duty.kind.form, duty.happened_on, duty.by) == ("13971", MAY + 2 * DAY, date(2026, 8, 6))
    assert sorted(one.said.rsplit(" : ", 1)[1] for one in duty.things) == ["arrive", "part"]
    assert str(leaving.person) in " ".join(one.said for one in duty.things)
    with arranging():
        Mandate.objects.filter(pk=leaving.pk).update(end_reason="mistake")
    assert len(here(kept)[0].things) == 1


def test_a_mandate_that_goes_on_and_what_is_of_before_the_register_change_nothing(kept):
    old = sits(kept, date(2025, 1, 1), MAY + DAY)
    sits(kept, MAY + 2 * DAY, person=old.person)
    sits(kept, MAY)
    assert here(kept) == []
    assert here(kept, MAY) == []
    sits(kept, TODAY + DAY)
    assert here(kept) == [] and len(here(kept, TODAY + DAY)) == 1


def test_articles_that_are_adopted_are_to_be_declared_unless_annulled(kept):
    with arranging():
        text = Statutes.objects.create(
            organisation=kept.grouping,
            origin="paper",
            begun_on=TODAY,
            adopted_on=TODAY,
            since=TODAY + DAY,
            adopted_by="AG",
        )
    (duty,) = here(kept)
    assert (duty.kind.form, duty.happened_on, duty.state(TODAY)) == ("13972", TODAY, "due")
    with arranging():
        Statutes.objects.filter(pk=text.pk).update(annulled_on=TODAY)
    assert here(kept) == []


def test_members_are_those_that_their_register_tells(kept):
    with arranging():
        member = OrganisationFactory(legal_form="association", name="Le Lavoir")
        Affiliation.objects.create(member=member, of=kept.grouping, period=as_range(Period(TODAY - DAY)))
    (duty,) = [one for one in duties([kept.grouping.pk], TODAY) if one.kind.slug == "members"]
    assert duty.kind.form == "13969" and "Le Lavoir" in duty.things[0].said and not duty.is_filed


def test_late_is_after_the_last_day_and_declared_is_no_more(kept):
    told(kept)
    (duty,) = here(kept)
    last = date(2026, 8, 5)
    assert duty.by == last and [duty.state(day) for day in (last, last + DAY)] == ["soon", "late"]
    assert (
        overdue(last, EVERYONE, kind="articles") == {} and undeclared(last, EVERYONE, kind="any")[kept.grouping.pk] == 1
    )
    assert overdue(TODAY, EVERYONE, kind="articles") == {kept.grouping.pk: 1}
    assert overdue(TODAY, EVERYONE, kind="officers") == {} and overdue(TODAY, EVERYONE, kind="estate") == {}
    filed(kept, filed_on=TODAY - DAY)
    assert here(kept)[0].is_filed and not here(kept, TODAY - 2 * DAY)[0].is_filed
    assert overdue(TODAY, EVERYONE, kind="articles") == {}
    with pytest.raises(Refused, match="Il ne reste rien"):
        filed(kept)


def test_what_is_written_later_for_that_day_is_still_to_be_declared(kept):
    sits(kept, MAY + DAY)
    filed(kept, "officers")
    sits(kept, MAY + DAY)
    (duty,) = here(kept)
    assert len(duty.things) == 2 and len(duty.left) == 1
    filed(kept, "officers")
    assert here(kept)[0].is_filed


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"filed_on": TODAY + DAY}, "filed_on"),
        ({"filed_on": MAY}, "filed_on"),
        ({"receipt": "x" * 121}, "receipt"),
    ],
)
def test_a_declaration_is_made_after_the_change_and_before_tomorrow(kept, asked, field):
    told(kept)
    with pytest.raises(Invalid) as refused:
        filed(kept, **asked)
    assert refused.value.field == field and not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "officers"}, "kind"),
        ({"kind": "sea"}, "kind"),
        ({"on": TODAY + DAY}, "happened_on"),
        ({"what": "non"}, "what"),
    ],
)
def test_what_is_told_happened_and_is_of_a_kind_that_is_told(kept, asked, field):
    with pytest.raises(Invalid) as refused:
        told(kept, **asked)
    assert refused.value.field == field


def test_mistakes_are_taken_back_and_stay_written(kept):
    happening = told(kept)
    with pytest.raises(Refused, match="déjà inscrit"):
        told(kept)
    made = filed(kept)
    why = {"actor": kept.direction, "now": NOW}
    with pytest.raises(Invalid):
        take_back(declaration=made, reason="", **why)
    take_back(declaration=made, reason="Le greffe l’a refusée", **why)
    assert not here(kept)[0].is_filed
    with pytest.raises(Refused):
        take_back(declaration=made, reason="Le greffe l’a refusée", **why)
    untell(happening=happening, reason="Le siège n’a pas bougé", **why)
    assert here(kept) == [] and Happening.objects.count() == 1
    with pytest.raises(Refused):
        untell(happening=happening, reason="Le siège n’a pas bougé", **why)


def test_the_proof_is_joined_once(kept):
    told(kept)
    made = filed(kept, receipt="W351234567-2")
    file = receive("recepisse.pdf", a_pdf())
    attach(actor=kept.direction, declaration=made, file=file, now=NOW)
    assert Declaration.objects.get(pk=made.pk).document is not None
    with pytest.raises(Refused):
        attach(actor=kept.direction, declaration=made, file=file, now=NOW)


def test_the_sheet_says_who_is_charged_of_what(kept):
    sits(kept, MAY + DAY)
    paper = sheet_of(here(kept)[0], TODAY)
    assert paper.form == "13971" and paper.officers and paper.state == "En retard"


def test_nothing_is_said_of_whoever_keeps_no_filings(kept):
    told(kept)
    with arranging():
        Keeping.objects.filter(organisation=kept.grouping, register="filings").delete()
    assert here(kept) == []


def test_an_alternate_directs_nothing_and_is_not_declared(kept):
    with arranging():
        stands_in = SeatFactory(body=kept.board.body, alternate=True)
    sits(kept, MAY + DAY, seat=stands_in)
    assert here(kept) == []
    sits(kept, MAY + DAY)
    assert len(here(kept)[0].things) == 1
