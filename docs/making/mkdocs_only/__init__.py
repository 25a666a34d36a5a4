"""What only MkDocs needs. Whoever moves to another program deletes this folder."""
