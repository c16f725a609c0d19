"""What agreements and votes say that somebody holds, when they leave: never a title, and nothing of elsewhere."""

import pytest

from kevread.agreements.queries.carrying import texts_carried
from kevread.careers.queries.handing import carried_by
from kevread.votes.models import Poll, Scrutineer
from kevread.votes.queries.carrying import keys_carried
from tests.agreed import agreed
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.polling import SECRET, opened, under_way
from tests.guards.of_careers import leaving

pytestmark = pytest.mark.django_db
KIND = "hierarchique-fonctionnelle"


def kinds(person, employer) -> set[str]:
    return {kind for kind, _ in carried_by(person.pk, employer, TODAY)}


@pytest.mark.parametrize(
    ("stage", "waits"),
    [("draft", True), ("talks", True), ("signing", True), ("signed", False), ("dropped", False)],
)
def test_a_text_is_held_by_who_prepares_it_until_it_is_signed_or_dropped(scene, stage, waits):
    person = leaving(scene).person
    with arranging():
        made = agreed(KIND, scene.grouping, scene.first, title="Un secret", stage=stage, prepared_by=person)
    own = made.instruments.get()
    found = texts_carried(person.pk, {made.organisation_id}, TODAY)
    assert [one.row for one in found] == ([own.pk] if waits else [])
    assert not any("secret" in one.what for one in found)
    assert ("texts" in kinds(person, scene.grouping)) is waits
    assert texts_carried(person.pk, {scene.second.pk}, TODAY) == []
    with arranging():
        assert texts_carried(PersonFactory().pk, {made.organisation_id}, TODAY) == []


def test_a_text_of_an_agreement_that_was_annulled_is_held_by_nobody(scene):
    person = leaving(scene).person
    with arranging():
        made = agreed(KIND, scene.grouping, scene.first, stage="draft", prepared_by=person)
        type(made).objects.filter(pk=made.pk).update(annulled_on=TODAY, annulled_because="Erreur")
    assert texts_carried(person.pk, {made.organisation_id}, TODAY) == []


def test_the_share_of_a_key_is_held_until_the_box_opens():
    with arranging():
        met = under_way(members=12)
    poll, _ = opened(met, SECRET)
    keeper = Scrutineer.objects.filter(poll=poll).first()
    person, here = keeper.entry.person_id, {met.grouping.pk}
    (one,) = keys_carried(person, here, TODAY)
    assert one.row == keeper.pk and poll.question not in one.what
    assert keys_carried(person, set(), TODAY) == []
    with arranging():
        assert keys_carried(PersonFactory().pk, here, TODAY) == []
    with arranging():
        Scrutineer.objects.filter(pk=keeper.pk).update(is_lost=True)
    assert keys_carried(person, here, TODAY) == []
    with arranging():
        Scrutineer.objects.filter(pk=keeper.pk).update(is_lost=False)
        Poll.objects.filter(pk=poll.pk).update(state=Poll.State.VOID, closed_at=NOW, reason="Erreur")
    assert keys_carried(person, here, TODAY) == []
