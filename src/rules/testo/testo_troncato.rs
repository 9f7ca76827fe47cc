//! A text ends where its sentence ends.

use crate::base::span::FileId;
use crate::piano::each_prose;
use crate::piano::prose::{Block, BlockKind};
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, testi_nudi};
use std::collections::BTreeSet;
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0514", "testo-troncato", include_str!("testo_troncato.md"), check).origine(&["TRUNCATED"]);

/// Words after which a sentence goes on.
const LEGAMI: [&str; 58] = [
    "il",
    "lo",
    "i",
    "gli",
    "le",
    "un",
    "una",
    "di",
    "a",
    "da",
    "in",
    "con",
    "per",
    "tra",
    "fra",
    "del",
    "dello",
    "della",
    "dei",
    "degli",
    "delle",
    "dell",
    "al",
    "allo",
    "alla",
    "ai",
    "agli",
    "alle",
    "all",
    "dal",
    "dallo",
    "dalla",
    "dai",
    "dagli",
    "dalle",
    "nel",
    "nello",
    "nella",
    "nei",
    "negli",
    "nelle",
    "sul",
    "sullo",
    "sulla",
    "sui",
    "sugli",
    "sulle",
    "e",
    "ed",
    "o",
    "oppure",
    "che",
    "cui",
    "nonché",
    "affinché",
    "perché",
    "quale",
    "mediante",
];

/// Words in `-ando` and `-endo` that are no gerunds.
const NOMI: [&str; 17] = [
    "bando",
    "comando",
    "telecomando",
    "quando",
    "rimando",
    "contrabbando",
    "sbando",
    "educando",
    "laureando",
    "dottorando",
    "specializzando",
    "tremendo",
    "stupendo",
    "orrendo",
    "addendo",
    "dividendo",
    "crescendo",
];

/// Words before a letter that is a name: «allegato a», «lettera e».
const SIGLE: [&str; 16] = [
    "lettera",
    "lett",
    "punto",
    "comma",
    "categoria",
    "classe",
    "tipo",
    "allegato",
    "fase",
    "colonna",
    "gruppo",
    "lotto",
    "zona",
    "vitamina",
    "serie",
    "area",
];

/// A text with fewer words than these is a label, which may end with any word.
const ETICHETTA: usize = 3;
/// From how many words on a text that ends with a gerund seems to be cut. A shorter one may be a title.
const LUNGO: usize = 10;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut goes_on = BTreeSet::new();
    each_prose(cx.piano, &mut |prose| {
        sospesi(&prose.blocks, false, &mut goes_on);
        prose.notes.values().for_each(|note| sospesi(note, false, &mut goes_on));
    });
    for (testo, (range, why)) in cx.nei_testi(troncati) {
        let Some(span) = testo.span(range.clone()) else { continue };
        if fine(testo).is_some_and(|end| goes_on.contains(&end)) {
            continue;
        }
        let words = testo.parole.get(range).unwrap_or_default();
        out.push(
            REGOLA
                .at(
                    span,
                    match why {
                        Perche::Parentesi => "la parentesi è aperta e il testo finisce senza chiuderla".to_owned(),
                        Perche::Virgola => "il testo finisce con una virgola".to_owned(),
                        Perche::Trattino => format!("il testo finisce a metà di una parola, «{words}»"),
                        Perche::Parola => format!("il testo finisce con «{words}», a metà della frase"),
                    },
                )
                .label("finisce qui")
                .note("di solito il resto si è perso copiando da una tabella o da un campo con un limite di caratteri")
                .help("completa la frase con l’originale, o togli ciò che resta sospeso"),
        );
    }
}

#[comemo::memoize]
fn troncati(gruppo: &Gruppo<Discorso>) -> Trovati<(Range<usize>, Perche)> {
    gruppo.trova(troncato)
}

/// The place where a text ends. It tells whether a text is one of the paragraphs that [`sospesi`] found.
fn fine(testo: &Discorso) -> Option<(FileId, u32)> {
    let end = testo.parole.trim_end_matches('\u{fffc}').len();
    testo.span(end.checked_sub(1)?..end).map(|span| (span.file, span.end))
}

/// The ends of the paragraphs that go on in what follows them: a list, a table, the next item.
fn sospesi(blocks: &[Block], item: bool, out: &mut BTreeSet<(FileId, u32)>) {
    for (n, block) in blocks.iter().enumerate() {
        let next = blocks.get(n + 1).map(|block| &block.kind);
        let follows = next
            .is_some_and(|kind| !matches!(kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Rule));
        if let BlockKind::Paragraph(_) = &block.kind
            && (item || follows)
        {
            out.extend(testi_nudi(&block.kind).iter().filter_map(fine));
        }
        match &block.kind {
            BlockKind::List { items, .. } => {
                for (n, inner) in items.iter().enumerate() {
                    sospesi(inner, n + 1 < items.len(), out);
                }
            }
            // The header of a column may go on in its cells: «Se ne parla in».
            BlockKind::Table(table) => out.extend(table.header.iter().filter_map(|cell| fine(&Discorso::nudo(cell)))),
            BlockKind::Quote(inner) | BlockKind::Callout { blocks: inner, .. } => sospesi(inner, false, out),
            BlockKind::Definitions(entries) => {
                entries.iter().flat_map(|(_, details)| details).for_each(|inner| sospesi(inner, false, out));
            }
            _ => {}
        }
    }
}

