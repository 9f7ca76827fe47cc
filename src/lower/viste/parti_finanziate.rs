//! What the cards of projects, digital measures and training lines have under their fields, and the sentence that the
//! European Union asks of what it pays.

use super::super::quotes::straight;
use super::Lower;
use crate::base::span::Span;
use crate::conti::finanziamenti::{EMBLEMA, Fondo};
use crate::document::*;
use crate::lingua::numeri::thousands;
use crate::piano::element::Kind;
use crate::piano::element::linea_formativa::LineaFormativa;
use crate::piano::element::misura_digitale::MisuraDigitale;
use crate::piano::element::pos::Pos;
use crate::piano::element::progetto::Progetto;
use crate::piano::element::row::Profile;

impl<'a> Lower<'a> {
    pub(super) fn parti_progetto(&mut self, pos: Pos<Progetto>, level: u8, span: Span, out: &mut Vec<Block>) {
        let progetto = &self.piano[pos].value;
        if !progetto.pacchetti.is_empty() {
            self.parte("Pacchetti di lavoro", level, span, out);
            let mut items = Vec::with_capacity(progetto.pacchetti.len());
            for pacchetto in &progetto.pacchetti {
                let title = vec![Inline::Strong(self.say(&straight(&pacchetto.value.titolo.value), pacchetto.span))];
                let mut item = vec![Block { anchor: None, span: pacchetto.span, kind: BlockKind::Paragraph(title) }];
                item.extend(pacchetto.value.testo.map(|text| self.prose(text, level)).unwrap_or_default());
                items.push(item);
            }
            out.push(Block {
                anchor: None,
                span,
                kind: BlockKind::List { start: Some(1), tight: true, segni: vec![], items },
            });
        }
        self.emblema(Kind::Progetto, &[pos.n()], span, out);
    }

    pub(super) fn parti_misura(&mut self, pos: Pos<MisuraDigitale>, level: u8, span: Span, out: &mut Vec<Block>) {
        let misura = &self.piano[pos].value;
        if !misura.servizi.is_empty() {
            self.parte("Servizi", level, span, out);
            let migrated = misura.servizi.iter().any(|s| s.value.migrati.is_some());
            let which = misura.servizi.iter().any(|s| s.value.quali.is_some());
            let mut names = vec![("Ente", Profile::Testo), ("Previsti", Profile::Numero)];
            names.extend(migrated.then_some(("Migrati", Profile::Numero)));
            names.extend(which.then_some(("Quali", Profile::Testo)));
            let columns = self.columns(&names, span);
            let mut rows = Vec::with_capacity(misura.servizi.len());
            for servizi in &misura.servizi {
                let s = &servizi.value;
                let rif = s.ente.as_ref().or(misura.ente.as_ref());
                let ente = rif.and_then(|rif| self.index.rif(rif));
                let mut cells = vec![match ente {
                    Some(ente) => {
                        let (name, _) = self.label(ente);
                        self.listed(ente, &name, span)
                    }
                    None => self.say("–", span),
                }];
                let number = |n: u32| thousands(u64::from(n));
                cells.push(self.say(&number(s.previsti.value), span));
                if migrated {
                    let done = s.migrati.map_or_else(|| "–".to_owned(), |n| number(n.value));
                    cells.push(self.say(&done, span));
                }
                if which {
                    cells.push(self.say(&s.quali.as_ref().map_or("–".into(), |w| straight(&w.value)), span));
                }
                rows.push(Row::new(cells, servizi.span));
            }
            self.bare_table(columns, rows, span, out);
        }
        self.indicatori(&misura.indicatori, level, span, out);
        self.emblema(Kind::MisuraDigitale, &[pos.n()], span, out);
    }

    pub(super) fn parti_linea(&mut self, pos: Pos<LineaFormativa>, level: u8, span: Span, out: &mut Vec<Block>) {
        let linea = &self.piano[pos].value;
        self.indicatori(&linea.indicatori, level, span, out);
    }

    fn ente_della_misura(&self, pos: Pos<MisuraDigitale>) -> Option<String> {
        let rif = self.piano[pos].value.ente.as_ref()?;
        Some(self.label(self.index.rif(rif)?).0)
    }

    /// The sentence that says who pays, after a view that shows `shown`. If it is not true of all of them, it names those
    /// that it is about.
    pub(super) fn emblema(&mut self, kind: Kind, shown: &[usize], span: Span, out: &mut Vec<Block>) {
        let paid = |n: &usize| Fondo::di(self.piano, kind, *n).is_some_and(Fondo::emblema);
        let paid: Vec<usize> = shown.iter().copied().filter(paid).collect();
        if paid.is_empty() {
            return;
        }
        let mut content = vec![Inline::Strong(self.say(EMBLEMA, span))];
        if paid.len() < shown.len() {
            let names: Vec<String> = paid
                .iter()
                .filter_map(|n| {
                    let title = straight(self.piano.elementi.get(kind, *n)?.value.titolo().value);
                    Some(match self.index.code(kind, *n) {
                        // Several measures may have the same code, and belong to different bodies. So the body is named
                        // too.
                        Some(code) if kind == Kind::MisuraDigitale => match self.ente_della_misura(Pos::new(*n)) {
                            Some(ente) => format!("{code} {title} ({ente})"),
                            None => format!("{code} {title}"),
                        },
                        Some(code) => code.to_owned(),
                        None => title,
                    })
                })
                .collect();
            content.extend(self.say(&format!(": {}.", names.join("; ")), span));
        }
        // Two views of the same things say it once.
        let said =
            |block: &Block| matches!(&block.kind, BlockKind::Paragraph(words) if plain(words) == plain(&content));
        if !out.iter().any(said) {
            out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(content) });
        }
    }
}
