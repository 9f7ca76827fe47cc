//! A value that begins with a number can be read as a number.

use crate::base::span::Spanned;
use crate::base::text::short;
use crate::piano::element::linea_formativa::LineaFormativa;
use crate::piano::element::misura_digitale::MisuraDigitale;
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::target::{Atteso, Target};
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Regola, impossibile};

pub static REGOLA: Regola = Regola::nota("P0358", "numero-non-letto", include_str!("numero_non_letto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = &cx.piano.elementi;
    let of = |list: &'_ [Spanned<Indicatore>], out: &mut Vec<Diagnostic>| {
        list.iter().flat_map(|indicatore| indicatore.value.valori()).for_each(|value| told(value, out));
    };
    for (_, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        of(&o.indicatori, out);
        o.risultati.iter().filter_map(|risultato| risultato.value.target.as_ref()).for_each(|value| told(value, out));
    }
    all.each::<ObiettivoVp>().for_each(|(_, e)| of(&e.value.indicatori, out));
    all.each::<MisuraDigitale>().for_each(|(_, e)| of(&e.value.indicatori, out));
    all.each::<LineaFormativa>().for_each(|(_, e)| of(&e.value.indicatori, out));
    for procedura in &all.procedure {
        if let Some(Dovuto::Valore(now)) = &procedura.value.tempo_attuale {
            told(now, out);
        }
        if let Some(Dovuto::Valore(then)) = &procedura.value.tempo_obiettivo {
            then.iter().for_each(|(_, value)| told(value, out));
        }
    }
}

fn told(value: &Spanned<Target>, out: &mut Vec<Diagnostic>) {
    // A day that does not exist is the matter of another rule.
    if !value.value.numero_non_letto() || impossibile(&value.value) {
        return;
    }
    let parola = short(value.value.parola.trim());
    let problem = REGOLA.at(value.span, format!("il numero di «{parola}» non si legge con certezza"));
    // Alone it would be read: the other values of the indicator make it doubtful.
    out.push(match Target::parse(&value.value.parola).atteso {
        Atteso::Numero { valore, .. } => {
            let decimals = crate::piano::element::misura::Decimale(valore.0 / 1_000);
            problem
                .note("lo stesso indicatore ha un numero con i decimali: il punto può dividere le migliaia o i decimali")
                .help(format!("scrivi «{}» o «{decimals}»", valore.to_string().replace('.', "")))
        }
        _ => problem
            .note("resta come è scritto: non va nei grafici né, come numero, nei dati aperti")
            .help("scrivi soltanto il numero e la sua unità, per esempio \"12\", \"≥ 80 %\" o \"12.500 €\"; il resto va nel `testo`"),
    });
}
