"""The screens of `careers`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE, HEAD = "/ess-35/competences", "/cress/competences"
PATHWAY = rf".*/parcours/{KEY}"
PLAN = rf".*/competences/plans/{KEY}"
DATES, HEADCOUNT, LEAVING = "/ess-35/dialogue-social", "/ess-35/effectif", "/ess-35/departs"
SCREENS = (
    Screen("careers:skills", "direction", HERE),
    Screen("careers:skills", "coordination", HEAD),
    Screen("careers:open_plan", "coordination", HEAD, (r".*/competences/ouvrir",)),
    Screen("careers:plan", "direction", HERE, (PLAN,)),
    Screen("careers:plan", "coordination", HEAD, (PLAN,)),
    Screen("careers:tell_need", "direction", HERE, (PLAN, r".*/besoin")),
    Screen("careers:change_plan", "direction", HERE, (PLAN, r".*/remettre")),
    Screen("careers:change_plan", "coordination", HEAD, (PLAN, r".*/reunir")),
    Screen("careers:change_need", "direction", HERE, (PLAN, r".*/ecarter")),
    Screen("careers:change_training", "coordination", HEAD, (PLAN, r".*/formations/.*/retirer")),
    Screen("careers:pathways", "direction", "/ess-35/instances", ("/ess-35/parcours",)),
    Screen("careers:pathway", "direction", "/ess-35/parcours", (PATHWAY,)),
    Screen("careers:change_step", "direction", "/ess-35/parcours", (PATHWAY, r".*/role/faite")),
    Screen("careers:occasions", "direction", DATES),
    Screen("careers:occasions", "presidence", "/cress/dialogue-social"),
    Screen("careers:plan_occasion", "direction", DATES, (r".*/dialogue-social/inscrire",)),
    Screen("careers:change_occasion", "direction", DATES, (r".*/tenu",)),
    Screen("careers:departures", "direction", DATES, (r".*/departs",)),
    Screen("careers:open_handover", "direction", LEAVING, (r".*/preparer",)),
    Screen("careers:handover", "direction", LEAVING, (rf".*/departs/{KEY}",)),
    Screen("careers:change_handover", "direction", LEAVING, (rf".*/departs/{KEY}", r".*/annuler")),
    Screen("careers:payroll", "direction", "/ess-35/equipe", ("/ess-35/paie",)),
    Screen("careers:payroll", "direction", "/ess-35/paie?mois=2026-12"),
    Screen("careers:headcount", "direction", DATES, (r".*/effectif",)),
    Screen("careers:headcount", "coordination", "/cress/effectif"),
    Screen("careers:say_welfare", "direction", HEADCOUNT, (r".*/oeuvres-sociales",)),
)
LEFT_OUT = {"careers:needs": "the address of careers:skills, for another right"}
TAKEN = (
    "careers:payroll",
    "careers:pathways",
    "careers:skills",
    "careers:occasions",
    "careers:headcount",
    "careers:handover",
)
