//! The name of an annex is one that every computer can write: the publication is unpacked by others.

use crate::base::text::riservato;
use crate::piano::element::allegato::Allegato;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola = Regola::avviso("P1416", "nome-allegato", include_str!("nome_allegato.md"), check);

/// Letters that no file of Windows has in its name.
const VIETATI: [char; 8] = ['<', '>', ':', '"', '|', '?', '*', '\\'];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (_, allegato) in cx.piano.elementi.each::<Allegato>() {
        let path = allegato.value.file.value.as_str();
        // A record whose file is not there is told already.
        if cx.sources.find(path).is_none() {
            continue;
        }
        let other = seen.insert(path.to_lowercase(), path).filter(|other| *other != path);
        let bad = path.split('/').find_map(|part| Some((part, perche(part)?)));
        let (why, good) = match (bad, other) {
            (Some((part, why)), _) => (why, path.replacen(part, &buono(part), 1)),
            (None, Some(other)) => {
                let (stem, ext) = path.rsplit_once('.').unwrap_or((path, ""));
                (
                    format!("lì maiuscole e minuscole sono le stesse lettere, e c’è già `{other}`"),
                    format!("{stem}-2.{ext}"),
                )
            }
            (None, None) => continue,
        };
        out.push(
            REGOLA
                .at(allegato.value.file.span, format!("`{path}` non si può scrivere in un computer con Windows: {why}"))
                .note("chi scarica la pubblicazione da quel computer non avrebbe questo file, o non potrebbe aprire l’archivio")
                .help(format!("cambia nome al file, per esempio `{good}`")),
        );
    }
}

/// Why a part of a path cannot be written under Windows.
fn perche(part: &str) -> Option<String> {
    let stem = part.split('.').next().unwrap_or_default();
    if riservato(stem.trim_end()) {
        return Some(format!("«{stem}» è il nome di un dispositivo"));
    }
    if part.ends_with(['.', ' ']) {
        return Some("un nome non può finire con un punto o uno spazio".to_owned());
    }
    let bad = part.chars().find(|c| VIETATI.contains(c))?;
    Some(format!("il segno «{bad}» non è ammesso nei nomi"))
}

/// The same name, as every computer can write it.
fn buono(part: &str) -> String {
    let plain: String = part.chars().map(|c| if VIETATI.contains(&c) { '-' } else { c }).collect();
    let plain = plain.trim_end_matches(['.', ' ']);
    let (stem, rest) = plain.split_once('.').map_or((plain, String::new()), |(stem, ext)| (stem, format!(".{ext}")));
    if riservato(stem.trim_end()) { format!("documento-{stem}{rest}") } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{buono, perche};

    #[test]
    fn the_name_that_is_proposed_is_good() {
        for (bad, good) in [
            ("con.pdf", "documento-con.pdf"),
            ("AUX", "documento-AUX"),
            ("com1.tar.gz", "documento-com1.tar.gz"),
            ("nul .pdf", "documento-nul .pdf"),
            ("carta.", "carta"),
            ("ore 8:30?.pdf", "ore 8-30-.pdf"),
        ] {
            assert!(perche(bad).is_some(), "{bad}");
            assert_eq!(buono(bad), good);
            assert!(perche(good).is_none(), "{good}");
        }
        for name in ["conto.pdf", "contratto.con.pdf", "com10.pdf", "com.pdf", "àncora.pdf"] {
            assert!(perche(name).is_none(), "{name}");
        }
    }
}
