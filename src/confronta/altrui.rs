//! Whether what changed from an edition of a plan to the next comes from the plans that it cites or includes: then nobody changed it
//! there.

use crate::document::A_CURA;
use crate::emit::dati::SE_CI_SONO;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Whether another edition may say this field otherwise although nobody wrote it: the fingerprint, the schema, and the fields that only
/// some documents have, which earlier versions of the program did not write.
fn mai(name: &str) -> bool {
    ["$schema", "versione_schema", "impronta", "a_cura_di"].contains(&name) || SE_CI_SONO.contains(&name)
}

/// The digest of what the plan itself writes in a section, among the words of others.
const SCRITTO: &str = "impronta_scritto";

/// Whether a section, or one under it, has that digest: earlier versions of the program did not write it.
fn scritti(sections: Option<&Value>) -> bool {
    list(sections).any(|section| text(section, SCRITTO).is_some() || scritti(section.get("sezioni")))
}

/// Whether the two plans, each as its `piao.json`, say the same but where they show or cite something of others, and there they do not.
pub(crate) fn solo_di_altri(prima: &Value, dopo: &Value) -> bool {
    let scritto = [prima, dopo].iter().all(|plan| scritti(plan.get("sezioni")));
    let mut altrui = Altrui { scritto, ..Altrui::default() };
    for plan in [prima, dopo] {
        altrui.sezioni(plan.get("sezioni"), false);
        altrui.righe(plan);
    }
    // The tables of those sections.
    for plan in [prima, dopo] {
        altrui.tabelle(plan.get("sezioni"));
    }
    let whole = Altrui::default();
    altrui.senza(prima) == altrui.senza(dopo) && whole.senza(prima) != whole.senza(dopo)
}

/// What is of others.
#[derive(Default)]
struct Altrui {
    /// Whether both plans say the digest of what they write in each section.
    scritto: bool,
    /// The sections, by id, that show or cite something.
    sezioni: BTreeSet<String>,
    /// Those of them that are taken whole: their titles too, and what is under them.
    intere: BTreeSet<String>,
    /// The records, by id.
    schede: BTreeSet<String>,
    /// The tables of those sections, by name.
    tabelle: BTreeSet<String>,
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn text<'p>(value: &'p Value, name: &str) -> Option<&'p str> {
    value.get(name)?.as_str()
}

/// What the plan writes below a section that it takes whole: the digests of its own sections there.
fn proprie(sections: &Value) -> Value {
    let below = list(Some(sections)).flat_map(|section| {
        let own = section.get(SCRITTO).filter(|own| own.is_string()).cloned();
        own.into_iter().chain(
            section.get("sezioni").map(proprie).filter(|below| below.as_array().is_some_and(|all| !all.is_empty())),
        )
    });
    Value::Array(below.collect())
}

impl Altrui {
    fn sezioni(&mut self, sections: Option<&Value>, inside: bool) {
        for section in list(sections) {
            let Some(id) = text(section, "id") else { continue };
            let signed = list(section.get("testo")).filter_map(Value::as_str).any(|line| line.starts_with(A_CURA));
            let taken = inside || text(section, "inclusa").is_some();
            if taken || signed || list(section.get("rimandi")).next().is_some() {
                self.sezioni.insert(id.to_owned());
            }
            if taken {
                self.intere.insert(id.to_owned());
            }
            self.sezioni(section.get("sezioni"), taken);
        }
    }

    fn righe(&mut self, plan: &Value) {
        let registers = plan.get("registri").and_then(Value::as_object).into_iter().flatten();
        let rows = registers.flat_map(|(_, rows)| list(Some(rows)));
        let theirs = rows.filter(|row| text(row, "a_cura_di").is_some()).filter_map(|row| text(row, "id"));
        self.schede.extend(theirs.map(str::to_owned));
    }

    fn tabelle(&mut self, sections: Option<&Value>) {
        for section in list(sections) {
            if text(section, "id").is_some_and(|id| self.sezioni.contains(id)) {
                let lines = list(section.get("testo")).filter_map(Value::as_str);
                let names = lines.filter_map(|line| line.strip_suffix(']')?.rsplit_once('[').map(|(_, name)| name));
                self.tabelle.extend(names.map(str::to_owned));
            }
            self.tabelle(section.get("sezioni"));
        }
    }

