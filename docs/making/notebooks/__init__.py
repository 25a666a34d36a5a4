"""Notebooks on their way to a page: read, run once, kept, and handed over as a copy to render."""
