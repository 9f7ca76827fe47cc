//! The facts: figures that are computed from the data and have a name, so that a text can cite them instead of typing them.
//!
//! The facts of an element come from the fields that it lists ([`crate::piano::element::row`]), so a new element or field has
//! facts without any change here.

mod fatto;
mod finanziamenti;
mod omonimi;
mod parziali;
mod performance;
mod personale;
mod rischi;
mod scambi;
mod vicini;

pub use fatto::Fatto;
pub use parziali::Parziale;

use self::omonimi::Omonimi;
use crate::base::span::{Span, Spanned};
use crate::conti::organico::Organico;
use crate::conti::performance::quadro::Quadro;
use crate::conti::requisiti::di_ogni_sezione;
use crate::conti::{campi, enti};
use crate::diag::codes::P0205;
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::index::Index;
use crate::piano::element::row::{Profile, Row, Valore};
use crate::piano::element::value::Importo;
use crate::piano::element::{Element, Kind};
use crate::piano::prose::Inline;
use crate::piano::{Padrone, Piano, each_prose};
use parziali::Parziali;
use std::collections::{BTreeMap, BTreeSet};

/// All facts by name.
#[derive(Debug, Default)]
pub struct Fatti {
    detti: BTreeMap<String, Fatto>,
    /// The names of what is not published, each with the reason and what to do.
    taciuti: BTreeMap<String, [String; 2]>,
    /// The names of the figures that the data leave uncertain, each with the reason.
    incerti: BTreeMap<String, Incerto>,
    /// The totals of a part of their records, by their names.
    parziali: BTreeMap<String, Parziale>,
}

/// Why a name has no certain figure.
#[derive(Debug)]
enum Incerto {
    /// Something is missing from the data: this.
    Manca(&'static str),
    /// Several things have the name.
    Omonimi(Omonimi),
}

impl Fatti {
    /// Computes every fact of `piano`, and reports the texts that cite a fact which does not exist.
    #[must_use]
    pub fn resolve(piano: &Piano, index: &Index, diags: &mut Diagnostics) -> Self {
        let fatti = Fatti::of(piano, index);
        if !piano.incompleto.fatti {
            each_prose(piano, &mut |prose| {
                prose.inlines(&mut |inline| {
                    if let Inline::Fact { name } = inline
                        && let Err(error) = fatti.words(&name.value, name.span)
                    {
                        diags.push(match piano.padrone(name.span) {
                            Some(padrone) => fatti.di_un_altro(piano, padrone, name, error),
                            None => error,
                        });
                    }
                });
            });
        }
        fatti
    }

    /// Computes every fact of `piano`, without looking at the texts that cite them.
    #[must_use]
    pub fn of(piano: &Piano, index: &Index) -> Self {
        let mut fatti = BTreeMap::new();
        let mut incerti = BTreeMap::new();
        let staff = Organico::di(piano);
        let mut parziali = Parziali::default();
        for kind in Kind::ALL.iter().copied() {
            family(piano, kind, index, staff.as_ref(), &mut fatti, &mut parziali);
        }
        parziali.formazione(piano, index);
        let quadri = Quadro::tutti(piano, index);
        performance::performance(piano, index, &quadri, &mut fatti);
        scambi::scambi(piano, index, &mut fatti);
        personale::formazione(piano, index, &mut fatti);
        finanziamenti::fondi(piano, index, &mut fatti, &mut incerti);
        personale::organico(piano, &mut fatti);
        personale::spesa(piano, index, &mut fatti, &mut incerti);
        rischi::rischi(piano, index, &mut fatti, &mut incerti);
        personale::agile(piano, index, &mut fatti, &mut incerti);
        personale::unita(piano, index, &mut fatti);
        if let Some(set) = &piano.impostazioni {
            fatti.insert("piano.triennio".into(), Fatto::Testo(set.triennio_stampato()));
            fatti.insert("piano.data".into(), Fatto::Data(set.data.value));
            if let Some(esercizio) = set.esercizio {
                fatti.insert("piano.esercizio".into(), Fatto::Testo(esercizio.value.to_string()));
            }
            let mut row = Row::default();
            set.ente.row(&mut row);
            fields("ente", &row, &mut fatti);
            nessuno(piano, index, &mut fatti, &mut incerti);
            proprio(piano, index, &mut fatti);
            nome_di_ente("ente", &mut fatti);
        }
        let mut taciuti = performance::taciuti(piano, index, &quadri);
        taciuti.extend(personale::taciuti(piano));
        personale::incerti(piano, &fatti, &mut incerti);
        Fatti { incerti, detti: fatti, taciuti, parziali: parziali.incompleti() }
    }

