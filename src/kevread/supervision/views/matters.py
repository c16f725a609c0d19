"""A matter: opened, answered by each line, decided; dropped or annulled."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kevread.chronicle.queries.story import story
from kevread.common.errors import Refused
from kevread.common.facts import LOCAL
from kevread.decisions.models import Decision
from kevread.directory.models import Affiliation, Organisation
from kevread.staff.models import Post
from kevread.staff.permissions import DECIDES
from kevread.staff.queries.board import posts_told
from kevread.supervision import operations
from kevread.supervision.asks import LEAVES
from kevread.supervision.forms import (
    AboutPersonForm,
    AboutPostForm,
    CandidateForm,
    PanelForm,
    ReasonForm,
    SayForm,
    SettleForm,
)
from kevread.supervision.loader import acts
from kevread.supervision.models import Ending, Expense, Leave, Matter
from kevread.supervision.operations.closing import is_theirs_alone
from kevread.supervision.operations.employing import awaits_contract
from kevread.supervision.queries.lacking import lacking
from kevread.supervision.queries.leaves import where_it_is
from kevread.supervision.queries.lines import lines_now
from kevread.supervision.queries.matters import MatterShown, as_it_stood, lines_of_actor
from kevread.supervision.queries.panels import offered
from kevread.supervision.rules import EMPLOYER, heard_too
from kevread.supervision.scene import (
    as_shown,
    candidate_of,
    line_about,
    lines_to_open,
    matter_of,
    panelist_of,
    workers_here,
)
from kevread.ui.access import confidential, may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request

from .within import because_own, within

SHOWN_DECISIONS = 30
ASKED_APART = {  # what is asked by a form of its own
    "leave": "supervision:ask_leave",
    "expense": "supervision:propose_expense",
    "ending": "supervision:ask_ending",
}


@within
@today_only
def open_matter(request: Request, scale: str, code: str) -> HttpResponse:
    """Open one, in the name of the line that the matrix says."""
    spec = acts().opened().get(code)
    line, about_whom = lines_to_open(request, workers_here(request)).get(code, ("", []))
    if spec is None or not line:
        raise Http404("Ce dossier ne s’ouvre pas ici.")
    if spec.form in ASKED_APART:
        return redirect(screen_address(ASKED_APART[spec.form], scale=scale))
    workers = {f"{one.post.pk}:{one.person.pk}": one for one in about_whom}
    rows = Post.objects.on(request.today).standing().filter(employer=request.scale)
    posts = {str(one.pk): one for one in rows}
    poles = {str(one.pk): one for one in poles_of(request)}
    form: AboutPostForm | AboutPersonForm
    if spec.about == "post":
        form = AboutPostForm(
            [(str(key), name) for key, name in posts_told(rows, request.today).items()],
            [(key, one.name) for key, one in poles.items()],
            request.POST or None,
            initial={"post": request.GET.get("poste", "")},
        )
    else:
        form = AboutPersonForm(
            [(key, f"{one.person}, {one.post.name}") for key, one in workers.items()],
            request.POST or None,
            initial={"title": spec.label},
        )

    def open_it() -> Done:
        typed = form.cleaned_data
        if spec.about == "post":
            about: dict[str, Any] = {
                "post": posts[typed["post"]],
                "poles": [poles[key] for key in typed.get("poles", ())],
            }
        else:
            worker = workers[typed["worker"]]
            about = {"post": worker.post, "person": worker.person}
        made = operations.raise_matter(
            actor=request.actor,
            code=code,
            line=line_about(request, line, about["person"].pk) if "person" in about else line,
            place=request.scale,
            title=typed["title"],
            text=typed["text"],
            now=request.now,
            **about,
        )
        return Done(f"« {spec.label} » est ouvert.", "supervision:matter", scale=scale, key=made.pk)

    gesture = perform(request, form, open_it)
    return gesture.done or gesture.page("supervision/open.html", {"spec": spec, "code": code})


def poles_of(request: Request) -> list[Organisation]:
    rows = Affiliation.objects.on(request.today).filter(of=request.scale, member__scale=LOCAL).select_related("member")
    return [one.member for one in rows.order_by("member__search", "pk")]


@confidential
@within
def matter(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A matter: what is asked, what each line wrote, what was decided and by what right; what this person may do of it."""
    found = matter_of(request, key)
    if found.matter.person_id == request.actor.person:
        request.own_reason = because_own(found.matter.organisation.name)
    acts_now = found.is_open and not request.is_past
    employs = (EMPLOYER, found.matter.organisation_id) in found.mine  # of its line, or by a delegation
    is_line = (EMPLOYER, found.matter.organisation_id) in lines_of_actor(request.actor)
    leave = Leave.objects.filter(matter=found.matter).select_related("matter").first()
    as_it_stood(found, leave, request.on)
    context = {
        "shown": found,
        "matter": found.matter,
        "acts_now": acts_now,
        "to_write": [one for one in found.awaited if one.is_mine] if acts_now else [],
        "newcomers": newcomers(request, found) if acts_now and employs else [],
        "decides": found.decides and acts_now,
        "is_ready": found.is_ready,
        "keeps": employs and acts_now,
        "employs": is_line and not request.is_past and awaits_contract(found.matter),
        "reads_contract": is_line and found.matter.contract_id is not None,
        "leave": leave,
        "word": where_it_is(found, leave, request.actor, request.on),
        "gives_back": leave is not None
        and found.matter.person_id == request.actor.person
        and not request.is_past
        and leave.is_standing
        and leave.first > request.today,
        "recruits": found.act is not None and found.act.form == "recruitment",
        "associates": found.act is not None and bool(found.act.panel),
        "story": story(request.actor, found.matter.pk, *(one.side.pk for one in found.sides))
        if found.mine and not request.is_past
        else None,
    }
    context |= asked_apart(request, found, is_line and not request.is_past, acts_now and leave is None)
    return render(request, "supervision/matter.html", context)


