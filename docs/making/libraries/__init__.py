"""Libraries that the book speaks of and isn't made with: what it says of them is asked of them."""
