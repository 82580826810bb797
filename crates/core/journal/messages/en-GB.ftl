### What is wrong with the journal, for whoever proves it: other messages take this one up.

journal-fault = { $fault ->
    [missing] it is missing, or the chain was cut there
    [altered] it, or one before it, was changed after it was sealed
    [payload] what it says is not what was written
    [erased] its words are gone, and no entry says who erased them
   *[checkpoint] the chain no longer passes through the signed checkpoint; it was written anew
}
