//! The facts: figures that are computed from the data and have a name, so that a text can cite them instead of typing them.
//!
//! The facts of an element come from the fields that it lists ([`crate::piano::element::row`]), so a new element or field has
//! facts without any change here.

use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::conti::campi;
use crate::conti::finanziamenti::{self, Somme};
use crate::conti::formazione::{Chi, Formazione, Somma};
use crate::conti::organico::{Chi as Personale, Organico};
use crate::conti::performance::contatori::{contatori, plurale};
use crate::conti::performance::quadro::Quadro;
use crate::conti::rischi::{Chiamato, Rischi};
use crate::conti::soglie;
use crate::diag::codes::P0205;
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::index::Index;
use crate::piano::element::id::Id;
use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::misura_prevenzione::{self, MisuraPrevenzione};
use crate::piano::element::obbligo::Obbligo;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::Processo;
use crate::piano::element::row::{Row, Valore};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Dovuto, Importo, thousands};
use crate::piano::element::{Element, Kind, articolo, femminile};
use crate::piano::prose::Inline;
use crate::piano::settings::{Impostazioni, Riserbo};
use crate::piano::vista::Shows;
use crate::piano::{Piano, each_prose};
use std::collections::{BTreeMap, BTreeSet};

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fatto {
    /// An amount in euro.
    Importo(Importo),
    /// A count, with the noun that agrees with one and with many.
    Conta {
        /// How many.
        numero: u64,
        /// `progetto`
        uno: &'static str,
        /// `progetti`
        molti: &'static str,
    },
    /// A number without a noun.
    Numero(u64),
    /// A percentage; `esteso` with two decimals, as totals are printed.
    Percento {
        /// The percentage.
        valore: Percento,
        /// Whether two decimals are always printed.
        esteso: bool,
    },
    /// A day.
    Data(Giorno),
    /// The words of a text field.
    Testo(String),
}

impl Fatto {
    /// The suffixes that make sense for it.
    #[must_use]
    pub fn forme(&self) -> &'static [&'static str] {
        match self {
            Fatto::Importo(_) => &["breve", "numero"],
            Fatto::Conta { .. } => &["conta", "lettere", "parole"],
            Fatto::Numero(_) => &["lettere"],
            Fatto::Percento { .. } => &["lettere", "numero"],
            Fatto::Data(_) => &["anno", "lunga", "mese"],
            Fatto::Testo(_) => &[],
        }
    }

    /// The fact as it is printed, with or without a suffix. None for a suffix that it does not have.
    #[must_use]
    pub fn scritto(&self, forma: Option<&str>) -> Option<String> {
        Some(match (self, forma) {
            (Fatto::Importo(value), None) => value.to_string(),
            (Fatto::Importo(value), Some("breve")) => breve(*value),
            (Fatto::Importo(value), Some("numero")) => {
                value.to_string().trim_end_matches(['€', '\u{a0}', ' ']).to_owned()
            }
            (Fatto::Conta { numero, .. } | Fatto::Numero(numero), None) => thousands(*numero),
            // One thing without a number takes the gender of its noun: «una».
            (Fatto::Conta { numero: 1, uno, .. }, Some("lettere")) if femminile(uno) => "una".into(),
            (Fatto::Conta { numero, .. } | Fatto::Numero(numero), Some("lettere")) => lettere(*numero),
            (Fatto::Conta { numero, uno, molti }, Some("conta")) => {
                let noun = if *numero == 1 { uno } else { molti };
                format!("{}\u{a0}{noun}", thousands(*numero))
            }
            (Fatto::Conta { numero, uno, molti }, Some("parole")) => match numero {
                // «nessun progetto», «nessuna misura», «nessun’unità»: like the article.
                0 => format!("ness{}", articolo(uno)),
                1 => articolo(uno),
                many => format!("{} {molti}", lettere(*many)),
            },
            (Fatto::Percento { valore, esteso: true }, None) => valore.esteso(),
            (Fatto::Percento { valore, esteso: false }, None) => valore.to_string(),
            (Fatto::Percento { valore, esteso: true }, Some("numero")) => {
                valore.esteso().trim_end_matches(['%', '\u{a0}']).to_owned()
            }
            (Fatto::Percento { valore, esteso: false }, Some("numero")) => valore.numero(),
            (Fatto::Percento { valore, .. }, Some("lettere")) => per_cento(*valore),
            (Fatto::Data(data), None) => data.to_string(),
            (Fatto::Data(data), Some("lunga")) => data.lunga(),
            (Fatto::Data(data), Some("anno")) => data.anno().to_string(),
            (Fatto::Data(data), Some("mese")) => {
                let lunga = data.lunga();
                lunga.split_once(' ').map_or(lunga.clone(), |(_, mese)| mese.to_owned())
            }
            (Fatto::Testo(text), None) => text.clone(),
            _ => return None,
        })
    }
}

