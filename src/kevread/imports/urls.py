from django.urls import path

from .views import bringing, doubles, reading

app_name = "imports"
urlpatterns = [
    path("<slug:scale>/imports", bringing.imports, name="imports"),
    path("<slug:scale>/imports/classeur-a-remplir", bringing.take, {"filled": False}, name="blank"),
    path("<slug:scale>/imports/classeur-rempli", bringing.take, {"filled": True}, name="filled"),
    path("<slug:scale>/imports/<uuid:key>", reading.one, name="one"),
    path("<slug:scale>/imports/<uuid:key>/feuilles/<int:place>", bringing.sheet, name="sheet"),
    path("<slug:scale>/imports/<uuid:key>/essai", reading.rehearsal, name="rehearsal"),
    path("<slug:scale>/imports/<uuid:key>/corriger", reading.put_right, name="put_right"),
    path("<slug:scale>/imports/<uuid:key>/case", reading.put_cell, name="put_cell"),
    path("<slug:scale>/imports/<uuid:key>/ecarter", reading.set_aside, name="set_aside"),
    path("<slug:scale>/imports/<uuid:key>/doublon", reading.decide, name="decide"),
    path("<slug:scale>/imports/<uuid:key>/importer", reading.write, name="write"),
    path("<slug:scale>/imports/<uuid:key>/etat", reading.state, name="state"),
    path("<slug:scale>/imports/<uuid:key>/annuler", reading.undo, name="undo"),
    path("<slug:scale>/imports/<uuid:key>/renoncer", bringing.abandon, name="abandon"),
    path("<slug:scale>/doublons", doubles.doubles, name="doubles"),
    path("<slug:scale>/doublons/<uuid:kept>/<uuid:gone>", doubles.double, name="double"),
    path("<slug:scale>/doublons/<uuid:kept>/<uuid:gone>/distinctes", doubles.apart, name="apart"),
    path("<slug:scale>/doublons/<uuid:key>/separer", doubles.separate, name="separate"),
]
