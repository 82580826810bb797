### Home: what waits, what moves, what has changed.

home-menu = Home
home-title = Home
# Under the heading. $more: there may be further things that are not told here.
home-lede =
    { $more ->
        [true] At least { $count } things wait for you. These are the most urgent.
       *[false] { $count ->
            [0] Nothing waits for you.
            [one] One thing waits for you.
           *[other] { $count } things wait for you, the most urgent first.
        }
    }

# Under the heading, when all are counted but the list shows some of them.
home-lede-some = { $count } things wait for you. These { $shown } are the most urgent.

# What people come for: a list of links under the heading.
home-quick = Quick actions
home-waiting = Needs your attention
home-waiting-none = Nothing waits for you
home-waiting-none-more = What needs you comes here first, with its day and one thing to do about it.
home-moving = In progress
home-changed = What has changed
# The whole name of a button in a row: "Open: INV-20418 is 3 days overdue".
home-verb = { $verb }: { $what }
# Whose turn it is, as staff see it: "With the customer".
home-customer = the customer
# A link to a page of the menu, by its name there: "Go to Orders".
home-all = Go to { $place }

home-late =
    { $days ->
        [one] 1 day late
       *[other] { $days } days late
    }
home-today = Today
home-tomorrow = Tomorrow
home-in-days = in { $days } days

home-firsts = What you can do now
home-firsts-more = What is under way, and what has changed, is told here as soon as there is any. Until then, this is where things are.
# When nobody may do anything here yet.
home-nothing = There is nothing for you here yet
home-nothing-more = Whoever looks after your account decides what you see. As soon as they do, it is told here.
