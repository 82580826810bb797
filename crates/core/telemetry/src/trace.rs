use uuid::Uuid;

/// One trace: all that is done because of one click, whoever does it and in whichever process. On its way it is worded
/// as in W3C Trace Context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub(crate) id: u128,
    /// The span within which all that comes next is.
    pub(crate) within: Option<u64>,
    /// Whether its spans are told. Where nobody has decided, the share of traces that are told decides.
    pub(crate) is_told: Option<bool>,
}

impl Trace {
    /// A new one.
    pub fn begin() -> Self {
        Self { id: Uuid::new_v4().as_u128(), within: None, is_told: None }
    }

    /// The trace that a header `traceparent` names; nothing when the header is none.
    pub fn of_header(header: &str) -> Option<Self> {
        let (version, rest) = header.split_once('-')?;
        let (id, rest) = rest.split_once('-')?;
        let (span, rest) = rest.split_once('-')?;
        let flags = match rest.split_once('-') {
            // Only versions to come have more parts.
            Some(_) if version == "00" => return None,
            Some((flags, _)) => flags,
            None => rest,
        };
        number(version, 2).filter(|version| *version != 0xff)?;
        let id = number(id, 32).filter(|id| *id != 0)?;
        let span = number(span, 16).filter(|span| *span != 0)?;
        let is_told = number(flags, 2)? & 1 == 1;
        Some(Self { id, within: u64::try_from(span).ok(), is_told: Some(is_told) })
    }

    /// The trace that was noted beside something that follows from it: in the words of [`crate::here`], or by its id
    /// alone where it is not told. Nothing when the note is neither.
    pub fn of_note(note: &str) -> Option<Self> {
        let untold = || number(note, 32).map(|id| Self { id, within: None, is_told: Some(false) });
        Self::of_header(note).or_else(untold)
    }

    /// The same, whose spans are not told, whoever has decided what.
    #[must_use]
    pub fn untold(self) -> Self {
        Self { is_told: Some(false), ..self }
    }

    /// What people call it: 32 hexadecimal digits, the name of the request that began it.
    pub fn id(&self) -> String {
        format!("{:032x}", self.id)
    }

    /// Whether it is among so many of a hundred. Every process that is told the same share decides alike: an id's last
    /// 56 bits are random.
    pub(crate) fn is_among(&self, percent: u8) -> bool {
        const RANDOM: u128 = 1 << 56;
        (self.id % RANDOM) * 100 >= u128::from(100_u8.saturating_sub(percent)) * RANDOM
    }
}

fn number(digits: &str, length: usize) -> Option<u128> {
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit));
    if is_hex && digits.len() == length { u128::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::Trace;

    const ID: &str = "0af7651916cd43dd8448eb211c80319c";

    #[test]
    fn a_header_is_read_as_the_standard_says() {
        let trace = Trace::of_header(&format!("00-{ID}-b7ad6b7169203331-01")).expect("a trace");
        assert_eq!((trace.id().as_str(), trace.within, trace.is_told), (ID, Some(0xb7ad_6b71_6920_3331), Some(true)));
        let unsampled = Trace::of_header(&format!("00-{ID}-b7ad6b7169203331-02")).expect("a trace");
        assert_eq!(unsampled.is_told, Some(false));
        assert!(Trace::of_header(&format!("cc-{ID}-b7ad6b7169203331-01-what-comes")).is_some(), "a version to come");
        for none in [
            String::new(),
            ID.to_owned(),
            format!("00-{ID}-b7ad6b7169203331"),
            format!("00-{ID}-b7ad6b7169203331-01-more"),
            format!("ff-{ID}-b7ad6b7169203331-01"),
            format!("00-{}-b7ad6b7169203331-01", ID.to_uppercase()),
            format!("00-{}-b7ad6b7169203331-01", "0".repeat(32)),
            format!("00-{ID}-0000000000000000-01"),
            format!("00-{ID}-b7ad6b7169203331-1"),
            format!("00-+{}-b7ad6b7169203331-01", &ID[1..]),
        ] {
            assert_eq!(Trace::of_header(&none), None, "{none}");
        }
    }

    #[test]
    fn a_note_may_be_an_id_alone_and_is_then_not_told() {
        let trace = Trace::of_note(ID).expect("a trace");
        assert_eq!((trace.id().as_str(), trace.within, trace.is_told), (ID, None, Some(false)));
        assert_eq!(Trace::of_note("poison"), None);
        assert_eq!(Trace::of_note(""), None);
    }

    #[test]
    fn a_share_of_all_traces_is_told() {
        let among = |percent: u8| (0..1000).filter(|_| Trace::begin().is_among(percent)).count();
        assert_eq!((among(0), among(100)), (0, 1000));
        assert!((150..350).contains(&among(25)), "a quarter");
    }
}
