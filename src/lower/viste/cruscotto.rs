//! The view of the indicators: a row each, under its objective, with the values on one line where they are of one measure.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::base::text::capital;
use crate::conti::campi::scelti;
use crate::conti::confronto::{self, Giudizio, Misurato, Quando, Scala};
use crate::document::*;
use crate::lingua::unita;
use crate::piano::element::ente::Ente;
use crate::piano::element::misura::{Decimale, Momento, PerAnno, UnoOMolti};
use crate::piano::element::obiettivo::indicatore::{Dimensione, Gradino, Indicatore, Polarita, QuotaIndicatore};
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::piano::element::row::Profile;
use crate::piano::element::target::{Atteso, Target};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Dovuto;

/// The columns that a table of indicators has. One that no indicator would fill is left out.
pub(super) struct Colonne {
    /// The value from which it starts.
    base: bool,
    /// The values on a line.
    scala: bool,
    /// What the expected value of all of them is called, if all are of one kind. Otherwise each says it itself.
    etichetta: Option<&'static str>,
    /// The years that have a column of expected values each. None if most values have no year.
    anni: Vec<i16>,
    /// The expected values that are in no column of a year.
    senza_anno: bool,
    /// The values that were measured.
    measured: bool,
    /// Which values are better.
    verso: bool,
    /// The same, where it has no column for want of room: it is told under the indicator.
    verso_sotto: bool,
}

impl Colonne {
    /// The most columns that leave enough room for words.
    const MOST: usize = 7;

    pub(super) fn of<'i>(
        all: impl Iterator<Item = &'i Indicatore> + Clone,
        testo: &dyn Fn(&Indicatore) -> String,
    ) -> Self {
        let by_year = |one: &&Indicatore| matches!(one.traguardo(), Some(PerAnno::Anni(_)));
        let undated =
            |one: &&Indicatore| !one.quote.is_empty() || !one.scala.is_empty() || one.target.is_some() && !by_year(one);
        let labels = all.clone().map(etichetta);
        let label = labels.clone().next().flatten().filter(|label| labels.clone().all(|one| one == Some(*label)));
        let mut colonne = Colonne {
            base: all.clone().any(|one| one.base.is_some()),
            scala: all.clone().any(|one| confronto::scala(one, &testo(one)).is_some()),
            etichetta: label,
            anni: vec![],
            senza_anno: true,
            measured: all.clone().any(Indicatore::misurato),
            verso: all.clone().any(|one| one.polarita.is_some()),
            verso_sotto: false,
        };
        let mut anni: Vec<i16> = all.clone().filter_map(Indicatore::traguardo).flat_map(PerAnno::anni).collect();
        anni.sort_unstable();
        anni.dedup();
        let senza_anno = all.clone().any(|one| undated(&one));
        let others = [true, colonne.base, colonne.scala, senza_anno, colonne.measured];
        let columns = anni.len() + others.into_iter().filter(|there| *there).count();
        let most = all.clone().filter(by_year).count() > all.filter(undated).count();
        if !anni.is_empty() && most && columns <= Self::MOST {
            (colonne.anni, colonne.senza_anno) = (anni, senza_anno);
            colonne.verso_sotto = colonne.verso && columns == Self::MOST;
            colonne.verso &= !colonne.verso_sotto;
        }
        colonne
    }
}

/// The steps of a scale, one a line: `entro aprile: 100 %`.
pub(super) fn gradini(scala: &[Gradino]) -> impl Iterator<Item = String> {
    scala.iter().map(|step| {
        let entro = straight(&step.entro.value.parola);
        let entro = if entro.to_lowercase().starts_with("entro") { entro } else { format!("entro {entro}") };
        format!("{entro}: {}", step.punteggio)
    })
}

