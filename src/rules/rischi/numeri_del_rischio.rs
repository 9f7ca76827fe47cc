//! The numbers of a risk are in their range, and the level is the one that follows from them.

use crate::base::span::{Spanned, interi};
use crate::piano::element::processo::{Processo, Rischio};
use crate::piano::rischi::Rischi;
use crate::rules::rischi::rischi;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

// It is arithmetic: two numbers, their product, the level.
pub static REGOLA: Regola = Regola::errore("P0608", "numeri-del-rischio", include_str!("numeri_del_rischio.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let rischi = rischi(cx);
    let sound = if rischi.numeri() { soglie(cx, rischi.regole, out) } else { false };
    for processo in interi(&cx.piano.elementi.processi).filter(|_| sound) {
        out.extend(di_un_altro_livello(cx, &processo.value, rischi.regole));
    }
    for rischio in cx.piano.elementi.processi.iter().flat_map(|processo| &processo.value.rischi) {
        let r = &rischio.value;
        let Some(first) = r.probabilita.or(r.impatto) else { continue };
        if !rischi.numeri() {
            out.push(
                REGOLA
                    .at(first.span, "probabilità e impatto qui non danno un livello: il metodo del piano è un giudizio")
                    .note("il metodo è in `[rischi]` di `piao.toml`; se manca, è `\"qualitativo\"`")
                    .help("togli i due numeri e scrivi `esposizione`, o scegli `metodo = \"probabilita-impatto\"`"),
            );
            continue;
        }
        if let Some(problem) = fuori(r, rischi.regole) {
            out.push(problem);
        } else if let (true, Some(written)) = (sound && rischio.intero, &r.esposizione) {
            out.extend(diverso(cx, r, written, rischi.regole));
        }
    }
}

/// A number out of its range, or alone.
fn fuori(r: &Rischio, regole: &Rischi) -> Option<Diagnostic> {
    let most = regole.massimo();
    let numbers = [("probabilita", r.probabilita), ("impatto", r.impatto)];
    for (name, number) in numbers {
        let Some(number) = number.filter(|number| !(1..=most).contains(&number.value)) else { continue };
        return Some(REGOLA.at(number.span, format!("`{name}` è {}: va da 1 a {most}", number.value)).help(format!(
            "scrivi un numero da 1 a {most}; se la scala arriva più in alto, `massimo = …` in `[rischi]`"
        )));
    }
    match (r.probabilita, r.impatto) {
        (Some(found), None) => {
            Some(REGOLA.at(found.span, "c’è la probabilità e manca l’impatto").help("aggiungi `impatto = …`"))
        }
        (None, Some(found)) => {
            Some(REGOLA.at(found.span, "c’è l’impatto e manca la probabilità").help("aggiungi `probabilita = …`"))
        }
        _ => None,
    }
}

/// A level that is not the one of its numbers.
fn diverso(cx: &Cx<'_>, r: &Rischio, written: &Spanned<String>, regole: &Rischi) -> Option<Diagnostic> {
    let product = r.prodotto()?;
    let right = regole.dal_prodotto(product)?;
    // A word that is not of the scale is the matter of another rule.
    let found = regole.livello(&written.value)?;
    let word = *regole.livelli().get(right)?;
    (found != right).then(|| {
        REGOLA
            .at(written.span, format!("il livello scritto è «{}», ma {product} è «{word}»", written.value.trim()))
            .note(format!(
                "{} × {} = {product}",
                r.probabilita.map_or(0, |n| n.value),
                r.impatto.map_or(0, |n| n.value)
            ))
            .help(format!("scrivi \"{word}\", o togli `esposizione`: la calcola piao"))
            .proposta(written.span, cx.scritto(written.span, word))
    })
}

/// A level written of a process, where the numbers of its events give another.
fn di_un_altro_livello(cx: &Cx<'_>, processo: &Processo, regole: &Rischi) -> Option<Diagnostic> {
    let written = processo.esposizione.as_ref()?;
    let found = regole.livello(&written.value)?;
    let given = |r: &Spanned<Rischio>| r.value.prodotto().and_then(|product| regole.dal_prodotto(product));
    let levels: Vec<Option<usize>> = processo.rischi.iter().map(given).collect();
    let (at, highest) =
        levels.iter().enumerate().filter_map(|(at, level)| Some((at, (*level)?))).max_by_key(|one| one.1)?;
    // An event without numbers may be higher than the others.
    let certain = highest > found || levels.iter().all(Option::is_some);
    let word = *regole.livelli().get(highest)?;
    (certain && highest != found).then(|| {
        let problem = REGOLA.at(
            written.span,
            format!("il livello scritto del processo è «{}», ma il più alto dei suoi rischi è «{word}»", written.value.trim()),
        );
        let place = processo.rischi.get(at).and_then(|rischio| rischio.value.probabilita);
        let problem = match place {
            Some(place) => problem.other(place.span, "i numeri di quel rischio"),
            None => problem,
        };
        problem
            .help(format!("scrivi \"{word}\", o togli `esposizione`: la calcola piao; se il processo vale di più, correggi i numeri"))
            .proposta(written.span, cx.scritto(written.span, word))
    })
}

/// Whether the thresholds of the levels can be used. Those that cannot are reported.
fn soglie(cx: &Cx<'_>, regole: &Rischi, out: &mut Vec<Diagnostic>) -> bool {
    let (levels, most) = (regole.livelli(), regole.massimo());
    let place = regole.soglie.first().map_or_else(|| cx.tabella("rischi"), |soglia| soglia.span);
    let cure = format!(
        "scrivi in `soglie` l’ultimo prodotto di ogni livello: {} numeri crescenti, l’ultimo {}",
        levels.len(),
        most * most
    );
    let Some(soglie) = regole.soglie() else {
        out.push(
            REGOLA
                .at(place, "non si sa da quale prodotto comincia ogni livello di rischio: manca `soglie`")
                .note(format!("i livelli sono {}: {}", levels.len(), levels.join(", ")))
                .help(cure),
        );
        return false;
    };
    let rising = soglie.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    let wrong = match soglie.last() {
        _ if soglie.len() != levels.len() => {
            Some(format!("le soglie sono {} e i livelli {}", soglie.len(), levels.len()))
        }
        _ if !rising => Some("le soglie non crescono".to_owned()),
        Some(last) if *last != most * most => {
            Some(format!("l’ultima soglia è {last}, e il prodotto più alto è {most} × {most} = {}", most * most))
        }
        _ => None,
    };
    let Some(wrong) = wrong else { return true };
    let written: Vec<String> = soglie.iter().map(ToString::to_string).collect();
    out.push(REGOLA.at(place, wrong).note(format!("soglie: {}", elenco(&written))).help(cure));
    false
}
