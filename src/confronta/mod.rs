//! Two plans compared by meaning. Both sides are the public JSON of a plan (`piao.json`, described in `docs/dati.md`): of an edition
//! published years ago it is all that there is, and a folder is compiled into the same. So there is one way to compare.
//!
//! Rows of the registers are paired, and their columns compared by what they are: values to be reached, times, amounts, references,
//! words. The sections are compared by paragraph. What a section only repeats of the records is counted and not told twice. What
//! nothing here understands is still in the patch.

mod abbina;
mod lettura;
mod parole;
mod registri;
mod rfc6902;
mod scrivi;
mod serie;
#[cfg(test)]
mod tests;
mod valori;

pub(crate) use lettura::{da_file, pubblicato};
pub(crate) use scrivi::{html, json, markdown, testo};

use crate::base::giorno::Giorno;
use crate::base::text::capital;
use crate::piano::element::misura::Decimale;
use crate::piano::element::quanti;
use abbina::{Abbinati, Come, Dette, abbina};
use parole::{Brano, Sezione};
use registri::{REGISTRI, Registro, Riga, etichetta, parola};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use valori::ASSENTE;

/// A part of the comparison. They are told in this order; the words come last, in the order of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parte {
    /// Objectives added, taken away, moved, renamed.
    Obiettivi,
    /// Values to be reached, weights, times.
    Traguardi,
    /// Amounts.
    Soldi,
    /// Who answers for what.
    Responsabili,
    /// What was measured.
    Esiti,
    /// The other records, the tables and the document itself.
    Altro,
}

impl Parte {
    const TUTTE: [Parte; 6] =
        [Parte::Obiettivi, Parte::Traguardi, Parte::Soldi, Parte::Responsabili, Parte::Esiti, Parte::Altro];

    /// Its title.
    pub(crate) fn titolo(self) -> &'static str {
        match self {
            Parte::Obiettivi => "Obiettivi",
            Parte::Traguardi => "Traguardi, pesi e scadenze",
            Parte::Soldi => "Soldi",
            Parte::Responsabili => "Chi ne risponde",
            Parte::Esiti => "Esiti",
            Parte::Altro => "Altri dati",
        }
    }
}

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Segno {
    Aggiunto,
    Tolto,
    Spostato,
    Cambiato,
}

/// The way in which a value changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verso {
    PiuImpegnativo,
    MenoImpegnativo,
    /// Later in time.
    Dopo,
    /// Earlier in time.
    Prima,
}

/// What a change means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Senso {
    /// The way in which the value changed, when that is certain.
    pub(crate) verso: Option<Verso>,
    /// The difference in words; empty when there is none to say.
    pub(crate) parole: String,
}

