use unic_langid::LanguageIdentifier;

/// Between an amount and what it counts: the two must not part at the end of a line.
pub(crate) const NBSP: char = '\u{a0}';

/// Where a language puts the signs for currencies and per cent (CLDR 48, number patterns).
#[derive(Debug)]
pub(crate) struct Symbols {
    currency: Place,
    percent: Place,
    home_dollar: bool,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Before,
    BeforeSpaced,
    After,
    AfterSpaced,
}

impl Symbols {
    pub(crate) fn of(language: &LanguageIdentifier) -> Self {
        let region = language.region.as_ref().map(|region| region.as_str());
        let currency = match (language.language.as_str(), region) {
            ("es", Some("AR" | "CO" | "PE" | "PY" | "UY")) => Place::BeforeSpaced,
            ("es", None | Some("ES")) => Place::AfterSpaced,
            ("pt", None | Some("BR")) | ("nl", _) => Place::BeforeSpaced,
            ("de", Some("AT" | "CH" | "LI")) | ("it", Some("CH")) => Place::BeforeSpaced,
            ("en" | "ga" | "gd" | "cy" | "mt" | "tr" | "es", _) => Place::Before,
            ("ja" | "zh" | "ko" | "th" | "hi" | "id" | "ms" | "fil", _) => Place::Before,
            _ => Place::AfterSpaced,
        };
        let percent = match language.language.as_str() {
            "tr" | "ku" => Place::Before,
            "be" | "ca" | "cs" | "da" | "de" | "es" | "fi" | "fo" | "fr" | "gl" | "hr" | "lb" | "lt" | "mk" | "nb"
            | "nn" | "no" | "ro" | "ru" | "se" | "sk" | "sl" | "sv" => Place::AfterSpaced,
            _ => Place::After,
        };
        Self { currency, percent, home_dollar: region == Some("US") }
    }

    /// An amount with its sign and its currency's symbol, or its code when it has none.
    pub(crate) fn amount(&self, sign: &str, digits: &str, code: &str) -> String {
        let symbol = match marks(code).first().copied() {
            Some(_) if code == "USD" && self.home_dollar => "$",
            Some(symbol) => symbol,
            None => return format!("{sign}{digits}{NBSP}{code}"),
        };
        format!("{sign}{}", self.currency.join(symbol, digits))
    }

    /// A percentage with its sign.
    pub(crate) fn percent(&self, digits: &str) -> String {
        self.percent.join("%", digits)
    }
}

impl Place {
    fn join(self, symbol: &str, digits: &str) -> String {
        match self {
            Self::Before => format!("{symbol}{digits}"),
            Self::BeforeSpaced => format!("{symbol}{NBSP}{digits}"),
            Self::After => format!("{digits}{symbol}"),
            Self::AfterSpaced => format!("{digits}{NBSP}{symbol}"),
        }
    }
}

/// The amount without the currency's symbol or code, if the person typed one.
pub(crate) fn without_currency<'a>(text: &'a str, code: &str) -> &'a str {
    let small = code.to_ascii_lowercase();
    for mark in marks(code).iter().copied().chain([code, &small]) {
        let rest = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark));
        if let Some(rest) = rest {
            return rest.trim();
        }
    }
    text
}

/// The symbols of a currency, the one to write first. Others are written by their code.
fn marks(code: &str) -> &'static [&'static str] {
    match code {
        "GBP" => &["£"],
        "EUR" => &["€"],
        "USD" => &["US$", "$"],
        "JPY" => &["¥", "￥"],
        "INR" => &["₹"],
        "AUD" => &["A$", "$"],
        "CAD" => &["CA$", "$"],
        "NZD" => &["NZ$", "$"],
        _ => &[],
    }
}
