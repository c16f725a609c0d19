"""What the form of a request asks is said, while nothing is sent: in words, and in a budget."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.words import seen
from kevread.finance.models import ANSWER, GrantRequest, PlanLine, RequestAnswer
from kevread.finance.permissions import may_keep
from kevread.journal.operations import act
from kevread.ledgers.operations import FaultyTable
from kevread.ledgers.rules.budget import LARGEST, WrongLine, read_table

from .requests import State, locked

Item = RequestAnswer.Item
MOST_VOLUNTEERS = 1_000_000


def complete_request(*, actor: Actor, request: GrantRequest, answers: Mapping[str, str], now: datetime) -> GrantRequest:
    """What is said of each item takes the place of what was; of those that are empty, nothing is said any more. Raises Denied;
    Invalid on the item; Refused once it is sent."""
    may_keep(actor, request.organisation).or_raise()
    told = {item: checked(item, words) for item, words in answers.items()}
    arguments = {"request": request.pk}
    with act("finance.complete_request", actor=actor, about=request.organisation, now=now, arguments=arguments):
        row = locked(request, State.DRAFT)
        known = {one.item: one for one in RequestAnswer.objects.filter(request=row)}
        for item, words in told.items():
            before = known.get(item)
            if before is not None and not words:
                before.delete()
            elif before is not None and before.words != words:
                before.words = words
                before.save(update_fields=["words"])
            elif before is None and words:
                RequestAnswer.objects.create(request=row, item=item, words=words)
        return row


def checked(item: str, words: str) -> str:
    """Raises Invalid on the item."""
    words = words.strip()
    if item not in Item.values:
        raise Invalid(item, "Le formulaire ne demande pas cela.")
    if len(words) > ANSWER:
        raise Invalid(item, f"{ANSWER} caractères au plus sont attendus.")
    if item == Item.VOLUNTEERS and words:
        if not (words.isascii() and words.isdigit() and int(words) <= MOST_VOLUNTEERS):
            raise Invalid(item, "Un nombre de personnes est attendu.")
        words = str(int(words))
    return words


def write_plan(*, actor: Actor, request: GrantRequest, table: str, now: datetime) -> GrantRequest:
    """The lines of its budget take the place of those that were: a table without any takes them all out. Raises Denied;
    FaultyTable, with each line that is wrong; Refused once it is sent."""
    may_keep(actor, request.organisation).or_raise()
    lines = lines_of(table)
    arguments = {"request": request.pk}
    with act("finance.write_plan", actor=actor, about=request.organisation, now=now, arguments=arguments):
        row = locked(request, State.DRAFT)
        PlanLine.objects.filter(request=row).delete()
        for one in lines:
            PlanLine.objects.create(request=row, account=one.account, label=one.label, cents=one.cents)
        return row


def lines_of(table: str) -> list:
    """Raises FaultyTable."""
    if len(table) > LARGEST:
        raise FaultyTable([WrongLine(0, "", "Ce tableau est trop long.")])
    if not seen(table):
        return []
    found = read_table(table, ())
    if found.wrong:
        raise FaultyTable(found.wrong)
    return found.lines
