//! The views of the exchanges: the index of the cards by body, and what a card has under its fields.

use super::super::quotes::straight;
use super::Lower;
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::ente::Ente;
use crate::piano::element::id::Id;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::scheda_scambio::SchedaScambio;
use crate::piano::element::scheda_scambio::disponibilita::Disponibilita;
use crate::piano::element::scheda_scambio::programma::Parte;
use crate::piano::vista::Vista;

impl<'a> Lower<'a> {
    pub(super) fn scheda(&self, pos: Pos<SchedaScambio>) -> &'a SchedaScambio {
        &self.piano[pos].value
    }

    /// Who offers an exchange, by name.
    pub(super) fn ospite(&self, scheda: &SchedaScambio) -> String {
        self.ospiti(scheda, |ente| &ente.nome.value)
    }

    /// The bodies that offer an exchange, by one of their names: `Unione Terre d’Argine e Comune di Carpi`.
    pub(super) fn ospiti(&self, scheda: &SchedaScambio, name: fn(&Ente) -> &str) -> String {
        let names = scheda.ente.0.iter().map(|rif| match self.index.rif(rif) {
            Some(ente) => straight(name(&self.piano[ente].value)),
            None => straight(&rif.value),
        });
        let names: Vec<String> = names.collect();
        match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} e {last}", first.join(", ")),
            _ => names.concat(),
        }
    }

    /// The index has a row for each card, with the cards of a body together. The row says which card of the body it is, and
    /// of how many.
    pub(super) fn indice_scambi(
        &mut self,
        vista: &'a Vista,
        shown: &[usize],
        anchor: Option<&Id>,
        caption: Option<Words>,
    ) -> Table {
        let span = vista.span;
        let caption = caption.unwrap_or_else(|| self.say("Schede di scambio", span));
        let number = self.table_number(true, anchor);
        // Bodies in the order in which the cards first name them.
        let mut bodies: Vec<(String, Vec<Pos<SchedaScambio>>)> = Vec::new();
        for pos in shown.iter().map(|n| Pos::new(*n)) {
            let name = self.ospite(self.scheda(pos));
            match bodies.iter_mut().find(|(known, _)| *known == name) {
                Some((_, cards)) => cards.push(pos),
                None => bodies.push((name, vec![pos])),
            }
        }
        let headers = ["Ente ospitante", "Titolo", "Area o ufficio", "Durata di ogni sessione"];
        let columns = self.columns(&headers.map(|name| (name, Profile::Testo)), span);
        let mut rows = Vec::with_capacity(shown.len());
        for (name, cards) in bodies {
            for (at, pos) in cards.iter().enumerate() {
                let scheda = self.scheda(*pos);
                let anchor = self.home(*pos, span);
                let title = straight(&scheda.titolo.value);
                let title = match &anchor {
                    Some(_) => self.say(&title, span),
                    None => self.listed(*pos, &title, span),
                };
                let numero = scheda.numero.as_ref().map_or_else(|| (at + 1).to_string(), |n| n.value.to_string());
                let which = match cards.len() {
                    1 => format!("{name} – scheda unica"),
                    // The number written on a card may be higher than the count, because the cards of other years are
                    // numbered too.
                    count if scheda.numero.as_ref().is_some_and(|n| n.value as usize > count) => {
                        format!("{name} – scheda {numero}")
                    }
                    count => format!("{name} – scheda {numero} di {count}"),
                };
                let aree = scheda.aree.iter().map(|area| straight(&area.value)).collect::<Vec<_>>().join("; ");
                let durata = scheda.durata.as_ref().map(|d| straight(&d.value.parola)).unwrap_or_default();
                let mut cells = vec![self.say(&which, span), title];
                cells.extend([aree, durata].map(|w| self.say(if w.is_empty() { "–" } else { &w }, span)));
                rows.push(Row { anchor, ..Row::new(cells, span) });
            }
        }
        Table {
            number,
            caption: Some(caption),
            columns,
            rows,
            row_headers: true,
            registro: Some(Kind::SchedaScambio.info().plural),
        }
    }

    /// A part of a programme: its title, with its day or under it, then what is done, then the remarks.
    fn parte_programma(&mut self, parte: &Spanned<Parte>, day: bool, level: u8) -> Vec<Block> {
        let title = match parte.value.titolo(day) {
            words if words.is_empty() => "Attività".to_owned(),
            words => straight(&words),
        };
        let head = vec![Inline::Strong(self.say(&title, parte.span))];
        let mut blocks = vec![Block { anchor: None, span: parte.span, kind: BlockKind::Paragraph(head) }];
        blocks.extend(parte.value.testo.map(|text| self.prose(text, level)).unwrap_or_default());
        if !parte.value.voci.is_empty() {
            let items = parte.value.voci.iter().map(|text| self.prose(*text, level)).collect();
            let list = BlockKind::List { start: None, tight: true, segni: vec![], items };
            blocks.push(Block { anchor: None, span: parte.span, kind: list });
        }
        blocks.extend(parte.value.nota.map(|text| self.prose(text, level)).unwrap_or_default());
        blocks
    }

    /// What the card of an exchange has under its description.
    pub(super) fn parti_scambio(&mut self, pos: Pos<SchedaScambio>, level: u8, span: Span, out: &mut Vec<Block>) {
        let scheda = self.scheda(pos);
        self.testi(scheda, level, span, out);
        if !scheda.programma.is_empty() {
            self.parte("Programma", level, span, out);
            let mut items = Vec::with_capacity(scheda.programma.len());
            // The parts of one day stand under it.
            let same_day = |a: &Spanned<Parte>, b: &Spanned<Parte>| {
                a.value.quando().is_some() && a.value.quando() == b.value.quando()
            };
            for parts in scheda.programma.chunk_by(same_day) {
                match parts {
                    [part] => items.push(self.parte_programma(part, true, level)),
                    [first, ..] => {
                        let day = first.value.quando().unwrap_or_default();
                        let head = vec![Inline::Strong(self.say(&straight(&day), first.span))];
                        let inner = parts.iter().map(|part| self.parte_programma(part, false, level)).collect();
                        items.push(vec![
                            Block { anchor: None, span: first.span, kind: BlockKind::Paragraph(head) },
                            elenco(inner, first.span),
                        ]);
                    }
                    [] => {}
                }
            }
            out.push(elenco(items, span));
        }
        if !scheda.disponibilita.is_empty() {
            self.parte("Date disponibili", level, span, out);
            let notes = scheda.disponibilita.iter().any(|d| !d.value.note().is_empty());
            let mut headers = vec![("Quando", Profile::Testo), ("Stato", Profile::Testo)];
            headers.extend(notes.then_some(("Sessione e note", Profile::Testo)));
            let columns = self.columns(&headers, span);
            let mut rows = Vec::with_capacity(scheda.disponibilita.len());
            for d in &scheda.disponibilita {
                let mut cells = vec![self.say(&quando(&d.value), d.span), self.say(d.value.stato().label(), d.span)];
                if notes {
                    let words = d.value.note();
                    cells.push(self.say(if words.is_empty() { "–" } else { &words }, d.span));
                }
                rows.push(Row::new(cells, d.span));
            }
            self.bare_table(columns, rows, span, out);
        }
    }
}

