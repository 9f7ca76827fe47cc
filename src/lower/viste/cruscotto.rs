//! The view of the indicators: a row each, under its objective, with the values on one line where they are of one measure.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::base::text::capital;
use crate::conti::campi::scelti;
use crate::conti::confronto::{self, Misurato, Quando};
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
    /// The values that were measured.
    measured: bool,
    /// Which values are better.
    verso: bool,
}

impl Colonne {
    pub(super) fn of<'i>(all: impl Iterator<Item = &'i Indicatore> + Clone) -> Self {
        Colonne {
            base: all.clone().any(|one| one.base.is_some()),
            scala: all.clone().any(|one| confronto::scala(one).is_some()),
            measured: all.clone().any(Indicatore::misurato),
            verso: all.clone().any(|one| one.polarita.is_some()),
        }
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
        let columns_of = Colonne::of(all.filter(|one| is(one)).collect::<Vec<_>>().into_iter());
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
        let at = out.len();
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
        // The objective stands above its indicators, across the table.
        for block in out.iter_mut().skip(at) {
            if let BlockKind::Table(table) = &mut block.kind {
                table.raggruppa(&[0]);
                table.row_headers = true;
            }
        }
        self.legenda_valori(&columns_of, span, out);
    }

    /// The header of [`Lower::celle_indicatore`].
    pub(super) fn colonne_indicatore(&mut self, shown: &Colonne, span: Span) -> Vec<Column> {
        let mut names = vec![("Indicatore", Profile::Testo)];
        names.extend(shown.base.then_some(("Partenza", Profile::Testo)));
        names.extend(shown.scala.then_some(("Scala", Profile::Centrato)));
        names.push(("Valore atteso", Profile::Testo));
        names.extend(shown.measured.then_some(("Valore rilevato", Profile::Testo)));
        names.extend(shown.verso.then_some(("Meglio se", Profile::Codice)));
        self.columns(&names, span)
    }

    /// Explains the shapes on the lines of values, under their table.
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
        words.extend(self.say(". La linea va da zero al valore scritto sotto; le percentuali vanno da 0 a 100.", span));
        self.nota_con(words, span, out);
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
        let unit = indicatore.unita_misura.as_ref().map(|unit| straight(&unit.value));
        let value = |target: &Target| match &unit {
            Some(unit) if target.valore().is_some_and(|(_, written)| written.is_empty()) => {
                let one = target.valore().is_some_and(|(number, _)| number == Decimale::UNO);
                let unit = if one { unita::singolare(unit) } else { unit };
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
        let scala = confronto::scala(indicatore);
        let drawn: Vec<Stage> =
            scala.iter().flat_map(|scala| &scala.valori).map(|valore| stage(valore.quando)).collect();
        let signed = |stage: Stage, mut cell: Cell| {
            if drawn.contains(&stage) {
                cell.words.insert(0, Inline::Mark(Mark::Sign(Sign::Valore(stage))));
            }
            cell
        };
        let mut cells = vec![what];
        cells.extend(shown.base.then(|| signed(Stage::Base, base)));
        cells.extend(shown.scala.then(|| self.linea(indicatore, span).into()));
        let expected = self.atteso(indicatore, &value, span);
        cells.push(signed(Stage::Target, self.rivisto(span, &["target", "scala"], expected).into()));
        if shown.measured {
            let missed = confronto::year_missed(indicatore, self.set.anno());
            let said = |(momento, found): (Momento, &Spanned<Target>)| {
                let missed = missed && momento == Momento::Consuntivo;
                let (words, day) = (value(&found.value), self.set.giorno(momento));
                // After a day, «al 31/12/2027» would make a period of the two.
                let number = matches!(found.value.atteso, Atteso::Numero { .. } | Atteso::SiNo(_));
                match (number || !words.contains(|c: char| c.is_ascii_digit()), missed) {
                    (true, false) => format!("{words} al {day}"),
                    (true, true) => format!("{words} al {day} (target mancato)"),
                    (false, false) => format!("{words} (rilevato al {day})"),
                    (false, true) => format!("{words} (rilevato al {day}, target mancato)"),
                }
            };
            let found = indicatore.rilevato.iter().flat_map(|found| found.iter());
            let mut found: Vec<String> = found.map(said).collect();
            for quota in &indicatore.quote {
                let values = quota.value.rilevato.iter().flat_map(|found| found.iter());
                found.extend(values.map(|of| format!("{}: {}", self.per(&quota.value), said(of))));
            }
            let mut found = self.righe(if found.is_empty() { vec!["–".into()] } else { found }, span);
            // Expected against reached, by shape and word. The line of a target that was missed says it already.
            match confronto::year_outcome(indicatore, self.set.anno()) {
                Some(true) => {
                    found.extend(self.say("\u{a0}", span));
                    found.push(Inline::Mark(Mark::Sign(Sign::Esito(Esito::NonRaggiunto))));
                }
                Some(false) => {
                    found.extend([Inline::Break, Inline::Mark(Mark::Sign(Sign::Esito(Esito::Raggiunto)))]);
                    found.extend(self.say("\u{a0}target raggiunto", span));
                }
                None => {}
            }
            cells.push(signed(Stage::Rilevato, found.into()));
        }
        if shown.verso {
            cells.push(match indicatore.polarita {
                Some(polarita) => {
                    let word = match polarita {
                        Polarita::Aumenta => "sale",
                        Polarita::Diminuisce => "scende",
                        Polarita::Mantiene => "resta",
                    };
                    let mut words = vec![Inline::Mark(Mark::Sign(Sign::Verso(polarita)))];
                    words.extend(self.say(&format!("\u{a0}{word}"), span));
                    words.into()
                }
                None => self.say("–", span).into(),
            });
        }
        cells
    }

    /// The expected value, year by year, or the steps of its scale. Its label is the one that the kind of indicator asks
    /// for.
    fn atteso(&mut self, indicatore: &Indicatore, value: &dyn Fn(&Target) -> String, span: Span) -> Words {
        let label = indicatore.misura.as_ref().map_or("Valore atteso", |misura| misura.value.atteso());
        let tutti = |targets: &UnoOMolti<Spanned<Target>>| {
            let all: Vec<String> = targets.0.iter().map(|target| value(&target.value)).collect();
            all.join("; ")
        };
        let mut lines: Vec<String> = match indicatore.target.as_ref().map(|target| &target.0) {
            None => vec![],
            Some(Dovuto::Assente(reason)) => vec![format!("{label}: non c’è ({})", straight(reason.value.trim()))],
            Some(Dovuto::Valore(PerAnno::Uno(target))) => vec![format!("{label}: {}", tutti(target))],
            Some(Dovuto::Valore(PerAnno::Anni(years))) => {
                let years = years.iter().map(|(year, target)| format!("{year}: {}", tutti(target)));
                std::iter::once(label.to_owned()).chain(years).collect()
            }
        };
        if lines.is_empty() && !indicatore.quote.is_empty() {
            lines.push(label.to_owned());
        }
        let shares = indicatore.quote.iter().map(|quota| &quota.value);
        lines.extend(shares.map(|quota| format!("{}: {}", self.per(quota), value(&quota.target.value))));
        lines.extend(gradini(&indicatore.scala));
        if lines.is_empty() {
            lines.push("–".into());
        }
        let mut words = Words::new();
        for line in &lines {
            words.extend((!words.is_empty()).then_some(Inline::Break));
            // The label is the same in a whole column, and the value is what one looks for.
            let (said, value) =
                line.strip_prefix(label).map_or(("", line.as_str()), |rest| match rest.strip_prefix(':') {
                    Some(value) => (":", value),
                    None => ("", rest),
                });
            if value.len() < line.len() {
                words.push(Inline::Small(self.say(&format!("{label}{said}"), span)));
            }
            words.extend(self.say(value, span));
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

    /// The values of an indicator on one line, and the ends of the line. A dash where it is not certain that they are of one measure.
    fn linea(&self, indicatore: &Indicatore, span: Span) -> Words {
        let Some(scala) = confronto::scala(indicatore) else { return self.say("–", span) };
        let place = |valore: &Misurato| Place { stage: stage(valore.quando), value: valore.numero.as_f64() };
        let points: Vec<Place> = scala.valori.iter().map(place).collect();
        let percent = scala.unita.trim() == "%";
        let numbers = || scala.valori.iter().map(|valore| valore.numero);
        let highest = numbers().max().unwrap_or_default().max(if percent { CENTO } else { Decimale(0) });
        let lowest = numbers().min().unwrap_or_default().min(Decimale(0));
        // A share of a hundred ends at a hundred, or at its own highest value. Other measures end at a round number.
        let end = if percent { highest } else { confronto::tondo(highest) };
        let start = Decimale(-confronto::tondo(Decimale(lowest.0.saturating_neg())).0);
        let sign = if percent { "\u{a0}%" } else { "" };
        let mut words = vec![Inline::Mark(Mark::Line { start: start.as_f64(), end: end.as_f64(), points })];
        words.push(Inline::Break);
        words.extend(self.say(&format!("da {start} a {end}{sign}"), span));
        words
    }
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
