//! The outcomes of an objective: what was measured, what was proposed and accepted, how its parts went, what was asked.

use super::super::quotes::straight;
use super::Lower;
use super::parti_obiettivo::lettera;
use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::base::text::capital;
use crate::conti::performance::fasi::calcolato;
use crate::document::*;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::numeri;
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione, MisurazioneParte};
use crate::piano::element::row::{Profile, Valore};
use crate::piano::element::value::{Dovuto, Testo};
use crate::piano::settings;

impl<'a> Lower<'a> {
    pub(super) fn misurazioni(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span, out: &mut Vec<Block>) {
        let mut order: Vec<&'a Spanned<Misurazione>> = obiettivo.misurazioni.iter().collect();
        order.sort_by_key(|m| m.value.momento);
        let parti = self.andate(obiettivo, level, span);
        // The facts at the head of the card say a single outcome without words.
        let bare = |m: &&'a Spanned<Misurazione>| {
            let m = &m.value;
            m.in_quanto.is_none() && m.narrativa.is_none() && m.proposta.is_none() && m.evidenze.is_empty()
        };
        let said = match order.as_slice() {
            [] => true,
            [one] => one.value.unita.is_none() && bare(one),
            _ => false,
        };
        if said && parti.is_empty() {
            self.taciute(obiettivo, span, out);
            return;
        }
        self.parte("Esiti", level, span, out);
        if order.iter().any(|m| m.value.unita.is_some()) {
            self.esiti_delle_quote(&order, span, out);
            for misura in &order {
                let (fields, notes) = self.come_deciso(&misura.value, misura.span);
                if !fields.is_empty() {
                    let mut words = self.value(&(&misura.value.unita).into(), misura.span);
                    words.extend(self.say(&format!(", al {}. ", self.giorno_di(&misura.value)), span));
                    for (n, field) in fields.into_iter().enumerate() {
                        words.extend((n > 0).then_some(Inline::Break));
                        words.extend(self.say(&format!("{}: ", field.label), span));
                        words.extend(field.value);
                    }
                    out.push(paragrafo(words, span));
                    out.extend(notes);
                }
            }
        } else if !said {
            let calcolato = order.last().and_then(|last| self.calcolato(obiettivo, &last.value));
            out.extend(self.riquadro(&order, calcolato, span));
        }
        out.extend(parti);
        for misura in order {
            out.extend(self.narrativa(misura, level, span));
            out.extend(self.evidenze(misura));
        }
        self.taciute(obiettivo, span, out);
    }

    /// Says which outcomes are not published.
    fn taciute(&mut self, obiettivo: &'a Obiettivo, span: Span, out: &mut Vec<Block>) {
        let unita = obiettivo.unita_prima().and_then(|rif| self.index.rif(rif));
        let open = self.set.performance.pubblici.contains(&settings::Riservato::EsitiIndividuali);
        let due = obiettivo.misurazioni.is_empty() && self.set.momento.value > settings::Momento::Approvazione && !open;
        let alone = due && unita.is_some_and(|unita| self.piano.una_persona(unita).is_some());
        let all = &obiettivo.taciute;
        let words = if all.iter().any(|taciuta| taciuta.ricavabile) {
            "L’esito della parte di un’unità di una persona non si pubblica, e con lui quello complessivo che lo farebbe ricavare."
        } else if alone || !all.is_empty() {
            "L’esito di un’unità di una persona non si pubblica."
        } else {
            return;
        };
        self.nota_sotto(words, span, out);
    }

    /// The outcomes of a thing, in the order of time, in a frame: how it ended, and why; beside it how it was before, what its parts add
    /// up to (`calcolato`), what its unit had proposed.
    pub(super) fn riquadro(
        &mut self,
        order: &[&'a Spanned<Misurazione>],
        calcolato: Option<Field>,
        span: Span,
    ) -> Option<Block> {
        let (last, before) = order.split_last()?;
        let mut head = self.esito_in_parole(&last.value, span);
        let earlier = before.last().and_then(|m| m.value.percento());
        if let Some(value) = last.value.percento() {
            head.push(Inline::Break);
            head.push(Inline::Mark(Mark::Bar(Strip { value, before: earlier, wide: true })));
        }
        let mut blocks = vec![paragrafo(head, span)];
        blocks.extend(self.in_quanto(&last.value, last.span));
        let (mut fields, mut notes) = (Vec::new(), Vec::new());
        for (n, misura) in before.iter().enumerate() {
            let day = self.giorno_di(&misura.value);
            let drawn = last.value.percento().and(earlier).is_some() && n + 1 == before.len();
            let tick = if drawn { ", tratto scuro" } else { "" };
            let value = self.esito_e_quanto(misura.value.stato, misura.value.percento(), span);
            fields.push(Field { label: format!("Al {day}{tick}"), value });
            if let Some(mut block) = self.in_quanto(&misura.value, misura.span) {
                // Which of the two reasons it is.
                if let BlockKind::Paragraph(words) = &mut block.kind {
                    words.splice(0..1, [Inline::Strong(self.say(&format!("Al {day}, in quanto: "), span))]);
                }
                notes.push(block);
            }
            let (said, why) = self.come_deciso(&misura.value, misura.span);
            fields.extend(said.into_iter().map(|field| Field { label: format!("{} ({day})", field.label), ..field }));
            notes.extend(why);
        }
        fields.extend(calcolato);
        let (said, why) = self.come_deciso(&last.value, last.span);
        fields.extend(said);
        notes.extend(why);
        Some(Block { anchor: None, span, kind: BlockKind::Outcome(Outcome { blocks, fields, notes }) })
    }

    /// `◐ in parte, 60 %`
    fn esito_e_quanto(&self, stato: Esito, percento: Option<Percento>, span: Span) -> Words {
        let words = match (stato, percento) {
            (Esito::ParzialmenteRaggiunto, Some(percento)) => format!("\u{a0}in parte, {percento}"),
            (stato, Some(percento)) => format!("\u{a0}{}, {percento}", stato.label()),
            (stato, None) => format!("\u{a0}{}", stato.label()),
        };
        let mut all = vec![Inline::Mark(Mark::Sign(Sign::Esito(stato)))];
        all.extend(self.say(&words, span));
        all
    }

    /// The outcome that is computed from the phases, or from the indicators, where it is not the declared one.
    fn calcolato(&self, obiettivo: &Obiettivo, misura: &Misurazione) -> Option<Field> {
        let found = calcolato(self.piano, obiettivo, misura.momento, self.set)?;
        let label = match self.set.performance.calcolo {
            settings::Calcolo::Fasi => "Calcolato dalle fasi",
            settings::Calcolo::Indicatori => "Calcolato dagli indicatori raggiunti",
        };
        let value = self.say(&found.to_string(), obiettivo.titolo.span);
        (misura.percento() != Some(found)).then(|| Field { label: label.to_owned(), value })
    }

    /// What the unit had proposed and what who evaluates accepted, where the proposal is public; then what explains the two.
    fn come_deciso(&mut self, misura: &Misurazione, span: Span) -> (Vec<Field>, Vec<Block>) {
        let Some(proposta) = &misura.proposta else { return Default::default() };
        let proposed = self.esito_e_quanto(proposta.stato, proposta.percento(), span);
        let accepted = self.esito_e_quanto(misura.stato, misura.percento(), span);
        let day = proposta.data.map(|day| format!(" il {}", day.value)).unwrap_or_default();
        let same = plain(&proposed) == plain(&accepted);
        let decided = |label: String| Field { label, value: vec![Inline::Strong(accepted)] };
        let fields = if same {
            vec![decided(format!("Proposto dall’unità{day} e accettato"))]
        } else {
            let field = Field { label: format!("Proposto dall’unità{day}"), value: proposed };
            vec![field, decided("Accettato da chi valuta".to_owned())]
        };
        let mut notes = Vec::new();
        notes.extend(proposta.in_quanto.map(|text| self.con_titolo("Per l’unità, in quanto: ", text, span)));
        notes.extend(proposta.narrativa.map(|text| self.con_titolo("Per l’unità: ", text, span)));
        notes.extend(proposta.differenza.map(|text| self.con_titolo("Perché la differenza: ", text, span)));
        (fields, notes)
    }

    /// A short text, with the words that say what it is before it.
    fn con_titolo(&mut self, title: &str, text: Testo, span: Span) -> Block {
        let mut words = vec![Inline::Strong(self.say(title, span))];
        words.extend(self.value(&Valore::Prosa(text), span));
        paragrafo(words, span)
    }

    /// How the parts of an objective were at each moment: phases, results, indicators.
    fn andate(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span) -> Vec<Block> {
        let mut all: Vec<Andata> = Vec::new();
        for (fase, numero) in obiettivo.fasi.iter().zip(numeri(&obiettivo.fasi)) {
            let name = format!("Fase {numero}");
            all.extend(Andata::of(&name, &fase.value.misurazioni, |stato| (None, stato.label())));
        }
        let esito = |stato: Esito| (Some(stato), stato.label());
        for (at, risultato) in obiettivo.risultati.iter().enumerate() {
            let name = format!("Risultato {}", lettera(at));
            all.extend(Andata::of(&name, &risultato.value.misurazioni, esito));
        }
        for (at, indicatore) in obiettivo.indicatori.iter().enumerate() {
            let name = format!("Indicatore {}", at + 1);
            all.extend(Andata::of(&name, &indicatore.value.misurazioni, esito));
        }
        all.sort_by_key(|andata| andata.momento);
        let mut out = Vec::new();
        for Andata { nome, momento, stato, in_quanto, narrativa, span: place } in all {
            let mut words = vec![Inline::Strong(self.say(&format!("{nome}, al {}: ", self.set.giorno(momento)), span))];
            if let Some((esito, word)) = stato {
                if let Some(esito) = esito {
                    words.push(Inline::Mark(Mark::Sign(Sign::Esito(esito))));
                    words.extend(self.say("\u{a0}", span));
                }
                words.extend(self.say(word, span));
            }
            if let Some(text) = in_quanto {
                words.extend(self.say(if stato.is_some() { ", in quanto " } else { "in quanto " }, span));
                words.extend(self.value(&Valore::Prosa(text), place));
            }
            let mut blocks = narrativa.map(|text| self.prose(text, level)).unwrap_or_default();
            if stato.is_some() || in_quanto.is_some() {
                if narrativa.is_some() {
                    words.extend(self.say(". ", span));
                } else if !plain(&words).trim_end().ends_with('.') {
                    words.extend(self.say(".", span));
                }
            }
            preceded(&mut blocks, words, span);
            out.extend(blocks);
        }
        out
    }

    /// Where readers can verify an outcome.
    fn evidenze(&mut self, misura: &Spanned<Misurazione>) -> Vec<Block> {
        let span = misura.span;
        let mut items = Vec::with_capacity(misura.value.evidenze.len());
        for text in &misura.value.evidenze {
            items.push(vec![paragrafo(self.value(&Valore::Prosa(*text), span), span)]);
        }
        if items.is_empty() {
            return vec![];
        }
        let title = format!("Dove si può verificare, al {}:", self.giorno_di(&misura.value));
        let list = BlockKind::List { start: None, tight: true, segni: vec![], items };
        vec![paragrafo(vec![Inline::Strong(self.say(&title, span))], span), Block { anchor: None, span, kind: list }]
    }

    /// What who evaluates asked, and what the unit answered, where they are public.
    pub(super) fn domande(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span, out: &mut Vec<Block>) {
        if obiettivo.domande.is_empty() {
            return;
        }
        self.parte("Domande di chi valuta", level, span, out);
        let mut entries = Vec::with_capacity(obiettivo.domande.len());
        let of = |day: Option<Spanned<Giorno>>| day.map(|day| format!(" del {}", day.value)).unwrap_or_default();
        for domanda in &obiettivo.domande {
            let d = &domanda.value;
            let fase = d.fase.as_ref().map(|fase| format!(", fase {}", fase.value.trim())).unwrap_or_default();
            let title = format!("Domanda{}, {}{fase}", of(d.data), d.momento.label());
            let term = self.say(&title, domanda.span);
            entries.push(Definition { anchor: None, term, details: vec![self.prose(d.testo, level)] });
            let (title, answer) = match d.risposta {
                Some(text) => (format!("Risposta{}", of(d.risposta_data)), self.prose(text, level)),
                None => {
                    ("Risposta".to_owned(), vec![paragrafo(self.say("Non è stata ancora data.", domanda.span), span)])
                }
            };
            entries.push(Definition { anchor: None, term: self.say(&title, domanda.span), details: vec![answer] });
        }
        out.push(Block { anchor: None, span, kind: BlockKind::Definitions(entries) });
        self.nota_sotto("Le domande e le risposte sono pubbliche per scelta dell’ente.", span, out);
    }

    /// `Al 31/12/2025`, and under it `● Raggiunto: 100 %`.
    fn esito_in_parole(&self, misura: &Misurazione, span: Span) -> Words {
        let label = capital(misura.stato.label());
        let what = misura.percento().map_or(label.clone(), |percento| format!("{label}: {percento}"));
        let day = self.say(&format!("Al {}", self.giorno_di(misura)), span);
        vec![
            Inline::Small(day),
            Inline::Break,
            Inline::Mark(Mark::Sign(Sign::Esito(misura.stato))),
            Inline::Strong(self.say(&format!("\u{a0}{what}"), span)),
        ]
    }

    /// Why not all of it was reached.
    fn in_quanto(&mut self, misura: &Misurazione, span: Span) -> Option<Block> {
        let mut words = vec![Inline::Strong(self.say("In quanto: ", span))];
        match misura.in_quanto.as_ref()? {
            Dovuto::Valore(text) => words.extend(self.value(&Valore::Prosa(*text), span)),
            Dovuto::Assente(reason) => words.push(Inline::Small(self.say(straight(&reason.value).trim(), span))),
        }
        Some(Block { anchor: None, span, kind: BlockKind::Paragraph(words) })
    }

    /// What was done, under the day of the measurement.
    pub(super) fn narrativa(&mut self, misura: &'a Spanned<Misurazione>, level: u8, span: Span) -> Vec<Block> {
        let Some(text) = misura.value.narrativa else { return vec![] };
        let when = format!("Al {}: ", self.giorno_di(&misura.value));
        let mut blocks = self.prose(text, level);
        preceded(&mut blocks, vec![Inline::Strong(self.say(&when, span))], span);
        blocks
    }

    /// The outcomes of an objective whose units ended differently.
    fn esiti_delle_quote(&mut self, order: &[&'a Spanned<Misurazione>], span: Span, out: &mut Vec<Block>) {
        let mut names = vec![("Al", Profile::Data), ("Unità", Profile::Testo), ("Esito", Profile::Testo)];
        names.push(("Raggiunto", Profile::Numero));
        let reasons = order.iter().any(|m| m.value.in_quanto.is_some());
        names.extend(reasons.then_some(("In quanto", Profile::Testo)));
        let mut columns = self.columns(&names, span);
        let mut rows = Vec::with_capacity(order.len());
        for (n, misura) in order.iter().enumerate() {
            let m = &misura.value;
            // The outcome of the same unit at the moment before.
            let unit = |of: &Misurazione| of.unita.as_ref().map(|rif| self.index.rif(rif));
            let mut earlier = order.iter().take(n).rev().map(|other| &other.value);
            let before = earlier.find(|other| other.momento < m.momento && unit(other) == unit(m));
            let before = before.and_then(Misurazione::percento);
            let mut cells = vec![self.say(&format!("{} ({})", self.giorno_di(m), m.momento.label()), span)];
            cells.push(self.value(&(&m.unita).into(), misura.span));
            let mut word = vec![Inline::Mark(Mark::Sign(Sign::Esito(m.stato)))];
            word.extend(self.say(&format!("\u{a0}{}", m.stato.label()), span));
            cells.push(word);
            cells.push(self.barra(m.percento(), before, span));
            if reasons {
                cells.push(self.value(&(&m.in_quanto).into(), misura.span));
            }
            rows.push(Row::new(cells, misura.span));
        }
        Self::con_scala(&mut columns, &rows);
        let mut table = Table { number: None, caption: None, columns, rows, row_headers: false, registro: None };
        // The moment stands once over the outcomes of the units.
        if order.windows(2).any(|pair| matches!(pair, [a, b] if a.value.momento == b.value.momento)) {
            table.raggruppa(&[0]);
        }
        out.push(Block { anchor: None, span, kind: BlockKind::Table(table) });
    }

    /// Draws in the head of each column of bars what their ends and their middle are.
    pub(super) fn con_scala(columns: &mut [Column], rows: &[Row]) {
        for (at, column) in columns.iter_mut().enumerate() {
            let mut words = rows.iter().filter_map(|row| row.cells.get(at)).flat_map(|cell| &cell.words);
            let wide = words.find_map(|inline| match inline {
                Inline::Mark(Mark::Bar(strip)) => Some(strip.wide),
                _ => None,
            });
            column.header.extend(wide.map(|wide| Inline::Mark(Mark::Scale { wide })));
        }
    }

    /// A percentage with its bar, in a cell.
    pub(super) fn barra(&self, value: Option<Percento>, before: Option<Percento>, span: Span) -> Words {
        self.con_barra(value, before, |value| value.to_string(), span)
    }

    /// The same for an average of outcomes: always with two decimals, because averages stand one under the other.
    pub(super) fn media(&self, value: Option<Percento>, before: Option<Percento>, span: Span) -> Words {
        self.con_barra(value, before, Percento::esteso, span)
    }

    fn con_barra(
        &self,
        value: Option<Percento>,
        before: Option<Percento>,
        said: fn(Percento) -> String,
        span: Span,
    ) -> Words {
        let Some(value) = value else { return self.say("–", span) };
        let mut words = self.say(&format!("{}\u{a0}", said(value)), span);
        words.push(Inline::Mark(Mark::Bar(Strip { value, before, wide: false })));
        words
    }
}

/// How a part of an objective was at a moment.
struct Andata {
    /// The part, as its table names it.
    nome: String,
    momento: Momento,
    /// Its state in words, with its sign where it has one.
    stato: Option<(Option<Esito>, &'static str)>,
    in_quanto: Option<Testo>,
    narrativa: Option<Testo>,
    span: Span,
}

impl Andata {
    fn of<S: Copy>(
        nome: &str,
        all: &[Spanned<MisurazioneParte<S>>],
        stato: impl Fn(S) -> (Option<Esito>, &'static str),
    ) -> Vec<Self> {
        let one = |misura: &Spanned<MisurazioneParte<S>>| {
            let m = &misura.value;
            Andata {
                nome: nome.to_owned(),
                momento: m.momento,
                stato: m.stato.map(&stato),
                in_quanto: m.in_quanto,
                narrativa: m.narrativa,
                span: misura.span,
            }
        };
        all.iter().map(one).collect()
    }
}

fn paragrafo(words: Words, span: Span) -> Block {
    Block { anchor: None, span, kind: BlockKind::Paragraph(words) }
}

/// Puts `lead` before the first words of `blocks`, or in a paragraph of its own where they begin with something else.
fn preceded(blocks: &mut Vec<Block>, mut lead: Words, span: Span) {
    match blocks.first_mut().map(|block| &mut block.kind) {
        Some(BlockKind::Paragraph(content)) => {
            lead.append(content);
            *content = lead;
        }
        _ => blocks.insert(0, paragrafo(lead, span)),
    }
}
