"""What one types to keep a document, to give another version, to sign."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kevread.ui.forms import SentenceField

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
