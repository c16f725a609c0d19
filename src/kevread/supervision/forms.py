"""What people type about somebody at work. The verbs check again, and say what is wrong on the field."""

from typing import Any

from django import forms

from kevread.decisions.models import Decision
from kevread.staff.forms import HireForm
from kevread.supervision.models import Leave
from kevread.supervision.rules.acts import INTERVIEWS
from kevread.ui.forms import DayField, EurosField, SentenceField

MISSING = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}
type Choices = list[tuple[str, str]]


class AboutPersonForm(forms.Form):
    """A matter about somebody who holds a post."""

    typed_as = {"person": "worker", "code": "title"}

    worker = forms.ChoiceField(label="De qui s’agit-il ?", error_messages=MISSING)
    title = forms.CharField(label="En quelques mots", max_length=160)
    text = SentenceField(label="Ce qui est demandé", required=False, rows=5, max_length=4000)

    def __init__(self, workers: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = workers if len(workers) == 1 else [("", "À choisir"), *workers]  # type: ignore[attr-defined]


class AboutPostForm(forms.Form):
    """A matter about a post that is to be filled."""

    post = forms.ChoiceField(label="Quel poste ?", error_messages=MISSING)
    poles = forms.MultipleChoiceField(
        label="Auprès de quels pôles ?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pour un poste au service d’un pôle : Kevread propose que son conseil donne un avis. Un poste mutualisé "
        "n’en a pas.",
        error_messages=MISSING,
    )
    title = forms.CharField(label="Le besoin, en quelques mots", max_length=160)
    text = SentenceField(label="Pourquoi ce poste, et ce qu’on en attend", required=False, rows=5, max_length=4000)

    def __init__(self, posts: Choices, poles: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "À choisir"), *posts]  # type: ignore[attr-defined]
        if poles:
            self.fields["poles"].choices = poles  # type: ignore[attr-defined]
        else:
            del self.fields["poles"]


class SayForm(forms.Form):
    """What a line writes."""

    text = SentenceField(
        label="Ce que vous écrivez", missing="Écrivez ce que votre ligne a à dire.", rows=8, max_length=4000
    )


