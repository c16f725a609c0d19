"""The screens of `charter`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("charter:text", "", "/cress/texte"),
    Screen("charter:article", "", "/cress/texte/R3.7"),
    Screen("charter:setting", "", "/cress/texte/R3.7", (r".*/modalites/R3\.7.*",)),
    Screen("charter:text", "benevole", "/ess-pays-de-redon/texte"),
    Screen("charter:article", "direction", "/ess-35/texte/R3.7"),
    Screen("charter:attest", "direction", "/ess-35/texte/R3.4/2/attester"),
    Screen("charter:text", "coordination", "/cress/texte"),
    Screen("charter:board", "coordination", "/cress/texte", (r".*/tableau",)),
    Screen("charter:source", "coordination", "/cress/texte", (r".*/document",)),
    Screen("charter:derogations", "coordination", "/cress/texte", (r".*/derogations",)),
    Screen("charter:derogate", "coordination", "/ess-finistere/texte/R3.7", (r".*/R3\.7/1/deroger",)),
    Screen("charter:end_derogation", "coordination", "/cress/texte/derogations", (rf".*/derogations/{KEY}/fin",)),
    Screen("charter:contests", "coordination", "/cress/texte", (r".*/contestations",)),
    Screen("charter:contest", "coordination", "/ess-finistere/texte/R3.7", (r".*/R3\.7/1/contester",)),
    Screen("charter:answer", "coordination", "/cress/texte/contestations", (rf".*/contestations/{KEY}",)),
    Screen("charter:answer", "coordination", "/ess-finistere/texte/R7.1", (rf".*/contestations/{KEY}",)),
    Screen("charter:registers", "coordination", "/cress/texte", (r".*/registres",)),
    Screen("charter:stop_keeping", "direction", "/ess-35/registres", (r".*/registres/mandates/fin",)),
    Screen("charter:setting", "coordination", "/cress/texte/modalites/R3.7.representatives_per_member"),
    Screen("charter:annul_setting", "coordination", "/cress/texte/modalites/R3.7.representatives_per_member/annuler"),
    Screen(
        "charter:correct_setting", "coordination", "/cress/texte/modalites/R3.7.representatives_per_member/corriger"
    ),
    Screen("charter:withdraw", "coordination", "/ess-35/texte/R3.4", (rf".*/attestations/{KEY}",)),
)
TAKEN = ("charter:board", "charter:registers")
FILES = (
    "charter:json",
    "charter:quotes",
    "charter:text_pdf",
)
LEFT_OUT = {
    "charter:close_contest": "as charter:answer, once what is recognised is corrected",
}
NOT_TAKEN = {
    "charter:setting": "what each organisation fixed is the limit of its findings, which leave",
    "charter:text": "the text; what is found leaves from the board, row by row",
}
