"""The personal data that sentences are filled with, all invented: two sets without a value in common, one to learn from, one kept aside."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

Chance = random.Random


@dataclass(frozen=True)
class Pool:
    """What one set draws from. civilities: as typed, with what parts them from the name. abroad: beginnings of foreign numbers.

    gaps: what parts the groups of a telephone number; others: the groups of a number that people cut in their own way.
    """

    surnames: Sequence[str]
    first_names: Sequence[str]
    civilities: Sequence[str]
    providers: Sequence[str]
    gaps: Sequence[str]
    cuts: Sequence[Sequence[int]]
    prefixes: Sequence[str]
    abroad: Sequence[str]
    lands: Sequence[str]
    roads: Sequence[str]
    facts: Sequence[str]
    whens: Sequence[str]


def _listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(",")]


DEVELOPMENT = Pool(
    surnames=_listed(
        """Durand, Lefèvre, Moreau, Girard, Faure, Roussel, Chevalier, Gauthier, Perrin, Besson, Le Goff, Kervella, Tanguy, Etcheverry,
        Hiriart, Muller, Schneider, Klein, Casanova, Santoni, Castaing, Lacaze, Vidal, Ben Youssef, Bouzid, Belkacem, Cherif, El
        Amrani, El Idrissi, Haddad, Mansouri, Aït Ouali, Diop, Ndiaye, N'Diaye, Traoré, Coulibaly, Diallo, Kouassi, Mbaye, M'Bappé,
        Touré, Sow, Da Silva, Ferreira, Dos Santos, Pereira, Garcia, Martinez, Lopez, de la Cruz, Rossi, Bianchi, Di Marco,
        Kowalski, Nowak, Popescu, Ionescu, Petrov, Ivanova, Yilmaz, Demir, Öztürk, Şahin, Kaya, Nguyen, Tran Thi, Pham, Le Van,
        Chen, Zhang, Wang, Li, Kim, Singh, Patel, Kumar, Sarkissian, Petrossian, Van den Berg, De Vries, O'Connor, Smith, MacDonald,
        d'Hautpoul, de Villiers, du Bellay, Saint-Martin, Petit-Jean, Moreau-Lambert, Rakotomalala, Hoareau, Payet, Ahmadi, Karimi,
        Barzani, Bernadotte, Boulanger, Marchand, Mercier, Lebrun, Legrand"""
    ),
    first_names=_listed(
        """Jean, Marie, Fatoumata, Mohamed, Claire, Awa, Karim, Sophie, Jean-Pierre, Anne-Sophie, Ibrahima, Luis, Giulia, Piotr, Elif,
        Thi Mai, Wei, Priya, Aram, Sarah, Élodie, Noël, Zoé, Hoa, José, Inès, Yasmina, Moussa, Katarzyna, Loïc, Maëlle, Ousmane,
        Nadia, Émile"""
    ),
    civilities=("M. ", "M. ", "M. ", "Mme ", "Mme ", "Mme ", "Mme ", "M ", "Mr ", "Mr. ", "mr ", "mme ", "Mme. ", "Madame ", "Monsieur ",
                "madame ", "monsieur ", "Mlle ", "Mademoiselle ", "MME ", "Dr ", "Me ", "Maître ", "M.", "Melle ", "le docteur ", "Pr ",
                "M .", "mlle "),
    providers=("orange.fr", "gmail.com", "free.fr", "hotmail.fr", "laposte.net", "exemple.asso.fr"),
    gaps=(" ", " ", " ", "", "", "", ".", ".", "-", "/", " . ", " - ", "\u00a0", "_", "  "),
    cuts=((4, 2, 2, 2), (4, 3, 3), (3, 3, 2, 2), (2, 3, 3, 2), (2, 4, 4)),
    prefixes=("+33 ", "+33", "+33 (0)", "0033 ", "0033", "(+33) ", "33 "),
    abroad=("+32 4", "+34 6", "+213 5", "+221 77", "+90 5", "+39 3"),
    lands=("DE", "ES", "BE", "IT"),
    roads=("rue des Lilas", "12 rue Pasteur", "au 3 bis avenue Jean-Jaurès", "place du Marché", "quai Nord", "14 allée des Tanneurs",
           "impasse du Puits, bât 4", "boulevard Victor-Hugo"),
    facts=("lampadaire cassé", "trou", "dépôt sauvage", "bruit", "banc abîmé", "nid de frelons", "fuite d'eau", "rat", "feu en panne"),
    whens=("après 18h", "le matin", "avant 9h30", "lundi", "demain", "le 12/05", "à 14 h", "en fin de journée"),
)

KEPT_ASIDE = Pool(
    surnames=_listed(
        """Fontaine, Robin, Caron, Noël, Meunier, Blanchard, Guérin, Dufour, Barbier, Aubry, Le Bihan, Guivarch, Le Corre, Elissalde,
        Ibarra, Weber, Hoffmann, Zimmermann, Leca, Colonna d'Istria, Puig, Escande, Bonnafous, Ben Ali, Boukhari, Slimani, Gharbi,
        El Fassi, El Khattabi, Zerrouki, Hamdi, Ait Said, Sarr, Gueye, N'Guessan, Keita, Konaté, Camara, Ouattara, Mbemba, M'Barek,
        Sidibé, Bah, De Sousa, Gonçalves, Dos Anjos, Teixeira, Fernández, Jiménez, Ortega, de los Ríos, Ferrari, Esposito, Di
        Stefano, Wiśniewski, Zielinska, Dumitru, Stan, Sokolova, Volkov, Aydın, Çelik, Arslan, Doğan, Huynh, Nguyen Van, Bui, Le
        Thi, Liu, Huang, Xu, Wu, Park, Kaur, Sharma, Selvam, Hakobyan, Grigorian, Van Damme, Van der Meer, O'Brien, Taylor,
        McCarthy, d'Ormesson, de Montalembert, du Plessis, Sainte-Rose, Grand-Jean, Girard-Perrin, Andrianarivo, Grondin,
        Fontaine-Robert, Rahmani, Hosseini, Öcalan, Lindqvist, Charpentier, Tessier, Poulain, Leclerc, Maréchal"""
    ),
    first_names=_listed(
        """Luc, Hélène, Aminata, Youssef, Camille, Binta, Rachid, Julie, Jean-Luc, Marie-Laure, Mamadou, Paulo, Chiara, Agnieszka,
        Mehmet, Minh, Xiu, Ravi, Anahit, David, Amélie, Joël, Chloé, Linh, Jesús, Lucía, Samira, Seydou, Marek, Gwenaël, Naïma,
        Cheikh, Leïla, Édith"""
    ),
    civilities=("M. ", "M. ", "M. ", "Mme ", "Mme ", "Mme ", "Mme ", "Mr. ", "MR ", "mr. ", "mme ", "mlle ", "M ", "Docteur ", "Maître ",
                "Professeur ", "Mme\u00a0", "M.\u00a0", "Madame  ", "Madame ", "Monsieur ", "madame ", "monsieur ", "MADAME ", "Mlle. ",
                "Vve ", "le Dr ", "MM. ", "Mme.", "mr "),
    providers=("sfr.fr", "yahoo.fr", "outlook.com", "wanadoo.fr", "icloud.com", "univ-ouest.fr", "bbox.fr"),
    gaps=(" ", " ", " ", "", "", "", ".", ".", "-", " / ", "–", "·", "\u202f", "\u2009", ". ", "--"),
    cuts=((2, 2, 2, 4), (3, 2, 3, 2), (6, 4), (2, 3, 2, 3), (5, 5)),
    prefixes=("+33 ", "+33", "+33.", "00 33 ", "0033 (0)", "(+33)", "+33-", "+ 33 "),
    abroad=("+41 7", "+351 9", "+216 2", "+223 7", "+49 15", "+40 7"),
    lands=("PT", "LU", "NL", "GB"),
    roads=("rue du Moulin", "27 rue Gambetta", "au 8 ter chemin des Crêtes", "place de la Halle", "cours Sud", "41 route de Lyon",
           "résidence des Ormes, hall 2", "esplanade du Lac"),
    facts=("passage piéton effacé", "arbre couché", "encombrant", "tapage", "portail bloqué", "essaim", "égout bouché", "graffiti",
           "ascenseur en panne"),
    whens=("après 17h30", "le soir", "avant midi", "mardi 3", "la semaine prochaine", "le 04/11", "vers 10 h 15", "en juin"),
)


def telephone(chance: Chance, pool: Pool) -> str:
    """French nine times in ten, as people cut, mark and mistype it."""
    way = chance.random()
    digits = f"{chance.choice('1234566677779')}{chance.randrange(10**8):08}"
    if way < 0.07:
        rest = f"{chance.randrange(10**7):07}"
        return chance.choice(pool.abroad) + _cut(rest, (2, 2, 3), chance.choice((" ", "", "-")))
    if way < 0.27:
        return chance.choice(pool.prefixes) + _cut(digits, (1, 2, 2, 2, 2), chance.choice(pool.gaps))
    if way < 0.42:
        return _cut(f"0{digits}", chance.choice(pool.cuts), chance.choice((" ", " ", ".", "-")))
    written = _cut(f"0{digits}", (2, 2, 2, 2, 2), chance.choice(pool.gaps))
    return "O" + written[1:] if way > 0.98 else written


def email(chance: Chance, pool: Pool) -> str:
    """Plain six times in ten; else in capitals, taken apart against robots, spoken, or mistyped on a French keyboard."""
    first, last = (_ascii(chance.choice(names)).replace(" ", "").replace("'", "") for names in (pool.first_names, pool.surnames))
    gap = chance.choice((".", ".", "_", "-", ""))
    year = chance.randrange(1940, 2012)
    local = chance.choice((f"{first}{gap}{last}", f"{first[0]}{gap}{last}", f"{last}{year}", f"{first}+mairie")).lower()
    domain = chance.choice(pool.providers)
    way = chance.random()
    if way < 0.6:
        return f"{local}@{domain}"
    spoken = domain.replace(".", " point ")
    forms = (
        f"{local}@{domain}".upper(), f"{local} @ {domain}", f"{local}@ {domain}", f"{local} (at) {domain}", f"{local}[arobase]{domain}",
        f"{local} arobase {domain}", f"{local} arobase {spoken}", f"{local.replace('.', ' point ')} arobase {spoken}", f"{local}à{domain}",
        f"{local}@{domain.replace('.', ',')}", f"{local} at {domain}", f"{local.replace('_', ' tiret bas ')} Arobase {spoken}",
    )  # fmt: skip
    return chance.choice(forms)


IBAN_SHAPES = {
    "FR": "00000 00000 AAAAAAAAAAA 00", "DE": "0" * 18, "ES": "0" * 20, "BE": "0" * 12, "IT": "A" + "0" * 10 + "A" * 12, "PT": "0" * 21,
    "LU": "000" + "A" * 13, "NL": "BBBB" + "0" * 10, "GB": "BBBB" + "0" * 14,
}  # fmt: skip
SIGNS = {"0": "0123456789", "A": "0123456789" * 4 + "ABCDEFGHJKLMNPRSTUVWXYZ", "B": "ABCDEFGHJKLMNPRSTUVWXYZ"}


def iban(chance: Chance, pool: Pool) -> str:
    """French seven times in ten, the key right."""
    land = "FR" if chance.random() < 0.7 else chance.choice(pool.lands)
    account = "".join(chance.choice(SIGNS[each]) for each in IBAN_SHAPES[land].replace(" ", ""))
    number = int("".join(str(int(sign, 36)) for sign in f"{account}{land}00"))
    written = f"{land}{98 - number % 97:02}{account}"
    fours = [written[place : place + 4] for place in range(0, len(written), 4)]
    gap = chance.choice((" ", " ", " ", "", "", "-", ".", "  ", "\u00a0", " - "))
    if land == "FR" and chance.random() < 0.15:  # as a bank's own paper cuts it
        fours = [written[:4], written[4:9], written[9:14], written[14:25], written[25:]]
    typed = gap.join(fours)
    return typed.lower() if chance.random() < 0.15 else typed


def social_security(chance: Chance, _pool: Pool) -> str:
    """With its key nine times in ten; one in ten born in Corsica, some abroad or overseas."""
    place = chance.choice((*(f"{n:02}" for n in range(1, 96) if n != 20), "2A", "2B", "2A", "2B", "2A", "2B", "99", "97"))
    parts = [chance.choice("12"), f"{chance.randrange(100):02}", f"{chance.randrange(1, 13):02}", place,
             f"{chance.randrange(1, 990):03}", f"{chance.randrange(1, 1000):03}"]
    key = 97 - int("".join(parts).replace("2A", "19").replace("2B", "18")) % 97
    gap = chance.choice((" ", " ", " ", "", "", "", ".", "-", "\u00a0", "/", "  "))
    last = chance.choice((gap, gap, gap, gap, " ", " clé ", " / ", " (", " - "))
    written = gap.join(parts) if chance.random() > 0.1 else f"{''.join(parts[:4])} {''.join(parts[4:])}"
    if chance.random() < 0.1:
        return written
    return f"{written}{last}{key:02}" + (")" if last == " (" else "")


LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"


def plate(chance: Chance, _pool: Pool) -> str:
    """Of today's shape four times in five."""
    gap = chance.choice(("-", "-", "-", " ", " ", "", "", ".", " - "))
    pair = ["".join(chance.choice(LETTERS) for _ in range(2)) for _ in range(2)]
    written = f"{pair[0]}{gap}{chance.randrange(1, 1000):03}{gap}{pair[1]}"
    if chance.random() < 0.2:
        letters = "".join(chance.choice(LETTERS) for _ in range(chance.choice((2, 3))))
        place = chance.choice((*(f"{n:02}" for n in range(1, 96)), "2A", "2B", "974"))
        written = f"{chance.randrange(100, 9999)}{gap}{letters}{gap}{place}"
    return written.lower() if chance.random() < 0.25 else written


