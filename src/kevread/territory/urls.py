from django.urls import path

from . import views

app_name = "territory"
urlpatterns = [
    path("territoires/", views.territories, name="map"),
]
