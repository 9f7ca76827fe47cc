//! Which sections of the Piano-tipo the document of each body of a workspace has: those that its author calls so (`sezione`), and, of a
//! plan that only tells what ties it to a union, those of which it shows or cites something that is in the plan of the union.

use super::inline::encode;
use crate::document::A_CURA;
use crate::emit::dati;
use crate::lingua::articoli::di_ente_breve;
use crate::piano::Lavorazione;
use crate::piano::element::id::Id;
use crate::piano::piano_tipo::SEZIONI;
use minijinja::{Value as Valore, context};
use serde_json::Value;
use std::collections::BTreeMap;

/// The document of a body: what the table asks of it.
#[derive(Debug)]
pub(super) struct Documento {
    /// The name of its plan, by which the others cite it.
    piano: String,
    /// The body.
    ente: String,
    /// The way to its site from the page of the portal.
    home: String,
    /// The sections that it has, by their number in the Piano-tipo: the page, and what it is like.
    proprie: BTreeMap<&'static str, (String, Dice)>,
    /// The section of the Piano-tipo to which each page of its site belongs.
    pagine: BTreeMap<String, &'static str>,
    /// What it has by reference.
    presi: Vec<Preso>,
}

/// Something of another plan.
#[derive(Debug)]
struct Preso {
    /// The name of that plan, and the page of its site.
    di: (String, String),
    /// The page of this plan that shows its text. None where it is only cited.
    qui: Option<String>,
}

/// What a section is like.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Dice {
    Ce,
    /// Its text is that of this other plan.
    Altrui(String),
    /// Some of the sections under it are still to be written.
    InParte,
    DaScrivere,
    Vuota,
    Assente,
}

impl Documento {
    /// The document of the plan called `piano`, of which `json` is the `piao.json`.
    pub(super) fn of(piano: &str, ente: &str, home: &str, json: &Value) -> Self {
        let mut out = Documento {
            piano: piano.to_owned(),
            ente: ente.to_owned(),
            home: home.to_owned(),
            proprie: BTreeMap::new(),
            pagine: BTreeMap::new(),
            presi: vec![],
        };
        let list = json.get("sezioni");
        // What was published before sections said which they are is known by its numbers, if they have the titles of the Piano-tipo.
        let named = says(list, &mut |section| section.get("sezione").is_some_and(Value::is_string));
        let key = match named {
            true => "sezione",
            false if numbered_as_the_scheme(list) => "numero",
            false => "",
        };
        let by_reference = json.get("collegamento_unione").and_then(Value::as_bool) == Some(true);
        out.sections(list, None, key, by_reference);
        out
    }

    /// `key`: the field that says which section of the Piano-tipo one is.
    fn sections(&mut self, list: Option<&Value>, above: Option<&'static str>, key: &str, by_reference: bool) {
        for section in list.and_then(Value::as_array).into_iter().flatten() {
            let text = |name: &str| section.get(name).and_then(Value::as_str);
            let Some(id) = text("id") else { continue };
            let page = super::file(&Id::slug(id));
            let own = SEZIONI.iter().find(|(number, _)| text(key) == Some(*number)).map(|(number, _)| *number);
            if let Some(number) = own {
                self.proprie.entry(number).or_insert_with(|| (page.clone(), Dice::of(section)));
            }
            let belongs = own.or(above);
            if let Some(number) = belongs {
                self.pagine.insert(page.clone(), number);
            }
            if by_reference {
                if let Some((plan, there)) = text("inclusa").and_then(|name| name.split_once(':')) {
                    self.presi.push(Preso { di: (plan.to_owned(), super::file(&Id::slug(there))), qui: Some(page) });
                }
                let cited = section.get("rimandi").and_then(Value::as_array).into_iter().flatten();
                let cited = cited.filter_map(|name| name.as_str()?.split_once(':'));
                let cited = cited.map(|(plan, there)| Preso { di: (plan.to_owned(), there.to_owned()), qui: None });
                self.presi.extend(cited);
            }
            self.sections(section.get("sezioni"), belongs, key, by_reference);
        }
    }
}

