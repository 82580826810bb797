use std::fmt;

/// A colour in sRGB. It is written `#rrggbb` and as nothing else, so none can carry anything into a style sheet.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour([u8; 3]);
store::parsed_column!(Colour, hex, parse);

impl Colour {
    /// Portico's own, on light ground.
    pub const TEAL: Self = Self([0x0d, 0x59, 0x60]);
    /// Portico's own, on dark ground.
    pub const LIGHT_TEAL: Self = Self([0x74, 0xc7, 0xc4]);
    /// Words on what has a brand's colour, on light ground.
    pub const ON_LIGHT: Self = Self([0xff, 0xff, 0xff]);
    /// Words on what has a brand's colour, on dark ground.
    pub const ON_DARK: Self = Self([0x05, 0x20, 0x1f]);

    /// A colour of red, green and blue.
    pub const fn of(parts: [u8; 3]) -> Self {
        Self(parts)
    }

    /// Reads `#rrggbb`; the sign may be missing, letters may be large.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let mut parts = [0; 3];
        hex::decode_to_slice(digits, &mut parts).ok()?;
        Some(Self(parts))
    }

    /// Red, green and blue.
    pub const fn parts(self) -> [u8; 3] {
        self.0
    }

    /// `#rrggbb`.
    pub fn hex(&self) -> String {
        format!("#{}", hex::encode(self.0))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl fmt::Debug for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn a_colour_is_six_digits_and_nothing_else() {
        assert_eq!(Colour::parse("#E2761B").map(|colour| colour.hex()).as_deref(), Some("#e2761b"));
        assert_eq!(Colour::parse("0d5960"), Some(Colour::TEAL));
        for wrong in
            ["", "#fff", "#12345", "#1234567", "red", "#12345g", "#12345\u{e9}", "#000000}", "##00000", "#0 0 0 "]
        {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }
}
