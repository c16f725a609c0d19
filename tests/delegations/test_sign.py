"""A delegation entitles to sign what is asked of several: while it holds, up to its ceiling, for the acts that it names."""

import re
from datetime import timedelta
from functools import partial

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Refused
from kevread.common.reading import Misread
from kevread.delegations import operations
from kevread.delegations.loader import load
from kevread.delegations.models import Grant
from kevread.delegations.operations.committing import require
from kevread.directory.models import Person
from kevread.documents.asks import entitled, ways_to_ask
from kevread.documents.files import File
from kevread.documents.models import Circle, Document
from kevread.documents.operations import OnPaper, open_circles, sign_version, tell_on_paper
from kevread.documents.operations.circles import Signer
from kevread.documents.queries import versions_of
from kevread.documents.queries.circles import who_may_sign
from kevread.documents.queries.evidence import gathered
from kevread.journal.operations import act as acting
from kevread.seats.queries import actor_of
from kevread.supervision.queries.entitled import powers
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.demonstration.walked import said_by
from tests.documents.conftest import Shelf
from tests.documents.test_act_of_circle import of_before
from tests.documents.test_evidence import of
from tests.documents.test_sign_version import code_sent
from tests.documents.test_verify_document import pdf_of_nobody
from tests.factories import since

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LATER = NOW + timedelta(days=1)
CEILING = 500_000


def who(delegating, amount=CEILING, on=TODAY, act="convention"):
    return {one.person.pk: one for one in entitled([delegating.grouping], amount, on, act)}


@pytest.fixture
def delegate(delegating):
    delegating.by_office(nature="powers", acts=("convention",), ceilings={"convention": CEILING})
    return delegating.post("delegate")


def test_whoever_holds_the_act_signs_with_the_chain_that_says_so(delegating, delegate):
    found = who(delegating)
    assert set(found) == {delegating.president.person_id, delegate.person_id}
    grant = Grant.objects.get(nature="powers")
    (link,) = found[delegate.person_id].chain
    assert (link.kind, link.id, link.until) == ("delegation", grant.pk, grant.dates.last)
    assert str(delegating.president.person) in link.label
    assert found[delegating.president.person_id].chain[0].kind == "mandate"


@pytest.mark.parametrize(("amount", "granted"), [(None, False), (CEILING, True), (CEILING + 1, False)])
def test_up_to_the_ceiling(delegating, delegate, amount, granted):
    found = who(delegating, amount)
    assert (delegate.person_id in found) is granted
    assert delegating.president.person_id in found


def test_not_before_it_begins_nor_once_the_post_is_left(delegating, delegate):
    assert delegate.person_id not in who(delegating, on=YESTERDAY)
    delegating.end(delegate, YESTERDAY)
    assert delegate.person_id not in who(delegating)


def test_not_before_it_is_accepted(delegating, delegate):
    with arranging():
        Grant.objects.filter(nature="powers").update(accepted_on=None)
    assert delegate.person_id not in who(delegating)


def test_another_act_signs_nothing(delegating, delegate):
    """What is not named, neither."""
    alone = {delegating.president.person_id}
    for act in ("demande-de-subvention", "justice", "emprunt", ""):
        assert set(who(delegating, act=act)) == alone, act
    delegating.inside(acts=("recruter",))
    assert delegate.person_id not in who(delegating, act="licencier")
    assert delegate.person_id in who(delegating, act="recruter")


def test_of_which_act_it_is_nobody_said(delegating, delegate):
    """As before anybody had to: the act that the federation ties to signing."""
    assert delegate.person_id in who(delegating, act=None)


def contract(delegating, title="Convention"):
    source = File("convention.pdf", pdf_of_nobody(title), "application/pdf")
    kept = Shelf(delegating.scene).file("organisation", title=title, source=source)
    return kept.document


def put(delegating, delegate, act="convention", amount=CEILING, title="Convention"):
    with arranging():
        delegate.person.email = "deleguee@exemple.org"
        delegate.person.save()
    (circle,) = open_circles(
        actor=delegating.who(delegating.president),
        organisation=delegating.grouping,
        documents=[contract(delegating, title)],
        signers=[Signer(delegate.person, delegating.grouping)],
        act_code=act,
        amount=amount,
        now=NOW,
    )
    return circle


def signs(delegate, circle, now=NOW):
    actor = actor_of(delegate.person, TODAY)
    code = code_sent(actor, circle.version, now)
    return sign_version(actor=actor, version=circle.version, code=code, now=now, consents=True)


