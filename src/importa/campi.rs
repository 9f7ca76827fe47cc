//! The fields of a kind of record as columns: their names in a CSV of the plan, and the words with which the sheets of offices head them.

use super::parole::PAROLE;
use crate::base::text::{capital, flat_words};
use crate::load::toml::schema::{self, Field, Form};
use crate::piano::element::Kind;
use std::collections::BTreeSet;

/// A field that fits in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Campo {
    /// Its name in a CSV: `titolo`, `fase.testo`.
    pub(super) nome: String,
    /// The name as words: `fase testo`.
    detto: String,
    /// Whether it has a value for each year: then the column adds the year.
    per_anno: bool,
    /// Whether its words are Markdown.
    prosa: bool,
}

impl Campo {
    fn di(nome: String, field: &Field) -> Self {
        let prosa = field.form == Form::Prose;
        Campo { detto: nome.replace(['_', '.'], " "), nome, per_anno: field.by_year, prosa }
    }
}

/// The field of the values that an indicator is to reach.
const TARGET: &str = "indicatore.target";

/// The field of the value from which an indicator starts.
pub(super) const BASE: &str = "indicatore.base.valore";

/// Whether a column holds a value of an indicator, which has a unit.
pub(super) fn e_un_valore(colonna: &str) -> bool {
    colonna == BASE || colonna.strip_prefix(TARGET).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a column holds how much a record, or a part of one, weighs among the others.
pub(super) fn e_un_peso(colonna: &str) -> bool {
    colonna.split('.').any(|key| key == "peso")
}

/// The fields of a kind that fit in columns.
#[derive(Debug)]
pub(super) struct Campi {
    kind: Kind,
    tutti: Vec<Campo>,
    /// The parts of which a record may have many: `fase`, `indicatore`.
    parti: Vec<&'static str>,
}

impl Campi {
    /// The fields of a kind, as the reader of its records knows them. A part of a part has no column.
    pub(super) fn di(kind: Kind) -> Self {
        let mut out = Campi { kind, tutti: Vec::new(), parti: Vec::new() };
        let many = |field: &Field| field.many && matches!(field.form, Form::Table(_));
        for field in schema::of(kind) {
            if many(&field) {
                out.parti.push(field.name);
                for inner in field.fields().iter().filter(|inner| !many(inner)) {
                    let nome = format!("{}.{}", field.name, inner.name);
                    // Of a table inside the part, as the value from which an indicator starts, each field has a column.
                    let each = inner
                        .fields()
                        .iter()
                        .filter(|_| inner.is_part())
                        .map(|last| Campo::di(format!("{nome}.{}", last.name), last));
                    out.tutti.extend(each);
                    if !inner.is_part() {
                        out.tutti.push(Campo::di(nome, inner));
                    }
                }
            } else {
                out.tutti.push(Campo::di(field.name.to_owned(), &field));
            }
        }
        out
    }

    /// The kind of the records.
    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the records have a field by that name.
    pub(super) fn ha(&self, nome: &str) -> bool {
        self.tutti.iter().any(|campo| campo.nome == nome)
    }

    /// The parts of which a record may have many.
    pub(super) fn parti(&self) -> &[&'static str] {
        &self.parti
    }

    /// Whether a column holds a field of a part of the record.
    pub(super) fn di_parte(&self, colonna: &str) -> bool {
        colonna.split_once('.').is_some_and(|(part, _)| self.parti.contains(&part))
    }

    /// The field that has a value for each year. None where the records have none such.
    fn annuale(&self) -> Option<&Campo> {
        let own = || self.tutti.iter().find(|campo| campo.per_anno && !self.di_parte(&campo.nome));
        self.tutti.iter().find(|campo| campo.nome == TARGET).or_else(own)
    }

    /// The field of a column whose head is a year.
    pub(super) fn per_anno(&self) -> Option<&str> {
        self.annuale().map(|campo| campo.nome.as_str())
    }

    /// The field of the values to reach. None where the records have no indicators.
    pub(super) fn target(&self) -> Option<&'static str> {
        self.ha(TARGET).then_some(TARGET)
    }

    /// The head of a column that has a value for a year, without the year: `Target`.
    pub(super) fn con_anno(&self) -> Option<String> {
        let campo = self.annuale()?;
        Some(if campo.nome == TARGET { "Target".to_owned() } else { capital(&campo.detto) })
    }

    /// Whether `nome` is the name of a column of a CSV of that kind: of a field, with its year where it has one a year.
    pub(super) fn ammette(&self, nome: &str) -> bool {
        let year = |rest: &str| rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit());
        let by_year = nome.rsplit_once('.').filter(|(_, rest)| year(rest)).map(|(field, _)| field);
        self.ha(nome)
            || by_year.is_some_and(|field| self.tutti.iter().any(|campo| campo.per_anno && campo.nome == field))
    }

    /// Whether the words of a column are Markdown.
    pub(super) fn di_prosa(&self, colonna: &str) -> bool {
        self.tutti.iter().any(|campo| campo.prosa && campo.nome == colonna)
    }

    /// The names of the fields, as a CSV has them.
    pub(super) fn nomi(&self) -> Vec<&str> {
        self.tutti.iter().map(|campo| campo.nome.as_str()).collect()
    }

    /// The head that a column for a field may have, in words. `nome` is the name of the field, or the last part of it: then it is of one of
    /// the parts that the sheet has, whose fields are `colonne`.
    pub(super) fn chiamata<'c>(&self, nome: &str, colonne: impl Iterator<Item = &'c String>) -> Option<&str> {
        let end = format!(".{nome}");
        let own = self.tutti.iter().find(|campo| campo.nome == nome);
        let here: BTreeSet<&str> = colonne.filter_map(|field| Some(field.split_once('.')?.0)).collect();
        let of_part = |campo: &&Campo| {
            campo.nome.ends_with(&end) && campo.nome.split('.').next().is_some_and(|part| here.contains(part))
        };
        own.or_else(|| self.tutti.iter().find(of_part)).map(|campo| campo.detto.as_str())
    }

    /// The fields that tell the records apart, the surest first. None for the rows of staff, which have no name.
    pub(super) fn chiavi(&self) -> Vec<&'static str> {
        let names: &[&str] = match self.kind {
            Kind::Dotazione | Kind::Cessazione | Kind::Assunzione | Kind::SpesaPersonale | Kind::LavoroAgile => &["id"],
            _ => &["id", "codice", "titolo", "nome", "contenuto", "oggetto"],
        };
        names.iter().copied().filter(|name| self.ha(name)).collect()
    }

    /// The fields without which a table is not one of that kind. None for a kind that is no table: a plan has one record of it.
    pub(super) fn necessari(&self) -> Option<&'static [&'static str]> {
        Some(match self.kind {
            Kind::LavoroAgile => return None,
            Kind::Dotazione => &["area", "numero"],
            Kind::Assunzione | Kind::Cessazione => &["anno", "numero"],
            Kind::Incarico => &["ruolo"],
            Kind::SpesaPersonale => &["anno", "spesa"],
            Kind::Termine => &["definizione"],
            Kind::Obbligo => &["sezione", "contenuto"],
            Kind::Processo => &["titolo", "area"],
            Kind::Monitoraggio => &["titolo", "sezioni"],
            Kind::Adempimento => &["oggetto", "esito"],
            Kind::Atto => &["tipo", "oggetto"],
            Kind::Allegato => &["titolo", "file"],
            _ if self.ha("titolo") => &["titolo"],
            _ => &["nome"],
        })
    }
}

