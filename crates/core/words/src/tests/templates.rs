use std::{collections::HashMap, sync::Arc};

use kernel::{Currency, Money};
use serde::Serialize;
use serde_json::json;

use super::{amelia, date, instant, language};
use crate::{Catalogue, Templates, TemplatesBuilder, WordsError};

const ENGLISH: &str = "\
due = Pay { $sum } for { $n } pumps
asked = { $who } asked & waits
";

const PARTS: &str = "{% macro due(sum) %}<b>{{ t('due', sum=sum|money, n=1204) }}</b>{% endmacro %}
{% macro person(name) %}<i>{{ name }}</i>{% endmacro %}";

fn templates() -> TemplatesBuilder {
    let words = Catalogue::builder().add("en-GB", "test", ENGLISH).build();
    Templates::builder().words(Arc::new(words.expect("the test's messages are sound")))
}

fn render(name: &'static str, source: &'static str, ctx: impl Serialize) -> Result<String, WordsError> {
    let templates = templates().add("parts.html", PARTS).add(name, source).build()?;
    templates.render(name, &language("en-GB"), &amelia(), ctx)
}

#[test]
fn a_macro_from_another_file_writes_for_the_reader() {
    let page = "{% from 'parts.html' import due %}{{ due(sum) }}";
    let ctx = json!({ "sum": Money::new(741_240, Currency::GBP) });
    let text = render("page.html", page, ctx).expect("the page is sound");
    assert_eq!(text, "<b>Pay £7,412.40 for 1,204 pumps</b>");
}

#[test]
fn every_filter_reads_its_values() {
    let page = "{{ on|date }} · {{ on|long_date }} · {{ on|iso }} · {{ at|day }} · {{ at|time }} \
                · {{ at|datetime }} · {{ at|full }} · {{ at|near_day }} · {{ at|moment }} · {{ at|brief }} \
                · {{ at|ago }} · {{ at|iso }} · {{ 1204|number }} · {{ 0.5|percent }} · {{ 512|bytes }}";
    let ctx = json!({ "on": date(2026, 3, 17), "at": instant("2026-03-17T09:14:00Z") });
    let text = render("mail.txt", page, ctx).expect("the mail is sound");
    assert_eq!(
        text,
        "Tue 17 March · 17 March 2026 · 2026-03-17 · Tue 17 March · 09:14 \
         · Tue 17 March, 09:14 · Tue 17 March 2026, 09:14 GMT · Today · Today, 09:14 · Today, 09:14 \
         · 2 min ago · 2026-03-17T09:14:00Z · 1,204 · 50% · 512\u{a0}B"
    );
}

#[test]
fn a_name_cannot_bring_markup_into_a_page() {
    let ctx = json!({ "who": "<script>Ben" });
    let text = render("page.html", "{{ t('asked', who=who) }} {{ who }}", &ctx).expect("sound");
    assert_eq!(text, "&lt;script&gt;Ben asked &amp; waits &lt;script&gt;Ben");
    let text = render("mail.txt", "{{ t('asked', who=who) }}", &ctx).expect("sound");
    assert_eq!(text, "<script>Ben asked & waits");
}

#[test]
fn a_macro_s_markup_may_stand_inside_a_sentence() {
    let page = "{% from 'parts.html' import person %}{{ t('asked', who=person(who)) }}";
    let text = render("page.html", page, json!({ "who": "<Ben>" })).expect("sound");
    assert_eq!(text, "<i>&lt;Ben&gt;</i> asked &amp; waits");
}

#[test]
fn a_variable_nobody_set_is_an_error_with_its_place() {
    let error = render("page.html", "<p>\n{{ missing }}", json!({})).expect_err("strict");
    assert_eq!(error.to_string(), "template page.html failed at line 2");
    let error = render("page.html", "{{ t('asked', who=missing) }}", json!({})).expect_err("strict");
    assert!(matches!(error, WordsError::Template { line: 1, .. }), "{error}");
    let page = "\n\n{% from 'parts.html' import due %}{{ due(5) }}";
    let error = render("page.html", page, json!({})).expect_err("five is no amount");
    assert!(matches!(error, WordsError::Template { .. }), "{error}");
}

#[test]
fn a_template_that_does_not_compile_is_refused_at_the_start() {
    let error = render("page.html", "<p>\n{% if %}", json!({})).expect_err("no condition");
    assert_eq!(error.to_string(), "template page.html failed at line 2");
    let twice = templates().add("a.html", "").add("a.html", "").build();
    assert!(matches!(twice, Err(WordsError::DuplicateTemplate { template: "a.html" })));
}

#[test]
fn a_template_nobody_wrote_is_named() {
    let templates = templates().build().expect("nothing can fail");
    let error = templates.render("none.html", &language("en-GB"), &amelia(), json!({}));
    assert_eq!(error.expect_err("missing").to_string(), "there is no template none.html");
}