impl Senso {
    fn parole(words: impl Into<String>) -> Self {
        Senso { verso: None, parole: words.into() }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Voce {
    pub(crate) parte: Parte,
    pub(crate) segno: Segno,
    /// The id of the thing that changed, in the second plan if it is there.
    id: String,
    /// The thing that changed: code and title.
    pub(crate) scheda: String,
    /// What of it: `fase 3, peso`. Empty when it is the thing itself.
    pub(crate) campo: String,
    pub(crate) prima: String,
    pub(crate) dopo: String,
    pub(crate) senso: Senso,
    /// Further words: how the thing was found, why it changed.
    pub(crate) note: Vec<String>,
}

impl Voce {
    /// What the change means, in words, with everything that is known of it.
    pub(crate) fn vuol_dire(&self) -> String {
        let verso = match self.senso.verso {
            Some(Verso::PiuImpegnativo) => "▲ più impegnativo",
            Some(Verso::MenoImpegnativo) => "▽ meno impegnativo",
            Some(Verso::Dopo | Verso::Prima) | None => "",
        };
        let all = [verso, self.senso.parole.as_str()].into_iter().chain(self.note.iter().map(String::as_str));
        all.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// What changed from a plan to another.
#[derive(Debug)]
pub(crate) struct Confronto {
    /// What the two plans are, in words.
    pub(crate) piani: [String; 2],
    /// The counted sentences with which it begins.
    pub(crate) breve: Vec<String>,
    /// The changes, part by part.
    pub(crate) voci: Vec<Voce>,
    /// The words that changed, in the order of the plan.
    pub(crate) brani: Vec<Brano>,
    /// What did not change, with the sums that must hold.
    pub(crate) chiusura: Vec<String>,
    /// The JSON Patch (RFC 6902) that makes the first `piao.json` into the second.
    pub(crate) patch: Vec<Value>,
}

impl Confronto {
    /// Whether nothing at all changed.
    pub(crate) fn uguali(&self) -> bool {
        self.patch.is_empty()
    }

    /// The changes of a part, if it has any, with their counted title.
    pub(crate) fn parti(&self) -> impl Iterator<Item = (String, Vec<&Voce>)> {
        Parte::TUTTE.into_iter().filter_map(|parte| {
            let voci: Vec<&Voce> = self.voci.iter().filter(|voce| voce.parte == parte).collect();
            (!voci.is_empty()).then(|| (format!("{}: {}", parte.titolo(), conta(&voci)), voci))
        })
    }
}

/// `3 aggiunti, 1 tolto, 2 spostati`: the cases of a part.
fn conta(voci: &[&Voce]) -> String {
    let n = |segno| voci.iter().filter(|voce| voce.segno == segno).count();
    let words = [
        (n(Segno::Aggiunto), "aggiunta", "aggiunte"),
        (n(Segno::Tolto), "tolta", "tolte"),
        (n(Segno::Spostato), "spostata", "spostate"),
        (n(Segno::Cambiato), "cambiata", "cambiate"),
    ];
    // Objectives are masculine; what other parts count are things of several kinds, which Italian calls «cose» or «voci».
    let male = voci.first().is_some_and(|voce| voce.parte == Parte::Obiettivi);
    let said = |word: &str| match (male, word.strip_suffix('a'), word.strip_suffix('e')) {
        (true, Some(stem), _) => format!("{stem}o"),
        (true, _, Some(stem)) => format!("{stem}i"),
        _ => word.to_owned(),
    };
    let shown = words.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| quanti(n, &said(one), &said(many)));
    shown.collect::<Vec<_>>().join(", ")
}

/// A plan as it is compared.
struct Lato<'j> {
    json: &'j Value,
    registri: BTreeMap<&'j str, Vec<&'j Riga>>,
    /// How each thing is called, by its id.
    nomi: BTreeMap<&'j str, String>,
    /// The titles of the things: after the label, they begin a card.
    titoli: BTreeSet<String>,
}

impl<'j> Lato<'j> {
    fn of(json: &'j Value) -> Self {
        let registers = json.get("registri").and_then(Value::as_object).into_iter().flatten();
        let rows = |value: &'j Value| value.as_array().into_iter().flatten().filter_map(Value::as_object).collect();
        let registri: BTreeMap<&str, Vec<&Riga>> =
            registers.map(|(name, value)| (name.as_str(), rows(value))).collect();
        let (mut nomi, mut titoli) = (BTreeMap::new(), BTreeSet::new());
        for registro in REGISTRI {
            for riga in registri.get(registro.nome).into_iter().flatten() {
                if let Some(id) = riga.get("id").and_then(Value::as_str) {
                    nomi.insert(id, registro.nome_di(riga));
                }
                titoli.insert(registro.parole(riga));
            }
        }
        titoli.remove("");
        Lato { json, registri, nomi, titoli }
    }

    /// What the plan is: its title, triennium, state and day.
    fn parole(&self) -> String {
        let word = |name: &str| self.json.get(name).and_then(Value::as_str).unwrap_or_default();
        let ente = self.json.get("ente").and_then(|ente| ente.get("nome")).and_then(Value::as_str).unwrap_or_default();
        let day = Giorno::parse(word("data")).map_or_else(|| word("data").to_owned(), Giorno::lunga);
        let state = format!("{}, {}", word("momento"), word("stato"));
        [ente.to_owned(), format!("{} {}", word("titolo"), word("triennio")), state, day]
            .into_iter()
            .filter(|words| !words.trim_matches([' ', ',']).is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn righe(&self, registro: &str) -> &[&'j Riga] {
        self.registri.get(registro).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a line begins the card of one of the things.
    fn is_head(&self, line: &str) -> bool {
        line.split_once(": ").is_some_and(|(_, title)| self.titoli.contains(title))
    }
}

/// The comparison under way.
struct Lavoro<'j> {
    prima: Lato<'j>,
    dopo: Lato<'j>,
    /// The id in the second plan of each thing of the first that has another there.
    ids: BTreeMap<String, String>,
    voci: Vec<Voce>,
    /// Words of cards that changed: title of the thing and its field, before and after.
    testi: Vec<(String, String, String, String)>,
    /// The ids of the objectives of which something changed.
    toccati: BTreeSet<String>,
    /// The words said of the records, of each plan.
    dette: [Dette; 2],
    /// Why a thing changed: by its id, and by the name of its field.
    motivi: BTreeMap<(String, String), String>,
}

/// Compares two plans, each as its `piao.json`.
#[must_use]
pub(crate) fn confronta(prima: &Value, dopo: &Value) -> Confronto {
    let mut work = Lavoro {
        prima: Lato::of(prima),
        dopo: Lato::of(dopo),
        ids: BTreeMap::new(),
        voci: vec![],
        testi: vec![],
        toccati: BTreeSet::new(),
        dette: [Dette::default(), Dette::default()],
        motivi: BTreeMap::new(),
    };
    let piani = [work.prima.parole(), work.dopo.parole()];
    work.read_reasons();
    let mut obiettivi = Abbinati::default();
    for registro in REGISTRI {
        let found = work.registro(registro);
        if registro.nome == "obiettivi" {
            obiettivi = found;
        }
    }
    work.altri_registri();
    work.documento();
    let (brani, mut chiusura) = work.sezioni();
    chiusura.insert(0, work.somma_obiettivi(&obiettivi));
    chiusura.retain(|words| !words.is_empty());
    work.voci.sort_by_key(|voce| (voce.parte, voce.segno));
    if work.voci.is_empty() && brani.is_empty() {
        chiusura = vec![
            "Non è cambiato nulla di ciò che un lettore vede: differiscono soltanto dati per le macchine, che `--formato json` elenca.".into(),
        ];
    }
    let breve = work.breve(&brani);
    Confronto { piani, breve, voci: work.voci, brani, chiusura, patch: rfc6902::patch(prima, dopo) }
}

impl Lavoro<'_> {
    /// The reasons that the revisions of the second plan give and the first did not have.
    fn read_reasons(&mut self) {
        let old: BTreeSet<String> =
            self.prima.righe("revisioni").iter().map(|riga| Value::Object((*riga).clone()).to_string()).collect();
        for riga in self.dopo.righe("revisioni") {
            if old.contains(&Value::Object((*riga).clone()).to_string()) {
                continue;
            }
            if let (Some(id), Some(reason)) = (parola(riga, "scheda"), parola(riga, "motivo")) {
                let field = parola(riga, "campo").unwrap_or_default();
                let field = field.split('.').next().unwrap_or_default().to_owned();
                self.motivi.insert((id, field), reason);
            }
        }
    }

    fn push(&mut self, voce: Voce) {
        self.dette[0].add(&voce.prima);
        self.dette[1].add(&voce.dopo);
        self.toccati.insert(voce.id.clone());
        self.voci.push(voce);
    }

    /// The id and the name of the thing of which a row tells: the row itself, or that of which it is a part.
    fn scheda(&self, registro: &Registro, riga: &Riga, first: bool) -> (String, String) {
        let lato = if first { &self.prima } else { &self.dopo };
        let column = match registro.nome {
            "target" => Some("misura_id"),
            _ => registro.padre,
        };
        let id = parola(riga, column.unwrap_or("id")).unwrap_or_default();
        let name = match column {
            Some(_) => lato.nomi.get(id.as_str()).cloned().unwrap_or_else(|| id.clone()),
            None => registro.nome_di(riga),
        };
        let id = if first { self.ids.get(&id).cloned().unwrap_or(id) } else { id };
        (id, name)
    }

    /// Compares the rows of a register.
    fn registro(&mut self, registro: &Registro) -> Abbinati {
        // The share of the unit that answers for an objective repeats what the objective says.
        let own =
            |riga: &&&Riga| registro.nome != "obiettivi-unita" || riga.get("responsabile") != Some(&Value::Bool(true));
        let a: Vec<&Riga> = self.prima.righe(registro.nome).iter().filter(own).copied().collect();
        let b: Vec<&Riga> = self.dopo.righe(registro.nome).iter().filter(own).copied().collect();
        let found = abbina(registro, &a, &b, &self.ids);
        for (n, m, _) in &found.coppie {
            let id = |rows: &[&Riga], n: usize| rows.get(n).and_then(|riga| parola(riga, "id"));
            if let (Some(old), Some(new)) = (id(&a, *n), id(&b, *m))
                && old != new
            {
                self.ids.insert(old, new);
            }
        }
        for (n, m, come) in &found.coppie {
            if let (Some(before), Some(after)) = (a.get(*n), b.get(*m)) {
                self.riga(registro, before, after, *come);
            }
        }
        for (rows, list, first) in [(&a, &found.tolti, true), (&b, &found.aggiunti, false)] {
            for riga in list.iter().filter_map(|n| rows.get(*n)) {
                self.sola(registro, riga, first);
            }
        }
        found
    }

    /// Tells of a row that only one of the plans has.
    fn sola(&mut self, registro: &Registro, riga: &Riga, first: bool) {
        let (id, scheda) = self.scheda(registro, riga, first);
        riga.iter().for_each(|(name, value)| {
            let side = if first { 0 } else { 1 };
            if let Some(dette) = self.dette.get_mut(side) {
                dette.add(&valori::semplice(name, Some(value)));
                if let Some(day) = value.as_str().and_then(Giorno::parse) {
                    dette.add(&day.to_string());
                }
            }
        });
        // A part of a thing that is itself new, or gone, is told with it.
        let other = if first { &self.dopo } else { &self.prima };
        let paired = |id: &str| other.nomi.contains_key(id) || self.ids.values().any(|new| new == id);
        if registro.padre.is_some() && !paired(&id) {
            return;
        }
        let value = match registro.nome {
            "target" => valori::valore(riga, "target"),
            "voci-contabili" => valori::semplice("importo_euro", riga.get("importo_euro")),
            "misurazioni" => {
                let share = riga.get("raggiunto_percentuale").filter(|share| !share.is_null());
                let share = share.map(|share| format!(", {}", valori::semplice("_percentuale", Some(share))));
                format!("{}{}", parola(riga, "esito").unwrap_or_default(), share.unwrap_or_default())
            }
            "obiettivi" => parola(riga, "unita").unwrap_or_default(),
            _ => registro.parole(riga),
        };
        let value = if value.is_empty() { registro.cosa.to_owned() } else { value };
        let done = match (first, registro.femminile) {
            (true, true) => "tolta",
            (true, false) => "tolto",
            (false, true) => "aggiunta",
            (false, false) => "aggiunto",
        };
        let reason = self.motivi.get(&(id.clone(), String::new())).filter(|_| registro.padre.is_none()).cloned();
        self.push(Voce {
            parte: registro.parte,
            segno: if first { Segno::Tolto } else { Segno::Aggiunto },
            id,
            scheda,
            campo: if registro.padre.is_some() { registro.parte_di(riga) } else { String::new() },
            prima: if first { value.clone() } else { ASSENTE.to_owned() },
            dopo: if first { ASSENTE.to_owned() } else { value },
            senso: Senso::parole(format!("{} {done}", registro.cosa)),
            note: reason.into_iter().collect(),
        });
    }

    /// Compares two rows that are of the same thing.
    fn riga(&mut self, registro: &Registro, before: &Riga, after: &Riga, come: Come) {
        let start = self.voci.len();
        let (id, scheda) = self.scheda(registro, after, false);
        let part = if registro.padre.is_some() { registro.parte_di(after) } else { String::new() };
        let polarita = match registro.nome {
            "target" => {
                let of = parola(after, "indicatore_id");
                let rows = self.dopo.righe("indicatori").iter();
                rows.filter(|riga| parola(riga, "id") == of).find_map(|riga| parola(riga, "polarita"))
            }
            _ => parola(after, "polarita"),
        };
        let columns: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let has = |name: String| columns.contains(&name);
        for column in &columns {
            let name = column.as_str();
            if ["id", registro.padre.unwrap_or("id")].contains(&name)
                || registro.ripete.contains(&name)
                || is_detail(name, &has)
            {
                continue;
            }
            let (old, new) = (before.get(name), after.get(name));
            let null = |value: Option<&Value>| value.is_none_or(Value::is_null);
            if old == new || null(old) && null(new) {
                continue;
            }
            // A reference is told by the name of what it leads to, and has changed when it leads elsewhere.
            let mut reference = None;
            if let Some(stem) = name.strip_suffix("_id") {
                let ids = |value: Option<&Value>, first: bool| -> Vec<String> {
                    let one = |id: &str| {
                        if first { self.ids.get(id).map_or(id, String::as_str).to_owned() } else { id.to_owned() }
                    };
                    match value {
                        Some(Value::String(id)) => vec![one(id)],
                        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(one).collect(),
                        _ => vec![],
                    }
                };
                if ids(old, true) == ids(new, false) {
                    continue;
                }
                let said = |riga: &Riga, lato: &Lato<'_>, ids: Vec<String>| match parola(riga, stem) {
                    Some(words) => words,
                    None if ids.is_empty() => ASSENTE.to_owned(),
                    None => ids
                        .iter()
                        .map(|id| lato.nomi.get(id.as_str()).map_or(id.as_str(), String::as_str))
                        .collect::<Vec<_>>()
                        .join("; "),
                };
                reference =
                    Some((said(before, &self.prima, ids(old, false)), said(after, &self.dopo, ids(new, false))));
            } else if has(format!("{name}_id")) {
                // The words of a reference: the id says whether it changed, unless there is none.
                let twin = format!("{name}_id");
                if !null(before.get(&twin)) || !null(after.get(&twin)) {
                    continue;
                }
            }
            let value = has(format!("{name}_confronto"));
            let time = has(format!("{name}_dal"));
            let (prima, dopo, senso) = match reference {
                Some((prima, dopo)) => (prima, dopo, valori::comparsa(!null(old), !null(new))),
                None if value => (
                    valori::valore(before, name),
                    valori::valore(after, name),
                    valori::senso_valore(before, after, name, polarita.as_deref()),
                ),
                None if time => {
                    (valori::semplice(name, old), valori::semplice(name, new), valori::senso_tempo(before, after, name))
                }
                None => {
                    (valori::semplice(name, old), valori::semplice(name, new), valori::senso_semplice(name, old, new))
                }
            };
            let field = match (registro.nome, name) {
                ("target", "target") => String::new(),
                _ => etichetta(name),
            };
            let campo =
                [part.as_str(), &field].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
            let (parte, segno) = parte_di(registro, name, value || time);
            let long = |words: &str| words.split_whitespace().count() > 5;
            let prose = parte == Parte::Altro && !name.ends_with("_id") && (long(&prima) || long(&dopo));
            if prose && registro.nome != "obiettivi" && registro.parole.contains(&name)
                || prose && !registro.parole.contains(&name)
            {
                self.dette[0].add(&prima);
                self.dette[1].add(&dopo);
                self.toccati.insert(id.clone());
                let empty = |words: String| if words == ASSENTE { String::new() } else { words };
                self.testi.push((scheda.clone(), campo, empty(prima), empty(dopo)));
                continue;
            }
            let reason = self.motivi.get(&(id.clone(), etichetta(name).replace(' ', "_"))).cloned();
            let note = reason.into_iter().collect();
            self.push(Voce { parte, segno, id: id.clone(), scheda: scheda.clone(), campo, prima, dopo, senso, note });
        }
        let Some(how) = come.parole() else { return };
        // The name by which it was found is told once: with its first change, or alone.
        match self.voci.get_mut(start) {
            Some(voce) => voce.note.push(how.to_owned()),
            None if registro.padre.is_none() => {
                let (_, old) = self.scheda(registro, before, true);
                self.push(Voce {
                    parte: registro.parte,
                    segno: Segno::Cambiato,
                    id,
                    campo: "id".to_owned(),
                    prima: old,
                    dopo: scheda.clone(),
                    scheda,
                    senso: Senso::default(),
                    note: vec![how.to_owned()],
                });
            }
            None => {}
        }
    }

    /// The registers that this version does not know: a later one may have added them.
    fn altri_registri(&mut self) {
        let known = |name: &str| name == "revisioni" || REGISTRI.iter().any(|registro| registro.nome == name);
        let mut names: BTreeSet<&str> = self.prima.registri.keys().chain(self.dopo.registri.keys()).copied().collect();
        names.retain(|name| !known(name));
        for name in names {
            let (a, b) = (self.prima.righe(name).len(), self.dopo.righe(name).len());
            if self.prima.righe(name) != self.dopo.righe(name) {
                self.altro(
                    &format!("Registro «{name}»"),
                    "",
                    quanti(a, "riga", "righe"),
                    quanti(b, "riga", "righe"),
                    Senso::parole("cambiato"),
                );
            }
        }
        let (a, b) = (self.prima.righe("revisioni").len(), self.dopo.righe("revisioni").len());
        if a != b {
            let senso = valori::differenza(
                Decimale(10_000 * i64::try_from(a).unwrap_or(0)),
                Decimale(10_000 * i64::try_from(b).unwrap_or(0)),
                "",
            );
            self.altro(
                "Registro delle revisioni",
                "",
                quanti(a, "riga", "righe"),
                quanti(b, "riga", "righe"),
                Senso::parole(senso),
            );
        }
    }

    fn altro(&mut self, scheda: &str, campo: &str, prima: String, dopo: String, senso: Senso) {
        self.push(Voce {
            parte: Parte::Altro,
            segno: Segno::Cambiato,
            id: String::new(),
            scheda: scheda.to_owned(),
            campo: campo.to_owned(),
            prima,
            dopo,
            senso,
            note: vec![],
        });
    }

    /// What the document says of itself, and its tables.
    fn documento(&mut self) {
        for name in [
            "titolo",
            "triennio",
            "momento",
            "stato",
            "data",
            "descrizione",
            "parole_chiave",
            "avvertenza",
            "deliberazione",
            "licenza",
        ] {
            let (old, new) = (self.prima.json.get(name), self.dopo.json.get(name));
            if old != new {
                let senso = valori::senso_semplice(name, old, new);
                self.altro(
                    "Il documento",
                    &etichetta(name),
                    valori::semplice(name, old),
                    valori::semplice(name, new),
                    senso,
                );
            }
        }
        let tables = |json: &Value| -> BTreeMap<String, Vec<String>> {
            let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for table in json.get("tabelle").and_then(Value::as_array).into_iter().flatten() {
                let title = table.get("titolo").and_then(Value::as_str).unwrap_or_default();
                let rows = table.get("righe").and_then(Value::as_array).into_iter().flatten();
                let said = |row: &Value| {
                    let cells = row.as_object().into_iter().flatten().filter(|(_, cell)| !cell.is_null());
                    cells.map(|(name, cell)| valori::semplice(name, Some(cell))).collect::<Vec<_>>().join(" | ")
                };
                out.entry(title.to_owned()).or_default().extend(rows.map(said));
            }
            out
        };
        let (old, new) = (tables(self.prima.json), tables(self.dopo.json));
        for title in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let (a, b) = (old.get(title), new.get(title));
            let name = format!("Tabella «{title}»");
            let (Some(a), Some(b)) = (a, b) else {
                let rows = |list: Option<&Vec<String>>| {
                    list.map_or_else(|| ASSENTE.to_owned(), |list| quanti(list.len(), "riga", "righe"))
                };
                self.altro(
                    &name,
                    "",
                    rows(a),
                    rows(b),
                    Senso::parole(if b.is_some() { "tabella aggiunta" } else { "tabella tolta" }),
                );
                continue;
            };
            for run in serie::tratti(a, b).into_iter().filter(|run| !run.uguale) {
                let (mut before, mut after) =
                    (a.get(run.prima).unwrap_or_default().iter(), b.get(run.dopo).unwrap_or_default().iter());
                loop {
                    let (prima, dopo) = (before.next(), after.next());
                    if prima.is_none() && dopo.is_none() {
                        break;
                    }
                    // A table of the data says again what was said of the records.
                    let changed: Vec<(String, String)> = cells(prima, dopo);
                    if changed.iter().all(|(a, b)| self.dette[0].all(a) && self.dette[1].all(b)) {
                        continue;
                    }
                    let said = |row: Option<&String>| row.cloned().unwrap_or_else(|| ASSENTE.to_owned());
                    let senso = match (prima, dopo) {
                        (None, _) => Senso::parole("riga aggiunta"),
                        (_, None) => Senso::parole("riga tolta"),
                        _ => Senso::default(),
                    };
                    self.altro(&name, "", said(prima), said(dopo), senso);
                }
            }
        }
    }

    /// The words of the sections, and what is said of those that did not change.
    fn sezioni(&mut self) -> (Vec<Brano>, Vec<String>) {
        let (a, b): (Vec<Sezione<'_>>, Vec<Sezione<'_>>) =
            (parole::sezioni(self.prima.json), parole::sezioni(self.dopo.json));
        let pairs = parole::abbina(&a, &b);
        let mut brani = Vec::new();
        let (mut repeated, mut changed) = (0, 0);
        for (section, (of, come)) in b.iter().zip(&pairs) {
            let old = of.and_then(|n| a.get(n));
            let empty: &[&str] = &[];
            let lines = old.map_or(empty, |old| &old.righe);
            let heads: [&dyn Fn(&str) -> bool; 2] = [&|line| self.prima.is_head(line), &|line| self.dopo.is_head(line)];
            let (mut paragrafi, hidden) =
                parole::paragrafi(lines, &section.righe, heads, [&self.dette[0], &self.dette[1]]);
            repeated += hidden;
            let mut notes: Vec<String> = Vec::new();
            if let Some(old) = old {
                notes.extend(come.parole().map(str::to_owned).map(|words| words.replace("ritrovato", "ritrovata")));
                if old.titolo != section.titolo {
                    paragrafi.insert(
                        0,
                        parole::Paragrafo {
                            dove: "titolo".to_owned(),
                            pezzi: parole::parole(old.titolo, section.titolo),
                        },
                    );
                }
                if old.numero != section.numero {
                    let number =
                        |number: &str| if number.is_empty() { "senza numero".to_owned() } else { number.to_owned() };
                    notes.push(format!("prima era la sezione {}", number(old.numero)));
                }
                if old.referente != section.referente {
                    let word = |words: &str| if words.is_empty() { ASSENTE.to_owned() } else { words.to_owned() };
                    let (prima, dopo) = (word(old.referente), word(section.referente));
                    self.push(Voce {
                        parte: Parte::Responsabili,
                        segno: Segno::Cambiato,
                        id: String::new(),
                        scheda: section.nome(),
                        campo: "referente".to_owned(),
                        prima,
                        dopo,
                        senso: Senso::default(),
                        note: vec![],
                    });
                }
            } else {
                notes.push("sezione aggiunta".to_owned());
            }
            if !paragrafi.is_empty() || !notes.is_empty() {
                changed += usize::from(old.is_some());
                brani.push(Brano { titolo: section.nome(), nota: notes.join("; "), paragrafi });
            }
        }
        let found: BTreeSet<usize> = pairs.iter().filter_map(|(of, _)| *of).collect();
        let gone: Vec<&Sezione<'_>> =
            a.iter().enumerate().filter(|(n, _)| !found.contains(n)).map(|(_, section)| section).collect();
        for section in &gone {
            let heads: [&dyn Fn(&str) -> bool; 2] = [&|line| self.prima.is_head(line), &|_| false];
            let (paragrafi, hidden) = parole::paragrafi(&section.righe, &[], heads, [&self.dette[0], &self.dette[1]]);
            repeated += hidden;
            brani.push(Brano { titolo: section.nome(), nota: "sezione tolta".to_owned(), paragrafi });
        }
        // The words of the cards: where the plan prints them, they would be lost among the others.
        let fields = self.testi.iter().map(|(scheda, campo, old, new)| Brano {
            titolo: scheda.clone(),
            nota: campo.clone(),
            paragrafi: vec![parole::Paragrafo { dove: String::new(), pezzi: parole::parole(old, new) }],
        });
        brani.extend(fields);
        let added = b.len() - found.len();
        let same = found.len().saturating_sub(changed);
        let mut said = Vec::new();
        let sum = if added + gone.len() > 0 {
            format!(": {} + {added} − {} = {}", a.len(), gone.len(), b.len())
        } else {
            String::new()
        };
        said.push(match (same, sum.is_empty()) {
            (0, true) => String::new(),
            (n, true) if n == b.len() => format!("Le {n} sezioni sono uguali parola per parola."),
            (1, true) => format!("Un’altra sezione, su {}, è uguale parola per parola.", b.len()),
            (n, true) => format!("Le altre {n} sezioni, su {}, sono uguali parola per parola.", b.len()),
            (n, false) => format!(
                "Prima c’erano {} sezioni, ora sono {}{sum}. Quelle uguali parola per parola sono {n}.",
                a.len(),
                b.len()
            ),
        });
        if repeated > 0 {
            said.push(format!(
                "Nelle sezioni, {} di schede e tabelle {} ciò che qui è detto sopra.",
                quanti(repeated, "altra riga", "altre righe"),
                if repeated == 1 { "ripete" } else { "ripetono" }
            ));
        }
        (brani, said)
    }

    /// `Prima c’erano 30 obiettivi, ora sono 32: 30 + 3 − 1 = 32. Altri 23 non sono cambiati in nulla.`
    fn somma_obiettivi(&self, found: &Abbinati) -> String {
        let rows = self.dopo.righe("obiettivi");
        let (same, added, gone) = (found.coppie.len(), found.aggiunti.len(), found.tolti.len());
        if same + added + gone == 0 {
            return String::new();
        }
        let untouched = found.coppie.iter().filter(|(_, m, _)| {
            rows.get(*m).and_then(|riga| parola(riga, "id")).is_none_or(|id| !self.toccati.contains(&id))
        });
        let n = untouched.count();
        let count = match (added, gone) {
            (0, 0) => format!("Gli obiettivi sono gli stessi: {same}."),
            _ => format!(
                "Prima c’erano {} obiettivi, ora sono {}: {} + {added} − {gone} = {}.",
                same + gone,
                same + added,
                same + gone,
                same + added
            ),
        };
        match n {
            0 => count,
            1 => format!("{count} Uno non è cambiato in nulla."),
            n if n == same && added + gone == 0 => format!("{count} Nessuno è cambiato."),
            n => format!(
                "{count} {} non sono cambiati in nulla.",
                if n == same { format!("Gli altri {n}") } else { format!("Di questi, {n}") }
            ),
        }
    }

    /// The counted sentences. What is zero is not said.
    fn breve(&self, brani: &[Brano]) -> Vec<String> {
        let mut out = Vec::new();
        for parte in Parte::TUTTE {
            let voci: Vec<&Voce> = self.voci.iter().filter(|voce| voce.parte == parte).collect();
            if voci.is_empty() {
                continue;
            }
            let verso = |verso| voci.iter().filter(|voce| voce.senso.verso == Some(verso)).count();
            let mut more: Vec<String> = Vec::new();
            let mut add = |n: usize, one: &str, many: &str| more.extend((n > 0).then(|| quanti(n, one, many)));
            if parte == Parte::Traguardi {
                add(verso(Verso::PiuImpegnativo), "traguardo più impegnativo", "traguardi più impegnativi");
                add(verso(Verso::MenoImpegnativo), "meno impegnativo", "meno impegnativi");
                add(verso(Verso::Dopo), "termine rinviato", "termini rinviati");
                add(verso(Verso::Prima), "termine anticipato", "termini anticipati");
            }
            let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
            out.push(format!("{}: {}{more}.", parte.titolo(), conta(&voci)));
        }
        if !brani.is_empty() {
            out.push(capital(&format!("parole diverse in {}.", quanti(brani.len(), "punto", "punti"))));
        }
        out
    }
}

/// The cells of two rows of a table that are not the same.
fn cells(prima: Option<&String>, dopo: Option<&String>) -> Vec<(String, String)> {
    let split = |row: Option<&String>| -> Vec<String> {
        row.map(|row| row.split(" | ").map(str::to_owned).collect()).unwrap_or_default()
    };
    let (a, b) = (split(prima), split(dopo));
    (0..a.len().max(b.len()))
        .map(|n| (a.get(n).cloned().unwrap_or_default(), b.get(n).cloned().unwrap_or_default()))
        .filter(|(a, b)| a != b)
        .collect()
}

/// Whether a column says a part of another for machines: the first day of a time, the number of a value.
fn is_detail(name: &str, has: &dyn Fn(String) -> bool) -> bool {
    let ends = ["confronto", "valore", "valore_massimo", "unita", "entro", "si_no"];
    let of = |stem: &str, mark: &str| has(stem.to_owned()) && has(format!("{stem}_{mark}"));
    ends.iter().any(|end| {
        name.strip_suffix(end).and_then(|stem| stem.strip_suffix('_')).is_some_and(|stem| of(stem, "confronto"))
    }) || ["dal", "al"]
        .iter()
        .any(|end| name.strip_suffix(end).and_then(|stem| stem.strip_suffix('_')).is_some_and(|stem| of(stem, "dal")))
}

/// In which part the change of a column is told, and as what.
fn parte_di(registro: &Registro, colonna: &str, misura: bool) -> (Parte, Segno) {
    let starts = |list: &[&str]| list.iter().any(|start| colonna.starts_with(start));
    let objective = registro.nome == "obiettivi";
    let parte = match colonna {
        "nodo_id" | "nodo" | "unita_id" | "unita" if objective => return (Parte::Obiettivi, Segno::Spostato),
        "padre_id" | "padre" => return (registro.parte, Segno::Spostato),
        "codice" | "titolo" | "stato" | "sostituito_da_id" | "nodi_secondari_id" | "valore_pubblico_id"
        | "priorita"
            if objective =>
        {
            Parte::Obiettivi
        }
        _ if colonna.ends_with("_euro") || colonna == "finanziato_nota" => Parte::Soldi,
        _ if starts(&["rilevato", "completamento_m", "completamento_c", "realizzazione"])
            || registro.nome == "misurazioni" =>
        {
            Parte::Esiti
        }
        _ if starts(&[
            "responsabil",
            "assessori",
            "referente",
            "rappresentante",
            "rpct",
            "soggetti",
            "attuatore",
            "capofila",
        ]) || registro.parte == Parte::Responsabili && !colonna.starts_with("peso")
            || ["unita_id", "unita"].contains(&colonna) =>
        {
            Parte::Responsabili
        }
        "inizio" | "fine" | "durata" => Parte::Traguardi,
        _ if misura || colonna.starts_with("peso") => Parte::Traguardi,
        _ => Parte::Altro,
    };
    (parte, Segno::Cambiato)
}