/// All facts by name.
#[derive(Debug, Default)]
pub struct Fatti {
    detti: BTreeMap<String, Fatto>,
    /// The names of the outcomes that are not published.
    taciuti: BTreeSet<String>,
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
                        diags.push(match piano.padrone(name.span).and_then(|padrone| padrone.includi) {
                            Some(place) => error.other(place, "da qui il piano include le schede: quelle di cui il fatto parla non ci sono"),
                            None if name.span.file.vicino().is_some() => {
                                error.help("il testo è incluso da un altro piano: includi, con `[[includi]]`, anche le schede di cui parla")
                            }
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
        for kind in Kind::ALL.iter().copied() {
            family(piano, kind, index, &mut fatti);
        }
        performance(piano, index, &mut fatti);
        scambi(piano, index, &mut fatti);
        formazione(piano, index, &mut fatti);
        fondi(piano, index, &mut fatti);
        organico(piano, &mut fatti);
        spesa(piano, &mut fatti);
        rischi(piano, index, &mut fatti);
        if let Some(set) = &piano.impostazioni {
            fatti.insert("piano.triennio".into(), Fatto::Testo(set.triennio_stampato()));
            fatti.insert("piano.data".into(), Fatto::Data(set.data.value));
            if let Some(esercizio) = set.esercizio {
                fatti.insert("piano.esercizio".into(), Fatto::Testo(esercizio.value.to_string()));
            }
            let mut row = Row::default();
            set.ente.row(&mut row);
            fields("ente", &row, &mut fatti);
        }
        Fatti { detti: fatti, taciuti: taciuti(piano, index) }
    }

    /// The fact of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Fatto> {
        self.detti.get(name)
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fatto)> {
        self.detti.iter().map(|(name, fatto)| (name.as_str(), fatto))
    }

