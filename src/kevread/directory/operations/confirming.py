"""What the files of the federation say alone, said by somebody: several at once, each as it was read."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.directory.permissions import may_affiliate, may_cover_zone
from kevread.journal.operations import act
from kevread.territory.models import Certainty, ZonePart

from .checks import required


def confirm_memberships(
    *, actor: Actor, of: Organisation, memberships: Collection[UUID], now: datetime
) -> list[Affiliation]:
    """Memberships that the federation's file alone said are somebody's word from then on, with their college and their days.
    Raises Denied; Refused when none of them waits any more."""
    may_affiliate(actor, of).or_raise()
    hat = actor.hat_for("affiliate", of.pk)
    arguments = {"of": of.slug, "memberships": sorted(memberships)}
    with act("directory.confirm_memberships", actor=actor, about=of, now=now, hat=hat, arguments=arguments):
        waiting = Affiliation.objects.filter(pk__in=memberships, of=of, is_proposed=True).lock_all()
        if not waiting:
            raise Refused("Ces adhésions sont déjà confirmées : rechargez la page.")
        for row in waiting:
            row.is_proposed = False
            row.save(update_fields=["is_proposed"])
    return waiting


def confirm_attachments(
    *, actor: Actor, head: Organisation, attachments: Collection[UUID], source: str, now: datetime
) -> list[ZonePart | Coverage]:
    """Attachments that are only supposed are documented from then on, by what is said here: a zone in its strategic territory,
    a zone or a territory that an organisation has. Their days stay. Raises Denied; Invalid on the source; Refused when none
    of them waits any more."""
    may_cover_zone(actor, head).or_raise()
    source = required("source", source, "Écrivez ce qui le montre : une carte adoptée, une délibération, une page.")
    hat = actor.hat_for("cover_zone", head.pk)
    arguments = {"head": head.slug, "attachments": sorted(attachments), "source": source}
    with act("directory.confirm_attachments", actor=actor, about=head, now=now, hat=hat, arguments=arguments):
        waiting: list[ZonePart | Coverage] = [
            row
            for model in (ZonePart, Coverage)
            for row in model.objects.filter(pk__in=attachments, certainty=Certainty.SUPPOSED).lock_all()
        ]
        if not waiting:
            raise Refused("Ces rattachements sont déjà confirmés : rechargez la page.")
        for row in waiting:
            row.certainty, row.source = Certainty.DOCUMENTED, source
            row.save(update_fields=["certainty", "source"])
    return waiting
