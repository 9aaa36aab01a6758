"""The notice board: what a town hall changes without reading Python. Imports none of our other packages."""
