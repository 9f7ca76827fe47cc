//! What is due of each objective at a moment of the year, as the tables that its unit fills.

use super::fonti::{Campo, Casa, Fonti, Parte};
use super::parole;
use crate::base::span::Spanned;
use crate::base::text::short;
use crate::diag::codes::P1507;
use crate::diag::{Diagnostic, nearest};
use crate::editor::modulo::Scritto;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::{self, AlMomento, PerAnno};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::piano::element::pos::Pos;
use crate::piano::element::target::{Atteso, Target};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Dovuto, Testo};
use crate::piano::settings::{Impostazioni, Momento};
use crate::project::Compiled;
use crate::source::File;
use std::collections::BTreeMap;

/// The sheets of a workbook, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Foglio {
    Obiettivi,
    Fasi,
    Risultati,
    Indicatori,
}

impl Foglio {
    pub(super) const ALL: [Foglio; 4] = [Foglio::Obiettivi, Foglio::Fasi, Foglio::Risultati, Foglio::Indicatori];

    /// The name of the sheet.
    pub(super) fn nome(self) -> &'static str {
        match self {
            Foglio::Obiettivi => "Obiettivi",
            Foglio::Fasi => "Fasi",
            Foglio::Risultati => "Risultati",
            Foglio::Indicatori => "Indicatori",
        }
    }

    /// How the mark of a row begins.
    pub(super) fn lettera(self) -> char {
        self.nome().chars().next().unwrap_or('X')
    }
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Colonna {
    pub(super) titolo: String,
    /// The field that is filled there. None for what is only read.
    pub(super) campo: Option<Campo>,
    /// What is to be written there, in a sentence.
    pub(super) aiuto: String,
}

/// How a value is written in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Forma {
    /// One of these words.
    Scelta(Vec<&'static str>),
    /// A percentage.
    Percento,
    /// A number, in this unit.
    Numero(String),
    Giorno,
    /// A few words.
    Breve,
    /// A text.
    Testo,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cella {
    /// Words to read.
    Detta(String),
    /// A value to write.
    Aperta(Aperta),
}

/// A cell to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aperta {
    pub(super) campo: Campo,
    /// What the plan says now.
    pub(super) valore: String,
    pub(super) forma: Forma,
    /// Whether the collection waits for it.
    pub(super) dovuta: bool,
    /// How the other years say it: `≤ 10 giorni`.
    pub(super) come: String,
}

/// A row of a sheet: a record, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct Riga {
    pub(super) foglio: Foglio,
    /// The id of the objective.
    pub(super) id: String,
    /// What messages call it: the code of the objective, and the words of the part.
    pub(super) chi: String,
    pub(super) casa: Casa,
    pub(super) parte: Parte,
    /// Its place among the parts of its objective, and its words: by these it is known again.
    pub(super) n: usize,
    pub(super) testo: String,
    pub(super) celle: Vec<Cella>,
    unita: Pos<Unita>,
}

/// The tables of a unit.
#[derive(Debug)]
pub(super) struct Modulo {
    /// The id of the unit.
    pub(super) id: String,
    /// Its name.
    pub(super) nome: String,
    pub(super) fogli: Vec<(Foglio, Vec<Colonna>, Vec<Riga>)>,
}

impl Modulo {
    /// How many cells are due, and how many of them have a value.
    pub(super) fn conta(&self) -> (usize, usize) {
        let due = || self.righe().flat_map(Riga::dovute);
        (due().count(), due().filter(|cell| !cell.valore.is_empty()).count())
    }

    pub(super) fn righe(&self) -> impl Iterator<Item = &Riga> {
        self.fogli.iter().flat_map(|(.., rows)| rows)
    }

    /// How many objectives it has.
    pub(super) fn obiettivi(&self) -> usize {
        let mut ids: Vec<&str> = self.righe().map(|row| row.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }
}

impl Riga {
    /// The cells that the collection waits for.
    pub(super) fn dovute(&self) -> impl Iterator<Item = &Aperta> {
        self.aperte().filter(|cell| cell.dovuta)
    }

    /// The cells to fill.
    pub(super) fn aperte(&self) -> impl Iterator<Item = &Aperta> {
        self.celle.iter().filter_map(|cell| match cell {
            Cella::Aperta(open) => Some(open),
            Cella::Detta(_) => None,
        })
    }

