//! The colours in which a plan is set, and how well a text in them can be read. A public body may choose its own in `piao.toml`.

use serde::de::{Deserialize, Deserializer, Error};
use std::fmt;

/// An opaque colour: red, green and blue from 0 to 255 (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colore(pub [u8; 3]);

impl Colore {
    /// White, the colour of the page.
    pub const BIANCO: Colore = Colore([255, 255, 255]);
    /// The background of bands and boxes. It is a little darker than the page, so a text has less contrast on it.
    pub const FONDO: Colore = Colore([0xee, 0xf3, 0xf8]);

    /// A colour written as `#0066cc` or `#06c`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let value = |part: &str| u8::from_str_radix(part, 16).ok().filter(|_| !part.starts_with('+'));
        let mut out = [0; 3];
        for (n, byte) in out.iter_mut().enumerate() {
            *byte = match digits.len() {
                6 => value(digits.get(2 * n..2 * n + 2)?)?,
                3 => value(digits.get(n..=n)?)? * 17,
                _ => return None,
            };
        }
        Some(Colore(out))
    }

    /// Relative luminance, from 0 (black) to 1 (white): WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|byte| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio of two colours, from 1 to 21: WCAG 2.2, success criterion 1.4.3 asks 4.5 for text.
    #[must_use]
    pub fn contrasto(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

impl fmt::Display for Colore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl<'de> Deserialize<'de> for Colore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // What could not be read is blank, and was reported.
        if text.is_empty() {
            return Ok(Colore::BIANCO);
        }
        Colore::parse(&text).ok_or_else(|| {
            let short = crate::base::text::short(&text);
            D::Error::custom(format!(
                "«{short}» non è un colore\nscrivi il cancelletto e sei cifre esadecimali: \"#0066cc\""
            ))
        })
    }
}

/// The two colours that the PDF and the site take from the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colori {
    /// The colour of codes, links and lines, of what is planned in a drawing, and of the background of the site's header.
    pub primario: Colore,
    /// The colour of titles, of the headers of tables, and of what has happened in a drawing.
    pub titoli: Colore,
}

impl Colori {
    /// The colours of piao, for a body that chooses none.
    pub const NOSTRI: Colori = Colori { primario: Colore([0x00, 0x66, 0xcc]), titoli: Colore([0x17, 0x32, 0x4d]) };
}

#[cfg(test)]
mod tests {
    use super::{Colore, Colori};

    #[test]
    fn colours_are_read_as_the_web_writes_them_and_compared_as_wcag_does() {
        assert_eq!(Colore::parse(" #0066CC"), Some(Colore([0, 0x66, 0xcc])));
        assert_eq!(Colore::parse("#06c"), Colore::parse("#0066cc"));
        for wrong in ["0066cc", "#0066c", "#0066cg", "blu", "#+1+2+3", "#é6c", ""] {
            assert_eq!(Colore::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Colore::parse("#0066cc").map(|c| c.to_string()).as_deref(), Some("#0066cc"));
        let black = Colore([0; 3]);
        assert!((black.contrasto(Colore::BIANCO) - 21.0).abs() < 1e-9);
        // The example that every guide quotes: the lightest grey that has enough contrast for a text on white.
        let grey = Colore([0x76; 3]);
        assert!((grey.contrasto(Colore::BIANCO) - 4.54).abs() < 0.005);
        let ours = Colori::NOSTRI;
        for colour in [ours.primario, ours.titoli] {
            assert!(colour.contrasto(Colore::FONDO) >= 4.5, "{colour}");
        }
    }
}
