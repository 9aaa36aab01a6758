"""The cabinet: rows and nothing else. Imports none of our other packages."""
