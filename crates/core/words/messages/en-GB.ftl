# How long ago, and when, in the words of lists and timelines.

words-just-now = Just now
words-minutes-ago = { $minutes } min ago
words-today = Today
words-yesterday = Yesterday
# "Today, 17:33", "14 Nov, 17:33".
words-moment = { $day }, { $time }