impl<'a> Lower<'a> {
    pub(super) fn cruscotto(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        // If the view asks for one dimension, it leaves out the indicators of the others.
        let wanted = vista.dove.iter().find(|filter| filter.campo.value == "dimensione").map(|f| f.valore.value.trim());
        let is = |indicatore: &Indicatore| {
            let same = |wanted: &str, d: Dimensione| wanted == d.nome() || wanted.eq_ignore_ascii_case(d.label());
            wanted.is_none_or(|wanted| indicatore.dimensione.is_some_and(|d| same(wanted, d)))
        };
        let shown = scelti(self.piano, self.index, vista);
        let all = shown.iter().flat_map(|pos| &self.obiettivo(*pos).indicatori).map(|one| &one.value);
        let columns_of =
            Colonne::of(all.filter(|one| is(one)).collect::<Vec<_>>().into_iter(), &|one| self.plain_text(one.testo));
        let mut rows = Vec::new();
        for pos in shown {
            let obiettivo = self.obiettivo(pos);
            let mut name = self.obiettivo_in_lista(pos, span);
            for indicatore in obiettivo.indicatori.iter().filter(|i| is(&i.value)) {
                let mut cells: Vec<Cell> = vec![std::mem::take(&mut name).into()];
                cells.extend(self.celle_indicatore(&indicatore.value, &columns_of, indicatore.span));
                rows.push(Row::new(cells, indicatore.span));
            }
        }
        let mut columns = vec![Column { header: self.say("Obiettivo", span), profile: Profile::Testo }];
        columns.extend(self.colonne_indicatore(&columns_of, span));
        let caption = caption.unwrap_or_else(|| self.say("Indicatori", span));
        self.legenda_valori(&columns_of, span, out);
        let at = out.len();
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
        // The objective stands above its indicators, across the table.
        for block in out.iter_mut().skip(at) {
            if let BlockKind::Table(table) = &mut block.kind {
                table.raggruppa(&[0]);
                table.row_headers = true;
            }
        }
    }

    /// The header of [`Lower::celle_indicatore`].
    pub(super) fn colonne_indicatore(&mut self, shown: &Colonne, span: Span) -> Vec<Column> {
        let atteso = shown.etichetta.unwrap_or(ATTESO);
        let mut names = vec![("Indicatore".to_owned(), Profile::Testo)];
        names.extend(shown.base.then(|| ("Partenza".into(), Profile::Testo)));
        names.extend(shown.scala.then(|| ("Scala".into(), Profile::Codice)));
        names.extend(shown.senza_anno.then(|| (atteso.into(), Profile::Testo)));
        names.extend(shown.anni.iter().map(|anno| (format!("{atteso} {anno}"), Profile::Numero)));
        names.extend(shown.measured.then(|| ("Valore rilevato".into(), Profile::Testo)));
        names.extend(shown.verso.then(|| ("Meglio se".into(), Profile::Codice)));
        self.columns(&names, span)
    }

    /// Explains the shapes on the lines of values, before their table: under it, the words might stand alone on the next page.
    pub(super) fn legenda_valori(&mut self, shown: &Colonne, span: Span, out: &mut Vec<Block>) {
        if !shown.scala {
            return;
        }
        let mut words = Words::new();
        let found = shown.measured.then_some((Stage::Rilevato, "valore rilevato"));
        let all = shown.base.then_some((Stage::Base, "partenza")).into_iter();
        for (stage, name) in all.chain([(Stage::Target, "valore atteso")]).chain(found) {
            words.extend((!words.is_empty()).then(|| self.say("; ", span)).into_iter().flatten());
            words.push(Inline::Mark(Mark::Sign(Sign::Valore(stage))));
            words.extend(self.say(&format!("\u{a0}{name}"), span));
        }
        words.extend(self.say(". I due numeri sono i capi della linea; le percentuali vanno da 0 a 100.", span));
        out.push(Block { anchor: None, span, kind: BlockKind::Legend(words) });
    }

