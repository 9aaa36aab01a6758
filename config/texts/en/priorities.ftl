# The priorities that secrétaires généraux set together.
priorities = { $some ->
        [True] { $lines }
       *[False] No prioritisation for now. The coordination opens one when subjects are to be weighed against each other.
    }
    .title = Priorities
priorities-line = • { $title }: { $state ->
        [open] open until the evening of { DAY($on) }, { $count ->
            [0] no opinion yet
            [one] { $count } opinion
           *[other] { $count } opinions
        }
        [over] closed, opinions are being counted
        [closed] closed, the decision is to come
       *[decided] decided
    }
priorities-subject = • { $subject }
priorities-which-title = Which title? For instance “Cleanliness: where to begin in January”.
priorities-no-criteria = The town has not written its criteria of priority yet (priorites.yaml). They are needed to open a prioritisation.
priorities-draft-already = A prioritisation is being prepared already. You will find it in “priorities”.
priorities-draft = { $count ->
        [0] Which subjects? Write them, one a line, { $from } to { $most }, or choose among what rises.
       *[other] { $lines }

        { $room ->
            [True] { $count } of { $most }. Write others, one a line, or set the last day as soon as there are { $from }.
           *[False] { $count } of { $most }, that is all there is room for. Set the last day.
        }
    }{ $left ->
        [0] {""}
        [one] {" "}One subject too many was left aside.
       *[other] {" "}{ $left } subjects too many were left aside.
    }
    .title = { $title }
priorities-rising = { $some ->
        [True] What rises, and in how many mairies de quartier. Touch a subject to add it.
       *[False] Nothing clearly rises this week. Write your subjects.
    }
priorities-dropped = Given up; nothing was sent.
priorities-which-day = Until which day are opinions expected? For instance “Friday 11 December”.
priorities-no-day = Say a day to come, within { $days } days. For instance “Friday 11 December”.
priorities-ready =
    { $lines }

    Criteria and weights: { $criteria }.
    Opinions expected until the evening of { DAY($on) }, from { $people ->
        [one] { $people } secrétaire général
       *[other] { $people } secrétaires généraux
    }. Once open, nothing changes any more, and nobody sees a score before the closing, nor do you.
    .title = { $title }
priorities-opened = “{ $title }” is open until the evening of { DAY($on) }. { $people ->
        [one] { $people } secrétaire général is told
       *[other] { $people } secrétaires généraux are told
    } in their next message.
priorities-open =
    { $lines }

    Criteria and weights: { $criteria }.
    Open until the evening of { DAY($on) }. { $count ->
        [0] No whole opinion yet.
        [one] { $count } whole opinion.
       *[other] { $count } whole opinions.
    } Nobody sees scores before the closing, and never those of somebody else.{ $mine ->
        [whole] {" "}Yours is whole; you may change it until then.
        [begun] {" "}Yours is not whole: it would not count yet.
       *[none] {""}
    }
    .title = { $title }
priorities-ask =
    { $question }
    0 not at all, 1 a little, 2 clearly, 3 fully.
    { $number } of { $of }
    .title = { $subject } · { $criterion }
priorities-given = • { $subject }: { $points }
priorities-mine =
    { $lines }

    Noted. You may change it until the evening of { DAY($on) }; the order comes afterwards.
    .title = Your opinion · { $title }
priorities-mine-subject = Which score do you change?
    .title = { $subject }
priorities-too-late = Opinions on “{ $title }” were expected until the evening of { DAY($on) }. The order is in “priorities”; yours still counts when you talk with the coordination.
priorities-counting = Opinions are closed; the order comes within the minute.
    .title = { $title }
priorities-rank = { $place }. { $subject }: { $mean } of 3{ $tied ->
        [True] , tied
       *[False] {""}
    } (half of the opinions between { $low } and { $high })
priorities-held = { $scorers } opinions. Leaving one of them out, whichever it is: the order stays the same { $held } times of { $scorers }, the first place { $first } times of { $scorers }.
priorities-too-few = Too few opinions ({ $count }): an order takes { $fewest }.
priorities-result =
    { $lines }

    Criteria and weights: { $criteria }. Opinions closed on { DAY($on) }.{ $decided ->
        [True] {"\u000A\u000A"}Decision: { $decision }{"\u000A"}Why: { $reason }
       *[False] {" "}The decision is to come: the order sheds light on it and does not decide.
    }
    .title = { $title }
priorities-which-decision = What do you decide for “{ $title }”? In a sentence or two; the secrétaires généraux will read it.
priorities-which-reason = And why? Above all if it is not the order that came out.
button-priorities-new = Open a prioritisation
button-priorities-draft = Go on with: { $title }
button-priorities-rising = What rises
button-priorities-pick = { $topic } ({ $mairies })
button-priorities-when = Set the last day
button-priorities-other-day = Another day
button-priorities-drop = Give up
button-priorities-open = Open it
button-priorities-give = { $mine ->
        [whole] Look at my scores
        [begun] Go on
       *[to-give] Give my opinion
    }
button-priorities-change = Change: { $subject }
button-priorities-given = { $criterion }: { $points }
button-priorities-decide = Write the decision
notice-priorities-open = Your opinion is expected on “{ $title }”, until the evening of { DAY($on) }: “priorities”.
notice-priorities-reminder = “{ $title }”: your opinion is missing, expected until the evening of { DAY($on) }. “priorities”, a few minutes are enough.
notice-priorities-closed = “{ $title }” is closed, with { $count } opinions. What came of it: “priorities”.
notice-priorities-decided = “{ $title }”, decision: { $decision } Why: { $reason }
help-priorites = the subjects to weigh together, the order, the decision and its reasons
event-priorities_opened = prioritisation opened
event-priorities_closed = prioritisation closed
event-priorities_decided = prioritisation decided
priorities-withdraw = “{ $title }” will go with the opinions already given, and the secrétaires généraux will be told. Withdraw it?
priorities-withdrawn = “{ $title }” is withdrawn.
button-priorities-withdraw = Withdraw it
notice-priorities-withdrawn = “{ $title }” is withdrawn: your opinion is no longer expected.
event-priorities_withdrawn = prioritisation withdrawn
priorities-gone = That prioritisation is no longer there: it was withdrawn. The others: “priorities”.
