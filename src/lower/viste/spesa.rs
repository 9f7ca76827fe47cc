//! The views of what the body may spend for its staff: the calculation line by line, and the limits of the past.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::conti::soglie::{Capacita, tutte};
use crate::document::drawing::{Chart, ChartPoint, DrawingKind, Role};
use crate::document::*;
use crate::piano::element::ente::Ente;
use crate::piano::element::misura::Percento;
use crate::piano::element::row::Profile;
use crate::piano::element::spesa_personale::SpesaPersonale;
use crate::piano::element::value::{Importo, Rif};

/// A line of the calculation: what it is, its value, how it is found.
type Voce = (String, (String, Value), String);

fn euro(amount: Importo) -> (String, Value) {
    (amount.to_string(), amount.into())
}

fn percento(percent: Percento) -> (String, Value) {
    (percent.esteso(), percent.into())
}

/// A line of a table of amounts: what it says, and the amount of each year.
type Riga = (String, Vec<Option<Importo>>);

/// Whether records, each of the body in `enti`, are of several bodies, or of one that is not that of the plan: then each table says whose it is.
pub(super) fn di_piu_enti<'e>(enti: impl ExactSizeIterator<Item = &'e Option<Rif<Ente>>>) -> bool {
    enti.len() > 1 || enti.into_iter().any(Option::is_some)
}