    /// The cell of a field.
    pub(super) fn aperta(&self, campo: Campo) -> Option<&Aperta> {
        self.aperte().find(|cell| cell.campo == campo)
    }
}

/// All that is due at a moment.
pub(super) struct Dovuti<'c> {
    pub(super) compiled: &'c Compiled,
    pub(super) set: &'c Impostazioni,
    pub(super) momento: Momento,
    /// What stays out, a sentence each.
    pub(super) fuori: Vec<String>,
    fonti: Fonti<'c>,
    righe: Vec<Riga>,
}

impl<'c> Dovuti<'c> {
    /// What is due in the plan at `momento`, by default that of the plan. None where its settings cannot be read.
    pub(super) fn of(compiled: &'c Compiled, momento: Option<Momento>) -> Option<Self> {
        let set = compiled.piano.impostazioni.as_ref()?;
        let spans = compiled.piano.elementi.obiettivi.iter().map(|obiettivo| obiettivo.span);
        let mut out = Dovuti {
            compiled,
            set,
            momento: momento.unwrap_or(set.momento.value),
            fuori: vec![],
            fonti: Fonti::of(&compiled.sources, spans),
            righe: vec![],
        };
        let (mut senza, mut chiusi) = (Vec::new(), Vec::new());
        for (pos, obiettivo) in compiled.piano.elementi.each::<Obiettivo>() {
            if !obiettivo.value.vivo() || obiettivo.span.file.vicino().is_some() {
                continue;
            }
            let name = compiled.index.codice(pos).map_or_else(|| obiettivo.value.titolo.value.clone(), str::to_owned);
            let unit = obiettivo.value.unita_prima().and_then(|unit| compiled.index.rif(unit));
            let Some(unit) = unit else {
                senza.push(name);
                continue;
            };
            match out.fonti.casa(obiettivo.span) {
                Some(casa) => out.aggiungi(pos, obiettivo, unit, casa, &name),
                None => chiusi.push(name),
            }
        }
        let mut fuori = |names: Vec<String>, why: &str| {
            if !names.is_empty() {
                out.fuori.push(format!("Restano fuori {}: {}.", why, names.join(", ")));
            }
        };
        fuori(senza, "gli obiettivi che non hanno la loro unità");
        fuori(chiusi, "gli obiettivi scritti in una riga fra graffe, che si compilano a mano");
        Some(out)
    }

    /// All the rows, of all the units.
    pub(super) fn righe(&self) -> &[Riga] {
        &self.righe
    }

