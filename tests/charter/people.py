"""The actors of the small world."""

from kevread.common.actor import Actor
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate
from kevread.seats.queries.actors import actor_of
from tests.conftest import TODAY
from tests.worlds import World


def holder(small: World, body: str, title: str) -> Person:
    return Mandate.objects.filter(seat=small.seat(body, title)).earliest("pk").person


def coordination(small: World) -> Actor:
    return actor_of(holder(small, "cress-team", "direction"), TODAY)


def direction(small: World, grouping: Organisation) -> Actor:
    return actor_of(holder(small, f"{grouping.slug}-team", "direction"), TODAY)


def local_president(small: World, local: Organisation) -> Actor:
    return actor_of(holder(small, f"{local.slug}-board", "president"), TODAY)


def local_administrator(small: World, local: Organisation) -> Actor:
    return actor_of(holder(small, f"{local.slug}-board", "administrator"), TODAY)
