"""What makes the book: its figures, its recorded runs, the way of a page, and its proofs."""
