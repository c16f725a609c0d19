"""What people type about accounts. The verbs check again, and say what is wrong on the field."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from kevread.directory.models import Organisation
from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import MOST_WEIGHT, REASON, Book, Key
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.meaning import Proposed
from kevread.ledgers.rules.budget import LARGEST as LARGEST_TABLE
from kevread.ledgers.rules.lines import MOST
from kevread.ui.forms import DayField, EurosField, SentenceField

LARGEST = 100_000_000  # bytes: more than half a million lines


class ReadForm(forms.Form):
    file = forms.FileField(
        label="Le fichier du cabinet",
        help_text="Tel qu’il vous a été donné : le fichier des écritures comptables (FEC), ou une balance. 100 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.tsv"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide : redemandez-le au cabinet.",
        },
    )
    kind = forms.ChoiceField(
        label="C’est",
        choices=[(Book.Kind.FEC, "le fichier des écritures (FEC)"), (Book.Kind.BALANCE, "une balance")],
        initial=Book.Kind.FEC,
        widget=forms.RadioSelect,
    )
    last = DayField(
        label="Dernier jour de l’exercice",
        help_text="Laissez vide si le nom du fichier le dit, comme 123456789FEC20261231.txt.",
        required=False,
    )
    first = DayField(label="Premier jour de l’exercice", help_text="Laissez vide s’il dure douze mois.", required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Ce fichier dépasse 100 Mo : demandez au cabinet un fichier par exercice.")
        return file


class ReasonForm(forms.Form):
    reason = SentenceField(label="Ce qui était faux", missing="Dites ce qui était faux.", max_length=REASON)


WEIGHT = {"required": "Écrivez une part.", "invalid": "Une part est un nombre entier, comme 1 ou 25."}


class PartField(forms.IntegerField):
    """A part among others: whole, and nothing where there is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_WEIGHT, required=False, error_messages=WEIGHT, **options)


