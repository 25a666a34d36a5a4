"""The built site as a folder that is opened by a double click, without server and network."""
