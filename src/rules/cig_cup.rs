//! The codes of tenders and of public investments have their form.

use super::{Cx, Regola};
use crate::diag::{Diagnostic, Severity};
use crate::span::Spanned;

pub(super) static REGOLA: Regola =
    Regola { codice: "P1203", nome: "cig-cup", livello: Severity::Errore, origine: &["N62"], check };

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let of_measures = elementi.misure_digitali.iter().map(|misura| &misura.value);
    let cigs = elementi.atti.iter().filter_map(|atto| atto.value.cig.as_ref());
    for cig in cigs.chain(of_measures.clone().filter_map(|misura| misura.cig.as_ref())) {
        code(cx, cig, "CIG", "10 lettere o cifre, non tutte zeri, per esempio \"8654321A0F\"", cig_giusto, out);
    }
    let of_projects = elementi.progetti.iter().filter_map(|progetto| progetto.value.cup.as_ref());
    for cup in elementi.atti.iter().filter_map(|atto| atto.value.cup.as_ref()).chain(of_projects).chain(of_measures.filter_map(|misura| misura.cup.as_ref())) {
        code(cx, cup, "CUP", "15 caratteri (una lettera, due cifre, una lettera, undici cifre), per esempio \"H41F22002740006\"", cup_giusto, out);
    }
}

fn code(
    cx: &Cx<'_>,
    written: &Spanned<String>,
    name: &str,
    form: &str,
    right: fn(&str) -> bool,
    out: &mut Vec<Diagnostic>,
) {
    // Case is mended in print.
    let upper = written.value.trim().to_uppercase();
    if upper.is_empty() || right(&upper) {
        return;
    }
    let problem = REGOLA.at(written.span, format!("il {name} «{}» non è valido", crate::load::toml::short(&written.value)));
    let problem = problem.note(format!("un {name} ha {form}"));
    // What offices put in when they copy: spaces, points, hyphens.
    let bare: String = upper.chars().filter(|c| c.is_alphanumeric()).collect();
    out.push(match right(&bare) {
        true => problem.help(format!("scrivi \"{bare}\"")).patch(written.span, cx.scritto(written.span, &bare)),
        false => problem.label(format!("{} caratteri", upper.chars().count())).help("ricopialo dall’atto; se non c’è, togli la riga"),
    });
}

/// Ten letters and digits; only zeros are the mark of «not due».
fn cig_giusto(code: &str) -> bool {
    code.len() == 10 && code.bytes().all(|b| b.is_ascii_alphanumeric()) && code.bytes().any(|b| b != b'0')
}

/// A letter, two digits, a letter, eleven digits: so are all the CUP of the open data of PA digitale 2026.
fn cup_giusto(code: &str) -> bool {
    code.len() == 15
        && code.bytes().enumerate().all(|(n, b)| if n == 0 || n == 3 { b.is_ascii_uppercase() } else { b.is_ascii_digit() })
}
