//! The records of another plan that this one takes, and those that it writes in the place of some of them.

use super::super::riservati::Riservatezza;
use super::super::sole::{Sole, chiesti_in};
use super::super::{cards, celle, keep, schede, toml};
use super::{Altri, Altro};
use crate::base::span::{Span, Spanned};
use crate::diag::codes::{P0171, P0177};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::piano::element::{Kind, articolo};
use crate::piano::{Incompleto, Piano, Sostituito};
use ::toml::de::{DeTable, DeValue};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// `[[includi]]`: records of another plan.
#[derive(Debug, serde::Deserialize)]
struct Includi {
    /// The name of the plan that owns them.
    da: Spanned<String>,
    /// Their ids or codes, or the names of whole tables: `"linea_formativa"`.
    schede: Vec<Spanned<String>>,
}

/// The kinds of records that count people in few: under a threshold their numbers are not published.
const CONTATE: [Kind; 2] = [Kind::Dotazione, Kind::LavoroAgile];

/// Takes the records that `[[includi]]` asks for. `sole` has, for each plan from which something is taken, the units of one person in it.
pub(in crate::load) fn records(
    piano: &mut Piano,
    altri: &Altri<'_>,
    riservati: &Riservatezza,
    sole: &BTreeMap<usize, Sole>,
    diags: &mut Diagnostics,
) {
    let asked = std::mem::take(&mut piano.da_includere);
    let mut by_plan: BTreeMap<String, Vec<Spanned<String>>> = BTreeMap::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for (da, schede) in asked {
        places.entry(da.value.trim().to_lowercase()).or_insert(da.span);
        by_plan.entry(da.value.trim().to_lowercase()).or_default().extend(schede);
    }
    // The plans of which something that is asked for was not found: what stands in the place of it is not told again.
    let mut mancanti: BTreeSet<String> = BTreeSet::new();
    // Nor is it where a plan is not known, or what asks of it was not understood.
    let illeggibile = diags.iter().any(|d| d.illeggibile() && d.span.is_some_and(|span| span.file.vicino().is_none()));
    let mut ignoti = illeggibile;
    for (nome, wanted) in by_plan {
        let Some(span) = places.get(&nome).copied() else { continue };
        let Some(altro) = altri.open(Spanned::new(nome.as_str(), span), diags) else {
            (piano.incompleto.nomi, piano.incompleto.fatti) = (true, true);
            ignoti = true;
            continue;
        };
        let told = diags.quanti();
        piano.padroni.entry(altro.n).or_insert_with(|| altro.padrone(span)).includi = Some(span);
        let riservati = riservati.con(&altro.set, sole.get(&altro.n));
        let counted = |piano: &Piano| CONTATE.map(|kind| piano.elementi.of(kind).len());
        let before = counted(piano);
        let presa = Presa {
            altro: &altro,
            wanted: &wanted,
            found: BTreeSet::new(),
            known: BTreeSet::new(),
            dubbi: vec![],
            oltre: vec![],
        };
        let chiesti = presa.tutte(&riservati, piano, diags);
        if let Some(padrone) = piano.padroni.get_mut(&altro.n) {
            padrone.chiesti = chiesti;
        }
        if diags.iter().skip(told).any(|problem| problem.is(P0171)) || wanted.is_empty() && illeggibile {
            mancanti.insert(nome);
        }
        if counted(piano) != before {
            diags.extend(riserbo(piano, &altro, span));
        }
    }
    // Whoever writes a record in the place of another must find that other.
    for posto in piano.sostituiti.iter().filter(|posto| !posto.trovato) {
        let da = posto.da.value.trim().to_lowercase();
        if mancanti.contains(&da) || ignoti && inclusa_da(piano, &da).is_none() {
            continue;
        }
        diags.push(senza_posto(piano, posto, altri));
    }
}

/// The place of the plan that is called `nome`, when this one takes records of it.
fn inclusa_da(piano: &Piano, nome: &str) -> Option<usize> {
    let mut all = piano.padroni.iter();
    all.find(|(_, padrone)| padrone.nome == nome && padrone.includi.is_some()).map(|(n, _)| *n)
}

