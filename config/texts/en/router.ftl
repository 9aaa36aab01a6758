# The router that learns: its versions
router-version-learned = Router: version { $number } is in force. It learned from { $lessons } decisions. Of the { $asked } new ones, kept aside, it finds { $right } at once, instead of { $before }. To go back: relais router rollback.
router-version-first = Router: version { $number } is in force. It learned from { $lessons } decisions. To go back: relais router rollback.
router-version-new = Router: I learned from { $lessons } decisions and did no better. Of the { $asked } new ones, kept aside, { $right } found at once, instead of { $before }. The version in force stays; this one is not kept.
router-version-catalogue = Router: I learned from { $lessons } decisions, but the catalogue’s sentences would be understood less well. The version in force stays; this one is not kept. A mistake may have been repeated among the services chosen.
router-version-back = Router: back to { $to ->
    [0] the catalogue alone
   *[other] version { $to }
}. What was decided since is set aside until the next training.
router-rebuilt = Router: { $number ->
    [0] the file of the learned catalogue
   *[other] the file of version { $number }
} was damaged. I made it again.
router-back-none = There is no version to go back to under this number. “relais router report” shows them; 0 is the catalogue alone.
router-back-same = This version is in force already.
router-no-version = No training yet: the router knows the catalogue, and remembers what is decided.
router-table-made = On
router-table-lessons = Decisions
router-table-decided = Right (1st / 3)
router-table-new = New ones
router-table-of = { $right } of { $asked }, { $before } before
router-table-states = { $state ->
    [used] used
    [new] worse
    [catalogue] catalogue understood less well
    [back] back to { $to ->
        [0] 0, the catalogue alone
       *[other] { $to }
    }
   *[other] { $state }
}
cli-router-learn = Learn now from what was decided; kept if it is no worse.
cli-router-rollback = Go back to an earlier version.
cli-router-rollback-number = Its number; 0 is the catalogue alone. Without it, the one before.
cli-router-yes = Go back without asking.
cli-router-back = Go back to { $to ->
    [0] the catalogue alone
   *[other] version { $to }
}?
cli-router-nothing = Nothing was decided yet: there is nothing to learn.
event-router_learned = router: new version learned
event-router_worse = router: training not kept
event-router_back = router: back to a version
cli-router-stream = Follow how the router learns: the catalogue first, then the sentences one by one, as decisions.
router-stream = What the router learns from decisions ({ $tests } sentences asked)
router-stream-what = Say what to follow: --train A.csv (with a column split, or --test B.csv) and --map M.csv.
router-stream-decisions = Decisions
router-stream-remembered = Remembered: 1st / 3
router-stream-refitted = Trained anew: 1st / 3
router-stream-added = One decision
router-stream-fitted = Training
router-table-state = State
