"""What is typed of a plan, of a date, of a budget. The verbs judge; their refusals come back on the field."""

from typing import Any

from django import forms

from kevread.careers.models import HandedOver, Need, Occasion, Training
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.ui.forms import DayField, EurosField, SentenceField
from kevread.ui.words import counted

LARGEST = 10**9  # cents: ten million euros, for a plan or a payroll


class ReasonForm(forms.Form):
    reason = SentenceField(
        label="Pourquoi ?", missing="Dites pourquoi : on le lira au journal.", max_length=300, rows=2
    )


class PlanForm(forms.Form):
    year = forms.IntegerField(label="Année du plan", min_value=2000, max_value=2100)
    told_by = DayField(label="Besoins attendus jusqu’au")
    adviser = forms.ModelChoiceField(
        label="Qui appuie les employeurs",
        queryset=Mandate.objects.none(),
        required=False,
        empty_label="Personne pour l’instant",
        help_text="Une personne de l’équipe : elle aide à dire les besoins et à trouver les formations.",
    )

    def __init__(self, team: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["adviser"]
        field.queryset = team  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one.person}, {one.seat.name}"  # type: ignore[attr-defined]


class MeasuredForm(forms.Form):
    people = forms.IntegerField(label="Nombre de personnes", min_value=1, max_value=5000)
    hours = forms.IntegerField(label="Heures par personne", min_value=1, max_value=2000)
    cost = EurosField(label="Coût, en euros", most=LARGEST, help_text="0 quand la formation est gratuite.")

    @property
    def measured(self) -> dict[str, int]:
        said = self.cleaned_data
        return {"people": said["people"], "hours": said["hours"], "cost": said["cost"]}


class NeedForm(MeasuredForm):
    subject = forms.CharField(
        label="À quoi former",
        max_length=160,
        help_text="Sans nommer personne : ce besoin sera lu à la tête de réseau.",
        error_messages={"required": "Dites à quoi former."},
    )
    field_order = ("subject", "people", "hours", "cost")


class GatherForm(MeasuredForm):
    needs = forms.ModelMultipleChoiceField(
        label="Besoins réunis",
        queryset=Need.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un besoin."},
    )
    title = forms.CharField(
        label="Formation", max_length=160, error_messages={"required": "Dites comment s’appelle cette formation."}
    )
    field_order = ("needs", "title", "people", "hours", "cost")

    def __init__(self, needs: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["needs"]
        field.queryset = needs  # type: ignore[attr-defined]
        field.label_from_instance = (  # type: ignore[attr-defined]
            lambda one: (
                f"{one.employer.name} : {one.subject}, {counted(one.people, 'personne', 'personnes')}, {one.hours} h"
            )
        )


class ConsolidateForm(forms.Form):
    decision = forms.ModelChoiceField(
        label="Décision qui le consolide",
        queryset=Decision.objects.none(),
        empty_label="À choisir",
        error_messages={"required": "Choisissez la décision du registre qui consolide ce plan."},
    )

    def __init__(self, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]


class FollowForm(forms.Form):
    outcome = forms.ChoiceField(
        label="A-t-elle eu lieu ?",
        choices=Training.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si elle a eu lieu."},
    )
    closed_on = DayField(label="Le")
    trained = forms.IntegerField(label="Personnes formées", required=False, min_value=1, max_value=5000)
    spent = EurosField(label="Coût, en euros", most=LARGEST, required=False)
    note = forms.CharField(
        label="Précision", required=False, max_length=300, help_text="Si elle n’a pas eu lieu, dites pourquoi."
    )


class OccasionForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=Occasion.Kind.choices, widget=forms.RadioSelect)
    planned_on = DayField(label="Prévu le")
    subject = forms.CharField(label="Objet", required=False, max_length=160)


class HoldForm(forms.Form):
    held_on = DayField(label="Tenu le")
    result = SentenceField(
        label="Ce qui en est sorti",
        missing="Dites en quelques mots ce qui en est sorti.",
        max_length=300,
        rows=2,
        help_text="Lu dans le réseau : ne nommez personne.",
    )


class WelfareForm(forms.Form):
    year = forms.IntegerField(label="Année", min_value=2000, max_value=2100)
    payroll = EurosField(
        label="Masse salariale brute de l’année, en euros",
        most=LARGEST,
        help_text="Lue par la direction et la présidence, et par qui tient les contrats. Personne d’autre.",
    )
    budget = EurosField(label="Budget des œuvres sociales, en euros", most=LARGEST)


class CompanionForm(forms.Form):
    companion = forms.ModelChoiceField(
        label="Qui accompagne",
        queryset=Person.objects.none(),
        empty_label="À choisir",
        error_messages={"required": "Choisissez qui accompagne cette étape."},
    )

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["companion"].queryset = people  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    done_on = DayField(label="Faite le")


class LastDayForm(forms.Form):
    last_day = DayField(label="Son dernier jour, compris")


class EntrustForm(forms.Form):
    """For each thing that waits, to whom it goes; what is left empty waits."""

    def __init__(self, things: list[HandedOver], people: list[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = {str(one.pk): one for one in things}
        self.people = {str(one.pk): one for one in people}
        names = [("", "Pas encore"), *((key, str(one)) for key, one in self.people.items())]
        for key, one in self.things.items():
            initial = str(one.to_id) if one.to_id else ""
            self.fields[key] = forms.ChoiceField(label=one.what, choices=names, required=False, initial=initial)

    @property
    def chosen(self) -> dict[HandedOver, Person]:
        """Those that go to somebody to whom they did not go yet."""
        found = ((self.things[key], self.people[to]) for key, to in self.cleaned_data.items() if to)
        return {one: person for one, person in found if one.to_id != person.pk}
