# Ce que l’opérateur lit quand Matrix ne peut pas démarrer, ou ne peut plus. Aucune phrase ne répète un secret.
matrix-unreachable = Le serveur Matrix { $homeserver } ne répond pas comme un serveur Matrix. Vérifiez RELAIS_MATRIX_HOMESERVER (l’adresse, https:// compris) et le réseau, puis relancez.
matrix-wrong-password = Le serveur Matrix refuse le mot de passe de { $user }. Corrigez RELAIS_MATRIX_USER ou RELAIS_MATRIX_PASSWORD, puis relancez.
matrix-password-missing = Première connexion de { $user } à Matrix sur cette machine : donnez son mot de passe dans RELAIS_MATRIX_PASSWORD. Il ne sert qu’une fois, retirez-le ensuite.
matrix-signed-out = Le serveur Matrix a fermé la session de { $user } : appareil supprimé, ou compte désactivé. Si c’était voulu, laissez Relais arrêté ; sinon déplacez le dossier « matrix » de RELAIS_STATE_DIR, donnez RELAIS_MATRIX_PASSWORD et relancez : Relais ouvrira un nouvel appareil, sous la même identité.
matrix-cross-signing = Le serveur Matrix refuse l’identité de chiffrement de { $user } ({ $reason }). Sans elle, les messageries prudentes ne laissent pas Relais lire. Donnez RELAIS_MATRIX_PASSWORD et relancez.
