//! The registers are the records of a plan as public data. Their columns are a public schema, written here and not derived
//! from the inner types. So names and meanings stay when those types change, and whoever reads the data of two years reads
//! the same columns.
//!
//! A column gives its name, its description and its value in one place. Its type is that of the value, so an amount cannot
//! hold words. What print shows as a mark in the place of a number (`==`, "non ancora finanziato") is in a column of words
//! of its own. Each subject has a file, and reads the plan through [`Plan`].

mod formazione;
mod obiettivi;
mod organizzazione;
mod personale;
mod progetti;
mod racconti;
mod revisioni;
mod rischi;
mod scambi;
mod trasparenza;

use super::quotes::straight;
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::conti::fatti::Fatti;
use crate::document::{DataColumn, DataType, Dataset, Datum, Numero, Target};
use crate::index::Index;
use crate::lingua::tempo::Tempo;
use crate::lingua::unita::canonica;
use crate::piano::Piano;
use crate::piano::element::id::Id;
use crate::piano::element::misura::{Decimale, Peso};
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Row, Valore};
use crate::piano::element::scheda_scambio::durata::INTERO;
use crate::piano::element::target::{Atteso, Operatore};
use crate::piano::element::value::{Importo, Rif, Testo};
use crate::piano::element::{Element, Kind, Parte, Record, target};
use crate::piano::prose::{self, Inline};
use crate::piano::settings::Impostazioni;
use std::collections::BTreeMap;

/// The name of the register that holds the body whose plan it is.
pub(super) const ENTE: &str = "ente";

/// Every register, even those without rows: the schema is the same for all plans.
pub(super) fn tutti(
    piano: &Piano,
    set: &Impostazioni,
    index: &Index,
    fatti: &Fatti,
    targets: &BTreeMap<Id, Target>,
) -> Vec<Dataset> {
    let plan = Plan { piano, set, index, fatti, targets };
    let mut all = vec![organizzazione::ente(&plan)];
    all.extend(obiettivi::registri(&plan));
    all.extend(rischi::registri(&plan));
    all.extend(trasparenza::registri(&plan));
    all.extend(formazione::registri(&plan));
    all.extend(progetti::registri(&plan));
    all.extend(scambi::registri(&plan));
    all.extend(organizzazione::registri(&plan));
    all.extend(personale::registri(&plan));
    all.extend(revisioni::registri(&plan));
    all
}

/// The plan and what was resolved of it, as the registers read it.
struct Plan<'a> {
    piano: &'a Piano,
    set: &'a Impostazioni,
    index: &'a Index,
    fatti: &'a Fatti,
    targets: &'a BTreeMap<Id, Target>,
}

