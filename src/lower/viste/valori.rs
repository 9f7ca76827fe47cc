//! The words that print the value of a field, in a cell or on a card.

use super::super::Lower;
use super::super::quotes::{Quotes, straight};
use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::document::*;
use crate::lingua::numeri::thousands;
use crate::piano::element::Kind;
use crate::piano::element::incarico::{Incarico, Ruolo};
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Valore;
use std::collections::BTreeMap;

/// How a value that is declared absent begins, before its reason.
const ASSENTE: &str = "Dato assente: ";

/// The initials of the office that answers for the prevention of corruption.
const RPCT: &str = "RPCT";

/// Who holds an office of high qualification, where there is little room.
const EQ: &str = "EQ";

impl Lower<'_> {
    /// A value as it stands in a cell or in a field of a card.
    pub(in super::super) fn value(&mut self, value: &Valore, span: Span) -> Words {
        self.language.quotes = Quotes::default();
        let text = |text: String| vec![Inline::Text { text, span }];
        match value {
            Valore::Testo(words) => text(straight(words)),
            Valore::Stato(words) | Valore::Codice(words) => text(words.clone()),
            Valore::Parole(words) => text(words.iter().map(|(_, word)| straight(word)).collect::<Vec<_>>().join("; ")),
            Valore::Peso(value) => text(value.to_string()),
            Valore::Importo(value) => text(value.to_string()),
            Valore::Numero(value) => text(thousands(u64::from(*value))),
            Valore::Anno(anno) => text(anno.to_string()),
            Valore::Data(data) => text(data.to_string()),
            Valore::Indirizzo(url) => {
                if url.starts_with("http") {
                    vec![Inline::Link { url: url.clone(), content: text(url.clone()) }]
                } else {
                    // The site links to a file of the plan. Paper shows its name.
                    let name = url.rsplit('/').next().unwrap_or(url).to_owned();
                    vec![Inline::Link { url: url.clone(), content: text(name) }]
                }
            }
            Valore::Prosa(testo) => {
                let blocks = self.prose(*testo, 5);
                flatten(&blocks, span)
            }
            Valore::Rif(list) => {
                let mut cell = Vec::new();
                for (kind, word) in list {
                    if !cell.is_empty() {
                        cell.push(Inline::Text { text: "; ".into(), span });
                    }
                    let found = self.index.element(*kind, &word.value);
                    match found {
                        // An element that no view prints is named without a link. Unlike a citation, a field does not
                        // promise that it is printed.
                        Some(n) if !self.names.homes.contains_key(&(*kind, n)) => {
                            let (label, title) = self.label((*kind, n));
                            let words = title.map_or(label.clone(), |title| format!("{label}, {title}"));
                            cell.extend(self.say(&words, span));
                        }
                        Some(n) => {
                            cell.extend(self.index.id_of(*kind, n).cloned().map(|id| self.cite(id, word.span, *kind)))
                        }
                        None => {
                            cell.extend(kind.altro(&word.value).into_iter().flat_map(|words| self.say(words, span)))
                        }
                    }
                    if let Some(days) =
                        found.filter(|_| *kind == Kind::Incarico).and_then(|n| self.in_carica(Pos::new(n)))
                    {
                        cell.extend(self.say(&format!(" ({days})"), span));
                    }
                }
                cell
            }
            Valore::Assente(reason) => {
                vec![Inline::Small(vec![Inline::Text {
                    text: format!("{ASSENTE}{}", straight(&reason.value)),
                    span: reason.span,
                }])]
            }
            Valore::Vuoto => text("–".into()),
        }
    }
}

