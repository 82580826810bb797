### The brand: its name, logo and colour, as administrators make them.

branding-menu = Branding
branding-title = Branding
branding-lede = You choose a name, a logo and one colour. Everything else follows, and stays readable.
branding-saved = The brand is saved. Pages, mails and paper carry it from now on.
branding-save = Save name and logo
branding-saving = Saving

branding-who = Name and logo
branding-name = Name of the portal
branding-name-hint = It stands on every page, mail and invoice.
branding-postal = Company and postal address
branding-postal-hint = One line at the foot of every mail, and on paper
branding-logo = Logo
branding-logo-other = Another logo
branding-logo-now = The logo as it is now
branding-logo-hint = At most 1 MB: SVG, PNG, JPEG or WebP. Letters in an SVG must be outlines.
branding-logo-remove = Remove the logo

branding-logo-kind = Choose an SVG, PNG, JPEG or WebP file
branding-logo-too-heavy = Choose a file of at most 1 MB
branding-logo-unreadable = This picture cannot be read. Export it again and choose the new file
branding-logo-too-large = This picture is larger than a logo needs to be. Export it with at most 4,096 pixels a side, or the drawing with fewer shapes
branding-logo-not-shapes = This SVG holds letters, pictures or effects that would not be shown everywhere. Export it with everything turned into outlines
branding-logo-empty = This picture shows nothing. Choose another

branding-colour-title = Colour
branding-colour = Brand colour
branding-colour-hint = A hex code from your guidelines, such as #E2761B
branding-colour-wrong = Write the colour as a sign and six digits, such as #E2761B
branding-try = Preview
branding-use = Use { $colour }
branding-keep = Keep the present colour
branding-kept-light = { $used } can be read on light pages as it is, { $reached } to 1.
branding-kept-dark = { $used } can be read on dark pages as it is, { $reached } to 1.
branding-changed-light = { $given } is too light for light pages: { $ratio } to 1, where { $needed } to 1 is needed. { $used } is used there, a darker shade of the same hue, { $reached } to 1.
branding-changed-dark = { $given } is too dark for dark pages: { $ratio } to 1, where { $needed } to 1 is needed. { $used } is used there, a lighter shade of the same hue, { $reached } to 1.
branding-colour-given-stays = Your logo keeps its own colours.

branding-preview = Preview with { $colour }
branding-only-you = Not used yet, only you see this
branding-on-light = Light pages: { $colour }
branding-on-dark = Dark pages: { $colour }
branding-preview-light = A light page in small: the name, a button, a link and a task in the brand’s colour
branding-preview-dark = A dark page in small: the name, a button, a link and a task in the brand’s colour
branding-sample-title = What needs you
branding-sample-row = Invoice INV-20418
branding-sample-note = £4,286.40, due Friday
branding-sample-button = Open
branding-sample-link = All invoices

branding-contrast = Contrast check
branding-contrast-caption = Contrast for { $colour } and what is used of it
branding-column-sample = Sample
branding-column-pair = Pair
branding-column-ratio = Ratio
branding-column-needs = Needs
branding-column-result = Result
branding-pair = { $words } on { $ground }
branding-as-given = As given: { $place }
branding-place-light-button = button text, light
branding-place-light-canvas = links on the page, light
branding-place-light-surface = links in panels, light
branding-place-light-sunken = links on sunken ground, light
branding-place-dark-button = button text, dark
branding-place-dark-canvas = links on the page, dark
branding-place-dark-surface = links in panels, dark
branding-place-dark-sunken = links on sunken ground, dark
branding-ratio = { $ratio } to 1
branding-needed = 4.5 to 1
branding-passes = Passes
branding-fails = Fails
branding-contrast-foot = A colour that fails is never used. Focus rings and status colours are fixed, so a brand cannot break them.

## What things are called in the journal

did-brands-read = Opened the brand
did-brands-restyle = Changed the brand
did-brands-restyled = Changed the brand
kind-brand = Brand
part-brands = Branding

## What a key may do

reads-brands = Read the brand
may-brands-restyle = Change the brand
