"""« Inscrit par erreur », once something rests on it, commits who says it: otherwise it would end what a notice ends."""

from datetime import timedelta

import pytest

from kevread.agreements.models import Agreement, Instrument, Kept, Obligation
from kevread.agreements.operations import annul, ask_postponement, attach, deny, undo_obligation
from kevread.common.errors import Denied
from kevread.directory.models import Person
from tests.agreements.test_contested import deposited
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.guards.of_agreements import FILE, made, owed
from tests.seats.scene import Scene
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
NO_POWER = "il y faut une délégation"
WHY = "Elle ne nous convient plus du tout."


def mine(scene: Scene, actor, found: Agreement, **more) -> Agreement:
    return annul(actor=actor, agreement=found, reason=WHY, now=NOW, **more)


def line(scene: Scene, slug: str):
    with arranging():
        return decided(slug, "other", on=TODAY)


def test_an_agreement_whose_signed_file_is_kept_is_not_annulled_by_who_keeps_it(scene: Scene):
    found = deposited(scene)
    with pytest.raises(Denied, match=NO_POWER):
        mine(scene, scene.direction, found)
    assert (
        mine(scene, scene.direction, found, decision=line(scene, f"{scene.grouping.slug}-board")).annulled_on == TODAY
    )


def test_nor_one_of_which_the_other_party_told_something_kept(scene: Scene):
    found = made(scene)
    with arranging():
        one = Obligation.objects.create(
            agreement=found, debtor=found.parties.get(role="tete"), creditor=found.parties.get(role="groupement"),
            what="Remettre un rapport", first_due=TODAY,
        )  # fmt: skip
        Kept.objects.create(obligation=one, due_on=TODAY, kept_on=TODAY, note="Remis par lettre.")
    with pytest.raises(Denied, match=NO_POWER):
        mine(scene, scene.direction, found)
    assert mine(scene, scene.presidency, found).annulled_on == TODAY


def test_a_mere_mistake_is_still_said_by_who_made_it(scene: Scene):
    assert mine(scene, scene.direction, deposited(scene, file=None)).annulled_on == TODAY


def relied(scene: Scene, how: str) -> Obligation:
    one = owed(scene)
    if how == "kept":
        with arranging():
            Kept.objects.create(obligation=one, due_on=TODAY, kept_on=TODAY, note="Remis par lettre.")
    elif how == "asked":
        asked = {"due_on": TODAY, "to": TODAY + timedelta(days=9), "reason": "Le rapport attend l’assemblée."}
        ask_postponement(actor=scene.direction, obligation=one, now=NOW, **asked)
    else:
        text = Instrument.objects.get(agreement=one.agreement)
        attach(actor=scene.direction, instrument=text, file=FILE, now=NOW)
    return one


@pytest.mark.parametrize("how", ["kept", "asked", "file"])
def test_what_is_owed_is_not_undone_without_power_once_something_rests_on_it(scene: Scene, how):
    """Undone, then entered again for later, it would be a later day given by nobody who may."""
    asked = {"obligation": relied(scene, how), "reason": WHY, "now": NOW}
    with pytest.raises(Denied, match=NO_POWER):
        undo_obligation(actor=scene.coordination, **asked)
    assert undo_obligation(actor=scene.coordination, decision=line(scene, "cress-board"), **asked).undone_on == TODAY


def test_undoing_what_the_other_contests_is_the_answer(scene: Scene):
    one = owed(scene)
    deny(actor=scene.direction, claim=one, reason="Le contrat n’en dit rien.", now=NOW)
    assert undo_obligation(actor=scene.coordination, obligation=one, reason=WHY, now=NOW).undone_on == TODAY


def test_the_pages_say_so_before_and_ask_for_the_decision(scene: Scene, settings):
    found, one = deposited(scene), relied(scene, "kept")
    for actor, page, place in (
        (scene.direction, f"/{scene.grouping.slug}/conventions/{found.pk}/annuler", f"{scene.grouping.slug}-board"),
        (scene.coordination, f"/cress/conventions/engagements/{one.pk}/annuler", "cress-board"),
    ):
        client, adopted = entered_as(Person.objects.get(pk=actor.person), settings), line(scene, place)
        assert "l’annuler engage la vôtre" in words(client.get(page))
        wrong = client.post(page, {"reason": WHY})
        assert wrong.status_code == 422 and WHY in words(wrong)
        assert client.post(page, {"reason": WHY, "decision": str(adopted.pk)}).status_code == 302
