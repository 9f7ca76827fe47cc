//! A value that begins with a number can be read as a number.

use crate::base::span::Spanned;
use crate::base::text::short;
use crate::lingua::unita::{orario, ore_e_minuti, stessa};
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::procedura::Procedura;
use crate::piano::element::target::{Atteso, Target};
use crate::piano::element::value::Dovuto;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Diagnostic, Regola, impossibile};

pub static REGOLA: Regola = Regola::nota("P0358", "numero-non-letto", include_str!("numero_non_letto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = &cx.piano.elementi;
    let of = |list: &'_ [Spanned<Indicatore>], out: &mut Vec<Diagnostic>| {
        let unit = |i: &'_ Indicatore| i.unita_misura.as_ref().map_or(String::new(), |unit| unit.value.clone());
        for indicatore in list.iter().map(|indicatore| &indicatore.value) {
            let due = |value: &Spanned<Target>| indicatore.ogni_target().any(|(_, target)| target.span == value.span);
            let unita = unit(indicatore);
            indicatore.valori().for_each(|value| told(cx, value, &unita, due(value), out));
            senza_confronto(indicatore, out);
        }
    };
    for (_, obiettivo) in cx.scritti() {
        obiettivo
            .value
            .risultati
            .iter()
            .filter_map(|risultato| risultato.value.target.as_ref())
            .for_each(|value| told(cx, value, "", true, out));
    }
    all.indicatori().into_iter().for_each(|(.., list)| of(list, out));
    for procedura in &all.procedure {
        if let Some(Dovuto::Valore(now)) = &procedura.value.tempo_attuale {
            told(cx, now, procedura.value.unita_misura(), false, out);
        }
        if let Some(Dovuto::Valore(then)) = &procedura.value.tempo_obiettivo {
            then.iter().for_each(|(_, value)| told(cx, value, procedura.value.unita_misura(), false, out));
        }
        senza_unita(cx, &procedura.value, out);
    }
}

/// A time of a procedure without its unit, which is printed as days, beside one that is in another. Of the larger bodies P1026 compares
/// the two.
fn senza_unita(cx: &Cx<'_>, procedura: &Procedura, out: &mut Vec<Diagnostic>) {
    let (Some(Dovuto::Valore(now)), Some(Dovuto::Valore(then))) =
        (&procedura.tempo_attuale, &procedura.tempo_obiettivo)
    else {
        return;
    };
    let Some((_, unit)) = now.value.valore().filter(|(_, unit)| !unit.is_empty()) else { return };
    if cx.set.profilo() == Profilo::Ordinario || stessa(unit, procedura.unita_misura()) {
        return;
    }
    let bare = |value: &Target| value.valore().is_some_and(|(_, unit)| unit.is_empty());
    let Some((_, first)) = then.iter().find(|(_, value)| bare(&value.value)) else { return };
    let printed = procedura.durata(&first.value);
    out.push(
        REGOLA
            .at(
                first.span,
                format!("questo tempo si stampa «{printed}», e quello attuale è «{}»", short(now.value.parola.trim())),
            )
            .other(now.span, "qui c’è un’altra unità")
            .help(format!("scrivi l’unità anche qui, la stessa: «{} {unit}»", first.value.parola.trim())),
    );
}

/// A value found that is words, where the one to reach is a number or a yes: the two are not compared, and nobody reads an outcome.
fn senza_confronto(indicatore: &Indicatore, out: &mut Vec<Diagnostic>) {
    let compared = |target: &Target| matches!(target.atteso, Atteso::Numero { .. } | Atteso::SiNo(_));
    let Some((_, wanted)) = indicatore.attesi().find(|(_, target)| compared(&target.value)) else { return };
    if !indicatore.attesi().all(|(_, target)| compared(&target.value)) {
        return;
    }
    for found in indicatore.rilevato.iter().flat_map(|found| found.iter()).map(|(_, found)| found) {
        let words = found.value.parola.trim().to_lowercase();
        // «non rilevato», «n.d.»: there is no value.
        let none =
            !words.contains(char::is_alphabetic) || ["non ", "n.d", "nd", "da "].iter().any(|no| words.starts_with(no));
        let arrow = FRECCE.iter().any(|arrow| words.contains(arrow));
        if none || arrow || !matches!(found.value.atteso, Atteso::Parole) || found.value.numero_non_letto() {
            continue;
        }
        let (words, wanted) = (short(found.value.parola.trim()), short(wanted.value.parola.trim()));
        out.push(
            REGOLA
                .at(found.span, format!("«{words}» non si confronta con il valore da raggiungere, «{wanted}»"))
                .note("resta come è scritto, senza un esito")
                .help(format!(
                    "scrivilo come l’altro, un valore solo come «{wanted}»; il resto va nel racconto della misurazione"
                )),
        );
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

/// Tells a value whose number is not certain. `unita`: the unit of one that names none.
fn told(cx: &Cx<'_>, value: &Spanned<Target>, unita: &str, due: bool, out: &mut Vec<Diagnostic>) {
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
    if let Some(cure) = value.value.ore_dubbie(unita).and_then(ore) {
        out.push(
            problem
                .note("resta come è scritto: dopo il punto possono esserci i minuti o i decimali di un’ora")
                .help(cure),
        );
        return;
    }
    // Alone it would be read: the other values of the indicator make it doubtful.
    out.push(match Target::parse(&value.value.parola).atteso {
        Atteso::Numero { valore, .. } => {
            let decimals = Decimale(valore.0 / 1_000);
            problem
                .note("lo stesso indicatore ha un numero con i decimali: il punto può dividere le migliaia o i decimali")
                .help(format!("scrivi «{}» o «{decimals}»", valore.to_string().replace('.', "")))
        }
        _ => problem
            .note("resta come è scritto: non va nei grafici né, come numero, nei dati aperti")
            .help("scrivi soltanto il numero e la sua unità, per esempio \"12\", \"≥ 80 %\" o \"12.500 €\"; il resto va nel `testo`"),
    });
}

/// How to write hours that may be of hours and minutes, so that they are certain.
fn ore(number: &str) -> Option<String> {
    let (whole, minutes) = orario(number)?;
    let Decimale(read) = Decimale::parse(number)?;
    let exact = Decimale(read.checked_mul(60)?);
    let decimals = match orario(&Decimale(read).to_string()) {
        Some(_) => format!("«{exact} minuti»"),
        None => format!("«{} ore»", Decimale(read)),
    };
    let clock = whole.checked_mul(60)?.checked_add(minutes)?;
    Some(format!(
        "se sono {} scrivi «{clock} minuti»; se sono ore e decimali scrivi {decimals}; usa la stessa unità negli altri valori",
        ore_e_minuti(whole, minutes)
    ))
}

#[cfg(test)]
mod tests {
    use super::ore;
    use crate::piano::element::target::Target;

    #[test]
    fn the_cures_of_doubtful_hours_are_read() {
        for (number, first, second) in
            [("4.30", "270 minuti", "4,3 ore"), ("1,25", "85 minuti", "75 minuti"), ("0.40", "40 minuti", "0,4 ore")]
        {
            let cure = ore(number).unwrap();
            assert!(cure.contains(&format!("«{first}»")) && cure.contains(&format!("«{second}»")), "{cure}");
            assert!([first, second].iter().all(|words| Target::parse(words).valore().is_some()), "{cure}");
        }
        assert_eq!(ore("7,5"), None);
    }
}
