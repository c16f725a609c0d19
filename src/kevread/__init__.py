"""Kevread runs a federation of associations: its common framework is data, its life is data, and the software
continuously holds one against the other. One room per subject; see ARCHITECTURE.md."""
