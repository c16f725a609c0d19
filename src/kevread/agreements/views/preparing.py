"""To open an agreement or deposit one, and to prepare its text until it is signed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kevread.agreements import operations
from kevread.agreements.forms import (
    AttachForm,
    ClauseForm,
    DepositForm,
    EnteredForm,
    KindForm,
    OpenForm,
    ReasonForm,
    SignedForm,
    TermsForm,
    ToldForm,
    approving,
    kinds_open_to,
    usual,
)
from kevread.agreements.forms.outsiders import given_names, to_register
from kevread.agreements.loader import KindSpec, held_to, kinds, of_models
from kevread.agreements.models import KEEPS, Clause
from kevread.agreements.operations.preparing import CLAUSE_GONE
from kevread.agreements.queries.register import decisions_for
from kevread.agreements.queries.standing import mark_of_text
from kevread.agreements.scene import agreement_of, approval_of, clause_of, instrument_of
from kevread.agreements.todo import page_of
from kevread.common.errors import Refused
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.meetings.queries.forwarding import agendas_open_to
from kevread.seats.models import Body
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform, typed_on
from kevread.ui.request import Request
from kevread.ui.shown import Shown

PAGE = "agreements:agreement"
DECIDING = (Body.Kind.BOARD, Body.Kind.ASSEMBLY)


def kind_asked(request: Request) -> tuple[str, KindSpec | None]:
    slug = request.GET.get("nature", "")
    return slug, kinds()[slug] if slug in dict(kinds_open_to(request.scale)) else None


@may(KEEPS)
@today_only
def open_agreement(request: Request, scale: str) -> HttpResponse:
    """A draft from the model of a kind: the kind first, then its parties and its days."""
    slug, spec = kind_asked(request)
    if spec is None:
        return choose(request, "Préparer une convention", "agreements:open_agreement")
    form = OpenForm(
        spec,
        request.scale,
        request.actor,
        request.on,
        request.POST or None,
        initial=usual(spec, request.today) | given_names(spec, request),
    )

    def begin() -> Done:
        made = operations.open_agreement(
            actor=request.actor,
            organisation=request.scale,
            kind=slug,
            title=form.cleaned_data["title"],
            parties=form.parties,
            dates=form.dates,
            now=request.now,
        )
        return Done("Le brouillon est ouvert. Écrivez ses clauses.", PAGE, scale=scale, key=made.pk)

    gesture = perform(request, form, begin)
    return gesture.done or gesture.page(
        "agreements/open.html",
        {"spec": spec, "models": of_models(), "model": spec.in_use(request.today)} | not_known(request, form),
    )


@may(KEEPS)
@today_only
def deposit(request: Request, scale: str) -> HttpResponse:
    """What was signed elsewhere: the kind first, then its file and what it says."""
    slug, spec = kind_asked(request)
    if spec is None:
        return choose(request, "Déposer une convention déjà signée", "agreements:deposit")
    form = DepositForm(
        spec,
        request.scale,
        request.actor,
        request.on,
        request.POST or None,
        request.FILES or None,
        initial=usual(spec, request.today) | {"starts_on": None, "ends_on": None} | given_names(spec, request),
    )

    def keep() -> Done:
        given = form.cleaned_data["file"]
        made = operations.deposit(
            actor=request.actor,
            organisation=request.scale,
            kind=slug,
            title=form.cleaned_data["title"],
            parties=form.parties,
            dates=form.dates,
            signed_on=form.cleaned_data["signed_on"],
            signers=form.signers,
            clauses=form.clauses,
            file=receive(given.name, content_of(given)) if given else None,
            now=request.now,
        )
        return Done("La convention est inscrite, telle qu’elle a été signée.", PAGE, scale=scale, key=made.pk)

    gesture = perform(request, form, keep)
    return gesture.done or gesture.page("agreements/deposit.html", {"spec": spec} | not_known(request, form))


def not_known(request: Request, form: OpenForm) -> dict[str, Any]:
    """What to do of a name that the directory does not have."""
    registers = request.actor.hat_for("register_organisation", request.scale.pk) is not None
    return {"unknown": to_register(form, request), "registers": registers}


def choose(request: Request, title: str, screen: str) -> HttpResponse:
    """Which kind, among those in which the organisation may hold a place."""
    form = KindForm(request.scale, request.GET if "nature" in request.GET else None)
    return render(request, "agreements/choose.html", {"form": form, "title": title, "screen": screen})


@may(KEEPS)
@today_only
def write_clause(request: Request, scale: str, key: UUID) -> HttpResponse:
    if request.method == "POST" and not Clause.objects.filter(pk=key).exists():
        return clause_gone(request)
    found = clause_of(request, key)
    agreement = found.instrument.agreement
    held = held_to(agreement.kind, found.instrument.model_since)
    model = held.clause(found.slug) if held else None
    form = ClauseForm(model, request.POST or None, initial={"text": found.text} | found.blanks)

    def write() -> Done:
        base = request.POST.get("base", "")
        operations.write_clause(actor=request.actor, clause=found, now=request.now, base=base, **form.said)
        return Done(f"« {found.title} » est écrite.", PAGE, scale=scale, key=agreement.pk)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page(
        "agreements/clause.html",
        {"clause": found, "model": model, "agreement": agreement, "base": typed_on(gesture, found.text)},
    )


def clause_gone(request: Request) -> HttpResponse:
    """Somebody took up a version of the model that has not this clause, while it was written: what was typed is given back, to
    who reads the agreement that the page named."""
    try:
        key = UUID(request.POST.get("convention", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    own = ("csrfmiddlewaretoken", "base", "convention")
    context = {
        "agreement": agreement_of(request, key),
        "refusal": Refused(CLAUSE_GONE),
        "typed": [typed for name in request.POST if name not in own and (typed := request.POST.get(name, "").strip())],
    }
    return render(request, "agreements/clause_gone.html", context, status=422)


@may(KEEPS)
@today_only
def approve(request: Request, scale: str, key: UUID) -> HttpResponse:
    """By what a party may sign."""
    found = approval_of(request, key)
    agreement = found.party.agreement
    spec = kinds().get(agreement.kind)
    offered = decisions_for(spec.party(found.party.role) if spec else None, found.party, request.actor)
    form = approving(found, offered, request.POST or None, request.GET.get("decision", ""))

    def say() -> Done:
        operations.approve(
            actor=request.actor, approval=found, now=request.now, seen=request.POST.get("vu", ""), **form.said
        )
        return Done(f"L’accord {of(found.party.organisation.name)} est inscrit.", page_of(found.instrument, scale))

    gesture = perform(request, form, say)
    clauses = found.instrument.clauses.order_by("rank", "slug")
    context = {
        "approval": found,
        "agreement": agreement,
        "offered": offered,
        "clauses": clauses,
        "mark": mark_of_text(found.instrument),
    }
    more = to_decide(request, found.party.organisation, f"Convention : {found.instrument.told()}")
    return gesture.done or gesture.page("agreements/approve.html", context | more)


def to_decide(request: Request, where: Organisation, title: str) -> dict[str, Any]:
    """Where a party that has not decided yet has it decided, under this title, or writes what it decided: the agendas of its
    board and of its assembly that this person prepares. One query."""
    rows = agendas_open_to(request.actor, request.today) if where.scale else []
    return {
        "asked_title": title[:200],
        "agendas": [one for one in rows if one.body.organisation_id == where.pk and one.body.kind in DECIDING][:3],
        "records": request.actor.hat_for("record_decision", where.pk) is not None,
        "plans": request.actor.hat_for("prepare_meeting", where.pk) is not None,
    }


def resumed(request: Request) -> dict[str, Any]:
    """The decision that was just written for this very page, chosen where the page offers it."""
    return {"decision": request.GET.get("decision", "")}


@may(KEEPS)
@today_only
def tell_authority(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Of what was signed elsewhere: by what a party might sign, where nothing said it."""
    found = approval_of(request, key)
    agreement, where = found.party.agreement, found.party.organisation
    spec = kinds().get(agreement.kind)
    offered = decisions_for(spec.party(found.party.role) if spec else None, found.party, request.actor)
    form = ToldForm(offered, agreement, request.POST or None)

    def say() -> Done:
        operations.tell_authority(actor=request.actor, approval=found, now=request.now, **form.said)
        return Done(f"Ce qui habilitait {where.name} est inscrit.", page_of(found.instrument, scale))

    gesture = perform(request, form, say)
    context = {
        "agreement": agreement,
        "title": f"Ce qui habilitait {where.name}",
        "button": "L’inscrire",
        "lede": "La décision qui permettait de signer, ou ce que le papier en dit. C’est dit une fois.",
    }
    return gesture.done or gesture.page("agreements/gesture.html", context)