impl Lower<'_> {
    /// The dates of an office not held for the whole year, as in `dal 01/07/2025` or `fino al 30/04/2025`.
    pub(super) fn in_carica(&self, incarico: Pos<Incarico>) -> Option<String> {
        let incarico = &self.piano[incarico].value;
        let of = |day: &Giorno| (day.anno(), day.mese(), day.giorno());
        let anno = self.set.anno();
        let dal = incarico.dal.map(|day| day.value).filter(|day| of(day) > (anno, 1, 1));
        let al = incarico.al.map(|day| day.value).filter(|day| of(day) < (anno, 12, 31));
        match (dal, al) {
            (Some(dal), Some(al)) => Some(format!("dal {dal} al {al}")),
            (Some(dal), None) => Some(format!("dal {dal}")),
            (None, Some(al)) => Some(format!("fino al {al}")),
            (None, None) => None,
        }
    }

    /// A value as a column of a table has it: the offices with the longest names are known by their initials, and one that several units have is
    /// named once. An office keeps its name where a person holds it, or the plan shows it.
    pub(in super::super) fn breve(&self, value: Valore) -> Valore {
        let Valore::Rif(list) = &value else { return value };
        let bare = |(kind, word): &(Kind, Spanned<String>)| {
            let pos = self.index.named::<Incarico>(&word.value).filter(|_| *kind == Kind::Incarico)?;
            let incarico = &self.piano[pos].value;
            let named = incarico.persona.is_some() || incarico.delega.is_some();
            let shown = self.names.homes.contains_key(&pos.into());
            (!named && !shown && self.in_carica(pos).is_none()).then_some(incarico)
        };
        let Some(all) = list.iter().map(bare).collect::<Option<Vec<_>>>() else { return value };
        let short = |ruolo: Ruolo| match ruolo {
            Ruolo::Rpct => Some(RPCT),
            Ruolo::Eq => Some(EQ),
            _ => None,
        };
        let unit = |one: &Incarico| Some(self.nome_unita(self.index.rif(one.unita.as_ref()?)?));
        match all.as_slice() {
            [first, _, ..] if all.iter().all(|one| one.ruolo.value == first.ruolo.value) => {
                let Some(units) = all.iter().map(|one| unit(one)).collect::<Option<Vec<_>>>() else { return value };
                let role = short(first.ruolo.value).unwrap_or(first.ruolo.value.label());
                Valore::Testo(format!("{role} ({})", units.join("; ")))
            }
            all if all.iter().any(|one| short(one.ruolo.value).is_some()) => {
                let each = all.iter().map(|one| {
                    let role = short(one.ruolo.value).unwrap_or(one.ruolo.value.label());
                    unit(one).map_or_else(|| role.to_owned(), |unit| format!("{role} ({unit})"))
                });
                Valore::Testo(each.collect::<Vec<_>>().join("; "))
            }
            _ => value,
        }
    }

    /// What the initials of [`Self::breve`] mean, for a table that has them.
    pub(in super::super) fn spiega_sigle(&self, rows: &[Row]) -> Option<&'static str> {
        let cells: Vec<String> = rows.iter().flat_map(|row| &row.cells).map(|cell| plain(cell)).collect();
        let has = |sign: &str| {
            let named = |part: &str| part.split_whitespace().next() == Some(sign);
            cells.iter().any(|cell| cell.split(';').any(named))
        };
        match (has(RPCT), has(EQ)) {
            (true, true) => Some(
                "RPCT: responsabile della prevenzione della corruzione e della trasparenza. EQ: titolare di incarico di elevata qualificazione.",
            ),
            (true, false) => Some("RPCT: responsabile della prevenzione della corruzione e della trasparenza."),
            (false, true) => Some("EQ: titolare di incarico di elevata qualificazione."),
            (false, false) => None,
        }
    }

    /// Several cells of a table that are absent for one reason say so in two words each. Returns the sentence that gives the reason,
    /// to be printed once under the table.
    pub(in super::super) fn assenze(&self, table: &mut Table) -> Option<String> {
        let motivo = |cell: &Cell| match cell.words.as_slice() {
            [Inline::Small(inner)] => plain(inner).strip_prefix(ASSENTE).map(str::to_owned),
            _ => None,
        };
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for reason in table.rows.iter().flat_map(|row| &row.cells).filter_map(motivo) {
            *count.entry(reason).or_default() += 1;
        }
        let (common, _) = count.into_iter().filter(|(_, times)| *times > 1).max_by_key(|(_, times)| *times)?;
        for row in &mut table.rows {
            let span = row.span;
            for cell in row.cells.iter_mut().filter(|cell| motivo(cell).as_ref() == Some(&common)) {
                *cell = Cell::new(self.say("non indicato", span), Value::Nothing);
            }
        }
        Some(format!("«Non indicato»: {}.", common.trim().trim_end_matches('.')))
    }

    /// A value as a cell, with its words and its typed value. It is used by tables that no register holds.
    pub(in super::super) fn cella(&mut self, value: &Valore, span: Span) -> Cell {
        let words = self.value(value, span);
        match value {
            Valore::Importo(value) => Cell::new(words, *value),
            Valore::Numero(value) => Cell::new(words, u64::from(*value)),
            Valore::Peso(value) => Cell::new(words, *value),
            Valore::Data(value) => Cell::new(words, *value),
            Valore::Anno(value) => Cell::new(words, u64::try_from(*value).ok()),
            Valore::Codice(value) => Cell::new(words, value.as_str()),
            Valore::Vuoto => Cell::new(words, Value::Nothing),
            _ => words.into(),
        }
    }
}

/// Blocks as one run of text for a cell. Paragraphs and list items go on lines of their own.
fn flatten(blocks: &[Block], span: Span) -> Words {
    let mut out = Words::new();
    let mut add = |content: Words| {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(content);
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Code { text, .. } => add(vec![Inline::Code { text: text.clone(), span }]),
            BlockKind::List { start, items, segni, .. } => {
                for (n, item) in items.iter().enumerate() {
                    let number = || start.map_or_else(|| "• ".to_owned(), |start| format!("{}. ", start + n as u64));
                    let mark = segni.get(n).map_or_else(number, |segno| format!("{segno} "));
                    let mut line = vec![Inline::Text { text: mark, span }];
                    line.extend(flatten(item, span));
                    add(line);
                }
            }
            _ => block.parts(&mut |_, part| match part {
                Part::Words(words) => add(words.to_vec()),
                Part::Plain(text) => add(vec![Inline::Text { text: text.to_owned(), span }]),
                Part::Blocks(inner) => add(flatten(inner, span)),
            }),
        }
    }
    out
}
