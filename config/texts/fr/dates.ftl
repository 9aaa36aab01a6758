# Ce que l’on répond à une date qui ne peut pas être celle que l’on voulait.
date-past = Cette date ou cette heure est déjà passée. Donnez-en une à venir, par exemple « lundi 9h » ou « 05/12 ».
date-future = Cette date n’est pas encore arrivée. Donnez-en une passée, par exemple « hier » ou « 20/11 ».
date-no-such-day = Je ne trouve pas ce jour dans le calendrier. Vérifiez le jour, le mois et le jour de la semaine, par exemple « samedi 05/12 ».
date-no-such-hour = Je ne trouve pas cette heure dans la journée. Écrivez-la par exemple « 9h30 » ou « 14h ».
date-two-dates = Je lis plusieurs jours ou plusieurs heures, et il m’en faut un seul. Par exemple « lundi 9h » ou « 05/12 ».
date-order = La fin vient avant le début. Écrivez par exemple « du 01/12 au 05/12 ».
date-too-far = Cette date est trop éloignée d’aujourd’hui : je m’arrête à 400 jours.
date-open = Il me manque le début ou la fin. Écrivez par exemple « du 01/12 au 05/12 ».
date-vague = Je ne sais pas de quel jour ou de quelle heure il s’agit exactement. Écrivez-les en chiffres, par exemple « 05/12 à 9h ».