@may(KEEPS)
@today_only
def enter_clause(request: Request, scale: str, key: UUID, slug: str) -> HttpResponse:
    """What a clause of the paper says, where nobody had entered it."""
    text = instrument_of(request, key, 0)
    spec = kinds().get(text.agreement.kind)
    model = next((one for one in spec.known_on(request.today) if one.slug == slug), None) if spec else None
    if model is None:
        raise Http404("Cette nature de convention n’a pas cette clause.")
    form = EnteredForm(request.POST or None)

    def enter() -> Done:
        said = form.cleaned_data["text"]
        operations.enter_clause(actor=request.actor, instrument=text, slug=slug, text=said, now=request.now)
        return Done(f"Ce que dit « {model.title} » est inscrit.", PAGE, scale=scale, key=key)

    gesture = perform(request, form, enter)
    context = {
        "agreement": text.agreement,
        "title": f"Ce que dit la clause « {model.title} »",
        "button": "L’inscrire",
        "lede": "Comme le papier le dit. Une fois inscrit, cela ne se récrit pas : un avenant le change.",
    }
    return gesture.done or gesture.page("agreements/gesture.html", context)


@may(KEEPS)
@today_only
def prepare(request: Request, scale: str, key: UUID, gesture: str, number: int = 0) -> HttpResponse:
    """A gesture on a text that is being prepared, or its file."""
    instrument = instrument_of(request, key, number)
    agreement = instrument.agreement
    asked: dict[str, Any] = {"actor": request.actor, "instrument": instrument, "now": request.now}
    if gesture == "echeances":
        form: Any = TermsForm(
            request.POST or None, initial={name: getattr(instrument, name) for name in TermsForm.base_fields}
        )
        title, button, said = "Les dates de ce texte", "Enregistrer les dates", "Les dates sont inscrites."
        lede = "Qui avait approuvé le texte aura à l’approuver de nouveau."
        verb = lambda: operations.set_terms(dates=form.dates, **asked)  # noqa: E731
    elif gesture == "signee":
        places = {one.party.role: one.party.organisation.name for one in approvals_of(instrument)}
        form = SignedForm(places, request.POST or None, initial={"signed_on": request.today})
        title, button, said = (
            "Elle est signée",
            "Inscrire les signatures",
            "La convention est signée : elle ne se modifie plus.",
        )
        lede = "Chaque partie l’a approuvée, et l’a signée sur papier."
        verb = lambda: operations.record_signed(  # noqa: E731
            signed_on=form.cleaned_data["signed_on"], signers=form.signers, **asked
        )
    elif gesture == "fichier":
        form = AttachForm(request.POST or None, request.FILES or None)
        title, button, said = (
            "Joindre le document signé",
            "Le conserver",
            "Le document est conservé, tel que vous l’avez donné.",
        )
        lede = "Il est lu depuis cette page par qui lit la convention."
        verb = lambda: operations.attach(  # noqa: E731
            file=receive(form.cleaned_data["file"].name, content_of(form.cleaned_data["file"])), **asked
        )
    elif gesture == "abandonner":
        form = ReasonForm(request.POST or None)
        title, button, said = "Abandonner ce texte", "L’abandonner", "Ce texte est abandonné. Il reste à lire."
        lede = "Il n’a pas été signé : rien n’engageait encore."
        verb = lambda: operations.drop(reason=form.cleaned_data["reason"], **asked)  # noqa: E731
    else:
        raise Http404

    def do() -> Done:
        verb()
        return Done(said, page_of(instrument, scale))

    performed = perform(request, form, do, Shown(instrument, mark_of_text, first=agreement))
    context = {"agreement": agreement, "title": title, "button": button, "lede": lede}
    return performed.done or performed.page("agreements/gesture.html", context)


