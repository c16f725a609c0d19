"""What is typed on the screens of decisions. The verbs judge; their refusals come back on the field."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from kevread.charter.engine import framework
from kevread.charter.specs import SettingSpec
from kevread.common.facts import HEAD, SCALES
from kevread.common.words import of, terms
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import DecisionType
from kevread.decisions.models import Decision
from kevread.decisions.queries.suggesting import headed
from kevread.directory.models import Organisation, Person
from kevread.documents.forms import file_field
from kevread.meetings.models import AgendaItem, Meeting
from kevread.seats.models import Body, Mandate
from kevread.ui.forms import DayField, SentenceField
from kevread.ui.words import day

OFF_AGENDA = "hors"  # chosen by who records it: the row then names no point
MISSING = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}
type Choices = list[tuple[str, str]]
type Grouped = list[tuple[str, Choices | str]]


def text_field(label: str, missing: str, rows: int = 4, **options: Any) -> forms.CharField:
    return SentenceField(label=label, missing=missing, rows=rows, max_length=10_000, **options)


def title_field() -> forms.CharField:
    return forms.CharField(
        label="Titre au registre", max_length=200, error_messages={"required": "Donnez un titre à cette décision."}
    )


class TypedForm(forms.Form):
    """Choices that depend on who asks are given by the view: name of the field → choices."""

    def __init__(self, choices: Mapping[str, Choices | Grouped], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered


class RecordForm(TypedForm):
    """Of a meeting told here, the body and the day are known: `item` is asked instead."""

    body = forms.ChoiceField(label="Instance qui a décidé", error_messages=MISSING)
    decided_on = DayField(label="Jour de la décision")
    item = forms.ChoiceField(label="Point de l’ordre du jour", required=False, error_messages=MISSING)
    type = forms.ChoiceField(label="Type de décision", required=False, error_messages=MISSING)
    title = title_field()
    text = text_field("Ce qui a été décidé", "Écrivez ce qui a été décidé.", help_text="Dans les termes du vote.")
    outcome = forms.ChoiceField(
        label="Résultat", choices=Decision.Outcome.choices, widget=forms.RadioSelect, error_messages=MISSING
    )
    sum = forms.CharField(
        label="Décompte", required=False, max_length=200, help_text="Par exemple : 14 pour, 2 contre, 1 abstention."
    )
    after = forms.MultipleChoiceField(
        label="Avis qui l’ont précédée", required=False, widget=forms.CheckboxSelectMultiple, error_messages=MISSING
    )

    joins = forms.MultipleChoiceField(
        label="La même décision, prise par une autre instance",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=MISSING,
        help_text="Pour ce que plusieurs instances décident ensemble : chacune attend que les autres l’aient adopté.",
    )

    def __init__(
        self, choices: Mapping[str, Choices | Grouped], meeting: Meeting | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(choices, *args, **kwargs)
        for name in ("body", "decided_on") if meeting else ("item",):
            del self.fields[name]
        if meeting:
            self.fields["item"].required = asks_item(meeting)
        for name in ("after", "joins"):
            if not choices[name]:
                del self.fields[name]


def paper_field(*, required: bool) -> forms.FileField:
    """The paper of what was decided elsewhere."""
    field = file_field()
    field.label, field.required = "Son papier", required
    field.help_text = (
        f"Le relevé de décisions ou le compte rendu, tel qu’il est. Tout le réseau le lira. {field.help_text}"
    )
    return field


class FoundForm(forms.Form):
    """The decision from which the network lives; its day is that of the common framework."""

    body = forms.CharField(
        label="Qui l’a prise", max_length=160, error_messages={"required": "Dites qui a pris cette décision."}
    )
    title = title_field()
    text = text_field(
        "Ce qui a été décidé", "Écrivez ce qui a été décidé.", help_text="Dans les termes de la décision."
    )
    file = paper_field(required=False)


class FoundingPaperForm(forms.Form):
    file = paper_field(required=True)


def favourable_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Sens de l’avis",
        choices=[("yes", "Favorable"), ("no", "Défavorable")],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )


class AdviceForm(TypedForm):
    body = forms.ChoiceField(label="Instance qui donne l’avis", error_messages=MISSING)
    decided_on = DayField(label="Jour de l’avis")
    advises = forms.ChoiceField(label="Sur quelle décision", error_messages=MISSING)
    title = title_field()
    text = text_field("Ce que dit l’avis", "Écrivez ce que dit l’avis.")
    favourable = favourable_field()


class OutsideAdviceForm(forms.Form):
    """What somebody outside of the network, whom the matrix asks, said of a decision."""

    organ = forms.ChoiceField(label="Qui a rendu l’avis", error_messages=MISSING)
    given_on = DayField(label="Jour de l’avis", help_text="Avant la décision, ou depuis : le jour le dira.")
    favourable = favourable_field()
    text = text_field("Ce que dit l’avis", "Écrivez ce que dit l’avis.")

    def __init__(self, organs: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = organs  # type: ignore[attr-defined]


class TypeRadios(forms.RadioSelect):
    """Each type under its heading, in a list that one filters; those of another scale folded under it."""

    template_name = "decisions/types.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["apart"] = OTHER_SCALE
        return context


class ClassForm(forms.Form):
    """The type of a decision."""

    type = forms.ChoiceField(
        label="Type de décision",
        widget=TypeRadios,
        error_messages={
            "required": "Choisissez le type de cette décision.",
            "invalid_choice": MISSING["invalid_choice"],
        },
    )

    def __init__(self, scale: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = headed_choices(scale)  # type: ignore[attr-defined]


class CorrectDecisionForm(forms.Form):
    title = title_field()
    text = text_field("Ce qui a été décidé", "Écrivez ce qui a été décidé.")
    reason = text_field(
        "Ce qui avait été mal écrit",
        "Dites quelle erreur de rédaction vous corrigez.",
        rows=2,
        help_text="La première rédaction reste au registre, marquée comme corrigée.",
    )


class FollowForm(TypedForm):
    what = forms.CharField(label="Ce qui est à faire", max_length=300, error_messages={"required": "Dites quoi faire."})
    owner = forms.ChoiceField(label="Qui s’en charge", error_messages=MISSING)
    due = DayField(label="Pour quel jour")


class EntrustForm(TypedForm):
    """A work that the document opens: after which decision, what, by whom, for when."""

    decision = forms.ChoiceField(label="Par quelle décision", error_messages=MISSING)
    what = forms.CharField(
        label="Ce qui est à faire d’abord", max_length=300, error_messages={"required": "Dites quoi faire."}
    )
    owner = forms.ChoiceField(label="Qui mène ce chantier", error_messages=MISSING)
    due = DayField(label="Pour quel jour")


class FinishForm(forms.Form):
    done_on = DayField(label="Fait le")
    note = forms.CharField(label="Ce qui a été fait", required=False, max_length=300)


class NoteForm(forms.Form):
    """Why something is dropped, or where it was done."""

    note = forms.CharField(max_length=300, error_messages={"required": "Écrivez-le en une phrase."})

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label


class MandateForm(forms.Form):
    first = DayField(label="Premier jour du mandat")
    last = DayField(label="Dernier jour, compris", required=False, help_text="Laissez vide si le terme n’est pas fixé.")


class ValueForm(forms.Form):
    """The value that a decision gives to a setting."""

    value = forms.CharField(
        label="Valeur décidée", max_length=200, error_messages={"required": "Indiquez la valeur décidée."}
    )
    since = DayField(label="En vigueur à partir du")

    def __init__(self, spec: SettingSpec, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        if spec.unit == "text":
            field.widget = forms.Textarea(attrs={"rows": 3})
        elif spec.unit == "choice":
            field.widget = forms.RadioSelect(choices=spec.one_of)
        else:
            field.help_text = spec.asked


class ExceptionForm(TypedForm):
    """What a derogation asks: for whom, from what, how long, why."""

    organisation = forms.ChoiceField(label="Pour quelle organisation", error_messages=MISSING)
    clause = forms.ChoiceField(
        label="À quel point du cadre commun",
        error_messages=MISSING,
        help_text="Un point qui se mesure ; jamais la loi, ni une convention collective.",
    )
    first = DayField(label="Premier jour", help_text="Le jour de la décision, ou après.")
    last = DayField(label="Dernier jour", help_text="Une dérogation a toujours une fin.")
    reason = text_field("Pourquoi s’écarter de la règle pour un temps", "Dites pourquoi, en une phrase.", rows=3)


def body_choices(organisation: Organisation, on: date) -> Choices:
    """Every body that exists that day: a team decides by delegation."""
    rows = Body.objects.on(on).filter(organisation=organisation).order_by("rank", "name")
    return [("", "Choisir"), *((row.slug, row.name) for row in rows)]


OTHER_SCALE = "Un type d’une autre échelle"


def type_choices(scale: str) -> Grouped:
    """Whoever does not know leaves it to be classed. Those of its scale first; the others apart, after « Autre »."""
    mine, others = by_scale(scale)
    apart = [(OTHER_SCALE, [(one.slug, one.label) for one in others])] if others else []
    return [("", "À classer plus tard"), *((one.slug, one.label) for one in mine), other_choice(), *apart]


def headed_choices(scale: str) -> Grouped:
    """Those of its scale, under what each opens; « Autre »; then the others, apart."""
    mine, others = by_scale(scale)
    under = [(heading, [(one.slug, one.label) for one in types]) for heading, types in headed(mine)]
    apart = [(OTHER_SCALE, [(one.slug, one.label) for one in others])] if others else []
    return [*under, other_choice(), *apart]


def by_scale(scale: str) -> tuple[list[DecisionType], list[DecisionType]]:
    """The types that bodies of organisations of this scale take, and the others."""
    every = list(matrix().types.values())
    return [one for one in every if one.is_taken_at(scale)], [one for one in every if not one.is_taken_at(scale)]


def other_choice() -> tuple[str, str]:
    return (Decision.OTHER, matrix().label(Decision.OTHER))


def advised_choices() -> Choices:
    """The types that ask for an advice first; then the others, on which one may advise too."""
    types = sorted(matrix().types.values(), key=lambda type_: not type_.advices)
    return [("", "Choisir"), *((type_.slug, type_.label) for type_ in types)]


def advice_choices(advices: list[Decision]) -> Choices:
    return [
        (str(row.pk), f"n° {row.reference}, {row.body.name}, {day(row.decided_on)} : {matrix().label(row.advises)}")
        for row in advices
    ]


def joint_choices(decisions: list[Decision]) -> Choices:
    return [
        (
            str(row.pk),
            f"n° {row.reference}, {row.body.name} {of(row.body.organisation.name)}, {day(row.decided_on)} : {row.title}",
        )
        for row in decisions
    ]


def asks_item(meeting: Meeting) -> bool:
    """An assembly decides what it announced: that it decided something else is said, and never left to be understood (L1.9).
    Of one that sat elsewhere, nobody knows what was announced."""
    return meeting.body.kind == Body.Kind.ASSEMBLY and not meeting.is_recorded


def item_choices(meeting: Meeting) -> Choices:
    """The points, numbered as the agenda shows them. An assembly decides nothing under « questions diverses » (L1.9); a
    board may."""
    rows = enumerate(meeting.items.filter(withdrawn=False).order_by("rank"), start=1)
    binds = meeting.body.kind == Body.Kind.ASSEMBLY
    shown = [(n, row) for n, row in rows if not (binds and row.kind == AgendaItem.Kind.MISCELLANEOUS)]
    points = [(str(row.pk), f"{n}. {row.title}") for n, row in shown]
    if asks_item(meeting):
        return [("", "Choisir"), *points, (OFF_AGENDA, "Aucun : décidé hors de l’ordre du jour")]
    return [("", "Aucun"), *points]


def owner_choices(decision: Decision, on: date) -> Choices:
    """Those who sit in the body, in the board or the bureau, or work in the team: by name."""
    kinds = (Body.Kind.BOARD, Body.Kind.BUREAU, Body.Kind.TEAM)
    rows = Mandate.objects.on(on).filter(seat__body__organisation=decision.organisation, seat__body__kind__in=kinds)
    if decision.body.kind != Body.Kind.ASSEMBLY:
        rows = rows | Mandate.objects.on(on).filter(seat__body=decision.body)
    return people_of(rows)


def leader_choices(head: Organisation, on: date) -> Choices:
    """Those who may lead a work of the document: all who sit at the head but in its assembly, or work there."""
    rows = Mandate.objects.on(on).filter(seat__body__organisation=head)
    return people_of(rows.exclude(seat__body__kind=Body.Kind.ASSEMBLY))


def adopted_choices(head: Organisation) -> Choices:
    """The last decisions adopted there, that nothing corrects."""
    rows = Decision.objects.standing().filter(organisation=head, outcome=Decision.Outcome.ADOPTED)
    rows = rows.exclude(type=Decision.ADVICE).order_by("-decided_on", "-number")[:60]
    return [("", "Choisir"), *((str(row.pk), f"{row}, {day(row.decided_on)}") for row in rows)]


def people_of(rows: QuerySet[Mandate]) -> Choices:
    people = Person.objects.usable().filter(pk__in=rows.values("person")).order_by("search", "pk")
    return [("", "Choisir"), *((str(person.pk), str(person)) for person in people)]


def setting_choices(organisation: Organisation, text: str = "") -> dict[str, list[tuple[str, SettingSpec]]]:
    """The settings that a decision of this organisation may fix, each with its article, by part of the document: its own;
    the common ones too at the head. With `text`: those whose label or article has all of its words, begun or whole."""
    sought = terms(text)
    book, found = framework(), defaultdict[str, list[tuple[str, SettingSpec]]](list)
    for article in book.articles.values():
        part = book.parts.get(article.part.split(".")[0], "") if article.is_founding else "Le droit et les usages"
        for spec in article.settings:
            if not (spec.decided_by == "own" or (not spec.is_given and organisation.scale == HEAD)):
                continue
            there = terms(f"{spec.label} {article.rule} {article.title}", at_most=99)
            if all(any(word.startswith(one) for word in there) for one in sought):
                found[part].append((article.rule, spec))
    return dict(found)


def bound_choices() -> Choices:
    """The organisations that the common framework binds, the head first."""
    rows = Organisation.objects.at_scale(*SCALES)
    ranked = sorted(rows.order_by("search", "pk"), key=lambda one: SCALES.index(one.scale))
    return [("", "Choisir"), *((str(one.pk), one.name) for one in ranked)]


def clause_choices() -> Choices:
    """The points of the common framework that a fact can breach; the law and a collective agreement have none."""
    articles = [one for one in framework().articles.values() if one.is_derogable]
    found = [(article, clause) for article in articles for clause in article.clauses if clause.check]
    return [
        ("", "Choisir"),
        *((clause.key, f"{article.rule}, point {clause.number} : {article.title}") for article, clause in found),
    ]
