"""The screens of `concord`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE = "/ess-35/textes-communs"
ONE = rf".*/textes-communs/{KEY}"
CRESS = "/cress/textes-communs"

SCREENS = (
    Screen("concord:texts", "direction", HERE),
    Screen("concord:texts", "coordination", CRESS),
    Screen("concord:text", "direction", HERE, (ONE,)),
    Screen("concord:text", "coordination", CRESS, (ONE,)),
    Screen("concord:propose", "direction", f"{HERE}/proposer?nature=cadre-rh"),
    Screen("concord:amend", "coordination", CRESS, (ONE, rf"{ONE}/version")),
    Screen("concord:drop", "coordination", CRESS, (ONE, rf"{ONE}/abandonner")),
    Screen("concord:answer", "direction", HERE, (ONE, rf".*/instances/{KEY}/repondre")),
    Screen("concord:take_back", "coordination", CRESS, (ONE, rf".*/reponses/{KEY}/annuler")),
)
TAKEN = ("concord:texts",)
FILES = ("concord:version_file",)