impl Dice {
    fn of(section: &Value) -> Self {
        let lines = || section.get("testo").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let inside = section.get("sezioni").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
        // One that is taken from another plan also says by whom it is.
        let absent = lines().next().is_some_and(|line| line.starts_with(dati::ASSENTE))
            && lines().skip(1).all(|line| line.starts_with(A_CURA));
        match () {
            () if !inside && absent => Dice::Assente,
            () if da_scrivere(section) => Dice::DaScrivere,
            () if !inside && lines().next().is_none() => Dice::Vuota,
            () if says(section.get("sezioni"), &mut da_scrivere) => Dice::InParte,
            () => match section.get("inclusa").and_then(Value::as_str).and_then(|name| name.split_once(':')) {
                Some((plan, _)) => Dice::Altrui(plan.to_owned()),
                None => Dice::Ce,
            },
        }
    }
}

/// Whether most of the sections that have the numbers of the Piano-tipo have its titles too: chapters of other documents have numbers.
fn numbered_as_the_scheme(list: Option<&Value>) -> bool {
    let mut there: BTreeMap<&str, bool> = BTreeMap::new();
    says(list, &mut |section| {
        let text = |name: &str| section.get(name).and_then(Value::as_str);
        if let Some((number, title)) = SEZIONI.iter().find(|(number, _)| text("numero") == Some(*number)) {
            there.entry(number).or_insert(text("titolo") == Some(*title));
        }
        false
    });
    there.values().filter(|same| **same).count() * 2 > there.len()
}

/// Whether a section is still to be written: it says so, or all those under it do.
fn da_scrivere(section: &Value) -> bool {
    let own = section.get("stato_lavoro").and_then(Value::as_str) == Some(Lavorazione::DaCompilare.label());
    let empty = |name: &str| section.get(name).and_then(Value::as_array).is_none_or(Vec::is_empty);
    let inside = section.get("sezioni").and_then(Value::as_array);
    own || empty("testo") && inside.is_some_and(|list| !list.is_empty() && list.iter().all(da_scrivere))
}

/// Whether one of the sections, or of those under them, is such.
fn says(list: Option<&Value>, such: &mut dyn FnMut(&Value) -> bool) -> bool {
    let mut list = list.and_then(Value::as_array).into_iter().flatten();
    list.any(|section| such(section) || says(section.get("sezioni"), such))
}

/// The columns of the table: all the sections but those that only hold others.
pub(super) fn colonne() -> Vec<Valore> {
    columns().map(|(numero, titolo)| context! { numero => *numero, titolo => *titolo }).collect()
}

fn columns() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    SEZIONI.iter().filter(|(number, _)| !["2", "3"].contains(number))
}

/// The cells of each document, one a column. None for a document that has nothing of the Piano-tipo.
pub(super) fn celle(documenti: &[Documento]) -> Vec<Option<Vec<Valore>>> {
    let by_name: BTreeMap<&str, &Documento> = documenti.iter().map(|one| (one.piano.as_str(), one)).collect();
    documenti.iter().map(|one| row(one, &by_name)).collect()
}