/// The problem of a record written in the place of one that this plan does not take.
fn senza_posto(piano: &Piano, posto: &Sostituito, altri: &Altri<'_>) -> Diagnostic {
    let nome = posto.nomi.first().map_or("", String::as_str);
    let what = articolo(posto.kind.info().noun);
    let da = posto.da.value.trim().to_lowercase();
    let message = format!("il piano `{}` non ha {what} `{nome}` che sia inclusa qui", posto.da.value);
    let problem = Diagnostic::at(P0171, posto.da.span, message).note(
        "`al_posto_di` dice che questa scheda prende il posto di una, dello stesso tipo, inclusa con `[[includi]]`",
    );
    let Some(n) = inclusa_da(piano, &da) else {
        let asked = piano.padroni.values().filter(|padrone| padrone.includi.is_some());
        return match nearest(&da, asked.map(|padrone| padrone.nome.as_str())) {
            Some(near) => problem.help(format!("forse intendevi `al_posto_di = \"{near}\"`")),
            None => problem.help("correggi il nome del piano, includi quella scheda, o togli `al_posto_di`"),
        };
    };
    // The id of before is told, and not followed: what cites the record here would find nothing by the present one.
    let moved =
        altri.chiamato(&da).and_then(|altro| posto.nomi.iter().find_map(|name| altro.ora(name)).map(str::to_owned));
    let names = piano.elementi.of(posto.kind).into_iter().filter(|scheda| scheda.span.file.vicino() == Some(n));
    let names = names.flat_map(|scheda| [scheda.value.id(), scheda.value.codice()]).flatten();
    let names: Vec<&str> = names.map(|name| name.value.as_str()).collect();
    match (moved, nearest(nome, names.iter().copied())) {
        (Some(now), _) => problem
            .note(format!("in quel piano ciò che si chiamava `{nome}` ora è `{now}`"))
            .help(format!("scrivi `{now}`, qui e dove questo piano la nomina")),
        (None, Some(near)) => problem.help(format!("forse intendevi `{near}`")),
        (None, None) => problem.help("correggi l’id o il codice, includi quella scheda, o togli `al_posto_di`"),
    }
}

/// Raises the number under which counts of people are not published to that of the plan that owns some of them, where it is higher, and
/// tells it: whoever gave the records out promised it to those people.
fn riserbo(piano: &mut Piano, altro: &Altro<'_>, includi: Span) -> Option<Diagnostic> {
    let set = piano.impostazioni.as_mut()?;
    let (own, theirs) = (set.riserbo.soglia, altro.set.riserbo.soglia);
    if own >= theirs {
        return None;
    }
    set.riserbo.soglia = theirs;
    let nome = altro.nome;
    let message =
        format!("`soglia` di `[riserbo]` qui è {own}, e nel piano `{nome}`, di cui si includono le schede, è {theirs}");
    let problem = Diagnostic::at(P0177, set.tabelle.get("riserbo").copied().unwrap_or(includi), message);
    let problem = match set.tabelle.contains_key("riserbo") {
        true => problem.other(includi, "le schede si includono da qui"),
        false => problem,
    };
    Some(
        problem
            .note(format!("vale la più alta: in tutto il piano i numeri di persone sotto {theirs} non si pubblicano"))
            .help(format!("scrivi in `piao.toml`:\n[riserbo]\nsoglia = {theirs}")),
    )
}

/// The names by which a record is asked for: its id and its codes.
pub(in crate::load) fn nomi(record: &DeTable<'_>) -> Vec<String> {
    let text = |name: &str| match record.get(name).map(::toml::Spanned::get_ref) {
        Some(DeValue::String(words)) => Some(words.trim().to_lowercase()),
        _ => None,
    };
    ["id", "codice"].into_iter().filter_map(text).collect()
}

/// The work of taking records from one plan.
struct Presa<'t> {
    altro: &'t Altro<'t>,
    wanted: &'t [Spanned<String>],
    /// The words of `wanted` that some record answers to.
    found: BTreeSet<String>,
    /// All the names that its records have.
    known: BTreeSet<String>,
    /// What could not be read of its files, each with the kind that the file holds, when its name says it.
    dubbi: Vec<(Option<Kind>, Vec<Diagnostic>)>,
    /// What its own files take from a third plan: the name of that plan, and what is asked of it.
    oltre: Vec<(String, Vec<String>)>,
}