impl<'a> Lower<'a> {
    /// The calculation of how much may be spent, a table for each body.
    pub(super) fn capacita_assunzionale(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let caption = caption.unwrap_or_else(|| self.say("La capacità di assumere", span));
        let all: Vec<(&'a SpesaPersonale, Option<Capacita<'a>>)> =
            tutte(self.piano).map(|(dati, capacita)| (&dati.value, capacita)).collect();
        let known: Vec<(&'a SpesaPersonale, Capacita<'a>)> =
            all.into_iter().filter_map(|(dati, capacita)| Some((dati, capacita?))).collect();
        if known.is_empty() {
            let words = "La spesa di personale e i tre rendiconti non ci sono ancora tutti.";
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, words);
            return;
        }
        let named = di_piu_enti(known.iter().map(|(dati, _)| &dati.ente));
        let mut anchor = anchor;
        for (dati, capacita) in known {
            let mut caption = caption.clone();
            if named {
                caption.extend(self.say(&format!(": {}", self.nome_ente_di(dati.ente.as_ref())), span));
            }
            self.rapporto_disegnato(&capacita, &caption, span, out);
            let rows = self.calcolo(&capacita);
            let header = [("Voce", Profile::Testo), ("Importo", Profile::Importo), ("Come si trova", Profile::Testo)];
            let columns = self.columns(&header, span);
            let rows = rows.into_iter().map(|(voce, (words, value), formula)| {
                let cells = [
                    Cell::new(self.say(&voce, span), voce.as_str()),
                    Cell::new(self.say(&words, span), value),
                    Cell::new(self.say(&formula, span), formula.as_str()),
                ];
                Row::new(cells, span)
            });
            let rows = rows.collect();
            let asked = Asked { vista, anchor: anchor.take(), caption: Some(caption), out: &mut *out };
            self.push_table(asked, columns, rows);
            if let Some((_, fonte)) = capacita.fascia.filter(|_| dati.soglia.is_none()) {
                self.nota_sotto(&format!("Soglie: {fonte}."), span, out);
            }
        }
    }

    /// The name of the body of a record: that of the plan where it names no other.
    pub(super) fn nome_ente_di(&self, ente: Option<&Rif<Ente>>) -> String {
        match ente.and_then(|rif| self.index.rif(rif)) {
            Some(pos) => straight(&self.piano[pos].value.nome.value),
            None => straight(&self.set.ente.nome.value),
        }
    }

    /// The lines of the calculation, each with its formula in words.
    fn calcolo(&self, capacita: &Capacita<'_>) -> Vec<Voce> {
        let dati = capacita.dati;
        let mut rows: Vec<Voce> = Vec::new();
        for (anno, amount) in &capacita.entrate {
            rows.push((format!("Entrate correnti {anno}"), euro(*amount), format!("rendiconto {anno}")));
        }
        rows.push(("Media delle entrate".into(), euro(capacita.media()), "media dei tre rendiconti".into()));
        if let Some(fcde) = dati.fcde {
            let come = "fondo crediti di dubbia esigibilità (FCDE) del bilancio";
            rows.push(("Fondo crediti".into(), euro(fcde.value), come.into()));
        }
        rows.push(("Entrate nette".into(), euro(capacita.nette()), "media meno FCDE".into()));
        let account = dati.rendiconto.map(|anno| format!("rendiconto {}", anno.value)).unwrap_or_default();
        rows.push(("Spesa di personale".into(), euro(capacita.spesa), account));
        let ratio = percento(capacita.rapporto(capacita.spesa));
        rows.push(("Rapporto".into(), ratio, "spesa di personale diviso entrate nette".into()));
        if let Some(soglia) = capacita.soglia() {
            let come = match (&dati.soglia, capacita.fascia) {
                (Some(_), _) => dati.fonte_soglia.as_ref().map(|words| straight(&words.value)).unwrap_or_default(),
                (None, Some((fascia, _))) => fascia.parole(),
                (None, None) => String::new(),
            };
            rows.push(("Soglia".into(), percento(soglia), come));
        }
        if let Some(rientro) = capacita.rientro() {
            rows.push(("Soglia di rientro".into(), percento(rientro), "sopra questa si deve spendere meno".into()));
        }
        if let Some(most) = capacita.massima() {
            rows.push(("Spesa massima".into(), euro(most), "soglia per entrate nette".into()));
        }
        if let Some(left) = capacita.margine(capacita.spesa) {
            let come = capacita.posizione().map(|posizione| format!("spesa massima meno spesa: {}", posizione.label()));
            rows.push(("Margine".into(), euro(left), come.unwrap_or_default()));
        }
        for anno in self.set.anni() {
            let Some(next) = dati.prevista(anno) else { continue };
            let ratio = capacita.rapporto(next).esteso();
            let left = capacita.margine(next).map(|left| format!(", margine {left}")).unwrap_or_default();
            rows.push((format!("Spesa prevista {anno}"), euro(next), format!("rapporto {ratio}{left}")));
        }
        rows
    }

    /// The ratio beside the thresholds.
    fn rapporto_disegnato(&mut self, capacita: &Capacita<'_>, caption: &Words, span: Span, out: &mut Vec<Block>) {
        let Some(soglia) = capacita.soglia() else { return };
        let point = |label: &str, role, value: Percento| ChartPoint {
            label: label.to_owned(),
            role,
            value: value.0 as f64 / 100.0,
            printed: value.esteso(),
        };
        let mut points = vec![point("rapporto", Role::Valore, capacita.rapporto(capacita.spesa))];
        points.push(point("soglia", Role::Confronto, soglia));
        points.extend(capacita.rientro().map(|rientro| point("soglia di rientro", Role::Confronto, rientro)));
        let title = "Spesa di personale su entrate nette";
        let alt = format!(
            "Grafico a barre. {}.{}",
            Chart::in_words(title, "%", &points),
            self.nella_tabella("I conti", true)
        );
        let chart = Chart { title: title.to_owned(), unit: "%".into(), points, alt: alt.clone() };
        let words = self.say(&format!("{} in grafico", plain(caption)), span);
        self.push_drawing(None, words, alt, DrawingKind::Charts(vec![chart]), span, out);
    }

    /// The limits of the spending of the past and of flexible work, a column a year.
    pub(super) fn limite_spesa(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let caption = caption.unwrap_or_else(|| self.say("I limiti della spesa di personale", span));
        let anni: Vec<i16> = self.set.anni().collect();
        let mut header = vec![("Voce".to_owned(), Profile::Testo)];
        header.extend(anni.iter().map(|anno| (anno.to_string(), Profile::Importo)));
        let all: Vec<&'a SpesaPersonale> = self.piano.elementi.spese_personale.iter().map(|dati| &dati.value).collect();
        let named = di_piu_enti(all.iter().map(|dati| &dati.ente));
        let mut anchor = anchor;
        let mut none = true;
        for dati in all {
            let mut tables: Vec<(String, Vec<Riga>)> = Vec::new();
            if let Some(limite) = dati.limite.as_ref().map(|limite| &limite.value) {
                let each = |of: &dyn Fn(i16) -> Option<Importo>| anni.iter().map(|anno| of(*anno)).collect::<Vec<_>>();
                let written = |years: &Option<crate::piano::element::misura::PerAnno<_>>| {
                    let of = |anno: i16| -> Option<Importo> {
                        let amount: &crate::base::span::Spanned<Importo> = years.as_ref()?.di(anno)?;
                        Some(amount.value)
                    };
                    anni.iter().map(|anno| of(*anno)).collect::<Vec<_>>()
                };
                let years: Vec<i16> =
                    limite.base.iter().flat_map(|base| base.iter().filter_map(|(anno, _)| anno)).collect();
                let base = match years.as_slice() {
                    [] => "Limite (D)".to_owned(),
                    [one] => format!("Limite (D): spesa del {one}"),
                    [first, .., last] => format!("Limite (D): media {first}–{last}"),
                };
                let comma = limite.comma.map(|comma| format!(" (L. 296/2006, comma {})", comma.value));
                let lines = vec![
                    ("Spesa totale (A)".to_owned(), written(&limite.totale)),
                    ("Spese escluse (B)".to_owned(), written(&limite.escluse)),
                    ("Spesa soggetta al limite (C)".to_owned(), each(&|anno| limite.soggetta(anno))),
                    (base, each(&|_| limite.limite())),
                    ("Margine (D meno C)".to_owned(), each(&|anno| limite.residuo(anno))),
                ];
                tables.push((comma.unwrap_or_default(), lines));
            }
            if let Some(flessibile) = dati.flessibile.as_ref().map(|one| &one.value) {
                let each = |of: &dyn Fn(i16) -> Option<Importo>| anni.iter().map(|anno| of(*anno)).collect::<Vec<_>>();
                let lines = vec![
                    ("Spesa prevista".to_owned(), each(&|anno| flessibile.prevista(anno))),
                    ("Limite".to_owned(), each(&|_| flessibile.limite())),
                    ("Margine".to_owned(), each(&|anno| flessibile.residuo(anno))),
                ];
                tables.push((": il lavoro flessibile".to_owned(), lines));
            }
            for (what, lines) in tables {
                none = false;
                let whose = if named { format!(": {}", self.nome_ente_di(dati.ente.as_ref())) } else { String::new() };
                let mut caption = caption.clone();
                caption.extend(self.say(&format!("{what}{whose}"), span));
                let columns = self.columns(&header, span);
                let lines = lines.into_iter().filter(|(_, amounts)| amounts.iter().any(Option::is_some));
                let rows = lines.map(|(voce, amounts)| {
                    let mut cells = vec![Cell::new(self.say(&voce, span), voce.as_str())];
                    cells.extend(amounts.into_iter().map(|amount| match amount {
                        Some(amount) => Cell::new(self.say(&amount.to_string(), span), amount),
                        None => Cell::new(self.say("–", span), Value::Nothing),
                    }));
                    Row::new(cells, span)
                });
                let rows = rows.collect();
                let asked = Asked { vista, anchor: anchor.take(), caption: Some(caption), out: &mut *out };
                self.push_table(asked, columns, rows);
            }
        }
        if none {
            let words = "I limiti della spesa di personale non sono fra i dati di questo piano.";
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, words);
        }
    }
}
