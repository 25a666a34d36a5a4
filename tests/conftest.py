"""The same random examples at every run, and as many as the oracles are worth."""

from hypothesis import settings

settings.register_profile(
    "cnnbook", max_examples=200, derandomize=True, deadline=None, database=None
)
settings.load_profile("cnnbook")
