"""Who opens and closes the groupings and pôles: the coordination, for the whole network, and nobody else."""

import pytest

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Refused
from kevread.directory.models import Person
from tests.clients import entered_as

from .opened import asked, closed

OTHERS = {
    "direction of the grouping": lambda scene: scene.direction,
    "presidency of the pôle": lambda scene: scene.president_of(scene.first),
    "presidency of the grouping": lambda scene: scene.actor(f"{scene.grouping.slug}-board", "president"),
    "presidency of the head": lambda scene: scene.actor("cress-board", "president"),
    "somebody who signed in nowhere": lambda scene: NOBODY,
}


@pytest.mark.parametrize("who", OTHERS)
def test_others_neither_open_nor_close(scene, who):
    actor = OTHERS[who](scene)
    with pytest.raises(Denied, match="ouvrir ou fermer un groupement ou un pôle"):
        asked(actor)
    with pytest.raises(Denied, match="ouvrir ou fermer un groupement ou un pôle"):
        closed(actor, scene.first)


def test_the_coordination_may_anywhere(scene):
    with pytest.raises(Refused, match="Restent en vigueur"):
        closed(scene.coordination, scene.first)


@pytest.mark.parametrize("who", [name for name in OTHERS if "nowhere" not in name])
def test_the_screens_are_closed_to_them(scene, settings, who):
    client = entered_as(Person.objects.get(pk=OTHERS[who](scene).person), settings)
    for address in (f"/{scene.grouping.slug}/reseau/ouvrir", f"/{scene.first.slug}/reseau/fermer"):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_who_has_not_signed_in_is_asked_to(scene, client):
    assert client.get(f"/{scene.world.head.slug}/reseau/ouvrir").status_code == 302
