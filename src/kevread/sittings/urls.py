"""The addresses of a meeting that is held: the room, who is there, the wall, the minutes."""

from django.urls import path

from kevread.sittings.views import certify, closing, earlier, meetings, minutes, presences, projection, room
from kevread.ui.spreadsheet import files

MEETING = "<slug:scale>/reunions/<uuid:key>"
app_name = "sittings"
urlpatterns = [
    path("<slug:scale>/reunions", meetings.meetings, name="meetings"),
    *files("<slug:scale>/reunions", meetings.meetings_file, "meetings"),
    *files("<slug:scale>/reunions/presences", meetings.attendances_file, "attendances"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}/salle", room.room, name="room"),
    path(f"{MEETING}/salle/direct", room.live, name="room_live"),
    path(f"{MEETING}/salle/clore", closing.close, name="close"),
    path(f"{MEETING}/salle/geste/<slug:name>", room.gesture, name="gesture"),
    path(f"{MEETING}/salle/point/<uuid:item>", room.turn, name="turn"),
    path(f"{MEETING}/salle/texte/<slug:part>", room.text, name="text"),
    path(f"{MEETING}/salle/reprendre/<slug:part>", room.fill, name="fill"),
    path(f"{MEETING}/salle/avant/<slug:part>", earlier.earlier, name="earlier"),
    path(f"{MEETING}/presences", presences.presences, name="presences"),
    *files(f"{MEETING}/presences", presences.presences_file, "presences"),
    path(f"{MEETING}/presences/direct", presences.live, name="presences_live"),
    path(f"{MEETING}/presences/ensemble", presences.mark_several, name="mark_several"),
    path(f"{MEETING}/presences/<uuid:entry>", presences.mark, name="mark"),
    path(f"{MEETING}/emargement.pdf", presences.sheet, name="sign_in_sheet"),
    path(f"{MEETING}/je-suis-la", presences.here, name="here"),
    path(f"{MEETING}/projection", projection.wall, name="wall"),
    path(f"{MEETING}/projection/direct", projection.live, name="wall_live"),
    path(f"{MEETING}/proces-verbal", minutes.read, name="minutes"),
    path(f"{MEETING}/proces-verbal.pdf", minutes.preview, name="minutes_preview"),
    path(f"{MEETING}/proces-verbal/signer", minutes.sign, name="sign_minutes"),
    path(f"{MEETING}/proces-verbal/rectifier", minutes.correct, name="correct_minutes"),
    path("<slug:scale>/decisions/<uuid:key>/extrait", certify.certify, name="certify"),
]
