//! The fields of Word: words that it computed (a number, a title, a page, the contents), kept with the instruction that computes them.

use super::albero::Meta;

/// Most fields, one inside the other.
const MAX_CAMPI: usize = 32;

/// A field that is open: its instruction, and whether its result is being read.
#[derive(Debug, Default)]
struct Campo {
    istruzione: String,
    risultato: bool,
    /// What its result leads to, known when the instruction ends.
    meta: Option<Meta>,
}

/// The fields that are open, from the outermost. One may go on over many paragraphs: the contents do.
#[derive(Debug, Default)]
pub(super) struct Campi {
    aperti: Vec<Campo>,
    /// How many were opened beyond the limit.
    oltre: usize,
}

impl Campi {
    pub(super) fn apri(&mut self) {
        if self.aperti.len() < MAX_CAMPI {
            self.aperti.push(Campo::default());
        } else {
            self.oltre += 1;
        }
    }

    /// Opens a field whose whole instruction is known.
    pub(super) fn apri_semplice(&mut self, istruzione: &str) {
        self.apri();
        self.istruzione(istruzione);
        self.separa();
    }

    pub(super) fn istruzione(&mut self, text: &str) {
        if let Some(campo) = self.aperti.last_mut().filter(|campo| !campo.risultato) {
            campo.istruzione.push_str(text);
        }
    }

    /// The instruction ends, and the result begins.
    pub(super) fn separa(&mut self) {
        if let Some(campo) = self.aperti.last_mut().filter(|_| self.oltre == 0) {
            campo.risultato = true;
            campo.meta = meta(&campo.istruzione);
        }
    }

    /// Closes the innermost field. Gives its instruction when it has no result: a box to tick is drawn by Word.
    pub(super) fn chiudi(&mut self) -> Option<String> {
        if self.oltre > 0 {
            self.oltre -= 1;
            return None;
        }
        self.aperti.pop().filter(|campo| !campo.risultato).map(|campo| campo.istruzione)
    }

    /// Whether what is read now is an instruction, which is not printed.
    pub(super) fn istruisce(&self) -> bool {
        self.aperti.iter().any(|campo| !campo.risultato)
    }

    /// What the words that are read now lead to.
    pub(super) fn meta(&self) -> Option<Meta> {
        let all = || self.aperti.iter().filter_map(|campo| campo.meta.as_ref());
        all().find(|meta| **meta == Meta::Indice).or_else(|| all().next_back()).cloned()
    }
}

/// The words of an instruction: those between quotation marks are one.
fn parole(instruction: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in instruction.chars() {
        match c {
            '"' | '“' | '”' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !quoted => out.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    out.extend(word);
    out
}

/// What the result of an instruction leads to.
fn meta(instruction: &str) -> Option<Meta> {
    let words = parole(instruction);
    let (name, rest) = words.split_first()?;
    let first = || rest.iter().find(|word| !word.starts_with('\\')).cloned();
    let after = |switch: &str| {
        let at = rest.iter().position(|word| word.eq_ignore_ascii_case(switch))?;
        rest.get(at + 1).cloned()
    };
    match name.to_uppercase().as_str() {
        "HYPERLINK" => match (rest.first().filter(|word| !word.starts_with('\\')), after("\\l")) {
            (Some(address), Some(place)) if !address.is_empty() => Some(Meta::Indirizzo(format!("{address}#{place}"))),
            (Some(address), None) => Some(Meta::Indirizzo(address.clone())),
            (_, place) => place.map(Meta::Interno),
        },
        "REF" if rest.iter().any(|word| ["\\r", "\\n", "\\w"].contains(&&*word.to_lowercase())) => {
            first().map(Meta::Numero)
        }
        "REF" | "NOTEREF" => first().map(Meta::Rimando),
        "PAGEREF" => Some(Meta::Pagina),
        "SEQ" => first().map(Meta::Conto),
        "TOC" | "INDEX" | "TOA" => Some(Meta::Indice),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Meta, meta};

    #[test]
    fn an_instruction_says_what_its_result_leads_to() {
        let at = |text: &str| meta(text);
        assert_eq!(at(" REF _Ref123 \\h "), Some(Meta::Rimando("_Ref123".into())));
        assert_eq!(at(" REF _Ref123 \\r \\h "), Some(Meta::Numero("_Ref123".into())));
        assert_eq!(
            at("HYPERLINK \"https://a.it/b c\" \\o \"un sito\""),
            Some(Meta::Indirizzo("https://a.it/b c".into()))
        );
        assert_eq!(at("HYPERLINK  \\l \"_Toc1\""), Some(Meta::Interno("_Toc1".into())));
        assert_eq!(at("SEQ Tabella \\* ARABIC"), Some(Meta::Conto("Tabella".into())));
        assert_eq!(at("TOC \\o \"1-3\""), Some(Meta::Indice));
        assert_eq!(at(" PAGE "), None);
    }
}
