"""The same random examples at every run, and as many as the oracles are worth."""

from hypothesis import settings

for name, examples in {"cnnbook": 100, "long": 2000, "few": 25}.items():
    settings.register_profile(
        name, max_examples=examples, derandomize=True, deadline=None, database=None
    )
settings.load_profile("cnnbook")
