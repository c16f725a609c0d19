"""A delegation that both sides sign here: whoever gives it, then whoever it is for, whose signature accepts it."""

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.delegations import operations
from kevread.delegations.models import Grant
from kevread.delegations.queries import may_commit
from kevread.documents.asks import acts_on
from kevread.documents.models import Circle, Step
from kevread.documents.operations import open_circles, refuse_to_sign, replace_signer, sign_version, withdraw_circle
from kevread.documents.operations.circles import Signer, is_over, whose_turn
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_evidence import of
from tests.documents.test_sign_version import code_sent
from tests.factories import MandateFactory, PersonFactory, since
from tests.pressing import press
from tests.worlds import put

from .test_sign import contract

pytestmark = pytest.mark.django_db
WHY = "Le conseil veut la relire d’abord."


@pytest.fixture
def delegate(delegating):
    """With a mailbox; as whoever presides has one."""
    post = delegating.post("delegate")
    with arranging():
        named = (("deleguee", post), ("presidence", delegating.president), ("direction", delegating.post("direction")))
        for name, one in named:
            put(one.person, email=f"{name}@exemple.org")
            one.person.refresh_from_db()
    return delegating.post("delegate")


@pytest.fixture
def grant(delegating, delegate):
    """Given by whoever presides, by their office, and not accepted."""
    said = {"nature": "powers", "acts": ("justice",)}
    return delegating.by_office(delegate, accepted=False, **said)


def asks(delegating, grant, signer=None, by=None, now=NOW):
    by, signer = by or delegating.president, signer or delegating.president.person
    return operations.put_to_signature(actor=delegating.who(by), grant=grant, signer=signer, now=now)


def signs(person, circle, now=NOW):
    actor = actor_of(person, TODAY)
    code = code_sent(actor, circle.version, now)
    return sign_version(actor=actor, version=circle.version, code=code, now=now, consents=True)


def test_it_is_accepted_by_the_signature_of_whoever_it_is_for_and_not_before(delegating, delegate, grant):
    circle = asks(delegating, grant)
    assert [one.person for one in whose_turn(circle)] == [delegating.president.person]
    with pytest.raises(Denied, match="vient avant la vôtre"):
        signs(delegate.person, circle)
    signs(delegating.president.person, circle)
    grant.refresh_from_db()
    assert grant.accepted_on is None
    assert not may_commit(delegate.person, "justice", delegating.grouping, TODAY)
    signed = signs(delegate.person, circle)
    grant.refresh_from_db()
    assert (grant.accepted_on, grant.paper) == (TODAY, circle.version.document)
    assert may_commit(delegate.person, "justice", delegating.grouping, TODAY)
    assert (signed.quality, signed.mandate) == (delegate.seat.name, delegate.pk)
    assert all("ce droit tenait" in one.again for one in of(circle)[0].signatures)


def test_the_paper_says_that_the_signature_accepts_and_nothing_of_what_it_lacks(delegating, delegate, grant):
    circle = asks(delegating, grant)
    data = circle.version.data
    assert (data["state"], data["accepts_by_signing"], data["accepted_on"]) == ("", True, None)
    assert [one["name"] for one in data["signatories"]] == [str(delegating.president.person), str(delegate.person)]
    assert circle.version.intact.startswith(b"%PDF")


def test_while_it_waits_for_them_it_is_accepted_and_deposited_in_no_other_way(delegating, delegate, grant):
    asks(delegating, grant)
    for call in (
        lambda: delegating.accept(grant),
        lambda: asks(delegating, grant),
    ):
        with pytest.raises(Refused, match="attend ses signatures"):
            call()