def asked_apart(request: Request, found: MatterShown, keeps: bool, is_withdrawn: bool) -> dict[str, Any]:
    """Of an expense or the end of a contract: what it says, what the employer’s line does once it is decided (`keeps`), and
    whether the person may withdraw what they asked (`is_withdrawn`)."""
    row, own = found.matter, request.actor.person
    ending = Ending.objects.filter(matter=row).select_related("contract__employer").first()
    expense = Expense.objects.filter(matter=row).first()
    for part in (ending, expense):
        as_it_stood(found, part, request.on)
    keeps = keeps and row.annulled_on is None
    is_decided = keeps and ending is not None and ending.last is not None
    ways = [one(ending.contract) for one in LEAVES] if is_decided and ending else []
    granted = expense is not None and expense.answer == Expense.Answer.GRANTED and expense.paid_on is None
    is_done = (ending is not None and ending.written_on) or (expense is not None and expense.paid_on)
    is_another_s = row.closed_at is None and is_theirs_alone(row) and row.raised_by_id != own
    return {
        "corrects": speaks_for_decider(found)
        and not request.is_past
        and row.annulled_on is None
        and not (is_done or is_another_s),
        "ending": ending,
        "drops": found.decides and is_withdrawn and expense is None and not is_theirs_alone(row),
        "expense": expense,
        "withdraws": is_withdrawn and own is not None and row.raised_by_id == own and is_withdrawable(row, expense),
        "pays": keeps and granted and row.person_id != own,
        "ends": is_decided
        and ending is not None
        and ending.written_on is None
        and not ending.contract.end_reason
        and row.person_id != own,
        "leads_to": next((way for way in ways if way), None),
    }


def is_withdrawable(matter: Matter, expense: Expense | None) -> bool:
    """What somebody asked for themselves; an expense, by whoever proposed it."""
    return matter.raised_by_id == matter.person_id or expense is not None


def speaks_for_decider(found: MatterShown) -> bool:
    """Whether this person speaks for the line that decides: it alone says that a matter was a mistake."""
    decider = found.act.decider if found.act else EMPLOYER
    return any(line == decider for line, _ in found.mine)


def newcomers(request: Request, found: MatterShown) -> list[Organisation]:
    """The pôles that came to this post since it was opened, have a share of it, and that nothing asks yet."""
    if found.act is None:
        return []
    asked = {one.side.organisation_id for one in found.sides}
    keys = [one for one in heard_too(found.act, lines_now(found.matter, request.today)) if one not in asked]
    return list(Organisation.objects.filter(pk__in=keys).order_by("search"))


