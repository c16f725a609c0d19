"""A contract that is signed here: by whoever may sign for the employer, then by whom it is of."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import Organisations, Span
from kevread.delegations.models import Grant
from kevread.directory.models import Person
from kevread.documents.asks import acts_on
from kevread.documents.files import File
from kevread.documents.models import Circle, Document
from kevread.documents.operations import refuse_to_sign, replace_signer
from kevread.documents.operations.circles import whose_turn
from kevread.documents.queries.sealed import sealed_bytes
from kevread.home.queries import today as page_of_today
from kevread.mail.models import Content
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.staff.models import Contract
from kevread.staff.operations import (
    Agreed,
    amend,
    annul_contract,
    deposit,
    end_contract,
    put_to_signature,
    withdraw,
)
from kevread.staff.queries.signing import SIGN, paper_of, signing_of
from kevread.supervision.facts import signed_without_power
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_evidence import of
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.pressing import press
from tests.worlds import put

from .conftest import asks, signs

pytestmark = pytest.mark.django_db
WHY = "Le lieu de travail n’est pas celui convenu."
FILE = File("c.pdf", b"%PDF-1.7 x", "application/pdf")


def test_it_is_signed_the_day_of_the_last_signature_and_not_before(staffing, contract, president):
    assert (contract.signed_on, contract.signatory, contract.authority, contract.paper) == (None, None, "", None)
    circle = asks(staffing, contract, president)
    with pytest.raises(Denied, match="vient avant la vôtre"):
        signs(contract.person, circle)
    signs(president, circle)
    contract.refresh_from_db()
    assert (contract.signed_on, contract.paper) == (None, None)
    signed = signs(contract.person, circle)
    contract.refresh_from_db()
    assert (contract.signed_on, contract.signatory, contract.paper) == (TODAY, president, circle.version.document)
    assert contract.authority.startswith("Présidence")
    assert signed.quality == "Salarié·e" and signed.mandate is None
    assert all("ce droit tenait" in one.again for one in of(circle)[0].signatures)
    with pytest.raises(Refused, match="est signé"):
        asks(staffing, contract, president)


def test_its_paper_says_what_is_written_and_nothing_that_is_not(staffing, contract, president):
    circle = asks(staffing, contract, president)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(circle.version.intact)).pages)
    flat = " ".join(text.split())
    for words in ("Rennes, 12 rue des Écoles", str(contract.person), "80", "Groupe", "2 400", "IDCC", "Délégué·e"):
        assert words in flat
    assert "période d’essai, s’il y en a une" in flat and "les horaires" in flat
    data = circle.version.data
    assert (data["trial_end"], data["last"], data["seniority_from"], data["motive"]) == (None, None, None, "")
    assert str(contract.person) not in data["title"]
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(workplace="", agreement_said_on=None)
    bare = paper_of(Contract.objects.get(pk=contract.pk), None, TODAY)
    assert (bare.agreement, bare.unsaid[:1]) == (
        "",
        ("le lieu de travail",),
    ) and "la convention collective" in bare.unsaid


def test_who_signs_it_for_the_employer_may_sign_such_contracts_that_day_and_not_for_both(staffing, contract, president):
    administrator = staffing.scene.world.mandates(f"{staffing.grouping.slug}-board", "administrator").first().person
    for person in (
        administrator,
        contract.person,
        staffing.scene.world.holder(f"{staffing.scene.second.slug}-board", "president").person,
    ):
        with pytest.raises(Invalid) as wrong:
            asks(staffing, contract, person)
        assert wrong.value.field == "signer"
    circle = asks(staffing, contract, president)
    with arranging():
        Mandate.objects.filter(person=president).update(person=administrator)
    with pytest.raises(Denied):
        signs(president, circle)


def test_nobody_is_put_in_the_place_of_who_signs_it(staffing, contract, president):
    circle = asks(staffing, contract, president)
    director = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "direction").person
    asked = whose_turn(circle)[0]
    with pytest.raises(Refused, match="retirez la demande"):
        replace_signer(
            actor=staffing.scene.presidency, circle=circle, asked=asked, person=director, reason=WHY, now=NOW
        )
    assert not acts_on(TODAY)[SIGN].signed


def test_refused_with_its_reason_it_may_be_put_to_signature_again(staffing, contract, president, settings):
    circle = asks(staffing, contract, president)
    signs(president, circle)
    refuse_to_sign(actor=actor_of(contract.person, TODAY), version=circle.version, reason=WHY, now=NOW)
    contract.refresh_from_db()
    assert (contract.signed_on, contract.paper, contract.draft) == (None, None, circle.version.document)
    told = Content.objects.filter(dispatch__person=staffing.direction.person)
    letters = [one for one in told if one.subject.startswith("Signature refusée")]
    assert len(letters) == 1 and WHY not in letters[0].text, (
        "others read its subject: it names nobody, and leads to the page"
    )
    page = entered_as(staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "direction").person, settings).get(
        reverse("staff:contract", args=[staffing.grouping.slug, contract.pk])
    )
    assert WHY in said(page) and "Mettre à la signature" in said(page)
    again = asks(staffing, contract, president)
    assert again.version.document != circle.version.document
    for person in (president, contract.person):
        signs(person, again)
    contract.refresh_from_db()
    assert contract.signed_on == TODAY


def test_taken_back_nobody_signs_it_and_it_may_be_put_again(staffing, contract, president):
    circle = asks(staffing, contract, president)
    contract.refresh_from_db()
    with pytest.raises(Refused, match="attend ses signatures"):
        asks(staffing, contract, president)
    with pytest.raises(Refused, match="attend ses signatures"):
        deposit(actor=staffing.direction, contract=contract, file=FILE, now=NOW, signed_on=TODAY)
    withdraw(actor=staffing.direction, contract=contract, reason=WHY, now=NOW)
    with pytest.raises(Denied):
        signs(president, circle)
    assert not signing_of(contract).is_open
    assert asks(staffing, contract, president)


def test_what_changed_ended_or_was_a_mistake_meanwhile_is_not_signed(staffing, contract, president):
    circle = asks(staffing, contract, president)
    amend(actor=staffing.direction, contract=contract, agreed=Agreed(90, "F", salary=2_700_00), first=TODAY, now=NOW)
    with pytest.raises(Refused, match="a changé depuis"):
        signs(president, circle)
    contract.refresh_from_db()
    withdraw(actor=staffing.direction, contract=contract, reason=WHY, now=NOW)
    circle = asks(staffing, contract, president)
    contract.refresh_from_db()
    for ends in (
        lambda: annul_contract(actor=staffing.direction, contract=contract, reason="Inscrit deux fois", now=NOW),
        lambda: end_contract(actor=staffing.direction, contract=contract, last=TODAY, reason="resignation", now=NOW),
    ):
        with pytest.raises(Refused, match="retirez d’abord la demande"):
            ends()
    withdraw(actor=staffing.direction, contract=contract, reason=WHY, now=NOW)
    annul_contract(actor=staffing.direction, contract=contract, reason="Inscrit deux fois", now=NOW)
    with pytest.raises((Denied, Refused)):
        signs(president, circle)


def test_what_is_amended_from_a_day_before_it_is_signed_is_not_signed_as_it_was(staffing, contract, president):
    """The paper was made before that day."""
    circle = asks(staffing, contract, president)
    later = TODAY + timedelta(days=2)
    amend(actor=staffing.direction, contract=contract, agreed=Agreed(90, "F", salary=2_700_00), first=later, now=NOW)
    with pytest.raises(Refused, match="a changé depuis"):
        signs(president, circle, NOW + timedelta(days=2))
    signs(president, circle)


def test_of_what_was_signed_elsewhere_there_is_nothing_to_sign_here(staffing, president):
    with pytest.raises(Refused, match="signé ailleurs"):
        asks(staffing, staffing.contract(), president)


def test_signed_on_paper_after_all_it_is_deposited_with_its_day_and_who_signed(staffing, contract, president):
    for day in (None, TODAY + timedelta(days=1)):
        with pytest.raises(Invalid) as wrong:
            deposit(actor=staffing.direction, contract=contract, file=FILE, now=NOW, signed_on=day, signatory=president)
        assert wrong.value.field == "signed_on"
    deposit(actor=staffing.direction, contract=contract, file=FILE, now=NOW, signed_on=TODAY, signatory=president)
    contract.refresh_from_db()
    assert contract.decision is None
    assert (contract.signed_on, contract.signatory) == (TODAY, president) and contract.authority and contract.paper
    with pytest.raises(Refused, match="est signé"):
        asks(staffing, contract, president)


def test_deposited_by_a_decision_it_is_signed_by_who_it_allows(staffing, contract):
    """Whoever signed has no delegation: the decision that is cited then is kept, and is what R6.8 reads."""
    stranger = staffing.somebody()
    with arranging():
        line = decided(f"{staffing.grouping.slug}-board", "recrutement", on=TODAY)
    asked = {"actor": staffing.direction, "contract": contract, "file": FILE, "now": NOW, "signed_on": TODAY}
    deposit(signatory=stranger, decision=line, **asked)
    contract.refresh_from_db()
    assert (contract.signatory, contract.decision) == (stranger, line) and contract.authority == line.quoted[:300]
    among = Organisations(frozenset({staffing.grouping.pk}))
    assert signed_without_power(TODAY, among)[staffing.grouping.pk][contract.pk] == 0


def test_a_decision_that_allows_it_is_said_on_its_paper_and_stays(staffing, president):
    with arranging():
        line = decided(f"{staffing.grouping.slug}-board", "other", on=TODAY)
    made = staffing.contract(signs_here=True, decision=line)
    assert (made.decision, made.signed_on) == (line, None)
    with arranging():
        put(made.person, email="autre@exemple.org")
    circle = asks(staffing, made, president)
    assert circle.version.data["decision"] == made.authority != ""
    for person in (president, made.person):
        person.refresh_from_db()
        signs(person, circle)
    was = made.authority
    made.refresh_from_db()
    assert (made.authority, made.signed_on) == (was, TODAY)


def test_the_person_is_led_to_sign_from_the_page_of_the_day(staffing, contract, president):
    circle = asks(staffing, contract, president)
    signs(president, circle)
    actor = actor_of(contract.person, TODAY)
    page = page_of_today(actor, contract.person, staffing.grouping, TODAY, NOW)
    (line,) = [row.item for row in (*page.rows, *page.rest) if row.item.what.startswith("Signer « Contrat de travail")]
    assert line.url == reverse("documents:to_sign", args=[staffing.grouping.slug, circle.version.document_id])


def lines_of(staffing, word):
    director = Person.objects.get(pk=staffing.direction.person)
    page = page_of_today(actor_of(director, TODAY), director, staffing.grouping, TODAY, NOW)
    return [row.item.what for row in (*page.rows, *page.rest) if word in row.item.what]


def test_who_employs_is_told_of_it_until_it_is_put_to_signature_and_once_it_is_refused(staffing, contract, president):
    word = f"à la signature le contrat de {contract.person}."
    assert lines_of(staffing, word) == [f"Mettre {word}"]
    circle = asks(staffing, contract, president)
    assert lines_of(staffing, word) == []
    refuse_to_sign(actor=actor_of(president, TODAY), version=circle.version, reason=WHY, now=NOW)
    assert lines_of(staffing, word) == [f"Remettre {word}"]
    annul_contract(actor=staffing.direction, contract=contract, reason="Inscrit deux fois", now=NOW)
    assert lines_of(staffing, word) == []


def test_until_it_is_signed_nobody_signed_it_without_power(staffing, contract, president):
    """What nobody wrote of another is not known; and a day before its signature is read as that day was."""
    among = Organisations(frozenset({staffing.grouping.pk}))

    def told(day: date = TODAY) -> object:
        return signed_without_power(day, among)[staffing.grouping.pk][contract.pk]

    assert told() == 0
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(is_signed_here=False)
    assert told() == Span(0, 1)
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(is_signed_here=True)
    circle = asks(staffing, contract, president)
    for person in (president, contract.person):
        signs(person, circle)
    assert told() == told(TODAY - timedelta(days=1)) == 0
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(signatory=contract.person, authority="", decision=None)
    assert told() == 1 and told(TODAY - timedelta(days=1)) == 0


def test_who_is_entrusted_puts_it_to_signature_and_signs_it(staffing, contract, president):
    delegate = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "delegate")
    with arranging():
        put(delegate.person, email="deleguee@exemple.org")
        Grant.objects.create(
            organisation=staffing.grouping, nature="hr", holder=delegate.person, post=delegate,
            parent=Grant.objects.get(organisation=staffing.grouping, nature="hr"), acts=["contrats-de-travail"],
            accepted_on=TODAY, period=(TODAY, TODAY + timedelta(days=100)),
        )  # fmt: skip
    delegate.person.refresh_from_db()
    who = actor_of(delegate.person, TODAY)
    circle = put_to_signature(actor=who, contract=contract, signer=delegate.person, now=NOW)
    assert Document.objects.visible_to(who).filter(pk=circle.version.document_id).exists()  # until signed
    signs(delegate.person, circle)
    assert not Document.objects.visible_to(who).filter(pk=circle.version.document_id).exists()
    signs(contract.person, circle)
    contract.refresh_from_db()
    assert (contract.signatory, contract.signed_on) == (delegate.person, TODAY)
    assert contract.authority.startswith("Délégation")


def test_on_the_screens_it_is_read_again_put_to_signature_and_handed_signed(staffing, contract, president, settings):
    where = [staffing.grouping.slug, contract.pk]
    director = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "direction").person
    client = entered_as(director, settings)
    page = reverse("staff:contract", args=where)
    assert "n’est pas encore signé" in said(client.get(page))
    paper = client.get(reverse("staff:contract_paper", args=where))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    gesture = reverse("staff:change_contract", args=[*where, "signature"])
    answer = press(client, gesture, {"signer": str(president.pk)})
    assert answer.status_code == 302
    circle = Circle.objects.get()
    assert "son tour est venu" in said(client.get(page)) and "Lire et signer" not in said(client.get(page))
    theirs = entered_as(president, settings)
    assert "Lire et signer" in said(theirs.get(page))
    back = press(client, reverse("staff:change_contract", args=[*where, "retirer"]), {"reason": WHY})
    assert back.status_code == 302 and WHY in said(client.get(page))
    assert press(client, gesture, {"signer": str(president.pk)}).status_code == 302
    circle = Circle.objects.order_by("-opened_at", "-pk").first()
    for person in (president, contract.person):
        signs(person, circle)
    given = client.get(reverse("staff:contract_file", args=where))
    assert given.content == sealed_bytes(circle.version)
    assert client.get(reverse("staff:contract_paper", args=where)).status_code == 404
    assert entered_as(contract.person, settings).get(reverse("staff:contract_paper", args=where)).status_code == 403


def test_hired_on_the_screen_as_to_be_signed_here(staffing, settings):
    director = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "direction").person
    client = entered_as(director, settings)
    person = staffing.somebody()
    typed = {
        "person": str(person.pk), "kind": "cdi", "occupation": "Délégué·e", "agreement": "eclat", "first": TODAY.isoformat(),
        "share": "100", "group": "F", "salary": "2 600", "signs_here": "on", "signed_on": "",
        "workplace": "Vitré",
    }  # fmt: skip
    answer = press(client, f"{reverse('staff:hire', args=[staffing.grouping.slug])}?mots={person.family_name}", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Contract.objects.get(person=person)
    assert (made.is_signed_here, made.signed_on, made.signatory, made.workplace) == (True, None, None, "Vitré")
