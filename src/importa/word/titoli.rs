//! The headings of a document: those that have a style, and those that are only short and bold; and which of them are sections of the
//! Piano-tipo, under the titles that offices give them.

use super::albero::{Blocco, Cosa, Formato, Paragrafo};
use super::didascalie::intitola;
use super::parole::{di_titolo, tratti};
use crate::base::text::{flat, flat_words};
use crate::piano::piano_tipo::SEZIONI;
use std::collections::BTreeMap;

/// Most characters of a paragraph that is only bold, and is a heading.
const BREVE: usize = 100;
/// Most characters of a heading. A longer one is a paragraph in the style of headings.
const LUNGO: usize = 250;

/// A heading.
#[derive(Debug, Clone)]
pub(super) struct Titolo<'d> {
    pub(super) paragrafo: &'d Paragrafo,
    /// How deep it is, from 1.
    pub(super) livello: u8,
    /// Its words, without its number.
    pub(super) parole: String,
    /// Its number, typed or counted by Word: `2.3`.
    pub(super) numero: Option<String>,
    /// The section of the Piano-tipo that has this title.
    pub(super) sezione: Option<&'static str>,
    /// Whether «Sezione» or «Sottosezione» stands before its number.
    pub(super) chiamata: bool,
    /// Whether it has no style of headings: it is bold, short and alone.
    pub(super) grassetto: bool,
}

/// Other titles of the sections of the Piano-tipo, without accents and signs.
const NOMI: [(&str, &str); 32] = [
    ("1", "scheda anagrafica"),
    ("1", "scheda anagrafica dell ente"),
    ("1", "scheda anagrafica amministrazione"),
    ("2", "valore pubblico performance anticorruzione"),
    ("2", "valore pubblico performance e anticorruzione e trasparenza"),
    ("2", "valore pubblico performance anticorruzione e trasparenza"),
    ("2.2", "piano della performance"),
    ("2.2", "piano delle performance"),
    ("2.3", "anticorruzione"),
    ("2.3", "anticorruzione e trasparenza"),
    ("2.3", "prevenzione della corruzione e trasparenza"),
    ("2.3", "prevenzione della corruzione e della trasparenza"),
    ("2.3", "rischi corruttivi e la trasparenza"),
    ("2.3", "rischi corruttivi e della trasparenza"),
    ("2.3", "rischi corruttivi"),
    ("2.3", "piano triennale per la prevenzione della corruzione e della trasparenza"),
    ("3", "organizzazione e il capitale umano"),
    ("3", "organizzazione capitale umano"),
    ("3.1", "struttura organizzativa dell ente"),
    ("3.2", "lavoro agile"),
    ("3.2", "piano organizzativo del lavoro agile"),
    ("3.2", "organizzazione del lavoro agile pola"),
    ("3.2", "piano organizzativo del lavoro agile pola"),
    ("3.3", "piano triennale del fabbisogno di personale"),
    ("3.3", "piano triennale del fabbisogno del personale"),
    ("3.3", "piano triennale dei fabbisogni del personale"),
    ("3.3", "piano dei fabbisogni di personale"),
    ("3.3", "fabbisogni di personale"),
    ("3.3", "fabbisogno di personale"),
    ("4", "monitoraggio del piao"),
    ("4", "monitoraggio del piano"),
    ("4", "monitoraggio del piano integrato"),
];

/// The words of a title in one form, without the article before them.
pub(super) fn forma(title: &str) -> String {
    let words = flat_words(title);
    let article =
        words.first().is_some_and(|first| ["il", "lo", "la", "i", "gli", "le", "l"].contains(&first.as_str()));
    words.get(usize::from(article)..).unwrap_or_default().join(" ")
}

/// The section of the Piano-tipo that has this title.
fn sezione(title: &str) -> Option<&'static str> {
    let words = forma(title);
    let official = SEZIONI.iter().find(|(_, title)| forma(title) == words).map(|(number, _)| *number);
    official.or_else(|| NOMI.iter().find(|(_, name)| *name == words).map(|(number, _)| *number))
}

/// The section that has this number and nearly this title: «Piano triennale fabbisogni di personale» has a word less.
fn simile(title: &str, number: &str) -> Option<&'static str> {
    let words = contenuto(title);
    let (number, name) = SEZIONI.iter().find(|(known, _)| *known == number)?;
    let names = NOMI.iter().filter(|(known, _)| known == number).map(|(_, name)| *name);
    let near = |name: &str| {
        let name = contenuto(name);
        let common = name.iter().filter(|word| words.contains(word)).count();
        common > 1 && common * 4 >= (name.len() + words.len()) * 3 / 2
    };
    // «2.3 Rischi»: the number, and some of its words alone.
    let own = contenuto(name);
    let part = !words.is_empty() && words.iter().all(|word| own.contains(word));
    (part || std::iter::once(*name).chain(names).any(near)).then_some(*number)
}

