"""What one types to keep a document, to give another version, to sign."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kevread.ui.forms import SentenceField

from .asks import Entitled
from .files import SPOKEN, TYPES
from .models import LARGEST, Document

ACCEPT = ",".join(f".{extension}" for extension in TYPES)


def file_field() -> forms.FileField:
    return forms.FileField(
        label="Fichier",
        help_text=f"{LARGEST // 1_000_000} Mo au plus. {SPOKEN}.",
        allow_empty_file=True,  # the verb says it better
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Choisissez un fichier."},
    )


def content_of(file: UploadedFile) -> bytes:
    """Its bytes, or one more than is admitted: what is larger is not read whole."""
    return bytes(file.read(LARGEST + 1))


class KeepForm(forms.Form):
    title = forms.CharField(
        label="Titre", max_length=250, error_messages={"required": "Donnez un titre à ce document."}
    )
    file = file_field()
    audience = forms.ChoiceField(
        label="Qui le lit",
        choices=[choice for choice in Document.Audience.choices if choice[0] != Document.Audience.PEOPLE],
        widget=forms.RadioSelect,
        help_text="Vous le lirez dans tous les cas.",
    )


class VersionForm(forms.Form):
    file = file_field()
    corrects = SentenceField(
        label="Ce que cette version corrige",
        missing="Dites ce que cette version corrige de la précédente.",
    )


class SignForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}),
        error_messages={"required": "Tapez les six chiffres du code."},
    )


class VerifyForm(forms.Form):
    file = forms.FileField(
        label="Le fichier",
        required=False,
        allow_empty_file=True,
        help_text="Un PDF. Il est lu, puis oublié.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )
    digest = forms.CharField(
        label="Ou son empreinte",
        required=False,
        max_length=200,
        help_text="SHA-256, telle qu’on la lit sur la page d’un document.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Dites pourquoi."},
    )


class AskForm(forms.Form):
    """Which documents, who signs each of them, in what turn; `people`, by the name of their field."""

    documents = forms.MultipleChoiceField(
        label="Les documents à signer",
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs à la fois : chaque personne les lit et les signe un à un.",
        error_messages={"required": "Choisissez au moins un document."},
    )
    amount = forms.IntegerField(
        label="Montant que chaque document engage, en euros",
        required=False,
        min_value=0,
        max_value=1_000_000_000,
        help_text="S’il y en a un : une délégation peut avoir un plafond.",
    )

    def __init__(self, *args: Any, documents: Sequence[Document], people: Sequence[Entitled], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["documents"].choices = [(str(one.pk), one.title) for one in documents]  # type: ignore[attr-defined]
        # By their keys: who may sign changes between the page and the button.
        self.people = {f"signataire-{one.person.pk}-{one.organisation.pk}": one for one in people}
        turns = [
            ("", "Ne signe pas"),
            ("1", "Signe en premier"),
            ("2", "Signe en deuxième"),
            ("3", "Signe en troisième"),
        ]
        for name, one in self.people.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{one.person}, {one.quality}, {one.organisation.name}", choices=turns, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.people):
            raise forms.ValidationError("Choisissez qui signe : au moins une personne.")
        return cleaned
