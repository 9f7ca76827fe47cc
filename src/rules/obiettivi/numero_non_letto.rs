//! A value that begins with a number can be read as a number.

use crate::base::span::Spanned;
use crate::base::text::short;
use crate::conti::confronto::stessa_misura;
use crate::lingua::unita::{orario, ore_e_minuti, stessa};
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::procedura::Procedura;
use crate::piano::element::target::{Atteso, Dubbio, Target};
use crate::piano::element::value::Dovuto;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Diagnostic, Regola, impossibile};

pub static REGOLA: Regola = Regola::nota("P0358", "numero-non-letto", include_str!("numero_non_letto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = &cx.piano.elementi;
    for (_, obiettivo) in cx.scritti() {
        obiettivo
            .value
            .risultati
            .iter()
            .filter_map(|risultato| risultato.value.target.as_ref())
            .for_each(|value| told(cx, value, "", true, out));
    }
    for indicatore in all.indicatori().into_iter().flat_map(|(.., list)| list).map(|indicatore| &indicatore.value) {
        let due = |value: &Spanned<Target>| indicatore.ogni_target().any(|(_, target)| target.span == value.span);
        let unita = indicatore.unita_misura.as_ref().map_or("", |unit| unit.value.as_str());
        indicatore.valori().for_each(|value| told(cx, value, unita, due(value), out));
        senza_confronto(indicatore, out);
        altra_unita(cx, indicatore, out);
    }
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
            .help(format!(
                "scrivi l’unità anche qui: «{printed}» se è così, «{} {unit}» se è la stessa dell’altro",
                first.value.parola.trim()
            )),
    );
}

