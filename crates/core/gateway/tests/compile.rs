//! What must not compile: a proof forged, forgotten, mixed up or kept.

#[test]
fn a_proof_cannot_be_forged_forgotten_or_kept() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/cases/*.rs");
}
