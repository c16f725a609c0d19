"""What is typed of fundings. The verbs judge; their refusals come back on the field."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from kevread.agreements.models import Agreement
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.finance.exports import rate
from kevread.finance.models import CLAUSE, Exchange, Funder, Funding, GrantRequest, LocalLine, Scale
from kevread.finance.operations.accounts import Figures
from kevread.finance.operations.checks import Named
from kevread.finance.operations.exchanges import Ground, Told
from kevread.finance.operations.fundings import Conditions
from kevread.finance.operations.requests import Asked
from kevread.finance.rules import GREATEST
from kevread.ui.forms import DayField, EurosField, SentenceField, typed_euros


class RateField(forms.DecimalField):
    """A rate as people write it, in basis points once it is read."""

    def __init__(self, **options: Any) -> None:
        errors = {"invalid": "Écrivez un taux en pour cent, comme 80 ou 62,5."}
        super().__init__(
            max_digits=5,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages=errors,
            **options,
        )

    def to_python(self, value: Any) -> Any:
        typed = "".join(str(value or "").split()).replace("\u202f", "").removesuffix("%").replace(",", ".")
        return super().to_python(typed)

    def clean(self, value: Any) -> int | None:
        found: Decimal | None = super().clean(value)
        return None if found is None else int(found * 100)


def typed_rate(points: int | None) -> str:
    """A rate as its field shows it.

    >>> typed_rate(7_000), typed_rate(6_250), typed_rate(None)
    ('70', '62,5', '')
    """
    return rate(points)


class FunderInput(forms.TextInput):
    """Proposes the funders that are known, each with its nature: one is one name for the whole network. One query."""

    MOST = 500

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        known = Funder.objects.select_related("organisation").order_by("name")[: self.MOST]
        proposed = dict.fromkeys((one.called, one.get_kind_display()) for one in known)
        options = format_html_join("", '<option value="{}">{}</option>', proposed)
        field = super().render(name, value, {**(attrs or {}), "list": f"{name}-connus"}, renderer)
        return format_html('{}<datalist id="{}-connus">{}</datalist>', field, name, options)


class FunderForm(forms.Form):
    name = forms.CharField(
        label="Financeur",
        max_length=160,
        widget=FunderInput,
        help_text="Par son nom entier : ceux que le réseau connaît déjà se proposent dès les premières lettres.",
        error_messages={"required": "Écrivez le nom du financeur."},
    )
    kind = forms.ChoiceField(
        label="De quelle nature",
        choices=[("", "À choisir"), *Funder.Kind.choices],
        error_messages={"required": "Dites de quelle nature est ce financeur."},
    )

    @property
    def named(self) -> Named:
        return Named(self.cleaned_data["name"], self.cleaned_data["kind"])


class AskForm(FunderForm):
    purpose = forms.CharField(label="Ce qui est à financer", max_length=200)
    scale = forms.ChoiceField(label="À quelle échelle", choices=Scale.choices, widget=forms.RadioSelect)
    cents = EurosField(label="Montant demandé, en euros", most=GREATEST)
    budget = EurosField(label="Budget de ce qui est à financer, en euros", most=GREATEST, required=False)
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour, compris")
    due_on = DayField(label="À déposer au plus tard le", required=False)

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        names = ("purpose", "scale", "cents", "first", "last", "budget", "due_on")
        return Asked(self.named, **{name: said[name] for name in names})


def typed(request: GrantRequest) -> dict[str, Any]:
    """What a request says, as its fields show it."""
    return {
        "name": request.funder.name,
        "kind": request.funder.kind,
        "purpose": request.purpose,
        "scale": request.scale,
        "cents": typed_euros(request.cents),
        "budget": "" if request.budget is None else typed_euros(request.budget),
        "first": request.first,
        "last": request.last,
        "due_on": request.due_on,
    }


class SendForm(forms.Form):
    sent_on = DayField(label="Envoyée le")
    committed_on = DayField(
        label="Contrat d’engagement républicain souscrit le",
        required=False,
        help_text="Une demande de subvention publique le suppose. Une association agréée (article 25-1) ou reconnue d’utilité "
        "publique est réputée l’avoir souscrit : laissez alors vide.",
    )
    decision = forms.ModelChoiceField(
        label="Par quelle décision",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="Aucune : je peux engager l’organisation",
    )

    def __init__(self, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.fields["decision"].label_from_instance = lambda one: one.quoted  # type: ignore[attr-defined]

    def tell_right(self, own: str) -> None:
        """By what right whoever reads would send it without a decision; empty: by none."""
        field: Any = self.fields["decision"]
        if own:
            field.help_text = escape(f"Sans décision, vous l’envoyez à ce titre : {own}")
        else:
            field.help_text = (
                "Sans décision, vous ne pouvez pas l’envoyer : rien ne vous en donne le pouvoir aujourd’hui."
            )
            field.empty_label = "Aucune"


class RefusalForm(forms.Form):
    answered_on = DayField(label="Réponse du")
    note = SentenceField(label="Ce que le financeur a répondu", required=False, max_length=300)


class ReasonForm(forms.Form):
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : on le lira au journal.", max_length=300)


class ConditionsForm(forms.Form):
    scale = forms.ChoiceField(
        label="À quelle échelle", choices=[("", "Pas encore dit"), *Scale.choices], required=False
    )
    base = EurosField(label="Dépenses éligibles, en euros", most=GREATEST, required=False)
    rate = RateField(label="Taux, en pour cent", required=False)
    onward = forms.ChoiceField(
        label="Reverser à une autre association", choices=Funding.Onward.choices, widget=forms.RadioSelect
    )
    clause = SentenceField(
        label="La clause qui le permet", required=False, max_length=CLAUSE, help_text="Recopiée de la convention."
    )
    earmarked = forms.ChoiceField(
        label="Donné pour",
        choices=Funding.Earmarked.choices,
        widget=forms.RadioSelect,
        initial=Funding.Earmarked.UNSAID,
        required=False,
        help_text="Ce qui n’en est pas dépensé est un fonds dédié ; s’il est public, un compte rendu financier en est dû.",
    )
    agreement = forms.ModelChoiceField(
        label="Convention tenue dans Kevread", queryset=Agreement.objects.none(), required=False, empty_label="Aucune"
    )
    signed_on = DayField(label="Ou convention signée ailleurs le", required=False)

    def __init__(self, agreements: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]

    @property
    def conditions(self) -> Conditions:
        names = ("scale", "base", "rate", "onward", "clause", "earmarked", "agreement", "signed_on")
        said = {name: self.cleaned_data[name] for name in names}
        return Conditions(**said | {"earmarked": said["earmarked"] or Funding.Earmarked.UNSAID})


def conditions_typed(funding: Funding) -> dict[str, Any]:
    return {
        "scale": funding.scale,
        "base": "" if funding.base is None else typed_euros(funding.base),
        "rate": typed_rate(funding.rate),
        "onward": funding.onward,
        "clause": funding.clause,
        "earmarked": funding.earmarked,
        "agreement": funding.agreement_id,
        "signed_on": funding.signed_on,
    }


class FundingForm(ConditionsForm, FunderForm):
    purpose = forms.CharField(label="Ce qui est financé", max_length=200)
    cents = EurosField(label="Montant accordé, en euros", most=GREATEST)
    notified_on = DayField(label="Notifié le")
    first = DayField(label="Premier jour financé")
    last = DayField(label="Dernier jour financé, compris")

    field_order = [
        "name", "kind", "purpose", "cents", "notified_on", "first", "last", "scale", "base", "rate", "onward", "clause",
        "earmarked", "agreement", "signed_on",
    ]  # fmt: skip


class PlanForm(forms.Form):
    label = forms.CharField(label="Versement", max_length=80, help_text="Acompte, solde…")
    cents = EurosField(label="Montant, en euros", most=GREATEST)
    due_on = DayField(label="Attendu le")


class ReceiveForm(forms.Form):
    received_on = DayField(label="Reçu le")
    cents = EurosField(label="Montant reçu, en euros", most=GREATEST)


class AccountsForm(forms.Form):
    """What nobody typed stays unknown."""

    closed_on = DayField(label="Exercice clos le")
    source = forms.CharField(
        label="D’où viennent ces chiffres",
        max_length=160,
        help_text="Qui a établi les comptes, dans quel document.",
        error_messages={"required": "Dites d’où viennent ces chiffres."},
    )
    resources = EurosField(label="Ressources, en euros", most=GREATEST, required=False)
    expenses = EurosField(label="Charges, en euros", most=GREATEST, required=False)
    equity = EurosField(label="Fonds propres, en euros", most=GREATEST, required=False)
    owes = forms.BooleanField(label="Ces fonds propres sont négatifs", required=False)
    balance = EurosField(label="Total du bilan, en euros", most=GREATEST, required=False)
    donations = EurosField(label="Dons ouvrant droit à réduction d’impôt, en euros", most=GREATEST, required=False)
    employees = forms.IntegerField(label="Salarié·es en CDI", required=False, min_value=0, max_value=1_000_000)

    @property
    def figures(self) -> Figures:
        said = self.cleaned_data
        names = ("resources", "expenses", "equity", "balance", "donations", "employees")
        told = {name: said[name] for name in names}
        if said["owes"] and told["equity"] is not None:
            told["equity"] = -told["equity"]
        return Figures(**told)


class PublishForm(forms.Form):
    pay_told_on = DayField(label="Rémunérations des trois plus hauts cadres publiées le", required=False)


class ReportForm(forms.Form):
    sent_on = DayField(label="Envoyé le")
    spent = EurosField(label="Dépensé pour l’action dans l’exercice, en euros", most=GREATEST)


class GroundForm(forms.Form):
    """What who pays says that it rests on."""

    agreement = forms.ModelChoiceField(
        label="Convention entre vous", queryset=Agreement.objects.none(), required=False, empty_label="Aucune"
    )
    decision = forms.ModelChoiceField(
        label="Décision de qui verse",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="Aucune",
        help_text="Une avance ou un reversement repose sur une décision, ou sur une convention.",
    )
    funding = forms.ModelChoiceField(
        label="Financement reversé", queryset=Funding.objects.none(), required=False, empty_label="Aucun"
    )

    def __init__(self, agreements: Any, decisions: Any, fundings: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("agreement", agreements), ("decision", decisions), ("funding", fundings)):
            if rows is None:
                del self.fields[name]
            else:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if "decision" in self.fields:
            self.fields["decision"].label_from_instance = lambda one: one.quoted  # type: ignore[attr-defined]
        if "funding" in self.fields:
            self.fields["funding"].label_from_instance = named_with_clause  # type: ignore[attr-defined]

    @property
    def ground(self) -> Ground:
        return Ground(**{name: self.cleaned_data.get(name) for name in ("agreement", "decision", "funding")})


def named_with_clause(one: Funding) -> str:
    """A funding, and whether it may be granted onwards."""
    return str(one) if one.onward == Funding.Onward.ALLOWED else f"{one} (ne se reverse pas)"


class SayForm(GroundForm):
    kind = forms.ChoiceField(label="Ce qui passe", choices=Exchange.Kind.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(label="Dans quel sens", choices=(), widget=forms.RadioSelect)
    other = forms.ModelChoiceField(
        label="L’autre structure",
        queryset=Organisation.objects.none(),
        empty_label="Choisissez",
        error_messages={"required": "Choisissez l’autre structure."},
    )
    purpose = forms.CharField(label="Pour quoi", max_length=200)
    cents = EurosField(label="Montant, en euros", most=GREATEST)
    day = DayField(label="Jour")
    due_on = DayField(label="À régler au plus tard le", required=False, help_text="À rendre, pour une avance.")

    field_order = ["kind", "way", "other", "purpose", "cents", "day", "due_on", "agreement", "decision", "funding"]

    def __init__(self, here: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here = here
        self.fields["way"].choices = (  # type: ignore[attr-defined]
            ("out", f"{here.name} verse, avance ou doit"),
            ("in", f"{here.name} reçoit, ou refacture"),
        )
        others = Organisation.objects.exclude(scale="").exclude(pk=here.pk)
        self.fields["other"].queryset = others.order_by("name")  # type: ignore[attr-defined]

    @property
    def is_tellable(self) -> bool:
        """Whether what was typed says enough to know what it is like; to be asked before a verb, whose refusal takes out of the
        form the field that it is about."""
        return self.is_bound and self.errors.keys().isdisjoint({"kind", "way", "other", "cents", "day"})

    @property
    def told(self) -> Told:
        """With nothing where something was wrong, but for what `is_tellable` asks."""
        said = {"purpose": "", "due_on": None} | self.cleaned_data
        payer, payee = (self.here, said["other"]) if said["way"] == "out" else (said["other"], self.here)
        names = ("kind", "purpose", "cents", "day", "due_on")
        return Told(payer=payer, payee=payee, ground=self.ground, **{name: said[name] for name in names})


class ContestForm(forms.Form):
    answer = SentenceField(label="Ce qui serait juste", missing="Dites ce qui serait juste.", max_length=300)
    other_cents = EurosField(
        label="Votre montant, en euros",
        most=GREATEST,
        required=False,
        help_text="S’il diffère : 0, si vous ne devez rien.",
    )


class SettleForm(forms.Form):
    day = DayField(label="Reçu le")
    cents = EurosField(label="Montant reçu, en euros", most=GREATEST)


class SpentForm(forms.Form):
    cents = EurosField(
        label="Dépensé de ce financement dans l’exercice, en euros", most=GREATEST, help_text="0, si rien ne l’est."
    )
    source = forms.CharField(
        label="D’où vient ce chiffre",
        max_length=160,
        help_text="Qui a arrêté les comptes, dans quel document.",
        error_messages={"required": "Dites d’où vient ce chiffre."},
    )


class LocalBalanceForm(forms.Form):
    day = DayField(label="Au soir du")
    cents = EurosField(label="Solde, en euros", most=GREATEST)
    is_overdrawn = forms.BooleanField(label="C’est un découvert", required=False)
    source = forms.CharField(
        label="Où il se lit", max_length=160, help_text="Par exemple : relevé du compte, et la caisse."
    )

    @property
    def asked(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        return typed | {"cents": -typed["cents"] if typed.pop("is_overdrawn") else typed["cents"]}


class LocalLineForm(forms.Form):
    kind = forms.ChoiceField(
        label="Ce que c’est",
        choices=LocalLine.Kind.choices,
        widget=forms.RadioSelect,
        help_text="Vie politique locale : assemblée, conseil, rencontres des membres. Fonctionnement : banque, assurance, "
        "sa propre adhésion.",
    )
    words = forms.CharField(label="D’où cela vient, ou à quoi cela sert", max_length=160)
    cents = EurosField(label="Montant, en euros", most=GREATEST)
    day = DayField(label="Jour")
