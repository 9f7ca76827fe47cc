//! What the card of an objective has under its fields: its prose, its results, phases, verifications, indicators, budget and
//! measures, each under a heading of its own. The phases are in `parti_fasi`, the measures in `parti_esiti`.

use super::super::quotes::straight;
use super::Lower;
use super::cruscotto::Colonne;
use crate::base::span::{Span, Spanned};
use crate::document::*;
use crate::piano::element::Element;
use crate::piano::element::ente::Ente;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::contabile::{Contabile, Parte, Verso, Voce};
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::obiettivo::risultato::Verifica;
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Profile, Valore};
use std::collections::BTreeSet;

impl<'a> Lower<'a> {
    /// The parts of an objective. `level` is that of the heading with its title.
    pub(super) fn parti_obiettivo(&mut self, pos: Pos<Obiettivo>, level: u8, span: Span) -> Vec<Block> {
        let obiettivo = self.obiettivo(pos);
        let mut out = Vec::new();
        self.testi(obiettivo, level, span, &mut out);
        self.risultati(obiettivo, level, span, &mut out);
        self.fasi(obiettivo, level, span, &mut out);
        self.verifiche_di(&obiettivo.verifiche, level, span, &mut out);
        self.indicatori(&obiettivo.indicatori, level, span, &mut out);
        if let Some(contabile) = &obiettivo.contabile {
            self.parte("Rilevanza contabile", level, span, &mut out);
            self.contabile(contabile, span, &mut out);
        }
        self.misurazioni(obiettivo, level, span, &mut out);
        self.domande(obiettivo, level, span, &mut out);
        out
    }