    /// The words of `name`, which may end with a suffix (`:lettere`, `:conta`, `:breve`…).
    ///
    /// # Errors
    /// A diagnostic with the nearest name, or with the suffixes that the fact has.
    pub fn words(&self, name: &str, span: Span) -> Result<String, Diagnostic> {
        let (base, suffix) = name.split_once(':').map_or((name, None), |(base, suffix)| (base, Some(suffix)));
        let key = base.trim().to_lowercase();
        let Some(fatto) = self.detti.get(&key) else {
            if self.taciuti.contains(&key) {
                return Err(Diagnostic::at(P0205, span, format!("il fatto `{base}` non si pubblica"))
                    .note("è l’esito di un’unità di una persona, o lo farebbe ricavare")
                    .help("togli la citazione dal testo; se l’ente vuole pubblicarlo, scrivi `pubblico = true` nella sua misurazione"));
            }
            let error = Diagnostic::at(P0205, span, format!("il fatto `{base}` non esiste"));
            // `posti` of `posti.totale`: a name that is only alike would be of another figure.
            let begun = format!("{key}.");
            let longer = || self.detti.keys().map(String::as_str).filter(|name| name.starts_with(&begun));
            let near = match longer().next() {
                Some(_) => longer().find(|name| name.ends_with(".totale")),
                None => nearest(&key, self.detti.keys().map(String::as_str)),
            };
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
}

/// The facts of one kind: how many, the totals of its amounts and numbers, and each field of each element.
fn family(piano: &Piano, kind: Kind, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    let info = kind.info();
    let elements: Vec<Spanned<&dyn Element>> = piano.elementi.of(kind);
    let count = |numero: usize| Fatto::Conta { numero: numero as u64, uno: info.noun, molti: info.nouns };
    fatti.insert(format!("{}.conta", info.plural), count(elements.len()));
    let mut amounts: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
    for n in 0..elements.len() {
        let row = campi::fields(piano, index, kind, n);
        for campo in &row.0 {
            match (&campo.value, campo.profile) {
                (Valore::Importo(value), _) => {
                    let sum = amounts.entry(campo.name).or_default();
                    // An i64 of cents overflows at ninety thousand billion euro: a hostile plan must not panic.
                    sum.0 = sum.0.saturating_add(value.0);
                    sum.1 += 1;
                }
                // A column of amounts in which nothing is granted so far still has a total, which is zero.
                (_, crate::piano::element::row::Profile::Importo) => {
                    amounts.entry(campo.name).or_default();
                }
                (Valore::Numero(value), _) => *numbers.entry(campo.name).or_default() += u64::from(*value),
                _ => {}
            }
        }
        if let Some(id) = index.id_of(kind, n) {
            fields(id.as_str(), &row, fatti);
        }
    }
    for (name, (cents, filled)) in amounts {
        fatti.insert(format!("{}.{name}.totale", info.plural), Fatto::Importo(Importo(cents)));
        fatti.insert(format!("{}.{name}.conta", info.plural), count(filled));
    }
    for (name, sum) in numbers {
        fatti.insert(format!("{}.{name}.totale", info.plural), Fatto::Numero(sum));
    }
}

/// What the performance tree adds up to: the totals of each unit, the outcome of each objective, the parts of all.
fn performance(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    let obiettivi = &piano.elementi.obiettivi;
    let count = |numero: usize, uno, molti| Fatto::Conta { numero: numero as u64, uno, molti };
    let parts = [
        ("indicatori", "indicatore", obiettivi.iter().map(|o| o.value.indicatori.len()).sum::<usize>()),
        ("fasi", "fase", obiettivi.iter().map(|o| o.value.fasi.len()).sum()),
        ("verifiche", "verifica", obiettivi.iter().map(|o| o.value.verifiche.len()).sum()),
    ];
    for (many, one, number) in parts {
        fatti.insert(format!("{many}.conta"), count(number, one, many));
    }
    for (pos, obiettivo) in piano.elementi.each::<Obiettivo>() {
        let Some(id) = index.id(pos) else { continue };
        for misura in obiettivo.value.misurazioni.iter().map(|m| &m.value).filter(|m| m.unita.is_none()) {
            if let Some(percento) = misura.percento() {
                fatti.insert(
                    format!("{id}.{}", misura.momento.label()),
                    Fatto::Percento { valore: percento, esteso: false },
                );
            }
        }
    }
    let livelli: Vec<String> =
        piano.impostazioni.iter().flat_map(|set| &set.albero.livelli).map(|l| l.value.clone()).collect();
    for linea in contatori(piano, index, livelli.len()) {
        let Some(id) = index.id(linea.nodo) else { continue };
        fatti.insert(format!("{id}.obiettivi"), count(linea.obiettivi, "obiettivo", "obiettivi"));
        fatti.insert(
            format!("{id}.trasversali"),
            count(linea.trasversali, "obiettivo trasversale", "obiettivi trasversali"),
        );
        for (numero, livello) in linea.nodi.iter().zip(livelli.iter().skip(1)) {
            let name = Id::slug(&plurale(livello));
            fatti.insert(format!("{id}.{name}"), Fatto::Numero(*numero as u64));
        }
    }
    for (unita, quadro) in Quadro::tutti(piano, index) {
        let Some(id) = index.id(unita) else { continue };
        fatti.insert(format!("{id}.obiettivi"), count(quadro.righe.len(), "obiettivo", "obiettivi"));
        if let Some(peso) = quadro.peso() {
            fatti.insert(format!("{id}.peso"), Fatto::Percento { valore: peso, esteso: false });
        }
        for momento in Momento::ALL {
            if let Some(esito) = quadro.esito(momento) {
                fatti.insert(format!("{id}.{}", momento.label()), Fatto::Percento { valore: esito, esteso: true });
            }
        }
    }
}

/// The names that the outcomes which are not published would have.
fn taciuti(piano: &Piano, index: &Index) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (pos, obiettivo) in piano.elementi.each::<Obiettivo>() {
        let silent = Momento::ALL.into_iter().filter(|momento| obiettivo.value.taciuto(*momento));
        out.extend(silent.filter_map(|momento| Some(format!("{}.{}", index.id(pos)?, momento.label()))));
    }
    for (unita, quadro) in Quadro::tutti(piano, index) {
        let silent = Momento::ALL.into_iter().filter(|momento| quadro.riservato(*momento));
        out.extend(silent.filter_map(|momento| Some(format!("{}.{}", index.id(unita)?, momento.label()))));
    }
    out
}

/// What each public body offers to the others: how many exchanges, and how many seats in one edition of each.
fn scambi(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    #[derive(Default)]
    struct Offerte {
        schede: u64,
        posti: u64,
        /// Cards that are left out of the seats, because their words leave the number in doubt.
        esclusi: u64,
    }
    let mut bodies: BTreeMap<&str, Offerte> = BTreeMap::new();
    let mut esclusi = 0;
    for scheda in piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        let posti = scheda.posti().certi();
        esclusi += u64::from(posti.is_none());
        // An exchange that several bodies offer together counts for each of them.
        let ids = scheda.ente.0.iter().filter_map(|rif| index.id(index.rif(rif)?));
        for id in ids.collect::<BTreeSet<_>>() {
            let sum = bodies.entry(id.as_str()).or_default();
            sum.schede += 1;
            sum.posti += u64::from(posti.unwrap_or_default());
            sum.esclusi += u64::from(posti.is_none());
        }
    }
    let info = Kind::SchedaScambio.info();
    if !bodies.is_empty() {
        let numero = bodies.len() as u64;
        fatti.insert(format!("{}.enti", info.plural), Fatto::Conta { numero, uno: "ente", molti: "enti" });
    }
    let schede = |numero| Fatto::Conta { numero, uno: "scheda", molti: "schede" };
    if !piano.elementi.schede_scambio.is_empty() {
        fatti.insert(format!("{}.posti.esclusi", info.plural), schede(esclusi));
    }
    for (id, sum) in bodies {
        fatti.insert(format!("{id}.schede"), schede(sum.schede));
        let posti = Fatto::Conta { numero: sum.posti, uno: "posto", molti: "posti" };
        fatti.insert(format!("{id}.posti"), posti);
        fatti.insert(format!("{id}.posti.esclusi"), schede(sum.esclusi));
    }
}