class SettleForm(forms.Form):
    """What is decided; with what the kind of matter asks besides."""

    conclusion = SentenceField(label="Ce qui est décidé", missing="Écrivez ce qui est décidé.", rows=6, max_length=4000)
    held_on = DayField(label="Entretien tenu le")
    takes_stock = forms.BooleanField(label="L’état des lieux du parcours, à huit ans, y a été fait", required=False)
    chosen = forms.ChoiceField(label="Candidature retenue", required=False, error_messages=MISSING)
    decision = forms.ChoiceField(
        label="Par une décision du registre",
        required=False,
        error_messages=MISSING,
        help_text="Sans elle, c’est par votre fonction ou par votre délégation que vous décidez.",
    )

    def __init__(self, form: str, candidates: Choices, decisions: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if form not in INTERVIEWS:
            del self.fields["held_on"]
        if form == "career":
            self.fields["conclusion"].label = "Ce qui en est retenu"
            self.fields[
                "conclusion"
            ].help_text = "Le parcours, les souhaits, les formations. Ni note chiffrée, ni rien sur la santé."
        else:
            del self.fields["takes_stock"]
        if form == "recruitment":
            self.fields["chosen"].choices = [("", "Aucune"), *candidates]  # type: ignore[attr-defined]
        else:
            del self.fields["chosen"]
        if decisions:
            self.fields["decision"].choices = [("", "Aucune"), *decisions]  # type: ignore[attr-defined]
        else:
            del self.fields["decision"]


class EmployForm(HireForm):
    """The contract of whoever was chosen, with what the recruitment says of it already."""

    given_name = forms.CharField(label="Prénom", required=False, max_length=80)
    family_name = forms.CharField(label="Nom", required=False, max_length=80)

    field_order = ["person", "given_name", "family_name", *HireForm.field_order[1:]]

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(people, *args, **kwargs)
        person = self.fields["person"]
        person.required, person.empty_label = False, "Une personne nouvelle, nommée ci-dessous"  # type: ignore[attr-defined]
        person.help_text = "Choisissez-la si elle est déjà à l’annuaire ; sinon, son nom l’y inscrit."


class LeaveForm(forms.Form):
    """Which days, and nothing else."""

    person = forms.ChoiceField(label="Pour qui ?", error_messages=MISSING)
    kind = forms.ChoiceField(
        label="Quoi ?", choices=Leave.Kind.choices, widget=forms.RadioSelect, error_messages=MISSING
    )
    first = DayField(label="Premier jour")
    from_noon = forms.BooleanField(label="À partir de midi seulement", required=False)
    last = DayField(label="Dernier jour, compris")
    until_noon = forms.BooleanField(
        label="Jusqu’à midi seulement", required=False, help_text="Pour une demi-journée : le même jour deux fois."
    )

    def __init__(self, people: Choices, is_oneself: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_oneself:
            del self.fields["person"]
        else:
            self.fields["person"].choices = [("", "À choisir"), *people]  # type: ignore[attr-defined]


class AskEndingForm(forms.Form):
    """Which contract, why, and after which day."""

    contract = forms.ChoiceField(label="Quel contrat ?", error_messages=MISSING)
    reason = forms.ChoiceField(label="Pourquoi il prendrait fin", widget=forms.RadioSelect, error_messages=MISSING)
    last = DayField(label="Dernier jour du contrat, compris")
    text = SentenceField(
        label="Ce qui est demandé", required=False, rows=5, max_length=4000, help_text="N’y écrivez rien sur la santé."
    )

    def __init__(self, contracts: Choices, reasons: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].choices = contracts if len(contracts) == 1 else [("", "À choisir"), *contracts]  # type: ignore[attr-defined]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class DecideEndingForm(forms.Form):
    last = DayField(label="Dernier jour du contrat, compris", help_text="Préavis compris.")
    conclusion = SentenceField(label="Ce qui est décidé", missing="Écrivez ce qui est décidé.", rows=6, max_length=4000)
    decision = forms.ModelChoiceField(
        label="Par une décision du registre",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="Aucune",
        help_text="Elle se cite, et ne remplace pas le pouvoir de licencier.",
    )

    def __init__(self, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]


class ExpenseForm(forms.Form):
    """What was spent, and what proves it."""

    person = forms.ChoiceField(label="Pour qui ?", error_messages=MISSING)
    what = forms.CharField(label="Pour quoi, en quelques mots", max_length=120)
    cents = EurosField(label="Montant, en euros")
    spent_on = DayField(label="Dépensé le")
    file = forms.FileField(
        label="Justificatif", help_text="Un PDF ou une photo. Cachez ce qui dit quelque chose de la santé."
    )

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people if len(people) == 1 else [("", "À choisir"), *people]  # type: ignore[attr-defined]


class AnswerExpenseForm(forms.Form):
    granted = forms.ChoiceField(
        label="Ces frais",
        choices=[("yes", "Les valider"), ("no", "Les refuser")],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    reason = forms.CharField(
        label="Si vous les refusez, pourquoi", required=False, max_length=300, help_text="La personne le lira."
    )


class PaidForm(forms.Form):
    paid_on = DayField(label="Remboursé le")


class AnswerLeaveForm(forms.Form):
    granted = forms.ChoiceField(
        label="Ces jours",
        choices=[("yes", "Les accorder"), ("no", "Les refuser")],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    reason = forms.CharField(
        label="Si vous les refusez, pourquoi",
        required=False,
        max_length=300,
        help_text="La personne le lira. N’écrivez rien sur sa santé.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Pourquoi", max_length=300)


class CandidateForm(forms.Form):
    name = forms.CharField(
        label="Nom de qui candidate",
        max_length=160,
        help_text="Un nom et un jour, rien d’autre : les candidatures sont effacées deux ans après la décision.",
    )
    received_on = DayField(label="Reçue le")


class PanelForm(forms.Form):
    mandate = forms.ChoiceField(label="Qui associer ?", error_messages=MISSING)

    def __init__(self, mandates: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].choices = [("", "À choisir"), *mandates]  # type: ignore[attr-defined]
