//! The register of what the versions of the plan changed.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::text::capital;
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Profile, Valore};
use crate::piano::element::unita::Unita;
use crate::piano::revisione::{Cambio, Revisione};

impl<'a> Lower<'a> {
    /// The revisions in a table, a group for each version. With `unita`, those of the things of that unit.
    pub(super) fn revisioni(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let wanted = vista.unita.as_ref().map(|name| self.index.named::<Unita>(&name.value));
        let all: Vec<usize> = (0..self.piano.revisioni.len())
            .filter(|n| wanted.is_none_or(|wanted| wanted.is_some_and(|unita| self.della_unita(*n, unita))))
            .collect();
        let caption = caption.unwrap_or_else(|| self.detto("Registro delle revisioni", vista.span));
        let (columns, rows) = self.righe_revisioni(&all, vista.span);
        let before = out.len();
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
        if let Some(BlockKind::Table(table)) = out.get_mut(before).map(|block| &mut block.kind) {
            table.raggruppa(&[0]);
        }
        self.registrate.extend(all);
    }

    /// Whether revision `n` is of an objective of a unit, or of a share that the unit has, or of the unit itself.
    fn della_unita(&self, n: usize, unita: Pos<Unita>) -> bool {
        let Some(revisione) = self.piano.revisioni.get(n) else { return false };
        if revisione.kind == Kind::Unita {
            return self.record_rivisto(revisione) == Some(unita.n());
        }
        self.obiettivo_rivisto(revisione).is_some_and(|(_, obiettivo)| {
            let shares = obiettivo.quote.iter().map(|quota| &quota.value.unita);
            obiettivo.unita_prima().into_iter().chain(shares).any(|rif| self.index.rif(rif) == Some(unita))
        })
    }

    /// The columns and the rows of the register, by version, with the reasons of what has one of its own.
    pub(in crate::lower) fn righe_revisioni(&mut self, which: &[usize], span: Span) -> (Vec<Column>, Vec<Row>) {
        let names = ["Versione", "Che cosa", "Campo", "Era", "Ora è", "Motivo"];
        let mut columns: Vec<Column> =
            names.map(|name| Column { header: self.detto(name, span), profile: Profile::Testo }).into();
        let piano = self.piano;
        let mut sorted: Vec<&Revisione> = which.iter().filter_map(|n| piano.revisioni.get(*n)).collect();
        sorted.sort_by_key(|revisione| revisione.versione);
        let mut rows = Vec::with_capacity(sorted.len());
        let mut above: Option<(u32, Span)> = None;
        let mut same = String::new();
        for group in sorted.chunk_by(|a, b| a.versione == b.versione) {
            let Some(Revisione { versione: number, span: first, .. }) = group.first().copied() else { continue };
            let label = format!("[v{number}] {}", capital(&self.versione_in_parole(*number)));
            let mut head = self.detto(&label, *first);
            // Over its rows stands why the version was made. A row says its reason where it has one of its own.
            let versions = self.set.versioni.iter().map(|versione| &versione.value);
            let all = versions.filter(|versione| versione.numero.value == *number).find_map(|v| v.motivo);
            if let Some(text) = all {
                let why = self.value(&Valore::Prosa(text), *first);
                head.extend([Inline::Break, Inline::Small(why)]);
            }
            let head = Cell::new(head, label.as_str());
            for revisione in group.iter().copied() {
                let at = revisione.span;
                let part = self.parte_in_parole(revisione);
                let record = self.record_rivisto(revisione);
                let name = match record {
                    Some(n) => {
                        let (label, title) = self.label((revisione.kind, n));
                        title.map_or(label.clone(), |title| format!("{label}, {title}"))
                    }
                    None => {
                        let code = revisione.nomi.codice.iter().map(|code| format!("{code} ")).collect::<String>();
                        format!("{} {code}«{}»", revisione.kind.info().noun, straight(&revisione.nomi.titolo))
                    }
                };
                let whole = if part.is_empty() { name.clone() } else { format!("{name}, {part}") };
                // The name of a record stands in the first of its rows. The others name its parts, each once.
                let again = above == Some((revisione.versione, revisione.scheda));
                let continues = usize::from(again && same == part);
                let what = match (again, record) {
                    (true, _) if continues > 0 => Words::new(),
                    (true, _) if !part.is_empty() => self.detto(&part, at),
                    (_, record) => {
                        let mut words = match record {
                            Some(n) => self.listed((revisione.kind, n), &name, at),
                            None => self.detto(&name, at),
                        };
                        let rest = if part.is_empty() { String::new() } else { format!(", {part}") };
                        words.extend((!rest.is_empty()).then(|| self.detto(&rest, at)).into_iter().flatten());
                        words
                    }
                };
                let what = Cell::new(what, whole.as_str());
                above = Some((revisione.versione, revisione.scheda));
                same = part;
                let (field, before, after) = match &revisione.cambia {
                    Cambio::Campo { campo, prima, dopo } => {
                        let said = |value: &Option<String>| {
                            value.as_ref().map_or_else(|| "–".to_owned(), |value| self.valore_in_parole(campo, value))
                        };
                        (self.campo_in_parole(revisione, campo), said(prima), said(dopo))
                    }
                    Cambio::Aggiunta => ("–".into(), "non c’era".into(), straight(&revisione.nome)),
                    Cambio::Soppressione => ("–".into(), straight(&revisione.nome), "non c’è più".into()),
                };
                let reason = revisione.motivo.map(|text| self.value(&Valore::Prosa(text), at)).unwrap_or_default();
                let said = [self.detto(&field, at), self.detto(&before, at), self.detto(&after, at), reason];
                let cells = [head.clone(), what].into_iter().chain(said.map(Cell::from));
                // The version leaves its column, so what continues is the first cell.
                rows.push(Row { continues, ..Row::new(cells, at) });
            }
        }
        if rows.iter().all(|row| row.cells.last().is_some_and(|cell| cell.is_empty())) {
            columns.pop();
            rows.iter_mut().for_each(|row| drop(row.cells.pop()));
        }
        (columns, rows)
    }
}
