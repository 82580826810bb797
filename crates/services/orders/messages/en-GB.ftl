### Orders: the list, one order, and why an order could not be taken in.

orders-menu = Orders

## The list

orders-title = Orders
orders-lede =
    { $more ->
        [true] More than { $count } orders since { $year }.
       *[false] { $count ->
            [one] One order, placed in { $year }.
           *[other] { $count } orders since { $year }.
        }
    }
# Whose orders they are, and how many: "Northgate Water. 12 orders since 2024."
orders-lede-of = { $name }. { $lede }
orders-none = No orders yet
orders-none-desk = What this portal's customers order appears here as soon as it is taken in.
orders-none-text = What you order appears here, with every line, what it comes to and how far it is.

orders-views = Parts of the list
orders-view-all = All
orders-view-open = Not shipped yet
orders-view-late = Late
orders-view-sent = Shipped
orders-view-cancelled = Cancelled

orders-find = Find in orders
orders-find-hint = Number, product, site, amount or date
# At the desk, where every customer's orders are.
orders-find-number = Order number
orders-any = all
orders-number = Number
orders-account = Account
orders-site = Site
orders-step = Step
# Above the names of those who ordered; below it, the choice of all of them.
orders-ordered-by = Ordered by
orders-anyone = anyone
orders-placed = Placed
orders-placed-any = any time
orders-placed-month = last 30 days
orders-placed-quarter = last 90 days
orders-placed-year = this year
orders-placed-last-year = last year
orders-placed-since = from { $since }
orders-placed-until = up to { $until }
orders-placed-between = { $since } to { $until }
orders-sort = Sort
orders-newest = newest
orders-oldest = oldest

orders-caption = Orders, newest first
orders-caption-oldest = Orders, oldest first
orders-order-column = Order
orders-where = Where it is
orders-site-and-reference = Site and PO
orders-reference = PO
orders-total = Total
orders-sort-newest = Sort by date placed, newest first
orders-sort-oldest = Sort by date placed, oldest first
# The first products, and how many more lines there are.
orders-items =
    { $count ->
        [0] { $items }
        [one] { $items } and one more line
       *[other] { $items } and { $count } more lines
    }
# Whose order it is, and what is in it; at the desk.
orders-items-of = { $name }, { $items }
orders-not-stated = Not stated
orders-derived = Added up here
orders-all-derived = Totals are added up from the lines.
# How many rows are shown of how many.
orders-shown =
    { $more ->
        [true] { $shown } of more than { $found }, newest first
       *[false] { $shown } of { $found }, newest first
    }
orders-shown-oldest =
    { $more ->
        [true] { $shown } of more than { $found }, oldest first
       *[false] { $shown } of { $found }, oldest first
    }
orders-more-pages = More orders
orders-export = Export CSV
orders-export-large = This list holds more than { $most } orders
orders-export-large-more = A file never holds only a part of what it is asked for. Choose a shorter time or one site.
orders-nothing = No order matches that
orders-nothing-text =
    { $more ->
        [true] There are more than { $count } orders without these filters.
       *[false] { $count ->
            [one] There is one order without these filters.
           *[other] There are { $count } orders without these filters.
        }
    }

## How far an order is

orders-step-placed = Placed
orders-step-confirmed = Confirmed
orders-step-part-shipped = Part shipped
orders-step-shipped = Shipped
orders-step-shipped-in-full = Shipped in full
orders-step-delivered = Delivered

orders-says-unknown = Not stated
orders-says-placed = Placed
orders-says-confirmed = Confirmed
orders-says-part_shipped = Part shipped
orders-says-shipped = Shipped
orders-says-shipped-on = Shipped { $day }
orders-says-delivered = Delivered
orders-says-cancelled = Cancelled
orders-required = Wanted by
orders-attention-shipped = Order { $number } was shipped
orders-wanted = Wanted by { $day }
orders-late =
    { $days ->
        [one] Late by 1 day
       *[other] Late by { $days } days
    }

## One order

orders-order = Order { $number }
orders-placed-on = Placed { $day }
orders-placed-by = Placed { $day } by { $name }
orders-your-reference = PO { $reference }
orders-lines =
    { $count ->
        [one] One line
       *[other] { $count } lines
    }
orders-lines-caption = What was ordered
orders-lines-shown = { $shown } of { $found } lines
orders-more-lines = More lines
orders-line-actions = What you can do
# The whole name of a link in a line; it starts with the words that are shown: "Question this line: line 2, Diaphragm kit".
orders-line-action = { $action }: line { $line }, { $item }
orders-item = Item
orders-code = Code
orders-line-unnamed = Without a name
orders-quantity = Quantity
orders-each = Each
orders-net = Net
orders-discount = less { $share }
orders-totals = Order total
orders-carriage = Carriage
orders-tax = Tax
orders-derived-more = Added up from the lines; { $source } states no total.
orders-lines-derived = What a line comes to is worked out from quantity and price; { $source } does not state it.
orders-delivery = Delivery
orders-linked = Linked
orders-invoice = Invoice { $number }
orders-its-invoice = Its invoice
orders-source = Where this comes from

## Why an order was not taken in

orders-ingest-blank = The order has no { $field }
orders-ingest-no-account = There is no account { $account } from this source
orders-ingest-moved = Order { $number } now names another account; what was shown to one company is not handed to another
orders-ingest-too-fine = The number { $number } has more decimals than are kept
orders-ingest-too-large = A number is too large

## What things are called in the journal

part-orders = Orders
kind-order = Order
kind-order_site = Delivery site
kind-order_buyer = Buyer
did-orders-taken = Took in an order
did-orders-list = Looked through orders
did-orders-read = Opened an order
did-orders-attention = Asked which orders are under way
did-orders-export = Exported orders
did-orders-newest = Asked for a customer’s newest order
did-orders-open = Asked which of a customer’s orders are under way
did-orders-count = Counted a customer’s orders
did-orders-ingest_order = Took in an order
did-orders-list_places = Asked for the names of accounts
did-orders-list_sites = Asked for places of delivery
did-orders-list_buyers = Asked who orders
did-orders-read_site = Looked at a place of delivery
did-orders-read_buyer = Looked at who orders

## What a key may do

reads-orders = Read orders
may-orders-ingest_order = Take in orders
