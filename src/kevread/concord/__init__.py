"""Texts that several bodies adopt in common, each by a decision of its own register."""
