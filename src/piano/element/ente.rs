//! Ente: a public body that the plan names. It is written once, so its name is the same everywhere. The body whose plan it is has
//! its own data in `piao.toml`.

use super::misura::PerAnno;
use super::obiettivo::indicatore::parole;
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::numeri::thousands;
use serde::Deserialize;

/// A public body.
#[derive(Debug, Deserialize)]
pub struct Ente {
    /// Id as written. Without one, `index` makes it from the name.
    pub id: Option<Spanned<String>>,
    /// Official name, the one that is printed.
    pub nome: Spanned<String>,
    /// A shorter name, for drawings: `Monza`.
    pub nome_breve: Option<Spanned<String>>,
    /// Other spellings of its name, accepted in the sources; only `nome` is printed.
    #[serde(default)]
    pub alias: Vec<Spanned<String>>,
    /// The kind of body: Comune, Unione…
    pub tipo: Tipo,
    /// How many employees it has, when that is not the number in `piao.toml`; by year where it changes.
    pub dipendenti: Option<PerAnno<Spanned<u32>>>,
}

parole! {
    /// Kinds of bodies.
    Tipo {
        Comune = "Comune",
        Unione = "Unione di Comuni",
        Provincia = "Provincia",
        CittaMetropolitana = "Città metropolitana",
        ComunitaMontana = "Comunità montana",
        Consorzio = "consorzio",
        Ambito = "ambito distrettuale",
        Asp = "azienda di servizi alla persona",
        Regione = "Regione",
        Ministero = "Ministero",
        Altro = "altro ente",
    }
}

impl Tipo {
    /// Whether a body of this kind has a territory, with its inhabitants.
    #[must_use]
    pub fn territorio(self) -> bool {
        use Tipo::{Ambito, CittaMetropolitana, Comune, ComunitaMontana, Provincia, Regione, Unione};
        matches!(self, Comune | Unione | Provincia | CittaMetropolitana | ComunitaMontana | Ambito | Regione)
    }
}

impl Ente {
    /// The name for narrow places: `nome_breve`, or the name without words such as `Comune di`.
    #[must_use]
    pub fn breve(&self) -> &str {
        let nome = self.nome.value.trim();
        let bare = ["Comune di ", "Unione dei Comuni della ", "Unione dei Comuni ", "Unione di Comuni "];
        match &self.nome_breve {
            Some(breve) => breve.value.trim(),
            None => bare.iter().find_map(|head| nome.strip_prefix(head)).unwrap_or(nome),
        }
    }
}

impl Element for Ente {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.nome.as_deref()
    }
    fn alias(&self) -> Vec<&Spanned<String>> {
        std::iter::once(&self.nome).chain(&self.nome_breve).chain(&self.alias).collect()
    }
    fn label(&self) -> Option<String> {
        Some(self.nome.value.clone())
    }
    fn row(&self, row: &mut Row) {
        row.apart("nome", "Ente", &self.nome);
        row.add("tipo", "Tipo", self.tipo.label());
        let staff = match &self.dipendenti {
            Some(PerAnno::Uno(number)) => Valore::Numero(number.value),
            Some(years) => Valore::Testo(years.parole(&|number| thousands(u64::from(number.value)))),
            None => Valore::Vuoto,
        };
        row.add("dipendenti", "Dipendenti", staff);
    }
}
