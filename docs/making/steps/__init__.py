"""The steps of a page's way, a module for each; `making.way` has their order."""
