use kernel::{Money, UnitPrice};

use super::Formats;
use crate::conventions::{NBSP, sign};

/// A unit price shows no more decimals than this.
const FINEST: u8 = 4;

/// Millionths: a unit price has six decimals inside.
const SCALE: u8 = 6;

impl Formats {
    /// An amount with all decimals of its currency: "£1,234.50", "−£7,412.40", "¥1,235".
    ///
    /// A currency without a symbol shows its code: "1,234.50 CHF".
    pub fn money(&self, money: Money) -> String {
        let currency = money.currency();
        let decimals = currency.exponent();
        let minor = money.minor();
        let figures = &self.conventions.figures;
        let digits = figures.scaled(minor.unsigned_abs(), decimals, decimals, decimals);
        self.conventions.symbols.amount(sign(minor), &digits, currency.code())
    }

    /// A price with at least the decimals of its currency and at most four: "£0.0355", "£2.10".
    pub fn unit_price(&self, price: UnitPrice) -> String {
        let currency = price.currency();
        let scaled = price.scaled();
        let figures = &self.conventions.figures;
        let digits = figures.scaled(scaled.unsigned_abs(), SCALE, currency.exponent(), FINEST);
        self.conventions.symbols.amount(sign(scaled), &digits, currency.code())
    }

    /// A whole number: "1,204".
    pub fn number(&self, number: i64) -> String {
        self.conventions.figures.whole(number)
    }

    /// A share of one as per cent without decimals: 0.42 is "42%".
    pub fn percent(&self, share: f64) -> String {
        let percent = (share * 100.0).round() as i64;
        self.conventions.symbols.percent(&self.number(percent))
    }

    /// A size in decimal units (1 kB is 1,000 bytes): "512 B", "1.2 MB", "34 GB".
    pub fn bytes(&self, bytes: u64) -> String {
        let mut unit: u64 = 1;
        for name in ["B", "kB", "MB", "GB"] {
            if rounded(bytes, unit) < 1000 {
                return format!("{}{NBSP}{name}", self.tenths(bytes, unit));
            }
            unit *= 1000;
        }
        format!("{}{NBSP}TB", self.tenths(bytes, unit))
    }

    /// How many units, with one decimal below ten of them.
    fn tenths(&self, bytes: u64, unit: u64) -> String {
        let figures = &self.conventions.figures;
        if unit == 1 || rounded(bytes, unit) >= 10 {
            return figures.scaled(rounded(bytes, unit), 0, 0, 0);
        }
        figures.scaled(rounded(bytes, unit / 10), 1, 0, 1)
    }
}

/// How many units, to the nearest.
fn rounded(bytes: u64, unit: u64) -> u64 {
    bytes.saturating_add(unit / 2) / unit
}
