//! Dotazione: how many people of one area and profile work for the body at the date of the plan, and how many posts there are.
//! People are counted, never named. How many are women is kept out of `row`: it is shown only in totals that are masked
//! (`conti::riserbo`), never in the row of one profile.

use super::linea_formativa::Categoria;
use super::misura::{Frazione, PerAnno};
use super::obiettivo::indicatore::parole;
use super::unita::Unita;
use super::value::{Importo, Rif};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::base::text::flat;
use crate::lingua::numeri::thousands;
use serde::Deserialize;

/// People of one area and profile.
#[derive(Debug, Deserialize)]
pub struct Dotazione {
    /// Id as written. Without one, `index` makes it from the profile.
    pub id: Option<Spanned<String>>,
    /// The area of the contract: `istruttori`. Which areas there are is said by `[fabbisogni]`.
    pub area: Spanned<String>,
    /// The professional profile, in the words of the body.
    pub profilo: Option<Spanned<String>>,
    /// The unit in which they work.
    pub unita: Option<Rif<Unita>>,
    /// How many they are.
    pub numero: Spanned<u32>,
    /// How many posts there are, by year where that changes; as many as the people when it is not written.
    pub posti: Option<PerAnno<Spanned<u32>>>,
    /// How they are employed; permanently when it is not written.
    pub rapporto: Option<Rapporto>,
    /// Their working time; full when it is not written.
    pub tempo: Option<Spanned<Frazione>>,
    /// `false` for people who are printed and not summed, such as a secretary shared with other bodies.
    pub conta: Option<bool>,
    /// How many of them are women.
    pub donne: Option<Spanned<u32>>,
    /// The yearly cost of one post, in euro.
    pub costo: Option<Spanned<Importo>>,
    /// The professional family of the profile.
    pub famiglia: Option<Spanned<String>>,
    /// A note, in plain words.
    pub nota: Option<Spanned<String>>,
}

parole! {
    /// How a person is employed.
    Rapporto {
        Indeterminato = "tempo indeterminato",
        Determinato = "tempo determinato",
        FormazioneLavoro = "formazione e lavoro",
        Somministrazione = "somministrazione",
        Collaborazione = "collaborazione",
        Art110 = "incarico a contratto (art. 110 TUEL)",
        Art90 = "uffici di staff (art. 90 TUEL)",
        ComandoEntrata = "in comando da altro ente",
        ComandoUscita = "in comando presso altro ente",
        Convenzione = "in convenzione con altri enti",
        Lsu = "lavori socialmente utili",
    }
}

/// An area as a field that views filter by its key and print in words.
pub(super) fn area(area: Option<&Spanned<String>>) -> Valore {
    Valore::parole(area.map(|area| (area.value.trim().to_owned(), nome_area(&area.value))))
}

/// The printed name of an area: that of the category of staff with that key or that name, or the word itself.
#[must_use]
pub fn nome_area(area: &str) -> String {
    let word = contratto(area);
    let known =
        Categoria::ALL.iter().find(|categoria| flat(&categoria.nome()) == word || flat(categoria.label()) == word);
    known.map_or_else(|| area.trim().to_owned(), |categoria| categoria.label().to_owned())
}

/// The name of an area in the words by which areas are compared. The contract says «Area dei Funzionari e dell’Elevata Qualificazione»,
/// offices say «Funzionari ed EQ».
#[must_use]
pub fn contratto(area: &str) -> String {
    let words = flat(area);
    let mut bare = words.strip_prefix("area ").unwrap_or(&words);
    for article in ["dei ", "degli ", "delle "] {
        bare = bare.strip_prefix(article).filter(|_| words.len() > bare.len()).unwrap_or(bare);
    }
    const FUNZIONARI: [&str; 6] = [
        "funzionari ed eq",
        "funzionari e eq",
        "funzionari eq",
        "funzionari ed elevata qualificazione",
        "funzionari e elevata qualificazione",
        "funzionari e dell elevata qualificazione",
    ];
    match bare {
        "" => words,
        bare if FUNZIONARI.contains(&bare) => flat(Categoria::Funzionari.label()),
        bare => bare.to_owned(),
    }
}

impl Dotazione {
    /// How they are employed.
    #[must_use]
    pub fn rapporto(&self) -> Rapporto {
        self.rapporto.unwrap_or(Rapporto::Indeterminato)
    }

    /// How many posts there are at the end of `anno`: those of the last year written down to it. None where only later years are
    /// written: the posts of `anno` are not known.
    #[must_use]
    pub fn posti(&self, anno: i16) -> Option<u32> {
        let Some(posti) = &self.posti else { return Some(self.numero.value) };
        let known = posti.iter().filter(|(year, _)| year.is_none_or(|year| year <= anno));
        known.max_by_key(|(year, _)| *year).map(|(_, posti)| posti.value)
    }

    /// How many of the posts at the end of `anno` nobody has, where it is known.
    #[must_use]
    pub fn vacanti(&self, anno: i16) -> Option<u32> {
        Some(self.posti(anno)?.saturating_sub(self.numero.value))
    }

    /// The posts of the years after `anno`, in words. None where none is written.
    #[must_use]
    pub fn posti_dopo(&self, anno: i16) -> Option<String> {
        let later = |year: Option<i16>| year.is_some_and(|year| year > anno);
        let said = |year, posti: &Spanned<u32>| later(year).then(|| thousands(u64::from(posti.value)));
        Some(self.posti.as_ref()?.parole_di(&said)).filter(|words| !words.is_empty())
    }
}

impl Element for Dotazione {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.profilo.as_ref().unwrap_or(&self.area).as_deref()
    }
    fn row(&self, row: &mut Row) {
        row.add("area", "Area", area(Some(&self.area)));
        row.apart("profilo", "Profilo", &self.profilo);
        row.add("unita", "Unità", &self.unita);
        let posti = match &self.posti {
            Some(PerAnno::Uno(number)) => Valore::Numero(number.value),
            Some(years) => Valore::Testo(years.parole(&|number| thousands(u64::from(number.value)))),
            None => Valore::Vuoto,
        };
        row.add("posti", "Posti", posti);
        row.add("numero", "In servizio", &self.numero);
        row.add("rapporto", "Rapporto", Valore::parole(self.rapporto.map(|r| (r.nome(), r.label().to_owned()))));
        row.add("tempo", "Orario", self.tempo.map_or(Valore::Vuoto, |tempo| Valore::Testo(tempo.value.to_string())));
        let counted = self.conta.map(|conta| if conta { "sì" } else { "no" });
        row.add("conta", "Fra i dipendenti", counted.map_or(Valore::Vuoto, |word| Valore::Stato(word.to_owned())));
        row.importo("costo", "Costo annuo di un posto", &self.costo);
        row.add("famiglia", "Famiglia professionale", &self.famiglia);
        row.add("nota", "Nota", &self.nota);
    }
}

#[cfg(test)]
mod tests {
    use super::{contratto, nome_area};

    #[test]
    fn an_area_is_known_by_the_names_that_the_contract_and_offices_give_it() {
        for (word, name) in [
            ("funzionari", "funzionari ed elevate qualificazioni"),
            ("Funzionari ed EQ", "funzionari ed elevate qualificazioni"),
            ("Area dei Funzionari e dell’Elevata Qualificazione", "funzionari ed elevate qualificazioni"),
            ("Area degli Operatori esperti", "operatori esperti"),
            ("istruttori", "istruttori"),
            ("Area B", "Area B"),
        ] {
            assert_eq!(nome_area(word), name, "{word}");
        }
        assert_eq!(contratto("Area"), "area");
    }
}