    /// The plan without what is of others.
    fn senza(&self, plan: &Value) -> Value {
        let Some(fields) = plan.as_object() else { return Value::Null };
        let mut out = Map::new();
        for (name, value) in fields.iter().filter(|(name, _)| !mai(name)) {
            let kept = match name.as_str() {
                "sezioni" => self.senza_sezioni(value),
                "registri" => Value::Object(
                    value
                        .as_object()
                        .into_iter()
                        .flatten()
                        .map(|(name, rows)| (name.clone(), self.senza_righe(rows)))
                        .collect(),
                ),
                "tabelle" => {
                    let own = list(Some(value))
                        .filter(|table| text(table, "nome").is_none_or(|name| !self.tabelle.contains(name)));
                    Value::Array(own.cloned().collect())
                }
                _ => value.clone(),
            };
            out.insert(name.clone(), kept);
        }
        Value::Object(out)
    }

    fn senza_sezioni(&self, sections: &Value) -> Value {
        let own = list(Some(sections)).map(|section| {
            let of = |all: &BTreeSet<String>| text(section, "id").is_some_and(|id| all.contains(id));
            let (some, whole) = (of(&self.sezioni), of(&self.intere));
            let fields = section.as_object().into_iter().flatten();
            let fields = fields.filter(|(name, _)| !mai(name) || self.scritto && *name == SCRITTO);
            let fields = fields.filter(|(name, _)| match name.as_str() {
                "testo" | "note" => !some,
                "titolo" | "referente" => !whole,
                _ => true,
            });
            let fields = fields.map(|(name, value)| match name.as_str() {
                "sezioni" if whole => (name.clone(), if self.scritto { proprie(value) } else { Value::Null }),
                "sezioni" => (name.clone(), self.senza_sezioni(value)),
                _ => (name.clone(), value.clone()),
            });
            Value::Object(fields.collect())
        });
        Value::Array(own.collect())
    }

    /// The rows of a register but those of the records of others, and of parts of them.
    fn senza_righe(&self, rows: &Value) -> Value {
        let theirs = |(name, value): (&String, &Value)| {
            (name == "id" || name.ends_with("_id")) && value.as_str().is_some_and(|id| self.schede.contains(id))
        };
        let own = list(Some(rows)).filter(|row| !row.as_object().into_iter().flatten().any(theirs));
        let own = own.map(|row| {
            let fields = row.as_object().into_iter().flatten().filter(|(name, _)| !mai(name));
            Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
        });
        Value::Array(own.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::solo_di_altri;
    use serde_json::{Value, json};

    #[test]
    fn what_moves_in_another_plan_is_told_from_what_is_written_here() {
        let plan = |theirs: &str, cited: &str, own: &str| -> Value {
            json!({
                "impronta": format!("{theirs}{cited}{own}"),
                "sezioni": [
                    { "id": "formazione", "titolo": theirs, "inclusa": "unione:formazione", "testo": ["A cura dell’Unione.", theirs],
                      "sezioni": [{ "id": "sotto", "titolo": theirs, "testo": [theirs], "sezioni": [] }] },
                    { "id": "rimandi", "titolo": "Rimandi", "rimandi": ["unione:uffici.html"], "testo": [cited], "sezioni": [] },
                    { "id": "nostra", "titolo": "Nostra", "testo": [own, "Tabella 1: prova [nostra]"], "sezioni": [] },
                ],
                "registri": { "linee": [{ "id": "a", "titolo": theirs, "a_cura_di": "Unione" }],
                    "anni": [{ "linea_id": "a", "ore": theirs }] },
                "tabelle": [{ "nome": "nostra", "righe": [] }],
            })
        };
        let before = plan("uno", "sezione 2", "Testo.");
        assert!(solo_di_altri(&before, &plan("due", "sezione 3", "Testo.")));
        assert!(!solo_di_altri(&before, &plan("due", "sezione 3", "Altro.")));
        // What is written here among the words of others.
        let with = |digest: &str, theirs: &str| {
            let mut plan = plan(theirs, "sezione 2", "Testo.");
            plan["sezioni"][0]["impronta_scritto"] = digest.into();
            plan["sezioni"][0]["sezioni"] =
                json!([{ "id": "nostra-sotto", "impronta_scritto": digest, "sezioni": [] }]);
            plan
        };
        assert!(solo_di_altri(&with("a", "uno"), &with("a", "due")));
        assert!(!solo_di_altri(&with("a", "uno"), &with("b", "due")));
        assert!(solo_di_altri(&before, &with("b", "due")), "who did not say it");
        // Nothing of what the data say changed: who changed the rest is not known.
        assert!(!solo_di_altri(&before, &plan("uno", "sezione 2", "Testo.")));
    }
}
