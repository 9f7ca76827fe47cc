//! What other bodies publish outside the workspace, and the plan cites: of it only what the authors write here is known.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;

/// `[[pubblicazione]]` in `piao.toml`: a publication of another body that texts cite with `[@nome]`.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Pubblicazione {
    /// The name by which it is cited.
    pub nome: Spanned<String>,
    /// The body whose publication it is.
    pub ente: Spanned<String>,
    /// Its title.
    pub titolo: Spanned<String>,
    /// Its web address.
    pub indirizzo: Spanned<String>,
    /// Its day, as it is printed on it.
    pub data: Spanned<Giorno>,
}

impl Pubblicazione {
    /// Whether `word` names it.
    #[must_use]
    pub fn si_chiama(&self, word: &str) -> bool {
        self.nome.value.trim() == word.trim().to_lowercase()
    }
}
