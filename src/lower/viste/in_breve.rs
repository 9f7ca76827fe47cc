//! The first page of a report: how the objectives ended, unit by unit, what slipped and why, what it means for the lines of the
//! mandate and for public value, the phases that are late. It is short enough for one page. Every number comes from the cards.

use super::super::quotes::straight;
use super::Lower;
use crate::base::span::Span;
use crate::base::text::capital;
use crate::conti::performance::sintesi::{Come, Indietro, Sintesi};
use crate::document::*;
use crate::lingua::numeri::lettere;
use crate::lingua::numeri::thousands;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Profile, Valore};
use crate::piano::element::value::Dovuto;

/// The most rows of what slipped. Where there is more, the last row says how many.
const INDIETRO: usize = 4;

/// The most phases that are named.
const FASI: usize = 4;

/// The most signs in a row.
const SEGNI: usize = 14;

/// From how many units on their rows have no signs, so that they stay on one page.
const UNITA: usize = 11;

impl<'a> Lower<'a> {
    pub(in crate::lower) fn esiti_in_breve(&mut self, span: Span, out: &mut Vec<Block>) {
        let Some(sintesi) = Sintesi::of(self.piano, self.index) else {
            let words = self.say("Nessun obiettivo è stato ancora misurato.", span);
            out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(words) });
            return;
        };
        let lead = self.in_una_frase(&sintesi, span);
        out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(lead) });
        let counters = self.quattro_conti(&sintesi);
        self.push_counters(counters, "", false, span, out);
        if !sintesi.unita.is_empty() {
            self.titoletto("L’esito di ogni unità", span, out);
            self.unita_in_breve(&sintesi, span, out);
        }
        self.titoletto("Che cosa è rimasto indietro, e perché", span, out);
        self.rimasto_indietro(&sintesi, span, out);
        self.fasi_in_ritardo(&sintesi, span, out);
        let linee = sintesi.linee(self.index);
        if !linee.is_empty() {
            self.titoletto("Che cosa vuol dire per il mandato", span, out);
            let name = self.set.albero.livelli.first().map_or_else(|| "Linea".to_owned(), |name| capital(&name.value));
            let mut rows = Vec::with_capacity(linee.len());
            for (nodo, esiti) in linee {
                let words = self.nome_nodo(nodo);
                let words = self.listed(nodo, &words, span);
                rows.push(self.riga_raccolta(words, &esiti, span));
            }
            self.raccolta(&name, rows, span, out);
        }
        let valori = sintesi.valori(self.index);
        if !valori.is_empty() {
            self.titoletto("Che cosa vuol dire per il valore pubblico", span, out);
            let mut rows = Vec::with_capacity(valori.len());
            for (valore, esiti) in valori {
                let title = straight(&self.piano[valore].value.titolo.value);
                let words = self.index.codice(valore).map_or(title.clone(), |code| format!("{code} – {title}"));
                let words = self.listed(valore, &words, span);
                rows.push(self.riga_raccolta(words, &esiti, span));
            }
            self.raccolta("Valore pubblico", rows, span, out);
        }
        self.nota_sotto(
            "Ogni numero di questa pagina è calcolato dalle schede degli obiettivi. Gli stessi dati, da riusare, sono nei dati aperti del piano: tabella «misurazioni».",
            span,
            out,
        );
    }

    /// A heading of the page. The contents list it, so it has an anchor as those of the authors.
    fn titoletto(&mut self, title: &str, span: Span, out: &mut Vec<Block>) {
        let content = self.say(title, span);
        let anchor = Some(self.heading_anchor(span, &content));
        let level = (self.place.heading + 1).min(6);
        out.push(Block { anchor, span, kind: BlockKind::Heading { level, number: None, content } });
    }

    /// What happened, in two or three sentences.
    fn in_una_frase(&self, sintesi: &Sintesi<'a>, span: Span) -> Words {
        let final_ = sintesi.momento == Momento::Consuntivo;
        let all = sintesi.obiettivi.len();
        let own = all - sintesi.comuni.len();
        let had = match (sintesi.unita.len(), final_) {
            (1, true) => "aveva",
            (1, false) => "ha",
            (_, true) => "avevano",
            (_, false) => "hanno",
        };
        let units = if sintesi.unita.len() == 1 {
            "un’unità".to_owned()
        } else {
            format!("{} unità", parola(sintesi.unita.len()))
        };
        let what = match (own, sintesi.comuni.len()) {
            (0, n) => format!("{} in comune", obiettivi(n)),
            (n, 0) => obiettivi(n),
            (1, n) => format!("un obiettivo proprio e {} in comune", parola(n)),
            (n, m) => format!("{} obiettivi propri e {} in comune", parola(n), parola(m)),
        };
        // Objectives without a unit belong to the whole body.
        let who = match sintesi.unita.len() {
            0 => format!("Il piano {} {}. ", if final_ { "aveva" } else { "ha" }, obiettivi(all)),
            _ => format!("{} {had} {what}. ", capital(&units)),
        };
        let mut words = self.say(&who, span);
        let count = |esito| sintesi.conta(esito, sintesi.momento);
        let (full, part, missed, replaced) = (
            count(Esito::Raggiunto),
            count(Esito::ParzialmenteRaggiunto),
            count(Esito::NonRaggiunto),
            count(Esito::Sostituito),
        );
        // What another took the place of is told beside the others, and is none of those that could be reached.
        let measured = full + part + missed;
        let of = |come: Come| sintesi.obiettivi.iter().filter(|pos| sintesi.come(**pos) == come).count();
        let withheld = match of(Come::Riservato) {
            0 => String::new(),
            1 => " Di uno non c’è un esito pubblico.".to_owned(),
            n => format!(" Di {} non c’è un esito pubblico.", parola(n)),
        };
        let missing = match of(Come::NonMisurato) {
            0 => withheld,
            1 => format!("{withheld} Uno non è stato misurato."),
            n => format!("{withheld} {} non sono stati misurati.", capital(&parola(n))),
        };
        if !final_ {
            words.extend(self.say(&format!("Al {} ", self.set.giorno(sintesi.momento).lunga()), span));
        }
        if measured + replaced == 1 {
            let how = [
                (full, "è raggiunto"),
                (part, "è raggiunto in parte"),
                (missed, "non è raggiunto"),
                (replaced, "è stato sostituito da un altro"),
            ];
            let how = how.into_iter().find(|(n, _)| *n == 1).map_or("", |(_, words)| words);
            let one = if all == 1 { "l’obiettivo" } else { "l’unico con un esito" };
            let one = format!("{one} {how}.");
            words.push(Inline::Strong(self.say(&if final_ { capital(&one) } else { one }, span)));
            words.extend(self.say(&missing, span));
            return words;
        }
        let reached = match full {
            _ if measured == 0 => format!("{} sono stati sostituiti da altri", parola(replaced)),
            1 if measured == 1 => "uno è raggiunto".to_owned(),
            0 if measured == 1 && part == 1 => "uno è raggiunto in parte".to_owned(),
            0 if measured == 1 => "uno non è raggiunto".to_owned(),
            0 => format!("nessuno su {} è raggiunto", parola(measured)),
            1 => format!("uno su {} è raggiunto", parola(measured)),
            n => format!("{} su {} sono raggiunti", parola(n), parola(measured)),
        };
        let reached = if final_ { capital(&reached) } else { reached };
        words.push(Inline::Strong(self.say(&reached, span)));
        let partly = match part {
            n if n == 0 || measured < 2 => String::new(),
            1 => ", uno lo è in parte".to_owned(),
            n => format!(", {} lo sono in parte", parola(n)),
        };
        let missed_words = match missed {
            n if n == 0 || measured < 2 => None,
            1 => Some("uno non è raggiunto".to_owned()),
            n => Some(format!("{} non sono raggiunti", parola(n))),
        };
        let replaced_words = match replaced {
            n if n == 0 || measured == 0 => None,
            1 => Some("uno è stato sostituito da un altro".to_owned()),
            n => Some(format!("{} sono stati sostituiti da altri", parola(n))),
        };
        let rest = match (missed_words, replaced_words) {
            (None, None) if measured == 0 => String::new(),
            (None, None) => "Nessuno è stato mancato né sostituito.".to_owned(),
            (Some(one), None) | (None, Some(one)) => format!("{}.", capital(&one)),
            (Some(one), Some(other)) => format!("{}, {other}.", capital(&one)),
        };
        words.extend(self.say(format!("{partly}. {rest}").trim_end(), span));
        words.extend(self.say(&missing, span));
        words
    }

    fn quattro_conti(&self, sintesi: &Sintesi<'a>) -> Vec<Counter> {
        let all = [
            (Esito::Raggiunto, "raggiunti", "raggiunto"),
            (Esito::ParzialmenteRaggiunto, "raggiunti in parte", "raggiunto in parte"),
            (Esito::NonRaggiunto, "non raggiunti", "non raggiunto"),
            (Esito::Sostituito, "sostituiti da altri", "sostituito da un altro"),
        ];
        let of = |esito, momento| sintesi.conta(esito, momento);
        let ever = |esito| Momento::ALL.into_iter().any(|momento| of(esito, momento) > 0);
        let mut counters = Vec::with_capacity(all.len());
        for (esito, many, one) in all {
            // A plan in which nothing was replaced does not count it.
            if esito == Esito::Sostituito && !ever(esito) {
                continue;
            }
            let n = of(esito, sintesi.momento);
            let note = sintesi.prima.map(|prima| format!("al {}: {}", self.set.giorno(prima), of(esito, prima)));
            let counter = Counter::new(thousands(n as u64), if n == 1 { one } else { many });
            counters.push(Counter { sign: Some(esito), note, ..counter });
        }
        counters
    }

    /// The units in the order of the plan, with the signs of their own objectives, the bar of their outcome and its numbers.
    fn unita_in_breve(&mut self, sintesi: &Sintesi<'a>, span: Span, out: &mut Vec<Block>) {
        let at = self.set.giorno(sintesi.momento);
        let mut names = vec![("Unità".to_owned(), Profile::Testo), ("Obiettivi propri".into(), Profile::Testo)];
        let weighted = sintesi.unita.iter().any(|(_, quadro)| quadro.esito(sintesi.momento).is_some());
        if weighted {
            names.push((format!("Esito al {at}"), Profile::Numero));
            names.extend(sintesi.prima.map(|prima| (format!("Al {}", self.set.giorno(prima)), Profile::Numero)));
        }
        let mut columns = self.columns(&names, span);
        let mut rows = Vec::with_capacity(sintesi.unita.len());
        let mut alone = false;
        for (unita, quadro) in &sintesi.unita {
            let name = self.nome_unita(*unita);
            let code = self.index.codice(*unita).filter(|_| !self.set.performance.codici_unita);
            let name = code.map_or(name.clone(), |code| format!("{code} {name}"));
            let own = sintesi.propri(quadro);
            let mut signs = if sintesi.unita.len() < UNITA { self.segni(&own) } else { Words::new() };
            signs.extend((!signs.is_empty()).then_some(Inline::Break));
            signs.push(Inline::Small(self.raggiunti(&own, false, span)));
            let mut cells: Vec<Cell> = vec![self.listed(*unita, &name, span).into(), signs.into()];
            if weighted {
                let before = sintesi.prima.and_then(|prima| quadro.esito(prima));
                let private = quadro.riservato(sintesi.momento);
                alone |= private;
                match quadro.esito(sintesi.momento) {
                    Some(value) => {
                        // On a phone a cell without words is left out, so the number stands beside its bar.
                        let mut words = vec![Inline::Strong(self.say(&value.esteso(), span))];
                        words.extend(self.say("\u{a0}", span));
                        words.push(Inline::Mark(Mark::Bar(Strip { value, before, wide: true })));
                        cells.push(Cell::new(words, value));
                    }
                    None => {
                        let why = match quadro.peso() {
                            _ if private => "riservato",
                            None => "senza pesi",
                            Some(_) => "non calcolabile",
                        };
                        cells.push(vec![Inline::Small(self.say(why, span))].into());
                    }
                }
                if sintesi.prima.is_some() {
                    let words = before.map_or_else(|| "–".to_owned(), Percento::esteso);
                    cells.push(Cell::new(self.say(&words, span), before));
                }
            }
            rows.push(Row::new(cells, span));
        }
        Self::con_scala(&mut columns, &rows);
        self.bare_table(columns, rows, span, out);
        let mut notes: Vec<String> = Vec::new();
        if weighted {
            notes.push("L’esito di un’unità è la media degli esiti, pesata con i pesi del piano".into());
            let tick = sintesi.prima.map(|prima| format!(", il tratto scuro è l’esito al {}", self.set.giorno(prima)));
            notes.push(format!("la barra va da 0 a 100{}", tick.unwrap_or_default()));
            notes.push("il piano non dà un peso alle unità: perciò non c’è una media dell’ente".into());
        }
        notes.extend(weighted.then(|| self.perche_non_si_calcola(sintesi)).flatten());
        notes.extend(
            alone.then(|| "l’esito di un’unità di una persona è riservato, con ciò che lo farebbe ricavare".to_owned()),
        );
        let shapes = Esito::ALL.iter().filter(|esito| {
            sintesi.unita.iter().any(|(_, quadro)| sintesi.propri(quadro).contains(&Come::Esito(**esito)))
        });
        let mut words = Words::new();
        for esito in shapes {
            words.extend((!words.is_empty()).then(|| self.say(", ", span)).into_iter().flatten());
            words.push(Inline::Mark(Mark::Sign(Sign::Esito(*esito))));
            words.extend(self.say(&format!("\u{a0}{}", esito.label()), span));
        }
        if !notes.is_empty() {
            let notes = notes.join("; ");
            // Where no unit has an outcome, no sign stands before.
            let notes = if words.is_empty() { format!("{}.", capital(&notes)) } else { format!(". {notes}.") };
            words.extend(self.say(&notes, span));
        }
        if !words.is_empty() {
            self.nota_con(words, span, out);
        }
    }

    /// Why the outcome of some units cannot be computed: an objective that counts in it was not measured.
    fn perche_non_si_calcola(&self, sintesi: &Sintesi<'a>) -> Option<String> {
        let open = sintesi.unita.iter().filter(|(_, quadro)| !quadro.riservato(sintesi.momento));
        let said: Vec<String> = open
            .filter_map(|(unita, quadro)| {
                let missing = sintesi.senza_esito(quadro);
                let name = |pos: &Pos<Obiettivo>| {
                    let code = self.index.codice(*pos).map(str::to_owned);
                    code.unwrap_or_else(|| format!("«{}»", straight(&self.obiettivo(*pos).breve().value)))
                };
                let names: Vec<String> = missing.iter().map(name).collect();
                (!names.is_empty()).then(|| format!("{} ({})", self.nome_unita(*unita), names.join(", ")))
            })
            .collect();
        (!said.is_empty())
            .then(|| format!("non è calcolabile dove di un obiettivo con un peso manca l’esito: {}", said.join("; ")))
    }

    /// The signs of some outcomes, the best first. Many have none.
    fn segni(&self, esiti: &[Come]) -> Words {
        let known = || {
            Esito::ALL
                .iter()
                .flat_map(|wanted| esiti.iter().filter_map(|come| come.esito()).filter(move |e| e == wanted))
        };
        match known().count() {
            n if n > SEGNI => Words::new(),
            _ => known().map(|esito| Inline::Mark(Mark::Sign(Sign::Esito(esito)))).collect(),
        }
    }

    /// `14 su 17`, or `14 raggiunti su 17`: how many of some objectives are reached in full.
    fn raggiunti(&self, esiti: &[Come], named: bool, span: Span) -> Words {
        let reached = esiti.iter().filter(|come| come.esito() == Some(Esito::Raggiunto)).count();
        let of = |wanted: Come| esiti.iter().filter(|come| **come == wanted).count();
        // What another took the place of could not be reached, and is told apart.
        let replaced = of(Come::Esito(Esito::Sostituito));
        let all = esiti.len() - replaced;
        let words = match (all, of(Come::Riservato), of(Come::NonMisurato)) {
            (0, ..) if replaced == 1 => "uno, sostituito".to_owned(),
            (0, ..) if replaced > 1 => format!("{replaced}, sostituiti"),
            (0, ..) => "nessuno".to_owned(),
            (1, 0, 1) => "uno, non misurato".to_owned(),
            (_, 0, missing) if missing == all => format!("{all}, non misurati"),
            (_, withheld, 0) if withheld == all => format!("{all}, senza un esito pubblico"),
            (_, withheld, missing) if withheld + missing == all => format!("{all}, senza un esito"),
            _ if !named => format!("{reached} su {all}"),
            _ if reached == 1 => format!("uno raggiunto su {all}"),
            _ => format!("{reached} raggiunti su {all}"),
        };
        let apart = match replaced {
            n if n == 0 || all == 0 => String::new(),
            1 => ", uno sostituito".to_owned(),
            n => format!(", {n} sostituiti"),
        };
        self.say(&(words + &apart), span)
    }

    fn riga_raccolta(&self, name: Words, esiti: &[Come], span: Span) -> Row {
        Row::new([name, self.segni(esiti), self.raggiunti(esiti, true, span)], span)
    }

    fn raccolta(&mut self, name: &str, mut rows: Vec<Row>, span: Span, out: &mut Vec<Block>) {
        let mut names = vec![(name, Profile::Testo), ("Obiettivi", Profile::Testo), ("Raggiunti", Profile::Testo)];
        // A column of signs that no row has says nothing.
        if rows.iter().all(|row| row.cells.get(1).is_none_or(|cell| cell.words.is_empty())) {
            names.remove(1);
            rows.iter_mut().for_each(|row| drop(row.cells.remove(1)));
        }
        let columns = self.columns(&names, span);
        self.bare_table(columns, rows, span, out);
    }

    fn rimasto_indietro(&mut self, sintesi: &Sintesi<'a>, span: Span, out: &mut Vec<Block>) {
        let all = sintesi.indietro(self.index);
        if all.is_empty() {
            let replaced = sintesi.conta(Esito::Sostituito, sintesi.momento) > 0;
            let but = if replaced { ", o sostituito da un altro" } else { "" };
            let withheld = sintesi.obiettivi.iter().any(|pos| sintesi.come(*pos) == Come::Riservato);
            let which = if withheld { "un esito pubblico" } else { "un esito" };
            let words = self.say(&format!("Niente: ogni obiettivo che ha {which} è raggiunto per intero{but}."), span);
            out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(words) });
            return;
        }
        let shown = if all.len() > INDIETRO { INDIETRO - 1 } else { all.len() };
        let weighted = all.iter().any(|one| one.mancano.is_some());
        let mut names = vec![("Esito", Profile::Numero), ("Obiettivo", Profile::Testo), ("Perché", Profile::Testo)];
        names.extend(weighted.then_some(("Punti mancanti", Profile::Numero)));
        let columns = self.columns(&names, span);
        let mut rows = Vec::with_capacity(shown);
        for one in all.iter().take(shown) {
            rows.push(self.indietro(one, weighted, span));
        }
        self.bare_table(columns, rows, span, out);
        let mut notes = Vec::new();
        match all.len() - shown {
            0 => {}
            n => notes.push(format!("Altri {} sono nelle tabelle delle unità.", parola(n))),
        }
        if weighted {
            notes.push("I punti mancanti sono il peso dell’obiettivo per la parte non raggiunta.".to_owned());
        }
        notes.extend(self.somma_che_torna(sintesi, &all, shown));
        if !notes.is_empty() {
            self.nota_sotto(&notes.join(" "), span, out);
        }
    }

    fn indietro(&mut self, one: &Indietro<'a>, weighted: bool, span: Span) -> Row {
        let mut outcome = vec![Inline::Mark(Mark::Sign(Sign::Esito(one.misura.stato)))];
        let how_much = one.esito.map_or_else(|| one.misura.stato.label().to_owned(), |esito| esito.to_string());
        outcome.push(Inline::Strong(self.say(&format!("\u{a0}{how_much}"), span)));
        let title = straight(&self.obiettivo(one.obiettivo).breve().value);
        let mut name = self.listed(one.obiettivo, &title, span);
        let whose: Vec<String> =
            one.codice.clone().into_iter().chain(one.unita.map(|unita| self.nome_unita(unita))).collect();
        if !whose.is_empty() {
            name.push(Inline::Break);
            name.push(Inline::Small(self.say(&whose.join(" · "), span)));
        }
        let why = match &one.misura.in_quanto {
            Some(Dovuto::Valore(text)) => self.value(&Valore::Prosa(*text), span),
            Some(Dovuto::Assente(reason)) => vec![Inline::Small(self.say(straight(&reason.value).trim(), span))],
            None => vec![Inline::Small(self.say("motivo non indicato", span))],
        };
        let mut cells = vec![Cell::new(outcome, one.esito), name.into(), why.into()];
        if weighted {
            let words = one.mancano.map_or_else(|| "–".to_owned(), punti);
            cells.push(Cell::new(self.say(&words, span), one.mancano));
        }
        Row::new(cells, span)
    }

    /// `La somma torna: Servizi al personale 4,60 + 1,00 + 0,40 = 6,00, cioè 100 − 94,00.` Of a unit of which some row is not shown,
    /// nothing. What is shown is rounded, each by itself, and the words say by how much.
    fn somma_che_torna(&self, sintesi: &Sintesi<'a>, all: &[Indietro<'a>], shown: usize) -> Option<String> {
        let mut said = Vec::new();
        for (unita, quadro) in &sintesi.unita {
            let of = |one: &&Indietro<'a>| one.unita == Some(*unita) && one.mancano.is_some();
            let rows: Vec<Percento> = all.iter().take(shown).filter(of).filter_map(|one| one.mancano).collect();
            let Some(total) = quadro.esito(sintesi.momento) else { continue };
            let sum: Percento = rows.iter().copied().sum();
            let off = (sum.0 + total.0 - quadro.peso()?.0).unsigned_abs();
            // Half a hundredth for each number that is shown.
            let rounded = off * 2 <= rows.len() as u64 + 1;
            if rows.is_empty() || all.iter().skip(shown).any(|one| of(&one)) || !rounded {
                continue;
            }
            let off = match off {
                0 => String::new(),
                1 => " (un centesimo è arrotondamento)".to_owned(),
                n => format!(" ({n} centesimi sono arrotondamento)"),
            };
            let parts: Vec<String> = rows.iter().copied().map(punti).collect();
            let left =
                if parts.len() == 1 { parts.concat() } else { format!("{} = {}", parts.join(" + "), punti(sum)) };
            let whole = quadro.peso()?.numero();
            said.push(format!("{} {left}, cioè {whole}\u{a0}− {}{off}", self.nome_unita(*unita), punti(total)));
        }
        (!said.is_empty()).then(|| format!("La somma torna: {}.", said.join("; ")))
    }

    /// The phases that are late, in one sentence: a table would take the room of a page that must be one.
    fn fasi_in_ritardo(&mut self, sintesi: &Sintesi<'a>, span: Span, out: &mut Vec<Block>) {
        let all = sintesi.in_ritardo(self.set);
        if all.is_empty() {
            return;
        }
        let shown = if all.len() > FASI { FASI - 1 } else { all.len() };
        let title = if all.len() == 1 {
            "Una fase in ritardo: ".into()
        } else {
            format!("Fasi in ritardo, {}: ", parola(all.len()))
        };
        let mut words = vec![Inline::Strong(self.say(&title, span))];
        let anno = self.set.anno();
        for (n, one) in all.iter().take(shown).enumerate() {
            words.extend((n > 0).then(|| self.say("; ", span)).into_iter().flatten());
            let title = straight(&self.obiettivo(one.obiettivo).breve().value);
            words.extend(self.say(&format!("fase {} di ", one.numero), span));
            words.extend(self.listed(one.obiettivo, &title, span));
            let when = one.fase.tempi.as_ref().and_then(|tempi| tempi.di(anno)).map(|tempo| self.tempo(&tempo.value));
            let done = one.fatto.map(|fatto| format!("fatta al {fatto}"));
            let said: Vec<String> = when.into_iter().chain(done).collect();
            if !said.is_empty() {
                words.extend(self.say(&format!(", {}", said.join(", ")), span));
            }
        }
        let rest = all.len() - shown;
        let end = if rest > 0 { format!("; altre {} sono nelle schede.", parola(rest)) } else { ".".to_owned() };
        words.extend(self.say(&end, span));
        out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(words) });
    }
}

/// A number in words up to twenty, in figures after.
fn parola(n: usize) -> String {
    let n = n as u64;
    if n <= 20 { lettere(n) } else { thousands(n) }
}

fn obiettivi(n: usize) -> String {
    if n == 1 { "un obiettivo".to_owned() } else { format!("{} obiettivi", parola(n)) }
}

/// `4,60`: points of a hundred, always with two decimals.
pub(super) fn punti(value: Percento) -> String {
    value.esteso().trim_end_matches(['%', '\u{a0}']).to_owned()
}
