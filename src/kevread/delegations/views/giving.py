"""To give a delegation: one question at a time. Each answer is kept in the address; nothing is written before the last page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse

from kevread.common.errors import Denied, Invalid
from kevread.common.periods import add_months
from kevread.delegations import operations, permissions
from kevread.delegations.asks import Line, adopted_by
from kevread.delegations.forms import (
    ActsForm,
    DecisionForm,
    HolderForm,
    LimitsForm,
    NatureForm,
    SourceForm,
)
from kevread.delegations.loader import Act, acts
from kevread.delegations.models import Grant, Petition
from kevread.delegations.operations import Terms
from kevread.delegations.queries.register import acts_in_words, post_in_words, posts_of, sources_of
from kevread.delegations.queries.spaces import regional_spaces
from kevread.seats.models import Body, Mandate
from kevread.seats.rules import dates
from kevread.ui.access import signed_in, today_only
from kevread.ui.forms import put_back
from kevread.ui.gestures import Done, perform
from kevread.ui.places import page_of_ours
from kevread.ui.request import Request, number

ELECTED = (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)
STEPS = 7
BODY = "instance:"


@dataclass
class Giving:
    """What was answered so far, and what the next question offers."""

    request: Request
    petition: Petition | None = None
    bodies: dict[str, Body] = field(default_factory=dict)
    sources: dict[str, Mandate | Grant] = field(default_factory=dict)
    posts: dict[str, Mandate] = field(default_factory=dict)
    spaces: dict[str, Body] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    titles: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)  # questions with one answer, which are not asked

    @property
    def body(self) -> Body | None:
        return self.bodies.get(self.said.get("source", ""))

    @property
    def source(self) -> Mandate | Grant | None:
        return self.sources.get(self.said.get("source", ""))

    @property
    def parent(self) -> Grant | None:
        return self.source if isinstance(self.source, Grant) else None

    @property
    def nature(self) -> str:
        return self.parent.nature if self.parent else self.said.get("nature", "")

    @property
    def post(self) -> Mandate:
        return self.posts[self.said["post"]]

    def offered(self) -> dict[str, Act]:
        """What of this nature may be given by this source."""
        book = {
            code: act
            for code, act in acts().on(self.request.today).items()
            if self.nature in act.natures and act.delegated
        }
        if self.parent:
            return {code: act for code, act in book.items() if code in self.parent.acts and act.regranted}
        if isinstance(self.source, Mandate):
            seat = f"{self.source.seat.body.kind}/{self.source.seat.title}"
            return {code: act for code, act in book.items() if seat in act.offices}
        return book

    def questions(self) -> list[Callable[[Any], forms.Form]]:
        """The questions, given what is answered: without the decision, when no body gives it; without the nature, inside
        another delegation."""
        asked: list[Callable[[Any], forms.Form]] = [self.ask_source]
        if self.body:
            asked.append(self.ask_decision)
        asked.append(self.ask_holder)
        if not self.parent:
            asked.append(self.ask_nature)
        return [*asked, self.ask_acts, self.ask_limits]

    def ask_source(self, data: Any) -> forms.Form:
        choices = [(key, f"{body.name}, qui l’a décidée") for key, body in self.bodies.items()]
        words = dict(self.titles)
        return SourceForm(choices + [(key, words[key]) for key in self.sources], data)

    def ask_decision(self, data: Any) -> forms.Form:
        return DecisionForm(adopted_by(self.body.pk, self.request.scale) if self.body else [], data)

    @property
    def by_what(self) -> Line | None:
        """The decision of the register that is cited, for whoever confirms to read it."""
        found = adopted_by(self.body.pk, self.request.scale) if self.body and self.said.get("decided_in") else []
        return next((one for one in found if str(one.key) == self.said["decided_in"]), None)

    def ask_holder(self, data: Any) -> forms.Form:
        here = self.petition.person_id if self.petition else None
        posts = {key: post for key, post in self.posts.items() if here is None or post.person_id == here}
        return HolderForm([(key, post_in_words(post)) for key, post in posts.items()], data)

    def ask_nature(self, data: Any) -> forms.Form:
        """Of a request: those that may hold the act that is asked."""
        wanted = acts().on(self.request.today).get(self.petition.act) if self.petition else None
        natures = wanted.natures if wanted else Grant.Nature.values
        return NatureForm([Grant.Nature.SPACE] if self.petition and self.petition.space_id else natures, data)

    def ask_acts(self, data: Any) -> forms.Form:
        initial = {"acts": [self.petition.act]} if self.petition else {}
        return ActsForm([(code, act.label) for code, act in self.offered().items()], data, initial=initial)

    def ask_limits(self, data: Any) -> forms.Form:
        today, parent = self.request.today, self.parent
        last = parent.dates.last if parent else add_months(today, 12)
        initial: dict[str, Any] = {"first": today, "last": last}
        if self.petition and self.petition.cents:
            initial[f"ceiling_{self.petition.act}"] = f"{self.petition.cents / 100:g}".replace(".", ",")
        if self.petition and self.petition.space_id:
            initial["space"] = str(self.petition.space_id)
        chosen = [
            (code, act) for code, act in self.offered().items() if code in self.said.get("acts", []) and act.amount
        ]
        spaces = [(key, space.name) for key, space in self.spaces.items()]
        return LimitsForm(chosen, self.nature, spaces, data, initial=initial)

    def terms(self, limits: LimitsForm) -> Terms:
        typed = limits.cleaned_data
        return Terms(
            post=self.post,
            nature=self.nature,
            acts=tuple(self.said["acts"]),
            period=dates(typed["first"], typed["last"]),
            ceilings=limits.ceilings,
            limits=typed["limits"],
            means=typed["means"],
            further=typed.get("further", False),
            space=self.spaces.get(typed.get("space", "")),
            level=typed.get("level", ""),
            days=typed.get("days"),
        )


def giving(request: Request) -> Giving:
    """Whoever may give something here, with what they may. Raises Denied."""
    organisation, today = request.scale, request.today
    asked = request.POST.get("demande") or request.GET.get("demande") or ""
    waiting = Petition.objects.open().filter(organisation=organisation).select_related("person")
    petition = next((one for one in waiting if str(one.pk) == asked), None)
    recorded = permissions.may_record(request.actor, organisation)
    bodies = Body.objects.on(today).filter(organisation=organisation, kind__in=ELECTED).order_by("rank", "name")
    mine = sources_of(request.actor, organisation, today)
    titles = [(str(source.pk), words) for words, source in mine]
    if not (recorded or mine):
        recorded.or_raise()
    return Giving(
        request,
        petition,
        bodies={BODY + body.slug: body for body in bodies} if recorded else {},
        sources={str(source.pk): source for _, source in mine},
        posts={str(post.pk): post for post in posts_of(organisation, today)},
        spaces={str(space.pk): space for space in regional_spaces(today)},
        titles=titles,
    )


@signed_in
@today_only
def give(request: Request, scale: str) -> HttpResponse:
    """One question at a time, then what would be written, to confirm."""
    going = giving(request)
    data = (request.POST if request.method == "POST" else request.GET).copy()
    answered = number(data.get("pas", "0"), 0, STEPS) or 0
    asked: list[forms.Form] = []
    for place in range(STEPS):
        questions = going.questions()
        if place >= len(questions):
            break
        form = questions[place](data if place < answered else None)
        if only := only_answer(form):
            going.skipped.append(place)
            data.update({name: value for name, value in only.items() if name not in data})
            form = questions[place](data)
        asked.append(form)
        if (place >= answered and not only) or not form.is_valid():
            return page(request, going, form, place, data)
        going.said |= form.cleaned_data
    limits = asked[-1]
    assert isinstance(limits, LimitsForm)

    def write() -> Done:
        made = written(request, going, limits)
        said = f"La délégation est proposée à {made.holder}. Elle vaut du jour où elle est acceptée."
        return Done(said, "delegations:grant", scale=scale, key=made.pk)

    gesture = perform(request, None, write)
    if isinstance(gesture.refusal, Invalid):
        wrong = next(
            (place for place, form in enumerate(asked) if gesture.refusal.field in form.fields), len(asked) - 1
        )
        put_back(asked[wrong], gesture.refusal)
        return page(request, going, asked[wrong], wrong, data)
    context = {
        "going": going,
        "decision": going.by_what,
        "hidden": hidden(data, len(asked)),
        "acts": acts_in_words(sketch(going, limits)),
        "limits": limits.cleaned_data,
        "nature": Grant.Nature(going.nature).label,
        "back": back(request, going, data, len(asked)),
        "by": going.body.name if going.body else dict(going.titles)[going.said["source"]],
    }
    return gesture.done or gesture.page("delegations/confirm.html", context)


def written(request: Request, going: Giving, limits: LimitsForm) -> Grant:
    shared: dict[str, Any] = {"actor": request.actor, "organisation": request.scale, "now": request.now}
    shared |= {"terms": going.terms(limits), "petition": going.petition}
    if going.body:
        key = going.said.get("decided_in")
        return operations.record(
            body=going.body,
            decided_in=UUID(key) if key else None,
            decision=going.said.get("decision", ""),
            decided_on=going.said.get("decided_on"),
            **shared,
        )
    if going.parent:
        return operations.give(parent=going.parent, **shared)
    if isinstance(going.source, Mandate):
        return operations.give(office=going.source, **shared)
    raise Denied("Dites au titre de quoi vous donnez cette délégation.")


def sketch(going: Giving, limits: LimitsForm) -> Grant:
    """What would be written, to be read: of no table."""
    terms = going.terms(limits)
    said = {"space": terms.space, "level": terms.level, "days": terms.days}
    return Grant(acts=list(terms.acts), ceilings=dict(terms.ceilings), **said)


def only_answer(form: forms.Form) -> dict[str, str]:
    """Of a question to which there is one answer to choose, and no other: it is not asked. Empty otherwise."""
    if len(form.fields) != 1:
        return {}
    ((name, one),) = form.fields.items()
    if not isinstance(one, forms.ChoiceField) or isinstance(one, forms.MultipleChoiceField):
        return {}
    known = [str(value) for value, _ in one.choices if value != ""]  # type: ignore[union-attr, misc]
    return {name: known[0]} if len(known) == 1 else {}


def page(request: Request, going: Giving, form: forms.Form, place: int, data: Any) -> HttpResponse:
    gesture = perform(request, form, lambda: None)
    context = {
        "going": going,
        "hidden": [(name, value) for name, value in hidden(data, place + 1) if name not in form.fields],
        "place": place + 1 - len([one for one in going.skipped if one < place]),
        "many": len(going.questions()) - len(going.skipped),
        "back": back(request, going, data, place),
        "nothing": not any(getattr(one, "choices", True) for one in form.fields.values()),
    }
    return gesture.page("delegations/give.html", context, status=422 if form.is_bound and form.errors else 200)


def hidden(data: Mapping[str, Any], place: int) -> list[tuple[str, str]]:
    """What was answered, carried to the next page."""
    kept = [
        (name, value)
        for name, values in data.lists()  # type: ignore[attr-defined]
        for value in values
        if name not in ("pas", "csrfmiddlewaretoken", "au")
    ]
    return [*kept, ("pas", str(place))]


def back(request: Request, going: Giving, data: Any, place: int) -> str:
    """The address of the question before that was asked, with what was answered; nothing where none was."""
    before = [one for one in range(place) if one not in going.skipped]
    if not before:
        return ""
    query = data.copy()
    query["pas"] = str(before[-1])
    query.pop("csrfmiddlewaretoken", None)
    return page_of_ours(f"{request.path}?{query.urlencode()}"[:1000]) or request.path