    /// An indicator in cells: what is measured and how, where it starts, its values on a line, what it must reach, what was
    /// found, which values are better.
    pub(super) fn celle_indicatore(&mut self, indicatore: &'a Indicatore, shown: &Colonne, span: Span) -> Vec<Cell> {
        let what = self.value(&crate::piano::element::row::Valore::Prosa(indicatore.testo), span);
        let measure = plain(&what);
        let mut what = self.aggiunto(span, "indicatore", self.rivisto(span, &["testo"], what));
        let formula = indicatore.formula.as_ref().map(|formula| straight(&formula.parole()));
        let source = indicatore.fonte.as_ref().map(|fonte| straight(&fonte.value));
        let mut details: Vec<String> = Vec::new();
        // The columns of the years have no room for it.
        let own = shown.etichetta.is_none().then(|| etichetta(indicatore)).flatten();
        let by_year = !shown.anni.is_empty() && matches!(indicatore.traguardo(), Some(PerAnno::Anni(_)));
        details.extend(own.filter(|_| by_year).map(str::to_owned));
        let unit = indicatore.unita_misura.as_ref().map(|unit| straight(&unit.value));
        details.extend(unit.as_ref().filter(|_| by_year).map(|unit| format!("Unità di misura: {unit}")));
        details.extend(
            indicatore
                .polarita
                .filter(|_| shown.verso_sotto)
                .map(|polarita| format!("Meglio se {}", meglio_se(polarita))),
        );
        details.extend(indicatore.dimensione.map(|dimensione| capital(dimensione.label())));
        details.extend(formula.as_ref().map(|formula| format!("Formula: {formula}")));
        details.extend(source.as_ref().map(|source| format!("Fonte: {source}")));
        details.extend(indicatore.peso.map(|peso| format!("Peso {}", peso.value)));
        details.extend(indicatore.dup.map(|n| format!("Indicatore {n} del DUP")));
        if !details.is_empty() {
            what.push(Inline::Break);
            what.push(Inline::Small(self.say(&details.join(". "), span)));
        }
        let mut what = Cell::new(what, measure.as_str());
        let said = [
            ("dimensione", indicatore.dimensione.map(|dimensione| dimensione.label().into())),
            ("formula", formula.as_deref().map(Value::from)),
            ("fonte", source.as_deref().map(Value::from)),
            ("polarita", indicatore.polarita.map(|polarita| polarita.label().into())),
            ("peso", indicatore.peso.map(|peso| peso.value.into())),
            ("dup", indicatore.dup.map(|n| u64::from(n).into())),
        ];
        for (thing, value) in said {
            if let Some(value) = value {
                what = what.and(thing, value);
            }
        }
        let value = |target: &Target| match (&unit, target.valore()) {
            (Some(unit), Some((_, ""))) if unita::grado(unit) => format!("{unit}\u{a0}{target}"),
            (Some(unit), Some((number, ""))) => {
                let unit = if number == Decimale::UNO { unita::singolare(unit) } else { unit };
                format!("{target}\u{a0}{unit}")
            }
            _ => straight(&target.to_string()),
        };
        let base = match &indicatore.base {
            Some(base) => {
                let from = value(&base.valore.value);
                match base.anno {
                    Some(anno) => Cell::new(self.say(&format!("{from} ({anno})"), span), from.as_str())
                        .and("anno", u64::try_from(anno).ok()),
                    None => Cell::new(self.say(&from, span), from.as_str()),
                }
            }
            None => self.say("–", span).into(),
        };
        // A value that is drawn on the line has its shape before it.
        let testo = self.plain_text(indicatore.testo);
        let scala = confronto::scala(indicatore, &testo);
        let drawn: Vec<Quando> = scala.iter().flat_map(|scala| &scala.valori).map(|valore| valore.quando).collect();
        let sign = |there: bool, stage: Stage| there.then_some(Inline::Mark(Mark::Sign(Sign::Valore(stage))));
        let signed = |there: bool, stage: Stage, mut cell: Cell| {
            cell.words.splice(0..0, sign(there, stage));
            cell
        };
        let mut cells = vec![what];
        let has_base = drawn.iter().any(|quando| matches!(quando, Quando::Base(_)));
        cells.extend(shown.base.then(|| signed(has_base, Stage::Base, base)));
        cells.extend(shown.scala.then(|| self.linea(scala.as_ref(), &testo, senza_punti(indicatore), span).into()));
        // A revision of the values of all the years is told in the first column that has one.
        let mut campi = vec!["target".to_owned()];
        if shown.senza_anno {
            let expected = self.atteso(indicatore, shown, &value, span);
            let there = drawn.iter().any(
                |quando| matches!(quando, Quando::Target(anno) if anno.is_none_or(|anno| !shown.anni.contains(&anno))),
            );
            cells.push(signed(there, Stage::Target, expected.into()));
        }
        for anno in &shown.anni {
            let targets = match indicatore.traguardo() {
                Some(PerAnno::Anni(years)) => years.get(anno),
                _ => None,
            };
            // Only the number: its unit is under the indicator.
            let bare = |target: &Target| straight(&target.to_string());
            let words = targets.map_or_else(|| "–".to_owned(), |targets| tutti(targets, &bare));
            let words = self.say(&words, span);
            let words = if targets.is_some() {
                campi.push(format!("target.{anno}"));
                self.rivisto(span, &std::mem::take(&mut campi), words)
            } else {
                self.rivisto(span, &[format!("target.{anno}")], words)
            };
            cells.push(signed(drawn.contains(&Quando::Target(Some(*anno))), Stage::Target, words.into()));
        }
        if shown.measured {
            let anno = self.set.anno();
            let whole = confronto::dell_anno(self.piano, indicatore, anno).map(|(.., judged)| judged);
            let said = |(momento, found): (Momento, &Spanned<Target>), judged: Option<Giudizio>| {
                let judged = judged.filter(|_| momento == Momento::Consuntivo);
                let missed = judged == Some(Giudizio::Mancato);
                let day = format!("al\u{a0}{}", self.set.giorno(momento));
                let words = value(&found.value);
                // After a day, «al 31/12/2027» would make a period of the two.
                let number = matches!(found.value.atteso, Atteso::Numero { .. } | Atteso::SiNo(_));
                let when = match (number || !words.contains(|c: char| c.is_ascii_digit()), missed) {
                    (true, false) => day,
                    (true, true) => format!("{day} (target mancato)"),
                    (false, false) => format!("(rilevato {day})"),
                    (false, true) => format!("(rilevato {day}, target mancato)"),
                };
                (words, when, judged)
            };
            let found = indicatore.rilevato.iter().flat_map(|found| found.iter());
            let mut found: Vec<_> =
                found.map(|of| (drawn.contains(&Quando::Rilevato(of.0)), said(of, whole))).collect();
            for quota in indicatore.quote.iter().map(|quota| &quota.value) {
                let judged = confronto::della_quota(self.piano, indicatore, quota, anno).map(|(.., judged)| judged);
                for of in quota.rilevato.iter().flat_map(|found| found.iter()) {
                    let (words, when, judged) = said(of, judged);
                    found.push((false, (format!("{}: {words}", self.per(quota)), when, judged)));
                }
            }
            // Under each value, smaller, its day.
            let mut cell = if found.is_empty() { self.say("–", span) } else { Words::new() };
            for (there, (words, when, judged)) in found {
                cell.extend((!cell.is_empty()).then_some(Inline::Break));
                cell.extend(sign(there, Stage::Rilevato));
                cell.extend(self.say(&words, span));
                cell.push(Inline::Break);
                cell.push(Inline::Small(self.say(&when, span)));
                // Expected against reached, by shape and word. The line of a target that was missed says it already.
                match judged {
                    Some(Giudizio::Mancato) => {
                        cell.extend(self.say("\u{a0}", span));
                        cell.push(Inline::Mark(Mark::Sign(Sign::Esito(Esito::NonRaggiunto))));
                    }
                    Some(Giudizio::Raggiunto) => {
                        cell.extend([Inline::Break, Inline::Mark(Mark::Sign(Sign::Esito(Esito::Raggiunto)))]);
                        cell.extend(self.say("\u{a0}target raggiunto", span));
                    }
                    Some(Giudizio::SenzaVerso | Giudizio::AltraUnita | Giudizio::Nessuno) | None => {}
                }
            }
            cells.push(cell.into());
        }
        if shown.verso {
            cells.push(match indicatore.polarita {
                Some(polarita) => {
                    let word = meglio_se(polarita);
                    let mut words = vec![Inline::Mark(Mark::Sign(Sign::Verso(polarita)))];
                    words.extend(self.say(&format!("\u{a0}{word}"), span));
                    words.into()
                }
                None => self.say("–", span).into(),
            });
        }
        cells
    }

