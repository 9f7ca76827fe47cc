//! The totals of the tables of staff are computed: one that is typed must be the same.

use super::organico;
use crate::base::span::Span;
use crate::conti::campi::{forma, scelti};
use crate::conti::struttura::Struttura;
use crate::lingua::numeri::thousands;
use crate::piano::each_prose;
use crate::piano::element::assunzione::Assunzione;
use crate::piano::element::cessazione::Cessazione;
use crate::piano::element::dotazione::Dotazione;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Importo;
use crate::piano::element::{Forma, Kind};
use crate::piano::prose::BlockKind;
use crate::piano::vista::{Shows, Vista};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0728", "totale-personale", include_str!("totale_personale.md"), check).origine(&["TOT-DERIVED"]);

/// What a view sums. None for what it does not sum, or cannot yet.
#[derive(Default)]
struct Somme {
    persone: Option<u64>,
    costo: Option<Importo>,
    risparmio: Option<Importo>,
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let BlockKind::View(vista) = &block.kind else { return };
            let (Some(totale), Some(sums)) = (&vista.totale, somme(cx, vista)) else { return };
            let mut told = |span: Span, what: &str, right: String, typed: String, cure: String| {
                out.push(
                    REGOLA
                        .at(span, format!("il totale {what} è {right}, non {typed}"))
                        .note(nota(vista.shows))
                        .help(format!("scrivi {cure}, o togli il totale: si calcola da solo"))
                        .proposta(span, cure),
                );
            };
            if let (Some(typed), Some(right)) = (totale.persone, sums.persone)
                && u64::from(typed.value) != right
            {
                let typed_words = thousands(u64::from(typed.value));
                told(typed.span, "delle persone", thousands(right), typed_words, right.to_string());
            }
            let amounts =
                [("del costo", totale.costo, sums.costo), ("del risparmio", totale.risparmio, sums.risparmio)];
            for (what, typed, right) in amounts {
                let (Some(typed), Some(right)) = (typed, right) else { continue };
                if typed.value != right {
                    let cure = format!("\"{}\"", right.to_string().replace('\u{a0}', " "));
                    told(typed.span, what, right.to_string(), typed.value.to_string(), cure);
                }
            }
        });
    });
}

/// The sums that a view prints. None for a view that prints none, or where a record was not read whole.
fn somme(cx: &Cx<'_>, vista: &Vista) -> Option<Somme> {
    if let Shows::Elements(kind) = vista.shows
        && forma(vista, kind) != Forma::Tabella
    {
        return None;
    }
    let euro =
        |amounts: &mut dyn Iterator<Item = Importo>| Importo(amounts.fold(0, |sum, one| sum.saturating_add(one.0)));
    match vista.shows {
        Shows::TotaliDotazione => Some(Somme { persone: Some(organico(cx)?.totale()), ..Somme::default() }),
        Shows::Elements(Kind::Dotazione) => {
            let plan = organico(cx)?;
            let rows = scelti::<Dotazione>(cx.piano, cx.index, vista).into_iter().map(|pos| &cx.piano[pos].value);
            let people = rows.filter(|row| plan.conta(row)).map(|row| u64::from(row.numero.value)).sum();
            Some(Somme { persone: Some(people), ..Somme::default() })
        }
        Shows::Elements(Kind::Cessazione) => {
            let plan = organico(cx)?;
            let all = scelti::<Cessazione>(cx.piano, cx.index, vista).into_iter().map(|pos| &cx.piano[pos].value);
            let rows: Vec<&Cessazione> = all.filter(|row| plan.conta_cessazione(row)).collect();
            let people = rows.iter().map(|row| u64::from(row.numero.value)).sum();
            let saved = euro(&mut rows.iter().filter_map(|row| row.risparmio).map(|saved| saved.value));
            Some(Somme { persone: Some(people), risparmio: Some(saved), costo: None })
        }
        Shows::Elements(Kind::Assunzione) => {
            let plan = organico(cx)?;
            let all = scelti::<Assunzione>(cx.piano, cx.index, vista).into_iter().map(|pos| &cx.piano[pos].value);
            let rows: Vec<&Assunzione> = all.filter(|row| plan.conta_assunzione(row) && !row.progressione()).collect();
            let people = rows.iter().map(|row| u64::from(row.numero.value)).sum();
            let cost = euro(&mut rows.iter().filter_map(|row| row.costo).map(|cost| cost.value));
            Some(Somme { persone: Some(people), costo: Some(cost), risparmio: None })
        }
        Shows::Elements(Kind::Unita) => {
            let shown: Vec<usize> = scelti::<Unita>(cx.piano, cx.index, vista).iter().map(|pos| pos.n()).collect();
            let people = Struttura::di(cx.piano, cx.index)?.totale(Some(&shown));
            Some(Somme { persone: people.filter(|_| !cx.sources.partial), ..Somme::default() })
        }
        _ => None,
    }
}

fn nota(shows: Shows) -> &'static str {
    match shows {
        Shows::Elements(Kind::Assunzione) => {
            "le progressioni fra le aree non si sommano: chi le ottiene lavora già nell’ente"
        }
        Shows::Elements(Kind::Unita) => {
            "si sommano le unità di primo livello: chi sta in una sotto un’altra è già contato"
        }
        Shows::Elements(Kind::Cessazione) => "si sommano le cessazioni che la vista mostra",
        _ => "si sommano le righe di chi si conta fra i dipendenti",
    }
}
