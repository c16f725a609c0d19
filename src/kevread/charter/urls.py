from django.urls import path, register_converter
from django.urls.converters import StringConverter

from kevread.charter.views import contest, decide, derogate, papers, text
from kevread.ui.spreadsheet import files


class RuleConverter(StringConverter):
    regex = r"[RL][0-9]+\.[0-9]+[a-z]?"


register_converter(RuleConverter, "rule")

app_name = "charter"
urlpatterns = [
    path("<slug:scale>/texte", text.text, name="text"),
    path("<slug:scale>/texte/cadre-commun.pdf", papers.text_pdf, name="text_pdf"),
    path("<slug:scale>/texte/tableau", text.board, name="board"),
    path("<slug:scale>/texte/constats.json", text.export_json, name="json"),
    *files("<slug:scale>/texte/constats", text.findings_file, "board"),
    path("<slug:scale>/texte/document", decide.source, name="source"),
    path("<slug:scale>/texte/document/passages.csv", decide.quotes, name="quotes"),
    path("<slug:scale>/texte/modalites/<str:setting>", decide.decide_setting, name="setting"),
    path("<slug:scale>/texte/modalites/<str:setting>/annuler", decide.annul_setting, name="annul_setting"),
    path("<slug:scale>/texte/modalites/<str:setting>/corriger", decide.correct_setting, name="correct_setting"),
    path("<slug:scale>/texte/attestations/<uuid:key>", decide.withdraw, name="withdraw"),
    path("<slug:scale>/texte/derogations", derogate.derogations, name="derogations"),
    path("<slug:scale>/texte/derogations/<uuid:key>/fin", derogate.end, name="end_derogation"),
    path("<slug:scale>/texte/contestations", contest.contests, name="contests"),
    path("<slug:scale>/texte/contestations/<uuid:key>", contest.answer, name="answer"),
    path("<slug:scale>/texte/contestations/<uuid:key>/clore", contest.close, name="close_contest"),
    path("<slug:scale>/texte/<rule:rule>", text.article, name="article"),
    path("<slug:scale>/texte/<rule:rule>/<int:clause>/attester", decide.attest, name="attest"),
    path("<slug:scale>/texte/<rule:rule>/<int:clause>/deroger", derogate.grant, name="derogate"),
    path("<slug:scale>/texte/<rule:rule>/<int:clause>/contester", contest.contest, name="contest"),
    path("<slug:scale>/registres", decide.registers, name="registers"),
    *files("<slug:scale>/registres", decide.registers_file, "registers"),
    path("<slug:scale>/registres/<slug:register>/fin", decide.stop_keeping, name="stop_keeping"),
]
