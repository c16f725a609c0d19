"""The key of this installation, which no database holds: what it stamps of a vote, anybody holds against its public part."""

from functools import cache

from django.conf import settings

from kevread.votes.rules.box import Stamp


@cache
def stamp_from(secret: str) -> Stamp:
    return Stamp(secret.encode())


def installation() -> Stamp:
    return stamp_from(settings.SECRET_KEY)
