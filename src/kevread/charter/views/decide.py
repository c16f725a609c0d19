"""Where one decides a setting, attests a clause, says what registers are kept, attaches the founding document."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse

from kevread.charter import operations, permissions
from kevread.charter.asks import FIXED_BY
from kevread.charter.engine import framework
from kevread.charter.exports import REGISTERS
from kevread.charter.forms import (
    AnnulSettingForm,
    AttestForm,
    CorrectionForm,
    KeepForm,
    SettingForm,
    SourceForm,
    StopKeepingForm,
    TryForm,
    WithdrawForm,
)
from kevread.charter.models import Attestation, Keeping, Setting, Source
from kevread.charter.operations.derogations import register_kept
from kevread.charter.operations.effects_in_words import back_to, valued, what_follows, what_is_kept
from kevread.charter.queries.document import read_document
from kevread.charter.queries.text import circle_of, decision_on
from kevread.charter.queries.written import where_written
from kevread.charter.source import quotes_of
from kevread.charter.specs import SettingSpec
from kevread.common import rooms
from kevread.common.errors import Invalid
from kevread.common.facts import HEAD
from kevread.common.periods import add_months, day_in_words
from kevread.directory.models import Organisation
from kevread.ui.access import may, public
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import csv_file, table_file

TRIED = "essai"
EXAMPLE = ("les premiers mots de la phrase qui porte cette règle", "les mots de la suivante", "et ainsi de suite")


@public
def decide_setting(request: Request, scale: str, setting: str) -> HttpResponse:
    """A setting: its value, its history, and for those who may, the decision that changes it."""
    if setting not in framework().settings:
        raise Http404("Le cadre commun n’a pas de modalité de ce nom.")
    spec = framework().settings[setting]
    own = request.scale if spec.decided_by == "own" else None
    decision = decision_on(setting, own, request.on)
    head = Organisation.objects.at_scale(HEAD).get()
    grounds = permissions.may_set(request.actor, spec, request.scale, head)
    kept = register_kept(own or head, request.today)
    initial = {} if kept else {"since": request.today, "adopted_on": request.today}  # what is written here is of before
    asked = request.POST if request.POST.get("etape") == TRIED else None
    trying = TryForm(spec, asked, prefix="essai", initial={"since": request.today})
    tried = {**trying.cleaned_data} if asked and trying.is_valid() else {}  # it is not typed again to be decided
    form = SettingForm(spec, None if asked else request.POST or None, initial=initial | tried, kept=kept)
    if request.method == "POST":
        grounds.or_raise()
    rule = article_of(setting)
    context = {"spec": spec, "decision": decision, "grounds": grounds, "rule": rule, "kept": kept, "follows": ""}
    context |= {"trying": trying, "tried": "", "form": form}
    if spec.fixed_in:
        context["written"] = where_written(setting, request.scale)

    def decide() -> Done | None:
        day = max(form.cleaned_data["since"], request.today)

        def verb() -> operations.Shifts:
            return operations.decide_setting(
                on=day, name=setting, actor=request.actor, organisation=own, now=request.now, **form.cleaned_data
            )[1]

        if not is_confirmed(request):
            told = what_follows(operations.rehearsed(verb), day, request.today)
            told_value = valued(spec, form.cleaned_data["value"], decision.current)
            context["follows"] = f"À partir du {day_in_words(form.cleaned_data['since'])} : {told_value}. {told}"
            return None
        said = f"C’est inscrit. {what_follows(verb(), day, request.today)}"
        return Done(said, "charter:article", scale=scale, rule=rule)

    def look() -> None:
        context["tried"] = looked_at(request, spec, own, decision.current, trying.cleaned_data)

    gesture = perform(request, trying, look) if asked else perform(request, form, decide)
    if kept and grounds:
        carried = {"valeur": tried["value"], "depuis": tried["since"].isoformat()} if context["tried"] else {}
        offered = (fixed_by(request.actor, own or head, setting, carried) for fixed_by in FIXED_BY)
        context["fixing"] = next(filter(None, offered), None)
    return gesture.done or gesture.page("charter/setting.html", context)


def looked_at(
    request: Request, spec: SettingSpec, own: Organisation | None, current: Setting | None, typed: dict[str, Any]
) -> str:
    """What a value would change, as if it were decided: the real verb, of which nothing stays."""
    day = max(typed["since"], request.today)
    told = {"adopted_by": "Essai", "adopted_on": min(request.today, typed["since"])}
    asked = {"name": spec.name, "organisation": own} | told | typed

    def verb() -> operations.Shifts:
        with operations.watching(day, spec.name) as shifts:
            operations.set_setting(actor=request.actor, now=request.now, **asked)
        return shifts

    follows = what_follows(operations.rehearsed(verb), day, request.today)
    return f"À partir du {day_in_words(typed['since'])} : {valued(spec, typed['value'], current)}. {follows}"


@may("read")
def annul_setting(request: Request, scale: str, setting: str) -> HttpResponse:
    """The last value was written by mistake: what follows is shown, then confirmed; the value before is as it was."""
    spec, last = last_value(request, setting)
    head = Organisation.objects.at_scale(HEAD).get()
    grounds = permissions.may_set(request.actor, spec, request.scale, head)
    form = AnnulSettingForm(request.POST or None)
    if request.method == "POST":
        grounds.or_raise()
    rule = article_of(setting)
    same = Setting.objects.filter(name=setting, organisation=last.organisation)
    before = same.filter(period__endswith=last.period.lower).exists()
    context = {"spec": spec, "last": last, "before": before, "grounds": grounds, "rule": rule, "follows": ""}

    def annul() -> Done | None:
        def verb() -> operations.Shifts:
            return operations.annul_setting(
                on=request.today, actor=request.actor, setting=last, now=request.now, **form.cleaned_data
            )

        if not is_confirmed(request):
            told = what_follows(operations.rehearsed(verb), request.today, request.today)
            context["follows"] = f"{back_to(spec, last)} {told}"
            return None
        said = (
            f"Cette valeur est annulée : elle n’a jamais eu cours. {what_follows(verb(), request.today, request.today)}"
        )
        if last.decided_in:
            said += " La décision qui la fixait reste adoptée : la voici."
            return Done(said, "decision", scale=scale if last.organisation_id else head.slug, key=last.decided_in)
        return Done(said, "charter:article", scale=scale, rule=rule)

    gesture = perform(request, form, annul)
    return gesture.done or gesture.page("charter/annul_setting.html", context)


def last_value(request: Request, setting: str) -> tuple[SettingSpec, Setting]:
    """The last value of a setting, in its words. 404 when nobody decided any."""
    spec = framework().settings.get(setting)
    own = request.scale if spec and spec.decided_by == "own" else None
    current = decision_on(setting, own, request.on).history[:1] if spec else []
    if spec is None or not current:
        raise Http404("Aucune valeur n’a encore été décidée : il n’y a rien à corriger.")
    current[0].words = spec.words(current[0].value)
    return spec, current[0]


@may("read")
def correct_setting(request: Request, scale: str, setting: str) -> HttpResponse:
    """Set right the last value, mistyped: what follows is shown, then confirmed. Its dates stay, and the journal keeps what
    was written."""
    spec, last = last_value(request, setting)
    head = Organisation.objects.at_scale(HEAD).get()
    grounds = permissions.may_set(request.actor, spec, request.scale, head)
    known = {"value": spec.typed(last.value), "adopted_by": last.adopted_by, "adopted_on": last.adopted_on}
    form = CorrectionForm(spec, request.POST or None, initial=known, last=last)
    if request.method == "POST":
        grounds.or_raise()
    rule = article_of(setting)
    context = {"spec": spec, "last": last, "grounds": grounds, "rule": rule, "follows": ""}

    def put_right() -> Done | None:
        def verb() -> operations.Shifts:
            return operations.mend_setting(
                on=request.today, setting=last, actor=request.actor, now=request.now, **form.cleaned_data
            )[1]

        if not is_confirmed(request):
            told = what_follows(operations.rehearsed(verb), request.today, request.today)
            context["follows"] = f"Valeur : {valued(spec, form.cleaned_data['value'], last)}. {told}"
            return None
        said = f"La saisie est corrigée. {what_follows(verb(), request.today, request.today)}"
        return Done(said, "charter:article", scale=scale, rule=rule)

    gesture = perform(request, form, put_right)
    return gesture.done or gesture.page("charter/correct_setting.html", context)


def article_of(name: str) -> str:
    return name.rsplit(".", 1)[0]


@may("read")
def attest(request: Request, scale: str, rule: str, clause: int) -> HttpResponse:
    """Attest a clause: the piece that shows it, and its date."""
    article = framework().articles.get(rule)
    found = next((c for c in article.clauses if c.number == clause and c.way == "attested"), None) if article else None
    if article is None or found is None or request.scale.scale not in found.binds:
        raise Http404("Ce point ne s’atteste pas ici.")
    grounds = permissions.may_attest(request.actor, request.scale)
    standing = Attestation.objects.on(request.today).filter(clause=found.key, organisation=request.scale).first()
    form = AttestForm(request.POST or None, initial={"last": add_months(request.today, found.months)})

    def say() -> Done:
        operations.attest(
            actor=request.actor,
            clause=found.key,
            organisation=request.scale,
            person=request.person,
            now=request.now,
            **form.cleaned_data,
        )
        said = "Votre attestation est enregistrée, à votre nom et à sa date."
        return Done(said, "charter:article", scale=scale, rule=rule)

    gesture = perform(request, form, say)
    context = {"article": article, "clause": found, "grounds": grounds, "standing": standing}
    return gesture.done or gesture.page("charter/attest.html", context)


@may("read")
def withdraw(request: Request, scale: str, key: str) -> HttpResponse:
    """Withdraw an attestation: it is closed, never removed."""
    attestation = Attestation.objects.filter(pk=key, organisation=request.scale).select_related("person").first()
    if attestation is None:
        raise Http404("Cette attestation n’existe pas ici.")
    rule = attestation.clause.split("/")[0]
    grounds = permissions.may_attest(request.actor, request.scale)
    form = WithdrawForm(request.POST or None, initial={"last": request.today})

    def close() -> Done:
        operations.withdraw_attestation(
            actor=request.actor, attestation=attestation, now=request.now, **form.cleaned_data
        )
        said = "L’attestation est close. Elle reste lisible à ses dates."
        return Done(said, "charter:article", scale=scale, rule=rule)

    gesture = perform(request, form, close)
    is_over = attestation.dates.last is not None and attestation.dates.last < request.today
    context = {"attestation": attestation, "grounds": grounds, "rule": rule, "is_over": is_over}
    return gesture.done or gesture.page("charter/withdraw.html", context)


def kept_here(request: Request) -> list[tuple[str, Keeping | None]]:
    """Every register, and since when it is kept, if it is."""
    kept = {k.register: k for k in Keeping.objects.filter(organisation=request.scale).on(request.on)}
    return [(label, kept.get(value)) for value, label in rooms.registers()]


@may("read")
def registers_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, REGISTERS, kept_here(request), form)


@may("read")
def registers(request: Request, scale: str) -> HttpResponse:
    """Kept since: what the organisation writes in Kevread, and since when. Several registers, of all the organisations here
    where one may, are begun at once: what follows is shown, then confirmed."""
    grounds = permissions.may_keep(request.actor, request.scale)
    around = circle_of(request.scale, request.on, request.actor).everyone
    there = Organisation.objects.on(request.on).filter(pk__in=around).order_by("search", "slug")
    mine = [one for one in there if permissions.may_keep(request.actor, one)]
    lacking = not_kept(mine, request.on)
    form = KeepForm(lacking, request.POST or None, initial={"since": request.today})
    context: dict[str, object] = {"grounds": grounds, "mine": mine, "lacking": lacking, "follows": ""}

    def begin() -> Done | None:
        if not mine:
            grounds.or_raise()

        def verb() -> str:
            kept, states = operations.kept_and_told(keep, form.chosen, request.today)
            return what_is_kept(kept, states, request.today)

        def keep() -> list[Keeping]:
            asked = {"organisations": form.chosen, **{name: form.cleaned_data[name] for name in ("registers", "since")}}
            return operations.keep_registers(actor=request.actor, now=request.now, **asked)

        if not is_confirmed(request):
            context["follows"] = operations.rehearsed(verb)
            return None
        return Done(f"C’est inscrit. {verb()}", "charter:registers", scale=scale)

    gesture = perform(request, form, begin)
    context["rows"] = rows = kept_here(request)
    context["kept"] = any(keeping for _, keeping in rows)
    return gesture.done or gesture.page("charter/registers.html", context)


def not_kept(organisations: list[Organisation], on: date) -> dict[Organisation, list[str]]:
    """Those of these that do not keep every register, with those that they do not keep."""
    rows = Keeping.objects.on(on).filter(organisation__in=organisations).values_list("organisation", "register")
    kept = set(rows)
    lacks = {one: [name for name, _ in rooms.registers() if (one.pk, name) not in kept] for one in organisations}
    return {one: names for one, names in lacks.items() if names}


@may("keep_register")
def stop_keeping(request: Request, scale: str, register: str) -> HttpResponse:
    """A register is no longer kept after a day: what it does not say is unknown again. What it says stays."""
    keeping = (
        Keeping.objects.on(request.on)
        .filter(organisation=request.scale, register=register, period__endswith=None)
        .select_related("organisation")
        .first()
    )
    if keeping is None:
        raise Http404(f"{request.scale.name} ne tient pas ce registre, ou a déjà dit jusqu’à quand.")
    form = StopKeepingForm(request.POST or None, initial={"last": request.today})

    def stop() -> Done:
        last = form.cleaned_data["last"]
        operations.stop_keeping(actor=request.actor, keeping=keeping, last=last, now=request.now)
        said = f"C’est inscrit. Ce registre est tenu jusqu’au {day_in_words(last)}, compris."
        return Done(said, "charter:registers", scale=scale)

    gesture = perform(request, form, stop)
    return gesture.done or gesture.page("charter/stop_keeping.html", {"keeping": keeping})


@may("read")
def source(request: Request, scale: str) -> HttpResponse:
    """The founding document beside the framework, and the form by which the federation attaches its own."""
    grounds = permissions.may_attach_source(request.actor, request.scale)
    form = SourceForm(request.POST or None, request.FILES or None)
    if not Source.objects.exists():
        del form.fields["replace"]

    def attach() -> Done:
        operations.attach_source(
            actor=request.actor,
            name=framework().document.slug,
            text=decoded(form, "document"),
            quotes=quotes_of(decoded(form, "quotes")),
            replace=form.cleaned_data.get("replace", False),
            now=request.now,
        )
        return Done("", "charter:source", scale=scale)

    gesture = perform(request, form, attach)
    if gesture.done:
        return gesture.done
    context = {
        "grounds": grounds,
        "document": read_document(Source.objects.first(), request.scale, request.on, request.actor),
        "example": [(article.rule, words) for article, words in zip(framework().founding, EXAMPLE, strict=False)],
    }
    return gesture.page("charter/source.html", context)


@may("attach_source")
def quotes(request: Request, scale: str) -> HttpResponse:
    """The table of passages to fill: one line for each rule of the framework, and what it says here as a reminder."""
    rows = ((article.rule, "", article.title) for article in framework().founding)
    return csv_file(f"{scale}-passages.csv", ["id", "quote", "titre"], rows)


def decoded(form: SourceForm, field: str) -> str:
    try:
        return form.cleaned_data[field].read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(field, "Ce fichier n’est pas un texte en UTF-8 : enregistrez-le dans cet encodage.") from None
