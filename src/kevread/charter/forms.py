"""What is typed on the screens of the charter. The verbs judge; their refusals come back on the field."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from kevread.charter.models import Contest, Setting
from kevread.charter.specs import SettingSpec
from kevread.common import rooms
from kevread.directory.models import Organisation
from kevread.ui.forms import DayField, SentenceField
from kevread.ui.words import day

LARGEST_FILE = 2_000_000  # each character is walked


class SettingForm(forms.Form):
    value = forms.CharField(
        label="Valeur de la modalité", max_length=200, error_messages={"required": "Indiquez la valeur décidée."}
    )
    since = DayField(label="En vigueur à partir du")
    adopted_by = forms.CharField(
        label="Décision qui la fixe",
        help_text="Par exemple : assemblée générale du 12 juin, résolution 4.",
        max_length=200,
        error_messages={"required": "Nommez la décision qui fixe cette valeur."},
    )
    adopted_on = DayField(label="Date de la décision")

    def __init__(self, spec: SettingSpec, *args: Any, kept: date | None = None, **kwargs: Any) -> None:
        """`kept`: since when decisions are in a register; what is typed here was decided before."""
        super().__init__(*args, **kwargs)
        if kept:
            example = date(kept.year - 1, 6, 12)
            self.fields["adopted_by"].help_text = f"Par exemple : assemblée générale du {day(example)}, résolution 4."
            self.fields["adopted_on"].help_text = f"Avant le {day(kept)} : les suivantes sont au registre."
            self.fields["since"].help_text = f"Avant le {day(kept)} : la suite se fixe par une ligne du registre."
        if spec.unit == "text":
            self.fields["value"].widget = forms.Textarea(attrs={"rows": 4})
        elif spec.unit == "choice":
            self.fields["value"].widget = forms.RadioSelect(choices=spec.one_of)
        elif spec.unit == "weights":
            self.fields[
                "value"
            ].help_text = "Le poids de chaque collège, par exemple : poles : 2 ; adherents-directs : 1."
        elif spec.unit == "fraction":
            self.fields["value"].help_text = "Une part, par exemple 1 sur 4 ; 0 : aucun."
        elif spec.unit == "basis_points":
            self.fields["value"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields["value"].help_text = spec.asked
        else:
            low, high = spec.between or (None, None)
            self.fields["value"].widget = forms.NumberInput(attrs={"min": low, "max": high, "inputmode": "numeric"})
            self.fields["value"].help_text = spec.asked


class TryForm(SettingForm):
    """A value to look at before anybody decides it: nothing is written, so no decision is named."""

    since = DayField(label="À partir du")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["adopted_by"], self.fields["adopted_on"]
        self.fields["value"].label = "Une autre valeur"
        self.fields["value"].error_messages["required"] = "Indiquez la valeur à regarder."


class CorrectionForm(SettingForm):
    """The last value, mistyped: its first day stays."""

    reason = SentenceField(
        label="Erreur de saisie que vous corrigez",
        rows=2,
        missing="Dites quelle erreur de saisie vous corrigez.",
    )

    def __init__(self, spec: SettingSpec, *args: Any, last: Setting, **kwargs: Any) -> None:
        """`last`: the value. Where a line of the register fixes it, its decision is not typed again."""
        super().__init__(spec, *args, **kwargs)
        self.last = last
        del self.fields["since"]
        if last.decided_in:
            del self.fields["adopted_by"], self.fields["adopted_on"]

    def clean(self) -> dict[str, Any]:
        known = {"adopted_by": self.last.adopted_by, "adopted_on": self.last.adopted_on}
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        return known | typed if self.last.decided_in else typed


class AnnulSettingForm(forms.Form):
    reason = SentenceField(
        label="Quelle erreur corrigez-vous ?",
        help_text="Cette phrase reste au journal, avec votre nom.",
        missing="Dites en une phrase quelle erreur vous corrigez.",
    )


class DerogationForm(forms.Form):
    first = DayField(label="Premier jour", help_text="Le jour de la décision, ou après.")
    last = DayField(label="Dernier jour", help_text="Une dérogation a toujours une fin.")
    reason = SentenceField(
        label="Pourquoi s’écarter de la règle pour un temps",
        missing="Dites pourquoi cette organisation s’écarte de la règle pour un temps.",
    )
    adopted_by = forms.CharField(
        label="Décision qui l’accorde",
        help_text="Par exemple : conseil d’administration du 9 juin 2026, résolution 3.",
        max_length=200,
        error_messages={"required": "Nommez la décision qui accorde cette dérogation."},
    )
    adopted_on = DayField(label="Date de la décision")


class EndDerogationForm(forms.Form):
    last = DayField(label="Dernier jour où elle vaut")
    reason = SentenceField(
        label="Pourquoi elle prend fin",
        rows=2,
        missing="Dites pourquoi cette dérogation prend fin.",
    )


class ContestForm(forms.Form):
    on = DayField(label="Le constat tel qu’il se lit au")
    about = forms.ChoiceField(
        label="Ce qui est faux",
        choices=Contest.About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui est faux : le fait, la règle ou la date."},
    )
    reason = SentenceField(
        label="Ce qui est vrai, et comment vous le savez",
        missing="Dites en une phrase ce qui est faux, et ce qui est vrai.",
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Votre réponse",
        choices=Contest.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la contestation est reconnue."},
    )
    answer = SentenceField(
        label="Ce qui est à corriger, ou pourquoi le constat tient",
        missing="Dites en une phrase ce qui est à corriger, ou pourquoi le constat tient.",
    )


class UnrecogniseForm(forms.Form):
    """Recognised by mistake: the finding holds after all."""

    outcome = forms.ChoiceField(
        choices=[(Contest.Outcome.REJECTED.value, Contest.Outcome.REJECTED.label)],
        initial=Contest.Outcome.REJECTED,
        widget=forms.HiddenInput,
    )
    answer = SentenceField(
        label="Pourquoi le constat tient",
        missing="Dites en une phrase pourquoi le constat tient.",
    )


class CorrectedForm(forms.Form):
    correction = SentenceField(
        label="Ce qui a été corrigé",
        missing="Dites en une phrase ce qui a été corrigé.",
    )


class AttestForm(forms.Form):
    is_met = forms.TypedChoiceField(
        label="Ce que vous attestez",
        choices=[("yes", "Oui : le point est tenu"), ("no", "Non : le point n’est pas tenu")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si le point est tenu, ou non."},
    )
    piece = SentenceField(
        label="Pièce qui l’établit",
        help_text="Sa nature, son objet, où elle est conservée.",
        missing="Décrivez la pièce qui l’établit.",
    )
    piece_on = DayField(label="Date de la pièce", help_text="L’attestation vaut depuis ce jour.")
    last = DayField(label="Vaut jusqu’au", help_text="Passé ce jour, le point sera demandé de nouveau.")


class WithdrawForm(forms.Form):
    last = DayField(label="Dernier jour où elle vaut")
    reason = SentenceField(
        label="Pourquoi elle ne vaut plus",
        rows=2,
        missing="Dites pourquoi cette attestation est retirée.",
    )


class KeepForm(forms.Form):
    """Which registers, of which organisations, since when. `lacking`: those that do not keep every register, with those that
    they do not; all are proposed."""

    organisations = forms.MultipleChoiceField(
        label="De quelles organisations",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une organisation.",
            "invalid_choice": "Une organisation choisie tient déjà tous ses registres. Voici ce qui reste.",
        },
    )
    registers = forms.MultipleChoiceField(
        label="Quels registres",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins un registre.",
            "invalid_choice": "Un registre choisi est déjà tenu partout ici, ou n’existe pas. Voici ce qui reste.",
        },
    )
    since = DayField(
        label="Tenus depuis le", help_text="À partir de ce jour, ce qui n’y est pas écrit compte comme absent."
    )

    def __init__(self, lacking: Mapping[Organisation, Collection[str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lacking = lacking
        wanted = {name for names in lacking.values() for name in names}
        self.offer("organisations", [(one.slug, f"{one.name} ({len(names)})") for one, names in lacking.items()])
        self.offer("registers", [(name, label) for name, label in rooms.registers() if name in wanted])
        if len(lacking) < 2:
            del self.fields["organisations"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.initial = [value for value, _ in choices]

    @property
    def chosen(self) -> list[Organisation]:
        slugs = self.cleaned_data.get("organisations")
        return [one for one in self.lacking if slugs is None or one.slug in slugs]


class StopKeepingForm(forms.Form):
    last = DayField(
        label="Dernier jour où ce registre est tenu",
        help_text="Le lendemain, ce qui n’y est pas écrit redevient inconnu.",
    )


def not_too_large(file: UploadedFile) -> None:
    if file.size is None or file.size > LARGEST_FILE:
        raise ValidationError(f"Ce fichier est trop lourd : {LARGEST_FILE // 1_000_000} Mo au plus, en texte simple.")


class SourceForm(forms.Form):
    document = forms.FileField(
        label="Le document, en texte (UTF-8)",
        validators=[not_too_large],
        error_messages={"required": "Choisissez le fichier du document."},
    )
    quotes = forms.FileField(
        label="Les passages, en CSV (colonnes id et quote_fr)",
        validators=[not_too_large],
        error_messages={"required": "Choisissez le fichier des passages."},
    )
    replace = forms.BooleanField(
        label="Remplacer le document joint même si moins de passages s’y retrouvent", required=False
    )
