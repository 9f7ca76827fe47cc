//! The table of a unit: its objectives with weight, priority, duration and outcomes, and the totals that follow.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::{Span, Spanned};
use crate::base::text::capital;
use crate::conti::performance::parti;
use crate::conti::performance::quadro::{Quadro, RigaQuadro};
use crate::document::*;
use crate::lingua::tempo::Durata;
use crate::piano::element::id::Id;
use crate::piano::element::misura::{Momento, Percento, Peso};
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione};
use crate::piano::element::obiettivo::quota::Quota;
use crate::piano::element::obiettivo::{Obiettivo, Stato};
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::unita::Unita;
use crate::piano::element::{Element, says};
use crate::piano::vista::Vista;
use std::collections::BTreeSet;

/// The word that the public data add to the name of a column of outcomes, for its percentages.
const PERCENTUALE: &str = "percentuale";

/// What the mark on a bar is.
const PRIMA: &str = "il tratto scuro è l’esito di prima";

/// The word in the place of an outcome that is not published.
pub(super) const RISERVATO: &str = "riservato";

/// What that word means.
pub(super) const PERCHE_RISERVATO: &str = "«riservato»: è l’esito di un’unità di una persona, o lo farebbe ricavare";

impl<'a> Lower<'a> {
    pub(super) fn tabella_unita(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let wanted = vista.unita.as_ref().map(|name| self.index.named::<Unita>(&name.value));
        let mut anchor = anchor;
        for (unita, _) in self.piano.elementi.each::<Unita>() {
            if wanted.is_some_and(|wanted| wanted != Some(unita)) {
                continue;
            }
            let quadro = Quadro::of(self.piano, self.index, unita);
            // A unit without objectives of its own has no table, unless the view asks for that unit.
            if quadro.solo_di_tutte() && wanted.is_none() {
                continue;
            }
            let caption = caption.clone().map(|mut caption: Words| {
                // The view makes several tables with one caption, so each caption adds the name of its unit.
                if wanted.is_none() {
                    caption.extend(self.say(&format!(": {}", self.nome_unita(unita)), vista.span));
                }
                caption
            });
            self.una_unita(vista, unita, &quadro, anchor.take(), caption, out);
        }
    }

    /// The weight of an objective in a unit, with what it was: that of the objective, or that of the share of the unit.
    fn peso_rivisto(&self, riga: &RigaQuadro<'a>, words: Words) -> Words {
        let obiettivo = &self.piano[riga.obiettivo];
        let place = match riga.parte.prima() {
            true => Some(obiettivo.span),
            false => riga.parte.peso.and_then(|peso| {
                let has = |quota: &&Spanned<Quota>| quota.value.peso.is_some_and(|own| own.span == peso.span);
                obiettivo.value.quote.iter().find(has).map(|quota| quota.span)
            }),
        };
        place.map_or(words.clone(), |place| self.rivisto(place, &["peso"], words))
    }

