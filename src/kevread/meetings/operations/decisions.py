"""The register of decisions: a line is entered, never rewritten; a further one corrects it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from kevread.common.errors import Invalid
from kevread.directory.models import Organisation
from kevread.meetings.models import AgendaItem, Citation, Decision, Meeting
from kevread.seats.models import Body


def enter_decision(
    *,
    title: str,
    text: str,
    outcome: str,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    body: Body | None = None,
    decided_on: date | None = None,
    sum: str = "",  # noqa: A002 — the word of the model
    type: str = "",  # noqa: A002
    advises: str = "",
    advised_item: AgendaItem | None = None,
    after: Iterable[Decision] = (),
    corrects: Decision | None = None,
    reason: str = "",
) -> Decision:
    """Write the next line of an organisation's register. Must run inside an act.

    Of a meeting: its body and its day. Otherwise `body` and `decided_on`. `outcome`: "adopted" or "rejected"; `type`: a
    slug of the federation's decision matrix, or nothing; `after`: the advices that it follows. Numbers have no gap: the
    organisation is locked until the transaction ends. Raises Invalid on the field.
    """
    body = meeting.body if meeting else body
    decided_on = meeting.day if meeting else decided_on
    if body is None or decided_on is None:
        raise Invalid("body", "Dites quelle instance a décidé, et quel jour.")
    title, text = " ".join(title.split()), text.strip()
    if not title:
        raise Invalid("title", "Donnez un titre à cette décision : le registre se lit par ses titres.")
    if len(title) > 200:
        raise Invalid("title", "Ce titre est trop long : 200 caractères au plus.")
    if not text:
        raise Invalid("text", "Écrivez ce qui a été décidé, dans les termes du vote.")
    organisation = Organisation.objects.lock(body.organisation_id)
    last = Decision.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"] or 0
    decision = Decision.objects.create(
        organisation=organisation,
        number=last + 1,
        decided_on=decided_on,
        body=body,
        meeting=meeting,
        item=item,
        type=type,
        title=title,
        text=text,
        outcome=Decision.Outcome(outcome),
        sum=sum,
        advises=advises,
        advised_item=advised_item,
        corrects=corrects,
        reason=reason,
    )
    Citation.objects.bulk_create(Citation(decision=decision, advice=advice) for advice in dict.fromkeys(after))
    return decision
