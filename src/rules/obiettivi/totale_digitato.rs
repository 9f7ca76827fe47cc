//! Totals are computed: one that is typed must be the same.

use crate::base::span::Spanned;
use crate::conti::performance::quadro::Quadro;
use crate::index::like_source;
use crate::piano::each_prose;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::piano::prose::BlockKind;
use crate::piano::settings;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0304", "totale-digitato", include_str!("totale_digitato.md"), check).origine(&["TOT-DERIVED"]);

/// One total typed in a view.
pub struct Digitato<'a> {
    pub valore: &'a Spanned<Percento>,
    /// The moment of a total of outcomes. None for the total of the weights.
    pub momento: Option<Momento>,
    /// The unit of the view.
    pub unita: Pos<Unita>,
    pub quadro: &'a Quadro<'a>,
}

/// Gives every total typed in the views of units to `visit`.
pub fn digitati(cx: &Cx<'_>, visit: &mut dyn FnMut(Digitato<'_>)) {
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let BlockKind::View(vista) = &block.kind else { return };
            let (Some(totale), Some(word)) = (&vista.totale, &vista.unita) else { return };
            let Some(unita) = cx.index.named(&word.value) else { return };
            let quadro = Quadro::of(cx.piano, cx.index, unita);
            let moments = [(&totale.monitoraggio, Momento::Monitoraggio), (&totale.consuntivo, Momento::Consuntivo)];
            // The outcomes of a later moment are not in this version of the plan.
            let here = |momento: Momento| cx.piano.fino_a().is_none_or(|last| settings::Momento::from(momento) <= last);
            let moments = moments.into_iter().filter(|(_, momento)| here(*momento));
            let moments = moments.map(|(valore, momento)| (valore, Some(momento)));
            for (valore, momento) in [(&totale.peso, None)].into_iter().chain(moments) {
                if let Some(valore) = valore {
                    visit(Digitato { valore, momento, unita, quadro: &quadro });
                }
            }
        });
    });
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // An objective that was not read is missing from every sum.
    if !cx.letti_gli_obiettivi() {
        return;
    }
    digitati(cx, &mut |typed| {
        let right = match typed.momento {
            None => typed.quadro.peso(),
            Some(momento) => typed.quadro.esito(momento),
        };
        let nome = &cx.piano[typed.unita].value.nome.value;
        let what = typed.momento.map_or_else(|| "dei pesi".to_owned(), |momento| format!("del {}", momento.label()));
        let Some(right) = right else {
            // When no objective has a weight, `totale_senza_pesi` reports the total.
            let missing: Vec<String> = typed
                .quadro
                .righe
                .iter()
                .filter(|riga| riga.conta)
                .filter(|riga| {
                    let esito = typed.momento.and_then(|momento| riga.esito(momento));
                    esito.and_then(crate::piano::element::obiettivo::misurazione::Misurazione::percento).is_none()
                })
                .map(|riga| riga.parte.codice.clone().unwrap_or_else(|| cx.nome(riga.obiettivo)))
                .collect();
            if !missing.is_empty() {
                out.push(
                    REGOLA
                        .at(typed.valore.span, format!("il totale {what} di «{nome}» non si può ancora calcolare"))
                        .note(format!("manca l’esito di {}", crate::rules::elenco(&missing)))
                        .help("aggiungi gli esiti che mancano, o togli il totale: si calcola da solo"),
                );
            }
            return;
        };
        if right == typed.valore.value {
            return;
        }
        // Weights that do not add up to 100 are told by their own rule, and must be mended first: the total that they make
        // now is not the one to write.
        let pesi = typed.quadro.peso().is_none_or(|peso| peso == Percento::CENTO);
        if !pesi && typed.momento.is_none() && typed.valore.value == Percento::CENTO {
            return;
        }
        let parts: Vec<String> = typed
            .quadro
            .righe
            .iter()
            .filter(|riga| riga.conta)
            .filter_map(|riga| {
                let peso = riga.parte.peso?.value.numero()?;
                let code = riga.parte.codice.clone().unwrap_or_else(|| cx.nome(riga.obiettivo));
                let Some(momento) = typed.momento else { return Some(format!("{code}: {}", peso.numero())) };
                let esito = riga.esito(momento)?.percento()?;
                let gives = Percento::da_prodotti(peso.di(esito));
                Some(format!("{code}: {} × {esito} = {}", peso.numero(), gives.numero()))
            })
            .collect();
        let text = right.numero();
        let written = Spanned::new(String::new(), typed.valore.span);
        let quoted = like_source(cx.sources, &written, &text);
        // A decimal comma is for words in quotes.
        let cure = if quoted.starts_with('"') { quoted } else { text.replace(',', ".") };
        let mut problem = REGOLA
            .at(
                typed.valore.span,
                format!("il totale {what} di «{nome}» è {}, non {}", right.esteso(), typed.valore.value.esteso()),
            )
            .note(format!("si sommano: {}", parts.join("; ")));
        let out_of_sum: Vec<String> = typed
            .quadro
            .righe
            .iter()
            .filter(|riga| !riga.conta)
            .map(|riga| riga.parte.codice.clone().unwrap_or_else(|| cx.nome(riga.obiettivo)))
            .collect();
        if !out_of_sum.is_empty() {
            problem = problem.note(format!(
                "non contano, perché senza un numero per peso, sostituiti o annullati: {}",
                out_of_sum.join(", ")
            ));
        }
        out.push(if pesi {
            problem
                .help(format!("scrivi {cure}, o togli il totale: si calcola da solo"))
                .proposta(typed.valore.span, cure)
        } else {
            problem
                .help("correggi prima i pesi degli obiettivi, che non danno 100, o togli il totale: si calcola da solo")
        });
    });
}