    /// The file of a row, from the folder of the plan.
    pub(super) fn file(&self, casa: Casa) -> Option<&'c File> {
        self.fonti.file(casa)
    }

    /// The id of the unit that `word` names.
    ///
    /// # Errors
    /// P1507 when there is none, or it answers for no objective.
    pub(super) fn unita(&self, word: &str) -> Result<String, Diagnostic> {
        let index = &self.compiled.index;
        let ids: Vec<String> = self.moduli().into_iter().map(|modulo| modulo.id).collect();
        let found = index.named::<Unita>(word).and_then(|pos| index.id(pos)).map(|id| id.as_str().to_owned());
        if let Some(id) = found.as_ref().filter(|id| ids.contains(id)) {
            return Ok(id.clone());
        }
        let what = match found {
            Some(_) => format!("«{word}» non risponde di nessun obiettivo"),
            None => format!("nel piano non c’è l’unità «{word}»"),
        };
        let near = nearest(word, ids.iter().map(String::as_str)).map(|id| format!("forse intendevi `{id}`"));
        let known = format!("le unità con obiettivi sono: {}", ids.join(", "));
        let problem = Diagnostic::global(P1507, what).note(known);
        Err(problem.help(near.unwrap_or_else(|| "indica l’id, il codice o il nome di una di quelle".to_owned())))
    }

    /// What the moment is called, with its year: `consuntivo 2027`.
    pub(super) fn titolo(&self) -> String {
        let what = match self.momento {
            Momento::Approvazione => "programmazione",
            momento => momento.label(),
        };
        format!("{what} {}", self.set.anno())
    }

    /// The tables, one for each unit, in the order of the units.
    pub(super) fn moduli(&self) -> Vec<Modulo> {
        let mut by_unit: BTreeMap<Pos<Unita>, Vec<&Riga>> = BTreeMap::new();
        for row in &self.righe {
            by_unit.entry(row.unita).or_default().push(row);
        }
        let each = by_unit.into_iter().filter_map(|(unit, rows)| {
            let id = self.compiled.index.id(unit)?.as_str().to_owned();
            let nome = self.set.nome(&self.compiled.piano[unit].value);
            let fogli = Foglio::ALL.into_iter().filter_map(|foglio| {
                let rows: Vec<Riga> =
                    rows.iter().filter(|row| row.foglio == foglio).map(|row| (*row).clone()).collect();
                (!rows.is_empty()).then(|| self.foglio(foglio, rows))
            });
            Some(Modulo { id, nome, fogli: fogli.collect() })
        });
        each.collect()
    }

    /// A sheet without the columns in which no row has anything.
    fn foglio(&self, foglio: Foglio, mut rows: Vec<Riga>) -> (Foglio, Vec<Colonna>, Vec<Riga>) {
        let mut columns = self.colonne(foglio);
        let full = |n: usize| {
            rows.iter().any(|row| !matches!(row.celle.get(n), None | Some(Cella::Detta(_))))
                || rows.iter().any(|row| matches!(row.celle.get(n), Some(Cella::Detta(words)) if !words.is_empty()))
        };
        let kept: Vec<bool> = (0..columns.len()).map(full).collect();
        let keep = |n: &mut usize| {
            let this = kept.get(*n).copied().unwrap_or_default();
            *n += 1;
            this
        };
        let mut n = 0;
        columns.retain(|_| keep(&mut n));
        for row in &mut rows {
            let mut n = 0;
            row.celle.retain(|_| keep(&mut n));
        }
        (foglio, columns, rows)
    }

    /// The moment of measure; none while the year is planned.
    pub(super) fn misura(&self) -> Option<misura::Momento> {
        match self.momento {
            Momento::Approvazione => None,
            Momento::Monitoraggio => Some(misura::Momento::Monitoraggio),
            Momento::Consuntivo => Some(misura::Momento::Consuntivo),
        }
    }

    /// The years whose targets are asked: at the end of a year, those of the next.
    fn anni(&self) -> Vec<i16> {
        let anno = self.set.anno();
        match self.momento {
            Momento::Approvazione => self.set.anni().collect(),
            Momento::Monitoraggio => vec![],
            Momento::Consuntivo => self.set.anni().filter(|year| *year == anno + 1).collect(),
        }
    }

    /// The columns of a sheet, all of them.
    fn colonne(&self, foglio: Foglio) -> Vec<Colonna> {
        let anno = self.set.anno();
        let read = |titolo: &str| Colonna { titolo: titolo.to_owned(), campo: None, aiuto: String::new() };
        let fill =
            |campo: Campo, titolo: String, aiuto: &str| Colonna { titolo, campo: Some(campo), aiuto: aiuto.to_owned() };
        let perche = || {
            fill(
                Campo::InQuanto,
                "Perché non del tutto".to_owned(),
                "Se non è tutto fatto, il motivo in una frase. Se è tutto fatto, si lascia vuota.",
            )
        };
        let nota =
            || fill(Campo::Nota, "Note per chi raccoglie".to_owned(), "Quello che non entra nelle altre colonne.");
        let al = self.misura().map(|misura| self.set.giorno(misura));
        let al = al.map_or(String::new(), |day| format!("al {}", day));
        match (foglio, self.misura().is_some()) {
            (Foglio::Obiettivi, true) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("Risultato atteso"),
                read("Peso"),
                read("Termine"),
                read("Esito al monitoraggio"),
                fill(Campo::Esito, format!("Esito {al}"), "Si sceglie dall’elenco."),
                fill(
                    Campo::Percentuale,
                    "Raggiunto, %".to_owned(),
                    "Quanto è stato raggiunto, da 0 a 100 %. Si scrive 60, o 57,25.",
                ),
                perche(),
                fill(
                    Campo::Narrativa,
                    "Che cosa è stato fatto".to_owned(),
                    "Poche righe per chi legge il piano da fuori. Niente nomi di persone.",
                ),
                nota(),
            ],
            (Foglio::Obiettivi, false) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("Risultato atteso"),
                read("Peso"),
                fill(
                    Campo::Scadenza,
                    "Termine".to_owned(),
                    "Un giorno o un periodo: 31/12/2027, entro aprile 2027, II trimestre 2027.",
                ),
                nota(),
            ],
            (Foglio::Fasi, true) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("N."),
                read("Fase"),
                read("Tempi"),
                read("Peso"),
                read("Fatta al monitoraggio"),
                fill(
                    Campo::Completamento,
                    format!("Fatta {al}, %"),
                    "Quanta parte della fase è fatta, da 0 a 100 %. Si scrive 60, o 57,25.",
                ),
                fill(Campo::Stato, "Stato".to_owned(), "Si sceglie dall’elenco, se serve."),
                perche(),
            ],
            (Foglio::Fasi, false) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("N."),
                read("Fase"),
                read("Peso"),
                fill(
                    Campo::Tempi,
                    "Tempi".to_owned(),
                    "Un periodo: gennaio - marzo 2027, II trimestre, entro il 30/06/2027.",
                ),
            ],
            (Foglio::Risultati, true) => vec![
                read("Codice"),
                read("Risultato"),
                read("Valore atteso"),
                read("Entro"),
                fill(Campo::Esito, format!("Esito {al}"), "Si sceglie dall’elenco."),
                perche(),
            ],
            (Foglio::Risultati, false) => vec![],
            (Foglio::Indicatori, true) => {
                let mut out = vec![
                    read("Codice"),
                    read("Obiettivo"),
                    read("Indicatore"),
                    read("Come si calcola"),
                    read("Fonte"),
                    read("Da dove si parte"),
                    read(&format!("Atteso nel {anno}")),
                    read("Al monitoraggio"),
                    read("Unità"),
                    fill(
                        Campo::Rilevato,
                        format!("Valore {al}"),
                        "Il valore misurato a quella data, nell’unità scritta accanto.",
                    ),
                    perche(),
                ];
                out.extend(self.anni().into_iter().map(|year| {
                    fill(
                        Campo::Target(year),
                        format!("Atteso nel {year}"),
                        "Il valore da raggiungere, scritto come quello dell’anno prima: ≥ 80 %, ≤ 10 giorni.",
                    )
                }));
                out
            }
            (Foglio::Indicatori, false) => {
                let mut out = vec![
                    read("Codice"),
                    read("Obiettivo"),
                    read("Indicatore"),
                    read("Come si calcola"),
                    read("Fonte"),
                    fill(
                        Campo::Base,
                        "Da dove si parte".to_owned(),
                        "L’ultimo valore noto, con la sua unità: 64 %, 12 giorni.",
                    ),
                ];
                out.extend(self.anni().into_iter().map(|year| {
                    fill(
                        Campo::Target(year),
                        format!("Atteso nel {year}"),
                        "Il valore da raggiungere, con la sua unità: ≥ 80 %, ≤ 10 giorni, 31/12/2027, sì.",
                    )
                }));
                out
            }
        }
    }

    fn testo(&self, testo: Testo) -> String {
        parole::testo(self.compiled, testo)
    }

    /// The cell of a field.
    fn cella(&self, casa: Casa, parte: Parte, campo: Campo, forma: Forma, dovuta: bool) -> Cella {
        let cell =
            |valore: String| Cella::Aperta(Aperta { campo, valore, forma: forma.clone(), dovuta, come: String::new() });
        match self.fonti.scritto(casa, parte, campo, self.momento) {
            Scritto::Manca if self.fonti.ha_posto(casa, parte, campo) => cell(String::new()),
            Scritto::Parole(words) => cell(words),
            Scritto::Manca => Cella::Detta("un valore per tutti gli anni".to_owned()),
            // In several values, or under a heading of a card: it is changed in the plan.
            Scritto::Altro => Cella::Detta("scritto nel piano".to_owned()),
        }
    }

    /// The rows of an objective.
    fn aggiungi(
        &mut self,
        pos: Pos<Obiettivo>,
        obiettivo: &'c Spanned<Obiettivo>,
        unita: Pos<Unita>,
        casa: Casa,
        name: &str,
    ) {
        let Some(id) = self.compiled.index.id(pos).map(|id| id.as_str().to_owned()) else { return };
        let codice = self.compiled.index.codice(pos).unwrap_or_default().to_owned();
        let code = if codice.is_empty() { name } else { codice.as_str() };
        let mut rows = vec![self.obiettivo(&obiettivo.value, casa, &codice)];
        rows.extend(self.fasi(&obiettivo.value, casa, code));
        rows.extend(self.risultati(&obiettivo.value, casa, code));
        rows.extend(self.indicatori(&obiettivo.value, casa, code));
        self.righe.extend(rows.into_iter().map(|(foglio, parte, n, testo, celle)| {
            let chi = match parte {
                Parte::Obiettivo => name.to_owned(),
                _ => format!("{name}, «{}»", short(&testo)),
            };
            Riga { foglio, id: id.clone(), chi, casa, parte, n, testo, celle, unita }
        }));
    }

    fn obiettivo(&self, obiettivo: &Obiettivo, casa: Casa, codice: &str) -> Pezzo {
        let parte = Parte::Obiettivo;
        let open = |campo, forma, dovuta| self.cella(casa, parte, campo, forma, dovuta);
        let atteso = match &obiettivo.risultato_atteso {
            Some(Dovuto::Valore(testo)) => self.testo(*testo),
            _ => String::new(),
        };
        let mut celle = vec![
            Cella::Detta(codice.to_owned()),
            Cella::Detta(obiettivo.titolo.value.clone()),
            Cella::Detta(atteso),
            Cella::Detta(obiettivo.peso.as_ref().map(|peso| detto(&peso.value)).unwrap_or_default()),
        ];
        if self.misura().is_none() {
            celle.extend([open(Campo::Scadenza, Forma::Breve, true), open(Campo::Nota, Forma::Testo, false)]);
        } else {
            let termine = match &obiettivo.scadenza {
                Some(Dovuto::Valore(tempo)) => quando(&tempo.value),
                _ => String::new(),
            };
            let before = obiettivo
                .misurazioni
                .iter()
                .find(|one| one.value.momento == misura::Momento::Monitoraggio && one.value.unita.is_none());
            let before = before.filter(|_| self.momento == Momento::Consuntivo).map(|one| {
                let percent = one.value.percento().map(|percent| format!(" ({})", detto(&percent)));
                format!("{}{}", one.value.stato.label(), percent.unwrap_or_default())
            });
            celle.extend([
                Cella::Detta(termine),
                Cella::Detta(before.unwrap_or_default()),
                open(Campo::Esito, esiti(), true),
                open(Campo::Percentuale, Forma::Percento, false),
                open(Campo::InQuanto, Forma::Testo, false),
                open(Campo::Narrativa, Forma::Testo, false),
                open(Campo::Nota, Forma::Testo, false),
            ]);
        }
        (Foglio::Obiettivi, parte, 0, obiettivo.titolo.value.clone(), celle)
    }

    fn fasi(&self, obiettivo: &Obiettivo, casa: Casa, code: &str) -> Vec<Pezzo> {
        let anno = self.set.anno();
        let numbers = numeri(&obiettivo.fasi);
        let each = obiettivo.fasi.iter().zip(numbers).enumerate().filter_map(|(n, (fase, number))| {
            let parte = Parte::Fase(self.fonti.riga(casa, &["fase"], None, fase.span)?);
            let open = |campo, forma, dovuta| self.cella(casa, parte, campo, forma, dovuta);
            let fase = &fase.value;
            // A phase of other years is not of this one.
            let of_others = |years: Vec<i16>| !years.is_empty() && !years.contains(&anno);
            let years = fase.peso.iter().flat_map(PerAnno::anni).chain(fase.tempi.iter().flat_map(PerAnno::anni));
            if self.misura().is_some() && of_others(years.collect()) {
                return None;
            }
            let testo = self.testo(fase.testo);
            let peso = fase.peso.as_ref().and_then(|peso| peso.di(anno)).map(|peso| detto(&peso.value));
            let tempi = fase.tempi.as_ref().and_then(|tempi| tempi.di(anno)).map(|tempi| quando(&tempi.value));
            let mut celle = vec![
                Cella::Detta(code.to_owned()),
                Cella::Detta(obiettivo.breve().value.clone()),
                Cella::Detta(number),
                Cella::Detta(testo.clone()),
            ];
            let peso = Cella::Detta(peso.unwrap_or_default());
            if self.misura().is_none() {
                celle.extend([peso, open(Campo::Tempi, Forma::Breve, false)]);
            } else {
                let before = self.prima(fase.completamento.as_ref()).map(|one| detto(&one.value));
                celle.extend([
                    Cella::Detta(tempi.unwrap_or_default()),
                    peso,
                    Cella::Detta(before.unwrap_or_default()),
                    open(Campo::Completamento, Forma::Percento, true),
                    open(Campo::Stato, Forma::Scelta(StatoFase::ALL.map(StatoFase::label).to_vec()), false),
                    open(Campo::InQuanto, Forma::Testo, false),
                ]);
            }
            Some((Foglio::Fasi, parte, n, testo, celle))
        });
        each.collect()
    }

    fn risultati(&self, obiettivo: &Obiettivo, casa: Casa, code: &str) -> Vec<Pezzo> {
        if self.misura().is_none() {
            return vec![];
        }
        let anno = self.set.anno();
        let each = obiettivo.risultati.iter().enumerate().filter_map(|(n, risultato)| {
            let parte = Parte::Risultato(self.fonti.riga(casa, &["risultato"], None, risultato.span)?);
            let open = |campo, forma, dovuta| self.cella(casa, parte, campo, forma, dovuta);
            let risultato = &risultato.value;
            if risultato.anno.is_some_and(|year| year != anno) {
                return None;
            }
            let testo = self.testo(risultato.testo);
            let celle = vec![
                Cella::Detta(code.to_owned()),
                Cella::Detta(testo.clone()),
                Cella::Detta(risultato.target.as_ref().map(|target| detto(&target.value)).unwrap_or_default()),
                Cella::Detta(risultato.entro.as_ref().map(|entro| quando(&entro.value)).unwrap_or_default()),
                open(Campo::Esito, esiti(), true),
                open(Campo::InQuanto, Forma::Testo, false),
            ];
            Some((Foglio::Risultati, parte, n, testo, celle))
        });
        each.collect()
    }

    fn indicatori(&self, obiettivo: &Obiettivo, casa: Casa, code: &str) -> Vec<Pezzo> {
        let titolo = &obiettivo.breve().value;
        let mut out = Vec::new();
        // The shares of an indicator are numbered with it: a hundred for each.
        for (n, indicatore) in obiettivo.indicatori.iter().enumerate() {
            let Some(row) = self.fonti.riga(casa, &["indicatore"], None, indicatore.span) else { continue };
            let own = &indicatore.value;
            let testo = self.testo(own.testo);
            let parte = Parte::Indicatore(row);
            out.push(self.indicatore([code, titolo], own, None, casa, (parte, n * 100, testo.clone())));
            for (k, quota) in own.quote.iter().enumerate().filter(|_| self.misura().is_some()) {
                let Some(at) = self.fonti.riga(casa, &["quota"], Some(parte), quota.span) else { continue };
                let unit = self.compiled.index.named::<Unita>(&quota.value.per.value);
                let unit = unit.map(|unit| self.set.nome(&self.compiled.piano[unit].value));
                let testo = format!("{testo}: {}", unit.unwrap_or_else(|| quota.value.per.value.clone()));
                let share = Quota { target: &quota.value.target, rilevato: quota.value.rilevato.as_ref() };
                let parte = Parte::Quota(row, at);
                out.push(self.indicatore([code, titolo], own, Some(share), casa, (parte, n * 100 + k + 1, testo)));
            }
        }
        out
    }

    fn indicatore(
        &self,
        [code, titolo]: [&str; 2],
        indicatore: &Indicatore,
        quota: Option<Quota<'_>>,
        casa: Casa,
        (parte, n, testo): (Parte, usize, String),
    ) -> Pezzo {
        let anno = self.set.anno();
        let attesi: Vec<&Target> = match &quota {
            Some(quota) => vec![&quota.target.value],
            None => indicatore
                .traguardo()
                .and_then(|target| target.di(anno))
                .map_or(vec![], |all| all.0.iter().map(|target| &target.value).collect()),
        };
        let one = match attesi.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let unita = unita(one, indicatore);
        let forma = match one.map(|one| &one.atteso) {
            _ if unita == "%" => Forma::Percento,
            Some(Atteso::Numero { .. }) => Forma::Numero(unita.clone()),
            Some(Atteso::SiNo(_)) => Forma::Scelta(vec!["sì", "no"]),
            Some(Atteso::Tempo(tempo)) if tempo.giorno().is_some() => Forma::Giorno,
            _ => Forma::Breve,
        };
        let come = attesi.iter().map(|target| detto(*target)).collect::<Vec<_>>().join("; ");
        let mut celle = vec![
            Cella::Detta(code.to_owned()),
            Cella::Detta(titolo.to_owned()),
            Cella::Detta(testo.clone()),
            Cella::Detta(indicatore.formula.as_ref().map(|formula| formula.parole()).unwrap_or_default()),
            Cella::Detta(indicatore.fonte.as_ref().map(|fonte| fonte.value.clone()).unwrap_or_default()),
        ];
        let targets = self.anni().into_iter().map(|year| {
            if quota.is_some() {
                return Cella::Detta(String::new());
            }
            let asked = self.momento == Momento::Approvazione;
            match self.cella(casa, parte, Campo::Target(year), Forma::Breve, true) {
                // What the plan has decided for the next year is changed by an update of the plan, not by a sheet.
                Cella::Aperta(open) if !asked && !open.valore.is_empty() => Cella::Detta(open.valore),
                Cella::Aperta(open) => Cella::Aperta(Aperta { come: come.clone(), ..open }),
                said => said,
            }
        });
        let targets: Vec<Cella> = targets.collect();
        if self.misura().is_none() {
            celle.push(self.cella(casa, parte, Campo::Base, Forma::Breve, false));
        } else {
            let base = indicatore.base.as_ref().map(|base| match base.anno {
                Some(year) => format!("{} ({year})", detto(&base.valore.value)),
                None => detto(&base.valore.value),
            });
            let rilevato = quota.as_ref().map_or(indicatore.rilevato.as_ref(), |quota| quota.rilevato);
            let why = match quota {
                Some(_) => Cella::Detta(String::new()),
                None => self.cella(casa, parte, Campo::InQuanto, Forma::Testo, false),
            };
            let value = self.cella(casa, parte, Campo::Rilevato, forma, true);
            celle.extend([
                Cella::Detta(base.unwrap_or_default()),
                Cella::Detta(come),
                Cella::Detta(self.prima(rilevato).map(|one| detto(&one.value)).unwrap_or_default()),
                Cella::Detta(unita),
                value,
                why,
            ]);
        }
        celle.extend(targets);
        (Foglio::Indicatori, parte, n, testo, celle)
    }

    /// What was measured at the monitoring, where this is the end of the year.
    fn prima<'a, T>(&self, values: Option<&'a AlMomento<T>>) -> Option<&'a T> {
        values.filter(|_| self.momento == Momento::Consuntivo)?.monitoraggio.as_ref()
    }
}

