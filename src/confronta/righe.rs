//! The rows of the registers: which came, which went, and what each column that changed means.

use super::abbina::{Abbinati, Come, pair};
use super::esiti::{dal_monitoraggio, esito};
use super::registri::{Registro, Riga, etichetta, parola};
use super::valori::{self, ASSENTE};
use super::{C_E, Lato, Lavoro, Parte, Segno, Senso, Testo, Voce};
use serde_json::Value;
use std::collections::BTreeSet;

impl Lavoro<'_> {
    /// Compares the rows of a register.
    pub(super) fn registro(&mut self, registro: &Registro) -> Abbinati {
        // The share of the unit that answers for an objective repeats what the objective says.
        let own =
            |riga: &&&Riga| registro.nome != "obiettivi-unita" || riga.get("responsabile") != Some(&Value::Bool(true));
        let a: Vec<&Riga> = self.prima.righe(registro.nome).iter().filter(own).copied().collect();
        let b: Vec<&Riga> = self.dopo.righe(registro.nome).iter().filter(own).copied().collect();
        let found = pair(registro, &a, &b, &self.ids);
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
            }
        });
        // A part of a thing that is itself new, or gone, is told with it.
        let other = if first { &self.dopo } else { &self.prima };
        let paired = |id: &str| other.nomi.contains_key(id) || self.ids.values().any(|new| new == id);
        if registro.padre.is_some() && !paired(&id) {
            return;
        }
        if let Some(voce) = self.esito_finale(registro, riga, (&id, &scheda)).filter(|_| !first) {
            return self.push(voce);
        }
        let value = match registro.nome {
            "target" => valori::valore(riga, "target"),
            "voci-contabili" => valori::semplice("importo_euro", riga.get("importo_euro")),
            "misurazioni" => esito(riga),
            "obiettivi" => parola(riga, "unita").unwrap_or_default(),
            _ if registro.padre.is_some() => registro.parole(riga),
            _ => String::new(),
        };
        let value = if value.is_empty() { C_E.to_owned() } else { value };
        let done = match (first, registro.femminile) {
            (true, true) => "tolta",
            (true, false) => "tolto",
            (false, true) => "aggiunta",
            (false, false) => "aggiunto",
        };
        let note = self.motivi.di_riga(&id, registro, riga, first);
        self.push(Voce {
            parte: registro.parte,
            segno: if first { Segno::Tolto } else { Segno::Aggiunto },
            id,
            scheda,
            campo: if registro.padre.is_some() { registro.parte_di(riga) } else { String::new() },
            prima: if first { value.clone() } else { ASSENTE.to_owned() },
            dopo: if first { ASSENTE.to_owned() } else { value },
            senso: Senso::parole(format!("{} {done}", registro.cosa)),
            scala: None,
            note,
        });
    }

    /// Compares two rows that are of the same thing.
    fn riga(&mut self, registro: &Registro, before: &Riga, after: &Riga, come: Come) {
        let start = self.voci.len();
        let (id, scheda) = self.scheda(registro, after, false);
        let part = if registro.padre.is_some() { registro.parte_di(after) } else { String::new() };
        // What an indicator says of all its values.
        let of_indicator = |riga: &Riga, lato: &Lato<'_>, column: &str| match registro.nome {
            "target" => {
                let of = parola(riga, "indicatore_id");
                let rows = lato.righe("indicatori").iter();
                rows.filter(|riga| parola(riga, "id") == of).find_map(|riga| parola(riga, column))
            }
            _ => parola(riga, column),
        };
        let both = |column: &str| [of_indicator(before, &self.prima, column), of_indicator(after, &self.dopo, column)];
        let [was, polarita] = both("polarita");
        let polarita = if was == polarita { polarita } else { Some(String::new()) };
        let [was, unit] = both("unita_misura");
        let misura = was == unit;
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
            let (mut old, new) = (before.get(name), after.get(name));
            let null = |value: Option<&Value>| value.is_none_or(Value::is_null);
            // What was done at the end of the year goes on from what was done at the monitoring.
            let since = dal_monitoraggio(name).and_then(|was| before.get(&was)).filter(|_| null(old) && !null(new));
            let since = since.filter(|value| !value.is_null());
            old = since.or(old);
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
                    valori::senso_valore(before, after, name, polarita.as_deref(), misura),
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
                _ if since.is_some() => etichetta(name).replace(" consuntivo", ""),
                _ => etichetta(name),
            };
            let campo =
                [part.as_str(), &field].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
            let (parte, segno) = parte_di(registro, name, value || time);
            let senso = match (segno, name.strip_suffix("_id").unwrap_or(name)) {
                (Segno::Spostato, "unita") => Senso::parole("spostato a un’altra unità"),
                (Segno::Spostato, _) => Senso::parole("spostato nell’albero"),
                _ => senso,
            };
            let scala = if value { valori::scala(before, after, name, misura) } else { None };
            let note = self.motivi.di_valore(&id, registro, after, name, &dopo);
            let long = |words: &str| words.split_whitespace().count() > 5;
            let prose = parte == Parte::Altro && !name.ends_with("_id") && (long(&prima) || long(&dopo));
            if prose && registro.nome != "obiettivi" && registro.parole.contains(&name)
                || prose && !registro.parole.contains(&name)
            {
                self.dette[0].add(&prima);
                self.dette[1].add(&dopo);
                self.toccati.insert(id.clone());
                let empty = |words: String| if words == ASSENTE { String::new() } else { words };
                let campo = [vec![campo], note].concat().join("; ");
                self.testi.push(Testo { scheda: scheda.clone(), campo, prima: empty(prima), dopo: empty(dopo) });
                continue;
            }
            self.push(Voce {
                parte,
                segno,
                id: id.clone(),
                scheda: scheda.clone(),
                campo,
                prima,
                dopo,
                senso,
                scala,
                note,
            });
        }
        let Some(how) = come.parole() else { return };
        // The name by which it was found is told once: with its first change, or alone.
        match self.voci.get_mut(start) {
            Some(voce) => voce.note.push(how.to_owned()),
            None if registro.padre.is_none() => {
                self.push(Voce {
                    parte: registro.parte,
                    segno: Segno::Cambiato,
                    id,
                    campo: "identificativo".to_owned(),
                    prima: parola(before, "id").unwrap_or_default(),
                    dopo: parola(after, "id").unwrap_or_default(),
                    scheda,
                    senso: Senso::default(),
                    scala: None,
                    note: vec![how.to_owned()],
                });
            }
            None => {}
        }
    }
}

/// Whether a column says a part of another for machines: the first day of a time, the number of a value.
fn is_detail(name: &str, has: &dyn Fn(String) -> bool) -> bool {
    let of = |stem: &str, mark: &str| has(stem.to_owned()) && has(format!("{stem}_{mark}"));
    valori::SENSI.iter().any(|end| {
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
