"""Python for the pages: Pyodide and NumPy, served from the site itself, and the book's package.

`fetching` brings the files once, `serving` says what the site serves of them, and `runner` is what
runs a page's examples there.
"""
