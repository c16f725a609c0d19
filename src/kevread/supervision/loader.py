"""Reads a federation's `supervision.yaml`: what each line does of each act. All that is wrong is told, with its line."""

from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.agreements.loader import load as agreements_in
from kevread.charter.engine import framework
from kevread.common.reading import read_yaml
from kevread.delegations.loader import load as delegations_in

from .rules import Acts


def acts() -> Acts:
    """Those of the federation that this installation runs; none when it has no such file."""
    path = settings.KEVREAD_FEDERATION / "supervision.yaml"
    return load(path) if path.exists() else Acts()


@cache
def load(path: Path) -> Acts:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Acts)
    forms: dict[str, str] = {}
    beside = path.parent / "delegations.yaml"
    committing = delegations_in(beside).acts if beside.exists() else {}
    for code, act in written.acts.items():
        if not code.replace("-", "").isalnum() or len(code) > 40:
            page.wrong(("acts", code), f"« {code} » ne peut pas nommer un acte.")
        if act.delegation and act.delegation not in committing:
            page.wrong(
                ("acts", code, "delegation"),
                f"{code} : « {act.delegation} » n’est pas un acte que connaît delegations.yaml.",
            )
        for cited in act.articles:
            if cited not in framework().articles:
                page.wrong(("acts", code, "articles"), f"{code} : « {cited} » n’est pas un article du cadre commun.")
        if act.panel and act.panel not in framework().settings:
            page.wrong(("acts", code, "panel"), f"{code} : « {act.panel} » n’est pas une modalité du cadre commun.")
        if act.form and forms.setdefault(act.form, code) != code:
            page.wrong(("acts", code, "form"), f"{code} : « {act.form} » est déjà la forme de « {forms[act.form]} ».")
    beside = path.parent / "agreements.yaml"
    if written.agreement and written.agreement not in (agreements_in(beside) if beside.exists() else {}):
        page.wrong(("agreement",), f"« {written.agreement} » n’est pas une nature que connaît agreements.yaml.")
    page.check()
    return written
