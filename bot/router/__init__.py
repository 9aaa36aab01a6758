"""`relais router`: how good the router is, in figures and in a picture. Heavy parts load in their command."""
