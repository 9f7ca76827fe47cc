//! The publications of other bodies that `piao.toml` lists: each has a name of its own, an address that opens, and is cited.

use super::indirizzi;
use crate::base::text::{key, short};
use crate::diag::codes::{P0115, P0203, P0215, P0216};
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::piano::element::id::Id;
use crate::piano::prose::Inline;
use crate::piano::pubblicazione::Pubblicazione;
use crate::piano::{Piano, each_prose};
use crate::source::Sources;
use std::collections::BTreeSet;

/// Reports what is wrong with them.
pub(super) fn check(piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    let Some(set) = &piano.impostazioni else { return };
    let cited = cited(piano);
    for (n, one) in set.pubblicazioni.iter().enumerate() {
        let Pubblicazione { nome, indirizzo, data, .. } = &one.value;
        // A blank text stands for one that could not be read, which is already reported.
        if nome.value.trim().is_empty() {
            continue;
        }
        let before = set.pubblicazioni.iter().take(n).map(|one| &one.value);
        diags.extend(name(&one.value, before, index, sources));
        diags.extend(indirizzi::intero("indirizzo", indirizzo));
        if data.value > set.data.value {
            diags.push(
                Diagnostic::at(
                    P0216,
                    data.span,
                    format!("la pubblicazione `{}` è del {}", nome.value.trim(), data.value),
                )
                .note(format!("questo piano è del {}, e cita un testo che non c’era ancora", set.data.value))
                .help("controlla il giorno: è quello scritto sulla pubblicazione, non quello in cui la si è letta"),
            );
        }
        // What could not be read, or is of a later moment, may cite it.
        let whole = !piano.incompleto.nomi && piano.fino_a().is_none();
        if whole && !cited.contains(&key(&nome.value)) {
            let nome = nome.value.trim();
            diags.push(
                Diagnostic::at(P0215, one.span, format!("la pubblicazione `{nome}` non è citata in nessun testo"))
                    .help(format!("cita con `[@{nome}]`, o togli queste righe")),
            );
        }
    }
}

/// The names that the plan’s own texts cite.
fn cited(piano: &Piano) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    each_prose(piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let Inline::Cite { name, .. } = inline
                && name.span.file.vicino().is_none()
            {
                out.insert(key(&name.value));
            }
        });
    });
    out
}

/// What is wrong with its name, if anything is. `before`: the publications that are listed before it.
fn name<'p>(
    one: &'p Pubblicazione,
    mut before: impl Iterator<Item = &'p Pubblicazione>,
    index: &Index,
    sources: &Sources,
) -> Option<Diagnostic> {
    let span = one.nome.span;
    let nome = one.nome.value.trim();
    if Id::new(nome).is_none() {
        return Some(
            Diagnostic::at(P0115, span, format!("«{}» non può essere il nome di una pubblicazione", short(nome)))
                .note("con questo nome i testi la citano: ha lettere minuscole senza accento, cifre e trattini")
                .help(format!("scrivi `nome = \"{}\"`", Id::slug(nome))),
        );
    }
    let taken = |message: String| Diagnostic::at(P0203, span, message);
    let help = format!("scegli un nome che la distingua, per esempio `{nome}-piao`, e cita con quello");
    if let Some(first) = before.find(|other| other.si_chiama(nome)) {
        let problem =
            taken(format!("due pubblicazioni si chiamano `{nome}`")).other(first.nome.span, "l’altra è questa");
        return Some(problem.help(help));
    }
    if let Some(thing) = index.find(nome).first() {
        let problem = taken(format!("`{nome}` è già il nome di una cosa del piano")).other(thing.span, "è questa");
        return Some(problem.note(format!("`[@{nome}]` non direbbe quale delle due cita")).help(help));
    }
    let plan = sources.nomi_vicini().any(|(_, plan)| plan == nome);
    plan.then(|| {
        taken(format!("`{nome}` è già il nome di un piano dell’elenco"))
            .note("di quel piano si cita ogni parte, con il suo id dopo i due punti: il programma sa da sé titolo, data e indirizzo")
            .help(format!("togli queste righe, e cita `[@{nome}:id]`; se la pubblicazione è un’altra, dalle un altro nome"))
    })
}
