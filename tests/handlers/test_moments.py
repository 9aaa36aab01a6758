"""The dates that people write are read as they mean them, or not at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.spoken import spoken_day, spoken_moment, spoken_period
from config.texts import words
from handlers.dates import Why
from handlers.moments import FARTHEST, Unclear, day_in, moment_in, period_in

PARIS = "Europe/Paris"

# In each table: the local moment at which it is said, then « phrase → what is understood · what is left of the text ».
# « ! » is Unclear, « ? » an hour that was not said.

DAYS = """
@ 2026-11-23 09:30 Monday morning
aujourd'hui → 2026-11-23
aujourd’hui → 2026-11-23
Aujourd hui → 2026-11-23
today → 2026-11-23
ce soir → 2026-11-23
ce matin → 2026-11-23
cet après-midi → 2026-11-23
this morning → 2026-11-23
tonight → 2026-11-23
demain → 2026-11-24
DEMAIN → 2026-11-24
demain matin → 2026-11-24
après-demain → 2026-11-25
apres demain → 2026-11-25
the day after tomorrow → 2026-11-25
demain mardi → 2026-11-24
demain mercredi → !no-such-day
hier → !past
avant-hier → !past
lundi → 2026-11-30
lundi prochain → 2026-11-30
next monday → 2026-11-30
ce lundi → 2026-11-23
mardi → 2026-11-24
mardi prochain → 2026-11-24
dimanche → 2026-11-29
wednesday → 2026-11-25
mar. matin → 2026-11-24
lundi en huit → 2026-12-07
vendredi en huit → 2026-12-04
vendredi en quinze → 2026-12-11
demain en huit → 2026-12-01
mardi de la semaine prochaine → 2026-12-01
mardi semaine prochaine → 2026-12-01
vendredi de cette semaine → 2026-11-27
friday next week → 2026-12-04
lundi dernier → !past
last monday → !past
lundi 30 novembre → 2026-11-30
Lundi 30 Novembre 2026 → 2026-11-30
lundi 30 → 2026-11-30
lun. 30/11 → 2026-11-30
lundi, le 30 novembre → 2026-11-30
mardi 30 novembre → !no-such-day
mardi 30 → !no-such-day
5 décembre → 2026-12-05
le 5 decembre → 2026-12-05
5 déc. → 2026-12-05
5 dec 2026 → 2026-12-05
le 5 décembre 2026 → 2026-12-05
5 december → 2026-12-05
december 5 → 2026-12-05
December 5th, 2026 → 2026-12-05
5th of december → 2026-12-05
1er décembre → 2026-12-01
le 1er → 2026-12-01
le 1er janvier → 2027-01-01
12 janvier → 2027-01-12
12 janv. → 2027-01-12
3 août → 2027-08-03
23 novembre → 2026-11-23
22 novembre → 2027-11-22
le 5 → 2026-12-05
le 23 → 2026-11-23
le 24 → 2026-11-24
le 5. → 2026-12-05
le 31 → !no-such-day
jusqu'au 5 → 2026-12-05
avant le 5 → 2026-12-05
05/12 → 2026-12-05
5/12 → 2026-12-05
05 / 12 → 2026-12-05
5/12/26 → 2026-12-05
05/12/2026 → 2026-12-05
5.12.2026 → 2026-12-05
5-12-2026 → 2026-12-05
2026-12-05 → 2026-12-05
3/4 → 2027-04-03
31/12 → 2026-12-31
31/02 → !no-such-day
31/02/2027 → !no-such-day
30 février → !no-such-day
32 décembre → !no-such-day
le 32/12 → !no-such-day
12/25/2026 → !no-such-day
2026-13-05 → !no-such-day
29/02 → !no-such-day
29/02/2028 → !too-far
05/12 2027 → 2027-12-05
05/12 25 personnes → 2026-12-05 · 25 personnes
05/12/2020 → !past
5 décembre 2025 → !past
le 5 décembre dernier → !past
5 décembre prochain → 2026-12-05
28/12/2027 → 2027-12-28
29/12/2027 → !too-far
dans 3 jours → 2026-11-26
dans trois jours → 2026-11-26
dans quinze jours → 2026-12-08
in 3 days → 2026-11-26
in a week → 2026-11-30
dans une semaine → 2026-11-30
dans deux semaines → 2026-12-07
dans 3 mois → 2027-02-23
dans un mois → 2026-12-23
sous 8 jours → 2026-12-01
dans un an → 2027-11-23
dans deux ans → !too-far
in 2 years → !too-far
d'ici 2 semaines → 2026-12-07
dans 500 jours → !too-far
dans 999 semaines → !too-far
dans 3 jours ouvrés → !vague
within 5 working days → !vague
dans quelques jours → !vague
il y a 3 jours → !past
fin de mois → 2026-11-30
à la fin du mois → 2026-11-30
end of the month → 2026-11-30
fin décembre → 2026-12-31
fin février → 2027-02-28
fin du mois prochain → !vague
début janvier → !vague
mi-décembre → !vague
courant janvier → !vague
le mois prochain → !vague
5 janvier de l'année prochaine → !vague
cette semaine → !two-dates
la semaine prochaine → !two-dates
la semaine du 7 décembre → !two-dates
du 1er au 5 décembre → !two-dates
le 5 ou le 6 décembre → !two-dates
le 5 et le 6 → !two-dates
les 5 et 6 décembre → !two-dates
1-5 décembre → !two-dates
lundi ou mardi → !two-dates
demain, ou plutôt jeudi → !two-dates
lundi 30 novembre (30/11) → 2026-11-30
usager jusqu'au 05/12 → 2026-12-05 · usager
usager (jusqu'au 05/12) → 2026-12-05 · usager
jusqu’à lundi → 2026-11-30
jusqu'à demain, usager absent → 2026-11-24 · usager absent
jusqu'au 5 usager absent → !vague
jusqu'au 12 janvié → !vague
lundi 30 appeler l'usager → !vague
devis attendu pour le 5/12 de la Métropole → 2026-12-05 · devis attendu de la Métropole
avant le 15 janvier : réponse du bailleur → 2027-01-15 · réponse du bailleur
pour vendredi → 2026-11-27
by friday → 2026-11-27
on the 5th → 2026-12-05
until the 5th → 2026-12-05
attente lot 3 jusqu'au 05/12 → 2026-12-05 · attente lot 3
le 5, le 12 décembre → !two-dates
le 5 du mois prochain → !vague
premier lundi de janvier → !vague
dernier vendredi du mois → !vague
lundi suivant → !vague
lundi 7, passage du technicien → 2026-12-07 · passage du technicien
lundi 7 passage du technicien → !vague
lundi 7/13 → !no-such-day
lundi 7.12 → !vague
ce mardi 24 novembre → 2026-11-24
rendez-vous demain au 12 rue des Lilas → 2026-11-24 · rendez-vous au 12 rue des Lilas
vendredi dernier délai → 2026-11-27 · dernier délai
vendredi passer chez le bailleur → 2026-11-27 · passer chez le bailleur
5 décembre 27 → 2027-12-05
5 décembre 25 personnes → 2026-12-05 · 25 personnes
rendez-vous le 5/12, place Bellecour → 2026-12-05 · rendez-vous place Bellecour
réunion de quartier le 5 décembre → 2026-12-05 · réunion de quartier
le 12, rue des Lilas → !vague
après le 15 décembre → !vague
jusqu'au premier décembre → !vague
le vingt-cinq décembre → !vague
dans une quinzaine → !vague
le week-end prochain → !vague
fin 2026 → !vague
dec 5 → 2026-12-05
until 5 december → 2026-12-05
d'ici vendredi → 2026-11-27
dès le 1er décembre → 2026-12-01
à partir du 1er décembre → 2026-12-01
d'ici la fin du mois → 2026-11-30
demain 9h → 2026-11-24 · 9h
réunion de demain → 2026-11-24 · réunion
bâtiment 12 12 janvier → 2027-01-12 · bâtiment 12
0412 12 janvier → 2027-01-12 · 0412
rendez-vous 12 rue des Lilas le 5/12 → 2026-12-05 · rendez-vous 12 rue des Lilas
travaux rue du 8 mai 1945 demain → 2026-11-24 · travaux rue du 8 mai 1945
le 5/12, 24h/24 → 2026-12-05 · 24h/24
@ 2026-11-29 23:30 Sunday night
demain → 2026-11-30
lundi → 2026-11-30
dimanche → 2026-12-06
le 29 → 2026-11-29
le 30 → 2026-11-30
fin de mois → 2026-11-30
dans 2 jours → 2026-12-01
lundi de la semaine prochaine → 2026-11-30
@ 2026-12-31 10:00 New Year's Eve
demain → 2027-01-01
le 31 → 2026-12-31
le 1er → 2027-01-01
01/01 → 2027-01-01
31/12 → 2026-12-31
30/12 → 2027-12-30
vendredi → 2027-01-01
dans un mois → 2027-01-31
dans 2 mois → 2027-02-28
fin de mois → 2026-12-31
fin décembre → 2026-12-31
lundi 4 → 2027-01-04
lundi 4 janvier → 2027-01-04
@ 2027-02-28 12:00 a 28 February
demain → 2027-03-01
29/02 → !no-such-day
le 29 → !no-such-day
28/02 → 2027-02-28
fin de mois → 2027-02-28
dans un mois → 2027-03-28
@ 2028-01-30 12:00 a leap year
29/02 → 2028-02-29
dans 1 mois → 2028-02-29
fin février → 2028-02-29
"""

PAST_DAYS = """
@ 2026-11-23 09:30 Monday morning
recue le 20/11 → 2026-11-20 · recue
reçue hier → 2026-11-22 · reçue
hier matin → 2026-11-22
avant-hier → 2026-11-21
yesterday → 2026-11-22
aujourd'hui → 2026-11-23
ce matin → 2026-11-23
23/11 → 2026-11-23
24/11 → 2025-11-24
le 20 → 2026-11-20
le 24 → 2026-10-24
le 31 → 2026-10-31
vendredi → 2026-11-20
lundi → 2026-11-16
vendredi dernier → 2026-11-20
last friday → 2026-11-20
vendredi 20 → 2026-11-20
vendredi 20 novembre → 2026-11-20
samedi 20 novembre → !no-such-day
mardi de la semaine dernière → 2026-11-17
il y a 3 jours → 2026-11-20
3 days ago → 2026-11-20
il y a un mois → 2026-10-23
il y a un an → 2025-11-23
depuis vendredi → 2026-11-20
31 décembre → 2025-12-31
fin octobre → 2026-10-31
20/11/2026 → 2026-11-20
01/01/2020 → !too-far
demain → !future
lundi prochain → !future
vendredi en huit → !future
25/11/2026 → !future
dans 3 jours → !future
"""

MOMENTS = """
@ 2026-11-23 09:30 Monday morning
lundi prochain 9h → 2026-11-30 09:00
lundi matin → 2026-11-30 08:15
lundi → 2026-11-30 08:15?
demain matin → 2026-11-24 08:15
demain midi → 2026-11-24 12:00
demain après-midi → 2026-11-24 13:45
demain apres midi → 2026-11-24 13:45
demain soir → 2026-11-24 17:00
demain en fin de matinée → 2026-11-24 11:30
demain en fin d'après-midi → 2026-11-24 16:30
ce soir → 2026-11-23 17:00
tonight → 2026-11-23 17:00
ce midi → 2026-11-23 12:00
tomorrow afternoon → 2026-11-24 13:45
dans 2 heures → 2026-11-23 11:30
dans deux heures → 2026-11-23 11:30
dans 2h → 2026-11-23 11:30
dans 1h30 → 2026-11-23 11:00
dans une heure et demie → 2026-11-23 11:00
dans 30 minutes → 2026-11-23 10:00
dans 45 min → 2026-11-23 10:15
dans une demi-heure → 2026-11-23 10:00
dans un quart d'heure → 2026-11-23 09:45
in 2 hours → 2026-11-23 11:30
in half an hour → 2026-11-23 10:00
sous 48h → 2026-11-25 09:30
dans 500 heures → 2026-12-14 05:30
dans 48h ouvrées → !vague
vendredi à 14h30 → 2026-11-27 14:30
vendredi 14:30 → 2026-11-27 14:30
vendredi 14 h 30 → 2026-11-27 14:30
vendredi vers 14h → 2026-11-27 14:00
vendredi à partir de 14h → 2026-11-27 14:00
vendredi après 14h → 2026-11-27 14:00
lundi réunion 14h → !vague
demain à 14 heures trente → 2026-11-24 14:30
demain à 9h dix → !no-such-hour
demain 14.30 → !vague
half past nine tomorrow → !vague
demain, coupure pour 2h → 2026-11-24 08:15? · coupure pour 2h
demain pour 9h → !vague
à 14h relancer la Voirie → 2026-11-23 14:00 · relancer la Voirie
in an hour → 2026-11-23 10:30
demain pendant 2h → 2026-11-24 08:15? · pendant 2h
friday 2:30 pm → 2026-11-27 14:30
friday at 9am → 2026-11-27 09:00
tomorrow at 9 → 2026-11-24 09:00
tomorrow at noon → 2026-11-24 12:00
le 5 décembre à 9 heures → 2026-12-05 09:00
le 5 décembre à 9 heures 30 → 2026-12-05 09:30
le 5 décembre à 9 heures et demie → 2026-12-05 09:30
le 5 décembre à 9h moins le quart → 2026-12-05 08:45
le 5 à 9h → 2026-12-05 09:00
le 5 au matin → 2026-12-05 08:15
05/12 9h → 2026-12-05 09:00
05/12 09:30 → 2026-12-05 09:30
05/12/2026 à 9h05 → 2026-12-05 09:05
9h le 05/12 → 2026-12-05 09:00
à 9h demain → 2026-11-24 09:00
demain à 9h du matin → 2026-11-24 09:00
demain matin à 10h → 2026-11-24 10:00
demain matin, 10h → 2026-11-24 10:00
demain soir à 8h → 2026-11-24 20:00
demain à 8 heures du soir → 2026-11-24 20:00
demain matin à 15h → !no-such-hour
demain à 25h → !no-such-hour
demain 9h75 → !no-such-hour
demain à 9h moins dix → !no-such-hour
demain 0h → 2026-11-24 00:00
demain à minuit → 2026-11-25 00:00
demain 24h → 2026-11-25 00:00
ce soir à minuit → 2026-11-24 00:00
demain midi et demi → 2026-11-24 12:30
dans 3 jours → 2026-11-26 08:15?
dans 3 jours à 10h → 2026-11-26 10:00
la semaine prochaine → 2026-11-30 08:15?
next week → 2026-11-30 08:15?
jusqu'à la semaine prochaine → 2026-11-30 08:15?
cette semaine → !two-dates
fin de mois → 2026-11-30 08:15?
fin du mois à 16h → 2026-11-30 16:00
14h30 → 2026-11-23 14:30
à 14h → 2026-11-23 14:00
midi → 2026-11-23 12:00
aujourd'hui 14h → 2026-11-23 14:00
aujourd'hui → !past
aujourd'hui 9h → !past
ce matin → !past
à 9h → !past
le 23 → !past
hier 9h → !past
lundi dernier à 9h → !past
demain de 9h à 11h → !two-dates
demain 9h-11h → !two-dates
demain 9-11h → !two-dates
demain entre 9h et 11h → !two-dates
demain 9h ou 10h → !two-dates
demain entre midi et deux → !two-dates
demain 9h, rappeler avant 12h → !two-dates
lundi ou mardi 9h → !two-dates
dans 2 heures ou demain → !two-dates
coupure de 2h demain → !vague
demain 2h de coupure → !vague
demain rappeler 9h30 → !vague
demain rappeler Mme Petit à 10h15 → 2026-11-24 10:15 · rappeler Mme Petit
lundi matin relancer la Voirie → 2026-11-30 08:15 · relancer la Voirie
14h appeler le bailleur → 2026-11-23 14:00 · appeler le bailleur
demain 9h, 30 personnes → 2026-11-24 09:00 · 30 personnes
cette nuit → !vague
29/12/2027 9h → !too-far
@ 2026-11-29 23:30 Sunday night
demain matin → 2026-11-30 08:15
lundi 9h → 2026-11-30 09:00
dans 2 heures → 2026-11-30 01:30
ce soir → !past
minuit → 2026-11-30 00:00
@ 2026-12-31 10:00 New Year's Eve
demain 9h → 2027-01-01 09:00
minuit → 2027-01-01 00:00
la semaine prochaine → 2027-01-04 08:15?
le 31 à 14h → 2026-12-31 14:00
le 31 à 9h → !past
@ 2027-02-28 22:00 a 28 February
dans 3 heures → 2027-03-01 01:00
demain midi → 2027-03-01 12:00
@ 2027-03-27 22:00 the night the clocks go forward
demain 2h30 → 2027-03-28 03:30
demain 1h30 → 2027-03-28 01:30
demain 3h → 2027-03-28 03:00
dans 5 heures → 2027-03-28 04:00
demain matin → 2027-03-28 08:15
@ 2026-10-24 22:00 the night the clocks go back
demain 2h30 → 2026-10-25 02:30
dans 5 heures → 2026-10-25 02:00
demain matin → 2026-10-25 08:15
"""

PERIODS = """
@ 2026-11-23 09:30 Monday morning
01/12 au 05/12 → 2026-12-01..2026-12-05
du 01/12 au 05/12 → 2026-12-01..2026-12-05
01/12-05/12 → 2026-12-01..2026-12-05
01/12 → 05/12 → 2026-12-01..2026-12-05
du 1er au 5 décembre → 2026-12-01..2026-12-05
1er au 5 décembre → 2026-12-01..2026-12-05
1-5 décembre → 2026-12-01..2026-12-05
du 1 au 5/12 → 2026-12-01..2026-12-05
entre le 1er et le 5 décembre → 2026-12-01..2026-12-05
from 1 to 5 december → 2026-12-01..2026-12-05
du 5 au 8 → 2026-12-05..2026-12-08
du lundi 7 au mercredi 9 → 2026-12-07..2026-12-09
jusque vendredi → 2026-11-23..2026-11-27
du 30 au 4 décembre → 2026-11-30..2026-12-04
du lundi 30 au vendredi 4 décembre → 2026-11-30..2026-12-04
du lundi 30 novembre au vendredi 4 décembre 2026 → 2026-11-30..2026-12-04
du mardi 30 au vendredi 4 décembre → !no-such-day
du 28 décembre au 3 janvier → 2026-12-28..2027-01-03
du 28/12/2026 au 03/01/2027 → 2026-12-28..2027-01-03
du 28 décembre au 3 → 2026-12-28..2027-01-03
du 1er au 5 janvier 2027 → 2027-01-01..2027-01-05
lundi à mercredi → 2026-11-30..2026-12-02
de lundi à mercredi → 2026-11-30..2026-12-02
lundi-mercredi → 2026-11-30..2026-12-02
lundi matin au mercredi soir → 2026-11-30..2026-12-02
du mardi au lundi → 2026-11-24..2026-11-30
de demain à vendredi → 2026-11-24..2026-11-27
d'aujourd'hui à vendredi → 2026-11-23..2026-11-27
monday to wednesday → 2026-11-30..2026-12-02
cette semaine → 2026-11-23..2026-11-29
la semaine prochaine → 2026-11-30..2026-12-06
la semaine du 7 décembre → 2026-12-07..2026-12-13
la semaine du lundi 7 → 2026-12-07..2026-12-13
ce week-end → 2026-11-28..2026-11-29
demain → 2026-11-24..2026-11-24
le 5 décembre → 2026-12-05..2026-12-05
jusqu'à vendredi → 2026-11-23..2026-11-27
jusqu'au 05/12 → 2026-11-23..2026-12-05
until friday → 2026-11-23..2026-11-27
à partir de lundi jusqu'au 5 décembre → 2026-11-30..2026-12-05
5 jours à partir de lundi → 2026-11-30..2026-12-04
à partir du 5 décembre pendant 3 jours → 2026-12-05..2026-12-07
2 semaines à partir du 7 décembre → 2026-12-07..2026-12-20
demain pour 3 jours → 2026-11-24..2026-11-26
5 jours ouvrés à partir de lundi → !vague
à partir de lundi → !open
dès demain → !open
avant le 5 → !open
d'ici vendredi → !open
jusqu'à la semaine prochaine → !open
du 05/12 au 01/12 → !order
du 05/12/2026 au 01/12/2026 → !order
du 20/11 au 25/11 → !past
du 20 au 25 → !past
hier → !past
du 01/12 au 32/12 → !no-such-day
32/12 au 05/12 → !no-such-day
du 28/12 au 3 janvié → !vague
lundi et mardi → !two-dates
travaux du 01/12 au 05/12 rue Pasteur → 2026-12-01..2026-12-05 · travaux rue Pasteur
du 01/12 au 05/12, place Bellecour → 2026-12-01..2026-12-05 · place Bellecour
du 01/12 au 05/12 5 agents → 2026-12-01..2026-12-05 · 5 agents
du 28/12 au 3 rue Pasteur → !vague
du 01/12 au retour → !open
demain à Bellecour → 2026-11-24..2026-11-24 · à Bellecour
lundi, mercredi → !two-dates
les 5, 6 et 7 décembre → !two-dates
du 01/12/2026 au 01/03/2028 → !too-far
absence du 01/12 au 05/12 formation → 2026-12-01..2026-12-05 · absence formation
@ 2026-11-29 23:30 Sunday night
cette semaine → 2026-11-29..2026-11-29
la semaine prochaine → 2026-11-30..2026-12-06
lundi à mercredi → 2026-11-30..2026-12-02
ce week-end → 2026-11-29..2026-11-29
@ 2026-12-31 10:00 New Year's Eve
du 28 décembre au 3 janvier → !past
du 31 décembre au 3 janvier → 2026-12-31..2027-01-03
cette semaine → 2026-12-31..2027-01-03
du 1er au 5 → 2027-01-01..2027-01-05
@ 2027-02-28 12:00 a 28 February
du 28 février au 1er mars → 2027-02-28..2027-03-01
du 28 au 5 mars → 2027-02-28..2027-03-05
"""

NOTHING = """
MQ-26-0412
0412
mq 26 412
412
MQ-26-0412 usager absent
12 rue des Lilas
12 bis rue des Lilas
12, rue des Lilas
le 12 rue des Lilas
12/14 rue des Lilas
au 10/12 rue des Lilas
fuite au 4/6, avenue Jean-Jaurès
rue du 8 mai 1945
place du 14 juillet
avenue du 11 Novembre 1918
école du 4 septembre
3 étages
au 3e étage
jusqu'au 3e étage
appartement au 1er
le 1er étage
bus 14
le bus 14 est en panne
prendre le 14 à Bellecour
ligne C3
bâtiment 5
n° 5
lot 3/4
page 3/12
photo 1/2
1/2 journée
3/4 d'heure
15/20
24h/24
24h/24 et 7j/7
ouvert 7j/7
06 12 05 12 26
04.72.10.30.30
04-72-10-30-30
69003
45 €
15 %
100 m
à 100 m
5 jours
trois semaines
depuis 3 jours
5 personnes
pour 5 personnes
avant 5 jours
2 heures de retard
2h de retard
coupure de 2h
12/2026
décembre 2026
décembre
2026
en mars
mars
mai
aire de jeu
aire de jeu 12
bord de la mer
la mer est à 9 km
Sam est venu
tous les lundis
chaque mardi
un samedi sur deux
marché du samedi
chaque lundi à 9h
tous les jours à 9h
permanence de 9h à 11h
relance à 14h
every monday
version 1.2.3
192.168.1.12
05.12
5-12
le 5-12
AB-12/05
x05/12
05/12x
15/13/1
usager prévenu
motif : attente du bailleur
lampadaire éteint depuis longtemps
may be
march
un second avis
quinze
huit
à bientôt
a
l'
le
jusqu'au
du au
à

"""


Row = tuple[str, datetime, str, str]


def rows(table: str) -> Iterator[Row]:
    """Yield (test id, the local moment at which it is said, phrase, what is understood)."""
    heading, *lines = table.strip().splitlines()
    for line in (heading, *lines):
        if line.startswith("@"):
            heading = line
        else:
            phrase, _, understood = line.rpartition(" → ")
            yield f"{heading[2:12]}: {phrase}", datetime.fromisoformat(heading[2:18]).replace(tzinfo=ZoneInfo(PARIS)), phrase, understood


def cases(table: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("now", "phrase", "understood"), [row[1:] for row in rows(table)], ids=[row[0] for row in rows(table)])


def day(phrase: str, today: date, *, past: bool = False) -> str:
    try:
        read = day_in(phrase, today=today, past=past)
    except Unclear as unclear:
        return f"!{unclear.why}"
    return f"{read.on} · {read.rest}".removesuffix(" · ") if read else ""


def moment(phrase: str, now: datetime) -> str:
    try:
        read = moment_in(phrase, now=now.astimezone(UTC), zone=PARIS)
    except Unclear as unclear:
        return f"!{unclear.why}"
    if read is None:
        return ""
    said = f"{read.at.astimezone(ZoneInfo(PARIS)):%Y-%m-%d %H:%M}{'' if read.said_hour else '?'}"
    return f"{said} · {read.rest}".removesuffix(" · ")


def period(phrase: str, today: date) -> str:
    try:
        read = period_in(phrase, today=today)
    except Unclear as unclear:
        return f"!{unclear.why}"
    return f"{read.first}..{read.last} · {read.rest}".removesuffix(" · ") if read else ""


@cases(DAYS)
def test_a_day_is_read(now: datetime, phrase: str, understood: str) -> None:
    assert day(phrase, now.date()) == understood


@cases(PAST_DAYS)
def test_a_past_day_is_read(now: datetime, phrase: str, understood: str) -> None:
    assert day(phrase, now.date(), past=True) == understood


@cases(MOMENTS)
def test_a_moment_is_read(now: datetime, phrase: str, understood: str) -> None:
    assert moment(phrase, now) == understood


@cases(PERIODS)
def test_a_period_is_read(now: datetime, phrase: str, understood: str) -> None:
    assert period(phrase, now.date()) == understood


@pytest.mark.parametrize("text", NOTHING.strip().splitlines())
def test_what_holds_no_date_is_not_read(text: str) -> None:
    now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert day_in(text, today=now.date()) is None
    assert day_in(text, today=now.date(), past=True) is None
    assert period_in(text, today=now.date()) is None
    assert moment_in(text, now=now, zone=PARIS) is None


def test_the_tables_are_as_large_as_we_say() -> None:
    assert sum(len(list(rows(table))) for table in (DAYS, PAST_DAYS, MOMENTS, PERIODS)) > 300
    assert len(NOTHING.strip().splitlines()) > 60


def test_the_repeated_hour_is_the_first() -> None:
    read = moment_in("demain 2h30", now=datetime(2026, 10, 24, 20, tzinfo=UTC), zone=PARIS)
    assert read
    assert read.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_each_town_has_its_own_time() -> None:
    read = moment_in("demain 9h", now=datetime(2026, 11, 23, 21, tzinfo=UTC), zone="Indian/Reunion")
    assert read
    assert read.at == datetime(2026, 11, 25, 5, tzinfo=UTC)


def test_a_date_further_than_five_hundred_characters_is_not_read() -> None:
    today = date(2026, 11, 23)
    assert day_in("mot " * 130 + "demain", today=today) is None
    across = day_in("m" * 495 + " le 5 décembre 2027", today=today)
    assert across
    assert across.on == date(2027, 12, 5)


@pytest.mark.parametrize("why", get_args(Why))
def test_each_doubt_has_its_words(why: Why) -> None:
    key = Unclear(why).key
    assert {words().say(language, key) for language in ("fr", "en")}.isdisjoint({key})
    assert words().say("fr", key) != words().say("en", key)


# --- whatever the day ---

TODAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
AHEAD = st.integers(0, FARTHEST)
LANGUAGES = st.sampled_from(["fr", "en"])
OTHERS = st.lists(st.sampled_from("usager absent réparé Tanneurs MQ-26-0412 0412 lampadaire, (éteint) ! 👍 l’école".split()), max_size=4)


@given(TODAYS, AHEAD, LANGUAGES)
def test_a_spoken_day_read_back_is_the_same(today: date, ahead: int, language: str) -> None:
    on = today + timedelta(ahead)
    assert day_in(spoken_day(language, on, today), today=today) == (on, "")
    assert day_in(spoken_day(language, on), today=today) == (on, "")


@given(TODAYS, st.integers(0, FARTHEST - 1), st.integers(1, 24 * 60), LANGUAGES)
def test_a_spoken_moment_read_back_is_the_same(today: date, days: int, minutes: int, language: str) -> None:
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    at = (now + timedelta(days=days, minutes=minutes)).astimezone(ZoneInfo(PARIS))
    assert moment(spoken_moment(language, at, today), now) == f"{at:%Y-%m-%d %H:%M}"


@given(TODAYS, st.integers(0, 200), st.integers(0, 180), LANGUAGES)
def test_a_spoken_period_read_back_is_the_same(today: date, ahead: int, length: int, language: str) -> None:
    first = today + timedelta(ahead)
    last = first + timedelta(length)
    assert period_in(spoken_period(language, first, last, today), today=today) == (first, last, "")


@given(TODAYS, AHEAD, st.sampled_from(["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "le %d/%m/%Y", "jusqu’au %d/%m/%Y"]))
def test_every_way_of_writing_a_whole_date_says_the_same(today: date, ahead: int, shape: str) -> None:
    on = today + timedelta(ahead)
    assert day_in(on.strftime(shape), today=today) == (on, "")


@given(TODAYS, st.integers(0, 364), st.sampled_from(["%d/%m", "le %d/%m", "avant le %d/%m"]))
def test_without_its_year_a_date_is_the_next_one_or_the_last_one(today: date, shift: int, shape: str) -> None:
    for on, past in ((today + timedelta(shift), False), (today - timedelta(shift), True)):
        assert day_in(on.strftime(shape), today=today, past=past) == (on, "")


@given(TODAYS, AHEAD, OTHERS, OTHERS, st.sampled_from(["", "le ", "jusqu’au ", "pour le ", "avant le "]))
def test_no_other_word_is_lost(today: date, ahead: int, before: list[str], after: list[str], lead: str) -> None:
    on = today + timedelta(ahead)
    read = day_in(" ".join([*before, f"{lead}{on:%d/%m/%Y}", *after]), today=today)
    assert read
    assert read.on == on
    assert [word.strip(",") for word in read.rest.split()] == [word.strip(",") for word in before + after]


PIECES = (
    "le la au à du de d' l' jusqu'au jusqu'à avant pour dans d'ici à partir de entre et ou , . ( ) - / : 1er 3 5 12 30 31 0412 2026 2027 "
    "12/14 05/12 31/02 05/12/2026 2026-12-05 9h 9h30 14:30 25h 9 heures midi minuit matin soir après-midi lundi mar. mercredi dimanche "
    "prochain dernier en huit demain hier aujourd'hui semaine prochaine cette ce fin mois jours semaines janvier février mars décembre rue "
    "étage MQ-26-0412 monday next december tomorrow at pm in three days ago \ue000 \ue001"
).split(" ")
SOUP = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
)


@given(SOUP, TODAYS, st.booleans())
@example("9999-12-31 dans 999 mois", date(2026, 11, 23), False)
@example("il y a 999 ans", date(2026, 11, 23), True)
@example("dans 999 ans", date(2026, 11, 23), False)
@example("il y a 999 semaines", date(2026, 11, 23), True)
def test_any_text_is_read_or_refused(text: str, today: date, past: bool) -> None:
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    with suppress(Unclear):
        if read := day_in(text, today=today, past=past):
            assert 0 <= (today - read.on if past else read.on - today).days <= FARTHEST
            letters = iter(unicodedata.normalize("NFC", text))
            assert all(letter in letters for letter in read.rest if letter != " ")  # nothing is put in, nothing moves
    with suppress(Unclear):
        if span := period_in(text, today=today):
            assert today <= span.first <= span.last <= today + timedelta(FARTHEST)
    with suppress(Unclear):
        if at := moment_in(text, now=now, zone=PARIS):
            assert now < at.at <= now + timedelta(FARTHEST + 1)


@pytest.mark.parametrize("piece", "le |jusqu’au |5 |12/14 |lundi |le 5 et |  |5-|a la |9h |lun. |(|dans 3 |x".split("|"))
def test_no_text_takes_long(piece: str) -> None:
    """The slowest takes 30 ms; five times that is allowed for a busy machine, and no more for a text a hundred times longer."""
    for length in (500, 50_000):
        assert min(seconds(piece * (length // len(piece))) for _ in range(3)) < 0.15


def seconds(text: str) -> float:
    start, now = perf_counter(), datetime(2026, 11, 23, 9, tzinfo=UTC)
    day(text, now.date())
    moment(text, now)
    return perf_counter() - start
