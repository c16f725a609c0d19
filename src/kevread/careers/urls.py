"""The skills plan, social dialogue, headcounts."""

from django.urls import path

from kevread.careers.views import handing, occasions, pathways, payroll, plans
from kevread.ui.spreadsheet import files

app_name = "careers"
LEAVING, PATHWAYS, PAYROLL = "<slug:scale>/departs", "<slug:scale>/parcours", "<slug:scale>/paie"
PLANS, DATES, HEADCOUNT = "<slug:scale>/competences", "<slug:scale>/dialogue-social", "<slug:scale>/effectif"
urlpatterns = [
    path(PLANS, plans.skills, name="skills"),
    path(PLANS, plans.skills, name="needs"),  # the same page, for whoever hands in what their team needs
    *files(PLANS, plans.skills_file, "skills"),
    path(f"{PLANS}/ouvrir", plans.open_plan, name="open_plan"),
    path(f"{PLANS}/plans/<uuid:key>", plans.plan, name="plan"),
    path(f"{PLANS}/plans/<uuid:key>/besoin", plans.tell_need, name="tell_need"),
    path(f"{PLANS}/plans/<uuid:key>/<slug:gesture>", plans.change_plan, name="change_plan"),
    path(f"{PLANS}/besoins/<uuid:key>/<slug:gesture>", plans.change_need, name="change_need"),
    path(f"{PLANS}/formations/<uuid:key>/<slug:gesture>", plans.change_training, name="change_training"),
    path(DATES, occasions.occasions, name="occasions"),
    *files(DATES, occasions.occasions_file, "occasions"),
    path(f"{DATES}/inscrire", occasions.plan_occasion, name="plan_occasion"),
    path(f"{DATES}/<uuid:key>/<slug:gesture>", occasions.change_occasion, name="change_occasion"),
    path(HEADCOUNT, occasions.headcount, name="headcount"),
    *files(HEADCOUNT, occasions.headcount_file, "headcount"),
    path(LEAVING, handing.departures, name="departures"),
    path(f"{LEAVING}/contrats/<uuid:key>/preparer", handing.open_handover, name="open_handover"),
    path(f"{LEAVING}/<uuid:key>", handing.handover, name="handover"),
    *files(f"{LEAVING}/<uuid:key>/liste", handing.handover_file, "handover"),
    path(f"{LEAVING}/<uuid:key>/<slug:gesture>", handing.change_handover, name="change_handover"),
    path(PAYROLL, payroll.payroll, name="payroll"),
    *files(PAYROLL, payroll.payroll_file, "payroll"),
    path(PATHWAYS, pathways.pathways, name="pathways"),
    *files(PATHWAYS, pathways.pathways_file, "pathways"),
    path(f"{PATHWAYS}/<uuid:key>", pathways.pathway, name="pathway"),
    path(f"{PATHWAYS}/<uuid:key>/<slug:step>/<slug:gesture>", pathways.change_step, name="change_step"),
    path(f"{HEADCOUNT}/oeuvres-sociales", occasions.say_welfare, name="say_welfare"),
]
