//! The dictionary of an office: a pair of Hunspell files (`.dic` and `.aff`) in the folder of its plan. The program has no
//! dictionary inside, because those for Italian have a licence of their own; an office finds one in LibreOffice or Firefox.

use std::fmt;

/// A dictionary that was read.
pub struct Dizionario(spellbook::Dictionary);

impl fmt::Debug for Dizionario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dizionario")
    }
}

impl Dizionario {
    /// Reads the two files. The error says which line of which file could not be read.
    pub fn read(aff: &[u8], dic: &[u8]) -> Result<Self, String> {
        let encoding = encoding(aff);
        let (aff, dic) = (encoding.decode(aff).0, encoding.decode(dic).0);
        spellbook::Dictionary::new(&aff, &dic).map(Dizionario).map_err(|error| error.to_string())
    }

    /// Whether the word is in it, as it is or in small letters.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        // What is longer is no word, and would be slow.
        word.chars().count() > 40 || self.0.check(word) || self.0.check(&word.to_lowercase())
    }

    /// The word of the dictionary nearest to `word`. The search is slow, so it is made only for words that are reported.
    #[must_use]
    pub fn vicina(&self, word: &str) -> Option<String> {
        let mut found = Vec::new();
        self.0.suggester().with_ngram_suggestions(false).suggest(word, &mut found);
        // «crono programma» is no better.
        found.into_iter().find(|near| !near.contains([' ', '-']))
    }
}

/// The encoding that an `.aff` file declares for the pair.
fn encoding(aff: &[u8]) -> &'static encoding_rs::Encoding {
    let declared = aff.split(|b| *b == b'\n').find_map(|line| line.strip_prefix(b"SET "));
    let label = String::from_utf8_lossy(declared.unwrap_or(b"UTF-8")).trim().to_lowercase();
    encoding_rs::Encoding::for_label(label.replace("microsoft-cp", "windows-").as_bytes()).unwrap_or(encoding_rs::UTF_8)
}

#[cfg(test)]
mod tests {
    use super::Dizionario;

    #[test]
    fn a_dictionary_is_read_in_its_encoding() {
        let aff = "SET ISO8859-15\nTRY aeiou\nSFX O Y 1\nSFX O o i o\n";
        let (dic, _, _) = encoding_rs::ISO_8859_15.encode("3\ncittà\nobiettivo/O\nnuovo/O\n");
        let words = Dizionario::read(aff.as_bytes(), &dic).unwrap();
        assert!(words.knows("città") && words.knows("Obiettivi") && !words.knows("obitttivo"));
        assert_eq!(words.vicina("obitttivo").as_deref(), Some("obiettivo"));
        assert!(words.knows(&"z".repeat(1000)));
    }

    #[test]
    fn what_is_no_dictionary_is_refused() {
        assert!(Dizionario::read(b"SFX O Y x\n", b"1\nuno\n").is_err());
    }
}
