//! What is due of each objective at a moment of the year, as the tables that its unit fills.

use super::fonti::{Campo, Casa, Fonti, Parte};
use super::moduli::{Aperta, Cella, Colonna, Foglio, Forma, Modulo, Riga};
use super::parole;
use crate::base::span::Spanned;
use crate::base::text::short;
use crate::conti::rischi::Rischi;
use crate::diag::codes::P1507;
use crate::diag::{Diagnostic, nearest};
use crate::editor::modulo::Scritto;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::{self, AlMomento, PerAnno, Peso};
use crate::piano::element::misura_prevenzione::MisuraPrevenzione;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::piano::element::obiettivo::indicatore::{Indicatore, QuotaIndicatore};
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione};
use crate::piano::element::pos::Pos;
use crate::piano::element::target::{Atteso, Target};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Dovuto, Testo};
use crate::piano::settings::{Impostazioni, Momento};
use crate::project::Compiled;
use std::collections::BTreeMap;

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
        let elementi = &compiled.piano.elementi;
        let spans = elementi.obiettivi.iter().map(|obiettivo| obiettivo.span);
        let spans = spans.chain(elementi.misure_prevenzione.iter().map(|misura| misura.span));
        let mut out = Dovuti {
            compiled,
            set,
            momento: momento.unwrap_or(set.momento.value),
            fuori: vec![],
            fonti: Fonti::of(&compiled.sources, spans),
            righe: vec![],
        };
        let (mut senza, mut chiusi) = (Vec::new(), Vec::new());
        for (pos, obiettivo) in elementi.each::<Obiettivo>() {
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
        if out.misura().is_some() {
            chiusi.extend(out.misure());
        }
        let mut fuori = |names: Vec<String>, why: &str| {
            if !names.is_empty() {
                out.fuori.push(format!("Restano fuori {}: {}.", why, names.join(", ")));
            }
        };
        fuori(senza, "gli obiettivi che non hanno la loro unità");
        fuori(chiusi, "le schede scritte in una riga fra graffe, che si compilano a mano");
        Some(out)
    }

    /// All the rows, of all the units.
    pub(super) fn righe(&self) -> &[Riga] {
        &self.righe
    }

    /// The id of the unit that `word` names, of those that have one of `moduli`.
    ///
    /// # Errors
    /// P1507 when there is none, or it answers for no objective.
    pub(super) fn unita(&self, word: &str, moduli: &[Modulo]) -> Result<String, Diagnostic> {
        let index = &self.compiled.index;
        let ids: Vec<&str> = moduli.iter().map(|modulo| modulo.id.as_str()).collect();
        let found = index.named::<Unita>(word).and_then(|pos| index.id(pos)).map(|id| id.as_str().to_owned());
        if let Some(id) = found.as_ref().filter(|id| ids.contains(&id.as_str())) {
            return Ok(id.clone());
        }
        let what = match found {
            Some(_) => format!("«{word}» non risponde di nessun obiettivo"),
            None => format!("nel piano non c’è l’unità «{word}»"),
        };
        let near = nearest(word, ids.iter().copied()).map(|id| format!("forse intendevi `{id}`"));
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
            let something = |cell: &Cella| cell.letta().is_none_or(|words| !words.is_empty());
            rows.iter().any(|row| row.celle.get(n).is_some_and(something))
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
    pub(super) fn anni(&self) -> Vec<i16> {
        let anno = self.set.anno();
        match self.momento {
            Momento::Approvazione => self.set.anni().collect(),
            Momento::Monitoraggio => vec![],
            Momento::Consuntivo => self.set.anni().filter(|year| *year == anno + 1).collect(),
        }
    }

    fn testo(&self, testo: Testo) -> String {
        parole::testo(self.compiled, testo)
    }

    /// The cell of a field.
    fn cella(&self, casa: Casa, parte: Parte, campo: Campo, forma: Forma, dovuta: bool) -> Cella {
        let cell = |valore: String| {
            let (forma, come, unita) = (forma.clone(), String::new(), String::new());
            Cella::Aperta(Aperta { campo, valore, forma, dovuta, come, unita })
        };
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
        rows.extend(self.indicatori(&obiettivo.value.breve().value, &obiettivo.value.indicatori, casa, code));
        self.metti(rows, &id, name, casa, unita);
    }

    fn metti(&mut self, rows: Vec<Pezzo>, id: &str, name: &str, casa: Casa, unita: Pos<Unita>) {
        self.righe.extend(rows.into_iter().map(|(foglio, parte, n, testo, celle)| {
            let chi = match parte {
                Parte::Scheda => name.to_owned(),
                _ => format!("{name}, «{}»", short(&testo)),
            };
            Riga { foglio, id: id.to_owned(), chi, casa, parte, n, testo, celle, unita }
        }));
    }

    /// Adds the measures of prevention, each with the first unit that answers for it. One that is an objective too is followed there. The
    /// names of those that stay out because of the way in which they are written.
    fn misure(&mut self) -> Vec<String> {
        let Compiled { piano, index, .. } = self.compiled;
        let rischi = Rischi::di(piano, index);
        let mut chiuse = Vec::new();
        for (pos, misura) in piano.elementi.each::<MisuraPrevenzione>() {
            let own = misura.span.file.vicino().is_none() && misura.value.obiettivo.is_none();
            let unit = rischi.responsabili(pos).into_iter().find_map(|chi| rischi.unita(chi)).filter(|_| own);
            let (Some(unit), Some(id)) = (unit, index.id(pos).map(|id| id.as_str().to_owned())) else { continue };
            let codice = index.codice(pos).unwrap_or_default().to_owned();
            let titolo = misura.value.titolo.value.clone();
            let name = if codice.is_empty() { titolo.clone() } else { codice.clone() };
            let Some(casa) = self.fonti.casa(misura.span) else {
                chiuse.push(name);
                continue;
            };
            let mut rows = vec![self.una_misura(&misura.value, casa, &codice)];
            rows.extend(self.indicatori(&titolo, &misura.value.indicatori, casa, &name));
            self.metti(rows, &id, &name, casa, unit);
        }
        chiuse
    }

    fn una_misura(&self, misura: &MisuraPrevenzione, casa: Casa, codice: &str) -> Pezzo {
        let termine = match &misura.scadenza {
            Some(Dovuto::Valore(tempo)) => quando(&tempo.value),
            _ => String::new(),
        };
        let mut celle = vec![
            Cella::Detta(codice.to_owned()),
            Cella::Detta(misura.titolo.value.clone()),
            Cella::Detta(termine),
            Cella::Detta(misura.controllo.as_ref().map(|words| words.value.clone()).unwrap_or_default()),
        ];
        celle.extend(self.esito(&misura.misurazioni, casa));
        (Foglio::Misure, Parte::Scheda, 0, misura.titolo.value.clone(), celle)
    }

    /// The outcome of a record: what was said at the monitoring, and the cells for what is to be said now.
    fn esito(&self, misurazioni: &[Spanned<Misurazione>], casa: Casa) -> Vec<Cella> {
        let open = |campo, forma, dovuta| self.cella(casa, Parte::Scheda, campo, forma, dovuta);
        let monitoring = |one: &&Spanned<Misurazione>| {
            one.value.momento == misura::Momento::Monitoraggio && one.value.unita.is_none()
        };
        let before = misurazioni.iter().find(monitoring).filter(|_| self.momento == Momento::Consuntivo);
        let before = before.map(|one| {
            let percent = one.value.percento().map(|percent| format!(" ({})", detto(&percent)));
            format!("{}{}", one.value.stato.label(), percent.unwrap_or_default())
        });
        vec![
            Cella::Detta(before.unwrap_or_default()),
            open(Campo::Esito, esiti(), true),
            open(Campo::Percentuale, Forma::Percento, false),
            open(Campo::InQuanto, Forma::Testo, false),
            open(Campo::Narrativa, Forma::Testo, false),
            open(Campo::Nota, Forma::Testo, false),
        ]
    }

    fn obiettivo(&self, obiettivo: &Obiettivo, casa: Casa, codice: &str) -> Pezzo {
        let parte = Parte::Scheda;
        let open = |campo, forma, dovuta| self.cella(casa, parte, campo, forma, dovuta);
        let atteso = match &obiettivo.risultato_atteso {
            Some(Dovuto::Valore(testo)) => self.testo(*testo),
            _ => String::new(),
        };
        let mut celle = vec![
            Cella::Detta(codice.to_owned()),
            Cella::Detta(obiettivo.titolo.value.clone()),
            Cella::Detta(atteso),
            Cella::Detta(obiettivo.peso.as_ref().map(|peso| peso_detto(peso.value)).unwrap_or_default()),
        ];
        if self.misura().is_none() {
            celle.extend([open(Campo::Scadenza, Forma::Breve, true), open(Campo::Nota, Forma::Testo, false)]);
        } else {
            let termine = match &obiettivo.scadenza {
                Some(Dovuto::Valore(tempo)) => quando(&tempo.value),
                _ => String::new(),
            };
            celle.push(Cella::Detta(termine));
            celle.extend(self.esito(&obiettivo.misurazioni, casa));
        }
        (Foglio::Obiettivi, parte, 0, obiettivo.titolo.value.clone(), celle)
    }

    fn fasi(&self, obiettivo: &Obiettivo, casa: Casa, code: &str) -> Vec<Pezzo> {
        let anno = self.set.anno();
        let numbers = numeri(&obiettivo.fasi);
        let each = obiettivo.fasi.iter().zip(numbers).enumerate().filter_map(|(n, (fase, number))| {
            let parte = Parte::Fase(self.fonti.riga(casa, "fase", None, fase.span)?);
            let open = |campo, forma, dovuta| self.cella(casa, parte, campo, forma, dovuta);
            let fase = &fase.value;
            // A phase of other years is not of this one.
            let of_others = |years: Vec<i16>| !years.is_empty() && !years.contains(&anno);
            let years = fase.peso.iter().flat_map(PerAnno::anni).chain(fase.tempi.iter().flat_map(PerAnno::anni));
            if self.misura().is_some() && of_others(years.collect()) {
                return None;
            }
            let testo = self.testo(fase.testo);
            let peso = fase.peso.as_ref().and_then(|peso| peso.di(anno)).map(|peso| peso_detto(peso.value));
            let tempi = fase.tempi.as_ref().and_then(|tempi| tempi.di(anno)).map(|tempi| quando(&tempi.value));
            let mut celle = vec![
                Cella::Detta(code.to_owned()),
                Cella::Detta(obiettivo.breve().value.clone()),
                Cella::Detta(number),
                Cella::Detta(testo.clone()),
            ];
            let peso = Cella::Detta(peso.unwrap_or_default());
            if self.misura().is_none() {
                // Times by year are changed in the plan: here they are read.
                let written = fase.tempi.as_ref().map(|tempi| tempi.parole(&|tempo| quando(&tempo.value)));
                let tempi = match open(Campo::Tempi, Forma::Breve, false) {
                    Cella::Detta(words) => Cella::Detta(written.unwrap_or(words)),
                    other => other,
                };
                celle.extend([peso, tempi]);
            } else {
                let before = self.prima(fase.completamento.as_ref()).map(|one| detto(&one.value));
                celle.extend([
                    Cella::Detta(tempi.unwrap_or_default()),
                    peso,
                    Cella::Detta(before.unwrap_or_default()),
                    open(Campo::Completamento, Forma::Percento, true),
                    open(Campo::Stato, stati(), false),
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
            let parte = Parte::Risultato(self.fonti.riga(casa, "risultato", None, risultato.span)?);
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

    fn indicatori(&self, titolo: &str, all: &[Spanned<Indicatore>], casa: Casa, code: &str) -> Vec<Pezzo> {
        let mut out = Vec::new();
        // The shares of an indicator are numbered with it: a hundred for each.
        for (n, indicatore) in all.iter().enumerate() {
            let Some(row) = self.fonti.riga(casa, "indicatore", None, indicatore.span) else { continue };
            let own = &indicatore.value;
            let testo = self.testo(own.testo);
            let parte = Parte::Indicatore(row);
            out.push(self.indicatore([code, titolo], own, None, casa, (parte, n * 100, testo.clone())));
            for (k, quota) in own.quote.iter().enumerate().filter(|_| self.misura().is_some()) {
                let Some(at) = self.fonti.riga(casa, "quota", Some(parte), quota.span) else { continue };
                let unit = self.compiled.index.named::<Unita>(&quota.value.per.value);
                let unit = unit.map(|unit| self.set.nome(&self.compiled.piano[unit].value));
                let testo = format!("{testo}: {}", unit.unwrap_or_else(|| quota.value.per.value.clone()));
                let parte = (Parte::Quota(row, at), n * 100 + k + 1, testo);
                out.push(self.indicatore([code, titolo], own, Some(&quota.value), casa, parte));
            }
        }
        out
    }

    fn indicatore(
        &self,
        [code, titolo]: [&str; 2],
        indicatore: &Indicatore,
        quota: Option<&QuotaIndicatore>,
        casa: Casa,
        (parte, n, testo): (Parte, usize, String),
    ) -> Pezzo {
        let anno = self.set.anno();
        let attesi: Vec<&Target> = match quota {
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
            Some(Atteso::SiNo(_)) => Forma::Scelta(vec![("sì", "sì"), ("no", "no")]),
            Some(Atteso::Tempo(tempo)) if tempo.giorno().is_some() => Forma::Giorno,
            _ if unita == "%" => Forma::Percento,
            Some(Atteso::Numero { .. }) => Forma::Numero(unita.clone()),
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
                Cella::Aperta(open) if !asked && !open.valore.is_empty() => Cella::Decisa(open),
                said => said.con(&come, &unita),
            }
        });
        let targets: Vec<Cella> = targets.collect();
        if self.misura().is_none() {
            let base = self.cella(casa, parte, Campo::Base, Forma::Breve, false).con("", &unita);
            celle.extend([Cella::Detta(unita), base]);
        } else {
            let base = indicatore.base.as_ref().map(|base| match base.anno {
                Some(year) => format!("{} ({year})", detto(&base.valore.value)),
                None => detto(&base.valore.value),
            });
            let rilevato = quota.map_or(&indicatore.rilevato, |quota| &quota.rilevato).as_ref();
            let why = match quota {
                Some(_) => Cella::Detta(String::new()),
                None => self.cella(casa, parte, Campo::InQuanto, Forma::Testo, false),
            };
            let value = self.cella(casa, parte, Campo::Rilevato, forma, true).con(&come, "");
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

fn esiti() -> Forma {
    Forma::Scelta(Esito::ALL.map(|esito| (esito.nome(), esito.label())).to_vec())
}

fn stati() -> Forma {
    Forma::Scelta(StatoFase::ALL.map(|stato| (stato.nome(), stato.label())).to_vec())
}

/// The unit in which an indicator is measured.
fn unita(target: Option<&Target>, indicatore: &Indicatore) -> String {
    let said = target.and_then(Target::valore).map(|(_, unit)| unit.trim().to_owned()).filter(|unit| !unit.is_empty());
    let other = matches!(target.map(|target| &target.atteso), Some(Atteso::SiNo(_) | Atteso::Tempo(_)));
    let own = || indicatore.unita_misura.as_ref().map(|unit| unit.value.trim().to_owned()).filter(|_| !other);
    said.or_else(own).unwrap_or_default()
}

/// A time as it is written; a day in figures.
fn quando(tempo: &Tempo) -> String {
    tempo.giorno().map_or_else(|| tempo.parola.clone(), |day| day.to_string())
}

/// A weight, with what its sign means.
fn peso_detto(peso: Peso) -> String {
    match peso {
        Peso::Numero(_) => detto(&peso),
        Peso::NonValutato => "== (non valutato)".to_owned(),
        Peso::Incentivato => "* (incentivato a parte)".to_owned(),
    }
}

/// As it is printed, with plain blanks.
fn detto(value: &dyn std::fmt::Display) -> String {
    value.to_string().replace(['\u{a0}', '\u{202f}'], " ")
}
