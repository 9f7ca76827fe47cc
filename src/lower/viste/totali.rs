//! The view that sums projects and digital measures: how many, the three amounts, the shares. A chart compares what was
//! asked for with what was granted.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::text::capital;
use crate::conti::campi::select;
use crate::conti::finanziamenti::{Gruppo, Somme, parte, totale, totali};
use crate::document::drawing::{Chart, ChartPoint, DrawingKind, Role};
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::ente::Ente;
use crate::piano::element::misura::Percento;
use crate::piano::element::row::Profile;
use crate::piano::element::value::{Importo, thousands};
use crate::piano::vista::Per;

impl<'a> Lower<'a> {
    pub(super) fn totali(&mut self, asked: Asked<'a, '_>, kind: Kind) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let shown = select(self.piano, self.index, vista, kind);
        let per = vista.per.or_else(|| vista.shows.descrittore().per.first().copied()).unwrap_or(Per::Programma);
        let caption =
            caption.unwrap_or_else(|| self.say(&format!("{} per {}", capital(kind.info().nouns), per.label()), span));
        let all = totale(self.piano, kind, &shown);
        if shown.is_empty() {
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, "Nessun dato da sommare.");
            return;
        }
        let groups = totali(self.piano, self.index, kind, &shown, per);
        if let Some(mut chart) = grafico(&groups) {
            let words = self.say(&format!("{} in grafico", plain(&caption)), span);
            chart.alt.push_str(&self.nella_tabella("I valori", true));
            self.push_drawing(None, words, chart.alt.clone(), DrawingKind::Charts(vec![chart]), span, out);
        }
        let has = [all.importo.is_some(), all.richiesto.is_some(), all.finanziato.is_some()];
        let mut header = vec![(capital(per.label()), Profile::Testo), (capital(kind.info().nouns), Profile::Numero)];
        let amounts = ["Importo", "Richiesto", "Finanziato"];
        header.extend(
            amounts.iter().zip(has).filter(|(_, has)| *has).map(|(name, _)| ((*name).to_owned(), Profile::Importo)),
        );
        let quota = all.quota().is_some();
        header.extend(quota.then(|| ("Finanziato su richiesto".to_owned(), Profile::Numero)));
        // The share of each group in the whole cost, or in what is asked for. One group alone would be 100 %.
        let whole = |s: &Somme| s.importo.or(s.richiesto).or(s.finanziato);
        let shares = groups.len() > 1 && whole(&all).is_some();
        let of = if has.first() == Some(&true) { "Parte dell’importo" } else { "Parte del totale" };
        header.extend(shares.then(|| (of.to_owned(), Profile::Numero)));
        let columns = self.columns(&header, span);
        let percent = |share: Option<Percento>| share.map_or_else(|| "–".to_owned(), Percento::esteso);
        let mut rows = Vec::with_capacity(groups.len() + 1);
        let total = Some((None, all)).filter(|_| groups.len() > 1);
        let each = groups.iter().map(|(gruppo, somme)| (Some(gruppo), *somme));
        for (gruppo, somme) in each.chain(total) {
            let name = match gruppo {
                Some(gruppo) => self.nome_gruppo(gruppo, per, span),
                None => self.say("Totale", span),
            };
            let mut cells: Vec<Cell> = vec![name.into()];
            cells.push(Cell::new(self.say(&thousands(somme.conta as u64), span), somme.conta));
            let amounts = [somme.importo, somme.richiesto, somme.finanziato];
            for (amount, _) in amounts.into_iter().zip(has).filter(|(_, has)| *has) {
                let words = amount.map_or_else(|| "–".to_owned(), |amount| amount.to_string());
                cells.push(Cell::new(self.say(&words, span), amount));
            }
            if quota {
                let share = somme.quota().filter(|_| somme.finanziato.is_some());
                cells.push(Cell::new(self.say(&percent(share), span), share));
            }
            if shares {
                let share = whole(&somme).zip(whole(&all)).and_then(|(part, whole)| parte(part, whole));
                cells.push(Cell::new(self.say(&percent(share), span), share));
            }
            rows.push(Row { total: gruppo.is_none(), ..Row::new(cells, span) });
        }
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
        self.emblema(kind, &shown, span, out);
    }

    /// The name of a group. A body is a link to the place where it is shown.
    fn nome_gruppo(&mut self, gruppo: &Gruppo, per: Per, span: Span) -> Words {
        let ente = (per == Per::Ente).then(|| self.index.named::<Ente>(&gruppo.chiave)).flatten();
        match ente {
            Some(n) => self.listed(n, &straight(&gruppo.nome), span),
            None => self.say(&straight(&gruppo.nome), span),
        }
    }

    /// A view with nothing to show says so in `words`. It keeps its anchor for the citations of it.
    pub(super) fn nulla(&mut self, asked: Asked<'a, '_>, words: &str) {
        let Asked { vista, anchor, caption, out } = asked;
        if let Some(id) = &anchor {
            let name = caption.as_deref().map(plain).unwrap_or_default();
            self.target(id.clone(), format!("«{name}»"), None);
        }
        let content = self.say(words, vista.span);
        out.push(Block { anchor, span: vista.span, kind: BlockKind::Paragraph(content) });
    }
}

/// The chart of what each group asked for and what it was granted, on one scale. None if there is nothing to compare.
fn grafico(groups: &[(Gruppo, Somme)]) -> Option<Chart> {
    let mut points = Vec::new();
    for (gruppo, somme) in groups {
        let asked = somme.richiesto.map(|asked| ("richiesto", Role::Confronto, asked));
        let cost = somme.importo.filter(|_| asked.is_none()).map(|cost| ("importo", Role::Confronto, cost));
        // An amount not granted yet is not zero, so it has no bar.
        let granted = somme.finanziato.map(|granted| ("finanziato", Role::Valore, granted));
        let name = straight(&gruppo.breve);
        for (what, role, amount) in asked.or(cost).into_iter().chain(granted) {
            let printed = amount.to_string();
            let label = if groups.len() == 1 { capital(what) } else { format!("{name}, {what}") };
            points.push(ChartPoint { label, role, value: euro(amount), printed });
        }
    }
    let title = "Richiesto e finanziato";
    let alt = format!("Grafico a barre. {}.", Chart::in_words(title, "€", &points));
    (points.len() > 1).then(|| Chart { title: title.into(), unit: "€".into(), points, alt })
}

fn euro(amount: Importo) -> f64 {
    amount.0 as f64 / 100.0
}