/// What the training plan adds up to, in all and year by year.
fn formazione(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    let plan = Formazione::di(piano, index);
    let count = |numero: usize, uno, molti| Fatto::Conta { numero: numero as u64, uno, molti };
    let enti = if plan.enti.is_empty() { 1 } else { plan.enti.len() };
    fatti.insert("formazione.enti".into(), count(enti, "ente", "enti"));
    let temi: std::collections::BTreeSet<_> = plan.linee().flat_map(|line| line.value.temi()).collect();
    fatti.insert("formazione.temi".into(), count(temi.len(), "tema obbligatorio", "temi obbligatori"));
    let mut add = |end: &str, anni: &[i16]| {
        let mut sum = Somma::default();
        plan.linee().for_each(|line| plan.somma(&mut sum, &line.value, anni));
        // When no line says its hours there is no fact: the total is unknown, and not zero.
        if sum.con_ore > 0 {
            fatti.insert(format!("formazione.ore{end}"), Fatto::Testo(sum.ore.to_string()));
        }
        if sum.partecipanti > 0 {
            let numero = Fatto::Conta { numero: sum.partecipanti, uno: "partecipazione", molti: "partecipazioni" };
            fatti.insert(format!("formazione.partecipazioni{end}"), numero);
        }
        if sum.con_costo > 0 {
            fatti.insert(format!("formazione.costo{end}"), Fatto::Importo(sum.costo));
        }
    };
    add("", &plan.anni);
    plan.anni.iter().for_each(|anno| add(&format!(".{anno}"), &[*anno]));
    let who = plan.enti.iter().map(|n| (Chi::Ente(*n), index.id(*n).map(|id| format!("{id}."))));
    for (chi, name) in who.chain([(Chi::Tutti, Some("formazione.".to_owned()))]) {
        for anno in &plan.anni {
            let conto = plan.conto(chi, *anno);
            if let (Some(name), Some(ore)) = (&name, conto.a_persona()) {
                fatti.insert(format!("{name}ore-a-persona.{anno}"), Fatto::Testo(ore.to_string()));
            }
        }
    }
}

/// The amounts that projects and measures ask for and are granted: shares, and the totals of each group.
fn fondi(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    let kinds = [(Kind::Progetto, Shows::TotaliProgetti), (Kind::MisuraDigitale, Shows::TotaliMisure)];
    for (kind, view) in kinds {
        let info = kind.info();
        let all: Vec<usize> = (0..piano.elementi.of(kind).len()).collect();
        let mut add = |name: &str, sums: &Somme, group: bool| {
            if let Some(quota) = sums.quota() {
                fatti.insert(format!("{name}.finanziato.quota"), Fatto::Testo(quota.esteso()));
            }
            if !group {
                return;
            }
            let numero = Fatto::Conta { numero: sums.conta as u64, uno: info.noun, molti: info.nouns };
            fatti.insert(format!("{name}.conta"), numero);
            let amounts = [("importo", sums.importo), ("richiesto", sums.richiesto), ("finanziato", sums.finanziato)];
            for (field, amount) in amounts {
                if let Some(amount) = amount {
                    fatti.insert(format!("{name}.{field}.totale"), Fatto::Importo(amount));
                }
            }
        };
        add(info.plural, &finanziamenti::totale(piano, kind, &all), false);
        for per in view.descrittore().per {
            for (gruppo, sums) in finanziamenti::totali(piano, index, kind, &all, *per) {
                add(&format!("{}.{}.{}", info.plural, per.nome(), gruppo.chiave), &sums, true);
            }
        }
        // A state that no project has is counted as zero: a sentence that prints the count must still compile on the day when the
        // last project leaves that state.
        let states: &[&str] =
            if kind == Kind::Progetto { &["finanziato", "non-ancora-finanziato"] } else { &["a", "r", "e"] };
        for state in states {
            let none = Fatto::Conta { numero: 0, uno: info.noun, molti: info.nouns };
            fatti.entry(format!("{}.stato.{state}.conta", info.plural)).or_insert(none);
        }
    }
}