    /// The expected values that are in no column of a year: the one that has none, or those of each year, the shares and the steps
    /// of the scale.
    fn atteso(
        &mut self,
        indicatore: &Indicatore,
        shown: &Colonne,
        value: &dyn Fn(&Target) -> String,
        span: Span,
    ) -> Words {
        // Each value is marked by itself with what it was before: beside another it would be taken for what that one was.
        let whole = |words: String| (span, "target".to_owned(), vec![words]);
        let mut lines: Vec<(Span, String, Vec<String>)> = match indicatore.target.as_ref().map(|target| &target.0) {
            None => vec![],
            Some(Dovuto::Assente(reason)) => vec![whole(format!("non c’è ({})", straight(reason.value.trim())))],
            Some(Dovuto::Valore(PerAnno::Uno(target))) => vec![whole(tutti(target, value))],
            Some(Dovuto::Valore(PerAnno::Anni(_))) if !shown.anni.is_empty() => vec![],
            Some(Dovuto::Valore(PerAnno::Anni(years))) => {
                let line = |(year, target)| format!("{year}:\u{a0}{}", tutti(target, value));
                if self.cambiato(span, "target") {
                    vec![(span, "target".to_owned(), years.iter().map(line).collect())]
                } else {
                    years.iter().map(|of| (span, format!("target.{}", of.0), vec![line(of)])).collect()
                }
            }
        };
        for quota in &indicatore.quote {
            let words = format!("{}: {}", self.per(&quota.value), value(&quota.value.target.value));
            lines.push((quota.span, "target".to_owned(), vec![words]));
        }
        let steps: Vec<String> = gradini(&indicatore.scala).collect();
        lines.extend((!steps.is_empty()).then(|| (span, "scala".to_owned(), steps)));
        // Where the years have columns of their own, those say what the values were.
        if lines.is_empty() {
            let campo = if indicatore.target.is_none() { "target" } else { "" };
            lines.push((span, campo.to_owned(), vec!["–".to_owned()]));
        }
        let mut words = Words::new();
        for (parte, campo, said) in lines {
            words.extend((!words.is_empty()).then_some(Inline::Break));
            let said = self.righe(said, span);
            words.extend(self.rivisto(parte, &[campo], said));
        }
        let own = shown.etichetta.is_none().then(|| etichetta(indicatore)).flatten();
        if let Some(label) = own.filter(|_| plain(&words) != "–") {
            words.splice(0..0, [Inline::Small(self.say(label, span)), Inline::Break]);
        }
        words
    }