impl Plan<'_> {
    /// The year of the plan. Times that name no year are in this one.
    fn anno(&self) -> i16 {
        self.set.anno()
    }

    fn id(&self, kind: Kind, n: usize) -> Option<String> {
        self.index.id_of(kind, n).map(ToString::to_string)
    }

    fn codice(&self, kind: Kind, n: usize) -> Option<String> {
        self.index.code(kind, n).map(str::to_owned)
    }

    /// The name that stands beside the id of an element: its label, or its title if it has no label.
    fn nome(&self, kind: Kind, n: usize) -> Option<String> {
        let element = self.piano.elementi.get(kind, n)?.value;
        Some(straight(&element.label().unwrap_or_else(|| element.titolo().value.to_owned())))
    }

    /// The element that a reference names.
    fn rif<T: Record>(&self, rif: &Rif<T>) -> Option<usize> {
        self.index.rif(rif).map(Pos::n)
    }

    /// The ids that some references name.
    fn ids<'r, T: Record + 'r>(&self, list: impl IntoIterator<Item = &'r Rif<T>>) -> Vec<String> {
        list.into_iter().filter_map(|rif| self.id(T::KIND, self.rif(rif)?)).collect()
    }

    /// The words of a text as they are printed, without formatting, one block after the other.
    fn words(&self, text: Testo) -> Option<String> {
        let prose = self.piano.testi.get(text.0 as usize)?;
        let mut said = Parole::default();
        self.blocks(&prose.blocks, &mut said);
        for (label, note) in &prose.notes {
            let mut words = Parole { tabelle: said.tabelle, ..Parole::default() };
            self.blocks(note, &mut words);
            said.tabelle = words.tabelle;
            said.righe.push(format!("[nota {label}: {}]", words.righe.join(" ")));
        }
        Some(said.righe.join(" "))
    }

    /// Adds the words of `blocks`. A table is in a register of its own, and here only where it stands.
    fn blocks(&self, blocks: &[prose::Block], out: &mut Parole) {
        for block in blocks {
            match &block.kind {
                prose::BlockKind::Paragraph(content) => out.righe.push(straight(&self.inline(content))),
                // On one line a heading and a box are told from what follows by their signs.
                prose::BlockKind::Heading { content, .. } => {
                    let words = straight(&self.inline(content));
                    let ends = words.ends_with(|c: char| c.is_ascii_punctuation());
                    out.righe.push(if ends { words } else { words + ":" });
                }
                prose::BlockKind::Code { text, .. } => out.righe.push(text.clone()),
                prose::BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item, out)),
                prose::BlockKind::Quote(inner) => self.blocks(inner, out),
                prose::BlockKind::Callout { kind, blocks: inner } => {
                    let from = out.righe.len();
                    self.blocks(inner, out);
                    let words = out.righe.split_off(from).join(" ");
                    out.righe.push(format!("[riquadro «{}»: {words}]", kind.label()));
                }
                prose::BlockKind::Definitions(entries) => {
                    for (term, details) in entries {
                        out.righe.push(format!("{}:", straight(&self.inline(term))));
                        details.iter().for_each(|inner| self.blocks(inner, out));
                    }
                }
                prose::BlockKind::Table(_) => {
                    out.tabelle += 1;
                    out.righe.push(format!("[tabella {}]", out.tabelle));
                }
                prose::BlockKind::Figure { image, .. } => out.righe.push(format!("[figura: {}]", straight(&image.alt))),
                prose::BlockKind::View(_) | prose::BlockKind::Rule => {}
            }
        }
    }

    fn inline(&self, content: &[Inline]) -> String {
        let cited = |name: &str| {
            let thing = self.index.find(name);
            let target = thing.first().and_then(|thing| self.targets.get(&thing.id));
            target
                .map(|target| target.label.clone())
                .or_else(|| self.piano.detta(name))
                .unwrap_or_else(|| name.to_owned())
        };
        let fact = |fact: &Spanned<String>| self.fatti.words(&fact.value, fact.span).unwrap_or_default();
        let mut out = String::new();
        for part in content.split_inclusive(|inline| matches!(inline, Inline::Note { .. })) {
            out += &prose::dette(part, &cited, &fact);
            if let Some(Inline::Note { label, .. }) = part.last() {
                out += &format!(" [nota {}]", label.value);
            }
        }
        out
    }
}

/// The words of a text, block by block.
#[derive(Default)]
struct Parole {
    righe: Vec<String>,
    /// How many tables it has so far.
    tabelle: usize,
}

/// The function that gives the value of a column for a record.
type Value<'a, T> = Box<dyn Fn(&T) -> Datum + 'a>;

/// A register under construction: its columns, and for each the value of a record `T`.
struct Registro<'a, T> {
    dataset: Dataset,
    valori: Vec<Value<'a, T>>,
}

impl<'a, T> Registro<'a, T> {
    fn new(nome: &str, titolo: &str, descrizione: &str) -> Self {
        let dataset = Dataset {
            nome: nome.to_owned(),
            titolo: titolo.to_owned(),
            descrizione: descrizione.to_owned(),
            colonne: vec![],
            righe: vec![],
        };
        Registro { dataset, valori: vec![] }
    }

    fn colonna(
        mut self,
        (nome, descrizione): (&str, &str),
        tipo: DataType,
        unita: Option<&'static str>,
        value: impl Fn(&T) -> Datum + 'a,
    ) -> Self {
        let (nome, descrizione) = (nome.to_owned(), descrizione.to_owned());
        self.dataset.colonne.push(DataColumn { nome, descrizione, tipo, unita, rimanda: None });
        self.valori.push(Box::new(value));
        self
    }

    /// Adds a column of words.
    fn testo<S: AsRef<str>>(self, nome: &str, descrizione: &str, value: impl Fn(&T) -> Option<S> + 'a) -> Self {
        let value = move |record: &T| value(record).map_or(Datum::Vuoto, |words| Datum::testo(words.as_ref()));
        self.colonna((nome, descrizione), DataType::Testo, None, value)
    }