def takes_it_back(delegating):
    """Today is its last day."""
    grant = Grant.objects.get(nature="powers")
    president = delegating.who(delegating.president)
    operations.end(actor=president, grant=grant, last=TODAY, note="Le conseil l’a reprise.", now=NOW)


def test_whoever_is_entrusted_with_it_signs_and_the_evidence_judges_it_for_that_act(delegating, delegate):
    circle = put(delegating, delegate)
    grant = Grant.objects.get(nature="powers")
    assert signs(delegate, circle).chain[0]["id"] == str(grant.pk)
    again = lambda: of(circle)[0].signatures[0].again  # noqa: E731
    assert "ce droit tenait pour cet acte (Signer une convention)" in again()
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(period=since(TODAY, TODAY))  # taken back since: it held that day
    assert "ce droit tenait" in again()
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(acts=["justice"], ceilings={})  # as if it had been of another act
    assert "rien ne lui donnait ce droit" in again()
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(acts=["convention"], end_reason="mistake")
    assert "rien ne lui donnait ce droit" in again()


@pytest.mark.parametrize(
    ("act", "amount", "why"),
    [
        ("demande-de-subvention", None, "acte : Demander une subvention ; montant : aucun"),
        ("convention", CEILING + 1, "acte : Signer une convention ; montant : 5 000,01"),
        ("convention", None, "acte : Signer une convention ; montant : aucun"),
        ("", CEILING, "acte : aucun de ceux que la fédération nomme"),
    ],
)
def test_whoever_may_not_sign_that_act_for_that_sum_is_not_asked(delegating, delegate, act, amount, why):
    with pytest.raises(Refused) as told:
        put(delegating, delegate, act, amount)
    assert why in str(told.value.sentence).replace("\u202f", " ")
    assert not Circle.objects.exists()
    offered = who_may_sign(delegating.grouping, TODAY, amount, act)
    assert delegate.person_id not in {one.person.pk for one in offered}


def test_taken_back_before_one_signs_it_signs_nothing_and_the_refusal_names_the_act(delegating, delegate):
    circle = put(delegating, delegate)
    takes_it_back(delegating)
    with pytest.raises(Denied, match="acte : Signer une convention ; montant : 5") as told:
        signs(delegate, circle, LATER)
    (way,) = told.value.ways
    assert (way.screen, way.where["act"], way.query["montant"]) == ("ask_delegation", "convention", str(CEILING))
    assert str(delegating.president.person) in way.label
    assert not circle.version.signatures.exists()
    assert signs(delegate, circle).quality.endswith("par délégation")  # on its last day


def test_signed_then_taken_back_at_once_it_stays_signed_and_nothing_more_is(delegating, delegate):
    """« Hier » : it holds no more from now on, and what was signed in the morning was signed by it."""
    signed, other = put(delegating, delegate), put(delegating, delegate, title="Une autre")
    with arranging():
        Grant.objects.filter(nature="powers").update(period=since(YESTERDAY, LATER.date()), accepted_on=YESTERDAY)
    signs(delegate, signed)
    at_once = {"grant": Grant.objects.get(nature="powers"), "last": YESTERDAY, "note": "Le conseil l’a reprise."}
    operations.end(actor=delegating.who(delegating.president), now=NOW + timedelta(hours=5), **at_once)
    assert "Le 24 novembre 2026, ce droit tenait pour cet acte" in of(signed)[0].signatures[0].again
    assert delegate.person_id not in who(delegating)
    with pytest.raises(Denied, match="Aucun mandat ni aucune délégation ne vous permet, ce jour, de signer"):
        signs(delegate, other, NOW + timedelta(hours=6))
    with (
        pytest.raises(Denied, match="elle a pris fin"),
        acting("delegations.end", actor=SYSTEM, about=delegating.grouping, now=NOW),
    ):
        require(delegating.who(delegate), "convention", delegating.grouping, TODAY, CEILING)
    held = powers([delegating.grouping.pk])
    asked = (delegate.person_id, "convention", delegating.grouping.pk)
    assert held.allow(*asked, TODAY) and not held.allow(*asked, TOMORROW)
    with arranging():
        Grant.objects.filter(nature="powers").update(stopped_at=None)  # said to have ended the day before
    assert "rien ne lui donnait ce droit" in of(signed)[0].signatures[0].again
    assert not powers([delegating.grouping.pk]).allow(*asked, TODAY)


