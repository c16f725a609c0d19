from django.urls import path

from kevread.ui.spreadsheet import files
from kevread.votes.views import installation, papers, polls, pulse, scrutiny, voting

app_name = "votes"
urlpatterns = [
    path("cle-de-cette-installation/", installation.key, name="installation"),
    path("<slug:scale>/reunions/<uuid:key>/points/<uuid:item>/voter", polls.put, name="put_to_vote"),
    path("<slug:scale>/votes/<uuid:key>", polls.poll, name="poll"),
    *files("<slug:scale>/votes/<uuid:key>/noms", polls.named_file, "poll"),
    path("<slug:scale>/votes/<uuid:key>/bulletin", voting.vote, name="vote"),
    path("<slug:scale>/votes/<uuid:key>/ma-part", scrutiny.scrutiny, name="scrutiny"),
    path("<slug:scale>/votes/<uuid:key>/recus", polls.receipts, name="receipts"),
    path("<slug:scale>/votes/<uuid:key>/compte.json", polls.tally_file, name="tally_file"),
    path("<slug:scale>/votes/<uuid:key>/urne.json", polls.bundle, name="bundle"),
    path("<slug:scale>/votes/<uuid:key>/depouillement.pdf", polls.count_pdf, name="count_pdf"),
    path("<slug:scale>/votes/<uuid:key>/bulletins.pdf", papers.ballots, name="ballots_pdf"),
    path("<slug:scale>/votes/<uuid:key>/compte", polls.count, name="count_poll"),
    path("<slug:scale>/votes/<uuid:key>/ouvrir", polls.open_, name="open_poll"),
    path("<slug:scale>/votes/<uuid:key>/clore", polls.close, name="close_poll"),
    path("<slug:scale>/votes/<uuid:key>/appel", polls.call, name="call_name"),
    path("<slug:scale>/votes/<uuid:key>/bulletin-secret", polls.ask_secret, name="ask_secret"),
    path("<slug:scale>/votes/<uuid:key>/annuler", polls.void, name="void_poll"),
    path("<slug:scale>/reunions/<uuid:key>/suivre/direct", pulse.pulse, name="pulse"),
    path("<slug:scale>/reunions/<uuid:key>/compte/direct", pulse.pulse, name="pulse_of_count"),
]