    /// Adds a column of words that the author typed, with typographic quotes as in print.
    fn scritto(
        self,
        nome: &str,
        descrizione: &str,
        value: impl for<'r> Fn(&'r T) -> Option<&'r Spanned<String>> + 'a,
    ) -> Self {
        self.testo(nome, descrizione, move |record| value(record).map(|words| straight(&words.value)))
    }

    /// Adds a column with the words of a text of the plan.
    fn prosa(
        self,
        plan: &'a Plan<'_>,
        nome: &str,
        descrizione: &str,
        value: impl Fn(&T) -> Option<Testo> + 'a,
    ) -> Self {
        self.testo(nome, descrizione, move |record| plan.words(value(record)?))
    }

    fn elenco(self, nome: &str, descrizione: &str, value: impl Fn(&T) -> Vec<String> + 'a) -> Self {
        self.colonna((nome, descrizione), DataType::Elenco, None, move |record| Datum::elenco(value(record)))
    }

    fn intero(self, nome: &str, descrizione: &str, value: impl Fn(&T) -> Option<i64> + 'a) -> Self {
        let value = move |record: &T| value(record).map_or(Datum::Vuoto, |number| Datum::Numero(number.into()));
        self.colonna((nome, descrizione), DataType::Intero, None, value)
    }

    fn anno(self, nome: &str, descrizione: &str, value: impl Fn(&T) -> Option<i16> + 'a) -> Self {
        self.intero(nome, descrizione, move |record| value(record).map(i64::from))
    }

    fn numero<N: Into<Numero>>(
        self,
        nome: &str,
        descrizione: &str,
        unita: Option<&'static str>,
        value: impl Fn(&T) -> Option<N> + 'a,
    ) -> Self {
        let value = move |record: &T| value(record).map_or(Datum::Vuoto, |number| Datum::Numero(number.into()));
        self.colonna((nome, descrizione), DataType::Numero, unita, value)
    }

    fn euro(self, nome: &str, descrizione: &str, value: impl Fn(&T) -> Option<Importo> + 'a) -> Self {
        self.numero(nome, descrizione, Some("euro"), value)
    }

    fn data(self, nome: &str, descrizione: &str, value: impl Fn(&T) -> Option<Giorno> + 'a) -> Self {
        let value = move |record: &T| value(record).map_or(Datum::Vuoto, Datum::Data);
        self.colonna((nome, descrizione), DataType::Data, None, value)
    }

    fn si_no(self, nome: &str, descrizione: &str, value: impl Fn(&T) -> bool + 'a) -> Self {
        self.colonna((nome, descrizione), DataType::SiNo, None, move |record| Datum::SiNo(value(record)))
    }

    /// Adds two columns: the id of another element, and its name.
    fn rif(
        mut self,
        plan: &'a Plan<'_>,
        kind: Kind,
        nome: &str,
        descrizione: &str,
        value: impl Fn(&T) -> Option<usize> + Clone + 'a,
    ) -> Self {
        let which = value.clone();
        let register = kind.info().plural;
        let described = format!("{descrizione}: `id` nel registro «{register}»");
        self = self.testo(&format!("{nome}_id"), &described, move |record| plan.id(kind, which(record)?));
        if let Some(column) = self.dataset.colonne.last_mut() {
            column.rimanda = Some(register);
        }
        self.testo(nome, &format!("{descrizione}, in parole"), move |record| plan.nome(kind, value(record)?))
    }

    /// Adds two columns for a weight: the number in percent, and in words the mark that may stand in its place.
    fn peso(self, nome: &str, di: &str, value: impl Fn(&T) -> Option<Peso> + Clone + 'a) -> Self {
        let number = value.clone();
        self.numero(&format!("{nome}_percentuale"), &format!("Peso {di}"), Some("%"), move |record| {
            number(record)?.numero()
        })
        .testo(
            &format!("{nome}_nota"),
            &format!("Perché il peso {di} non è un numero: «non valutato», «remunerato con incentivi»"),
            move |record| nota(value(record)?),
        )
    }

    /// Adds the columns of a time of which the record says no year of its own.
    fn tempo(
        self,
        plan: &'a Plan<'_>,
        nome: &str,
        descrizione: &str,
        value: impl for<'r> Fn(&'r T) -> Option<&'r Tempo> + Clone + 'a,
    ) -> Self {
        self.tempo_nel(plan, nome, descrizione, |_| None, value)
    }

    /// Adds the columns of a time: its words, and the days that they mean, where they fix them. A time that names no year is in that
    /// which `nel` gives, else in that of the plan.
    fn tempo_nel(
        self,
        plan: &'a Plan<'_>,
        nome: &str,
        descrizione: &str,
        nel: impl Fn(&T) -> Option<i16> + Copy + 'a,
        value: impl for<'r> Fn(&'r T) -> Option<&'r Tempo> + Clone + 'a,
    ) -> Self {
        let anno = move |record: &T| nel(record).unwrap_or_else(|| plan.anno());
        let (first, last) = (value.clone(), value.clone());
        // What comes back every year has no first and no last day.
        let fixed = |time: &&Tempo| time.certo() && !time.senza_fine();
        self.testo(nome, &format!("{descrizione}, con le parole del piano"), move |record| {
            let words = &value(record)?.parola;
            Some(straight(words)).filter(|words| words != "==")
        })
        .data(&format!("{nome}_dal"), &format!("{descrizione}: primo giorno"), move |record| {
            let days: Option<Vec<Giorno>> =
                first(record).filter(fixed)?.intervalli(anno(record)).iter().map(|days| days.da).collect();
            days?.into_iter().min()
        })
        .data(&format!("{nome}_al"), &format!("{descrizione}: ultimo giorno"), move |record| {
            last(record).filter(fixed)?.scadenza(anno(record))
        })
    }

    /// Adds the columns of a target or of a measured value of which the record says no year of its own.
    fn target(
        self,
        plan: &'a Plan<'_>,
        nome: &str,
        descrizione: &str,
        value: impl for<'r> Fn(&'r T) -> Option<&'r target::Target> + Clone + 'a,
    ) -> Self {
        self.target_nel(plan, nome, descrizione, |_| None, value)
    }

    /// Adds the columns of a target or of a measured value: its words, and the comparison, the numbers, the unit, the last
    /// day or the yes or no that they mean. A day that names no year is in that which `nel` gives, else in that of the plan.
    fn target_nel(
        self,
        plan: &'a Plan<'_>,
        nome: &str,
        descrizione: &str,
        nel: impl Fn(&T) -> Option<i16> + Copy + 'a,
        value: impl for<'r> Fn(&'r T) -> Option<&'r target::Target> + Clone + 'a,
    ) -> Self {
        let sign = value.clone();
        let as_written = move |record: &T| match sign(record)?.atteso {
            Atteso::Numero { operatore, .. } => Some(operatore),
            _ => None,
        };
        self.target_letto(plan, nome, descrizione, nel, value, as_written)
    }

    /// The columns of [`Registro::target_nel`], of which `confrontato` says the comparison.
    fn target_letto(
        self,
        plan: &'a Plan<'_>,
        nome: &str,
        descrizione: &str,
        nel: impl Fn(&T) -> Option<i16> + Copy + 'a,
        value: impl for<'r> Fn(&'r T) -> Option<&'r target::Target> + Clone + 'a,
        confrontato: impl Fn(&T) -> Option<Operatore> + 'a,
    ) -> Self {
        let (from, to, unit, day, done) = (value.clone(), value.clone(), value.clone(), value.clone(), value.clone());
        self.testo(nome, &format!("{descrizione}, con le parole del piano"), move |record| {
            Some(straight(&value(record)?.parola))
        })
        .testo(
            &format!("{nome}_confronto"),
            "Come si confronta: uguale, almeno, più di, al massimo, meno di, tra",
            move |record| confrontato(record).map(confronto),
        )
        .numero(&format!("{nome}_valore"), &format!("{descrizione}: il numero"), None, move |record| {
            from(record)?.valore().map(|(number, _)| number)
        })
        .numero(
            &format!("{nome}_valore_massimo"),
            "Il secondo numero, quando il valore è fra due",
            None,
            move |record| match to(record)?.atteso {
                Atteso::Numero { fino, .. } => fino,
                _ => None,
            },
        )
        .testo(&format!("{nome}_unita"), "Unità di misura del numero", move |record| {
            unit(record)?.valore().map(|(_, unit)| straight(canonica(unit)))
        })
        .data(&format!("{nome}_entro"), &format!("{descrizione}: ultimo giorno, quando è un termine"), move |record| {
            match &day(record)?.atteso {
                Atteso::Tempo(tempo) => match nel(record) {
                    Some(anno) => tempo.scadenza_nell_anno(anno),
                    None => tempo.scadenza_certa(plan.anno()),
                },
                _ => None,
            }
        })
        .colonna(
            (&format!("{nome}_si_no"), "Quando si chiede soltanto se la cosa è fatta"),
            DataType::SiNo,
            None,
            move |record| match done(record).map(|target| &target.atteso) {
                Some(Atteso::SiNo(done)) => Datum::SiNo(*done),
                _ => Datum::Vuoto,
            },
        )
    }

    /// Adds the column of the required fields that the plan declares absent, each with the reason.
    fn assenti(self, value: impl for<'r> Fn(&'r T) -> Row + 'a) -> Self {
        self.elenco(
            "dati_assenti",
            "Dati dovuti che il piano dichiara assenti, ciascuno con il motivo",
            move |record| {
                let absent = |campo: crate::piano::element::row::Campo| match campo.value {
                    Valore::Assente(reason) => Some(format!("{}: {}", campo.label, straight(&reason.value))),
                    _ => None,
                };
                value(record).0.into_iter().filter_map(absent).collect()
            },
        )
    }

    /// Fills the register with a row for each of `records`.
    fn righe(mut self, records: impl IntoIterator<Item = T>) -> Dataset {
        self.dataset.righe =
            records.into_iter().map(|record| self.valori.iter().map(|value| value(&record)).collect()).collect();
        self.dataset
    }
}

