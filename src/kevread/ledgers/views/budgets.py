"""The budgets of an organisation: prepared as a table, fixed by a decision, followed line by line."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.common.facts import GROUPING, LOCAL
from kevread.common.periods import year_typed
from kevread.decisions.page import Choice, choose, decision_of
from kevread.directory.queries import scale_word
from kevread.ledgers import operations
from kevread.ledgers.exports import FOLLOWED, POOLED
from kevread.ledgers.forms import BudgetForm, FixForm, ReasonForm, TableForm
from kevread.ledgers.loader import ACTION
from kevread.ledgers.models import KEEPS_LEDGERS, Budget
from kevread.ledgers.queries.budgets import OPENS, before_of, followed, in_force, lines_of, versions_of
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.pooled import Pooled, pooled
from kevread.ledgers.rules.budget import SIDES, balance_told, changes, table_of, total_of
from kevread.ledgers.scene import budget_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, Gesture, perform, typed_on
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(KEEPS_LEDGERS)
@today_only
def budgets(request: Request, scale: str) -> HttpResponse:
    """Every version, year by year, and which holds."""
    context = {"versions": versions_of(request.scale, request.actor), "pools": request.scale.scale == GROUPING}
    return render(request, "ledgers/budgets.html", context)


def pooled_of(request: Request) -> Pooled:
    """Of the year of the address, or of this one. Http404 where no local is."""
    if request.scale.scale != GROUPING:
        raise Http404(f"Les budgets se réunissent là où il y a des {scale_word(LOCAL, 'many')}.")
    typed = year_typed(request.GET.get("annee", ""))
    year = typed if 2000 <= typed <= request.today.year + 1 else request.today.year
    return pooled(request.scale, year, request.today)


@may(KEEPS_LEDGERS)
@today_only
def pooled_budgets(request: Request, scale: str) -> HttpResponse:
    """The budget of a grouping and those of its locals: of each, the version that holds; family by family, what all foresee.
    From another organisation, where changing scale leads, one goes to its own budgets."""
    if request.scale.scale != GROUPING:
        return redirect("ledgers:budgets", scale=scale)
    found = pooled_of(request)
    sides = [(label, [one for one in found.families if one.side == side]) for side, label in SIDES.items()]
    years = (found.year - 1, found.year + 1 if found.year <= request.today.year else None)
    context = {"found": found, "sides": [(label, rows) for label, rows in sides if rows], "years": years}
    return render(request, "ledgers/pooled.html", context)


@may(KEEPS_LEDGERS)
@today_only
def pooled_file(request: Request, scale: str, form: str) -> HttpResponse:
    """What each foresees of each family, for a spreadsheet."""
    found = pooled_of(request)
    return table_file(request, POOLED, list(found.taken), form, about=str(found.year))


@may(KEEPS_LEDGERS)
@today_only
def prepare_budget(request: Request, scale: str) -> HttpResponse:
    """Another version: its lines start from those of the version that holds, if one does."""
    typed = year_typed(request.GET.get("annee", ""))
    year = typed if 2000 <= typed <= request.today.year + 1 else request.today.year
    before = in_force(request.scale, year, request.today)
    start = {"year": year, "table": table_of(lines_of(before) if before else [])}
    form = BudgetForm(request.POST or None, request.FILES or None, initial=start)

    def do() -> Done:
        made = operations.prepare_budget(
            actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data
        )
        said = f"« {made.name} » est préparé. Il n’engage personne tant qu’une décision ne le fixe pas."
        return Done(said, "ledgers:budget", scale=scale, key=made.pk)

    return table_page(perform(request, form, do), "Préparer un budget", "Préparer ce budget", year, before)


@may(KEEPS_LEDGERS)
@today_only
def rewrite_budget(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Change the lines of a version that is prepared."""
    found = budget_of(request, key)
    start = {"note": found.note, "table": table_of(lines_of(found))}
    form = TableForm(request.POST or None, request.FILES or None, initial=start)

    def do() -> Done:
        base = request.POST.get("base", "")
        operations.rewrite_budget(actor=request.actor, budget=found, base=base, now=request.now, **form.cleaned_data)
        return Done("Les lignes de ce budget sont reprises.", "ledgers:budget", scale=scale, key=key)

    gesture = perform(request, form, do)
    base = typed_on(gesture, operations.as_typed(found.note, lines_of(found)))
    title = f"Reprendre « {found.name} »"
    return table_page(gesture, title, "Garder ces lignes", found.year, before_of(found), base)


