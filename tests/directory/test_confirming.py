"""What the files of the federation say alone is confirmed, several at once, by whoever may write it."""

import re

import pytest

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Affiliation, Coverage
from kevread.directory.operations import confirm_attachments, confirm_memberships
from kevread.directory.queries.confirming import attachments_to_confirm, awaiting_elsewhere, memberships_to_confirm
from kevread.territory.models import ZonePart
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, CoverageFactory, ZoneFactory, ZonePartFactory
from tests.pressing import press, shown
from tests.worlds import put

from .conftest import wearing


@pytest.fixture
def proposed(land):
    with arranging():
        return [AffiliationFactory(member=one, of=land.head, college="poles", is_proposed=True) for one in land.locals]


@pytest.fixture
def supposed(land):
    """Two zones of a territory, and one that a pôle has."""
    with arranging():
        territory = ZoneFactory(strategic=True)
        parts = [
            ZonePartFactory(child=ZoneFactory(), parent=territory, certainty="supposed", source="Une image")
            for _ in range(2)
        ]
        held = CoverageFactory(organisation=land.locals[0], zone=parts[0].child, certainty="supposed")
    return [*parts, held]


def members(land, rows, actor=None):
    return confirm_memberships(
        actor=actor or wearing("affiliate"), of=land.head, memberships=[row.pk for row in rows], now=NOW
    )


def attached(land, rows, actor=None, source="Carte adoptée le 3 mars"):
    return confirm_attachments(
        actor=actor or wearing("cover_zone"),
        head=land.head,
        attachments=[row.pk for row in rows],
        source=source,
        now=NOW,
    )


def test_memberships_are_confirmed_as_they_are_and_the_others_still_wait(land, proposed):
    first, *others = proposed
    before = Affiliation.objects.filter(pk=first.pk).values_list("college", "period").get()
    assert members(land, [first]) == [first]
    assert Affiliation.objects.filter(pk=first.pk, is_proposed=False).values_list("college", "period").get() == before
    assert {row.pk for row in memberships_to_confirm(land.head, TODAY)} == {row.pk for row in others}
    with pytest.raises(Refused, match="déjà confirmées"):
        members(land, [first])


def test_a_membership_of_another_organisation_is_not_confirmed_here(land):
    with arranging():
        other = AffiliationFactory(member=land.locals[0], of=land.groupings[1], is_proposed=True)
    with pytest.raises(Refused):
        members(land, [other])
    assert Affiliation.objects.get(pk=other.pk).is_proposed


def test_attachments_are_documented_by_what_is_said_and_the_others_stay_supposed(land, supposed):
    part, other, held = supposed
    assert {row.pk for row in attachments_to_confirm(TODAY)} >= {row.pk for row in supposed}
    assert len(attached(land, [part, held])) == 2
    for model, row in ((ZonePart, part), (Coverage, held)):
        found = model.objects.get(pk=row.pk)
        assert (found.certainty, found.source, found.period) == ("documented", "Carte adoptée le 3 mars", row.period)
    assert ZonePart.objects.get(pk=other.pk).certainty == "supposed"
    with pytest.raises(Refused, match="déjà confirmés"):
        attached(land, [part, held])


def test_what_shows_it_is_said(land, supposed):
    with pytest.raises(Invalid) as wrong:
        attached(land, supposed, source="  ")
    assert wrong.value.field == "source"


def test_nobody_and_an_actor_of_elsewhere_may_not(land, proposed, supposed):
    for actor in (NOBODY, wearing("affiliate", land.groupings[0]), wearing("read", land.head)):
        with pytest.raises(Denied):
            members(land, proposed, actor)
    for actor in (NOBODY, wearing("cover_zone", land.groupings[0]), wearing("affiliate", land.head)):
        with pytest.raises(Denied):
            attached(land, supposed, actor)


def test_they_are_chosen_on_screen(land, client_as, proposed, supposed):
    client, head = client_as("coordination"), land.head.slug
    assert "Confirmer des adhésions" in client.get(f"/{head}/organisations").content.decode()
    assert "En confirmer plusieurs" in client.get(f"/{head}/organisations/adhesion").content.decode()
    page = f"/{head}/organisations/adhesions-a-confirmer"
    assert client.get(page).content.decode().count(" checked") == 0
    assert client.get(f"{page}?tout=oui").content.decode().count(" checked") == len(proposed)
    assert client.post(page, {"chosen": ""}).status_code == 422
    answer = press(client, page, {"chosen": [str(row.pk) for row in proposed]}, follow=True)
    assert "C’est confirmé" in answer.content.decode()
    assert "Confirmer des adhésions" not in answer.content.decode()
    assert "Aucune adhésion n’attend" in client.get(page).content.decode()

    page = f"/{head}/territoire/confirmer"
    for scale, is_said in ((head, True), (land.locals[0].slug, True), (land.locals[1].slug, False)):
        told = client.get(f"/{scale}/territoire").content.decode()
        assert (f'href="{page}"' in told) is is_said, scale
    assert f'href="{page}"' not in client_as("in scope").get(f"/{land.locals[0].slug}/territoire").content.decode()
    group = next(row.group for row in attachments_to_confirm(TODAY) if row.pk == supposed[0].pk)
    assert client.get(page, {"tout": group}).content.decode().count(" checked") == 2
    typed = {"chosen": [str(supposed[0].pk)]}
    assert client.post(page, typed).status_code == 422
    client.post(page, typed | {"source": "Carte adoptée"})
    assert ZonePart.objects.get(pk=supposed[0].pk).source == "Carte adoptée"
    led = client.get(f"/{land.groupings[0].slug}/territoire/confirmer")
    assert (led.status_code, led["Location"]) == (302, f"/{land.head.slug}/territoire/confirmer")


def test_a_membership_is_confirmed_as_its_page_showed_it(land, client_as, proposed):
    client, first = client_as("coordination"), proposed[0]
    page = f"/{land.head.slug}/organisations/adhesions-a-confirmer"
    typed = {"chosen": [str(first.pk)]}
    old = shown(client, page)
    assert client.post(page, typed).status_code == 422, "it saw no page"
    with arranging():
        put(first, college="associations")
    refused = client.post(page, typed | {"vu": old})
    assert refused.status_code == 422 and "a changé depuis" in refused.content.decode()
    assert re.search("Collège «.Associations", refused.content.decode())
    assert Affiliation.objects.get(pk=first.pk).is_proposed
    assert press(client, page, typed).status_code == 302
    assert not Affiliation.objects.get(pk=first.pk).is_proposed


def test_the_groupings_whose_memberships_wait_are_known_to_the_head(land):
    grouping, row = land.groupings[0], Affiliation.objects.filter(of=land.groupings[0]).first()
    with arranging():
        put(row, is_proposed=True)
    assert [(one.slug, one.waiting) for one in awaiting_elsewhere(TODAY)] == [(grouping.slug, 1)]
    confirm_memberships(actor=wearing("affiliate"), of=grouping, memberships=[row.pk], now=NOW)
    assert awaiting_elsewhere(TODAY) == []
