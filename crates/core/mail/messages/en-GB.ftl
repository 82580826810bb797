### Words around every mail.

# The line between a mail's words and the reason it was sent; two hyphens and a space end a message for mail programs.
mail-line = ---
mail-hello = Hello { $name },
mail-hello-anyone = Hello,