/// The staff at the date of the headcount and at the end of each year, who leaves and who enters.
fn organico(piano: &Piano, fatti: &mut BTreeMap<String, Fatto>) {
    let Some(plan) = Organico::di(piano).filter(Organico::scritto) else { return };
    let people = |numero: i64| {
        let numero = u64::try_from(numero).ok()?;
        Some(Fatto::Conta { numero, uno: "persona", molti: "persone" })
    };
    let mut add = |name: String, fatto: Option<Fatto>| {
        if let Some(fatto) = fatto {
            fatti.insert(name, fatto);
        }
    };
    let first = plan.anno_iniziale();
    let areas = plan.aree.iter().enumerate().map(|(n, area)| (area.fatto(), Personale::Area(n)));
    for (name, chi) in std::iter::once(("totale".to_owned(), Personale::Tutti)).chain(areas) {
        let years = plan.ponte(chi);
        // Areas that nobody has, nor will have, make no facts.
        if years.iter().all(|year| year.inizio == 0 && year.fine == 0) {
            continue;
        }
        add(format!("dotazione.{name}"), years.first().and_then(|year| people(year.inizio)));
        add(format!("dotazione.{name}.{first}"), years.first().and_then(|year| people(year.inizio)));
        for year in years {
            add(format!("dotazione.{name}.{}", year.anno), people(year.fine));
        }
    }
    let all = plan.ponte(Personale::Tutti);
    let staff = i64::try_from(plan.totale()).unwrap_or(i64::MAX);
    let vacant = (plan.posti(Personale::Tutti, first) - staff).max(0);
    let posts = |numero| Fatto::Conta { numero, uno: "posto", molti: "posti" };
    add("dotazione.vacanti".into(), u64::try_from(vacant).ok().map(posts));
    add("dotazione.equivalenti".into(), Some(Fatto::Testo(plan.equivalenti().to_string())));
    // The sum of a field of all the rows would count also the people who are not counted as employees.
    add("dotazione.numero.totale".into(), people(staff));
    let leave: i64 = all.iter().map(|year| year.escono).sum();
    let enter: i64 = all.iter().map(|year| year.entrano).sum();
    for (family, sum) in [("cessazioni", leave), ("assunzioni", enter)] {
        add(format!("{family}.conta"), people(sum));
        add(format!("{family}.numero.totale"), people(sum));
    }
    add("progressioni.conta".into(), people(all.iter().map(|year| year.promossi).sum()));
    for year in all {
        let anno = year.anno;
        add(format!("cessazioni.{anno}"), people(year.escono));
        add(format!("assunzioni.{anno}"), people(year.entrano));
        add(format!("progressioni.{anno}"), people(year.promossi));
        add(format!("assunzioni.costo.{anno}"), plan.costo(anno).map(Fatto::Importo));
        add(format!("cessazioni.risparmio.{anno}"), plan.risparmio(anno).map(Fatto::Importo));
    }
}

