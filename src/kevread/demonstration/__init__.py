"""An invented federation on the real map: people, mandates, anomalies, so that every screen shows life.

Everything here is invented and says so on every page. Impossible to open on the data of a real federation.
"""
