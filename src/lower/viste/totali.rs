//! The view that sums projects and digital measures: how many, the three amounts, the shares. A bar divides the whole into its
//! groups.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::text::capital;
use crate::conti::campi::select;
use crate::conti::finanziamenti::{Gruppo, Somme, parte, totale, totali};
use crate::document::drawing::{DrawingKind, StackPart};
use crate::document::*;
use crate::lingua::numeri::thousands;
use crate::piano::element::Kind;
use crate::piano::element::ente::Ente;
use crate::piano::element::misura::Percento;
use crate::piano::element::row::Profile;
use crate::piano::element::value::Importo;
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
        if let Some((what, parts)) = parti(&groups, &all) {
            let words = self.say(&format!("{}: {what}", plain(&caption)), span);
            let said: Vec<String> = parts.iter().map(|part| format!("{} {}", part.label, part.printed)).collect();
            let there = self.nella_tabella("I valori", true);
            let alt = format!("Barra divisa in {} parti, {what}. {}.{there}", parts.len(), said.join("; "));
            self.push_drawing(None, words, alt, DrawingKind::Stack(parts), span, out);
        }
        let importi: Vec<(&str, Quanto)> = IMPORTI.into_iter().filter(|(_, of)| of(&all).0.is_some()).collect();
        let mut header = vec![(capital(per.label()), Profile::Testo), (capital(kind.info().nouns), Profile::Numero)];
        header.extend(importi.iter().map(|(name, _)| ((*name).to_owned(), Profile::Importo)));
        let quota = all.quota().is_some() || groups.iter().any(|(_, somme)| somme.quota().is_some());
        header.extend(quota.then(|| ("Finanziato su richiesto".to_owned(), Profile::Numero)));
        // The share of each group in the whole cost, or in what is asked for, or granted: always of one of the three. One group alone
        // would be 100 %, and of a sum that lacks something nobody knows the parts.
        let whole = |s: &Somme| importi.first().and_then(|(_, of)| of(s).0);
        let shares = groups.len() > 1 && importi.first().is_some_and(|(_, of)| of(&all).1 == 0);
        let mut partial = false;
        let of = if all.importo.is_some() { "Parte dell’importo" } else { "Parte del totale" };
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
            for (amount, missing) in importi.iter().map(|(_, of)| of(&somme)) {
                let least = amount.is_some() && missing > 0;
                partial |= least;
                let mark = if least { "*" } else { "" };
                let words = amount.map_or_else(|| "–".to_owned(), |amount| format!("{amount}{mark}"));
                // The asterisk says that the amount is a minimum, and is not part of it.
                let cell = Cell::new(self.say(&words, span), amount);
                cells.push(if least { cell.and("nota", "almeno") } else { cell });
            }
            if quota {
                let share = somme.quota();
                cells.push(Cell::new(self.say(&percent(share), span), share));
            }
            if shares {
                let share = whole(&somme).zip(whole(&all)).and_then(|(part, whole)| parte(part, whole));
                cells.push(Cell::new(self.say(&percent(share), span), share));
            }
            rows.push(Row { total: gruppo.is_none(), ..Row::new(cells, span) });
        }
        self.push_table(Asked { vista, anchor, caption: Some(caption), out: &mut *out }, columns, rows);
        if partial {
            self.nota_sotto("* Almeno: di qualche scheda questo importo non è indicato.", span, out);
        }
        if all.rinunce > 0 {
            self.nota_sotto("Gli importi finanziati a cui l’ente ha rinunciato non entrano nelle somme.", span, out);
        }
        if all.spaiato && all.richiesto.is_some() && all.finanziato.is_some() {
            let words = "Del richiesto e del finanziato, qualche scheda ne dice uno solo: dove è così non si può dire quanto del richiesto è finanziato.";
            self.nota_sotto(words, span, out);
        }
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

/// One of the amounts of a group, and of how many records it is not known.
type Quanto = fn(&Somme) -> (Option<Importo>, usize);

/// The amounts, as their columns name them.
const IMPORTI: [(&str, Quanto); 3] = [
    ("Importo", |somme| (somme.importo, somme.senza_importo)),
    ("Richiesto", |somme| (somme.richiesto, somme.senza_richiesto)),
    ("Finanziato", |somme| (somme.finanziato, somme.senza_finanziato)),
];

/// The most parts of a bar. The smallest of the others are put together.
const PARTI: usize = 5;

/// What divides into parts, and the parts: the groups, by the first amount that two of them have and that is known of all the records; else
/// what is granted of what was asked for. A group without the amount has no part. None if there is nothing to divide.
fn parti(groups: &[(Gruppo, Somme)], all: &Somme) -> Option<(&'static str, Vec<StackPart>)> {
    let words = ["come si divide l’importo", "come si divide il richiesto", "come si divide il finanziato"];
    let known = words.into_iter().zip(IMPORTI).filter(|(_, (_, amount))| amount(all).1 == 0);
    let found = known.into_iter().find_map(|(what, (_, amount))| {
        let known: Vec<(String, Importo)> = groups
            .iter()
            .filter_map(|(gruppo, somme)| Some((straight(&gruppo.breve), amount(somme).0?)))
            .filter(|(_, amount)| amount.0 > 0)
            .collect();
        (known.len() > 1).then_some((what, known))
    });
    let Some((what, mut shares)) = found else {
        // As in the column: sums of different records have no share.
        let (asked, granted) = all.confrontati().filter(|_| all.senza_richiesto == 0)?;
        let rest = Importo(asked.0.checked_sub(granted.0).filter(|rest| *rest > 0)?);
        let parts = vec![parte_di("Finanziato", granted, asked), parte_di("Resto del richiesto", rest, asked)];
        return Some(("quanto del richiesto è finanziato", parts));
    };
    let whole = Importo(shares.iter().try_fold(0i64, |sum, (_, amount)| sum.checked_add(amount.0))?);
    if shares.len() > PARTI {
        let mut sizes: Vec<i64> = shares.iter().map(|(_, amount)| amount.0).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let least = sizes.get(PARTI - 2).copied().unwrap_or_default();
        let mut room = PARTI - 1;
        let mut rest = (0, Importo(0));
        shares.retain(|(_, amount)| {
            let kept = amount.0 >= least && room > 0;
            if kept {
                room -= 1;
            } else {
                rest = (rest.0 + 1, Importo(rest.1.0 + amount.0));
            }
            kept
        });
        shares.push((format!("Altri {}", rest.0), rest.1));
    }
    let parts: Vec<StackPart> = shares.iter().map(|(name, amount)| parte_di(name, *amount, whole)).collect();
    Some((what, parts))
}

fn parte_di(label: &str, amount: Importo, whole: Importo) -> StackPart {
    let share = parte(amount, whole).map(|share| format!(", {}", share.esteso())).unwrap_or_default();
    StackPart { label: label.to_owned(), printed: format!("{amount}{share}"), value: euro(amount) }
}

fn euro(amount: Importo) -> f64 {
    amount.0 as f64 / 100.0
}
