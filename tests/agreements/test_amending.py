"""An amendment: to what is in force only, written clause by clause, approved, signed; the text of any day; its versions."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kevread.agreements.models import Agreement, Event, Instrument
from kevread.agreements.operations import (
    amend,
    amend_clause,
    approve,
    deposit_amendment,
    leave_clause,
    owe,
    put_to_signatures,
    record_signed,
    set_terms,
)
from kevread.agreements.operations.checks import Dates, Signed
from kevread.agreements.queries.owed import owed_by
from kevread.agreements.queries.register import text_of
from kevread.agreements.queries.standing import changed_later, standing_of
from kevread.agreements.queries.versions import pair, versions_of
from kevread.agreements.rules import Change
from kevread.common.compared import by_words
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from tests.agreed import ENDS, STARTS, agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.guards.of_agreements import SIGNED, made
from tests.guards.of_agreements import text as text_of_kept
from tests.pressing import press
from tests.publishing.test_front import text_of as seen
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
KIND = "responsables-conjoints"
DAY = timedelta(days=1)
DATES = Dates(starts_on=TODAY, ends_on=ENDS, notice_months=3)


@pytest.fixture
def agreement(scene: Scene) -> Agreement:
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, title="Accord")
    return Agreement.objects.select_related("organisation").get(pk=found.pk)


def opened(scene: Scene, agreement: Agreement, dates: Dates = DATES) -> Instrument:
    return amend(actor=scene.direction, agreement=agreement, subject="Revoir la sécurité", dates=dates, now=NOW)


def changes(scene: Scene, text: Instrument, slug: str = "securite", said: str = "Sous 12 heures.", **more):
    return amend_clause(actor=scene.direction, instrument=text, slug=slug, text=said, now=NOW, **more)


def approved(scene: Scene, text: Instrument) -> None:
    for slug, role, actor in (
        (f"{scene.grouping.slug}-board", "groupement", scene.direction),
        ("cress-board", "tete", scene.coordination),
    ):
        with arranging():
            line = decided(slug, "other")
        rows = text.approvals.select_related("party__organisation", "party__agreement__organisation")
        approve(actor=actor, approval=rows.get(party__role=role), decision=line, now=NOW)


def signed(scene: Scene, text: Instrument, on: date = TODAY) -> Instrument:
    approved(scene, text)
    return record_signed(actor=scene.direction, instrument=text, signed_on=on, signers=SIGNED, now=NOW)


def says(agreement: Agreement, slug: str, on: date = TODAY) -> str | None:
    return next((one.written.text for one in text_of(agreement, None, on) if one.written.slug == slug), None)


def test_the_text_in_force_is_that_of_the_day(scene: Scene, agreement: Agreement):
    text = opened(scene, agreement, Dates(starts_on=TODAY + DAY, ends_on=ENDS + DAY, notice_months=3))
    changes(scene, text)
    assert says(agreement, "securite", TODAY + DAY) == "Un texte."  # nothing is signed
    signed(scene, text)
    assert (says(agreement, "securite"), says(agreement, "securite", TODAY + DAY)) == ("Un texte.", "Sous 12 heures.")
    assert (standing_of(agreement, TODAY).term, standing_of(agreement, TODAY + DAY).term) == (ENDS, ENDS + DAY)
    after = standing_of(agreement, TODAY + DAY)
    assert (after.first.starts_on, after.signed_on) == (STARTS, date(2025, 12, 9))


def test_an_amendment_that_counts_sooner_leaves_a_later_one_what_it_does_not_change(scene: Scene, agreement: Agreement):
    """Signed first, and counting from tomorrow: a later last day. Signed after, and counting from today: another notice."""
    signed(scene, opened(scene, agreement, Dates(starts_on=TODAY + DAY, ends_on=ENDS + DAY, notice_months=3)))
    sooner = opened(scene, agreement, Dates(starts_on=TODAY, ends_on=ENDS, notice_months=6))
    assert changed_later(sooner) == []
    signed(scene, sooner)
    told = {day: standing_of(agreement, day).instrument for day in (TODAY, TODAY + DAY)}
    assert (told[TODAY].ends_on, told[TODAY].notice_months) == (ENDS, 6)
    assert (told[TODAY + DAY].ends_on, told[TODAY + DAY].notice_months) == (ENDS + DAY, 6)
    kept = agreement.instruments.get(number=2)
    assert (kept.ends_on, kept.notice_months) == (ENDS, 6), "what was signed stays as it is written"


def test_what_a_party_decided_comes_before_the_day_it_signed_itself_and_not_only_the_last(scene: Scene):
    instrument = text_of_kept(made(scene, stage="talks", authority="Une lettre"))
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other", on=TODAY - DAY)
        instrument.approvals.filter(party__role="groupement").update(decision=line, authority="")

    def record(on):
        party = Signed(name="Anne Morvan", quality="Présidente", signed_on=on)
        signers = SIGNED | {"groupement": party}
        return record_signed(actor=scene.direction, instrument=instrument, signed_on=TODAY, signers=signers, now=NOW)

    with pytest.raises(Invalid, match="vient après ce jour") as told:
        record(TODAY - 2 * DAY)
    assert told.value.field == "groupement_signed_on"
    assert record(TODAY - DAY).stage == "signed"


def test_what_both_change_is_said_and_what_was_signed_last_holds(scene: Scene, agreement: Agreement, settings):
    later = opened(scene, agreement, Dates(starts_on=TODAY + DAY, ends_on=ENDS + DAY, notice_months=3))
    changes(scene, later)
    signed(scene, later)
    sooner = opened(scene, agreement, Dates(starts_on=TODAY, ends_on=ENDS - DAY, notice_months=3))
    assert changed_later(sooner) == [later]
    page = reverse("agreements:amendment", args=[scene.grouping.slug, agreement.pk, 2])
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    assert "L’avenant n° 1, signé avant celui-ci" in seen(client.get(page))
    signed(scene, sooner)
    assert standing_of(agreement, TODAY + DAY).term == ENDS - DAY
    assert changed_later(agreement.instruments.get(number=1)) == []


def test_the_same_clause_changed_sooner_is_said_too(scene: Scene, agreement: Agreement):
    later = opened(scene, agreement, Dates(starts_on=TODAY + DAY, ends_on=ENDS, notice_months=3))
    changes(scene, later)
    signed(scene, later)
    sooner = opened(scene, agreement)
    assert changed_later(sooner) == []
    changes(scene, sooner, said="Sous 6 heures.")
    assert changed_later(sooner) == [later]


@pytest.mark.parametrize("more", [{"stage": "talks"}, {"ends_on": TODAY - DAY}, {"starts_on": TODAY + DAY}])
def test_what_is_not_in_force_is_not_amended(scene: Scene, more):
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, title="Accord", **more)
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    with pytest.raises(Refused, match="ne lie pas ses parties"):
        opened(scene, found)
    with pytest.raises(Refused, match="ne lie pas ses parties"):
        deposited(scene, found)
    assert found.instruments.count() == 1


def test_the_last_day_is_still_in_force(scene: Scene):
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, title="Accord", ends_on=TODAY)
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    assert opened(scene, found, Dates(starts_on=TODAY, ends_on=ENDS)).number == 1


def test_what_ended_meanwhile_is_not_amended(scene: Scene, agreement: Agreement):
    """An amendment that was opened while it was in force is neither approved nor signed after its end."""
    text = opened(scene, agreement)
    changes(scene, text)
    approved(scene, text)
    yesterday = TODAY - DAY
    with arranging():
        Event.objects.create(agreement=agreement, kind="termination", told_on=yesterday, last=yesterday)
    with pytest.raises(Refused, match="ne lie pas ses parties"):
        record_signed(actor=scene.direction, instrument=text, signed_on=TODAY, signers=SIGNED, now=NOW)
    presidents = {
        one.pk: scene.world.holder(f"{one.slug}-board", "president").person
        for one in (scene.grouping, scene.world.head)
    }
    with pytest.raises(Refused, match="ne lie pas ses parties"):
        put_to_signatures(
            actor=scene.direction, organisation=scene.grouping, signers=presidents, now=NOW,
            instruments=[Instrument.objects.select_related("agreement__organisation").get(pk=text.pk)],
        )  # fmt: skip


def test_one_amendment_at_a_time(scene: Scene, agreement: Agreement):
    opened(scene, agreement)
    with pytest.raises(Refused, match="se prépare déjà"):
        opened(scene, agreement)


@pytest.mark.parametrize(("first", "works"), [(STARTS, True), (STARTS - DAY, False), (ENDS, True), (ENDS + DAY, False)])
def test_it_takes_effect_while_the_agreement_runs(scene: Scene, agreement: Agreement, first, works):
    dates = Dates(starts_on=first, ends_on=ENDS + 9 * DAY)
    if works:
        text = opened(scene, agreement, dates)
        set_terms(actor=scene.direction, instrument=text, dates=dates, now=NOW)
        return
    with pytest.raises(Invalid) as told:
        opened(scene, agreement, dates)
    assert told.value.field == "starts_on"
    text = opened(scene, agreement)
    with pytest.raises(Invalid):
        set_terms(actor=scene.direction, instrument=text, dates=dates, now=NOW)


def test_a_subject_that_nobody_sees_is_none(scene: Scene, agreement: Agreement):
    with pytest.raises(Invalid) as told:
        amend(actor=scene.direction, agreement=agreement, subject="." + "\u200b" * 10, dates=DATES, now=NOW)
    assert told.value.field == "subject"


def test_one_that_changes_nothing_is_not_approved(scene: Scene, agreement: Agreement):
    text = opened(scene, agreement, Dates(starts_on=TODAY, ends_on=ENDS, notice_months=3))
    with pytest.raises(Refused, match="ne change encore rien"):
        approved(scene, text)
    set_terms(
        actor=scene.direction, instrument=text, dates=Dates(starts_on=TODAY, ends_on=ENDS, notice_months=4), now=NOW
    )
    approved(scene, text)


def test_a_clause_is_changed_added_removed_or_left(scene: Scene, agreement: Agreement):
    text = opened(scene, agreement)
    with pytest.raises(Invalid, match="C’est le texte en vigueur"):
        changes(scene, text, said="Un texte.")
    changed = changes(scene, text)
    added = changes(scene, text, "", "Les agents parlent.", title="Agents d’intelligence artificielle")
    gone = amend_clause(actor=scene.direction, instrument=text, slug="traitements", is_removed=True, now=NOW)
    assert (added.slug, gone.is_removed) == ("agents-dintelligence-artificielle", True)
    both = pair(versions_of(agreement, TODAY), None, None)
    assert {one.title: one.change for one in both.changed} == {
        changed.title: Change.CHANGED, added.title: Change.ADDED, gone.title: Change.REMOVED
    }  # fmt: skip
    assert both.clauses[-1].title == added.title  # after all the others
    leave_clause(actor=scene.direction, clause=gone, now=NOW)
    signed(scene, text)
    assert says(agreement, "traitements") == "Un texte."
    assert says(agreement, added.slug) == "Les agents parlent."


def test_what_the_common_model_locks_stays(scene: Scene):
    with arranging():
        found = agreed("hierarchique-fonctionnelle", scene.grouping, scene.first, title="Convention d’autorité")
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    text = opened(scene, found)
    with pytest.raises(Refused, match="du modèle"):
        changes(scene, text, "partage", "Le pôle sanctionne.")
    with pytest.raises(Refused, match="ne la supprime pas"):
        amend_clause(actor=scene.direction, instrument=text, slug="arbitrage", is_removed=True, now=NOW)
    with pytest.raises(Invalid) as told:
        amend_clause(actor=scene.direction, instrument=text, slug="arbitrage", blanks={}, now=NOW)
    assert told.value.field == "heures"
    made = amend_clause(actor=scene.direction, instrument=text, slug="arbitrage", blanks={"heures": "24"}, now=NOW)
    assert "24 heures" in made.text


def test_changing_it_takes_back_what_was_approved(scene: Scene, agreement: Agreement):
    text = opened(scene, agreement)
    changes(scene, text)
    approved(scene, text)
    changes(scene, text)  # the same words: nothing moves
    assert all(one.is_given for one in text.approvals.all())
    changes(scene, text, said="Sous 6 heures.")
    assert not any(one.is_given for one in text.approvals.all())


def test_what_is_signed_is_not_amended_in_place(scene: Scene, agreement: Agreement):
    text = opened(scene, agreement)
    changes(scene, text)
    signed(scene, text)
    with pytest.raises(Refused, match="ne se modifie plus"):
        changes(scene, text, said="Autrement.")
    first = agreement.instruments.select_related("agreement__organisation").get(number=0)
    with pytest.raises(Refused, match="ne se modifie plus"):
        changes(scene, first, said="Autrement.")
    assert opened(scene, agreement).number == 2


def deposited(scene: Scene, agreement: Agreement, signed_on: date = TODAY, **more):
    asked = {
        "actor": scene.direction, "agreement": agreement, "subject": "Revoir la sécurité", "dates": DATES,
        "signed_on": signed_on, "signers": SIGNED, "clauses": {"securite": "Sous 12 heures.", "traitements": " "}, "now": NOW,
    } | more  # fmt: skip
    return deposit_amendment(**asked)


def test_one_that_was_signed_on_paper_counts_as_much(scene: Scene, agreement: Agreement):
    deposited(scene, agreement, TODAY - DAY, dates=Dates(starts_on=TODAY - DAY, ends_on=ENDS))
    assert (says(agreement, "securite", TODAY - 2 * DAY), says(agreement, "securite", TODAY - DAY)) == (
        "Un texte.", "Sous 12 heures.",
    )  # fmt: skip
    with pytest.raises(Refused, match="déjà inscrit"):
        deposited(scene, agreement, TODAY - DAY)
    with pytest.raises(Refused, match="dans l’ordre de leurs signatures"):
        deposited(scene, agreement, TODAY - 2 * DAY, subject="Un autre objet")
    with pytest.raises(Invalid) as told:
        deposited(scene, agreement, TODAY + DAY)
    assert told.value.field == "signed_on"


def test_what_is_owed_began_with_the_agreement(scene: Scene, agreement: Agreement):
    """An amendment does not make of a promise of January one that begins in November."""
    debtor, creditor = agreement.parties.get(role="groupement"), agreement.parties.get(role="tete")
    asked = {"what": "Remettre un rapport", "cadence": "once", "first_due": TODAY}
    owe(actor=scene.direction, agreement=agreement, debtor=debtor, creditor=creditor, now=NOW, **asked)
    deposited(scene, agreement)
    assert [one.window.first for one in owed_by([agreement], TODAY)] == [STARTS]


WORDS = st.text(alphabet="abé ,.’\n", max_size=60)


@given(WORDS, WORDS)
def test_what_went_and_what_came_make_both_texts(before, after):
    pieces = by_words(before, after)
    assert "".join(one.text for one in pieces if one.name != "new") == before
    assert "".join(one.text for one in pieces if one.name != "gone") == after
    assert all(first.kind is not then.kind for first, then in pairwise(pieces))


def test_two_long_clauses_are_compared_in_time():
    words = " ".join(f"mot{number % 97}" for number in range(3000))
    assert by_words(words, words[9:])[0].name == "gone"


def test_an_amendment_on_screen(scene: Scene, agreement: Agreement, settings):
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)

    def at(name: str, *args) -> str:
        return reverse(f"agreements:{name}", args=[scene.grouping.slug, agreement.pk, *args])

    assert at("amend") in client.get(at("agreement")).text
    days = {"starts_on": "2026-11-24", "ends_on": "2027-12-31", "renewal_months": "0", "notice_months": "3"}
    days |= {"notice_means": "registered"}
    assert press(client, at("amend"), days | {"subject": ""}).status_code == 422
    page = seen(press(client, at("amend"), days | {"subject": "Revoir la sécurité"}, follow=True))
    assert "ne change encore rien" in page and "Avenant n° 1" in page
    where = f"{at('amend_clause', 1)}?clause=securite"
    assert press(client, where, {"title": "Sécurité", "text": " "}).status_code == 422
    press(client, where, {"title": "Sécurité et incidents", "text": "Un texte nouveau."})
    answer = client.get(at("amendment", 1))
    assert "<ins>" in answer.text and "[ajouté" in answer.text and "Laisser" in answer.text
    assert client.get(at("amendment_text", 1)).content.startswith(b"%PDF")
    compared = seen(client.get(f"{at('versions')}?de=0&a=1"))
    assert "1 clause change" in compared and "auparavant" in compared
    assert client.get(f"{at('versions')}?de=x&a=99999").status_code == 200
    added = press(client, at("amend_clause", 1), {"title": "Une clause", "text": "Nouvelle."}, follow=True)
    assert "« Une clause » est dans l’avenant." in seen(added)
    gone = press(client, f"{at('amend_clause', 1)}?clause=traitements", {"geste": "supprimer"}, follow=True)
    assert "Supprimée" in seen(gone)
    # Nobody but those of a party reads what is not signed.
    assert client.logout() is None
    for name in ("amendment", "amendment_text"):
        assert client.get(at(name, 1)).status_code in (302, 404)


def test_an_amendment_waits_on_both_todays(scene: Scene, agreement: Agreement, settings):
    text = opened(scene, agreement)
    for actor, place in ((scene.direction, scene.grouping), (scene.coordination, scene.world.head)):
        client = entered_as(Person.objects.get(pk=actor.person), settings)
        today = client.get(reverse("home:today", args=[place.slug]))
        assert "Accord, avenant n° 1" in seen(today)
        assert reverse("agreements:amendment", args=[place.slug, agreement.pk, text.number]) in today.text