    fn una_unita(
        &mut self,
        vista: &'a Vista,
        unita: Pos<Unita>,
        quadro: &Quadro<'a>,
        anchor: Option<Id>,
        caption: Option<Words>,
        out: &mut Vec<Block>,
    ) {
        let span = vista.span;
        let nome = self.nome_unita(unita);
        // A view of one unit opens its chapter.
        let own = vista.unita.is_some();
        // A moment of the year at which nothing was measured has no columns. What is withheld was measured.
        let measured: Vec<(usize, Momento)> = Momento::ALL
            .into_iter()
            .enumerate()
            .filter(|(at, _)| {
                let withheld = |riga: &RigaQuadro<'_>| riga.riservati.get(*at) == Some(&true);
                quadro.righe.iter().any(|riga| esito(riga, *at).is_some() || withheld(riga))
            })
            .collect();
        // The last outcome is drawn as a bar, with a mark for the one before.
        let last = |at: usize| measured.last().is_some_and(|(one, _)| *one == at);
        let mut header = vec![("Codice".to_owned(), Profile::Codice), ("Obiettivo".into(), Profile::Testo)];
        header.push(("Peso".into(), Profile::Numero));
        for (_, momento) in &measured {
            header.push((format!("Esito al {}", self.set.giorno(*momento)), Profile::Numero));
        }
        let mut columns = self.columns(&header, span);
        let mut rows = Vec::with_capacity(quadro.righe.len() + 1);
        for riga in &quadro.righe {
            let obiettivo = self.obiettivo(riga.obiettivo);
            let row_anchor = riga.parte.prima().then(|| self.home(riga.obiettivo, vista.span)).flatten();
            let title = straight(&obiettivo.titolo.value);
            // The row says why it is not in the totals, or why it has only a part of the weight.
            let stato = obiettivo.stato.as_ref().map(|s| s.value).filter(|s| *s != Stato::Attivo);
            let condiviso = self.condiviso(riga.obiettivo);
            let mut flags = obiettivo.flags();
            flags.extend(condiviso.map(str::to_uppercase).filter(|flag| !flags.contains(flag) && !says(&title, flag)));
            let words = if flags.is_empty() { title.clone() } else { format!("{title} ({})", flags.join(", ")) };
            let mut cell = match &row_anchor {
                Some(_) => self.say(&words, span),
                None => self.listed(riga.obiettivo, &words, span),
            };
            let or_dash = |words: Option<String>| self.say(words.as_deref().unwrap_or("–"), span);
            // What would be columns of two words each, beside which no room would be left for the titles.
            let durata = crate::conti::performance::durata(obiettivo, self.set.anno());
            let priorita = obiettivo.priorita.map(|priorita| priorita.label());
            let details: Vec<String> =
                [priorita.map(|word| format!("priorità\u{a0}{word}")), durata.as_ref().map(anno_di)]
                    .into_iter()
                    .flatten()
                    .collect();
            // What a footnote would say far from here, and once for each unit.
            let nota = self.nota_di(riga, unita);
            let details: Vec<String> =
                [(!details.is_empty()).then(|| details.join(", ")), nota].into_iter().flatten().collect();
            if !details.is_empty() {
                cell.extend(self.say(" ", span));
                cell.push(Inline::Small(self.say(&details.join("; "), span)));
            }
            let durata = durata.map(|durata| durata.to_string());
            let said = [
                ("stato", stato.map(Stato::label)),
                ("partecipazione", condiviso),
                ("priorita", priorita),
                ("durata", durata.as_deref()),
            ];
            let title = said
                .into_iter()
                .filter_map(|(thing, word)| Some((thing, word?)))
                .fold(Cell::new(cell, title.as_str()), |title, (thing, word)| title.and(thing, word));
            // If the objective has several codes, the cell shows all of them. Its value is the code that the objective has
            // in this unit.
            let codes = self.codici_obiettivo(riga.obiettivo);
            let here = riga.parte.codice.clone();
            let others: Vec<&str> =
                codes.iter().filter(|code| Some(*code) != here.as_ref()).map(String::as_str).collect();
            let mut code = Cell::new(or_dash((!codes.is_empty()).then(|| codes.join(" / "))), here.as_deref());
            if !others.is_empty() {
                code = code.and("altre_unita", others.join("; ").as_str());
            }
            let mut cells: Vec<Cell> = vec![code, title];
            let peso = riga.parte.peso.map(|peso| peso.value);
            let weight = or_dash(peso.map(|peso| peso.to_string()));
            let changed = self.peso_rivisto(riga, weight);
            cells.push(Cell::new(changed, peso));
            for (at, _) in &measured {
                cells.push(match esito(riga, *at) {
                    Some(m) => {
                        let value = m.percento();
                        let before = last(*at).then(|| prima(riga, *at)).flatten();
                        // Before the last outcome, a number between nothing and all needs no word.
                        let plain = matches!(m.stato, Esito::Raggiunto | Esito::ParzialmenteRaggiunto);
                        let words = match value {
                            Some(value) if !last(*at) && plain => self.say(&value.to_string(), span),
                            Some(value) if !last(*at) => {
                                self.con_parola(self.say(&value.to_string(), span), m.stato, span)
                            }
                            Some(_) => self.con_parola(self.barra(value, before, span), m.stato, span),
                            None => self.con_parola(Words::new(), m.stato, span),
                        };
                        Cell::new(words, m.stato.label()).and(PERCENTUALE, value)
                    }
                    None if riga.riservati.get(*at).copied().unwrap_or_default() => self.say(RISERVATO, span).into(),
                    None => self.say("–", span).into(),
                });
            }
            rows.push(Row { anchor: row_anchor, ..Row::new(cells, span) });
        }
        if let Some(peso) = quadro.peso() {
            let words = ["Totale", "pesi, e media ponderata degli esiti"];
            let mut cells: Vec<Cell> = words.map(|words| self.say(words, span).into()).into();
            cells.push(Cell::new(self.say(&peso.to_string(), span), peso));
            let earlier = |at: usize| {
                let before = measured.iter().rev().find(|(one, _)| *one < at);
                before.and_then(|(_, momento)| quadro.esito(*momento))
            };
            for (at, momento) in &measured {
                let total = quadro.esito(*momento);
                let words = match total {
                    Some(total) if !last(*at) => self.say(&total.esteso(), span),
                    None if quadro.riservato(*momento) => self.say(RISERVATO, span),
                    total => self.media(total, earlier(*at), span),
                };
                cells.push(Cell::new(words, Value::Nothing).and(PERCENTUALE, total));
            }
            rows.push(Row { total: true, ..Row::new(cells, span) });
        }
        if own {
            if let Some(id) = self.index.id(unita) {
                self.names.capitoli.push((id.clone(), self.place.section.clone()));
            }
            self.guida(unita, span, out);
            self.conti_unita(quadro, &measured, span, out);
        }
        let caption = caption.unwrap_or_else(|| self.say(&format!("Obiettivi di {nome}"), span));
        self.legenda(quadro, &measured, span, out);
        Self::con_scala(&mut columns, &rows);
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// Who holds the unit in the year of the plan.
    fn guida(&self, unita: Pos<Unita>, span: Span, out: &mut Vec<Block>) {
        let holders = self.holders.get(&unita).into_iter().flatten();
        let names: Vec<String> =
            holders.filter(|holder| self.nell_anno(**holder)).map(|holder| self.label(*holder).0).collect();
        if !names.is_empty() {
            let mut words = vec![Inline::Strong(self.say("Guida l’unità: ", span))];
            words.extend(self.say(&format!("{}.", names.join("; ")), span));
            out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(words) });
        }
    }

    /// The counts that open the table of a unit: its objectives, their weights, how they ended.
    fn conti_unita(&mut self, quadro: &Quadro<'a>, measured: &[(usize, Momento)], span: Span, out: &mut Vec<Block>) {
        let all = quadro.righe.len();
        let shared = quadro.righe.iter().filter(|riga| self.condiviso(riga.obiettivo).is_some()).count();
        let one = |number: String, words: &str| Counter::new(number, words);
        let mut counters = vec![one(all.to_string(), if all == 1 { "obiettivo" } else { "obiettivi" })];
        if shared > 0 {
            counters.push(one(shared.to_string(), "con altre unità"));
        }
        if let Some(peso) = quadro.peso() {
            counters.push(one(peso.to_string(), "somma dei pesi"));
        }
        if let Some((_, momento)) = measured.last()
            && let Some(total) = quadro.esito(*momento)
        {
            let words = format!("esito al {}, media pesata", self.set.giorno(*momento));
            counters.push(one(total.esteso(), &words));
        }
        // A count alone is said by the table.
        if counters.len() > 1 && all > 1 {
            self.push_counters(counters, "Gli obiettivi", true, span, out);
        }
    }

    /// The word of an outcome under its number. An objective that was reached needs none: its bar is full.
    fn con_parola(&self, mut words: Words, esito: Esito, span: Span) -> Words {
        let word = match esito {
            Esito::Raggiunto if !words.is_empty() => return words,
            Esito::ParzialmenteRaggiunto if !words.is_empty() => "in parte",
            other => other.label(),
        };
        if !words.is_empty() {
            words.push(Inline::Break);
        }
        words.push(Inline::Mark(Mark::Sign(Sign::Esito(esito))));
        words.extend(self.say(&format!("\u{a0}{word}"), span));
        words
    }

    /// The word for an objective in which several units have a part.
    fn condiviso(&self, pos: Pos<Obiettivo>) -> Option<&'static str> {
        if self.obiettivo(pos).trasversale {
            return Some("trasversale");
        }
        let parti = parti(self.piano, self.index, pos);
        (parti.iter().filter(|parte| parte.in_tabella()).count() > 1).then_some("condiviso")
    }

    /// What is said of the part of a unit in an objective that is printed under another one.
    fn nota_di(&self, riga: &RigaQuadro<'a>, unita: Pos<Unita>) -> Option<String> {
        if riga.parte.prima() {
            return None;
        }
        let shown = self.obiettivo(riga.obiettivo).unita_prima().and_then(|rif| self.index.rif(rif));
        let place = shown.filter(|shown| *shown != unita).map(|shown| {
            let nome = self.nome_unita(shown);
            format!("obiettivo condiviso: il progetto completo è esposto in {nome}")
        });
        let own = riga.parte.nota.map(|nota| straight(nota).trim_end_matches('.').to_owned());
        let words: Vec<String> = [own, place].into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join("; "))
    }

    /// Adds the meaning of the marks in the column of weights and of the bars, before the table: after a long one it could be alone
    /// at the top of a page. In a section each is explained once. `measured`: the moments at which something was measured.
    fn legenda(&mut self, quadro: &Quadro<'a>, measured: &[(usize, Momento)], span: Span, out: &mut Vec<Block>) {
        let has = |peso: Peso| quadro.righe.iter().any(|riga| riga.parte.peso.is_some_and(|p| p.value == peso));
        let replaced =
            quadro.righe.iter().any(|riga| !riga.conta && riga.parte.peso.is_some_and(|p| p.value.numero().is_some()));
        let mut words = Vec::new();
        if has(Peso::NonValutato) {
            words.push("«==»: obiettivo seguito ma non valutato");
        }
        if has(Peso::Incentivato) {
            words.push("«*»: obiettivo remunerato con incentivi propri");
        }
        if replaced {
            words.push("gli obiettivi sostituiti o annullati sono fuori dai totali");
        }
        if quadro.righe.iter().any(|riga| riga.parte.peso.is_none()) {
            words.push("«–»: senza un peso in questa unità");
        }
        let private =
            quadro.riservati.contains(&true) || quadro.righe.iter().any(|riga| riga.riservati.contains(&true));
        words.extend((private && !measured.is_empty()).then_some(PERCHE_RISERVATO));
        let drawn = quadro.righe.iter().any(|riga| riga.esiti.iter().flatten().next().is_some());
        words.extend((!measured.is_empty() && drawn).then_some("la barra va da 0 a 100 %"));
        words.extend((measured.len() > 1 && drawn).then_some(PRIMA));
        words.retain(|words| self.place.spiegati.insert(words));
        if words.is_empty() {
            return;
        }
        let said = |words: &'static str| match measured {
            // With more moments than two it is not of one day for all the rows.
            [(_, before), _] if words == PRIMA => format!("il tratto scuro è l’esito al {}", self.set.giorno(*before)),
            _ => words.to_owned(),
        };
        let words: Vec<String> = words.into_iter().map(said).collect();
        let words = self.say(&format!("{}.", capital(&words.join("; "))), span);
        out.push(Block { anchor: None, span, kind: BlockKind::Legend(words) });
    }
}

