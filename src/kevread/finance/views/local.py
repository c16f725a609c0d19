"""What a local association lives on: the account under way, those before it, one page for its assembly."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.facts import LOCAL
from kevread.common.words import file_name
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.finance import operations
from kevread.finance.exports import LOCAL_LINES
from kevread.finance.forms import LocalBalanceForm, LocalLineForm, ReasonForm
from kevread.finance.models import KEEPS, READS, LocalBalance, LocalLine
from kevread.finance.queries.local import Account, accounts_of, life_paper
from kevread.finance.scene import keeps, local_balance_of, local_line_of
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, ask, asked_by
from kevread.ui.files import under_name
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

HOME = "finance:local"


def those_of(request: Request) -> list[Account]:
    """The accounts of the organisation of the address, the last first: the one under way, then those that are closed."""
    return accounts_of([request.scale.pk], request.on).get(request.scale.pk, [])[::-1]


def closed_at(request: Request, key: UUID) -> Account:
    """The account that this balance closes. Raises Http404."""
    for one in those_of(request):
        if one.closing is not None and one.closing.pk == key:
            return one
    raise Http404("Aucun compte de vie locale que vous pouvez lire n’est à cette adresse.")


@may(READS)
def local(request: Request, scale: str) -> HttpResponse:
    """The account under way, and what leads to those before."""
    every = those_of(request)
    return page_of(request, every[0] if every else None, every[1:])


@may(READS)
def local_account(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An account that is closed."""
    return page_of(request, closed_at(request, key), [])


def page_of(request: Request, account: Account | None, before: list[Account]) -> HttpResponse:
    context = {
        "account": account,
        "life": account.life if account else None,
        "closing": account.closing if account else None,
        "before": before,
        "is_local": request.scale.scale == LOCAL,
        "keeps": keeps(request),
    }
    return render(request, "finance/local.html", context)


@may(READS)
def local_file(request: Request, scale: str, form: str) -> HttpResponse:
    """Every line of every account, for a spreadsheet; the dues that are called here leave with the dues."""
    lines = [line for account in those_of(request) for line in account.lines]
    return table_file(request, LOCAL_LINES, lines, form)


@may(READS)
def local_pdf(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The page that the assembly reads."""
    paper = life_paper(request.scale, closed_at(request, key), request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    name = f"{file_name(paper.title)}-{paper.last.isoformat()}.pdf"
    return under_name(HttpResponse(content, content_type="application/pdf"), name)


@may(KEEPS)
@today_only
def read_local_balance(request: Request, scale: str) -> HttpResponse:
    form = LocalBalanceForm(request.POST or None)

    def do() -> Done:
        operations.read_local_balance(actor=request.actor, organisation=request.scale, now=request.now, **form.asked)
        return Done("Ce solde est inscrit.", HOME, scale=scale)

    return asked_by(
        request, form, do, title="Dire un solde", button="L’inscrire", what="Vie locale",
        back=screen_address(HOME, scale=scale),
        lede="Ce qu’il y avait en banque et en caisse au soir d’un jour : un compte s’y arrête, le suivant en part.",
    )  # fmt: skip


@may(KEEPS)
@today_only
def note_local_line(request: Request, scale: str) -> HttpResponse:
    form = LocalLineForm(request.POST or None, initial={"day": request.today})

    def do() -> Done:
        operations.note_local_line(
            actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data
        )
        return Done("C’est inscrit.", HOME, scale=scale)

    return asked_by(
        request, form, do, title="Inscrire une recette ou une dépense", button="L’inscrire", what="Vie locale",
        back=screen_address(HOME, scale=scale),
        lede="Les cotisations appelées ici se comptent d’elles-mêmes : ne les écrivez pas.",
    )  # fmt: skip


UNDO_BALANCE = Change(
    "Ce solde est faux",
    "Il reste inscrit, annulé ; les comptes de part et d’autre n’en font plus qu’un.",
    "L’annuler",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo_local_balance(
        actor=request.actor, balance=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "Ce solde est annulé.",
)
UNDO_LINE = Change(
    "Cette ligne est fausse",
    "Elle reste inscrite, annulée, et ne compte plus.",
    "L’annuler",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo_local_line(
        actor=request.actor, line=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "Cette ligne est annulée.",
)


@may(KEEPS)
@today_only
def undo_local_balance(request: Request, scale: str, key: UUID) -> HttpResponse:
    found: LocalBalance = local_balance_of(request, key)
    return ask(request, UNDO_BALANCE, found, "Vie locale", HOME, scale=scale)


@may(KEEPS)
@today_only
def undo_local_line(request: Request, scale: str, key: UUID) -> HttpResponse:
    found: LocalLine = local_line_of(request, key)
    return ask(request, UNDO_LINE, found, found.words, HOME, scale=scale)
