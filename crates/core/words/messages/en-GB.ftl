# How long ago, and when, in the words of lists and timelines.

words-just-now = Just now
words-minutes-ago = { $minutes } min ago
words-today-at = Today at { $time }
words-yesterday-at = Yesterday at { $time }