def approvals_of(instrument: Any) -> list[Any]:
    return list(instrument.approvals.select_related("party__organisation").order_by("party__rank"))


@may(KEEPS)
@require_POST
def start_talks(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The other parties read the draft from now on."""
    agreement = agreement_of(request, key)
    instrument = agreement.instruments.get(number=0)
    instrument.agreement = agreement

    def start() -> Done:
        operations.start_talks(actor=request.actor, instrument=instrument, now=request.now)
        return Done("Les autres parties lisent maintenant ce texte, et peuvent y écrire.", PAGE, scale=scale, key=key)

    gesture = perform(request, None, start)
    context = {"agreement": agreement, "title": "Ouvrir la négociation", "button": "", "lede": ""}
    return gesture.done or gesture.page("agreements/gesture.html", context)


@may(KEEPS)
@today_only
def take_back(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A party takes back its approval, before anything is signed."""
    found = approval_of(request, key)
    agreement = found.party.agreement
    form = ReasonForm(request.POST or None)

    def take() -> Done:
        operations.take_back(actor=request.actor, approval=found, reason=form.cleaned_data["reason"], now=request.now)
        return Done("L’accord est retiré.", page_of(found.instrument, scale))

    gesture = perform(request, form, take)
    context = {
        "agreement": agreement,
        "title": f"Retirer l’accord {of(found.party.organisation.name)}",
        "button": "Retirer l’accord",
        "lede": "Le texte n’est pas signé : il attendra de nouveau cet accord.",
    }
    return gesture.done or gesture.page("agreements/gesture.html", context)