/// A value found that is words, where the one to reach is a number or a yes: the two are not compared, and nobody reads an outcome.
fn senza_confronto(indicatore: &Indicatore, out: &mut Vec<Diagnostic>) {
    let compared = |target: &Target| matches!(target.atteso, Atteso::Numero { .. } | Atteso::SiNo(_));
    let whole = indicatore.attesi().next().map(|(_, wanted)| wanted);
    let whole = whole.filter(|_| indicatore.attesi().all(|(_, target)| compared(&target.value)));
    for (wanted, found) in coppie(indicatore, whole).filter(|(wanted, _)| compared(&wanted.value)) {
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

/// A value found in a unit that is not certainly that of the value to reach: the two are not compared.
fn altra_unita(cx: &Cx<'_>, indicatore: &Indicatore, out: &mut Vec<Diagnostic>) {
    let whole = indicatore.atteso_nel(cx.anno).or_else(|| indicatore.attesi().next().map(|(_, target)| target));
    for (wanted, found) in coppie(indicatore, whole) {
        let Some((_, unit)) = wanted.value.valore() else { continue };
        let Some((_, other)) = found.value.valore().filter(|(_, other)| !stessa_misura(indicatore, unit, other)) else {
            continue;
        };
        let said = |own: &str| match indicatore.unita_di(own) {
            "" => "senza unità".to_owned(),
            unit => format!("in «{}»", short(unit)),
        };
        let (got, aim) = (short(found.value.parola.trim()), short(wanted.value.parola.trim()));
        let cure = match (indicatore.unita_di(unit), indicatore.unita_di(other)) {
            (unit, "") => format!("scrivi anche qui l’unità: «{got} {unit}», se è la stessa"),
            ("", unit) => {
                format!("scrivi anche nel valore da raggiungere la sua unità: «{aim} {unit}», se è la stessa")
            }
            (unit, _) => format!("scrivi quanto è in «{}», la stessa unità nei due valori", short(unit)),
        };
        out.push(
            REGOLA
                .at(found.span, format!("«{got}» non si confronta con il valore da raggiungere, «{aim}»"))
                .other(wanted.span, format!("il valore da raggiungere, {}", said(unit)))
                .note(format!("il valore rilevato è {}: i due restano come sono scritti, senza un esito", said(other)))
                .help(cure),
        );
    }
}

/// Each value that was found, with the one to reach: `whole` for those of the whole, its own target for those of a share.
fn coppie<'a>(
    indicatore: &'a Indicatore,
    whole: Option<&'a Spanned<Target>>,
) -> impl Iterator<Item = (&'a Spanned<Target>, &'a Spanned<Target>)> {
    let own = whole.into_iter().flat_map(move |wanted| indicatore.rilevato.iter().map(move |found| (wanted, found)));
    let shares = indicatore.quote.iter().map(|quota| &quota.value);
    let shares = shares.flat_map(|quota| quota.rilevato.iter().map(|found| (&quota.target, found)));
    own.chain(shares).flat_map(|(wanted, found)| found.iter().map(move |(_, found)| (wanted, found)))
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
    if let Some(problem) = value.value.dubbio.and_then(|dubbio| dubbioso(problem.clone(), &value.value, dubbio, unita))
    {
        out.push(problem);
        return;
    }
    if let Some(cure) = value.value.ore_dubbie(unita).and_then(ore) {
        out.push(
            problem
                .note("resta come è scritto: dopo il punto possono esserci i minuti o i decimali di un’ora")
                .help(cure),
        );
        return;
    }
    let problem = problem.note("resta come è scritto: non va nei grafici né, come numero, nei dati aperti");
    out.push(match letto_come(value.value.parola.trim()) {
        Some(cure) => problem.help(format!("se è questo, scrivi «{cure}»")),
        None => problem.help("scrivi soltanto il numero e la sua unità, per esempio \"12\", \"≥ 80 %\" o \"12.500 €\"; il resto va nel `testo`"),
    });
}

/// What makes doubtful a number that alone would be read, with its cures. None for hours, which have their own.
fn dubbioso(problem: Diagnostic, value: &Target, dubbio: Dubbio, unita: &str) -> Option<Diagnostic> {
    let parola = value.parola.trim();
    let Atteso::Numero { valore, .. } = Target::parse(parola).atteso else { return None };
    Some(match dubbio {
        Dubbio::Ore => return None,
        Dubbio::Migliaia => {
            let decimals = Decimale(valore.0 / 1_000);
            problem
                .note("lo stesso indicatore ha un numero con i decimali: il punto può dividere le migliaia o i decimali")
                .help(format!("scrivi «{}» o «{decimals}»", valore.to_string().replace('.', "")))
        }
        Dubbio::Volte => problem
            .note(format!("l’unità di misura è «{}», e il valore ha già la parola che moltiplica", short(unita.trim())))
            .help(format!("scrivi il numero senza quella parola, in {}, come gli altri", short(unita.trim()))),
        Dubbio::Livello => problem
            .note("sotto lo zero può essere di quanto cambia, e non il valore da raggiungere: non si confronta e non va nei grafici")
            .help("scrivi il valore a cui arrivare, con l’unità di quello di partenza")
            .help("se è una percentuale di quanto cambia, scrivi così anche i valori rilevati, e nell’indicatore `formula = { numeratore = \"…\", tipo = \"variazione\" }`"),
        Dubbio::Frazione => {
            let percent = Decimale(valore.0.saturating_mul(100));
            problem
                .note("la misura è una percentuale: può essere una parte dell’unità, o meno dell’uno per cento")
                .help(format!("scrivi «{percent} %» o «{valore} %»"))
        }
    })
}

/// A number in a form that is not read, in one that is and says the same: `1 000`, `12mila`, `20–30`, `da 8 a 10`, `(300,00) €`.
fn letto_come(parola: &str) -> Option<String> {
    let digit = |c: char| c.is_ascii_digit();
    let plain = parola.replace(['\u{a0}', '\u{202f}'], " ");
    let lower = plain.to_lowercase();
    let between = |words: &str, divided: &str| {
        let (from, to) = words.split_once(divided)?;
        let number = |part: &str| part.starts_with(digit) && part.chars().all(|c| digit(c) || ".,%€ ".contains(c));
        let (from, to) = (from.trim(), to.trim());
        (number(from) && to.starts_with(digit)).then(|| format!("tra {from} e {to}"))
    };
    let range = match lower.strip_prefix("da ") {
        Some(rest) => between(rest, " a "),
        None => ["–", "—", "-", " - "].iter().find_map(|dash| between(&plain, dash)),
    };
    let minus = plain.strip_prefix(['–', '—']).filter(|rest| rest.starts_with(digit)).map(|rest| format!("-{rest}"));
    let bracket = plain.strip_prefix('(').and_then(|rest| {
        let (number, unit) = rest.split_once(')')?;
        Some(format!("-{number}{unit}"))
    });
    // «1 000», and «12mila».
    let mut joined = String::new();
    let all: Vec<char> = plain.chars().collect();
    for (n, c) in all.iter().enumerate() {
        let run = all.iter().skip(n + 1).take_while(|c| digit(**c)).count();
        let before = n.checked_sub(1).and_then(|n| all.get(n)).copied().is_some_and(digit);
        if *c == ' ' && before && run == 3 {
            continue;
        }
        if c.is_alphabetic() && before {
            joined.push(' ');
        }
        joined.push(*c);
    }
    let joined = Some(joined).filter(|words| *words != plain);
    [range, minus, bracket, joined].into_iter().flatten().find(|words| {
        let read = Target::parse(words);
        read.valore().is_some() && !read.numero_non_letto()
    })
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
    use super::{letto_come, ore};
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

    #[test]
    fn the_cure_of_a_number_keeps_all_that_it_says() {
        for (words, cure) in [
            ("–300,00 €", "-300,00 €"),
            ("1 000", "1000"),
            ("12 500 €", "12500 €"),
            ("12mila", "12 mila"),
            ("20–30", "tra 20 e 30"),
            ("10 % - 20 %", "tra 10 % e 20 %"),
            ("da 8 a 10", "tra 8 e 10"),
            ("(1.200,00) €", "-1.200,00 €"),
        ] {
            assert_eq!(letto_come(words).as_deref(), Some(cure), "{words}");
        }
        for words in ["12 (dodici)", "circa 100", "10/12", "11 su 12", "5 punti in più", "da 30 a 20", "0.250"] {
            assert_eq!(letto_come(words), None, "{words}");
        }
    }
}