/// The words of a title that say something.
fn contenuto(title: &str) -> Vec<String> {
    flat_words(title).into_iter().filter(|word| word.chars().count() > 3).collect()
}

/// Whether two titles have a word in common.
pub(super) fn parenti(a: &str, b: &str) -> bool {
    let words = contenuto(b);
    contenuto(a).iter().any(|word| words.contains(word))
}

/// The number of a section in roman figures, and what follows it.
fn romano(words: &str) -> Option<(String, &str)> {
    const CIFRE: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];
    let (figures, rest) = words.split_at(words.len() - words.trim_start_matches(['I', 'V', 'X']).len());
    let n = CIFRE.iter().position(|one| *one == figures)? + 1;
    (!rest.starts_with(char::is_alphanumeric)).then_some((n.to_string(), rest))
}

/// A title as it is typed: the words «Sezione», its number, the rest.
fn diviso(words: &str) -> (bool, Option<String>, &str) {
    let first = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let called = ["sezione", "sottosezione", "sez"].contains(&flat(first).as_str());
    let rest = if called { words.get(first.len()..).unwrap_or_default().trim_start_matches(['.', ' ']) } else { words };
    if let Some((number, after)) = romano(rest).filter(|_| called) {
        return (true, Some(number), after.trim_start_matches([' ', '-', '–', '—', ':', ')', '.']));
    }
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, after) = rest.split_at(length);
    let number = number.trim_matches('.');
    let parts = || number.split('.');
    let right = !number.is_empty() && parts().all(|part| (1..=2).contains(&part.len())) && parts().count() <= 6;
    // «15 dipendenti» is no numbered title; «2 Valore pubblico» is one.
    let closed = rest.get(..length).is_some_and(|typed| typed.contains('.'))
        || after.trim_start().starts_with(['-', '–', '—', ':', ')'])
        || called
        || after.trim_start().starts_with(char::is_uppercase);
    if !right || !closed || !(after.is_empty() || after.starts_with([' ', '-', '–', '—', ':', ')', '\u{a0}'])) {
        return (called, None, if called && right { rest } else { words });
    }
    (called, Some(number.to_owned()), after.trim_start_matches([' ', '-', '–', '—', ':', ')', '.']))
}

/// What a title says: the section of the Piano-tipo, its number and its words.
fn letto(words: &str, counted: Option<&str>) -> (Option<&'static str>, Option<String>, String, bool) {
    let (called, typed, rest) = diviso(words);
    let counted = counted.map(|mark| mark.trim_matches(|c: char| !c.is_ascii_digit()).to_owned());
    let number = typed
        .or_else(|| counted.filter(|mark| !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit() || c == '.')));
    let known = sezione(rest).or_else(|| simile(rest, number.as_deref()?)).filter(|found| {
        // A title of one word may be of anything: its number must not say otherwise.
        let single = rest.split_whitespace().count() < 3;
        called || !single || number.as_deref().is_none_or(|number| number == *found)
    });
    let title = if rest.trim().is_empty() { words } else { rest };
    (known, number, title.trim().to_owned(), called)
}

/// Whether all the words of a paragraph are bold.
fn grassetto(paragraph: &Paragrafo) -> bool {
    let mut words = paragraph.pezzi.iter().filter(|pezzo| pezzo.resta()).filter_map(|pezzo| match &pezzo.cosa {
        Cosa::Testo(text) if !text.testo.trim().is_empty() => Some(text.forma.grassetto),
        _ => None,
    });
    words.next() == Some(true) && words.all(|bold| bold)
}

/// Whether a paragraph is only bold, short and alone: one with the number and the title of a section of the Piano-tipo, `ufficiale`, may have
/// another beside it.
fn solo_grassetto(paragraph: &Paragrafo, ufficiale: bool, before: Option<&Blocco>, after: Option<&Blocco>) -> bool {
    let words = paragraph.parole();
    let other = |block: Option<&Blocco>| matches!(block, Some(Blocco::Paragrafo(one)) if one.livello.is_none() && grassetto(one));
    let numbered = paragraph.voce.as_ref().is_none_or(|voce| voce.formato == Formato::Decimale);
    let plain = paragraph.pezzi.iter().all(|pezzo| {
        matches!(&pezzo.cosa, Cosa::Testo(text) if text.meta.is_none())
            || !matches!(pezzo.cosa, Cosa::Testo(_) | Cosa::Nota { .. } | Cosa::Immagine(_))
    });
    grassetto(paragraph)
        && numbered
        && plain
        && words.chars().count() <= BREVE
        && words.chars().any(char::is_alphabetic)
        && !words.ends_with(['.', ';', ':', ',', '!', '?'])
        && (ufficiale || !other(before) && !other(after))
        && after.is_some()
}