class PassageForm(forms.Form):
    """What accounts are: one code for each axis, and up to four actions, each with its part."""

    ACTIONS = 4

    account = forms.CharField(
        label="Les comptes qui commencent par", max_length=20, help_text="Un compte entier, ou son début : 64, 6413.",
        error_messages={"required": "Écrivez un compte, ou son début."},
    )  # fmt: skip
    section = forms.CharField(
        label="Dans la section du cabinet",
        max_length=40,
        required=False,
        help_text="Laissez vide pour toutes.",
    )
    since = DayField(label="À partir du")

    def __init__(self, organisation: Organisation, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = framework()
        self.axes = [axis for axis in known.axes if axis not in (ACTION, STRUCTURE)]
        actions = choices(codes_of(organisation, ACTION, on))
        for rank in range(1, self.ACTIONS + 1):
            label = known.axes[ACTION].label if rank == 1 else f"{known.axes[ACTION].label}, {rank}"
            self.fields[f"action_{rank}"] = forms.ChoiceField(
                label=label,
                choices=actions,
                required=rank == 1,
                error_messages={"required": "Dites au moins une action."},
            )
            self.fields[f"part_{rank}"] = PartField(label="Sa part", initial=1 if rank == 1 else None)
        for axis in self.axes:
            options = choices(codes_of(organisation, axis, on))
            self.fields[f"axis_{axis}"] = forms.ChoiceField(
                label=known.axes[axis].label, choices=options, required=False
            )

    typed_as = {"parts": "action_1", "codes": "axis_N"}

    @property
    def asked(self) -> dict[str, Any]:
        """What the verb is asked."""
        typed = self.cleaned_data
        parts = [(typed[f"action_{rank}"], typed[f"part_{rank}"] or 0) for rank in range(1, self.ACTIONS + 1)]
        return {
            "account": typed["account"],
            "section": typed["section"],
            "since": typed["since"],
            "codes": {axis: typed[f"axis_{axis}"] for axis in self.axes},
            "parts": [(code, weight) for code, weight in parts if code],
        }


class SeveralForm(forms.Form):
    """The accounts of a file of which nothing is said, each with the action that it serves, or none yet."""

    NAME = "compte_"

    def __init__(self, rows: Sequence[Proposed], actions: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for one in rows:
            self.fields[f"{self.NAME}{one.row.pk}"] = forms.ChoiceField(
                label=f"{one.row.account} {one.row.section} {one.row.label}",
                choices=[("", "à dire plus tard"), *actions.items()],
                initial=one.action,
                required=False,
            )
        self.typed_as = {str(one.row.pk): f"{self.NAME}{one.row.pk}" for one in rows}

    @property
    def lines(self) -> list[tuple[Proposed, Any]]:
        return [(one, self[f"{self.NAME}{one.row.pk}"]) for one in self.rows]

    @property
    def said(self) -> dict[UUID, str]:
        typed = {one.row.pk: self.cleaned_data[f"{self.NAME}{one.row.pk}"] for one in self.rows}
        return {key: action for key, action in typed.items() if action}


class KeyForm(forms.Form):
    """How a support is shared out: a part for each code that it serves."""

    basis = forms.ChoiceField(
        label="Selon", choices=Key.Basis.choices, widget=forms.RadioSelect, initial=Key.Basis.FIXED
    )

    typed_as = {"parts": "basis", "source": "basis", "year": "basis"}

    def __init__(self, source: str, actions: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.served = [code for code in actions if code != source]
        for rank, code in enumerate(self.served):
            self.fields[f"part_{rank}"] = PartField(label=f"{actions[code]} ({code})")

    @property
    def parts(self) -> list[tuple[str, int]]:
        typed = [(code, self.cleaned_data[f"part_{rank}"] or 0) for rank, code in enumerate(self.served)]
        return [(code, weight) for code, weight in typed if weight]


class CodeForm(forms.Form):
    axis = forms.ChoiceField(label="Axe")
    code = forms.CharField(label="Code", max_length=40, error_messages={"required": "Écrivez un code."})
    label = forms.CharField(
        label="Ce qu’il veut dire", max_length=120, error_messages={"required": "Dites ce qu’il veut dire."}
    )
    since = DayField(label="À partir du")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        axes = framework().axes
        self.fields["axis"].choices = [(axis, one.label) for axis, one in axes.items() if axis != STRUCTURE]  # type: ignore[attr-defined]
        self.initial.setdefault("axis", ACTION)


class LastForm(forms.Form):
    last = DayField(label="Dernier jour")


def choices(codes: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", "Rien"), *((code, f"{label} ({code})") for code, label in codes.items())]


class TableForm(forms.Form):
    """Lines of a budget: pasted, or in a file, which then stands in the place of what is pasted."""

    note = forms.CharField(
        label="Ce qui change",
        max_length=REASON,
        required=False,
        help_text="Quand un budget est déjà voté : quoi, et pourquoi.",
    )
    table = forms.CharField(
        label="Les lignes du budget", max_length=LARGEST_TABLE, required=False, widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Collez-les depuis un tableur. La première ligne nomme les colonnes : compte, action, libellé, montant. Un "
        "compte est entier, ou le début de plusieurs (64) ; l’action peut rester vide.",
    )  # fmt: skip
    file = forms.FileField(
        label="Ou un fichier CSV", required=False, help_text="Il remplace ce qui est collé au-dessus.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if file := typed.pop("file", None):
            if file.size > LARGEST_TABLE:
                raise forms.ValidationError(
                    "Ce fichier est trop long : un budget tient en quelques centaines de lignes."
                )
            typed["table"] = decoded(file.read())
        return typed


class BudgetForm(TableForm):
    year = forms.IntegerField(
        label="Exercice clos en", min_value=2000, max_value=2199, error_messages={"required": "Écrivez une année."}
    )
    field_order = ("year", "note", "table", "file")


class FixForm(forms.Form):
    budget = forms.ChoiceField(
        label="Budget que cette décision fixe",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez.", "invalid_choice": "Choisissez parmi ce qui est proposé."},
    )

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].choices = offered  # type: ignore[attr-defined]


def decoded(data: bytes) -> str:
    """As spreadsheets write: UTF-8, or what Windows writes."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


class CashForm(forms.Form):
    day = DayField(label="Au soir du")
    cents = EurosField(label="Solde, en euros", most=MOST)
    is_overdrawn = forms.BooleanField(label="C’est un découvert", required=False)
    source = forms.CharField(
        label="Où il se lit", max_length=160, help_text="Par exemple : relevé du compte courant et du livret.",
        error_messages={"required": "Dites où ce solde se lit."},
    )  # fmt: skip

    @property
    def asked(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        return typed | {"cents": -typed["cents"] if typed.pop("is_overdrawn") else typed["cents"]}


class CashLineForm(forms.Form):
    label = forms.CharField(label="Ce que c’est", max_length=120, error_messages={"required": "Dites ce que c’est."})
    way = forms.ChoiceField(
        label="C’est", choices=[("out", "une sortie"), ("in", "une entrée")], widget=forms.RadioSelect
    )
    cents = EurosField(label="Montant, en euros", most=MOST)
    day = DayField(label="Quel jour, ou le premier")
    times = forms.IntegerField(label="Combien de mois de suite", min_value=1, max_value=12)

    @property
    def asked(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        return typed | {"cents": typed["cents"] if typed.pop("way") == "in" else -typed["cents"]}


class TimeForm(forms.Form):
    """What a post works on: up to four actions, each with its part; for good, or for a month that was otherwise."""

    ACTIONS = 4
    typed_as = {"parts": "action_1"}

    since = DayField(label="À partir du")
    last = DayField(
        label="Jusqu’au",
        required=False,
        help_text="Laissez vide si cela dure. Pour corriger un mois, son premier et son dernier jour.",
    )

    def __init__(self, actions: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rank in range(1, self.ACTIONS + 1):
            label = "Action" if rank == 1 else f"Action, {rank}"
            self.fields[f"action_{rank}"] = forms.ChoiceField(label=label, choices=choices(actions), required=False)
            self.fields[f"part_{rank}"] = PartField(label="Sa part", initial=1 if rank == 1 else None)

    @property
    def asked(self) -> dict[str, Any]:
        typed = self.cleaned_data
        parts = [(typed[f"action_{rank}"], typed[f"part_{rank}"] or 0) for rank in range(1, self.ACTIONS + 1)]
        return {"since": typed["since"], "last": typed["last"], "parts": [(code, many) for code, many in parts if code]}
