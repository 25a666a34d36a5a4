"""What only MkDocs needs. Anyone who moves to another program deletes this folder."""