/// The sheet of a row, the part, its place, its words and its cells.
type Pezzo = (Foglio, Parte, usize, String, Vec<Cella>);

/// The share of an indicator.
struct Quota<'a> {
    target: &'a Spanned<Target>,
    rilevato: Option<&'a AlMomento<Spanned<Target>>>,
}

fn esiti() -> Forma {
    Forma::Scelta(Esito::ALL.map(Esito::label).to_vec())
}

/// The unit in which an indicator is measured.
fn unita(target: Option<&Target>, indicatore: &Indicatore) -> String {
    let said = target.and_then(Target::valore).map(|(_, unit)| unit.trim().to_owned()).filter(|unit| !unit.is_empty());
    let number = matches!(target.map(|target| &target.atteso), Some(Atteso::Numero { .. }));
    let own = || indicatore.unita_misura.as_ref().map(|unit| unit.value.trim().to_owned()).filter(|_| number);
    said.or_else(own).unwrap_or_default()
}

/// A time as it is written; a day in figures.
fn quando(tempo: &Tempo) -> String {
    tempo.giorno().map_or_else(|| tempo.parola.clone(), |day| day.to_string())
}

/// As it is printed, with plain blanks.
fn detto(value: &dyn std::fmt::Display) -> String {
    value.to_string().replace(['\u{a0}', '\u{202f}'], " ")
}