/// What the body may spend for its staff, and how the things that it must have done ended.
fn spesa(piano: &Piano, fatti: &mut BTreeMap<String, Fatto>) {
    let anni: Vec<i16> = piano.impostazioni.iter().flat_map(crate::piano::settings::Impostazioni::anni).collect();
    for adempimento in piano.elementi.adempimenti.iter().map(|record| &record.value) {
        let name = format!("adempimenti.{}", adempimento.oggetto.value.nome());
        fatti.insert(name, Fatto::Testo(adempimento.esito.value.clone()));
    }
    // The records of other bodies have the facts of their ids alone.
    let Some((dati, capacita)) = soglie::tutte(piano).find(|(dati, _)| dati.value.ente.is_none()) else { return };
    let mut add = |name: String, fatto: Option<Fatto>| {
        if let Some(fatto) = fatto {
            fatti.insert(format!("spesa-personale.{name}"), fatto);
        }
    };
    let percent = |valore| Fatto::Percento { valore, esteso: false };
    let exact = |valore| Fatto::Percento { valore, esteso: true };
    if let Some(c) = capacita {
        add("entrate-nette".into(), Some(Fatto::Importo(c.nette())));
        add("rapporto".into(), Some(exact(c.rapporto(c.spesa))));
        add("soglia".into(), c.soglia().map(percent));
        add("soglia-rientro".into(), c.rientro().map(percent));
        add("massima".into(), c.massima().map(Fatto::Importo));
        add("margine".into(), c.margine(c.spesa).map(Fatto::Importo));
        add("fascia".into(), c.fascia.map(|(fascia, _)| Fatto::Testo(fascia.parole())));
        add("posizione".into(), c.posizione().map(|posizione| Fatto::Testo(posizione.label().to_owned())));
        for (anno, next) in anni.iter().filter_map(|anno| Some((anno, dati.value.prevista(*anno)?))) {
            add(format!("prevista.{anno}"), Some(Fatto::Importo(next)));
            add(format!("rapporto.{anno}"), Some(exact(c.rapporto(next))));
            add(format!("margine.{anno}"), c.margine(next).map(Fatto::Importo));
        }
    }
    let limite = dati.value.limite.as_ref().map(|limite| &limite.value);
    let flessibile = dati.value.flessibile.as_ref().map(|flessibile| &flessibile.value);
    add("limite".into(), limite.and_then(|limite| limite.limite()).map(Fatto::Importo));
    add("flessibile.limite".into(), flessibile.and_then(|flessibile| flessibile.limite()).map(Fatto::Importo));
    for anno in anni {
        add(format!("residuo.{anno}"), limite.and_then(|limite| limite.residuo(anno)).map(Fatto::Importo));
        let left = flessibile.and_then(|flessibile| flessibile.residuo(anno));
        add(format!("flessibile.residuo.{anno}"), left.map(Fatto::Importo));
    }
}

