//! Files that are not what they should be, given to the program itself.

use std::{io::Write as _, path::Path};

use flate2::{Compression, write::GzEncoder};

use super::{blueprint, rows};
use crate::{process, world::blank};

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why_and_brings_nothing_in() {
    let (options, _kept) = blank().await;
    let folder = tempfile::tempdir().unwrap();
    let good = std::fs::read(blueprint("sample/online_retail_ii_sample.csv")).unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&good).unwrap();
    let packed = packed.finish().unwrap();
    let mapping = std::fs::read_to_string(blueprint("online-retail-ii.toml")).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let usual = write("usual.toml", mapping.as_bytes());
    let absent = write("absent.toml", mapping.replace("\"Price\"", "\"Net price\"").as_bytes());
    let broken = write("broken.toml", b"name = \"broken\"\n[feed\n");
    let fine = write("fine.csv", &good);
    let latin = [good.as_slice(), b"1,85048,CAF\xc9,1,2009-12-01 07:45:00,1,13085,France\n"].concat();
    let faulty = [
        (&usual, write("cut.csv.gz", &packed[..packed.len() / 2]), "it was cut off on its way; fetch it again"),
        (&usual, write("latin.csv", &latin), "name its encoding in the mapping"),
        (&usual, write("semicolons.csv", text.replace(',', ";").as_bytes()), "another delimiter may separate them"),
        (&usual, write("empty.csv", b""), "is empty"),
        (&usual, "nowhere.csv".to_owned(), "nowhere.csv cannot be opened"),
        (&absent, fine.clone(), "has no column \"Net price\"; it has \"Invoice\""),
        (&broken, fine.clone(), "broken.toml cannot be used"),
        (&"nowhere.toml".to_owned(), fine.clone(), "nowhere.toml cannot be read"),
    ];
    for (mapping, file, says) in &faulty {
        let said = import(folder.path(), &options.url, mapping, file);
        assert!(!said.done, "{file} was taken: {}", said.out);
        assert!(said.err.contains(says), "{file} by {mapping}: {}", said.err);
        assert!(said.err.starts_with("portico: "), "{}", said.err);
    }
    for table in ["accounts", "billing_invoices", "orders", "sync_quarantine", "sync_lines", "sync_documents"] {
        assert_eq!(rows(&options.url, table).await, 0, "{table}");
    }
    // Nothing of it stands in the way of the right file.
    let said = import(folder.path(), &options.url, &usual, &fine);
    assert!(said.done && said.out.contains("62 documents created"), "{} {}", said.out, said.err);
}

fn import(folder: &Path, database: &str, mapping: &str, file: &str) -> process::Said {
    process::run(process::portico(folder, Some(database), &["import", mapping, file]))
}