/// A record of a kind, with its position.
type Voce<'a, E> = (usize, &'a E);

/// The records of a kind, each with its position.
fn voci<E>(records: &[Spanned<E>]) -> impl Iterator<Item = Voce<'_, E>> {
    records.iter().enumerate().map(|(n, record)| (n, &record.value))
}

impl<'a, E: Record> Registro<'a, Voce<'a, E>> {
    /// Begins the register of a kind, with the columns that all kinds have: id, code, title.
    fn di(plan: &'a Plan<'_>, titolo: &str, riga: &str) -> Self {
        let kind = E::KIND;
        Registro::new(kind.info().plural, titolo, riga).testo(
            "id",
            "Identificativo: quello scritto nel piano, o fatto dal codice o dal titolo",
            move |(n, _): &Voce<'a, E>| plan.id(kind, *n),
        )
    }

    fn codice(self, plan: &'a Plan<'_>, descrizione: &str) -> Self {
        self.testo("codice", descrizione, move |(n, _)| plan.codice(E::KIND, *n))
    }

    fn titolo(self, nome: &str, descrizione: &str) -> Self {
        self.testo(nome, descrizione, |(_, element)| Some(straight(element.titolo().value)))
    }

    /// Adds a column for each text that has a heading of its own in print.
    fn parti(self, plan: &'a Plan<'_>) -> Self
    where
        E: 'static,
    {
        E::parti().iter().fold(self, |all, parte| all.una(plan, parte))
    }

    /// Adds the column of the text `campo`, one of those that have a heading of their own in print.
    fn parte(self, plan: &'a Plan<'_>, campo: &str) -> Self
    where
        E: 'static,
    {
        match E::parti().iter().find(|parte| parte.campo() == campo) {
            Some(parte) => self.una(plan, parte),
            None => self,
        }
    }

    fn una(self, plan: &'a Plan<'_>, parte: &'static Parte<E>) -> Self {
        self.prosa(plan, &parte.campo(), parte.colonna, move |(_, element)| (parte.testo)(element))
    }

    /// Adds the last columns, of the fields declared absent and of the body whose record it is, and fills the register with all `records`.
    fn tutte(self, plan: &'a Plan<'_>, records: &'a [Spanned<E>]) -> Dataset {
        self.assenti(|(_, element)| Row::of(*element as &dyn Element))
            .testo(
                "a_cura_di",
                "L’ente che ha scritto la scheda, quando questo piano la prende da quello di un altro",
                move |(n, _)| {
                    let padrone = plan.piano.padrone(records.get(*n)?.span)?;
                    Some(straight(&padrone.ente))
                },
            )
            .righe(voci(records))
    }
}

/// The meaning in words of the mark that stands in the place of a weight. None for a number.
fn nota(peso: Peso) -> Option<&'static str> {
    match peso {
        Peso::Numero(_) => None,
        Peso::NonValutato => Some("non valutato"),
        Peso::Incentivato => Some("remunerato con incentivi"),
    }
}

fn confronto(operatore: Operatore) -> &'static str {
    match operatore {
        Operatore::Uguale => "uguale",
        Operatore::Almeno => "almeno",
        Operatore::PiuDi => "più di",
        Operatore::AlMassimo => "al massimo",
        Operatore::MenoDi => "meno di",
        Operatore::Tra => "tra",
    }
}

/// A length counted in sixtieths of its unit, as a decimal number of that unit.
fn sessantesimi(n: u32) -> Decimale {
    Decimale(i64::from(n) * 10_000 / i64::from(INTERO))
}