@pytest.mark.parametrize("told_first", [True, False])
def test_of_a_pen_on_the_day_when_the_right_was_taken_back_no_paper_says_the_hour(
    delegating, delegate, settings, told_first
):
    """Told before it is taken back, or afterwards: of the same day, the registers say the same."""
    keeper = delegating.who(delegating.post("direction"))
    scan = Shelf(delegating.scene).file(Document.Audience.ORGANISATION, title="Bail signé")
    name = str(delegate.person)
    pen = OnPaper(organisation=delegating.grouping, name=name, quality="Déléguée", signed_on=TODAY)
    tell = lambda: tell_on_paper(actor=keeper, version=scan, said=pen, now=LATER - timedelta(hours=18))  # noqa: E731
    again = lambda: gathered(scan.document, versions_of(scan.document, TODAY)[0], TODAY)[0].on_paper[0].again  # noqa: E731
    with arranging():
        Grant.objects.filter(nature="powers").update(period=since(YESTERDAY, TOMORROW), accepted_on=YESTERDAY)
    held = "Le 24 novembre 2026, ce droit tenait, d’après ce qui est inscrit aujourd’hui."
    if told_first:
        assert [link["kind"] for link in tell().chain] == ["delegation"] and again() == held
    at_once = {"grant": Grant.objects.get(nature="powers"), "last": YESTERDAY, "note": "Le conseil l’a reprise."}
    operations.end(actor=delegating.who(delegating.president), now=NOW + timedelta(hours=5), **at_once)
    if not told_first:
        assert [link["kind"] for link in tell().chain] == ["delegation"]
    taken_back = "ce droit tenait, jusqu’à ce qu’il soit retiré ce jour-là : un papier ne dit pas à quelle heure."
    assert again() == f"Le 24 novembre 2026, {taken_back}"
    address = f"/{delegating.grouping.slug}/documents/{scan.document_id}/1/preuve"
    reader = entered_as(Person.objects.get(pk=keeper.person), settings)
    assert taken_back in reader.get(f"{address}.json").json()["on_paper"][0]["again"]
    letters = partial(re.sub, r"\W", "")  # on paper, words are cut at the end of lines
    assert letters(taken_back) in letters(said_by(reader.get(f"{address}.pdf")))
    with arranging():
        Grant.objects.filter(nature="powers").update(period=since(YESTERDAY, TODAY), stopped_at=None)
    assert again() == held  # its last day is a day when it held, to its end
    with arranging():
        Grant.objects.filter(nature="powers").update(period=since(YESTERDAY, YESTERDAY))
    assert "rien ne lui donnait ce droit le 24 novembre 2026" in again()


def test_another_act_given_meanwhile_is_of_no_help(delegating):
    """Not even that which is tied to signing: the demand says another."""
    delegate = delegating.post("delegate")
    delegating.by_office(nature="powers", acts=("justice",))
    circle = put(delegating, delegate, "justice")
    takes_it_back(delegating)
    delegating.by_office(nature="powers", acts=("convention",), ceilings={"convention": CEILING})
    assert delegate.person_id in who(delegating, on=TOMORROW)
    with pytest.raises(Denied, match="acte : Agir en justice") as told:
        signs(delegate, circle, LATER)
    assert [way.where["act"] for way in told.value.ways] == ["justice"]


def test_a_demand_of_before_that_says_no_act_is_judged_as_it_was(delegating, delegate):
    """By the act that is tied to signing, up to its ceiling."""
    small, large = (of_before(Shelf(delegating.scene), delegate.person, sum_) for sum_ in (CEILING, CEILING + 1))
    with arranging():
        delegate.person.email = "deleguee@exemple.org"
        delegate.person.save()
    assert signs(delegate, small).quality == "Présidente"
    with pytest.raises(Denied, match="acte non dit ; montant : 5"):
        signs(delegate, large)


@pytest.mark.parametrize(("act", "led"), [("convention", True), ("justice", True), ("emprunt", False), ("", False)])
def test_one_is_led_to_ask_for_what_may_be_entrusted(delegating, act, led):
    assert bool(ways_to_ask(delegating.grouping, None, TODAY, act)) is led


def test_what_is_tied_to_signing_is_offered_to_who_asks_for_signatures(tmp_path):
    file = tmp_path / "delegations.yaml"
    file.write_text("acts:\n  a: {label: A, natures: [powers], gesture: sign, signed: false}\n")
    with pytest.raises(Misread, match="ce que l’on signe se propose"):
        load(file)


def test_in_three_queries_whatever_their_number(delegating, delegate, counted):
    counted(lambda: who(delegating), 3)