@pytest.mark.parametrize("ends", ["refused", "withdrawn"])
def test_refused_or_withdrawn_it_may_be_accepted_or_put_again(delegating, delegate, grant, ends):
    circle = asks(delegating, grant)
    signs(delegating.president.person, circle)
    if ends == "refused":
        refuse_to_sign(actor=delegating.who(delegate), version=circle.version, reason=WHY, now=NOW)
    else:
        withdraw_circle(actor=delegating.who(delegating.president), circle=circle, reason=WHY, now=NOW)
    grant.refresh_from_db()
    assert (grant.accepted_on, grant.paper) == (None, None)
    assert "ce droit tenait" in of(circle)[0].signatures[0].again  # what was signed stays what it is
    again = asks(delegating, grant)
    assert again.version.document != circle.version.document
    for one in (delegating.president, delegate):
        signs(one.person, again)
    grant.refresh_from_db()
    assert grant.accepted_on == TODAY


@pytest.mark.parametrize("over", ["annulled", "ended"])
def test_what_is_over_or_taken_back_meanwhile_is_not_signed_and_waits_for_nobody(delegating, delegate, grant, over):
    circle = asks(delegating, grant)
    signs(delegating.president.person, circle)
    grant.refresh_from_db()
    by = {"actor": delegating.who(delegating.president), "grant": grant, "now": NOW}
    if over == "annulled":
        operations.annul(**by, reason="Ce n’était pas elle.")
    else:
        operations.end(**by, last=TODAY, note="")
    (step,) = circle.steps.filter(kind=Step.Kind.WITHDRAWN)
    assert (step.person, step.at) == (delegating.president.person, NOW) and "délégation" in step.reason
    assert is_over(circle)
    with pytest.raises((Denied, Refused)):
        signs(delegate.person, circle)
    found = Grant.objects.get(pk=grant.pk)
    assert (found.accepted_on, found.paper) == (None, None)
    assert circle.version.signatures.count() == 1


def test_one_that_is_put_to_signature_while_somebody_ends_it_is_read_again_first(delegating, delegate, grant):
    read_before = Grant.objects.get(pk=grant.pk)  # as a page of before has it
    circle = asks(delegating, grant)
    with pytest.raises(Refused, match="relisez-la"):
        operations.end(actor=delegating.who(delegating.president), grant=read_before, last=TODAY, note="", now=NOW)
    assert not is_over(circle)


def test_a_delegation_that_was_accepted_keeps_its_paper_as_it_was_signed(delegating, delegate, grant):
    circle = asks(delegating, grant)
    for one in (delegating.president, delegate):
        signs(one.person, circle)
    grant.refresh_from_db()
    operations.end(actor=delegating.who(delegating.president), grant=grant, last=TODAY, note="", now=NOW)
    assert Grant.objects.get(pk=grant.pk).paper == circle.version.document
    assert not circle.steps.filter(kind=Step.Kind.WITHDRAWN).exists()


def test_what_a_body_decided_is_signed_by_whoever_presides_and_never_by_whoever_it_is_for(delegating, delegate):
    grant = delegating.of_board
    with arranging():
        put(grant, accepted_on=None)
        grant.refresh_from_db()
    with pytest.raises(Invalid) as told:
        asks(delegating, grant, signer=grant.holder)
    assert told.value.field == "signer"
    for post in (delegate, delegating.post("direction")):
        with pytest.raises(Denied):
            asks(delegating, grant, by=post)
    circle = asks(delegating, grant)
    for person in (delegating.president.person, grant.holder):
        signs(person, circle)
    grant.refresh_from_db()
    assert grant.accepted_on == TODAY


def test_where_only_its_holder_presides_it_is_signed_elsewhere(delegating, delegate):
    grant = delegating.of_board
    with arranging():
        put(grant, accepted_on=None, holder=delegating.president.person, post=delegating.president)
    asked = {"grant": delegating.of_board, "signer": delegating.president.person, "now": NOW}
    with pytest.raises(Refused, match="acceptez-la ici"):
        operations.put_to_signature(actor=delegating.who(delegating.president), **asked)
    with pytest.raises(Refused, match="sur papier"):
        operations.put_to_signature(actor=SYSTEM, **asked)