/// Gives the units that are only a row of a table the section that is about each: the one that its table opens. `found`: units and
/// sections. A section with the tables of several units is about none of them.
pub(in super::super) fn chapters(document: &mut Document, found: &[(Id, Id)]) {
    let mut rows: BTreeSet<Id> = BTreeSet::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                rows.extend(table.rows.iter().filter_map(|row| row.anchor.clone()));
            }
        });
    });
    for (unita, section) in found {
        let alone = found.iter().all(|(other, place)| place != section || other == unita);
        if let Some(target) = document.targets.get_mut(unita).filter(|target| target.section != *section)
            && alone
            && rows.contains(unita)
        {
            target.capitolo.get_or_insert_with(|| section.clone());
        }
    }
}

/// `2º anno di 3`, or the duration as it is said elsewhere.
fn anno_di(durata: &Durata) -> String {
    match (durata.k, durata.n, &durata.parola) {
        (Some(k), Some(n), None) if n > 1 => {
            let fase = durata.parole_della_fase().map_or_else(String::new, |fase| format!(", {fase}"));
            format!("{k}º\u{a0}anno di\u{a0}{n}{fase}")
        }
        _ => durata.to_string(),
    }
}

/// The percentage of the outcome before the one at `momento`.
fn prima(riga: &RigaQuadro<'_>, momento: usize) -> Option<Percento> {
    (0..momento).rev().find_map(|at| esito(riga, at)).and_then(Misurazione::percento)
}

fn esito<'p>(riga: &RigaQuadro<'p>, momento: usize) -> Option<&'p Misurazione> {
    riga.esiti.get(momento).copied().flatten()
}