/// Items one under the other; close together when each is a paragraph.
fn elenco(items: Vec<Vec<Block>>, span: Span) -> Block {
    let tight = items.iter().all(|blocks| blocks.len() == 1);
    Block { anchor: None, span, kind: BlockKind::List { start: None, tight, segni: vec![], items } }
}

/// When the exchange is available, in the words of the office, then the days between which the date will be fixed.
pub(super) fn quando(d: &Disponibilita) -> String {
    let words = |t: &Spanned<crate::lingua::tempo::Tempo>| straight(t.value.parola.trim());
    // What the author wrote after the time is printed with the notes.
    let bare = |t: &Spanned<crate::lingua::tempo::Tempo>| match t
        .value
        .lettura
        .as_ref()
        .ok()
        .and_then(|read| read.nota.as_ref())
    {
        Some(nota) => {
            let all = words(t);
            let cut = all
                .strip_suffix(straight(nota).as_str())
                .map(|head| head.trim_end_matches([' ', '.', ',', ';', '–', '-']).to_owned());
            cut.unwrap_or(all)
        }
        None => words(t),
    };
    match (&d.quando, &d.finestra) {
        (Some(q), Some(f)) => format!("{}, da fissare {}", bare(q), words(f)),
        (Some(q), None) => bare(q),
        (None, Some(f)) => format!("un giorno {}", words(f)),
        (None, None) => "in un giorno qualunque".into(),
    }
}
