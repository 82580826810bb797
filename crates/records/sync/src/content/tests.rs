use super::{Content, ContentFile, ContentLine};

fn line(number: i64, fields: &[&str]) -> ContentLine {
    ContentLine { number: Some(number), fields: fields.iter().map(|field| (*field).to_owned()).collect() }
}

fn content() -> Content {
    let header = |columns: &[&str]| columns.iter().map(|column| (*column).to_owned()).collect();
    let orders = ContentFile {
        name: "orders.csv".to_owned(),
        header: header(&["order", "who"]),
        lines: vec![line(7, &["10248", "VINET"])],
    };
    let details = ContentFile {
        name: "details.csv".to_owned(),
        header: header(&["order", "what", "how many"]),
        lines: vec![line(2, &["10248", "Queso, \"Manchego\"", "12"]), line(9, &["10248", "two\nlines", ""])],
    };
    Content { files: vec![orders, details], cut: false }
}

#[test]
fn what_is_written_for_mending_is_read_back_as_it_was() {
    assert_eq!(content().mended(&content().to_text()), Ok(content()));
    let alone = Content { files: vec![content().files.remove(1)], cut: false };
    assert_eq!(alone.mended(&alone.to_text()), Ok(alone));
}

#[test]
fn a_mended_field_and_an_added_line_are_taken() {
    let text = content().to_text().replace("VINET", "TOMSP") + "10248,Chai,3\n";
    let mended = content().mended(&text).unwrap();
    assert_eq!(mended.files[0].lines, [line(7, &["10248", "TOMSP"])]);
    assert_eq!(mended.files[1].lines[2].number, None);
    assert_ne!(mended.digest(), content().digest());
}

#[test]
fn headings_headers_and_fields_have_to_fit() {
    let id = |text: &str| content().mended(text).unwrap_err().id.into_owned();
    assert_eq!(id("order,who\n10248,VINET\n"), "sync-mend-heading");
    assert_eq!(id("# orders.csv\norder,who\n10248,VINET\n"), "sync-mend-heading");
    assert_eq!(id(&content().to_text().replace("order,who", "order,whom")), "sync-mend-header");
    assert_eq!(id(&content().to_text().replace("10248,VINET", "10248,VINET,x")), "sync-mend-fields");
}

#[test]
fn the_place_in_the_file_does_not_count() {
    let mut moved = content();
    moved.files[1].lines[0].number = Some(200);
    moved.files[1].name = "details_february.csv".to_owned();
    assert_eq!(moved.digest(), content().digest());
}
