"""A budget is prepared as a table, fixed by a decision of the register, corrected by another version. Preparing decides
nothing."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.overtaken import Overtaken
from kevread.common.periods import day_in_words
from kevread.common.words import of, one_line
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import Standing
from kevread.decisions.models import Application, Decision
from kevread.decisions.queries.competence import competences
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.ledgers.loader import ACTION
from kevread.ledgers.models import REASON, Budget, BudgetLine
from kevread.ledgers.operations.meaning import valid_year
from kevread.ledgers.permissions import may_keep_ledgers
from kevread.ledgers.queries.budgets import OPENS, in_force, lines_of
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.rules.budget import LARGEST, Foreseen, WrongLine, changes, read_table, table_of


class FaultyTable(Refused):
    """Lines of the table are wrong: nothing of it was kept. `wrong` says which."""

    def __init__(self, wrong: list[WrongLine]) -> None:
        super().__init__("Des lignes de ce tableau sont à corriger : rien n’en a été gardé.")
        self.wrong = wrong


def prepare_budget(
    *, actor: Actor, organisation: Organisation, year: int, table: str, note: str = "", now: datetime
) -> Budget:
    """Write another version of the budget of a year: it commits nobody until a decision fixes it. Raises Denied; Invalid on
    `year` or `note`; FaultyTable; Refused while another version of that year is prepared, or when it changes nothing."""
    may_keep_ledgers(actor, organisation).or_raise()
    lines = read_lines(organisation, valid_year(year, now), table)
    note = one_line(note)[:REASON]
    with act("ledgers.prepare_budget", actor=actor, about=organisation, now=now, arguments={"year": year}):
        Organisation.objects.lock(organisation.pk)
        rows = Budget.objects.filter(organisation=organisation, year=year)
        if other := rows.filter(state=Budget.State.PREPARED).first():
            raise Refused(f"« {other.name} » est déjà en préparation : reprenez-la, ou abandonnez-la d’abord.")
        require_change(organisation, year, lines, note)
        last = rows.order_by("-version").first()
        budget: Budget = Budget.objects.create(
            organisation=organisation, year=year, version=last.version + 1 if last else 1, note=note
        )
        write(budget, lines)
    return budget


def as_typed(note: str, lines: list[Foreseen]) -> str:
    """A version as a page shows it to be changed: its note, its table."""
    rows = sorted(lines, key=lambda one: (one.account, one.action))
    return f"{note}\n\n{table_of(rows)}".strip()


def rewrite_budget(
    *, actor: Actor, budget: Budget, table: str, note: str = "", base: str = "", now: datetime
) -> Budget:
    """Replace the lines of a version that is prepared. `base`: the digest of what it was typed on (`as_typed`). Raises Denied;
    Invalid on `note`; FaultyTable; Overtaken when somebody else wrote it meanwhile; Refused once it is fixed, given up, or when
    it changes nothing of the version in force."""
    may_keep_ledgers(actor, budget.organisation).or_raise()
    lines = read_lines(budget.organisation, budget.year, table)
    with act(
        "ledgers.rewrite_budget", actor=actor, about=budget.organisation, now=now, arguments={"budget": budget.pk}
    ):
        row = prepared(budget)
        stands = as_typed(row.note, lines_of(row))
        row.note = one_line(note)[:REASON]
        if base not in ("", mark_of(stands)) and stands != as_typed(row.note, lines):
            raise Overtaken(stands)
        require_change(row.organisation, row.year, lines, row.note)
        row.save(update_fields=["note"])
        BudgetLine.objects.filter(budget=row).delete()
        write(row, lines)
    return row


def drop_budget(*, actor: Actor, budget: Budget, now: datetime) -> Budget:
    """Give up a version that is prepared; its lines stay to be read. Raises Denied; Refused once it is fixed or given up."""
    may_keep_ledgers(actor, budget.organisation).or_raise()
    with act("ledgers.drop_budget", actor=actor, about=budget.organisation, now=now, arguments={"budget": budget.pk}):
        row = prepared(budget)
        row.state = Budget.State.DROPPED
        row.save(update_fields=["state"])
    return row


def vote_budget(*, actor: Actor, budget: Budget, application: Application, now: datetime) -> Budget:
    """A decision of the register fixes a version: it holds from its day. Raises Denied; Refused as `require_fixable` does."""
    may_keep_ledgers(actor, budget.organisation).or_raise()
    arguments = {"budget": budget.pk, "decision": application.decision_id}
    with act("ledgers.vote_budget", actor=actor, about=budget.organisation, now=now, arguments=arguments):
        Organisation.objects.lock(budget.organisation_id)
        row = prepared(budget)
        require_fixable(row, application.decision)
        row.state, row.application, row.voted_on = Budget.State.VOTED, application, application.decision.decided_on
        row.save(update_fields=["state", "application", "voted_on"])
    return row


def undo_budget(*, actor: Actor, budget: Budget, reason: str, now: datetime) -> Budget:
    """It was fixed by mistake: the version before holds again, and the decision stays what it is. Raises Denied; Invalid on
    `reason`; Refused where it does not hold: a later one corrects it, or it was never fixed."""
    may_keep_ledgers(actor, budget.organisation).or_raise()
    reason = one_line(reason)
    if not reason:
        raise Invalid("reason", "Dites ce qui était faux : qui lira le journal le saura.")
    arguments = {"budget": budget.pk}
    with act(
        "ledgers.undo_budget", actor=actor, about=budget.organisation, now=now, arguments=arguments, reason=reason
    ):
        Organisation.objects.lock(budget.organisation_id)
        row: Budget = Budget.objects.select_related("organisation").lock(budget.pk)
        if row.state != Budget.State.VOTED:
            raise Refused(f"« {row.name} » n’est pas un budget voté : {row.get_state_display().lower()}.")
        holds = in_force(row.organisation, row.year, date.max)
        if holds is not None and holds.pk != row.pk:
            raise Refused(f"« {holds.name} » la corrige : annulez d’abord celle-ci.")
        row.state, row.undone_on = Budget.State.UNDONE, timezone.localtime(now).date()
        row.undone_because = reason[:REASON]
        row.save(update_fields=["state", "undone_on", "undone_because"])
    return row


def read_lines(organisation: Organisation, year: int, table: str) -> list[Foreseen]:
    """Raises FaultyTable, with every line that is wrong; Invalid on `table`."""
    if len(table) > LARGEST:
        raise Invalid("table", "Ce tableau est trop long : un budget tient en quelques centaines de lignes.")
    found = read_table(table, codes_of(organisation, ACTION, date(year, 12, 31)))
    if found.wrong:
        raise FaultyTable(found.wrong)
    return found.lines


def require_change(organisation: Organisation, year: int, lines: list[Foreseen], note: str) -> None:
    """What corrects a budget says why, and says something else. Raises Invalid on `note`; Refused."""
    if (before := in_force(organisation, year, date.max)) is None:
        return
    if not note:
        raise Invalid("note", f"« {before.name} » est voté : dites ce qui change, et pourquoi.")
    if not changes(lines_of(before), lines):
        raise Refused(f"Ces lignes sont celles de « {before.name} », qui est voté : rien ne change.")


def write(budget: Budget, lines: list[Foreseen]) -> None:
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, account=one.account, action=one.action, label=one.label, cents=one.cents)
        for one in lines
    )


def prepared(budget: Budget) -> Budget:
    """Locked. Raises Refused when it is not in preparation."""
    row: Budget = Budget.objects.select_related("organisation").lock(budget.pk)
    if row.state != Budget.State.PREPARED:
        raise Refused(f"« {row.name} » n’est plus en préparation : {row.get_state_display().lower()}.")
    return row


def require_fixable(budget: Budget, decision: Decision) -> None:
    """A decision on the budget of this very organisation, by a body that votes it, not before the version that it corrects.
    Raises Refused."""
    kinds = [one.label for one in matrix().types.values() if one.executes == OPENS]
    if decision.organisation_id != budget.organisation_id:
        raise Refused(f"Cette décision n’est pas {of(budget.organisation.name)} : elle ne fixe pas son budget.")
    if matrix().types.get(decision.type) is None or matrix().types[decision.type].executes != OPENS:
        raise Refused(f"Cette décision ne porte pas sur un budget : classez-la d’abord. Il faut : {', '.join(kinds)}.")
    found = competences([decision]).get(decision.pk)
    if found is not None and found.standing is Standing.WRONG_BODY:
        raise Refused(
            f"« {decision.body.name} » ne vote pas le budget : {found.reason} Celle qui le vote peut ratifier cette "
            "décision, au registre ; elle fixera alors ce budget."
        )
    before = in_force(budget.organisation, budget.year, date.max)
    if before is not None and before.voted_on is not None and decision.decided_on < before.voted_on:
        raise Refused(
            f"« {before.name} » est voté le {day_in_words(before.voted_on)} : ce qui le corrige se vote le même jour ou après."
        )
