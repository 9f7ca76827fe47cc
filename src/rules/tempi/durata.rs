//! The duration of an objective is that of its dates.

use crate::lingua::tempo::Durata;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0409", "durata", include_str!("durata.md"), check).origine(&["DURATION-K-N"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        let (Some(typed), Some(inizio), Some(fine)) = (&o.durata, &o.inizio, &o.fine) else { continue };
        // Dates the wrong way round are another matter.
        if inizio.value > fine.value {
            continue;
        }
        let right = Durata::da_date(inizio.value, fine.value, cx.anno);
        // What was not understood is told by another rule.
        if typed.value.parola.is_some() {
            continue;
        }
        let now = (inizio.value.anno()..=fine.value.anno()).contains(&cx.anno);
        let years = match (typed.value.n, typed.value.k) {
            (Some(n), _) => right.n != Some(n),
            // «Pluriennale», and nothing more.
            (None, None) => right.n == Some(1),
            (None, Some(_)) => false,
        };
        let year = now && typed.value.k.is_some() && typed.value.k != right.k;
        if !years && !year {
            continue;
        }
        let (from, to) = (inizio.value.anno(), fine.value.anno());
        let fact = match (from == to, now) {
            (true, _) => format!("le due date sono nello stesso anno, il {from}"),
            (false, true) => format!(
                "dal {from} al {to} gli anni sono {}, e il {} è il numero {}",
                to - from + 1,
                cx.anno,
                cx.anno - from + 1
            ),
            (false, false) => format!("dal {from} al {to} gli anni sono {}", to - from + 1),
        };
        out.push(
            REGOLA
                .at(typed.span, format!("le date di {} ne fanno un obiettivo {right}, non {}", cx.nome(n), typed.value))
                .other(inizio.span, "il primo giorno")
                .other(fine.span, "l’ultimo")
                .note(fact)
                .help(format!("scrivi \"{right}\" o togli la riga: la durata si calcola dalle date; se è giusta la durata, correggi `inizio` o `fine`"))
                .proposta(typed.span, cx.scritto(typed.span, &right.to_string())),
        );
    }
}
