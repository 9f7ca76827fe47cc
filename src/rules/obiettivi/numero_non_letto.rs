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
        for indicatore in list.iter().map(|indicatore| &indicatore.value) {
            let due = |value: &Spanned<Target>| indicatore.ogni_target().any(|(_, target)| target.span == value.span);
            indicatore.valori().for_each(|value| told(cx, value, due(value), out));
        }
    };
    for (_, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        of(&o.indicatori, out);
        o.risultati
            .iter()
            .filter_map(|risultato| risultato.value.target.as_ref())
            .for_each(|value| told(cx, value, true, out));
    }
    all.each::<ObiettivoVp>().for_each(|(_, e)| of(&e.value.indicatori, out));
    all.each::<MisuraDigitale>().for_each(|(_, e)| of(&e.value.indicatori, out));
    all.each::<LineaFormativa>().for_each(|(_, e)| of(&e.value.indicatori, out));
    for procedura in &all.procedure {
        if let Some(Dovuto::Valore(now)) = &procedura.value.tempo_attuale {
            told(cx, now, false, out);
        }
        if let Some(Dovuto::Valore(then)) = &procedura.value.tempo_obiettivo {
            then.iter().for_each(|(_, value)| told(cx, value, false, out));
        }
    }
}

/// The signs with which an author writes that a value became another.
const FRECCE: [&str; 4] = ["->", "→", "=>", "⇒"];

/// A value that an arrow divides in two, which is printed with it. Where it is `due`, a version may say that it changed it.
fn freccia(cx: &Cx<'_>, value: &Spanned<Target>, due: bool) -> Option<Diagnostic> {
    let parola = value.value.parola.trim();
    let (prima, dopo) = FRECCE.iter().find_map(|arrow| parola.split_once(arrow))?;
    let (prima, dopo) = (short(prima.trim()), short(dopo.trim()));
    let last = cx.set.versioni.last().map_or(2, |versione| versione.value.numero.value.max(2));
    let problem = REGOLA.at(value.span, format!("«{}» dice due valori, e si stampa con la freccia", short(parola)));
    if !due {
        return Some(problem.help(format!("scrivi un valore solo: «{prima}» o «{dopo}»")));
    }
    Some(
        problem
            .help(format!("se il valore da raggiungere è cambiato, scrivi dopo quello nuovo quale versione lo ha cambiato: «{prima} -> {dopo} (v{last})»"))
            .help(format!("se «{prima}» è il valore di partenza, scrivilo in `base`, e qui soltanto «{dopo}»")),
    )
}

fn told(cx: &Cx<'_>, value: &Spanned<Target>, due: bool, out: &mut Vec<Diagnostic>) {
    if let Some(problem) = freccia(cx, value, due) {
        out.push(problem);
        return;
    }
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
