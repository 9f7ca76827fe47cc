//! The fields that authors may write, with the words that the examples say of each. The reader of records tells which they are; the
//! comments of `piao esempio` say what they mean.

use crate::guida;
use crate::load::toml::schema as letto;
use crate::load::vista;
use crate::nuovo::esempi;
use crate::piano::element::Kind;
use crate::piano::settings::Impostazioni;
use crate::piano::vista::{Per, Shows};
use crate::piano::{Ammetti, Front};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

pub use crate::load::toml::schema::{ANY, Field, Form};

/// The fields of the records of a kind.
#[must_use]
pub fn of(kind: Kind) -> &'static [Field] {
    static ALL: OnceLock<BTreeMap<Kind, Vec<Field>>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let common = Spiegate::of(Kind::Obiettivo.info().esempio, Kind::Obiettivo.info().table);
        let each = Kind::ALL.iter().map(|kind| {
            let mut fields = letto::of(*kind);
            fields.push(ammetti());
            fields.push(Field {
                help: Some("true: la scheda si mette da parte, e nel piano non c’è più".to_owned()),
                ..Field::new("archiviato", Form::Truth)
            });
            Spiegate::of(kind.info().esempio, kind.info().table).explain(&mut fields, "", &common);
            (*kind, fields)
        });
        each.collect()
    });
    all.get(&kind).map(Vec::as_slice).unwrap_or_default()
}

/// The fields of `piao.toml`.
#[must_use]
pub fn settings() -> &'static [Field] {
    static ALL: OnceLock<Vec<Field>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut fields = letto::fields::<Impostazioni>();
        fields.push(ammetti());
        fields.push(Field::new("formato", Form::Number));
        Spiegate::of(esempi::IMPOSTAZIONI, "").explain(&mut fields, "", &Spiegate::default());
        fields
    })
}

/// The fields of the front matter of a section.
#[must_use]
pub fn front() -> &'static [Field] {
    static ALL: OnceLock<Vec<Field>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut fields = letto::fields::<Front>();
        let front = esempi::SEZIONE.split("+++").nth(1).unwrap_or_default();
        Spiegate::of(front, "").explain(&mut fields, "", &Spiegate::default());
        fields
    })
}

/// The keys of the view called `name`.
#[must_use]
pub fn view(name: &str) -> Vec<Field> {
    let Some((_, shows)) = Shows::names().find(|(known, _)| *known == name) else { return vec![] };
    let view = shows.descrittore();
    let takes = |field: &Field| match field.name {
        "id" | "didascalia" => view.tabella,
        "dove" => view.filtra.is_some(),
        "per" => !view.per.is_empty(),
        "totale" => !view.totali.is_empty(),
        own => view.chiavi.iter().any(|chiave| chiave.nome() == own),
    };
    let mut fields = vista::chiavi();
    fields.retain(takes);
    for field in &mut fields {
        field.help = guida::chiave(field.name).map(str::to_owned);
        match (field.name, &mut field.form) {
            ("unita", form) => *form = Form::Reference(vec![Kind::Unita]),
            ("obiettivo", form) => *form = Form::Reference(vec![Kind::Obiettivo]),
            ("radice", form) if name == "organigramma" => *form = Form::Reference(vec![Kind::Unita]),
            ("radice", form) => *form = Form::Reference(vec![Kind::Nodo]),
            ("totale", Form::Table(totals)) => totals.retain(|total| view.totali.contains(&total.name)),
            ("per", Form::OneOf(words)) => *words = gruppi(shows, words),
            _ => {}
        }
    }
    fields
}

/// The groupings that the view takes, among all `words`.
fn gruppi(shows: Shows, words: &'static [&'static str]) -> &'static [&'static str] {
    static ALL: OnceLock<BTreeMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let each = Shows::names().map(|(_, shows)| {
            let view = shows.descrittore();
            let per: Vec<String> = view.per.iter().copied().map(Per::nome).collect();
            (view.nome, words.iter().copied().filter(|word| per.iter().any(|name| name == word)).collect())
        });
        each.collect()
    });
    all.get(shows.descrittore().nome).map_or(words, Vec::as_slice)
}

/// The field at a path, each step a key. A step into a table whose keys the author chooses may have any name.
#[must_use]
pub fn find<'f>(fields: &'f [Field], path: &[&str]) -> Option<&'f Field> {
    let (first, rest) = path.split_first()?;
    let field = fields.iter().find(|field| field.name == *first || field.name == ANY)?;
    match rest {
        [] => Some(field),
        // Of a value by year, or of an absence, the key is no field.
        [year] if field.by_year && year.bytes().all(|b| b.is_ascii_digit()) => Some(field),
        rest => find(field.fields(), rest),
    }
}

fn ammetti() -> Field {
    let form = Form::Table(letto::fields::<Ammetti>());
    let help = Some("Una regola che qui non si può rispettare, e perché".to_owned());
    Field { many: true, help, ..Field::new("ammetti", form) }
}

/// What an example says of each field: a value, and the words of its comment.
#[derive(Debug, Default)]
struct Spiegate(BTreeMap<String, (Option<String>, Option<String>)>);

