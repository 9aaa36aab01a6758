# The restitution: a printed page each quarter, for those who are asked to read and discuss it.
page-for-sg = Restitution to the general secretaries
page-for-directions = Restitution to the directions
page-for-dgs = Restitution to the general management and the cabinet
page-for-elus = Restitution to the neighbourhood mayors
page-in-quarter = in the { $quarter }
page-title-few = Too few deadlines this quarter to tell whether they are met
page-title-first = { $said } of deadlines met this quarter
page-title-better = Deadlines are met more often: { $said }, against { $before } the quarter before
page-title-worse = Deadlines are met less often: { $said }, against { $before } the quarter before
page-title-same = Deadlines are met as in the quarter before: { $said }
page-n = n = { $n }
page-n-days = working days, n = { $n }
button-page-sg = SG · { $mairie }
button-page-elus = Mayor · { $mairie }
page-days = { $value } d
page-unknown = What we do not know
page-unknown-lines = Whether those who never write to the mairie have the same needs: only recorded requests count.
    Whether a team has more work, or records more: a team that records all looks busier.
    Whether a direction is quicker, or refuses more often; look at the reasons too.
    How much holidays, outages and changes of channel weigh; the first month is a trial.
page-next = What comes next
page-next-sg = Talk about it as a team: what surprises us, what is missing?
    Choose one thing to try this quarter, and say how one will see whether it helps.
    Read five late requests together: not looking for who, looking for why.
page-next-directions = Look at bounces and reasons of refusal with the mairies.
    Say what requests lack most often for work to begin.
    Choose one deadline to meet better, or to announce otherwise.
page-next-dgs = Decide what awaits an arbitration between directions.
    Choose what changes before the next quarter, and say why the rest waits.
    Ask for the next restitution in three months, with the same figures.
page-next-elus = Talk about it with the general secretary: what do you hear that these figures do not say?
    Send residents to their mairie: a request that is recorded is a request that is followed.
    Find these figures again in three months, counted alike.
page-foot = { $city } · figures of Relais on { DAY($on) } · each measure is defined in Relais: “figures ?”
page-author = { $city }, mairies de quartier
page-which-quarter = I did not recognise the quarter. For instance “Q3 2026”.
page-other-place = For --for { $audience }, name { $audience ->
        [directions] a direction (--direction)
       *[other] a mairie de quartier (--mairie)
    }, or nothing.
page-unknown-audience = Unknown restitution: { $given }. There are { $allowed }.
page-said = { $text }
    .title = { $above }
page-choose = For whom?
    .title = Restitution · { $period }
page-none = The restitution is a general secretary’s, a direction’s, the general management’s or the coordination’s.
page-withheld = During the pre-election period there is no restitution.
help-restitution = the printed page of the quarter, to read and discuss
cli-restitution = Write the printed page of a quarter, as a PDF: one a mairie, one a direction, or one for the whole town.
cli-restitution-quarter = The quarter: Q3-2026.
cli-restitution-for = For whom: sg, directions, dgs, elus.
cli-restitution-mairie = One mairie alone, by its identifier.
cli-restitution-direction = One direction alone, by its identifier.
cli-restitution-out = The folder to write to.