def card(chance: Chance, _pool: Pool) -> str:
    """Sixteen digits, the last one Luhn's."""
    body = chance.choice(("4970", "4974", "5131", "5017", "4561", "5355", "4035")) + f"{chance.randrange(10**11):011}"
    double = [int(digit) * 2 for digit in body[::2]]
    total = sum(twice - 9 * (twice > 9) for twice in double) + sum(map(int, body[1::2]))
    written = f"{body}{-total % 10}"
    gap = chance.choice((" ", " ", " ", "", "-", ".", "\u00a0", "  "))
    return gap.join(written[place : place + 4] for place in range(0, 16, 4))


def name(chance: Chance, pool: Pool) -> str:
    """A surname, three times in ten with a first name or its initial, some in capitals or without any."""
    last = chance.choice(pool.surnames)
    first = chance.choice(pool.first_names)
    way, case = chance.random(), chance.random()
    if case < 0.12:
        last = last.upper()
    written = f"{first} {last}" if way < 0.15 else f"{last} {first}" if way < 0.25 else f"{first[0]}. {last}" if way < 0.3 else last
    return written.lower() if case > 0.85 else written


MAKERS = {"phone": telephone, "email": email, "iban": iban, "nir": social_security, "plate": plate, "card": card, "name": name}


def _cut(digits: str, groups: Sequence[int], gap: str) -> str:
    pieces, position = [], 0
    for size in groups:
        pieces.append(digits[position : position + size])
        position += size
    return gap.join(pieces)


def _ascii(text: str) -> str:
    """As mail addresses write a name: « Öztürk » is « Ozturk »."""
    bare = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return "".join(letter for letter in bare if letter.isascii())