    /// The name of the unit or of the body that has this share. Other words stay as they are written.
    fn per(&self, quota: &QuotaIndicatore) -> String {
        let word = quota.per.value.trim();
        let unita = self.index.named::<Unita>(word).map(|pos| self.nome_unita(pos));
        let ente = || self.index.named::<Ente>(word).map(|pos| straight(&self.piano[pos].value.nome.value));
        unita.or_else(ente).unwrap_or_else(|| straight(word))
    }

    /// Lines one under the other, in one cell.
    pub(super) fn righe(&mut self, lines: Vec<String>, span: Span) -> Words {
        let mut cell = Vec::new();
        for line in lines {
            if !cell.is_empty() {
                cell.push(Inline::Break);
            }
            cell.extend(self.say(&line, span));
        }
        cell
    }

    /// The values of an indicator whose words are `testo` on one line, and the ends of the line; the numbers alone where the line would not
    /// tell them apart. A dash where it is not certain that they are of one measure.
    fn linea(&self, scala: Option<&Scala>, testo: &str, senza_punti: bool, span: Span) -> Words {
        let Some(scala) = scala else { return self.say("–", span) };
        let place = |valore: &Misurato| Place { stage: stage(valore.quando), value: valore.numero.as_f64() };
        let points: Vec<Place> = scala.valori.iter().map(place).collect();
        let percent = scala.unita.trim() == "%";
        let numbers = || scala.valori.iter().map(|valore| valore.numero);
        let highest = numbers().max().unwrap_or_default().max(if percent { CENTO } else { Decimale(0) });
        let lowest = numbers().min().unwrap_or_default().min(Decimale(0));
        // A share of a hundred ends at a hundred, or at its own highest value, and a mark where its words say. Other measures end at a
        // round number.
        let mark = Some(&scala.unita).filter(|unit| unita::grado(unit));
        let said = mark.and_then(|_| unita::su_quanto(testo));
        let said = said.map(|end| Decimale(i64::from(end) * 10_000)).filter(|end| *end >= highest);
        let end = if percent { highest } else { said.unwrap_or_else(|| confronto::tondo(highest)) };
        let start = Decimale(-confronto::tondo(Decimale(lowest.0.saturating_neg())).0);
        let sign = if percent { "\u{a0}%" } else { "" };
        // The ends are written as the values between them are.
        let said = |end: Decimale| match end.to_string() {
            words if senza_punti => words.replace('.', ""),
            words => words,
        };
        if !distinct(start.as_f64(), end.as_f64(), &points) {
            let numbers: Vec<String> = numbers().map(said).collect();
            return self.say(&format!("{}{sign}", numbers.join(" → ")), span);
        }
        let mut words = self.say(&format!("{}\u{a0}", said(start)), span);
        words.push(Inline::Mark(Mark::Line { start: start.as_f64(), end: end.as_f64(), points }));
        words.extend(self.say(&format!("\u{a0}{}{sign}", said(end)), span));
        words
    }
}

