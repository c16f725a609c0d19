"""The record of a count (procès-verbal de dépouillement), frozen with the count, for those who saw it to sign."""

import logging
from typing import Any

from django.db import transaction

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.documents.models import Document
from kevread.documents.operations import Asked, freeze
from kevread.documents.rendering import UnsetError
from kevread.journal.models import Act
from kevread.journal.operations import open_act
from kevread.votes.models import Poll
from kevread.votes.queries.count_paper import count_paper, signers_of

log = logging.getLogger(__name__)


def keep_record(poll: Poll) -> dict[str, Any]:
    """Where the record of a count stands, to be kept with its result. Must run inside the act of the count.

    Only where there were ballots: what hands or names said is in the minutes. Those who opened the box, whoever presides
    and whoever records are asked to sign. A record that could not be set never undoes a count: nothing is kept then, the
    log says it, and the record is still set on demand.
    """
    if not poll.is_secret:
        return {}
    meeting = poll.meeting
    try:
        with transaction.atomic():
            version = freeze(
                actor=SYSTEM,
                organisation=meeting.organisation,
                kind="count",
                source=count_paper(poll),
                now=Act.objects.get(pk=open_act()).at,
                audience=Document.Audience.ORGANISATION,
                readers=Person.objects.filter(roll_entries__meeting=meeting).distinct(),
                asked=[Asked(person, quality) for person, quality in signers_of(poll)],
            )
    except UnsetError:
        log.exception("The record of vote %s was not set.", poll.pk)
        return {}
    return {"record": {"document": str(version.document_id), "number": version.number, "sha256": version.sha256}}
