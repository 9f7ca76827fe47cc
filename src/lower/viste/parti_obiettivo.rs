//! What the card of an objective has under its fields: its prose, its results, phases, verifications, indicators, budget and
//! measures, each under a heading of its own.

use super::super::quotes::straight;
use super::Lower;
use super::cruscotto::Colonne;
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::base::text::capital;
use crate::conti::performance::fasi::{Fasi, calcolato};
use crate::document::*;
use crate::lingua::tempo::Tempo;
use crate::piano::element::Element;
use crate::piano::element::ente::Ente;
use crate::piano::element::misura::{AlMomento, Momento, PerAnno, Percento, Peso};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::contabile::{Contabile, Parte, Verso, Voce};
use crate::piano::element::obiettivo::fase::{Fase, numeri};
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione, MisurazioneParte};
use crate::piano::element::obiettivo::risultato::Verifica;
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::row::Valore;
use crate::piano::element::value::{Dovuto, Testo};
use crate::piano::settings;
use std::collections::BTreeSet;

/// What the column of points says.
const PUNTI: &str = "I punti sono il peso della fase per la parte fatta, e la loro somma è l’esito calcolato.";

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
        out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(vec![Inline::Small(words)]) });
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

    fn fasi(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span, out: &mut Vec<Block>) {
        let fasi = &obiettivo.fasi;
        if fasi.is_empty() {
            return;
        }
        self.parte("Fasi", level, span, out);
        // The years that have columns of their own. If no phase names a year, there is one pair of columns.
        let mut years: BTreeSet<i16> = fasi
            .iter()
            .flat_map(|fase| {
                let tempi = fase.value.tempi.iter().flat_map(PerAnno::anni);
                tempi.chain(fase.value.peso.iter().flat_map(PerAnno::anni))
            })
            .collect();
        // What has no year belongs to the year of the plan, which then needs a column.
        let bare = |fase: &Spanned<Fase>| {
            matches!(fase.value.tempi, Some(PerAnno::Uno(_))) || matches!(fase.value.peso, Some(PerAnno::Uno(_)))
        };
        if !years.is_empty() && fasi.iter().any(bare) {
            years.insert(self.set.anno());
        }
        // Beside the columns of several years the state stands under the words of the phase, or nothing could be read.
        let states = fasi.iter().any(|fase| fase.value.stato.is_some());
        let has_state = states && years.len() < 2;
        // The last moment at which each thing was measured heads its column.
        let moment = |at: fn(&Fase) -> Option<&AlMomento<Spanned<Percento>>>| {
            let all =
                fasi.iter().filter_map(|fase| at(&fase.value)).flat_map(|al| al.iter().map(|(momento, _)| momento));
            all.max()
        };
        let (done, given) = (moment(|f| f.completamento.as_ref()), moment(|f| f.realizzazione.as_ref()));
        let periods: Vec<Option<i16>> =
            if years.is_empty() { vec![None] } else { years.into_iter().map(Some).collect() };
        // A year has a column of times only if some phase has one, and of weights only if some phase counts. A note tells of a year
        // in which none does.
        let anno = self.set.anno();
        let pesi = |period| fasi.iter().filter_map(move |fase| peso_nel(&fase.value, period, anno));
        let weighs = |period| pesi(period).any(|peso| peso != Peso::NonValutato);
        let idle: Vec<String> = periods
            .iter()
            .filter(|period| pesi(**period).next().is_some() && !weighs(**period))
            .map(|period| period.map_or_else(String::new, |year| format!(" nel {year}")))
            .collect();
        let timed = |period| fasi.iter().any(|fase| tempo_nel(&fase.value, period, anno).is_some());
        let periods: Vec<(Option<i16>, bool, bool)> =
            periods.into_iter().map(|period| (period, weighs(period), timed(period))).collect();
        let mut names = vec![("N.".to_owned(), Profile::Codice), ("Attività".into(), Profile::Testo)];
        for (period, has_weight, has_time) in &periods {
            let name = |word: &str| period.map_or_else(|| word.to_owned(), |year| format!("{word} {year}"));
            names.extend(has_weight.then(|| (name("Peso"), Profile::Numero)));
            names.extend(has_time.then(|| (name("Tempi"), Profile::Testo)));
        }
        names.extend(has_state.then(|| ("Stato".into(), Profile::Testo)));
        names.extend(done.map(|momento| (format!("Fatto al {}", self.set.giorno(momento)), Profile::Numero)));
        names.extend(given.map(|momento| (format!("Dell’obiettivo al {}", self.set.giorno(momento)), Profile::Numero)));
        // What each phase adds to the outcome, where all that it needs is known and the table has room for it.
        let counted = Fasi::of(obiettivo, anno).filter(|_| self.set.performance.calcolo == settings::Calcolo::Fasi);
        let points = counted.as_ref().filter(|_| given.is_none() && names.len() < 7);
        let points = points.zip(done).and_then(|(fasi, momento)| Some((fasi.punti(momento)?, fasi.esito(momento)?.0)));
        names.extend(points.as_ref().map(|_| ("Punti".to_owned(), Profile::Numero)));
        let names: Vec<(&str, Profile)> = names.iter().map(|(name, profile)| (name.as_str(), *profile)).collect();
        let columns = self.columns(&names, span);
        // Beside the columns of three years a bar would leave too little room for the words.
        let bars = names.len() < 9;
        let mut rows = Vec::with_capacity(fasi.len());
        for (fase, numero) in fasi.iter().zip(numeri(fasi)) {
            let f = &fase.value;
            let what = self.value(&Valore::Prosa(f.testo), fase.span);
            let mut what = self.aggiunto(fase.span, "fase", self.rivisto(fase.span, &["testo"], what));
            if let Some(result) = f.risultato_atteso {
                what.push(Inline::Break);
                let mut words = self.say("Risultato atteso: ", span);
                words.extend(self.value(&Valore::Prosa(result), fase.span));
                what.push(Inline::Small(words));
            }
            if !f.soggetti.is_empty() {
                let who: Vec<String> = f.soggetti.iter().map(|s| straight(&s.value)).collect();
                what.push(Inline::Break);
                what.push(Inline::Small(self.say(&format!("Soggetti: {}", who.join("; ")), span)));
            }
            if let Some(stato) = f.stato.filter(|_| !has_state) {
                what.push(Inline::Break);
                what.push(Inline::Small(self.say(&format!("Stato: {}", stato.label()), span)));
            }
            let mut cells = vec![self.say(&numero, span), what];
            for (period, has_weight, has_time) in &periods {
                if *has_weight {
                    let peso = peso_nel(f, *period, anno);
                    let words = self.say(&peso.map_or_else(|| "–".to_owned(), |peso| peso.to_string()), span);
                    cells.push(self.rivisto(fase.span, &campi("peso", *period), words));
                }
                if *has_time {
                    let words = tempo_nel(f, *period, anno).map(|tempo| self.tempo(&tempo.value));
                    let words = self.say(&words.unwrap_or_else(|| "–".into()), span);
                    cells.push(self.rivisto(fase.span, &campi("tempi", *period), words));
                }
            }
            if has_state {
                cells.push(self.say(&f.stato.map_or_else(|| "–".into(), |stato| capital(stato.label())), span));
            }
            cells.extend(done.map(|momento| self.al_momento(f.completamento.as_ref(), momento, bars, span)));
            cells.extend(given.map(|momento| self.al_momento(f.realizzazione.as_ref(), momento, false, span)));
            cells.extend(points.as_ref().map(|(all, _)| {
                let own = all.iter().find(|(name, _)| *name == numero).map(|(_, points)| points.numero());
                self.say(own.as_deref().unwrap_or("–"), span)
            }));
            rows.push(Row::new(cells, fase.span));
        }
        // The sum of the weights of each year, and of what the phases give to the objective.
        let weights: Vec<Vec<Percento>> = periods
            .iter()
            .map(|(period, ..)| fasi.iter().filter_map(|fase| peso_nel(&fase.value, *period, anno)?.numero()).collect())
            .collect();
        if weights.iter().any(|column| column.len() > 1) {
            let sum = |column: &[Percento]| match column.is_empty() {
                true => "–".to_owned(),
                false => column.iter().copied().sum::<Percento>().to_string(),
            };
            let mut cells = vec![vec![], self.say("Totale", span)];
            for (column, (_, has_weight, has_time)) in weights.iter().zip(&periods) {
                cells.extend(has_weight.then(|| self.say(&sum(column), span)));
                cells.extend(has_time.then(Vec::new));
            }
            cells.extend(has_state.then(Vec::new));
            cells.extend(done.map(|_| vec![]));
            cells.extend(given.map(|momento| {
                let at = |fase: &Spanned<Fase>| Some(fase.value.realizzazione.as_ref()?.al(momento)?.value);
                self.say(&sum(&fasi.iter().filter_map(at).collect::<Vec<_>>()), span)
            }));
            cells.extend(points.as_ref().map(|(_, total)| self.say(&total.numero(), span)));
            rows.push(Row { total: true, ..Row::new(cells, span) });
        }
        let mut table = Table { number: None, caption: None, columns, rows, row_headers: true, registro: None };
        if fasi.iter().any(|fase| fase.value.gruppo.is_some()) {
            table.columns.insert(0, Column { header: self.say("Gruppo", span), profile: Profile::Testo });
            for (row, fase) in table.rows.iter_mut().zip(fasi) {
                let words = fase.value.gruppo.map(|words| self.value(&Valore::Prosa(words), fase.span));
                row.cells.insert(0, words.unwrap_or_default().into());
            }
            table.rows.iter_mut().filter(|row| row.total).for_each(|row| row.cells.insert(0, Cell::default()));
            table.raggruppa(&[0]);
        }
        out.push(Block { anchor: None, span, kind: BlockKind::Table(table) });
        let marked = periods
            .iter()
            .any(|(period, has_weight, _)| *has_weight && pesi(*period).any(|peso| peso == Peso::NonValutato));
        let mark = "«==»: la fase non conta in quell’anno";
        let mut notes: Vec<String> = marked.then(|| mark.to_owned()).into_iter().collect();
        notes.extend((!idle.is_empty()).then(|| format!("nessuna fase ha un peso{}", idle.join(", né"))));
        if !notes.is_empty() {
            self.nota_sotto(&format!("{}.", capital(&notes.join("; "))), span, out);
        }
        if points.is_some() {
            self.nota_sotto(PUNTI, span, out);
        }
        // A drawing of one bar would only repeat its row of the table.
        let drawn = self.righe_fasi(obiettivo);
        if drawn.iter().filter(|row| !row.bars.is_empty()).count() > 1 {
            self.push_gantt(None, None, drawn, self.stato_dei_lavori(), span, out);
        }
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

    fn misurazioni(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span, out: &mut Vec<Block>) {
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
                let mut blocks = self.come_deciso(&misura.value, misura.span);
                if !blocks.is_empty() {
                    let mut whose = self.value(&(&misura.value.unita).into(), misura.span);
                    whose.extend(self.say(&format!(", al {}. ", self.giorno_di(&misura.value)), span));
                    preceded(&mut blocks, whose, span);
                    out.extend(blocks);
                }
            }
        } else if let [before @ .., last] = order.as_slice()
            && !said
        {
            let mut blocks = Vec::new();
            let mut head = self.esito_in_parole(&last.value, true, span);
            let earlier = before.last().and_then(|m| m.value.percento());
            if let Some(value) = last.value.percento() {
                head.push(Inline::Break);
                head.push(Inline::Mark(Mark::Bar(Strip { value, before: earlier, wide: false })));
            }
            blocks.push(paragrafo(head, span));
            blocks.extend(self.in_quanto(&last.value, last.span));
            blocks.extend(self.calcolato(obiettivo, &last.value, span));
            blocks.extend(self.come_deciso(&last.value, last.span));
            for misura in before.iter().rev() {
                blocks.push(paragrafo(self.esito_in_parole(&misura.value, false, span), span));
                blocks.extend(self.in_quanto(&misura.value, misura.span));
                blocks.extend(self.come_deciso(&misura.value, misura.span));
            }
            out.push(Block { anchor: None, span, kind: BlockKind::Outcome(blocks) });
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

    /// The outcome that is computed from the phases, or from the indicators, where it is not the declared one.
    fn calcolato(&self, obiettivo: &Obiettivo, misura: &Misurazione, span: Span) -> Option<Block> {
        let found = calcolato(obiettivo, misura.momento, self.set)?;
        let from = match self.set.performance.calcolo {
            settings::Calcolo::Fasi => "dalle fasi, con i loro pesi",
            settings::Calcolo::Indicatori => "dagli indicatori raggiunti, con i loro pesi",
        };
        let words = self.say(&format!("Calcolato {from}: {found}."), span);
        (misura.percento() != Some(found)).then(|| paragrafo(words, span))
    }

    /// What the unit had proposed and what who evaluates accepted, where the proposal is public.
    fn come_deciso(&mut self, misura: &Misurazione, span: Span) -> Vec<Block> {
        let Some(proposta) = &misura.proposta else { return vec![] };
        let esito = |stato: Esito, percento: Option<Percento>| match percento {
            Some(percento) => format!("{}, {percento}", stato.label()),
            None => stato.label().to_owned(),
        };
        let proposed = esito(proposta.stato, proposta.percento());
        let accepted = esito(misura.stato, misura.percento());
        let day = proposta.data.map(|day| format!(" il {}", day.value)).unwrap_or_default();
        let mut words = Words::new();
        if proposed == accepted {
            words.push(Inline::Strong(self.say(&format!("Proposto dall’unità{day} e accettato: "), span)));
            words.extend(self.say(&accepted, span));
        } else {
            words.extend(self.say(&format!("Proposto dall’unità{day}: {proposed}"), span));
            words.push(Inline::Break);
            words.push(Inline::Strong(self.say(&format!("Accettato da chi valuta: {accepted}"), span)));
        }
        let mut blocks = vec![paragrafo(words, span)];
        blocks.extend(proposta.in_quanto.map(|text| self.con_titolo("Per l’unità, in quanto: ", text, span)));
        blocks.extend(proposta.narrativa.map(|text| self.con_titolo("Per l’unità: ", text, span)));
        blocks.extend(proposta.differenza.map(|text| self.con_titolo("Perché la differenza: ", text, span)));
        blocks
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
    fn domande(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span, out: &mut Vec<Block>) {
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

    /// `● Raggiunto: 100 % al 31/12/2025`. `strong`: it is the last outcome, the one that counts.
    pub(super) fn esito_in_parole(&self, misura: &Misurazione, strong: bool, span: Span) -> Words {
        let label = capital(misura.stato.label());
        let what = misura.percento().map_or(label.clone(), |percento| format!("{label}: {percento}"));
        let what = self.say(&format!("\u{a0}{what}"), span);
        let mut words = vec![Inline::Mark(Mark::Sign(Sign::Esito(misura.stato)))];
        words.extend(if strong { vec![Inline::Strong(what)] } else { what });
        words.extend(self.say(&format!(" al {}", self.giorno_di(misura)), span));
        words
    }

    /// Why not all of it was reached.
    pub(super) fn in_quanto(&mut self, misura: &Misurazione, span: Span) -> Option<Block> {
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
        let columns = self.columns(&names, span);
        let mut rows = Vec::with_capacity(order.len());
        for misura in order {
            let m = &misura.value;
            let mut cells = vec![self.say(&format!("{} ({})", self.giorno_di(m), m.momento.label()), span)];
            cells.push(self.value(&(&m.unita).into(), misura.span));
            let mut word = vec![Inline::Mark(Mark::Sign(Sign::Esito(m.stato)))];
            word.extend(self.say(&format!("\u{a0}{}", m.stato.label()), span));
            cells.push(word);
            cells.push(self.barra(m.percento(), None, span));
            if reasons {
                cells.push(self.value(&(&m.in_quanto).into(), misura.span));
            }
            rows.push(Row::new(cells, misura.span));
        }
        let table = Table { number: None, caption: None, columns, rows, row_headers: false, registro: None };
        out.push(Block { anchor: None, span, kind: BlockKind::Table(table) });
    }

    /// A percentage with its bar, in a cell.
    pub(super) fn barra(&self, value: Option<Percento>, before: Option<Percento>, span: Span) -> Words {
        let Some(value) = value else { return self.say("–", span) };
        let mut words = self.say(&format!("{value}\u{a0}"), span);
        words.push(Inline::Mark(Mark::Bar(Strip { value, before, wide: false })));
        words
    }

    /// What a phase had reached at `momento`, and under it what it had reached before.
    fn al_momento(
        &self,
        values: Option<&AlMomento<Spanned<Percento>>>,
        momento: Momento,
        bar: bool,
        span: Span,
    ) -> Words {
        let at = |wanted: Momento| Some(values?.al(wanted)?.value);
        let before: Vec<(Momento, Percento)> =
            Momento::ALL.into_iter().filter(|one| *one < momento).filter_map(|one| Some((one, at(one)?))).collect();
        let now = at(momento);
        let mut words = match now {
            Some(now) if bar => self.barra(Some(now), before.last().map(|(_, value)| *value), span),
            _ => self.say(&now.map_or_else(|| "–".to_owned(), |now| now.to_string()), span),
        };
        for (one, value) in before {
            words.push(Inline::Break);
            words.push(Inline::Small(self.say(&format!("{value} al {}", self.set.giorno(one)), span)));
        }
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

pub(super) fn paragrafo(words: Words, span: Span) -> Block {
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

/// Whether what is said of `year` holds in `period`. What has no year belongs to the year of the plan, `anno`.
fn nel(year: Option<i16>, period: Option<i16>, anno: i16) -> bool {
    year == period || (year.is_none() && period == Some(anno))
}

/// The time of a phase in a year, or the one that has no year.
fn tempo_nel(fase: &Fase, period: Option<i16>, anno: i16) -> Option<&Spanned<Tempo>> {
    let mut all = fase.tempi.iter().flat_map(PerAnno::iter);
    all.find(|(year, _)| nel(*year, period, anno)).map(|(_, tempo)| tempo)
}

/// The weight of a phase in a year, or the one that has no year.
fn peso_nel(fase: &Fase, period: Option<i16>, anno: i16) -> Option<Peso> {
    let mut all = fase.peso.iter().flat_map(PerAnno::iter);
    all.find(|(year, _)| nel(*year, period, anno)).map(|(_, peso)| peso.value)
}

/// The names under which a revision may speak of a field in a column of phases: that of the field, and with the year.
fn campi(campo: &str, period: Option<i16>) -> Vec<String> {
    let year = period.map(|year| format!("{campo}.{year}"));
    [campo.to_owned()].into_iter().chain(year).collect()
}

/// `a`, `b`, … `z`, then numbers: nobody has more than twenty-six results.
fn lettera(at: usize) -> String {
    u8::try_from(at).ok().filter(|n| *n < 26).map_or_else(|| (at + 1).to_string(), |n| char::from(b'a' + n).to_string())
}
