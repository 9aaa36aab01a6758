# Ce qui est retiré d’un texte avant de l’enregistrer.
masked-phone = un numéro de téléphone
masked-email = une adresse de courriel
masked-iban = un numéro de compte
masked-nir = un numéro de sécurité sociale
masked-card = un numéro de carte bancaire
masked-birth = une date de naissance
masked-plate = une plaque d’immatriculation
masked-name = un nom
