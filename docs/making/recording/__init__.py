"""Recorded runs: what is trained on the full data sets, and how its record is made."""
