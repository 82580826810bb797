use super::{Attribute, Compare, Filter, Literal, Path};

fn attribute(name: &str, part: Option<&str>) -> Attribute {
    Attribute { name: name.to_owned(), part: part.map(str::to_owned) }
}

fn equals(name: &str, value: &str) -> Filter {
    Filter::Is(attribute(name, None), Compare::Equal, Literal::Text(value.to_owned()))
}

#[test]
fn and_binds_more_tightly_than_or_and_brackets_more_than_both() {
    let (a, b, c) = (|| equals("a", "1"), || equals("b", "2"), || equals("c", "3"));
    let and = |one, other| Filter::And(Box::new(one), Box::new(other));
    let or = |one, other| Filter::Or(Box::new(one), Box::new(other));
    assert_eq!(Filter::parse("a eq \"1\" or b eq \"2\" and c eq \"3\""), Ok(or(a(), and(b(), c()))));
    assert_eq!(Filter::parse("(a eq \"1\" OR b EQ \"2\") and c eq \"3\""), Ok(and(or(a(), b()), c())));
    assert_eq!(Filter::parse("not (a eq \"1\")"), Ok(Filter::Not(Box::new(a()))));
}

#[test]
fn attributes_are_known_whatever_their_case_and_schema() {
    let name = Filter::parse("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"a@b.example\"");
    assert_eq!(name, Ok(equals("username", "a@b.example")));
    let given = Filter::parse("name.givenName pr");
    assert_eq!(given, Ok(Filter::Has(attribute("name", Some("givenname")))));
    let active = Filter::parse("active eq False");
    assert_eq!(active, Ok(Filter::Is(attribute("active", None), Compare::Equal, Literal::Truth(false))));
}

#[test]
fn a_string_is_read_to_its_end() {
    assert_eq!(Filter::parse(r#"a eq "x \" or y\\""#), Ok(equals("a", "x \" or y\\")));
    for open in [r#"a eq "x"#, r#"a eq "x\"#, r#"a eq "\q""#] {
        assert!(Filter::parse(open).is_err(), "{open}");
    }
}

#[test]
fn what_is_no_filter_is_refused_and_so_is_one_too_deep_or_long() {
    for wrong in
        ["", "a", "a eq", "a is \"1\"", "a eq b", "a eq \"1\" and", "(a pr", "a pr)", "not a pr", "1 pr", "a[b pr"]
    {
        assert!(Filter::parse(wrong).is_err(), "{wrong}");
    }
    assert!(Filter::parse(&format!("{}a pr{}", "(".repeat(100), ")".repeat(100))).is_err());
    assert!(Filter::parse(&vec!["a pr"; 100].join(" or ")).is_err());
}

#[test]
fn a_path_names_an_attribute_of_some_values_and_a_part() {
    let members = Path::parse("members[value eq \"7\"]").expect("a path");
    assert_eq!((members.attribute, members.only), (attribute("members", None), Some(equals("value", "7"))));
    let mail = Path::parse("emails[type eq \"work\"].value").expect("a path");
    assert_eq!(mail.attribute, attribute("emails", Some("value")));
    assert_eq!(Path::parse("name.familyName").expect("a path").attribute, attribute("name", Some("familyname")));
    for wrong in ["", "members[", "members[value eq \"7\"", "members[value eq \"7\"]x", "a b", "a.b.c"] {
        assert!(Path::parse(wrong).is_err(), "{wrong}");
    }
}
