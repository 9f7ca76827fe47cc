//! Words have their accents, and apostrophes are no accents.

use crate::base::span::Span;
use crate::lingua::accenti::{self, Errore, Parola};
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::collections::BTreeSet;

pub static REGOLA: Regola = Regola::avviso("P0513", "accenti", include_str!("accenti.md"), check).origine(&["ACCENTS"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // Other records name a unit by these words: they change together or not at all.
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let mut aliases: BTreeSet<Span> = BTreeSet::new();
    for unita in &cx.piano.elementi.unita {
        names.insert(unita.value.nome.value.trim());
        for alias in &unita.value.alias {
            names.insert(alias.value.trim());
            aliases.insert(alias.span);
        }
    }
    // So is a short name: others write it as a key.
    let short = cx.piano.parole.iter().filter(|parola| parola.campo == "sigla");
    aliases.extend(short.map(|parola| parola.testo.span));
    for (testo, parola) in cx.nei_testi(sbagliate) {
        let inside = |whole: Span, alias: &Span| {
            alias.file == whole.file && alias.start <= whole.start && whole.end <= alias.end
        };
        if testo.span(0..testo.parole.len()).is_some_and(|whole| aliases.iter().any(|alias| inside(whole, alias))) {
            continue;
        }
        let word = testo.parole.get(parola.dove.clone()).unwrap_or_default();
        let Some(span) = testo.span(parola.dove.clone()) else { continue };
        let what = match parola.errore {
            Errore::Perduto => "ha perso l’accento",
            Errore::Apostrofo => "ha un apostrofo al posto dell’accento",
            Errore::Altro => "ha l’accento sbagliato",
            Errore::Superfluo => "si scrive senza accento",
            Errore::Elisione if word.starts_with(['q', 'Q']) => "si scrive senza apostrofo",
            Errore::Elisione => "vuole l’apostrofo, non l’accento",
        };
        let problem = REGOLA.at(span, format!("«{word}» {what}"));
        let right = &parola.giusta;
        if names.contains(testo.parole.trim()) {
            let help =
                "cambialo insieme dove è scritto, anche negli altri file: con parole diverse non si troverebbe più";
            out.push(problem.note("è il nome di un’unità, e altre schede la citano con queste parole").help(help));
            continue;
        }
        // A backtick that stands for the accent begins a code: to mend the word alone would leave it there.
        let end = span.range().end;
        let grave = cx.sources.slice(Span::new(span.file, end..end + 1)) == "`";
        out.push(match testo.esatto(parola.dove).filter(|_| parola.certa && !grave) {
            Some(exact) => problem.help(format!("scrivi «{right}»")).patch(exact, right.clone()),
            None if parola.certa && grave => problem.help(format!("scrivi «{right}», senza il segno ` che lo segue")),
            None if parola.certa => problem.help(format!("scrivi «{right}»")),
            None => problem.help(format!("forse è «{right}»")),
        });
    }
}

#[comemo::memoize]
fn sbagliate(gruppo: &Gruppo<Discorso>) -> Trovati<Parola> {
    gruppo.trova(accenti::find)
}
