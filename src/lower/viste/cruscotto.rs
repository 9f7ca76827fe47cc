//! The view of the indicators: small charts of those with numbers that can be drawn, and a table of all.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::base::text::capital;
use crate::conti::campi::scelti;
use crate::conti::confronto::{self, Misurato, Quando};
use crate::document::drawing::{Chart, ChartPoint, DrawingKind, Role};
use crate::document::*;
use crate::piano::element::ente::Ente;
use crate::piano::element::misura::{Momento, PerAnno, UnoOMolti};
use crate::piano::element::obiettivo::indicatore::{Dimensione, Gradino, Indicatore, QuotaIndicatore};
use crate::piano::element::row::Profile;
use crate::piano::element::target::Target;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Dovuto;

/// The position of the dimension among the cells of an indicator, from 0.
pub(super) const DIMENSIONE: usize = 1;

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
        let mut charts = Vec::new();
        let mut rows = Vec::new();
        let shown = scelti(self.piano, self.index, vista);
        let measured =
            shown.iter().flat_map(|pos| &self.obiettivo(*pos).indicatori).any(|indicatore| indicatore.value.misurato());
        for pos in shown {
            let obiettivo = self.obiettivo(pos);
            let mut name = self.obiettivo_in_lista(pos, span);
            for (at, indicatore) in obiettivo.indicatori.iter().filter(|i| is(&i.value)).enumerate() {
                charts.extend(self.grafico(&indicatore.value));
                let mut cells: Vec<Cell> =
                    vec![if at == 0 { std::mem::take(&mut name).into() } else { Cell::default() }];
                cells.extend(self.celle_indicatore(&indicatore.value, measured, indicatore.span));
                let span = indicatore.span;
                rows.push(Row { continues: usize::from(at > 0), ..Row::new(cells, span) });
            }
        }
        if !charts.is_empty() {
            let words = if charts.len() == 1 { "Un grafico".to_owned() } else { format!("{} grafici", charts.len()) };
            let there = self.nella_tabella("I valori", true);
            let alt = format!("{words} a barre, uno per indicatore.{there}");
            charts.iter_mut().for_each(|chart| chart.alt.push_str(&there));
            let content = self.say("Gli indicatori in grafico", span);
            self.push_drawing(None, content, alt, DrawingKind::Charts(charts), span, out);
        }
        let mut columns = vec![Column { header: self.say("Obiettivo", span), profile: Profile::Testo }];
        columns.extend(self.colonne_indicatore(measured, span));
        let caption = caption.unwrap_or_else(|| self.say("Indicatori", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// The header of [`Lower::celle_indicatore`].
    pub(super) fn colonne_indicatore(&mut self, measured: bool, span: Span) -> Vec<Column> {
        let mut names = vec!["Indicatore", "Dimensione", "Partenza", "Valore atteso"];
        names.extend(measured.then_some("Valore rilevato"));
        names.into_iter().map(|name| Column { header: self.say(name, span), profile: Profile::Testo }).collect()
    }

    /// An indicator in cells: what is measured and how, its dimension, where it starts, what it must reach, what was found.
    pub(super) fn celle_indicatore(&mut self, indicatore: &'a Indicatore, measured: bool, span: Span) -> Vec<Cell> {
        let what = self.value(&crate::piano::element::row::Valore::Prosa(indicatore.testo), span);
        let measure = plain(&what);
        let mut what = self.aggiunto(span, "indicatore", self.rivisto(span, &["testo"], what));
        let formula = indicatore.formula.as_ref().map(|formula| straight(&formula.parole()));
        let source = indicatore.fonte.as_ref().map(|fonte| straight(&fonte.value));
        let mut details: Vec<String> = Vec::new();
        details.extend(formula.as_ref().map(|formula| format!("Formula: {formula}")));
        details.extend(source.as_ref().map(|source| format!("Fonte: {source}")));
        details.extend(indicatore.polarita.map(|polarita| capital(polarita.label())));
        details.extend(indicatore.peso.map(|peso| format!("Peso {}", peso.value)));
        details.extend(indicatore.dup.map(|n| format!("Indicatore {n} del DUP")));
        if !details.is_empty() {
            what.push(Inline::Break);
            what.push(Inline::Emph(self.say(&details.join(". "), span)));
        }
        let mut what = Cell::new(what, measure.as_str());
        let said = [
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
            Some(unit) if target.valore().is_some_and(|(_, written)| written.is_empty()) => format!("{target} {unit}"),
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
        let dimension = indicatore.dimensione.map_or("–", Dimensione::label);
        let mut cells = vec![what, self.say(&capital(dimension), span).into(), base];
        let expected = self.atteso(indicatore, &value, span);
        cells.push(self.rivisto(span, &["target", "scala"], expected).into());
        if measured {
            let missed = confronto::year_missed(indicatore, self.set.anno());
            let said = |(momento, found): (Momento, &Spanned<Target>)| {
                let mark = if missed && momento == Momento::Consuntivo { " (target mancato)" } else { "" };
                format!("{} al {}{mark}", value(&found.value), self.set.giorno(momento))
            };
            let found = indicatore.rilevato.iter().flat_map(|found| found.iter());
            let mut found: Vec<String> = found.map(said).collect();
            for quota in &indicatore.quote {
                let values = quota.value.rilevato.iter().flat_map(|found| found.iter());
                found.extend(values.map(|of| format!("{}: {}", self.per(&quota.value), said(of))));
            }
            cells.push(self.righe(if found.is_empty() { vec!["–".into()] } else { found }, span).into());
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
        self.righe(lines, span)
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

    /// The chart of an indicator whose values can be on one axis. The others are in the table only.
    fn grafico(&self, indicatore: &Indicatore) -> Option<Chart> {
        let scala = confronto::scala(indicatore)?;
        let missed = confronto::year_missed(indicatore, self.set.anno());
        let point = |valore: Misurato| {
            let (label, role) = match valore.quando {
                Quando::Base(anno) => (anno.map_or_else(|| "partenza".into(), |anno| anno.to_string()), Role::Base),
                Quando::Target(anno) => (anno.unwrap_or(self.set.anno()).to_string(), Role::Target),
                Quando::Rilevato(momento) => {
                    let role = if missed && momento == Momento::Consuntivo { Role::Mancato } else { Role::Rilevato };
                    (self.set.giorno(momento).to_string(), role)
                }
            };
            ChartPoint { label, role, value: valore.numero.as_f64(), printed: valore.cifre }
        };
        let points: Vec<ChartPoint> = scala.valori.into_iter().map(point).collect();
        let unit = straight(&scala.unita);
        let title = self.plain_text(indicatore.testo);
        let alt = format!("Grafico a barre. {}.", Chart::in_words(&title, &unit, &points));
        Some(Chart { title, unit, points, alt })
    }
}
