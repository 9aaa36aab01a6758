# Ce que l’on doit savoir, réuni en un message.
notices = { $lines }
    .title = { $count ->
    [one] À savoir
   *[other] À savoir ({ $count })
}
notices-line = · { $text }
notices-more = { $count ->
    [one] et un autre
   *[other] et { $count } autres
}, à votre prochaine prise de messages.
notice-role = Votre fonction est désormais : { $function }. « aide » montre ce qu’elle permet.
notice-relay = { $name } s’absente { PERIOD($first, $last) } et vous confie le relais.
notice-relay-ended = { $name } est là : vous n’en êtes plus le relais.
notice-files-given = { $count ->
    [one] Un dossier ouvert de { $name } vous est confié.
   *[other] { $count } dossiers ouverts de { $name } vous sont confiés.
}
notice-left = { $name } a quitté l’équipe. { $count ->
    [0] Aucun dossier ouvert.
    [one] Un dossier ouvert revient à l’équipe.
   *[other] { $count } dossiers ouverts reviennent à l’équipe.
}