    /// The fact of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Fatto> {
        self.detti.get(name)
    }

    /// What the total of this name leaves out, where it is of a part of its records.
    #[must_use]
    pub fn parziale(&self, name: &str) -> Option<&Parziale> {
        self.parziali.get(name).filter(|_| self.detti.contains_key(name))
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fatto)> {
        self.detti.iter().map(|(name, fatto)| (name.as_str(), fatto))
    }

    /// The names that several things have, each with what these are.
    pub fn ambigui(&self) -> impl Iterator<Item = (&str, String)> {
        self.incerti.iter().filter_map(|(name, why)| match why {
            Incerto::Omonimi(omonimi) => Some((name.as_str(), omonimi.parole())),
            Incerto::Manca(_) => None,
        })
    }

    /// The name of a fact without its suffix: `progetti.conta` of `Progetti.conta:lettere`.
    #[must_use]
    pub fn base(name: &str) -> String {
        name.split(':').next().unwrap_or_default().trim().to_lowercase()
    }

    /// The words of `name`, which may end with a suffix (`:lettere`, `:conta`, `:breve`…).
    ///
    /// # Errors
    /// A diagnostic with the nearest name, or with the suffixes that the fact has.
    pub fn words(&self, name: &str, span: Span) -> Result<String, Diagnostic> {
        let (base, suffix) = name.split_once(':').map_or((name, None), |(base, suffix)| (base, Some(suffix)));
        let key = base.trim().to_lowercase();
        let Some(fatto) = self.detti.get(&key) else {
            if let Some([why, cure]) = self.taciuti.get(&key) {
                return Err(Diagnostic::at(P0205, span, format!("il fatto `{base}` non si pubblica"))
                    .note(why.clone())
                    .help(cure.clone()));
            }
            let error = Diagnostic::at(P0205, span, format!("il fatto `{base}` non esiste"));
            match self.incerti.get(key.as_str()) {
                Some(Incerto::Manca(why)) => return Err(error.note(*why)),
                Some(Incerto::Omonimi(omonimi)) => return Err(omonimi.problema(base, span)),
                None => {}
            }
            let near = vicini::vicino(&key, self.detti.keys().map(String::as_str));
            return Err(match near {
                Some(near) => error.help(format!("forse intendevi `[={near}]`")),
                None => error.help(
                    "un fatto è `famiglia.misura` (`progetti.conta`) oppure `id.campo` (`genitorialita.importo`)",
                ),
            });
        };
        let suffix = suffix.map(str::trim);
        fatto.scritto(suffix).ok_or_else(|| {
            let suffix = suffix.unwrap_or_default();
            let error = Diagnostic::at(P0205, span, format!("`{base}` non ha la forma `:{suffix}`"));
            match (nearest(suffix, fatto.forme().iter().copied()), fatto.forme()) {
                (Some(near), _) => error.help(format!("forse intendevi `[={key}:{near}]`")),
                (None, []) => error.help(format!("questo numero si richiama soltanto così: `[={key}]`")),
                (None, forme) => {
                    let forme: Vec<String> = forme.iter().map(|forma| format!("`:{forma}`")).collect();
                    error.help(format!("le forme di questo numero sono: nessuna, {}", forme.join(", ")))
                }
            }
        })
    }

