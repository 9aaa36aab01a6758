# The day that “relais demo” plays.
demo-begin = A day at Les Tanneurs, a neighbourhood town hall of Valmière (a fictional city). On the left what Relais writes to each person, on the right what they write or tap.
demo-arrivals = Claire, who runs the town hall, was given a code by the administrator. She invites her team: each comes in with a code of their own.
    .title = Les Tanneurs opens
demo-counter = Awa writes what she is told in one sentence. Relais proposes a service and says why; one tap records it.
    .title = At the counter
demo-photo = She goes out to see, and sends a photo. Relais makes it smaller and removes what the phone hides in it: the device, the place.
    .title = In front of the school
demo-phone = Bruno writes fast, a resident’s number included. The number does not enter the database. He adds that it came by phone.
    .title = On the phone
demo-danger = Some sentences cannot wait for a messenger: Relais first says whom to call.
    .title = A danger
demo-wrong = Relais thinks of a litter bin; it was the glass bank. “Other service”, one word, and the request goes to the right place.
    .title = A mistake, mended in three steps
demo-pin = On her round, Nadia does not know the address: she sends where she is, and adds that she was out on the ground.
    .title = In the street
demo-colleague = Emma prefers English. Relais answers in her language; the request itself stays in French.
    .title = A colleague
demo-stranger = Somebody from outside writes to Relais: one polite answer, then nothing more.
    .title = A stranger
demo-silence = (Relais says nothing.)
demo-councillor = Paul, a neighbourhood councillor, passes on what residents ask for, and says by which door it came.
    .title = A councillor
demo-lights-out = Awa has a card before her. Bruno writes in his turn, and the server stops dead before it can answer.
    .title = The power fails
demo-back = In the file: { $requests ->
        [one] 1 request
       *[other] { $requests } requests
    } and { $answers ->
        [0] no answer owed
        [one] 1 answer owed
       *[other] { $answers } answers owed
    }. Relais starts again: Bruno gets his answer without doing anything, and the button that Awa had before her still works.
    .title = The power is back
demo-reworded = Bruno corrects the message he has just sent: the request follows.
    .title = A corrected message
demo-reworded-mark = (edited)
demo-meeting = Nadia, a project officer, comes back from a public meeting: one request a line.
    .title = After the meeting
demo-evening = Awa reads what she noted again; Claire looks for what concerns rue Carnot.
    .title = The end of the day
demo-on = { DATETIME($day, dateStyle: "medium") }
demo-bounce = The next day, Karim (roads) thinks a water pipe made the hole: he declines, with a reason. Nora (water) disagrees. At the second bounce, nothing moves any more.
    .title = Two directions
demo-arbitration = Cora, of the coordination, reads the chain of reasons and names one pilot. It is written, and final.
    .title = Deciding
demo-dated = Karim announces a date, in French. Relais says back the day it understood; the town hall will know what to tell.
    .title = A date
demo-done = On Friday it is mended: the direction says “done”, the town hall closes, with the standard reply to copy into the official tool.
    .title = Done, told, closed
demo-reopened = The week after, the hole is back. Claire reopens it: same reference, same history.
    .title = Reopening
demo-day = What was noted today, read from the database.
    .title = The day in one table
demo-table = { $count ->
    [one] 1 request recorded
   *[other] { $count } requests recorded
}
demo-direction = Direction
demo-service = Service
demo-channel = Channel
demo-to-qualify = to qualify
demo-nothing-lost = Nothing is lost: { $before } requests before the restart, { $after } after.
demo-year = Three weeks later, in a made-up town that has a year of requests. Claire, secrétaire générale of Les Tanneurs, takes up her post on a Monday morning.
    .title = A year of requests
demo-week = Her digest of the week comes at its hour: what there is to decide first, three figures, what is good to know. Two minutes.
    .title = The secrétaire générale’s Monday
demo-chart = One press: the chart, and the same in words for whoever does not see it.
    .title = In one picture
demo-your-turn = Your turn! You are Awa: write a request in one sentence, then the number of a button. “help” shows the commands.
    “@claire”, “@bruno”, “@nadia”, “@emma” or “@paul” to speak for them; “:lieu 46.055, 4.341” for a place; “:quitter” to end.
demo-left = Demo interrupted. Nothing of it remains on the disk.
demo-picture = relais demo