/// The heading that each block is, if it is one.
pub(super) fn titoli(blocks: &[Blocco]) -> Vec<Option<Titolo<'_>>> {
    let styled =
        |paragraph: &Paragrafo| paragraph.livello.is_some() && (1..LUNGO).contains(&paragraph.parole().chars().count());
    let first = blocks.iter().position(|block| matches!(block, Blocco::Paragrafo(paragraph) if styled(paragraph)));
    // «SÌ NO», in bold under each question, is no heading.
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks {
        if let Blocco::Paragrafo(paragraph) = block {
            *times.entry(flat(&paragraph.parole())).or_default() += 1;
        }
    }
    let alone = |paragraph: &Paragrafo| times.get(&flat(&paragraph.parole())).is_some_and(|times| *times == 1);
    let mut last = 0;
    let mut out = Vec::with_capacity(blocks.len());
    for (n, block) in blocks.iter().enumerate() {
        let Blocco::Paragrafo(paragraph) = block else {
            out.push(None);
            continue;
        };
        let (before, after) = (n.checked_sub(1).and_then(|n| blocks.get(n)), blocks.get(n + 1));
        let real = styled(paragraph);
        if !real && !grassetto(paragraph) {
            out.push(None);
            continue;
        }
        let words = di_titolo(&tratti(&paragraph.pezzi), &mut |_| {});
        let mark = paragraph.voce.as_ref().map(|voce| voce.segno.as_str());
        let (sezione, numero, parole, chiamata) = letto(&words, mark);
        let ufficiale = sezione.is_some_and(|section| numero.as_deref() == Some(section));
        let above = first.is_none_or(|first| n < first);
        // On the cover, above the first heading, bold is only bold.
        let bold = !real
            && paragraph.livello.is_none()
            && (!above || first.is_none() || ufficiale)
            && !intitola(paragraph)
            && solo_grassetto(paragraph, ufficiale, before, after)
            && alone(paragraph);
        if !real && !bold {
            out.push(None);
            continue;
        }
        let deep = numero.as_ref().map(|number| number.split('.').count());
        let livello = match paragraph.livello {
            Some(level) => level,
            None => match (sezione, deep) {
                (Some(number), _) if above => u8::try_from(number.split('.').count()).unwrap_or(9),
                (_, Some(deep)) if first.is_none() => u8::try_from(deep).unwrap_or(9),
                _ => last + 1,
            },
        };
        if real {
            last = livello;
        }
        out.push(Some(Titolo {
            paragrafo: paragraph,
            livello: livello.clamp(1, 9),
            parole,
            numero,
            sezione,
            chiamata,
            grassetto: bold,
        }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::letto;

    #[test]
    fn the_sections_of_the_piano_tipo_are_known_under_many_titles() {
        for (words, counted, section, title) in [
            (
                "Sezione 2. Valore pubblico, performance e anticorruzione",
                None,
                Some("2"),
                "Valore pubblico, performance e anticorruzione",
            ),
            (
                "SOTTOSEZIONE 2.3 – RISCHI CORRUTTIVI E TRASPARENZA",
                None,
                Some("2.3"),
                "RISCHI CORRUTTIVI E TRASPARENZA",
            ),
            (
                "3.3 Piano triennale del fabbisogno di personale",
                None,
                Some("3.3"),
                "Piano triennale del fabbisogno di personale",
            ),
            (
                "3.3 Piano triennale fabbisogni di personale",
                None,
                Some("3.3"),
                "Piano triennale fabbisogni di personale",
            ),
            ("3.3 Formazione del personale", None, None, "Formazione del personale"),
            ("2.3 Rischi", None, Some("2.3"), "Rischi"),
            ("Sezione IV Monitoraggio del piano", None, Some("4"), "Monitoraggio del piano"),
            ("SEZIONE 3 – Organizzazione", None, Some("3"), "Organizzazione"),
            ("Performance", Some("2.2."), Some("2.2"), "Performance"),
            ("Performance", Some("1.4"), None, "Performance"),
            ("La struttura organizzativa", None, Some("3.1"), "La struttura organizzativa"),
            ("15 dipendenti in servizio", None, None, "15 dipendenti in servizio"),
            ("2.1.1 Il contesto", None, None, "Il contesto"),
            ("Monitoraggio", None, Some("4"), "Monitoraggio"),
        ] {
            let (found, _, rest, _) = letto(words, counted);
            assert_eq!((found, rest.as_str()), (section, title), "{words}");
        }
    }
}
