//! The letters of the fonts that draw signs in place of letters. Word keeps the place in the font, not the sign.

/// Wingdings: the signs that offices use.
const WINGDINGS: [(u32, char); 34] = [
    (0x28, '☎'),
    (0x2A, '✉'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '❐'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9F, '•'),
    (0xA0, '▪'),
    (0xA1, '○'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xD8, '➢'),
    (0xDC, '➲'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xF3, '⬄'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
    (0x46, '☞'),
];

/// Symbol: Greek letters and the signs of mathematics.
const SYMBOL: [(u32, char); 56] = [
    (0x22, '∀'),
    (0x24, '∃'),
    (0x27, '∋'),
    (0x2A, '∗'),
    (0x2D, '−'),
    (0x40, '≅'),
    (0x41, 'Α'),
    (0x42, 'Β'),
    (0x44, 'Δ'),
    (0x46, 'Φ'),
    (0x47, 'Γ'),
    (0x4C, 'Λ'),
    (0x50, 'Π'),
    (0x51, 'Θ'),
    (0x53, 'Σ'),
    (0x57, 'Ω'),
    (0x58, 'Ξ'),
    (0x59, 'Ψ'),
    (0x5E, '⊥'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x63, 'χ'),
    (0x64, 'δ'),
    (0x65, 'ε'),
    (0x66, 'φ'),
    (0x67, 'γ'),
    (0x68, 'η'),
    (0x6C, 'λ'),
    (0x6D, 'μ'),
    (0x6E, 'ν'),
    (0x70, 'π'),
    (0x71, 'θ'),
    (0x72, 'ρ'),
    (0x73, 'σ'),
    (0x74, 'τ'),
    (0x77, 'ω'),
    (0x78, 'ξ'),
    (0x79, 'ψ'),
    (0x7A, 'ζ'),
    (0xA3, '≤'),
    (0xA5, '∞'),
    (0xAB, '↔'),
    (0xAC, '←'),
    (0xAD, '↑'),
    (0xAE, '→'),
    (0xAF, '↓'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xBB, '≈'),
    (0xDE, '⇒'),
    (0xE5, '∑'),
];

/// Whether a font draws signs in place of letters.
pub(super) fn disegna(font: &str) -> bool {
    font.starts_with("Wingdings") || font.starts_with("Webdings") || font == "Symbol"
}

/// The sign that `font` draws for a code; None when it is not known. Word writes codes from 0xF000, or as letters.
pub(super) fn segno(font: &str, code: u32) -> Option<char> {
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let table: &[(u32, char)] = match font {
        "Wingdings" => &WINGDINGS,
        "Symbol" => &SYMBOL,
        // The two boxes of forms.
        "Wingdings 2" => &[(0x50, '✓'), (0x51, '☒'), (0x52, '☑'), (0x54, '☒'), (0xA3, '☐')],
        _ if !disegna(font) => return char::from_u32(code).filter(|c| !c.is_control()),
        _ => &[],
    };
    // The digits and the marks of Symbol are those of everybody.
    let same = || char::from_u32(code).filter(|c| font == "Symbol" && (' '..='?').contains(c));
    table.iter().find(|(known, _)| *known == code).map(|(_, sign)| *sign).or_else(same)
}

#[cfg(test)]
mod tests {
    use super::segno;

    #[test]
    fn a_sign_is_known_wherever_word_writes_it() {
        assert_eq!(segno("Wingdings", 0xF0FC), Some('✓'));
        assert_eq!(segno("Wingdings", 0xFC), Some('✓'));
        assert_eq!(segno("Symbol", 0xF0B7), Some('•'));
        assert_eq!(segno("Symbol", u32::from('5')), Some('5'));
        assert_eq!(segno("Webdings", 0xF061), None);
        assert_eq!(segno("MS Gothic", 0x2610), Some('☐'));
    }
}
