"""What one types to sign minutes."""

from django import forms


class SignForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}),
        error_messages={"required": "Tapez les six chiffres du code."},
    )
