//! A total of seats says how many cards it leaves out.

use crate::conti::fatti::{Fatti, Fatto};
use crate::piano::each_prose;
use crate::piano::prose::Inline;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1128", "posti-esclusi", include_str!("posti_esclusi.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.piano.elementi.schede_scambio.is_empty() {
        return;
    }
    each_prose(cx.piano, &mut |prose| {
        let mut named = Vec::new();
        prose.inlines(&mut |inline| {
            if let Inline::Fact { name } = inline {
                named.push((Fatti::base(&name.value), name.span));
            }
        });
        for (name, span) in &named {
            let group = name.strip_suffix(".totale").unwrap_or(name);
            let outside = format!("{group}.esclusi");
            let count = match cx.fatti.get(&outside) {
                Some(Fatto::Conta { numero, .. }) if group.ends_with(".posti") && *numero > 0 => *numero,
                _ => continue,
            };
            if named.iter().any(|(name, _)| *name == outside) {
                continue;
            }
            let what = if count == 1 {
                "una scheda che non dice con certezza i suoi".to_owned()
            } else {
                format!("{count} schede che non dicono con certezza i loro")
            };
            out.push(
                REGOLA
                    .at(*span, format!("il totale dei posti lascia fuori {what}"))
                    .help(format!("dillo nello stesso testo, per esempio: `senza contare [={outside}:conta]`")),
            );
        }
    });
}