def test_inside_another_whoever_holds_that_one_signs_it(delegating, delegate):
    grant = delegating.inside(delegate, accepted=False)
    direction = delegating.post("direction")
    circle = asks(delegating, grant, signer=direction.person, by=direction)
    assert "par délégation" in signs(direction.person, circle).quality
    signs(delegate.person, circle)
    grant.refresh_from_db()
    assert grant.accepted_on == TODAY
    assert all("ce droit tenait" in one.again for one in of(circle)[0].signatures)


def test_nobody_signs_in_the_place_of_whoever_it_is_for(delegating, delegate, grant):
    """Somebody to whom another is offered may be named instead; their signature accepts nothing of this one."""
    direction = delegating.post("direction")
    delegating.by_office(direction, accepted=False, nature="powers", acts=("justice",))
    circle = asks(delegating, grant)
    signs(delegating.president.person, circle)
    asked = circle.version.asked.get(person=delegate.person)
    president = delegating.who(delegating.president)
    replace_signer(actor=president, circle=circle, asked=asked, person=direction.person, reason=WHY, now=NOW)
    with pytest.raises(Refused, match="n’est signée que de"):
        signs(direction.person, circle)
    grant.refresh_from_db()
    assert grant.accepted_on is None


def test_nobody_signs_in_the_place_of_whoever_gives_it(delegating, delegate, grant):
    """At the first signature, and not once whoever it is for has signed a delegation that nobody gave."""
    direction = delegating.post("direction")
    delegating.by_office(direction, accepted=False, nature="powers", acts=("justice",))
    circle = asks(delegating, grant)
    asked = circle.version.asked.get(person=delegating.president.person)
    president = delegating.who(delegating.president)
    replace_signer(actor=president, circle=circle, asked=asked, person=direction.person, reason=WHY, now=NOW)
    with pytest.raises(Refused, match="n’est signée que de"):
        signs(direction.person, circle)
    assert not circle.version.signatures.exists()


def test_two_who_give_it_accept_nothing_without_whoever_it_is_for(delegating, delegate):
    """Of what a body decided, where two co-preside, one of them named in the place of its holder."""
    grant, first = delegating.of_board, delegating.president
    with arranging():
        put(grant, accepted_on=None)
        grant.refresh_from_db()
        other = PersonFactory(email="copresidence@exemple.org")
        MandateFactory(seat=first.seat, person=other, period=since(TODAY))
    circle = asks(delegating, grant, signer=first.person, by=first)
    signs(first.person, circle)
    asked = circle.version.asked.get(person=grant.holder)
    president = delegating.who(first)
    replace_signer(actor=president, circle=circle, asked=asked, person=other, reason=WHY, now=NOW)
    with pytest.raises(Refused, match="n’est signée que de"):
        signs(other, circle)
    grant.refresh_from_db()
    assert grant.accepted_on is None


def test_whoever_keeps_documents_asks_no_signatures_for_it(delegating, delegate):
    code = next(code for code in acts_on(TODAY) if code.startswith("delegations:"))
    with pytest.raises(Invalid) as told:
        open_circles(
            actor=delegating.who(delegating.president), organisation=delegating.grouping, documents=[contract(delegating)],
            signers=[Signer(delegating.president.person, delegating.grouping)], act_code=code, now=NOW,
        )  # fmt: skip
    assert told.value.field == "act"


def test_on_screen_from_the_page_of_the_delegation(delegating, delegate, grant, readers):
    slug, president = delegating.grouping.slug, readers.as_person(delegating.president.person)
    page = reverse("delegations:grant", args=[slug, grant.pk])
    assert "La mettre à la signature" in president.get(page).text
    ask = reverse("delegations:change", args=[slug, grant.pk, "signature"])
    answer = press(president, ask, {"signer": str(delegating.president.person_id)}, follow=True)
    assert "attend ses signatures" in answer.text
    assert Circle.objects.get().act_said == "Donner une délégation, ou l’accepter"
    today = readers.as_person(delegate.person).get(reverse("home:today", args=[slug])).text
    assert "Répondre à la délégation" not in today
    assert "L’accepter" not in readers.as_person(delegate.person).get(page).text