    /// The problem of a fact that a text of another plan cites: what this plan has to include for it. `error` is the problem as it would be
    /// told of a text of its own.
    fn di_un_altro(&self, piano: &Piano, padrone: &Padrone, name: &Spanned<String>, error: Diagnostic) -> Diagnostic {
        let base = Self::base(&name.value);
        let esterna = piano.esterne.piani.get(&padrone.nome).map(|(esterna, _)| esterna);
        let nome = &padrone.nome;
        // The records from which it is computed are here: it is one of them that lacks something, whoever wrote it.
        let cura = "oppure, al posto di quel capoverso, scrivine uno di questo ente con `[[al_posto_di]]`";
        if matches!(self.incerti.get(base.as_str()), Some(Incerto::Manca(why)) if *why == INSIEME) {
            return error.other(padrone.da, "questo piano include il testo da qui").help(cura);
        }
        if self.incerti.contains_key(base.as_str()) {
            return error
                .other(padrone.da, "questo piano include il testo da qui")
                .note("il numero si calcola sulle schede di questo piano, le sue e quelle che include")
                .help("completa le schede che mancano di qualcosa; una inclusa si corregge nel piano che la scrive")
                .help(cura);
        }
        // A fact that its own plan does not have, or not in that form, is mended there.
        let known = self.detti.contains_key(&base) || self.taciuti.contains_key(&base);
        if known || !esterna.is_some_and(|esterna| esterna.fatti.contains_key(&base)) {
            return error
                .other(padrone.da, "questo piano include il testo da qui")
                .note(format!("il testo è del piano `{nome}`, ed è lì che si corregge"));
        }
        let problem = Diagnostic::at(
            P0205,
            name.span,
            format!("un testo incluso richiama `{base}`, che in questo piano non c’è"),
        )
        .other(
            padrone.includi.unwrap_or(padrone.da),
            match padrone.includi {
                Some(_) => "da qui il piano include le schede: quelle di cui il fatto parla non ci sono",
                None => "questo piano include il testo da qui",
            },
        );
        // What is said of the body itself comes from its row, or from the records that name it.
        let mut parts = base.split('.');
        let own = parts.clone().next() == Some("ente");
        let family = parts.nth(usize::from(own)).unwrap_or_default();
        if own && enti::proprio(piano).is_none() {
            let nome = piano.impostazioni.as_ref().map_or("", |set| set.ente.nome.value.trim());
            return problem
                .help(format!("serve una scheda `[[ente]]` di questo ente, inclusa o scritta qui, con il nome che è in `piao.toml`: `nome = \"{nome}\"`"))
                .help(cura);
        }
        let table = Kind::ALL.iter().map(|kind| kind.info()).find(|info| info.plural == family).map(|info| info.table);
        let wanted = table.or_else(|| esterna.and_then(|esterna| esterna.cosa(family)).map(|_| family));
        let problem = match (wanted, padrone.includi) {
            (Some(wanted), Some(_)) => {
                problem.help(format!("aggiungi `\"{wanted}\"` all’elenco `schede` di `[[includi]]`"))
            }
            (Some(wanted), None) => problem
                .help(format!("in un file di dati scrivi:\n[[includi]]\nda = \"{nome}\"\nschede = [\"{wanted}\"]")),
            (None, _) => problem.help("includi, con `[[includi]]`, anche le schede da cui quel numero si calcola"),
        };
        problem.help(cura)
    }
}

/// The facts of one kind: how many, the totals of its amounts and numbers, and each field of each element.
fn family(
    piano: &Piano,
    kind: Kind,
    index: &Index,
    staff: Option<&Organico<'_>>,
    fatti: &mut BTreeMap<String, Fatto>,
    parziali: &mut Parziali,
) {
    let info = kind.info();
    let elements: Vec<Spanned<&dyn Element>> = piano.elementi.of(kind);
    let count = |numero: usize| Fatto::Conta { numero: numero as u64, uno: info.noun, molti: info.nouns };
    // An objective that was annulled or replaced is none of those that the plan has.
    let conta = match kind {
        Kind::Obiettivo => di_ogni_sezione(piano).count(),
        _ => elements.len(),
    };
    fatti.insert(format!("{}.conta", info.plural), count(conta));
    let mut amounts: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
    let mut in_parole: BTreeSet<&str> = BTreeSet::new();
    for n in 0..elements.len() {
        let row = campi::fields(piano, index, kind, n);
        let summed = staff.is_none_or(|staff| staff.somma(kind, n));
        if summed {
            parziali.scheda(piano, index, (kind, n), &row);
        }
        for campo in row.0.iter().filter(|_| summed) {
            match (&campo.value, campo.profile) {
                (Valore::Importo(value), _) => {
                    let sum = amounts.entry(campo.name).or_default();
                    // An i64 of cents overflows at ninety thousand billion euro: a hostile plan must not panic.
                    sum.0 = sum.0.saturating_add(value.0);
                    sum.1 += 1;
                }
                // A column of amounts in which nothing is granted so far still has a total, which nobody knows.
                (_, Profile::Importo) => {
                    amounts.entry(campo.name).or_default();
                }
                (Valore::Numero(value), _) => *numbers.entry(campo.name).or_default() += u64::from(*value),
                (Valore::Testo(_), _) => {
                    in_parole.insert(campo.name);
                }
                _ => {}
            }
        }
        if let Some(id) = index.id_of(kind, n) {
            fields(id.as_str(), &row, fatti);
            if kind == Kind::Ente {
                nome_di_ente(id.as_str(), fatti);
            }
        }
    }
    for (name, (cents, filled)) in amounts {
        let total = if filled == 0 { Fatto::Ignoto } else { Fatto::Importo(Importo(cents)) };
        fatti.insert(format!("{}.{name}.totale", info.plural), total);
        fatti.insert(format!("{}.{name}.conta", info.plural), count(filled));
    }
    // Where a record has a number for each year, the sum of the others is no total.
    for (name, sum) in numbers.into_iter().filter(|(name, _)| !in_parole.contains(name)) {
        fatti.insert(format!("{}.{name}.totale", info.plural), Fatto::Numero(sum));
    }
}