/// The processes of each area, level and unit, the events, the measures by kind and state.
fn rischi(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    let rischi = Rischi::di(piano, index);
    let (processi, misure) = (Kind::Processo.info(), Kind::MisuraPrevenzione.info());
    let count = |numero: usize, uno, molti| Fatto::Conta { numero: numero as u64, uno, molti };
    let processes = |numero: usize| count(numero, processi.noun, processi.nouns);
    let measures = |numero: usize| count(numero, misure.noun, misure.nouns);
    let all: Vec<Pos<Processo>> = piano.elementi.each::<Processo>().map(|(pos, _)| pos).collect();
    // Areas and levels without processes are counted too: a sentence that says how many must still compile when the last one goes.
    for key in rischi.regole.chiavi() {
        fatti.insert(format!("{}.area.{}.conta", processi.plural, Id::slug(key)), processes(0));
    }
    for area in rischi.aree(&all) {
        let name = format!("{}.area.{}.conta", processi.plural, Id::slug(area.chiave));
        fatti.insert(name, processes(area.processi.len()));
    }
    for (step, word) in rischi.regole.livelli().into_iter().enumerate() {
        let here = all.iter().filter(|pos| rischi.livello(&piano[**pos].value) == Some(step)).count();
        fatti.insert(format!("{}.livello.{}.conta", processi.plural, Id::slug(word)), processes(here));
    }
    let events = all.iter().map(|pos| piano[*pos].value.rischi.len()).sum::<usize>();
    fatti.insert("rischi.conta".into(), count(events, "rischio", "rischi"));
    let of = |keep: &dyn Fn(&MisuraPrevenzione) -> bool| {
        piano.elementi.misure_prevenzione.iter().filter(|misura| keep(&misura.value)).count()
    };
    let whole = piano.elementi.misure_prevenzione.len();
    for tipo in misura_prevenzione::Tipo::ALL {
        let name = format!("{}.{}.conta", misure.plural, tipo.nome());
        fatti.insert(name, measures(of(&|misura| misura.tipo == *tipo)));
    }
    for stato in misura_prevenzione::Stato::ALL {
        let here = of(&|misura| misura.stato() == *stato);
        fatti.insert(format!("{}.{}.conta", misure.plural, stato.nome()), measures(here));
        if let Some(valore) = Percento::parte(here as i64, whole as i64) {
            let name = format!("{}.{}.quota", misure.plural, stato.nome());
            fatti.insert(name, Fatto::Percento { valore, esteso: false });
        }
    }
    let due: Vec<&Obbligo> = piano.elementi.obblighi.iter().map(|obbligo| &obbligo.value).collect();
    let info = Kind::Obbligo.info();
    let duties = |numero: usize| count(numero, info.noun, info.nouns);
    fatti.insert("obblighi.non-dovuti".into(), duties(due.iter().filter(|o| !o.dovuto()).count()));
    for anno in piano.impostazioni.iter().flat_map(|set| set.anni()) {
        let sampled = |o: &&&Obbligo| o.campione.0.iter().any(|campione| campione.value == anno);
        fatti.insert(format!("obblighi.campione.{anno}"), duties(due.iter().filter(sampled).count()));
    }
    for (unita, _) in piano.elementi.each::<Unita>().filter(|_| !due.is_empty()) {
        let Some(id) = index.id(unita) else { continue };
        let named = |o: &&&Obbligo| {
            let all = [&o.produce, &o.pubblica].into_iter().flatten().filter_map(|chi| rischi.chiamato(chi));
            all.into_iter().any(|chi| chi == Chiamato::Tutte || rischi.unita(chi) == Some(unita))
        };
        fatti.insert(format!("{id}.obblighi"), duties(due.iter().filter(named).count()));
    }
    if let Some(agile) = piano.elementi.lavoro_agile.iter().map(|agile| &agile.value).find(|agile| agile.ente.is_none())
    {
        let staff = piano.impostazioni.as_ref().and_then(|set| set.ente.dipendenti.as_ref());
        let usual = Riserbo::default();
        let riserbo = piano.impostazioni.as_ref().map_or(&usual, |set| &set.riserbo);
        for (anno, target) in agile.dipendenti.iter().flat_map(|all| all.iter()) {
            let anno = anno.or_else(|| piano.impostazioni.as_ref().map(Impostazioni::anno)).unwrap_or_default();
            fatti.insert(
                format!("lavoro-agile.dipendenti.{anno}"),
                Fatto::Testo(LavoroAgile::in_parole(&target.value, riserbo)),
            );
            let people =
                LavoroAgile::persone(agile.dipendenti.as_ref(), anno).filter(|n| !LavoroAgile::riservato(*n, riserbo));
            if let (Some(people), Some(Dovuto::Valore(staff))) = (people, staff)
                && let Some(valore) = Percento::parte(people, i64::from(staff.value))
            {
                fatti.insert(format!("lavoro-agile.quota.{anno}"), Fatto::Percento { valore, esteso: true });
            }
        }
    }
    for (unita, _) in piano.elementi.each::<Unita>() {
        let Some(id) = index.id(unita).filter(|_| !all.is_empty()) else { continue };
        let here = rischi.dell_unita(unita);
        let mut measured: Vec<_> = here.iter().flat_map(|pos| rischi.misure(&piano[*pos].value)).collect();
        measured.sort();
        measured.dedup();
        fatti.insert(format!("{id}.processi"), processes(here.len()));
        fatti.insert(format!("{id}.misure"), measures(measured.len()));
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

/// `1,9 milioni di euro`, `211.500 euro`.
fn breve(value: Importo) -> String {
    let euro = value.0.unsigned_abs() / 100;
    let sign = if value.0 < 0 { "−" } else { "" };
    if euro < 1_000_000 {
        return format!("{sign}{}\u{a0}euro", thousands((value.0.unsigned_abs() + 50) / 100));
    }
    let tenths = (euro + 50_000) / 100_000;
    let number = match tenths % 10 {
        0 => thousands(tenths / 10),
        rest => format!("{},{rest}", thousands(tenths / 10)),
    };
    let noun = if tenths == 10 { "milione" } else { "milioni" };
    format!("{sign}{number} {noun} di euro")
}

/// `ottantasette virgola cinque per cento`.
fn per_cento(value: Percento) -> String {
    let hundredths = value.0.unsigned_abs();
    let sign = if value.0 < 0 { "meno " } else { "" };
    let decimals = match (hundredths % 100 / 10, hundredths % 10) {
        (0, 0) => String::new(),
        (tenths, 0) => format!(" virgola {}", lettere(tenths)),
        (0, units) => format!(" virgola zero {}", lettere(units)),
        (tenths, units) => format!(" virgola {}", lettere(tenths * 10 + units)),
    };
    format!("{sign}{}{decimals} per cento", lettere(hundredths / 100))
}

/// A number in words: `nove`, `ventuno`, `trecentoventitré`.
#[must_use]
pub fn lettere(number: u64) -> String {
    const UNITS: [&str; 20] = [
        "zero",
        "uno",
        "due",
        "tre",
        "quattro",
        "cinque",
        "sei",
        "sette",
        "otto",
        "nove",
        "dieci",
        "undici",
        "dodici",
        "tredici",
        "quattordici",
        "quindici",
        "sedici",
        "diciassette",
        "diciotto",
        "diciannove",
    ];
    const TENS: [&str; 10] =
        ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];
    let unit = |n: u64| usize::try_from(n).ok().and_then(|n| UNITS.get(n)).copied().unwrap_or_default();
    let below_thousand = |n: u64| {
        let (hundreds, rest) = (n / 100, n % 100);
        let mut out = match hundreds {
            0 => String::new(),
            1 => "cento".to_owned(),
            n => format!("{}cento", unit(n)),
        };
        if rest < 20 {
            if rest > 0 {
                out += unit(rest);
            }
        } else {
            let tens = usize::try_from(rest / 10).ok().and_then(|n| TENS.get(n)).copied().unwrap_or_default();
            let ones = rest % 10;
            // ventuno, ventotto: the vowel falls.
            out += if ones == 1 || ones == 8 { tens.get(..tens.len() - 1).unwrap_or(tens) } else { tens };
            if ones > 0 {
                out += unit(ones);
            }
        }
        out
    };
    if number == 0 {
        return "zero".into();
    }
    if number >= 1_000_000 {
        // Larger counts are printed in figures, which are clearer.
        return thousands(number);
    }
    let (thousand, rest) = (number / 1000, number % 1000);
    let mut out = match thousand {
        0 => String::new(),
        1 => "mille".to_owned(),
        n => format!("{}mila", below_thousand(n)),
    };
    out += &below_thousand(rest);
    // A compound that ends with tre takes the accent.
    match out.strip_suffix("tre") {
        Some(head) if !head.is_empty() => format!("{head}tré"),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_are_correct_italian() {
        let cases = [
            (0, "zero"),
            (9, "nove"),
            (21, "ventuno"),
            (23, "ventitré"),
            (28, "ventotto"),
            (100, "cento"),
            (108, "centootto"),
            (180, "centoottanta"),
            (321, "trecentoventuno"),
            (1000, "mille"),
            (1003, "milletré"),
            (2000, "duemila"),
            (21_000, "ventunomila"),
            (999_999, "novecentonovantanovemilanovecentonovantanove"),
            (1_000_000, "1.000.000"),
        ];
        for (number, words) in cases {
            assert_eq!(lettere(number), words);
        }
    }

    #[test]
    fn a_fact_is_written_as_italians_write_its_kind() {
        let conta = |numero, uno, molti| Fatto::Conta { numero, uno, molti };
        let percento = |valore, esteso| Fatto::Percento { valore: Percento(valore), esteso };
        let giorno = |text: &str| Fatto::Data(Giorno::parse(text).expect(text));
        let cases = [
            (conta(1, "misura", "misure"), "lettere", "una"),
            (conta(1, "progetto", "progetti"), "lettere", "uno"),
            (conta(6, "misura", "misure"), "parole", "sei misure"),
            (conta(1, "misura", "misure"), "parole", "una misura"),
            (conta(1, "unità", "unità"), "parole", "un’unità"),
            (conta(1, "obiettivo", "obiettivi"), "parole", "un obiettivo"),
            (conta(0, "obiettivo", "obiettivi"), "parole", "nessun obiettivo"),
            (conta(0, "unità", "unità"), "parole", "nessun’unità"),
            (conta(1, "progetto", "progetti"), "conta", "1\u{a0}progetto"),
            (percento(8750, false), "", "87,5\u{a0}%"),
            (percento(8750, false), "numero", "87,5"),
            (percento(8750, true), "", "87,50\u{a0}%"),
            (percento(8750, true), "numero", "87,50"),
            (percento(8750, true), "lettere", "ottantasette virgola cinque per cento"),
            (percento(8705, true), "lettere", "ottantasette virgola zero cinque per cento"),
            (percento(10_000, false), "lettere", "cento per cento"),
            (giorno("2025-01-31"), "", "31/01/2025"),
            (giorno("2025-02-01"), "lunga", "1° febbraio 2025"),
            (giorno("2025-02-01"), "mese", "febbraio 2025"),
            (giorno("2025-02-01"), "anno", "2025"),
            (Fatto::Importo(Importo(21_150_049)), "numero", "211.500,49"),
        ];
        for (fatto, forma, words) in cases {
            assert_eq!(
                fatto.scritto(Some(forma).filter(|f| !f.is_empty())).as_deref(),
                Some(words),
                "{fatto:?}:{forma}"
            );
        }
        // Every suffix that the message offers gives a value, and any other suffix gives none.
        for fatto in
            [conta(2, "a", "b"), percento(1, false), giorno("2025-02-01"), Fatto::Importo(Importo(1)), Fatto::Numero(3)]
        {
            assert!(fatto.forme().iter().all(|forma| fatto.scritto(Some(forma)).is_some()), "{fatto:?}");
            assert_eq!(fatto.scritto(Some("altra")), None);
        }
    }

    #[test]
    fn short_amounts_round_to_the_tenth_of_a_million() {
        assert_eq!(breve(Importo(188_462_708)), "1,9 milioni di euro");
        assert_eq!(breve(Importo(100_000_000)), "1 milione di euro");
        assert_eq!(breve(Importo(21_150_049)), "211.500\u{a0}euro");
        assert_eq!(breve(Importo(-21_150_050)), "−211.501\u{a0}euro");
    }
}