#[test]
fn blocks_by_themselves_are_what_stands_in_the_whole() {
    const SHEET: &str = "<h1>{% block subject %}{% endblock %}</h1><main>{% block body %}{% endblock %}</main>";
    const LETTER: &str = "{% extends 'sheet.html' %}{% block subject %}{{ t('asked', who=who) }}{% endblock %}\
                          {% block body %}<p>{{ who }}</p>{% endblock %}";
    let templates = templates().add("sheet.html", SHEET).add("letter.html", LETTER).build().expect("both compile");
    let (locale, formats, ctx) = (language("en-GB"), amelia(), json!({ "who": "<Ben>" }));
    let blocks = templates.render_blocks("letter.html", ["subject", "body"], &locale, &formats, &ctx);
    let [subject, body] = blocks.expect("sound");
    assert_eq!((subject.as_str(), body.as_str()), ("&lt;Ben&gt; asked &amp; waits", "<p>&lt;Ben&gt;</p>"));
    let whole = templates.render("letter.html", &locale, &formats, &ctx).expect("sound");
    assert_eq!(whole, format!("<h1>{subject}</h1><main>{body}</main>"));
    let none = templates.render_blocks("letter.html", ["none"], &locale, &formats, &ctx);
    assert!(matches!(none, Err(WordsError::Template { .. })));
}

#[test]
fn an_override_serves_until_it_fails() {
    let rendered = |source: &str| {
        let overrides = HashMap::from([("page.html".to_owned(), source.to_owned())]);
        let templates = templates().add("page.html", "ours").overrides(overrides).build();
        let templates = templates.expect("overrides cannot stop the start");
        templates.render("page.html", &language("en-GB"), &amelia(), json!({})).expect("served")
    };
    assert_eq!(rendered("theirs"), "theirs");
    assert_eq!(rendered("{{ missing }}"), "ours");
    assert_eq!(rendered("{% if %}"), "ours");
}

#[test]
fn a_cell_says_what_it_is_and_escapes_what_it_holds() {
    let page = "{{ cell(who) }}{{ cell(who, label=who, sub=who, num=true) }}{{ cell(1, num=true, place='end') }}\
                {{ cell(3 | number, place='full', sub='') }}{{ row_head(who, '/a?b=1&c', sub=who) }}{{ row_head(who) }}";
    let text = render("page.html", page, json!({ "who": "Ben & <Co>" })).expect("sound");
    let who = "Ben &amp; &lt;Co&gt;";
    let cells = [
        format!("<td role=\"cell\">{who}</td>"),
        format!("<td role=\"cell\" class=\"num\" data-label=\"{who}\">{who}<span class=\"sub\">{who}</span></td>"),
        "<td role=\"cell\" class=\"num end\">1</td><td role=\"cell\" class=\"full\">3</td>".to_owned(),
        format!(
            "<th role=\"rowheader\" scope=\"row\" class=\"full\"><a href=\"&#x2f;a?b=1&amp;c\" dir=\"auto\">{who}</a>"
        ),
        format!("<span class=\"sub\">{who}</span></th>"),
        format!("<th role=\"rowheader\" scope=\"row\" class=\"full\"><b dir=\"auto\">{who}</b></th>"),
    ];
    assert_eq!(text, cells.concat());
    let marked =
        render("page.html", "{% import 'parts.html' as parts %}{{ cell(parts.person(who)) }}", json!({ "who": "<b>" }));
    assert_eq!(marked.expect("sound"), "<td role=\"cell\"><i>&lt;b&gt;</i></td>");
}

#[test]
fn what_a_cell_does_not_know_is_a_fault() {
    for page in
        ["{{ cell(gone) }}", "{{ cell(1, colour='red') }}", "{{ row_head(1, href=gone) }}", "{{ glyph('gone') }}"]
    {
        assert!(render("page.html", page, json!({})).is_err(), "{page}");
    }
}

#[test]
fn a_day_and_an_icon_are_drawn() {
    const ICONS: crate::Icons = &[("left", "<path d=\"m1 1\"/>", true), ("x", "<path/>", false)];
    let page = "{{ on | on }}{{ glyph('left', 's') }}{{ glyph('x') }}";
    let templates = templates().icons(ICONS).add("page.html", page).build().expect("sound");
    let ctx = json!({ "on": date(2026, 3, 17) });
    let text = templates.render("page.html", &language("en-GB"), &amelia(), ctx).expect("sound");
    let svg = |class: &str, shape: &str| {
        format!("<svg class=\"{class}\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{shape}</svg>")
    };
    let day = "<time datetime=\"2026-03-17\">Tue 17 March</time>";
    assert_eq!(text, [day, &svg("i i-s i-flip", "<path d=\"m1 1\"/>"), &svg("i", "<path/>")].concat());
}