/// Whether the values of an indicator are written without a point between their thousands: `1300`.
fn senza_punti(indicatore: &Indicatore) -> bool {
    let targets = indicatore.traguardo().into_iter().flat_map(PerAnno::iter).flat_map(|(_, targets)| &targets.0);
    let targets = targets.map(|target| target.value.to_string());
    let base = indicatore.base.as_ref().map(|base| base.valore.value.to_string());
    targets.chain(base).any(|words| words.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() > 3))
}

/// What the expected value is called where nothing tells its kind.
const ATTESO: &str = "Valore atteso";

/// What the expected value of an indicator is called, by its kind.
fn etichetta(indicatore: &Indicatore) -> Option<&'static str> {
    indicatore.misura.as_ref().map(|misura| misura.value.atteso())
}

/// What better values do.
fn meglio_se(polarita: Polarita) -> &'static str {
    match polarita {
        Polarita::Aumenta => "sale",
        Polarita::Diminuisce => "scende",
        Polarita::Mantiene => "resta",
    }
}

/// All the values of a year.
fn tutti(targets: &UnoOMolti<Spanned<Target>>, value: &dyn Fn(&Target) -> String) -> String {
    let all: Vec<String> = targets.0.iter().map(|target| value(&target.value)).collect();
    all.join("; ")
}

/// What a value is in the cycle of the plan.
fn stage(quando: Quando) -> Stage {
    match quando {
        Quando::Base(_) => Stage::Base,
        Quando::Target(_) => Stage::Target,
        Quando::Rilevato(_) => Stage::Rilevato,
    }
}

/// A hundred.
const CENTO: Decimale = Decimale(100 * 10_000);
