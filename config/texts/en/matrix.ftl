# What the operator reads when Matrix cannot start, or cannot go on. No sentence repeats a secret.
matrix-unreachable = The Matrix server { $homeserver } does not answer as a Matrix server. Check RELAIS_MATRIX_HOMESERVER (the address, https:// included) and the network, then start again.
matrix-wrong-password = The Matrix server refuses the password of { $user }. Correct RELAIS_MATRIX_USER or RELAIS_MATRIX_PASSWORD, then start again.
matrix-password-missing = First Matrix login of { $user } on this machine: give the password in RELAIS_MATRIX_PASSWORD. It serves only once, remove it afterwards.
matrix-signed-out = The Matrix server closed the session of { $user }: the device was deleted, or the account deactivated. If that was meant, leave Relais stopped; otherwise move the “matrix” folder of RELAIS_STATE_DIR away, give RELAIS_MATRIX_PASSWORD and start again: Relais will open a new device, under the same identity.
matrix-cross-signing = The Matrix server refuses the encryption identity of { $user } ({ $reason }). Without it, careful clients do not let Relais read. Give RELAIS_MATRIX_PASSWORD and start again.
