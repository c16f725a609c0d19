"""An amendment that one party, or nobody, invents: who deposits it, what it asks to end an agreement sooner, what it moves once
the other party says that it did not sign."""

from datetime import timedelta

import pytest

from kevread.agreements.models import Agreement, Instrument
from kevread.agreements.operations import attach, deny_signature, deposit_amendment, own_signature
from kevread.agreements.operations.checks import Dates, Signed
from kevread.agreements.queries.register import text_of
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import State
from kevread.common.errors import Denied, Invalid
from kevread.directory.models import Person
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.guards.of_agreements import FILE, SIGNED, made
from tests.seats.scene import Scene
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ENDED = Dates(starts_on=TODAY - DAY, ends_on=TODAY - DAY, notice_months=3)
WHY = "Notre présidence n’a jamais vu cet avenant."


def ended_early(scene: Scene, found: Agreement, **more) -> Instrument:
    asked = {
        "actor": scene.presidency,
        "subject": "Fin anticipée",
        "dates": ENDED,
        "signed_on": TODAY - DAY,
        "now": NOW,
    }
    asked |= {"agreement": found, "signers": SIGNED, "clauses": {"securite": "Sous 12 heures."}}
    return deposit_amendment(**asked | more)


def says(found: Agreement) -> str:
    without = standing_of(found, TODAY).suspended
    return next(one.written.text for one in text_of(found, None, TODAY, without) if one.written.slug == "securite")


def denied(scene: Scene, amendment: Instrument):
    theirs = amendment.approvals.select_related("party__organisation", "instrument__agreement").get(party__role="tete")
    return deny_signature(actor=scene.coordination, approval=theirs, reason=WHY, now=NOW)


def test_whoever_belongs_to_neither_party_deposits_none(scene: Scene):
    """The coordination of the network, which keeps agreements everywhere, and speaks for the head alone."""
    with arranging():
        found = agreed("hierarchique-fonctionnelle", scene.grouping, scene.first)
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    signers = {
        one.role: Signed(name="Anne Morvan", quality="Présidente", authority="Conseil de mai")
        for one in found.parties.all()
    }
    with pytest.raises(Denied, match="pas dire à sa place"):
        ended_early(scene, found, actor=scene.coordination, signers=signers, clauses={})
    assert standing_of(found, TODAY).state is State.IN_FORCE


def test_one_that_ends_it_sooner_asks_what_a_notice_asks(scene: Scene):
    found = made(scene)
    with pytest.raises(Denied, match="il y faut une délégation"):
        ended_early(scene, found, actor=scene.direction)
    with arranging():
        early = decided(f"{scene.grouping.slug}-board", "other", on=TODAY - 400 * DAY)
        right = decided(f"{scene.grouping.slug}-board", "other", on=TODAY - DAY)
    cited = Signed(name="Anne Morvan", quality="Présidente", decision=early)
    with pytest.raises(Invalid) as told:
        ended_early(scene, found, actor=scene.direction, signers=SIGNED | {"groupement": cited})
    assert told.value.field == "groupement_decision" and standing_of(found, TODAY).state is State.IN_FORCE
    cited = Signed(name="Anne Morvan", quality="Présidente", decision=right)
    ended_early(scene, found, actor=scene.direction, signers=SIGNED | {"groupement": cited})
    assert standing_of(found, TODAY).state is State.ENDED


def test_one_that_lasts_longer_asks_who_keeps_them(scene: Scene):
    found = made(scene)
    longer = Dates(starts_on=TODAY - DAY, ends_on=TODAY + 900 * DAY, notice_months=3)
    assert ended_early(scene, found, actor=scene.direction, dates=longer).number == 1


@pytest.mark.parametrize("file", [None, FILE], ids=["bare", "with a file that comes"])
def test_one_that_the_other_party_contests_moves_neither_day_nor_clause_until_it_is_answered(scene, settings, file):
    found = made(scene)
    amendment = ended_early(scene, found)
    assert (standing_of(found, TODAY).state, says(found)) == (State.ENDED, "Sous 12 heures.")
    contest = denied(scene, amendment)
    if file:  # whoever deposits it does not answer for the other
        attach(actor=scene.presidency, instrument=Instrument.objects.get(pk=amendment.pk), file=file, now=NOW)
    stands = standing_of(found, TODAY)
    assert (stands.state, stands.suspended, says(found)) == (State.IN_FORCE, {1}, "Un texte.")
    client = entered_as(Person.objects.get(pk=scene.presidency.person), settings)
    page = f"/{scene.grouping.slug}/conventions/{found.pk}"
    assert "il ne change ni les dates ni les clauses" in words(client.get(page))
    if not file:
        own_signature(actor=scene.coordination, approval=contest, now=NOW)
        assert (standing_of(found, TODAY).state, says(found)) == (State.ENDED, "Sous 12 heures.")
        assert "il ne change ni les dates ni les clauses" not in words(client.get(page))