impl Presa<'_> {
    /// Takes them. Returns what the files of the other plan take themselves from a third.
    fn tutte(
        mut self,
        riservati: &Riservatezza,
        piano: &mut Piano,
        diags: &mut Diagnostics,
    ) -> Vec<(String, Vec<String>)> {
        let altro = self.altro;
        let altrui = altro.altrui();
        for (id, file) in altro.sources.iter().filter(|(_, file)| !altro.fuori(&file.path)) {
            let at = id.accanto(altro.n);
            let spare = OnceCell::new();
            let mut unread = None;
            let (mut table, cx) = if file.has_extension("toml") && file.path != "piao.toml" {
                let mut cx = toml::Cx::new(at, file.text(), 0, piano.testi.len());
                (cx.parse(file.text(), &spare), cx)
            } else if let Some(kind) = celle::kind(file) {
                unread = Some(kind);
                let celle::Righe { table, celle, problems, lost } = celle::read(kind, at, file);
                let cx = toml::Cx::righe(at, file.text(), celle, piano.testi.len());
                problems.into_iter().for_each(|problem| cx.report(problem));
                if lost {
                    cx.lost();
                }
                (table, cx)
            } else if let Some(kind) = cards::kind(&file.path) {
                // A card is a whole file, and its name is its id or its code.
                let names = [cards::nome(file).to_lowercase()];
                if self.chiesta(kind, &names, piano) {
                    cards::read(kind, at, file, riservati, Some(&altrui), piano, diags);
                }
                continue;
            } else {
                continue;
            };
            self.scegli(&mut table, piano);
            if table.is_empty() {
                // What could not be read may be what was asked for.
                let noticed = cx.finish();
                if noticed.incompleto != Incompleto::default() {
                    self.dubbi.push((unread, noticed.problems));
                }
                continue;
            }
            schede(&mut table, file, riservati, Some(&altrui), piano, &cx);
            keep(cx, piano, diags);
        }
        let oltre = self.oltre.clone();
        self.mancanti(piano, diags);
        oltre
    }

    /// Leaves in `table` the records that are asked for and that the plan does not write itself.
    fn scegli(&mut self, table: &mut DeTable<'_>, piano: &mut Piano) {
        self.oltre.extend(chiesti_in(table));
        let mut emptied = vec![];
        for (key, value) in table.iter_mut() {
            let kind = Kind::di_tabella(key.get_ref().as_ref());
            let (Some(kind), DeValue::Array(items)) = (kind, value.get_mut()) else {
                emptied.push(key.get_ref().to_string());
                continue;
            };
            toml::retain(items, |mut item| {
                let DeValue::Table(record) = item.get_mut() else { return None };
                // In whose place it stands in its own plan says nothing here.
                record.remove("al_posto_di");
                let names = nomi(record);
                self.chiesta(kind, &names, piano).then_some(item)
            });
            if items.is_empty() {
                emptied.push(key.get_ref().to_string());
            }
        }
        for name in emptied {
            table.remove(name.as_str());
        }
    }

    /// Whether a record of `kind` with these names is to be taken.
    fn chiesta(&mut self, kind: Kind, names: &[String], piano: &mut Piano) -> bool {
        self.known.extend(names.iter().cloned());
        // An act that only a later version of its plan cites is not in it yet.
        let later = kind == Kind::Atto && names.iter().any(|name| self.altro.set.seguito.atti.contains(name));
        let asked: Vec<String> = self.wanted.iter().map(|word| word.value.trim().to_lowercase()).collect();
        let asked: Vec<String> = asked.into_iter().filter(|word| risponde(kind, names, word)).collect();
        let wanted = !asked.is_empty() && !later;
        self.found.extend(asked);
        wanted && !replaced(piano, self.altro, kind, names)
    }

    /// Tells what was asked for and not found, and what could not be read where it may have been.
    fn mancanti(self, piano: &mut Piano, diags: &mut Diagnostics) {
        let altro = self.altro;
        let word = |word: &Spanned<String>| word.value.trim().to_lowercase();
        let missing: Vec<_> = self.wanted.iter().filter(|asked| !self.found.contains(&word(asked))).collect();
        let whole: Vec<Kind> = self.wanted.iter().filter_map(|asked| Kind::di_tabella(&word(asked))).collect();
        let may = |kind: &Option<Kind>| kind.map_or(!whole.is_empty(), |kind| whole.contains(&kind));
        let doubts: Vec<Diagnostic> = self
            .dubbi
            .into_iter()
            .filter(|(kind, _)| !missing.is_empty() || may(kind))
            .flat_map(|(_, all)| all)
            .collect();
        let unread = altro.sources.partial && !(missing.is_empty() && whole.is_empty());
        if unread && let Some(asked) = missing.first().copied().or(self.wanted.first()) {
            diags.push(
                Diagnostic::at(
                    P0171,
                    asked.span,
                    format!("un file del piano `{}` non si legge: può avere ciò che si include", altro.nome),
                )
                .other(altro.place(), "il piano è questo")
                .help(format!("correggi prima il piano `{}`: `piao controlla` ne dice gli errori", altro.nome)),
            );
        }
        if unread || !doubts.is_empty() {
            (piano.incompleto.nomi, piano.incompleto.fatti) = (true, true);
            diags.extend(doubts);
            return;
        }
        for asked in missing {
            let problem = Diagnostic::at(
                P0171,
                asked.span,
                format!("nel piano `{}` non c’è la scheda `{}`", altro.nome, asked.value),
            )
            .other(altro.place(), "il piano è questo");
            // A record has one owner: whoever shows it takes it from there.
            let named = |(_, words): &&(String, Vec<String>)| words.contains(&word(asked));
            let tables = Kind::ALL.iter().map(|kind| kind.info().table);
            piano.incompleto.nomi = true;
            if let Some((owner, _)) = self.oltre.iter().find(named) {
                let note = format!(
                    "anche `{}` la include, da `{owner}`: una scheda si prende da chi l’ha scritta",
                    altro.nome
                );
                diags.push(problem.note(note).help(format!("includila con `da = \"{owner}\"`")));
                continue;
            }
            if let Some(now) = altro.ora(&word(asked)) {
                diags.push(problem.help(format!(
                    "in quel piano ora si chiama `{now}`: scrivi così, qui e dove questo piano la nomina"
                )));
                continue;
            }
            let problem = match self.oltre.first() {
                Some((owner, _)) => problem
                    .note(format!("`{}` include schede da `{owner}`: se è una di quelle, si prende da lì", altro.nome)),
                None => problem,
            };
            diags.push(match nearest(&asked.value, self.known.iter().map(String::as_str).chain(tables)) {
                Some(near) => problem.help(format!("forse intendevi `{near}`")),
                None => problem
                    .help("scrivi l’id o il codice di una sua scheda, o il nome di un tipo, come `linea_formativa`"),
            });
        }
    }
}