@confidential
@within
@today_only
def say(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Write what this organisation’s line is asked: read again as it will be kept, then sent. A form that another window sent
    before is told so, with what it says."""
    found = matter_of(request, key)
    asked = found.sides if request.method == "POST" else found.awaited
    mine = [one for one in asked if one.is_mine and one.side.organisation_id == request.scale.pk]
    side = next((one for one in mine if not one.is_said), next(iter(mine), None))
    if side is None:
        raise Http404("Rien n’est attendu ici de cette ligne.")
    form = SayForm(request.POST or None)
    context = {"shown": found, "matter": found.matter, "side": side, "written": ""}

    def say_it() -> Done | None:
        if not is_confirmed(request) and not side.is_said:
            context["written"] = "" if request.POST.get("etape") == "changer" else form.cleaned_data["text"]
            return None
        operations.say(
            actor=request.actor,
            matter=found.matter,
            line=side.side.line,
            place=request.scale,
            text=form.cleaned_data["text"],
            now=request.now,
        )
        return Done("C’est écrit, et gardé tel quel.", "supervision:matter", scale=scale, key=key)

    gesture = perform(request, form, say_it)
    return gesture.done or gesture.page("supervision/say.html", context)


@confidential
@may("read")
@today_only
def settle(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Decide, by a decision of the register, an office or a delegation. A form that comes too late is told so by the verb."""
    found = matter_of(request, key)
    if not found.decides and request.method != "POST":
        raise Http404("Ce dossier ne se décide pas ici.")
    candidates = {str(one.pk): one for one in found.matter.candidates.all()}
    rows = Decision.objects.visible_to(request.actor).binding()
    rows = rows.filter(organisation=request.scale, body__kind__in=DECIDES)
    decisions = {
        str(one.pk): one for one in rows.select_related("body").order_by("-decided_on", "-number")[:SHOWN_DECISIONS]
    }
    form = SettleForm(
        found.act.form if found.act else "",
        [(key, one.name) for key, one in candidates.items()],
        [(key, str(one)) for key, one in decisions.items()],
        request.POST or None,
    )

    def settle_it() -> Done:
        typed = form.cleaned_data
        operations.settle(
            actor=request.actor,
            matter=found.matter,
            place=request.scale,
            conclusion=typed["conclusion"],
            held_on=typed.get("held_on"),
            takes_stock=typed.get("takes_stock", False),
            chosen=candidates.get(typed.get("chosen", "")),
            decision=decisions.get(typed.get("decision", "")),
            now=request.now,
        )
        return Done("C’est décidé.", "supervision:matter", scale=scale, key=key)

    gesture = perform(request, form, settle_it, as_shown(found))
    told = lacking(found.matter, found.act, request.today) if found.is_open else []
    context = {"shown": found, "matter": found.matter, "lacking": told}
    return gesture.done or gesture.page("supervision/settle.html", context)


@confidential
@within
@today_only
def change(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """Not pursue it, say that it was a mistake, note who applied, associate somebody."""
    found = matter_of(request, key)
    told = GESTURES.get(gesture)
    if told is None or (not found.mine and found.matter.raised_by_id != request.actor.person):
        raise Http404("Ce geste n’existe pas.")
    mandates = {str(one.pk): one for one in offered(found.matter, request.today)} if gesture == "associer" else {}
    form = form_of(gesture, [(pk, f"{one.person}, {one.seat.name}") for pk, one in mandates.items()], request)

    def do() -> Done:
        asked: dict[str, Any] = {"actor": request.actor, "matter": found.matter, "now": request.now}
        typed = form.cleaned_data
        if gesture == "abandonner":
            operations.drop(reason=typed["reason"], **asked)
        elif gesture == "annuler":
            operations.annul(reason=typed["reason"], **asked)
        elif gesture == "candidature":
            operations.add_candidate(name=typed["name"], received_on=typed["received_on"], **asked)
        else:
            operations.associate(mandate=mandates[typed["mandate"]], **asked)
        return Done(told[2], "supervision:matter", scale=scale, key=key)

    done = perform(request, form, do)
    context = {"shown": found, "matter": found.matter, "title": told[0], "lede": told[1], "button": told[0]}
    return done.done or done.page("supervision/change.html", context)


GESTURES = {
    "abandonner": ("Ne pas poursuivre", "Le dossier se ferme, et dit pourquoi.", "Le dossier est clos."),
    "annuler": (
        "C’était une erreur",
        "Le dossier reste, annulé : il ne compte plus pour rien.",
        "Le dossier est annulé.",
    ),
    "candidature": ("Ajouter une candidature", "Un nom et un jour, et rien de plus.", "La candidature est ajoutée."),
    "associer": (
        "Associer quelqu’un",
        "Un membre du conseil ou de l’équipe prend part à la décision.",
        "Cette personne est associée.",
    ),
}


def form_of(gesture: str, mandates: list[tuple[str, str]], request: Request) -> ReasonForm | CandidateForm | PanelForm:
    if gesture == "candidature":
        return CandidateForm(request.POST or None, initial={"received_on": request.today})
    return PanelForm(mandates, request.POST or None) if gesture == "associer" else ReasonForm(request.POST or None)


@confidential
@may("read")
@require_POST
def remove_candidate(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was withdrawn, or typed by mistake."""
    found = candidate_of(request, key)
    return at_once(
        request,
        found.matter_id,
        lambda: operations.remove_candidate(actor=request.actor, candidate=found, now=request.now),
    )


@confidential
@may("read")
@require_POST
def release(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Somebody is not associated any more."""
    found = panelist_of(request, key)
    return at_once(
        request, found.matter_id, lambda: operations.release(actor=request.actor, panelist=found, now=request.now)
    )


@confidential
@may("read")
@require_POST
def ask_line(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A pôle came to this post meanwhile: it is asked too."""
    found = matter_of(request, key)
    place = next((one for one in newcomers(request, found) if one.slug == request.POST.get("pole")), None)
    if place is None:
        raise Http404("Ce pôle n’est pas à demander.")
    return at_once(
        request,
        key,
        lambda: operations.ask_line(actor=request.actor, matter=found.matter, place=place, now=request.now),
    )


def at_once(request: Request, key: UUID, verb: Callable[[], object]) -> HttpResponse:
    """A press of a button that asks nothing more: what is refused is told on the page of the matter."""

    def do() -> Done:
        verb()
        return Done("C’est fait.", "supervision:matter", scale=request.scale.slug, key=key)

    gesture = perform(request, None, do)
    if gesture.done:
        return gesture.done
    refusal = gesture.refusal or Refused("Rien n’a changé.")
    return render(request, "supervision/refused.html", {"refusal": refusal, "key": key}, status=409)