/// Why a text seems to be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Perche {
    Parentesi,
    Virgola,
    Trattino,
    Parola,
}

/// Where and why `text` seems to be cut.
fn troncato(text: &str) -> Option<(Range<usize>, Perche)> {
    let text = text.trim_end();
    let words = text.split_whitespace().count();
    if words < ETICHETTA - 1 {
        return None;
    }
    if let Some(open) = text.rfind('(')
        && !text.get(open..).is_some_and(|rest| rest.contains(')') || rest.contains('\u{fffc}'))
    {
        return Some((open..text.len(), Perche::Parentesi));
    }
    if text.ends_with(',') {
        return Some((text.len() - 1..text.len(), Perche::Virgola));
    }
    if words < ETICHETTA {
        return None;
    }
    let start = text
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + text.get(at..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8));
    let last = text.get(start..).unwrap_or_default();
    let head = text.get(..start).unwrap_or_default();
    if last.is_empty() {
        let letters = text.strip_suffix('-').filter(|head| head.ends_with(char::is_alphabetic))?;
        let start = letters.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + 1);
        // «pre- e post-»
        let pair = letters.get(..start).is_some_and(|head| head.contains("- "));
        return (!pair && text.is_char_boundary(start)).then_some((start..text.len(), Perche::Trattino));
    }
    // «l’articolo 5, lettera e», «Allegato A», «log in»: letters and words that are names. A quoted word too.
    let shouted = text == text.to_uppercase();
    let small = last.chars().all(char::is_lowercase) || (shouted && last.chars().count() > 1);
    let before = head
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let low = last.to_lowercase();
    let blank = head.ends_with(char::is_whitespace);
    let named = SIGLE.contains(&before.as_str())
        || (low == "in" && ["log", "plug", "sign", "check", "opt", "drop", "built"].contains(&before.as_str()));
    if small && blank && !named && LEGAMI.contains(&low.as_str()) {
        return Some((start..text.len(), Perche::Parola));
    }
    let gerund = ["ando", "endo"].iter().any(|end| low.ends_with(end))
        && low.chars().count() > 5
        && !NOMI.contains(&low.as_str());
    (small && blank && gerund && words >= LUNGO && !shouted).then_some((start..text.len(), Perche::Parola))
}

#[cfg(test)]
mod tests {
    use super::troncato;

    fn cut(text: &str) -> Option<&str> {
        troncato(text).and_then(|(range, _)| text.get(range))
    }

    #[test]
    fn what_is_cut_is_found() {
        for (text, found) in [
            ("Migliorare nel tempo la percezione di sicurezza dei cittadini favorendo", "favorendo"),
            ("opere sul territorio (interventi di riqualificazione che poi", "(interventi di riqualificazione che poi"),
            ("affidi di minori accompagnati,", ","),
            ("sopralluoghi tecnici,", ","),
            ("collabora alla stesura e", "e"),
            ("istruttoria delle pratiche per", "per"),
            ("redazione degli atti della", "della"),
            ("REDAZIONE DEGLI ATTI DELLA", "DELLA"),
            ("redazione e approva-", "approva-"),
        ] {
            assert_eq!(cut(text), Some(found), "{text}");
        }
    }

    #[test]
    fn what_ends_where_it_should_is_left_alone() {
        for text in [
            "",
            "Di",
            "Imparare giocando",
            "Il progetto si costruisce con le scuole, con le famiglie e con chi lavora, camminando.",
            "ai sensi dell’articolo 5, comma 2, lettera e",
            "Allegato A",
            "il servizio ha il log in",
            "dal 2027 in poi",
            "da tre anni in su",
            "a) uno b) due",
            "il bando",
            "Partecipare a un nuovo e più ricco progetto europeo in risposta al bando",
            "chi, dove (e quando)",
            "sezione 3 (a)",
            "COLONNA B",
            "si va avanti così…",
        ] {
            assert_eq!(cut(text), None, "{text}");
        }
    }

    #[test]
    fn any_text_is_read() {
        for text in ["(", "è,", "- -", "a a -", "è è è-", "’’ ’’ ’", "( ( (", "é é é", "… … …a"]
        {
            let _ = cut(text);
        }
    }
}
