//! The versions of a plan follow each other: each has its moment, a day that is not before the one it measures, and one act.

use crate::base::giorno::Giorno;
use crate::piano::element::misura;
use crate::piano::element::value::Dovuto;
use crate::piano::settings::{Momento, Tipo, Versione};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P1030", "versioni-e-momenti", include_str!("versioni.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let set = cx.set;
    if !cx.lette_le_impostazioni() {
        return;
    }
    let momento = set.momento.value;
    if momento > Momento::Approvazione && set.versione().is_none() && set.tipo != Tipo::Relazione {
        let next = set.versioni.iter().map(|versione| versione.value.numero.value).max().unwrap_or(1) + 1;
        // The day that is printed on the plan: with another one it would have another fingerprint.
        let first = match set.versioni.is_empty() {
            true => format!("[[versione]]\nnumero = 1\ndata = \"{}\"\n\n", set.data.value),
            false => String::new(),
        };
        out.push(
            REGOLA
                .at(set.momento.span, format!("il documento è un {}, ma nessuna versione del piano lo è", momento.label()))
                .note("ogni versione ha il suo atto, il suo giorno e il suo indirizzo: senza, avrebbe quelli dell’approvazione")
                .help(format!(
                    "in fondo a `piao.toml` scrivi:\n{first}[[versione]]\nnumero = {next}\nmomento = \"{}\"\ndata = \"GG/MM/AAAA\"\nmotivo = \"a che punto sono gli obiettivi\"\natto = \"id-dell-atto\"",
                    momento.label()
                )),
        );
    }
    let mut before: Option<&Versione> = None;
    for versione in set.versioni.iter().filter(|versione| versione.intero).map(|versione| &versione.value) {
        let (numero, what) = (versione.numero.value, versione.che_cosa());
        if let Some(before) = before {
            if before.momento() == Momento::Consuntivo {
                out.push(
                    REGOLA
                        .at(versione.numero.span, format!("la versione {numero} ({what}) viene dopo il consuntivo"))
                        .other(before.numero.span, "il consuntivo è qui")
                        .help("il consuntivo chiude l’anno: una correzione del consuntivo è la stessa versione, pubblicata di nuovo"),
                );
            }
            if let (Some(first), Some(then)) = (before.data, versione.data)
                && then.value < first.value
            {
                let prima = before.numero.value;
                out.push(
                    REGOLA
                        .at(then.span, format!("la versione {numero} è del {}, prima della {prima}", then.value))
                        .other(first.span, format!("la {prima} è del {}", first.value))
                        .help(
                            "correggi il giorno sbagliato, o metti le versioni nell’ordine in cui sono state approvate",
                        ),
                );
            }
        }
        before = Some(versione);
        let measured = match versione.momento() {
            Momento::Approvazione => None,
            Momento::Monitoraggio => Some(set.giorno(misura::Momento::Monitoraggio)),
            Momento::Consuntivo => Some(set.giorno(misura::Momento::Consuntivo)),
        };
        let Some(measured) = measured else { continue };
        let cited = match &versione.atto {
            Some(Dovuto::Valore(atto)) => {
                cx.index.element(crate::piano::element::Kind::Atto, &atto.word.value).map(|n| (atto.word.span, n))
            }
            Some(Dovuto::Assente(_)) | None => None,
        };
        let of_act = cited
            .and_then(|(span, n)| Some((cx.piano.elementi.atti.get(n)?.value.data?.value, span, "ma il suo atto è")));
        let of_version = versione.data.map(|data| (data.value, data.span, "ed è"));
        let early = |(day, ..): &(Giorno, _, _)| *day < measured;
        if let Some((day, span, verb)) = of_version.filter(early).or(of_act.filter(early)) {
            out.push(
                REGOLA
                    .at(span, format!("la versione {numero} ({what}) misura il piano al {measured}, {verb} del {day}"))
                    .note("quel giorno non si poteva ancora sapere")
                    .help(format!(
                        "correggi il giorno; se il {what} si misura in un altro giorno, scrivilo in `[performance]`: `{what} = \"GG/MM/AAAA\"`"
                    )),
            );
        }
    }
}