    /// The texts of an element that have a heading of their own in print.
    pub(super) fn testi<T: Element + 'static>(&mut self, element: &T, level: u8, span: Span, out: &mut Vec<Block>) {
        for parte in T::parti() {
            if let (Some(title), Some(text)) = (parte.stampa, (parte.testo)(element)) {
                self.parte(title, level, span, out);
                out.extend(self.prose(text, level));
            }
        }
    }

    /// The parts of an objective of public value: its indicators, with the start, the target and the source.
    pub(super) fn parti_valore(&mut self, pos: Pos<ObiettivoVp>, level: u8, span: Span, out: &mut Vec<Block>) {
        let obiettivo = &self.piano[pos].value;
        self.indicatori(&obiettivo.indicatori, level, span, out);
    }

    /// The indicators of a thing, under their heading.
    pub(super) fn indicatori(&mut self, all: &'a [Spanned<Indicatore>], level: u8, span: Span, out: &mut Vec<Block>) {
        if all.is_empty() {
            return;
        }
        self.parte("Indicatori", level, span, out);
        let shown = Colonne::of(all.iter().map(|indicatore| &indicatore.value), &|one| self.plain_text(one.testo));
        let columns = self.colonne_indicatore(&shown, span);
        let rows =
            all.iter().map(|one| Row::new(self.celle_indicatore(&one.value, &shown, one.span), one.span)).collect();
        self.bare_table(columns, rows, span, out);
    }

    pub(super) fn parte(&mut self, title: &str, level: u8, span: Span, out: &mut Vec<Block>) {
        let content = self.say(title, span);
        out.push(Block {
            anchor: None,
            span,
            kind: BlockKind::Heading { level: (level + 1).min(6), number: None, content },
        });
    }

    /// Adds a table that belongs to a card. It has no number and no caption, and is not in the list of tables.
    pub(super) fn bare_table(&mut self, columns: Vec<Column>, rows: Vec<Row>, span: Span, out: &mut Vec<Block>) {
        let table = Table { number: None, caption: None, columns, rows, row_headers: true, registro: None };
        out.push(Block { anchor: None, span, kind: BlockKind::Table(table) });
    }

    /// Adds a remark about a table, in a paragraph of its own.
    pub(super) fn nota_sotto(&mut self, words: &str, span: Span, out: &mut Vec<Block>) {
        self.nota_con(self.say(words, span), span, out);
    }

    /// Adds a remark, made of these words, under a table.
    pub(super) fn nota_con(&self, words: Words, span: Span, out: &mut Vec<Block>) {
        out.push(Block { anchor: None, span, kind: BlockKind::Remark(words) });
    }

    pub(super) fn columns(&mut self, names: &[(impl AsRef<str>, Profile)], span: Span) -> Vec<Column> {
        names
            .iter()
            .map(|(name, profile)| Column { header: self.say(name.as_ref(), span), profile: *profile })
            .collect()
    }

    fn risultati(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span, out: &mut Vec<Block>) {
        if obiettivo.risultati.is_empty() {
            return;
        }
        self.parte("Risultati attesi", level, span, out);
        let all = &obiettivo.risultati;
        let has = [
            all.iter().any(|r| r.value.anno.is_some()),
            all.iter().any(|r| r.value.target.is_some()),
            all.iter().any(|r| r.value.entro.is_some()),
            all.iter().any(|r| !r.value.fasi.is_empty()),
            all.iter().any(|r| r.value.peso.is_some()),
        ];
        let optional = [
            ("Anno", Profile::Data),
            ("Valore atteso", Profile::Testo),
            ("Entro", Profile::Testo),
            ("Fasi", Profile::Testo),
            ("Peso", Profile::Numero),
        ];
        let mut names = vec![("N.", Profile::Codice), ("Risultato", Profile::Testo)];
        names.extend(optional.iter().zip(has).filter(|(_, has)| *has).map(|(name, _)| *name));
        let columns = self.columns(&names, span);
        let mut rows = Vec::with_capacity(all.len());
        for (at, risultato) in all.iter().enumerate() {
            let r = &risultato.value;
            let words = [
                r.anno.map(|anno| anno.to_string()),
                r.target.as_ref().map(|target| straight(&target.value.to_string())),
                r.entro.as_ref().map(|entro| self.tempo(&entro.value)),
                (!r.fasi.is_empty()).then(|| r.fasi.iter().map(|f| f.value.as_str()).collect::<Vec<_>>().join(", ")),
                r.peso.map(|peso| peso.value.to_string()),
            ];
            let text = self.value(&Valore::Prosa(r.testo), risultato.span);
            let text = self.aggiunto(risultato.span, "risultato", self.rivisto(risultato.span, &["testo"], text));
            let mut cells = vec![self.say(&lettera(at), span), text];
            let names = ["anno", "target", "entro", "fasi", "peso"];
            for ((words, name), _) in words.into_iter().zip(names).zip(has).filter(|(_, has)| *has) {
                let words = self.say(words.as_deref().unwrap_or("–"), span);
                cells.push(self.rivisto(risultato.span, &[name], words));
            }
            rows.push(Row::new(cells, risultato.span));
        }
        self.bare_table(columns, rows, span, out);
    }

    /// How a thing is verified, under its heading.
    pub(super) fn verifiche_di(&mut self, all: &'a [Spanned<Verifica>], level: u8, span: Span, out: &mut Vec<Block>) {
        if all.is_empty() {
            return;
        }
        self.parte("Strumenti di verifica", level, span, out);
        let names = [("Strumento", Profile::Testo), ("Risultato atteso", Profile::Testo), ("Tempi", Profile::Testo)];
        let columns = self.columns(&names, span);
        let mut rows = Vec::with_capacity(all.len());
        for verifica in all {
            rows.extend(self.righe_verifica(verifica));
        }
        self.bare_table(columns, rows, span, out);
    }

    fn contabile(&mut self, contabile: &'a Contabile, span: Span, out: &mut Vec<Block>) {
        if let Some(peg) = &contabile.peg {
            let content = self.say(&format!("PEG finanziario, codice responsabile: {}", straight(&peg.value)), span);
            out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(content) });
        }
        if contabile.voci.is_empty() {
            return;
        }
        let years: BTreeSet<i16> = contabile.voci.iter().filter_map(|voce| voce.anno).collect();
        let names = [
            // The sums put all years together. The list below has each item with its year.
            (if years.len() > 1 { "Previsione, in tutti gli anni" } else { "Previsione" }, Profile::Testo),
            ("Parte corrente", Profile::Importo),
            ("Parte investimenti", Profile::Importo),
        ];
        let columns = self.columns(&names, span);
        let body = |voce: &Voce| voce.ente.as_ref().and_then(|rif| self.index.rif(rif));
        // The bodies that have amounts, in the order in which they are first named. `None` is the body whose plan it is.
        let mut bodies: Vec<Option<Pos<Ente>>> = Vec::new();
        for voce in contabile.voci.iter().filter(|voce| voce.importo.is_some()) {
            if !bodies.contains(&body(voce)) {
                bodies.push(body(voce));
            }
        }
        let several = bodies.len() > 1;
        let alone = bodies.iter().all(Option::is_none);
        let mut rows = Vec::new();
        for (verso, name) in [(Verso::Entrata, "Entrate"), (Verso::Spesa, "Spese")] {
            let row = |lower: &Self, words: &str, here: &dyn Fn(&Voce) -> bool| {
                let mut cells = vec![lower.say(words, span)];
                for parte in [Parte::Corrente, Parte::Investimenti] {
                    let sum = contabile.somma(verso, parte, here).map_or_else(|| "–".to_owned(), |sum| sum.to_string());
                    cells.push(lower.say(&sum, span));
                }
                Row::new(cells, span)
            };
            for of in bodies.iter().filter(|_| !alone) {
                let words = format!("{name}, {}", self.nome_ente(*of));
                rows.push(row(self, &words, &|voce| body(voce) == *of));
            }
            if several || alone {
                let words = if several { format!("{name}, in tutto") } else { name.to_owned() };
                rows.push(Row { total: several, ..row(self, &words, &|_| true) });
            }
        }
        // Items without amounts have no sums, and so no table of sums.
        if contabile.voci.iter().any(|voce| voce.importo.is_some()) {
            self.bare_table(columns, rows, span, out);
        }
        let items: Vec<Vec<Block>> = contabile
            .voci
            .iter()
            .map(|voce| {
                let side = match (voce.verso, voce.parte) {
                    (Verso::Entrata, Parte::Corrente) => "entrata corrente",
                    (Verso::Entrata, Parte::Investimenti) => "entrata per investimenti",
                    (Verso::Spesa, Parte::Corrente) => "spesa corrente",
                    (Verso::Spesa, Parte::Investimenti) => "spesa per investimenti",
                };
                let words = [
                    Some(side.to_owned()),
                    body(voce).filter(|_| !alone).map(|of| self.nome_ente(Some(of))),
                    voce.anno.map(|anno| anno.to_string()),
                    voce.voce.as_ref().map(|v| format!("voce {}", v.value)),
                    voce.centro.as_ref().map(|c| format!("centro di costo {}", c.value)),
                    voce.causale.as_ref().map(|c| straight(&c.value)),
                ];
                let words: Vec<String> = words.into_iter().flatten().collect();
                let amount = voce.importo.map(|importo| importo.value.to_string());
                let text = match amount {
                    Some(amount) => format!("{amount}: {}", words.join(", ")),
                    None => words.join(", "),
                };
                let content = self.say(&text, span);
                vec![Block { anchor: None, span, kind: BlockKind::Paragraph(content) }]
            })
            .collect();
        if !items.is_empty() {
            out.push(Block {
                anchor: None,
                span,
                kind: BlockKind::List { start: None, tight: true, segni: vec![], items },
            });
        }
    }

    /// The name of a body. For `None` it is that of the body whose plan it is.
    fn nome_ente(&self, ente: Option<Pos<Ente>>) -> String {
        straight(&ente.map_or(&self.set.ente.nome, |pos| &self.piano[pos].value.nome).value)
    }
}

/// `a`, `b`, … `z`, then numbers: nobody has more than twenty-six results.
pub(super) fn lettera(at: usize) -> String {
    u8::try_from(at).ok().filter(|n| *n < 26).map_or_else(|| (at + 1).to_string(), |n| char::from(b'a' + n).to_string())
}
