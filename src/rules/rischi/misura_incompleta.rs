//! A measure says by when, how it is verified and who answers for it.

use crate::base::text::short;
use crate::conti::requisiti;
use crate::piano::element::misura_prevenzione::{MisuraPrevenzione, Tipo};
use crate::rules::rischi::{letti, rischi};
use crate::rules::vocabolario::{Mancanza, insieme};
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0605", "prevenzione-incompleta", include_str!("misura_incompleta.md"), check)
        .fonte(fonti::L190_2012_1_5_8)
        .origine(&["N40"])
        .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let rischi = rischi(cx);
    let mut bare = Vec::new();
    let all = cx.piano.elementi.each::<MisuraPrevenzione>().filter(|(_, misura)| misura.intero);
    for (pos, misura) in all {
        let m = &misura.value;
        let [no_term, unverified, nobody] = requisiti::manca_alla_misura(cx.piano, &rischi, pos);
        // Who answers may be in what was not read.
        let nobody = nobody && letti(cx);
        let fields = [
            (no_term, "il termine", "scadenza = \"31/12/2027\""),
            (unverified, "come si verifica", "verifica = [{ strumento = \"relazione annuale dell’RPCT\" }]"),
            (nobody, "chi ne risponde", "responsabili = [\"…\"]"),
        ];
        let missing: Vec<_> = fields.iter().filter(|(missing, ..)| *missing).collect();
        if missing.is_empty() {
            continue;
        }
        let what: Vec<String> = missing.iter().map(|(_, what, _)| (*what).to_owned()).collect();
        let lines: Vec<String> = missing.iter().map(|(.., line)| format!("`{line}`")).collect();
        let problem = REGOLA
            .at(m.titolo.span, format!("la misura «{}» non dice {}", short(&m.titolo.value), elenco(&what)))
            .help(format!("aggiungi {}", elenco(&lines)));
        let problema = match nobody && m.tipo == Tipo::Generale {
            true => {
                problem.note("di una misura generale risponde l’RPCT, ma il piano non dice chi è: `rpct` in `[ente]`")
            }
            false => problem,
        };
        bare.push(Mancanza { che_cosa: elenco(&what), nome: short(&m.titolo.value), problema });
    }
    insieme(bare, out);
}