/// Why the measures of the body are not known, where it is one of several.
const INSIEME: &str = "l’ente è fra quelli di una misura di più enti insieme, e di nessuna da solo: quante sono le sue non si può dire. Richiama `misure-digitali.ente.piu-enti.conta`, o dillo a parole";

/// What the projects and the measures say of the body whose plan it is, where none of them is of it: a text that several plans show asks it of
/// each.
fn nessuno(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>, incerti: &mut BTreeMap<String, Incerto>) {
    let Some((own, id)) = enti::proprio(piano).and_then(|pos| Some((pos, index.id(pos)?))) else { return };
    for kind in [Kind::Progetto, Kind::MisuraDigitale] {
        let plural = kind.info().plural;
        let (head, own_head) = (format!("{plural}.ente."), format!("{plural}.ente.{id}."));
        if fatti.keys().any(|name| name.starts_with(&own_head)) {
            continue;
        }
        let none = |fatto: &Fatto| match *fatto {
            Fatto::Conta { uno, molti, .. } => Fatto::Conta { numero: 0, uno, molti },
            Fatto::Importo(_) => Fatto::Importo(Importo(0)),
            _ => Fatto::Ignoto,
        };
        let of_others = |(name, fatto): (&String, &Fatto)| {
            Some((name.strip_prefix(&head)?.split_once('.')?.1.to_owned(), none(fatto)))
        };
        let ends: BTreeMap<String, Fatto> = fatti.iter().filter_map(of_others).collect();
        let measures = piano.elementi.misure_digitali.iter().filter(|_| kind == Kind::MisuraDigitale);
        let mut several = measures.flat_map(|misura| &misura.value.enti);
        if several.any(|ente| index.rif(ente) == Some(own)) {
            let names = ends.into_keys().flat_map(|end| [format!("{own_head}{end}"), format!("ente.{plural}.{end}")]);
            incerti.extend(names.map(|name| (name, Incerto::Manca(INSIEME))));
        } else {
            fatti.extend(ends.into_iter().map(|(end, fatto)| (format!("{own_head}{end}"), fatto)));
        }
    }
}

/// What the list of bodies makes known of the one whose plan it is, under the name `ente` too: a text that several plans show says of each
/// of them its own. What `[ente]` says comes first.
fn proprio(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    let Some(id) = enti::proprio(piano).and_then(|pos| index.id(pos)) else { return };
    let (own, group) = (format!("{id}."), format!(".ente.{id}."));
    let of_ours = |(name, fatto): (&String, &Fatto)| {
        let end = match name.strip_prefix(&own) {
            Some(end) => end.to_owned(),
            // `progetti.ente.borgoalto.conta`
            None => name.split_once(&group).map(|(family, end)| format!("{family}.{end}"))?,
        };
        Some((format!("ente.{end}"), fatto.clone()))
    };
    let found: Vec<(String, Fatto)> = fatti.iter().filter_map(of_ours).collect();
    for (name, fatto) in found {
        fatti.entry(name).or_insert(fatto);
    }
}

/// Makes the name of a body what a sentence can ask for with its article.
fn nome_di_ente(id: &str, fatti: &mut BTreeMap<String, Fatto>) {
    if let Some(fatto) = fatti.get_mut(&format!("{id}.nome"))
        && let Fatto::Testo(name) = fatto
    {
        *fatto = Fatto::Ente(std::mem::take(name));
    }
}

/// The fields of one record that make facts. Prose and references make none: they are cited instead.
fn fields(id: &str, row: &Row, fatti: &mut BTreeMap<String, Fatto>) {
    for campo in &row.0 {
        let fatto = match &campo.value {
            Valore::Testo(text) | Valore::Codice(text) | Valore::Stato(text) | Valore::Indirizzo(text) => {
                Fatto::Testo(text.clone())
            }
            Valore::Parole(words) => {
                Fatto::Testo(words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(", "))
            }
            Valore::Peso(value) => match value.numero() {
                Some(valore) => Fatto::Percento { valore, esteso: false },
                None => Fatto::Testo(value.to_string()),
            },
            Valore::Importo(value) => Fatto::Importo(*value),
            Valore::Numero(value) => Fatto::Numero(u64::from(*value)),
            Valore::Anno(anno) => Fatto::Testo(anno.to_string()),
            Valore::Data(data) => Fatto::Data(*data),
            Valore::Prosa(_) | Valore::Rif(_) | Valore::Assente(_) | Valore::Vuoto => continue,
        };
        fatti.insert(format!("{id}.{}", campo.name), fatto);
    }
}
