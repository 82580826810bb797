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

# What releases before this one kept of a run that failed: a sentence.
sync-trouble = { $reason }

## Why a file could not be read; nothing of it was imported

sync-read-open = { $file } cannot be opened: { $reason }
sync-read-empty = { $file } is empty
sync-read-truncated = { $file } ends early, after line { $line }: it was cut off on its way; fetch it again
sync-read-damaged = { $file } is damaged after line { $line }; fetch it again: { $reason }
sync-read-encoding = { $file } is not { $encoding }: line { $line } has bytes that mean nothing, at byte { $byte }; name its encoding in the mapping
sync-read-too-long = line { $line } of { $file } is longer than { $most } bytes: a quotation mark may be missing, or it is no such file
# $missing and $found are the names of columns.
sync-read-columns = { $file } has no column { $missing }; it has { $found }
sync-read-columns-one = { $file } has no column { $missing }; it has { $found }: another delimiter may separate them
sync-read-twice = { $file } has two columns called "{ $column }"
sync-read-files = the mapping reads { $wanted }, in this order; given were { $given }
sync-read-table = the table in { $file } has more than { $most } lines

## Why an import came to an end before its time

sync-import-operation = the mapping sends documents to { $operation }, which is not there or not for imports
sync-import-overtaken = this import is being run by another process; this one has stopped
sync-import-stopped = the import has stopped; the same command goes on where it was

## What is wrong with a mapping

sync-mapping-unreadable = the mapping cannot be read: { $reason }
# Where: part.invoice.total_minor.
sync-mapping-at = the mapping makes no sense at { $at }
sync-mapping-files = { sync-mapping-at }: documents come from one file, or from one of heads and one of lines
sync-mapping-optional = { sync-mapping-at }: only the file of lines beside one of heads is optional
sync-mapping-part = { sync-mapping-at }: a document has to become something
sync-mapping-delimiter = { sync-mapping-at }: delimiter and quote are two ASCII characters
sync-mapping-encoding = { sync-mapping-at }: there is no encoding "{ $encoding }"
sync-mapping-table = { sync-mapping-at }: a table from a file names its file, key and value
sync-mapping-ordinal = { sync-mapping-at }: only lines have a place
sync-mapping-lookup = { sync-mapping-at }: there is no lookup.{ $table }
sync-mapping-zone = { sync-mapping-at }: there is no time zone "{ $zone }"
sync-mapping-decimals = { sync-mapping-at }: numbers have nine decimals at the most
sync-mapping-test = { sync-mapping-at }: a test names a column and one of blank, starts_with, one_of, below, above
sync-mapping-sum = { sync-mapping-at }: only documents have a sum
sync-mapping-nothing = { sync-mapping-at }: there is nothing to reckon with
sync-mapping-number = { sync-mapping-at }: "{ $text }" is no number
sync-mapping-day = { sync-mapping-at }: "{ $pattern }" does not tell a day

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