def table_page(
    gesture: Gesture, title: str, button: str, year: int, before: Budget | None, base: str = ""
) -> HttpResponse:
    """The table as it was typed, with every line that is wrong."""
    scale = gesture.request.scale
    refusal = gesture.refusal
    context = {
        "title": title,
        "button": button,
        "before": before,
        "base": base,
        "wrong": refusal.wrong if isinstance(refusal, operations.FaultyTable) else [],
        "actions": codes_of(scale, ACTION, date(year, 12, 31)),
        "back": screen_address("ledgers:budgets", scale=scale.slug),
    }
    return gesture.done or gesture.page("ledgers/budget_table.html", context)


@may(KEEPS_LEDGERS)
@today_only
def budget(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A version, line by line: foreseen, actual, committed, and the difference in words; what it changes of the one before."""
    found = budget_of(request, key)

    def give_up() -> Done:
        operations.drop_budget(actor=request.actor, budget=found, now=request.now)
        return Done(f"« {found.name} » est abandonné. Ses lignes restent lisibles.", "ledgers:budgets", scale=scale)

    gesture = perform(request, None, give_up)
    if gesture.done:
        return gesture.done
    made, before = followed(found, request.actor), before_of(found)
    lines = [one.line for one in made.rows]
    holds = in_force(request.scale, found.year, request.today)
    context = {
        "budget": found,
        "made": made,
        "sides": [(label, made.side(side)) for side, label in SIDES.items() if made.side(side)],
        "total": total_of(lines),
        "balance": balance_told(lines),
        "before": before,
        "changes": changes(lines_of(before), lines) if before else [],
        "holds": holds is not None and holds.pk == found.pk,
    }
    return gesture.page("ledgers/budget.html", context)


@may(KEEPS_LEDGERS)
@today_only
def budget_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    found = budget_of(request, key)
    return table_file(
        request, FOLLOWED, followed(found, request.actor).rows, form, about=f"{found.year}-{found.version}"
    )


@may(KEEPS_LEDGERS)
@today_only
def undo_budget(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was fixed by mistake."""
    found = budget_of(request, key)
    form = ReasonForm(request.POST or None)

    def undo() -> Done:
        operations.undo_budget(actor=request.actor, budget=found, now=request.now, **form.cleaned_data)
        return Done(f"« {found.name} » n’est plus voté.", "ledgers:budgets", scale=scale)

    gesture = perform(request, form, undo)
    before = before_of(found)
    again = f" « {before.name} » vaudra de nouveau." if before else ""
    context = {
        "title": f"Annuler « {found.name} »",
        "lede": f"La décision du registre reste ce qu’elle est.{again}",
        "button": "Annuler ce budget",
        "back": screen_address("ledgers:budget", scale=scale, key=key),
        "what": found.name,
    }
    return gesture.done or gesture.page("ui/change.html", context)


FIXES = Choice(
    OPENS, "Quel budget fixe-t-elle ?", "Aucun budget n’est en préparation.", "Voir les budgets", "ledgers:budgets"
)


@may("record_decision")
@today_only
def fix_budget(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which version a decision of the register fixes. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    rows = Budget.objects.filter(organisation=request.scale, state=Budget.State.PREPARED).order_by("-year")
    offered = [(str(one.pk), one.name) for one in rows]
    return choose(request, found, FIXES, FixForm(offered, request.POST or None), offered)
