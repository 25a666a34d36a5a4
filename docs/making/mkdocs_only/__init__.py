"""What only MkDocs needs. anyone who moves to another program deletes this folder."""
