"""What the public types."""

from django import forms

from kevread.ui.forms import SentenceField

from .operations import ADDRESS_AT_MOST, LONGEST, NAME_AT_MOST, SHORTEST


class ContactForm(forms.Form):
    name = forms.CharField(
        label="Votre nom",
        max_length=NAME_AT_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Dites comment vous vous appelez."},
    )
    address = forms.EmailField(
        label="Votre adresse électronique",
        max_length=ADDRESS_AT_MOST,
        help_text="La réponse y sera envoyée. Elle n’est montrée qu’à qui vous répond.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez l’adresse où l’on vous répondra.",
            "invalid": "Écrivez une adresse complète, comme nom@exemple.fr.",
        },
    )
    message = SentenceField(
        label="Votre message",
        max_length=LONGEST,
        rows=8,
        help_text=f"En {SHORTEST} caractères au moins.",
        missing="Écrivez ce que vous demandez.",
    )
