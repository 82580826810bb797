### Why somebody may or may not do something, as staff ask

explain-title = Why may they, or not?
explain-open = Why may they, or not?
explain-lede = What { $name } may do at { $company }, and what decides it. That you asked is noted.
explain-action = Action
explain-action-none = Choose an action
explain-record = Record
explain-record-hint = Its kind and its id, as the journal’s addresses have them: invoice:0199a1b2… Without it the answer is whether at all.
explain-go = Explain
explain-yes = { $name } may do this
explain-no = { $name } may not do this
explain-held = Roles { $name } holds
explain-opening = Roles that permit it
explain-opening-none = No role of a customer’s permits it.

explain-permitted = A role of theirs permits it.
explain-permitted-by = A role of theirs permits it, and so do the rules: { $policies }.
explain-no-role = They hold no role here, nor above.
explain-lacks = No role of theirs names this action.
explain-not-now = The role that names it has ended, or has not begun.
explain-too-short = The role that names it does not reach so far.
explain-ruled = A rule forbids it, whatever the role: { $policies }.
explain-stale = Only a proof shown a moment ago is missing. They are asked for one when they do it.

explain-counts-permits = Permits it, as far as it reaches
explain-counts-lacks = Does not name it
explain-counts-not-now = Names it, and has ended or not begun
explain-counts-too-short = Names it, is held above and does not reach down here

explain-no-action = There is no such action. Choose one from the list
explain-other-kind = This action is not done to records of that kind
explain-no-record = There is no such record. Write its kind and its id, such as invoice:0199a1b2c3d47e5f8a9b0c1d2e3f4a5b

did-people-explain = Asked why somebody may or may not do something
actor-command-line = Command line