/// A word without its end: the same in the singular and in the plural.
fn radice(word: &str) -> &str {
    word.trim_end_matches(['a', 'e', 'i', 'o']).trim_end_matches('h')
}

/// Words that the head of a column has or has not, without any difference.
const VUOTE: [&str; 27] = [
    "di", "del", "della", "dello", "dei", "degli", "delle", "d", "dell", "il", "lo", "la", "l", "i", "gli", "le", "a",
    "al", "alla", "e", "ed", "in", "per", "da", "con", "n", "nr",
];

/// What the head of a column says, apart from what makes no difference: `Peso dell’obiettivo (%)` is `peso obiettivo`. The year at its
/// end stands apart.
pub(super) fn testata(words: &str) -> (String, Option<i16>) {
    let all = flat_words(words);
    let numbered = all.iter().any(|word| ["n", "nr"].contains(&word.as_str()));
    let mut words: Vec<String> = all.iter().filter(|word| !VUOTE.contains(&word.as_str())).cloned().collect();
    let year = |word: &String| word.parse::<i16>().ok().filter(|year| (2000..2100).contains(year) && word.len() == 4);
    let found = words.iter().find_map(year);
    words.retain(|word| year(word).is_none() && word != "anno");
    // A column that is headed «Anno» alone, or «N.», has no other word.
    if words.is_empty() && found.is_none() {
        let only = if all.iter().any(|word| word == "anno") { "anno".to_owned() } else { all.join(" ") };
        return (only, None);
    }
    // «Obiettivo n.» has the number of the objective, and «N. dipendenti» how many they are.
    if numbered && matches!(words.as_slice(), [word] if NUMERATE.contains(&word.as_str())) {
        words.insert(0, "numero".to_owned());
    }
    (words.join(" "), found)
}

