//! Who works for the body, who leaves and who enters are counted: the records of staff name nobody.

use crate::base::span::Spanned;
use crate::base::text::minuscolo;
use crate::rules::{Cx, Diagnostic, Discorso, Regola, fonti, personali};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::errore("P1313", "nome-nel-fabbisogno", include_str!("nome_nel_fabbisogno.md"), check)
        .fonte(fonti::DLGS33_2013_7_BIS);

/// The words of a record of staff, with how many persons it counts.
pub(super) struct Riga {
    pub(super) numero: Option<u32>,
    pub(super) testi: Vec<Discorso>,
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for discorso in righe(cx).into_iter().flat_map(|riga| riga.testi) {
        let (dove, message) = match (nome(&discorso.parole), matricola(&discorso.parole)) {
            (Some(dove), _) => (dove, "in una scheda del personale c’è il nome di una persona"),
            (None, Some(dove)) => (dove, "in una scheda del personale c’è un dato che dice di chi si parla"),
            (None, None) => continue,
        };
        let Some(span) = discorso.span(dove) else { continue };
        out.push(
            REGOLA
                .at(span, message)
                .note("il personale si conta; hanno un nome soltanto gli organi e chi ha un incarico (`[[incarico]]`)")
                .help("togli il nome: bastano l’area, il profilo e il numero di persone"),
        );
    }
}

/// The records of staff, with the words of their authors.
pub(super) fn righe(cx: &Cx<'_>) -> Vec<Riga> {
    let elementi = &cx.piano.elementi;
    let words = |all: &[Option<&Spanned<String>>]| -> Vec<Discorso> {
        all.iter().flatten().map(|words| Discorso::di_stringa(words, cx.sources)).collect()
    };
    let mut out = Vec::new();
    for d in elementi.dotazione.iter().map(|record| &record.value) {
        let testi = words(&[d.profilo.as_ref(), d.famiglia.as_ref(), d.nota.as_ref()]);
        out.push(Riga { numero: Some(d.numero.value), testi });
    }
    for c in elementi.cessazioni.iter().map(|record| &record.value) {
        out.push(Riga { numero: Some(c.numero.value), testi: words(&[c.profilo.as_ref()]) });
    }
    for a in elementi.assunzioni.iter().map(|record| &record.value) {
        let mut testi = words(&[a.profilo.as_ref(), a.finanziamento.as_ref()]);
        testi.extend(a.motivo.into_iter().flat_map(|motivo| cx.discorsi(motivo)));
        out.push(Riga { numero: Some(a.numero.value), testi });
    }
    for a in elementi.adempimenti.iter().map(|record| &record.value) {
        out.push(Riga { numero: None, testi: words(&[Some(&a.esito), a.nota.as_ref()]) });
    }
    out
}

/// The name of a person.
fn nome(text: &str) -> Option<Range<usize>> {
    personali::persone(text).into_iter().find(|persona| !persona.debole).map(|persona| persona.dove)
}

/// Words that lead to one person: a number of staff, a day of birth.
fn matricola(text: &str) -> Option<Range<usize>> {
    let low = minuscolo(text);
    ["matricola", "matr.", "nato il", "nata il", "nato a", "nata a", "data di nascita"].iter().find_map(|word| {
        let at = low.find(word)?;
        let alone = !low.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        let figures = low.get(at + word.len()..)?.chars().take(20).any(|c| c.is_ascii_digit());
        (alone && figures).then_some(at..at + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::{matricola, nome};

    #[test]
    fn who_is_meant_is_seen() {
        assert!(nome("Mario Rossi va in pensione il 1° giugno").is_some());
        assert!(matricola("MATRICOLA 1234, İzmir").is_some() && matricola("nata il 3/4/1961").is_some());
        for text in [
            "Istruttore amministrativo-contabile",
            "graduatoria del Comune di Maddaloni",
            "libro matricola",
            "Agente di Polizia Locale",
        ] {
            assert!(nome(text).is_none() && matricola(text).is_none(), "{text}");
        }
    }
}