fn row(one: &Documento, by_name: &BTreeMap<&str, &Documento>) -> Option<Vec<Valore>> {
    let of = |plan: &str| {
        by_name.get(plan).map_or_else(
            || format!("di «{plan}»"),
            |other| di_ente_breve(&other.ente, by_name.values().map(|one| one.ente.as_str())),
        )
    };
    let mut some = false;
    let cells = columns().map(|(number, _)| {
        let link = |home: &str, page: &str| encode(&format!("{home}{page}"));
        let own = one.proprie.get(number).map(|(page, dice)| {
            let dice = match dice {
                Dice::Ce => "c’è".to_owned(),
                Dice::Altrui(plan) => format!("c’è, dal piano {}", of(plan)),
                Dice::InParte => "in parte da scrivere".to_owned(),
                Dice::DaScrivere => "da scrivere".to_owned(),
                Dice::Vuota => "vuota".to_owned(),
                Dice::Assente => "assente".to_owned(),
            };
            (dice, link(&one.home, page))
        });
        // The sheet of a body is its own.
        let taken = || {
            if *number == "1" {
                return None;
            }
            let here = one.presi.iter().filter_map(|preso| {
                let other = by_name.get(preso.di.0.as_str())?;
                (other.pagine.get(&preso.di.1) == Some(number)).then_some((preso, *other))
            });
            // Its text shown here says more than a citation.
            let (preso, other) = here.max_by_key(|(preso, _)| preso.qui.is_some())?;
            Some(match &preso.qui {
                Some(page) => (format!("in parte, dal piano {}", of(&other.piano)), link(&one.home, page)),
                None => (format!("nel piano {}", of(&other.piano)), link(&other.home, &preso.di.1)),
            })
        };
        let cell = own.or_else(taken);
        some |= cell.is_some();
        match cell {
            Some((dice, href)) => context! { dice, href },
            None => context! { dice => "–" },
        }
    });
    let cells = cells.collect();
    some.then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::{Documento, celle};
    use serde_json::{Value, json};

    fn words(documenti: &[Documento]) -> Vec<Option<Vec<String>>> {
        let said = |cell: &minijinja::Value| {
            let of = |name: &str| cell.get_attr(name).ok().and_then(|value| value.as_str().map(str::to_owned));
            format!("{} {}", of("dice").unwrap_or_default(), of("href").unwrap_or_default()).trim().to_owned()
        };
        celle(documenti).iter().map(|row| row.as_ref().map(|row| row.iter().map(said).collect())).collect()
    }

    fn section(id: &str, more: Value) -> Value {
        let mut section = json!({ "id": id, "numero": "1", "titolo": id, "testo": ["Testo."], "sezioni": [] });
        if let (Some(section), Value::Object(more)) = (section.as_object_mut(), more) {
            section.extend(more);
        }
        section
    }

    /// Columns are those of the Piano-tipo, whatever the titles; what is still to be written is not there; a plan that only tells what ties
    /// it to a union has what it shows and cites of it.
    #[test]
    fn a_section_is_known_by_its_key_and_by_reference() {
        let union = json!({ "sezioni": [
            section("chi-siamo", json!({ "sezione": "1", "titolo": "Chi siamo" })),
            section("valore", json!({ "sezione": "2", "sezioni": [
                section("valore-pubblico", json!({ "sezione": "2.1", "sezioni": [section("mandato", json!({}))] })),
                section("performance", json!({ "sezione": "2.2", "testo": ["Traccia."], "stato_lavoro": "da compilare" })),
            ] })),
            section("persone", json!({ "sezione": "3.3", "testo": [], "sezioni": [
                section("formazione", json!({})),
                section("dotazione", json!({ "stato_lavoro": "da compilare" })),
            ] })),
            section("controlli", json!({ "sezione": "4", "testo": ["Dato assente: perché no."] })),
        ] });
        let town = json!({ "collegamento_unione": true, "sezioni": [
            section("formazione", json!({ "inclusa": "unione:formazione" })),
            section("altro", json!({ "rimandi": ["unione:mandato.html", "unione:formazione.html", "unione:chi-siamo.html"] })),
        ] });
        let other = json!({ "sezioni": [section("altro", json!({ "rimandi": ["unione:mandato.html"] }))] });
        let all = [
            Documento::of("unione", "Unione del Rio", "../sito/", &union),
            Documento::of("borgo", "Comune di Borgo", "../borgo/sito/", &town),
            Documento::of("altro", "ASP del Rio", "../altro/sito/", &other),
        ];
        let found = words(&all);
        assert_eq!(
            found[0].as_deref().unwrap(),
            [
                "c’è ../sito/chi-siamo.html",
                "c’è ../sito/valore-pubblico.html",
                "da scrivere ../sito/performance.html",
                "–",
                "–",
                "–",
                "in parte da scrivere ../sito/persone.html",
                "assente ../sito/controlli.html",
            ]
        );
        let town = found[1].as_deref().unwrap();
        assert_eq!(town[0], "–", "whose the union is says nothing of the town");
        assert_eq!(town[1], "nel piano dell’Unione ../sito/mandato.html");
        assert_eq!(town[6], "in parte, dal piano dell’Unione ../borgo/sito/formazione.html");
        // A citation in a plan of its own is no section.
        assert_eq!(found[2], None);
    }
}
