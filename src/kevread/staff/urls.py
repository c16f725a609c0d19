"""Posts, contracts, who works where."""

app_name = "staff"
urlpatterns: list = []
