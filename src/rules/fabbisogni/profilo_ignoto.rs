//! Who leaves has a profile that the headcount has.

use super::organico;
use crate::base::text::flat;
use crate::diag::nearest;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0737", "profilo-ignoto", include_str!("profilo_ignoto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = organico(cx).filter(|plan| plan.righe().next().is_some()) else { return };
    for c in plan.cessazioni() {
        let (Some(profilo), Some(area)) = (&c.profilo, c.area.as_ref().and_then(|area| plan.area(&area.value))) else {
            continue;
        };
        let mut known = plan.profili(area);
        // Who was hired in an earlier year may leave too.
        known.extend(plan.assunzioni().filter(|a| a.anno.value <= c.anno.value).filter_map(|a| {
            let here = a.area.as_ref().and_then(|word| plan.area(&word.value)) == Some(area);
            a.profilo.as_ref().filter(|_| here).map(|profilo| profilo.value.trim())
        }));
        if known.iter().any(|known| flat(known) == flat(&profilo.value)) {
            continue;
        }
        let short = crate::base::text::short(&profilo.value);
        let nome = plan.aree.get(area).map_or("", |area| area.nome.as_str());
        let found = REGOLA.at(profilo.span, format!("nell’area «{nome}» nessuno ha il profilo «{short}»"));
        let near = nearest(&profilo.value, known.iter().copied()).or_else(|| simile(&profilo.value, &known));
        out.push(match (near, known.as_slice()) {
            (Some(near), _) => found
                .help(format!("forse è «{near}»: un profilo si scrive sempre nello stesso modo"))
                .proposta(profilo.span, cx.scritto(profilo.span, near)),
            (None, []) => found.help("correggi l’area, o aggiungi il profilo alla `dotazione`"),
            (None, known) => found.help(format!("i profili di quest’area sono: {}", known.join(", "))),
        });
    }
}

/// The profile of which a word is a shorter spelling: «Istruttore amm.vo», «Istr. tecnico».
fn simile<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let words = flat(word);
    let words: Vec<&str> = words.split(' ').filter(|part| part.len() > 2).collect();
    let begins = |known: &&&str| {
        let all = flat(known);
        let all: Vec<&str> = all.split(' ').collect();
        !words.is_empty()
            && words.len() <= all.len()
            && words.iter().zip(&all).all(|(part, whole)| whole.starts_with(part))
    };
    let mut found = known.iter().filter(begins);
    found.next().filter(|_| found.next().is_none()).copied()
}
