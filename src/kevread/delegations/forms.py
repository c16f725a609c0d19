"""What people type about delegations: one question at a time. The verbs check again, and say what is wrong on the field."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms

from kevread.common.money import cents_of
from kevread.delegations.asks import Line
from kevread.delegations.loader import Act
from kevread.delegations.models import Grant
from kevread.documents.forms import file_field
from kevread.ui.forms import DayField, SentenceField

MISSING = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}
type Choices = list[tuple[str, str]]
MOST = 10**12  # cents


class EurosField(forms.CharField):
    """A sum, in euros as people write it; in cents once it is read."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=20, **options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            cents = cents_of(text)
        except ValueError:
            cents = 0
        if not 0 < cents <= MOST:
            raise forms.ValidationError("Écrivez un montant en euros, par exemple 5 000 ou 12,50.")
        return cents

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError("Écrivez un montant en euros.")

    def run_validators(self, value: Any) -> None:
        """What was read is a number: its length was that of its text."""


class SourceForm(forms.Form):
    source = forms.ChoiceField(
        label="Au titre de quoi la donnez-vous ?", widget=forms.RadioSelect, error_messages=MISSING
    )

    def __init__(self, sources: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """By what decision, when a body gives it."""

    decided_in = forms.ChoiceField(
        label="Quelle décision du registre la donne ?", required=False, error_messages=MISSING
    )
    decision = forms.CharField(
        label="Ou une décision d’avant le registre",
        required=False,
        max_length=200,
        help_text="Par exemple : conseil du 8 avril 2025, délibération 3.",
    )
    decided_on = DayField(
        label="Décidée le", required=False, help_text="Seulement pour une décision d’avant le registre."
    )

    def __init__(self, lines: Sequence[Line], *args: Any, **kwargs: Any) -> None:
        """`lines`: what they say is read under the choice."""
        super().__init__(*args, **kwargs)
        self.lines = lines
        choices = [("", "Elle n’y est pas"), *((str(one.key), one.cited) for one in lines)]
        self.fields["decided_in"].choices = choices  # type: ignore[attr-defined]


class HolderForm(forms.Form):
    post = forms.ChoiceField(label="À qui la confiez-vous ?", error_messages=MISSING)

    def __init__(self, posts: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "À choisir"), *posts]  # type: ignore[attr-defined]


class NatureForm(forms.Form):
    nature = forms.ChoiceField(
        label="De quelle sorte est-elle ?",
        choices=Grant.Nature.choices,
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )

    def __init__(self, among: Collection[str], *args: Any, **kwargs: Any) -> None:
        """`among`: those that may hold what is asked."""
        super().__init__(*args, **kwargs)
        choices = [(code, label) for code, label in Grant.Nature.choices if code in among]
        self.fields["nature"].choices = choices  # type: ignore[attr-defined]


class ActsForm(forms.Form):
    acts = forms.MultipleChoiceField(
        label="Que confiez-vous ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un acte.", "invalid_choice": "Choisissez parmi ces actes."},
    )

    def __init__(self, offered: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acts"].choices = offered  # type: ignore[attr-defined]


def space_fields(spaces: Choices) -> dict[str, forms.Field]:
    """Of the mandate of a referent: in which space, with what weight."""
    return {
        "space": forms.ChoiceField(
            label="Dans quel espace ?", choices=[("", "À choisir"), *spaces], error_messages=MISSING
        ),
        "level": forms.ChoiceField(
            label="Que peut engager cette personne ?",
            choices=Grant.Level.choices,
            widget=forms.RadioSelect,
            error_messages=MISSING,
        ),
        "days": forms.IntegerField(
            label="Jours de travail, au plus",
            required=False,
            min_value=1,
            max_value=1000,
            help_text="Seulement si le mandat engage jusqu’à un plafond.",
        ),
    }


class LimitsForm(forms.Form):
    """Up to what sums, until when, and what is left out."""

    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour, compris", help_text="Une délégation a un terme. Elle se renouvelle.")
    limits = forms.CharField(label="Ce qui en est exclu", required=False, max_length=300)
    means = forms.CharField(
        label="Moyens, et quand il en est rendu compte",
        required=False,
        max_length=300,
        help_text="Par exemple : budget voté, compte rendu à chaque conseil.",
    )
    further = forms.BooleanField(label="Elle peut être subdéléguée, dans ces mêmes limites", required=False)

    def __init__(
        self, with_sums: Iterable[tuple[str, Act]], nature: str, spaces: Choices, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if nature in (Grant.Nature.SIGNATURE, Grant.Nature.SPACE):
            del self.fields["further"]
        if nature == Grant.Nature.SPACE:
            self.fields = space_fields(spaces) | self.fields
        sums = {
            f"ceiling_{code}": EurosField(label=f"{act.label}, jusqu’à", help_text="En euros, pour chaque engagement.")
            for code, act in with_sums
        }
        self.fields = sums | self.fields

    @property
    def ceilings(self) -> Mapping[str, int]:
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith("ceiling_")}
        return {name.removeprefix("ceiling_"): value for name, value in found.items()}


class EndForm(forms.Form):
    last = DayField(
        label="Dernier jour, compris",
        help_text="Hier, pour qu’elle ne vaille plus dès maintenant : ce qu’elle a permis jusque-là demeure.",
    )
    note = forms.CharField(label="Pourquoi", required=False, max_length=300)


class AnnulForm(forms.Form):
    reason = SentenceField(
        label="Quelle erreur corrigez-vous ?", max_length=300, rows=2, missing="Dites quelle erreur."
    )


class DepositForm(forms.Form):
    signed_on = DayField(label="Signée le", help_text="Le jour que porte l’écrit, signé des deux côtés.")
    file = file_field()


class SignerForm(forms.Form):
    """Who signs a delegation for those who give it."""

    signer = forms.ChoiceField(label="Qui la signe pour la donner ?", error_messages=MISSING)

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].choices = choices or [("", "Personne ne le peut aujourd’hui")]  # type: ignore[attr-defined]


class RenewForm(DecisionForm):
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour, compris")
    field_order = ("first", "last")

    def __init__(self, lines: Sequence[Line], is_decided: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(lines, *args, **kwargs)
        if not is_decided:
            for name in ("decided_in", "decision", "decided_on"):
                del self.fields[name]


class AskForm(forms.Form):
    cents = EurosField(label="Jusqu’à quel montant ?", help_text="En euros, pour chaque engagement.")
    message = SentenceField(
        label="Pourquoi en avez-vous besoin ?", max_length=1000, missing="Dites pourquoi vous la demandez."
    )

    def __init__(self, has_sum: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_sum:
            del self.fields["cents"]


class DeclineForm(forms.Form):
    reason = SentenceField(label="Pourquoi non ?", max_length=1000, missing="Dites pourquoi : la personne le lira.")


class DealingForm(forms.Form):
    officer = forms.ChoiceField(label="Qui dirige", error_messages=MISSING)
    counterpart = forms.CharField(
        label="Avec qui est-elle conclue ?",
        max_length=160,
        help_text="La personne même, ou une structure qui lui est liée.",
    )
    subject = forms.CharField(label="Son objet", max_length=300)
    cents = EurosField(label="Montant", required=False)
    concluded_on = DayField(label="Conclue le")

    def __init__(self, officers: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", "À choisir"), *officers]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    on = DayField(label="L’assemblée l’a entendu le")