impl Spiegate {
    /// Reads the example of `table`; blank for an example whose fields stand under no header of their own.
    fn of(example: &str, table: &str) -> Self {
        let mut all: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
        let mut header = String::new();
        let mut above: Vec<&str> = vec![];
        for line in example.lines() {
            let bare = line.trim_start_matches(['#', ' ']);
            let commented = line.trim_start().starts_with('#');
            if bare.starts_with('[') && bare.contains(']') {
                let name = bare.trim_start_matches('[').split(']').next().unwrap_or_default();
                let own = name.strip_prefix(table).unwrap_or(name).trim_start_matches('.');
                header = own.replace('.', "/");
                if !header.is_empty() && !above.is_empty() {
                    all.entry(header.clone()).or_default().1 = Some(above.join(" "));
                }
                above.clear();
                continue;
            }
            let key = bare.split_once(" = ").map(|(key, _)| key);
            let key = key.filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            match key {
                Some(key) => {
                    let (value, comment) = parts(bare, key);
                    let path = format!("{header}/{key}");
                    let said = all.entry(path.trim_start_matches('/').to_owned()).or_default();
                    said.0.get_or_insert(value);
                    if said.1.is_none() {
                        said.1 = comment;
                    }
                    above.clear();
                }
                None if commented && !bare.is_empty() => above.push(bare),
                None => above.clear(),
            }
        }
        Spiegate(all)
    }

    /// Puts what is said into the fields. A part that other kinds have too is explained where it is met first.
    fn explain(&self, fields: &mut [Field], above: &str, common: &Spiegate) {
        for field in fields {
            let path = format!("{above}{}", field.name);
            if let Some((example, help)) = self.0.get(&path).or_else(|| common.0.get(&path)) {
                field.example.clone_from(example);
                if field.help.is_none() {
                    field.help.clone_from(help);
                }
            }
            if let Form::Table(inner) = &mut field.form {
                self.explain(inner, &format!("{path}/"), common);
            }
        }
    }
}

/// The value and the comment of a line of an example.
fn parts(line: &str, key: &str) -> (String, Option<String>) {
    let rest = line.get(key.len() + " = ".len()..).unwrap_or_default();
    let comment = Source::new(rest).lex().find(|token| token.kind() == TokenKind::Comment);
    let at = comment.map_or(rest.len(), |token| token.span().start());
    let (value, words) = rest.split_at_checked(at).unwrap_or((rest, ""));
    let words = words.trim_start_matches('#').trim();
    (value.trim().to_owned(), (!words.is_empty()).then(|| words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_explains_its_fields() {
        let fields = of(Kind::Obiettivo);
        let said = |path: &[&str]| find(fields, path).and_then(|field| field.help.clone()).unwrap_or_default();
        assert_eq!(said(&["priorita"]), "alta | media | bassa");
        assert_eq!(
            said(&["sezione"]),
            "se non è di performance: 2.3 | 3.1 | 3.2 | 3.3; allora conta fra i pesi soltanto se ne ha uno"
        );
        assert_eq!(said(&["fase"]), "Le fasi: i pesi di un anno danno 100.");
        assert_eq!(said(&["misurazione", "stato"]), "raggiunto | parzialmente-raggiunto | non-raggiunto | sostituito");
        assert_eq!(find(fields, &["peso"]).and_then(|field| field.example.clone()).as_deref(), Some("100"));
        // A part that other kinds have too.
        let line = find(of(Kind::LineaFormativa), &["indicatore", "polarita"]).expect("it is there");
        assert_eq!(line.help.as_deref(), Some("aumenta | diminuisce | mantiene"));
        assert!(find(settings(), &["ente", "dipendenti"]).is_some_and(|field| field.help.is_some()));
        assert!(
            find(settings(), &["controlli", "pesi-fasi"]).is_some_and(|field| matches!(field.form, Form::OneOf(_)))
        );
        assert!(find(front(), &["stato"]).is_some_and(|field| field.help.is_some()));
    }

    #[test]
    fn most_fields_are_explained() {
        // A field that says nothing of itself helps nobody who is writing it.
        for kind in Kind::ALL {
            let fields = of(*kind);
            let mute = fields.iter().filter(|field| field.help.is_none() && field.example.is_none()).count();
            assert!(mute * 3 <= fields.len(), "{}: {mute} of {}", kind.info().table, fields.len());
        }
    }

    #[test]
    fn a_view_takes_its_own_keys() {
        let names = |name: &str| view(name).iter().map(|field| field.name).collect::<Vec<_>>();
        assert_eq!(names("progetti"), ["id", "didascalia", "colonne", "dove", "forma", "gruppi"]);
        assert_eq!(names("organigramma"), ["id", "didascalia", "unita", "radice", "profondita"]);
        let per = view("totali-dotazione").into_iter().find(|field| field.name == "per").expect("it is there");
        assert_eq!(per.form, Form::OneOf(&["unita", "area", "anno", "profilo"]));
        for (name, _) in Shows::names().filter(|(name, _)| *name != "albero") {
            assert!(guida::vista(name).is_some(), "the guide does not explain piao:{name}");
        }
    }
}
