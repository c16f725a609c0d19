"""The secret addresses by which calendars follow meetings: made, made anew, revoked. Kevread keeps digests only.

Their acts are about no organisation: what somebody follows is nobody else's business.
"""

import secrets
from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.rhythm import permissions
from kevread.rhythm.models import Feed
from kevread.seats.models import Body

AT_MOST = 20  # addresses alive for one person
SECRET_BYTES = 24


def make_feed(
    *,
    actor: Actor,
    person: Person,
    scope: str,
    now: datetime,
    body: Body | None = None,
    organisation: Organisation | None = None,
) -> tuple[Feed, str]:
    """A new address for one's own calendar, and its token, which is not kept: lost, it is made anew.

    It gives no right: each time it is read, it shows what the person may see that day. Raises Denied when it is for
    somebody else, or for what one does not read; Invalid on `scope`; Refused beyond twenty.
    """
    wanted = {
        Feed.Scope.MINE: (None, None),
        Feed.Scope.BODY: (body, None),
        Feed.Scope.ORGANISATION: (None, organisation),
    }
    if scope not in wanted or (scope != Feed.Scope.MINE and not any(wanted[Feed.Scope(scope)])):
        raise Invalid("scope", "Choisissez ce que votre agenda suivra.")
    body, organisation = wanted[Feed.Scope(scope)]
    permissions.may_follow(actor, person, body, organisation).or_raise()
    arguments = {"scope": scope, "body": body.slug if body else None}
    with act("rhythm.make_feed", actor=actor, about=None, now=now, arguments=arguments):
        Person.objects.lock(person.pk)
        if Feed.objects.filter(person=person, revoked_at=None).count() >= AT_MOST:
            raise Refused("Vous avez déjà vingt adresses d’agenda : révoquez celles qui ne servent plus.")
        return written(person, scope, body, organisation, now)


def written(
    person: Person, scope: str, body: Body | None, organisation: Organisation | None, now: datetime
) -> tuple[Feed, str]:
    token = secrets.token_urlsafe(SECRET_BYTES)
    feed = Feed.objects.create(
        person=person, scope=scope, body=body, organisation=organisation, digest=Feed.digest_of(token), made_at=now
    )
    return feed, token


def revoke_feed(*, actor: Actor, feed: Feed, now: datetime) -> Feed:
    """The address answers nothing any more, from now on. Raises Denied; Refused when it is revoked already."""
    permissions.may_follow(actor, feed.person).or_raise()
    with act("rhythm.revoke_feed", actor=actor, about=None, now=now, arguments={"feed": feed.pk}):
        return revoked(feed, now)


def renew_feed(*, actor: Actor, feed: Feed, now: datetime) -> tuple[Feed, str]:
    """Another address for the same thing; the one before answers nothing any more. One act. Raises as `revoke_feed`."""
    permissions.may_follow(actor, feed.person, feed.body, feed.organisation).or_raise()
    with act("rhythm.renew_feed", actor=actor, about=None, now=now, arguments={"feed": feed.pk}):
        old = revoked(feed, now)
        return written(feed.person, old.scope, old.body, old.organisation, now)


def revoked(feed: Feed, now: datetime) -> Feed:
    old: Feed = Feed.objects.lock(feed.pk)
    if old.revoked_at is not None:
        raise Refused("Cette adresse est déjà révoquée.")
    old.revoked_at = now
    old.save(update_fields=["revoked_at"])
    return old
