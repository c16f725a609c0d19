"""A délégué·e without a mandate asks for it from the refusal, and gets it; or is told why not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.delegations import operations
from kevread.delegations.models import Grant, Petition
from kevread.delegations.queries import may_commit
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.worlds import put

from .conftest import UNTIL

pytestmark = pytest.mark.django_db
WHY = "La communauté de communes attend une signature."


def ask(delegating, **more):
    said = {"code": "convention", "cents": 100_000, "message": WHY, "now": NOW} | more
    actor = delegating.who(delegating.post("delegate"))
    return operations.ask(**{"actor": actor, "organisation": delegating.grouping} | said)


def wrong(field, call):
    with pytest.raises(Invalid) as told:
        call()
    assert told.value.field == field


def test_it_is_asked_once_at_a_time_of_those_who_may_give_it(delegating):
    with arranging():
        put(delegating.president.person, email="presidence@example.org")
    made = ask(delegating)
    assert Dispatch.objects.filter(address="presidence@example.org").exists()
    with pytest.raises(Refused):
        ask(delegating)
    assert ask(delegating, code="depense").act == "depense"
    assert (made.person, made.cents) == (delegating.post("delegate").person, 100_000)


def test_what_is_asked_says_why_and_how_much(delegating):
    wrong("message", lambda: ask(delegating, message="Non."))
    wrong("message", lambda: ask(delegating, message="é" * 1001))
    wrong("cents", lambda: ask(delegating, cents=None))
    wrong("cents", lambda: ask(delegating, cents=0))


def test_what_one_may_already_or_nobody_may_entrust_is_not_asked(delegating):
    with pytest.raises(Refused):
        ask(delegating, code="emprunt")
    with pytest.raises(Refused):
        ask(delegating, actor=delegating.who(delegating.president))
    with pytest.raises(Refused):
        ask(delegating, code="inconnu")


def test_not_more_than_five_a_day(delegating):
    codes = ["convention", "depense", "paiement", "justice", "compte-bancaire"]
    for code in codes:
        ask(delegating, code=code)
    with pytest.raises(Refused):
        ask(delegating, code="demande-de-subvention")
    assert ask(delegating, code="demande-de-subvention", now=NOW + timedelta(days=1, seconds=1))


def test_somebody_outside_asks_nothing(delegating):
    with arranging():
        stranger = actor_of(PersonFactory(), TODAY)
    with pytest.raises(Denied):
        ask(delegating, actor=stranger)


def test_it_is_answered_by_giving_what_is_asked_and_nothing_else(delegating):
    petition = ask(delegating)
    spend = {"acts": ("convention",), "nature": "powers"}

    def give(post, **more):
        asked = {"organisation": delegating.grouping, "office": delegating.president, "petition": petition, "now": NOW}
        terms = delegating.terms(delegating.post(post), **spend | more)
        return operations.give(actor=delegating.who(delegating.president), terms=terms, **asked)

    wrong("ceiling_convention", lambda: give("delegate", ceilings={"convention": 99_999}))
    with pytest.raises(Refused):
        give("direction", ceilings={"convention": 100_000})
    with pytest.raises(Refused):
        give("delegate", acts=("justice",), ceilings={})
    assert not Grant.objects.filter(nature="powers").exists()  # nothing half-written
    made = give("delegate", ceilings={"convention": 100_000})
    petition.refresh_from_db()
    assert (petition.outcome, petition.grant) == ("granted", made)
    with pytest.raises(Refused):
        operations.decline(actor=delegating.who(delegating.president), petition=petition, reason=WHY, now=NOW)


def test_it_is_declined_with_the_reason_by_who_may_give_it_and_never_by_who_asks(delegating):
    petition = ask(delegating)
    asked = {"petition": petition, "reason": "Le conseil signe lui-même.", "now": NOW}
    for post in ("delegate", "direction", "referent-ingenierie"):
        with pytest.raises(Denied):
            operations.decline(actor=delegating.who(delegating.post(post)), **asked)
    wrong("reason", lambda: operations.decline(actor=delegating.who(delegating.president), **asked | {"reason": "Non"}))
    row = operations.decline(actor=delegating.who(delegating.president), **asked)
    assert (row.outcome, row.answered_by) == ("declined", delegating.president.person)
    assert ask(delegating)  # it may be asked again


def test_who_holds_what_goes_further_may_answer(delegating):
    petition = ask(delegating, code="recruter", cents=None)
    row = operations.decline(
        actor=delegating.who(delegating.post("direction")), petition=petition, reason="Pas cette année.", now=NOW
    )
    assert row.outcome == "declined"


def test_only_who_asked_takes_it_back(delegating):
    petition = ask(delegating)
    with pytest.raises(Denied):
        operations.withdraw(actor=delegating.who(delegating.president), petition=petition, now=NOW)
    row = operations.withdraw(actor=delegating.who(delegating.post("delegate")), petition=petition, now=NOW)
    assert row.outcome == "withdrawn"


def test_on_screen_from_the_refusal_to_the_delegation(delegating, readers):
    """The whole of it: no, asked of whom, answered by giving it one question at a time, accepted, yes."""
    slug, post = delegating.grouping.slug, delegating.post("delegate")
    delegate, president = readers.as_person(post.person), readers.as_person(delegating.president.person)
    where = reverse("delegations:ask", args=[slug, "convention"])
    assert "Aucune délégation" in delegate.get(where, {"montant": "100000"}).text
    assert delegate.post(where, {"cents": "1 000", "message": WHY}, follow=True).status_code == 200
    petition = Petition.objects.get()
    assert "convention" in president.get(reverse("home:today", args=[slug])).text
    page = president.get(reverse("delegations:petition", args=[slug, petition.pk]))
    assert "Donner cette délégation" in page.text
    give = reverse("delegations:give", args=[slug])
    asked = president.get(give, {"demande": petition.pk}).text
    (source,) = re.findall(r'name="source" value="([0-9a-f-]{36})"', asked)
    answers = {
        "demande": str(petition.pk), "source": source, "post": str(post.pk), "nature": "powers", "acts": "convention",
        "first": TODAY.isoformat(), "last": UNTIL.isoformat(), "limits": "", "means": "", "ceiling_convention": "1 000",
    }  # fmt: skip
    for step in range(6):
        page = president.get(give, answers | {"pas": str(step)})
        assert page.status_code == 200, page.text
    assert "Voici ce qui serait écrit" in president.get(give, answers | {"pas": "5"}).text
    assert president.post(give, answers | {"pas": "5", "ceiling_convention": "10"}).status_code == 422
    assert president.post(give, answers | {"pas": "5"}, follow=True).status_code == 200
    made = Grant.objects.get(office=delegating.president)
    assert (made.ceilings, made.petitions.get()) == ({"convention": 100_000}, petition)
    delegate.post(reverse("delegations:accept", args=[slug, made.pk]))
    assert may_commit(post.person, "convention", delegating.grouping, TODAY, 100_000)
    assert not may_commit(post.person, "convention", delegating.grouping, TODAY, 100_001)