/// Whether a record of `kind` with these names is one that `word` asks for.
pub(in crate::load) fn risponde(kind: Kind, names: &[String], word: &str) -> bool {
    word == kind.info().table || names.iter().any(|name| name == word)
}

/// Whether the plan has a record of its own in the place of the one of `altro` that has these names.
fn replaced(piano: &mut Piano, altro: &Altro<'_>, kind: Kind, names: &[String]) -> bool {
    let place = piano.sostituiti.iter_mut().find(|posto| {
        posto.kind == kind
            && posto.da.value.trim().eq_ignore_ascii_case(altro.nome)
            && posto.nomi.iter().any(|name| names.contains(name))
    });
    place.is_some_and(|posto| {
        posto.trovato = true;
        true
    })
}

/// Takes `[[includi]]` out of a file of data.
pub(in crate::load) fn chiesti(table: &mut DeTable<'_>, piano: &mut Piano, cx: &toml::Cx<'_>) {
    if let Some(value) = table.remove("includi") {
        let found: Option<Spanned<Vec<Includi>>> = toml::record(&value, cx);
        let found = found.into_iter().flat_map(|found| found.value);
        piano.da_includere.extend(found.map(|includi| (includi.da, includi.schede)));
    }
}

/// Takes `al_posto_di` out of the records of a file of data.
pub(in crate::load) fn al_posto(table: &mut DeTable<'_>, piano: &mut Piano, cx: &toml::Cx<'_>) {
    for (key, value) in table.iter_mut() {
        let kind = Kind::di_tabella(key.get_ref().as_ref());
        let (Some(kind), DeValue::Array(items)) = (kind, value.get_mut()) else { continue };
        for item in items.iter_mut() {
            let scheda = cx.span(item.span());
            if let DeValue::Table(record) = item.get_mut() {
                al_posto_di(kind, record, scheda, piano, cx);
            }
        }
    }
}

/// Takes `al_posto_di` out of the record that is written at `scheda`.
pub(in crate::load) fn al_posto_di(
    kind: Kind,
    record: &mut DeTable<'_>,
    scheda: Span,
    piano: &mut Piano,
    cx: &toml::Cx<'_>,
) {
    let Some(value) = record.remove("al_posto_di") else { return };
    let da: Option<Spanned<String>> = toml::record(&value, cx);
    let Some(da) = da else { return };
    let nomi = nomi(record);
    if nomi.is_empty() {
        return cx.report(
            Diagnostic::at(P0171, da.span, "non si sa di quale scheda questa prende il posto")
                .help("scrivi anche il suo `id`, o il suo `codice`, uguale a quello della scheda inclusa"),
        );
    }
    piano.sostituiti.push(Sostituito { kind, nomi, da, scheda, trovato: false });
}