/// What has a number of its own, where there is one a row.
const NUMERATE: [&str; 12] = [
    "obiettivo",
    "fase",
    "azione",
    "attivita",
    "indicatore",
    "progetto",
    "processo",
    "misura",
    "corso",
    "intervento",
    "rischio",
    "scheda",
];

impl Campi {
    /// The field that the head of a column names, as a column of a CSV of that kind: with its year, when the field has one a year.
    pub(super) fn colonna(&self, words: &str) -> Option<String> {
        self.sotto(&testata(words))
    }

    /// The same, of a head that [`testata`] has read.
    pub(super) fn sotto(&self, (head, year): &(String, Option<i16>)) -> Option<String> {
        // `contenuti dell’obbligo` may be written with the noun of the kind or without it.
        let noun = flat_words(self.kind.info().noun).join(" ");
        let bare = head.strip_suffix(&noun).map(str::trim_end).filter(|rest| !rest.is_empty());
        let found = [Some(head.as_str()), bare].into_iter().flatten().find_map(|head| self.campo(head));
        let found = found.or_else(|| self.della_parte(head)).or_else(|| self.della_scheda(head))?;
        match year {
            Some(year) if found.per_anno => Some(format!("{}.{year}", found.nome)),
            // «Al 31/12/2026», «Consuntivo 2025»: a year that the field has no place for may change what the column says.
            Some(_) => None,
            None => Some(found.nome.clone()),
        }
    }

    /// The field of a part, under a head that names the part: «Indicatori» over «Descrizione».
    fn della_parte(&self, head: &str) -> Option<&Campo> {
        let (first, rest) = head.split_once(' ')?;
        let part = self.parti.iter().find(|part| radice(part) == radice(first))?;
        let of_part = |campo: &&Campo| campo.nome.split('.').next() == Some(*part);
        let heads = [format!("{rest} {part}"), format!("{part} {rest}"), rest.to_owned()];
        heads.iter().find_map(|head| self.campo(head).filter(of_part))
    }

    /// The field of the record itself, under a head that names it: «Obiettivo» over «Codice».
    fn della_scheda(&self, head: &str) -> Option<&Campo> {
        let rest =
            self.nomi_della_scheda().iter().find_map(|noun| head.strip_prefix(noun.as_str())?.strip_prefix(' '))?;
        let noun = self.nomi_della_scheda().into_iter().next()?;
        let own = |campo: &&Campo| !self.di_parte(&campo.nome);
        [format!("{rest} {noun}"), rest.to_owned()].iter().find_map(|head| self.campo(head).filter(own))
    }

    /// The words that name a record of that kind: one, or many.
    fn nomi_della_scheda(&self) -> [String; 2] {
        let info = self.kind.info();
        [info.noun, info.nouns].map(|words| testata(words).0)
    }

    /// Whether words over several columns say of what they are: of a part of the records, of the record itself, of a field that has a
    /// value for each year.
    pub(super) fn gruppo(&self, words: &str) -> bool {
        let (head, year) = testata(words);
        let part = self.parti.iter().any(|part| radice(part) == radice(&head));
        let by_year = || self.campo(&head).is_some_and(|campo| campo.per_anno);
        year.is_none() && (part || by_year() || self.nomi_della_scheda().contains(&head))
    }

    /// Whether the head of a column says a cost, and not whether it is of a person or of all those of its row: in a table of the staff.
    pub(super) fn costo_di_chi(&self, words: &str) -> bool {
        self.costo(&testata(words).0)
    }

    /// The same, of a head that [`testata`] has read.
    fn costo(&self, head: &str) -> bool {
        const COSTI: [&str; 6] = ["costo", "costo annuo", "spesa", "spesa annua", "importo", "costo previsto"];
        self.kind == Kind::Dotazione && COSTI.contains(&head)
    }

