//! The phases of an objective have different numbers.

use crate::base::span::tutti_interi;
use crate::piano::element::obiettivo::fase::numeri;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0315", "numeri-doppi", include_str!("numeri_doppi.md"), check).origine(&["NUMBERING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let fasi = &obiettivo.value.fasi;
        if !tutti_interi(fasi) {
            continue;
        }
        let numeri = numeri(fasi);
        let key = |n: &str| n.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let numbered = fasi.iter().zip(&numeri).enumerate().map(|(at, (fase, numero))| {
            let span = fase.value.n.as_ref().map_or(fase.span, |n| n.span);
            (key(numero), span, (at, fase, numero))
        });
        for doppio in doppi(numbered) {
            let (at, fase, numero) = doppio.ancora.1;
            let problem = REGOLA.doppio(&doppio, format!("due fasi di {} hanno il numero {numero}", cx.nome(n)));
            let highest = numeri.iter().filter_map(|n| n.parse::<u32>().ok()).max();
            out.push(match (highest, &fase.value.n) {
                // The last phase takes the next number; one in the middle may be the one that was added.
                (Some(highest), Some(written)) if at + 1 == fasi.len() => {
                    let next = highest.saturating_add(1).to_string();
                    problem
                        .help(format!("scrivi `n = \"{next}\"`; una fase aggiunta in corso d’anno ha per esempio `n = \"{numero}-bis\"`"))
                        .proposta(written.span, cx.scritto(written.span, &next))
                }
                _ => problem.help(format!(
                    "dai a una delle due un altro numero: una fase aggiunta in corso d’anno ha per esempio `n = \"{numero}-bis\"`"
                )),
            });
        }
    }
}
