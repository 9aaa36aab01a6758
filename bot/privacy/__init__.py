"""`relais privacy`: notice, register and impact assessment, written from what runs, so that they say what is so.

`keeping` and `facts` find it, the forms of config/texts/fr/documents say it, `pages` keeps it on disk, `terminal` tells the operator.
"""
