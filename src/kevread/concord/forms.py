"""What is typed of a common text."""

from typing import Any

from django import forms

from kevread.concord.loader import kinds
from kevread.decisions.models import Decision
from kevread.documents.forms import file_field
from kevread.seats.models import Body
from kevread.ui.forms import DayField, SentenceField


class BodiesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, body: Body) -> str:
        return f"{body.organisation.name}, {body.name}"


class VersionForm(forms.Form):
    """The words of a version or its file, and who must adopt it."""

    written_on = DayField(label="Arrêtée le", help_text="Le jour où cette version a été mise au point.")
    words = SentenceField(
        label="Le texte", required=False, rows=14, max_length=100_000, help_text="Ou joignez son fichier, ci-dessous."
    )
    file = file_field()
    bodies = BodiesField(
        label="Qui doit l’adopter",
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Le texte entre en vigueur le jour où la dernière de ces instances a adopté la même version.",
        error_messages={"required": "Choisissez les instances qui doivent l’adopter."},
    )

    def __init__(self, bodies: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["file"].required = False
        self.fields["file"].label = "Ou le fichier du texte"


class ProposeForm(VersionForm):
    kind = forms.ChoiceField(
        label="De quoi parle-t-il", widget=forms.RadioSelect, error_messages={"required": "Choisissez une nature."}
    )
    title = forms.CharField(label="Titre", max_length=160, error_messages={"required": "Donnez un titre à ce texte."})
    field_order = ("kind", "title", "written_on", "words", "file", "bodies")

    def __init__(self, bodies: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(bodies, *args, **kwargs)
        self.fields["kind"].choices = [(slug, kind.label) for slug, kind in kinds().items()]  # type: ignore[attr-defined]


class AmendForm(VersionForm):
    changes = forms.CharField(
        label="Ce qu’elle change",
        max_length=300,
        error_messages={"required": "Dites ce que cette version change."},
    )
    field_order = ("changes", "written_on", "words", "file", "bodies")


class AnswerForm(forms.Form):
    decision = forms.ModelChoiceField(
        label="Par quelle décision",
        queryset=Decision.objects.none(),
        empty_label="À choisir",
        help_text="Une décision de cette instance, déjà inscrite au registre.",
        error_messages={
            "required": "Choisissez la décision.",
            "invalid_choice": "Choisissez une des décisions proposées.",
        },
    )
    adopts = forms.ChoiceField(
        label="Ce que l’instance a décidé",
        choices=[("oui", "Elle adopte cette version, telle quelle"), ("non", "Elle ne l’adopte pas")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que l’instance a décidé."},
    )
    reason = SentenceField(
        label="Si elle ne l’adopte pas : pourquoi, ou ce qu’elle demande de changer",
        required=False,
        max_length=500,
    )

    def __init__(self, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = SentenceField(label="Pourquoi", missing="Dites pourquoi : on le lira au journal.", max_length=300, rows=2)
