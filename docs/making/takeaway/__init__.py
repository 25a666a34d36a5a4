"""Pages as notebooks that a reader takes along: `making.takeaway.notebook` has the way there."""
