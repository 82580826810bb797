### Why a document of a source was held back, and what to do about it.

## Found by a mapping's rules

sync-reason-no-customer = It names no customer, so it belongs to nobody
sync-reason-adjustment = It corrects the books; nothing was sold or taken back
sync-reason-test-entry = Somebody tried out the till
sync-reason-two-customers = Its lines name two customers
sync-reason-two-countries = Its lines name two countries
sync-reason-mixed-signs = Something is taken back in a sale, or sold in a cancellation
sync-reason-negative-price = A price is below nothing
sync-reason-other = A rule of the mapping holds it back

## Found while reading

sync-reason-blank = “{ $column }” is blank
sync-reason-not-a-number = “{ $column }” is not a number: “{ $text }”
sync-reason-not-a-day = “{ $column }” is not a date: “{ $text }”
sync-reason-not-in-table = “{ $column }” says “{ $text }”, which is not in the table { $table }
sync-reason-too-fine = { $number } has more than { $places } decimals
sync-reason-too-large = An amount is too large
sync-reason-torn = A line has { $found } fields instead of { $wanted }
sync-reason-no-key = A line does not say to which document it belongs
sync-reason-no-head = It has lines, but nothing says what document they make
sync-reason-two-heads = It occurs twice
sync-reason-no-lines = It has no lines
sync-reason-too-many-lines = It has more than { $most } lines, so its number may be wrong
sync-reason-unexpected = Taking it in broke, and we know

## What deserves attention

# $more: there are further ones that were not counted.
sync-attention-held =
    { $more ->
        [true] { $mapping }: at least { $count } documents are held back
       *[false] { $count ->
            [one] { $mapping }: one document is held back
           *[other] { $mapping }: { $count } documents are held back
        }
    }
sync-attention-failed = { $mapping }: the last import failed
sync-attention-open = Open

## Runs

# The reason is a sentence of the program's own: "orders.csv has no column "Price"; it has …".
sync-trouble = { $reason }

## Mending

sync-mend-heading = Keep the line “# { $file }” as it was
sync-mend-header = Keep the columns of { $file } as they were: { $columns }
sync-mend-fields = Line { $line } below the columns has { $found } fields instead of { $wanted }
sync-mend-text = A quotation mark does not end
sync-quarantine-settled = It was settled meanwhile
sync-quarantine-settled-more = Somebody else mended, replayed or left it out. Open it again to see how it stands.
sync-quarantine-too-long = It is too long to be mended here
sync-quarantine-too-long-more = Put it right where it comes from; the next import takes it in.
sync-export-large = These are more than { $most } lines, which is more than one file holds. Settle some of the documents first, or export those of one mapping.
