# What is taken out of a text before it is stored.
masked-phone = a telephone number
masked-email = an e-mail address
masked-iban = an account number
masked-nir = a social security number
masked-card = a bank card number
masked-birth = a date of birth
masked-plate = a number plate
masked-name = a name
