"""What is typed of a filing."""

from django import forms

from kevread.documents.forms import file_field
from kevread.filings.rules import KINDS
from kevread.ui.forms import DayField, SentenceField


class TellForm(forms.Form):
    kind = forms.ChoiceField(
        label="Ce qui change",
        choices=[(one.slug, f"{one.label} (formulaire {one.form})") for one in KINDS.values() if one.told],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui change.", "invalid_choice": "Choisissez une des natures proposées."},
    )
    happened_on = DayField(label="Le")
    what = forms.CharField(
        label="En quelques mots",
        max_length=300,
        help_text="Par exemple : le siège passe de Rennes à Redon.",
        error_messages={"required": "Dites ce qui change, en quelques mots."},
    )


class ProofForm(forms.Form):
    file = file_field()


class DeclareForm(ProofForm):
    filed_on = DayField(label="Déclaré le")
    receipt = forms.CharField(label="Numéro du récépissé, s’il y en a un", max_length=120, required=False)
    field_order = ("filed_on", "receipt", "file")

    def __init__(self, *args: object, accounts: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].required = False
        self.fields["file"].label = "Ce qui le prouve : récépissé, extrait du Journal officiel"
        if accounts:
            self.fields["filed_on"].label = "Publiés le"
            self.fields["receipt"].label = "Référence de la publication, s’il y en a une"
            self.fields["file"].label = "Ce qui le prouve : accusé de dépôt, page du Journal officiel"


class PublishForm(ProofForm):
    published_on = DayField(label="Parue au Journal officiel le")
    notice = forms.CharField(label="Numéro de l’annonce, s’il est connu", max_length=60, required=False)
    field_order = ("published_on", "notice", "file")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].required = False
        self.fields["file"].label = "L’extrait du Journal officiel"


class ReasonForm(forms.Form):
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : on le lira au journal.", max_length=300)