    /// The field by that name, or that offices call so.
    fn campo(&self, head: &str) -> Option<&Campo> {
        if self.costo(head) {
            return None;
        }
        let named = |nome: &str| self.tutti.iter().find(|campo| campo.nome == nome);
        let plain = self.tutti.iter().find(|campo| campo.detto == head);
        plain.or_else(|| {
            let tables = [self.kind.info().table, "*"];
            let said = |table: &str| {
                let heads = PAROLE.iter().filter(|(known, _, heads)| *known == table && heads.contains(&head));
                heads.filter_map(|(_, nome, _)| named(nome)).next()
            };
            tables.into_iter().find_map(said)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Campi, PAROLE, testata};
    use crate::piano::element::Kind;

    #[test]
    fn the_fields_of_a_kind_are_those_of_its_reader() {
        let all = Campi::di(Kind::Obiettivo);
        let named = |name: &str| all.tutti.iter().find(|campo| campo.nome == name);
        assert!(named("titolo").is_some_and(|campo| !campo.per_anno) && !all.di_parte("titolo"));
        assert!(named("sostituito_da").is_some());
        assert!(named("fase.peso").is_some_and(|campo| campo.per_anno) && all.di_parte("fase.peso.2027"));
        assert!(named("indicatore.target").is_some_and(|campo| campo.per_anno));
        assert!(all.di_prosa("fase.testo") && all.di_prosa("descrizione") && !all.di_prosa("titolo"));
        assert!(!all.ha("fase") && !all.ha("verifica.risultato"), "{:?}", all.tutti);
        // What is asked of a table, and what tells its rows apart, are fields of its records.
        for kind in Kind::ALL {
            let all = Campi::di(*kind);
            let needed = all.necessari().unwrap_or_default();
            assert!(needed.iter().all(|name| all.ha(name)), "{}: {needed:?}", kind.info().table);
        }
        // So are the words for the heads of columns.
        for (table, name, _) in PAROLE {
            let known = |kind: &&Kind| *table == "*" || kind.info().table == *table;
            assert!(Kind::ALL.iter().filter(known).any(|kind| Campi::di(*kind).ha(name)), "{table}: {name}");
        }
    }

    #[test]
    fn the_head_of_a_column_is_read_as_offices_write_it() {
        assert_eq!(testata("Peso dell’obiettivo (%)"), ("peso obiettivo".to_owned(), None));
        assert_eq!(testata("Valore atteso\n2027"), ("valore atteso".to_owned(), Some(2027)));
        let said = |kind, words| Campi::di(kind).colonna(words);
        for (kind, words, field) in [
            (Kind::Obiettivo, "Codice obiettivo", Some("codice")),
            (Kind::Obiettivo, "OBIETTIVO", Some("titolo")),
            (Kind::Obiettivo, "Obiettivo n.", Some("codice")),
            (Kind::Obiettivo, "N. fase", Some("fase.n")),
            (Kind::Obiettivo, "N° indicatore", None),
            (Kind::Assunzione, "Anno", Some("anno")),
            (Kind::Assunzione, "N.", None),
            (Kind::Unita, "N. dipendenti", Some("dipendenti")),
            (Kind::Obiettivo, "Obiettivo Codice", Some("codice")),
            (Kind::Obiettivo, "Obiettivo Colore", None),
            (Kind::Obiettivo, "Titolo breve", Some("titolo_breve")),
            (Kind::Obiettivo, "Settore", Some("unita")),
            (Kind::Obiettivo, "Target 2027", Some("indicatore.target.2027")),
            (Kind::Obiettivo, "Valore atteso", Some("indicatore.target")),
            (Kind::Obiettivo, "Peso 2027", None),
            (Kind::Obiettivo, "Peso (%)", Some("peso")),
            (Kind::LineaFormativa, "Ore 2028", Some("ore.2028")),
            (Kind::Processo, "Evento rischioso", Some("rischio.evento")),
            (Kind::Dotazione, "Unità", Some("unita")),
            // It may be of all the people of the row.
            (Kind::Dotazione, "Costo annuo", None),
            (Kind::Dotazione, "Costo annuo di un posto", Some("costo")),
            (Kind::Assunzione, "Costo annuo", Some("costo")),
            (Kind::Obiettivo, "Colore preferito", None),
            (Kind::Obiettivo, "Valore iniziale", Some("indicatore.base.valore")),
            (Kind::Obiettivo, "Indicatori Descrizione", Some("indicatore.testo")),
            (Kind::Obiettivo, "Indicatori Target 2027", Some("indicatore.target.2027")),
            (Kind::Obiettivo, "Indicatori Baseline", Some("indicatore.base.valore")),
            (Kind::Obiettivo, "Indicatori Settore", None),
            (Kind::Obiettivo, "Fasi Descrizione", Some("fase.testo")),
        ] {
            assert_eq!(said(kind, words).as_deref(), field, "{words}");
        }
    }
}
