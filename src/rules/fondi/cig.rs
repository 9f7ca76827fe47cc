//! A CIG, the code of a tender, has the form of a CIG.

use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1212", "cig", include_str!("cig.md"), check).fonte(fonti::L136_2010_3_5);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let acts = cx.piano.elementi.atti.iter().filter_map(|atto| atto.value.cig.as_ref());
    let measures = cx.piano.elementi.misure_digitali.iter().filter_map(|misura| misura.value.cig.as_ref());
    for cig in acts.chain(measures) {
        // Small letters are printed as capitals, so they are no problem.
        let upper = cig.value.trim().to_uppercase();
        if upper.is_empty() || giusto(&upper) {
            continue;
        }
        let problem = REGOLA
            .at(cig.span, format!("il CIG «{}» non è valido", crate::base::text::short(&cig.value)))
            .note("un CIG ha 10 lettere o cifre, non tutte zeri, per esempio \"8654321A0F\"");
        // Offices that copy a code add spaces, points and hyphens.
        let bare: String = upper.chars().filter(|c| c.is_alphanumeric()).collect();
        out.push(match giusto(&bare) {
            true => problem.help(format!("scrivi \"{bare}\"")).patch(cig.span, cx.scritto(cig.span, &bare)),
            false => problem
                .label(format!("{} caratteri", upper.chars().count()))
                .help("ricopialo dall’atto; se non c’è, togli la riga"),
        });
    }
}

/// Ten letters and digits; only zeros are the mark of «not due».
fn giusto(code: &str) -> bool {
    code.len() == 10 && code.bytes().all(|b| b.is_ascii_alphanumeric()) && code.bytes().any(|b| b != b'0')
}
