//! Words are written as they should be: once, apart from each other, as the dictionary of the office has them.

use crate::base::span::{FileId, Span};
use crate::base::text::fold;
use crate::lingua::ortografia::Dizionario;
use crate::lingua::sigle::runs;
use crate::piano::element::Kind;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0523", "ortografia", include_str!("ortografia.md"), check).origine(&["SPELLING"]);

/// Words that are said twice on purpose.
const RADDOPPI: [&str; 36] = [
    "via", "piano", "così", "poco", "quasi", "sotto", "passo", "giorno", "ora", "zitto", "tanto", "molto", "pari",
    "uno", "presto", "là", "qua", "no", "sì", "man", "ben", "bello", "bella", "lento", "lungo", "piccolo", "piccola",
    "ecco", "bora", "cous", "nuovo", "nuova", "mano", "volta", "appena", "giù",
];

/// Articles, prepositions and conjunctions that no sentence says twice in a row: one of the two is surely a slip. Not «una»,
/// «su» and «fra», of which the first may be a pronoun, an adverb, a friar: «ce n’è una una volta l’anno».
const PICCOLE: [&str; 46] = [
    "il", "lo", "la", "i", "gli", "le", "un", "di", "a", "da", "in", "con", "per", "tra", "del", "dello", "della",
    "dei", "degli", "delle", "al", "allo", "alla", "ai", "agli", "alle", "dal", "dallo", "dalla", "dai", "dagli",
    "dalle", "nel", "nello", "nella", "nei", "negli", "nelle", "sul", "sulla", "sui", "sulle", "e", "ed", "o",
    "mediante",
];

/// Words after which a verb may stand twice, once in each of two clauses: «i posti che ci sono sono sufficienti», «se ne ha ha
/// diritto», «quanto vale vale poco».
const SUBORDINANTI: [&str; 28] = [
    "che",
    "chi",
    "cui",
    "quale",
    "quali",
    "quel",
    "quanto",
    "quanta",
    "quanti",
    "quante",
    "dove",
    "ove",
    "quando",
    "come",
    "cosa",
    "se",
    "qualora",
    "finché",
    "mentre",
    "perché",
    "poiché",
    "dopo",
    "appena",
    "chiunque",
    "qualunque",
    "qualsiasi",
    "ovunque",
    "comunque",
];

/// Words before a noun and never before a verb of a clause: what stands twice after one of them is a noun.
const PRIMA_DI_UN_NOME: [&str; 36] = [
    "il", "un", "uno", "una", "di", "con", "per", "tra", "del", "dello", "della", "dei", "degli", "delle", "al",
    "allo", "alla", "ai", "agli", "alle", "dal", "dallo", "dalla", "dai", "dagli", "dalle", "nel", "nello", "nella",
    "nei", "negli", "nelle", "sul", "sulla", "sui", "sulle",
];

/// What is said twice by slip also in a clause that depends on another, though it is no article, preposition or conjunction.
const NON_VERBI: [&str; 6] = ["che", "non", "anche", "come", "ma", "cui"];

/// Words of foreign names that end with a word that Italian has too: «il log in in autonomia», «il check in in sede».
const STRANIERE: [&str; 8] = ["log", "check", "sign", "opt", "built", "plug", "drop", "sit"];

/// Little words with which a name begins: `Di Marco`, `La Spezia`.
const NOMI_PROPRI: [&str; 13] =
    ["di", "da", "del", "dello", "della", "dei", "degli", "delle", "dal", "dalla", "la", "lo", "le"];

/// Endings of names of files and of sites that are as long as words.
const ESTENSIONI: [&str; 16] = [
    "docx",
    "xlsx",
    "pptx",
    "html",
    "json",
    "jpeg",
    "info",
    "name",
    "online",
    "cloud",
    "europa",
    "example",
    "istruzione",
    "regione",
    "comune",
    "provincia",
];

/// Words before a letter that is a name.
const LETTERE: [&str; 20] = [
    "punti",
    "commi",
    "lettera",
    "lett",
    "lettere",
    "punto",
    "comma",
    "categoria",
    "classe",
    "tipo",
    "allegato",
    "gruppo",
    "serie",
    "vitamina",
    "sezione",
    "lotto",
    "fascia",
    "modello",
    "quadro",
    "scala",
];

/// Words to which the nearest is looked for: each costs some hundredths of a second.
const SUGGERITE: usize = 30;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (testo, ()) in cx.nei_testi(sospetti) {
        doppie(testo, out);
        attaccate(testo, out);
        lettere(cx, testo, out);
        anni(testo, out);
    }
    if let Some(dizionario) = &cx.piano.dizionario {
        ignote(cx, dizionario, out);
    }
}

/// The texts that may have something to report.
#[comemo::memoize]
fn sospetti(gruppo: &Gruppo<Discorso>) -> Trovati<()> {
    gruppo.trova(|text| {
        let (testo, mut out) = (Discorso::altrove(text, Span::new(FileId(0), 0..text.len())), vec![]);
        doppie(&testo, &mut out);
        attaccate(&testo, &mut out);
        anni(&testo, &mut out);
        (!out.is_empty() || !sole(text).is_empty()).then_some(())
    })
}

/// Reports a word that is written twice: `con con`.
fn doppie(testo: &Discorso, out: &mut Vec<Diagnostic>) {
    let text = &testo.parole;
    let mut last: Option<(usize, &str)> = None;
    for (at, word) in runs(text) {
        let Some((start, before)) = last.replace((at, word)) else { continue };
        let end = start + before.len();
        let gap = text.get(end..at).unwrap_or_default();
        if gap.is_empty()
            || !gap.chars().all(|c| c == ' ' || c == '\u{a0}')
            || before.to_lowercase() != word.to_lowercase()
        {
            continue;
        }
        let low = word.to_lowercase();
        let after = text.get(at + word.len()..).unwrap_or_default();
        // «Duran Duran», «a un’ora a», «X X», «e e-mail».
        let name = word.starts_with(char::is_uppercase)
            && before.starts_with(char::is_uppercase)
            && !(word.len() > 3 && word == word.to_uppercase() && text == &text.to_uppercase());
        let part = after.starts_with(['\'', '’', '-'])
            || text.get(..start).is_some_and(|head| head.ends_with(['\'', '’', '-']));
        let head = text.get(..start).unwrap_or_default();
        if name
            || part
            || word.chars().any(|c| !c.is_alphabetic())
            || RADDOPPI.contains(&low.as_str())
            || voluta(head, before, word, after)
        {
            continue;
        }
        // Only this pair is reported: a third equal word makes a pair of its own.
        let Some(span) = testo.span(start..at + word.len()) else { continue };
        let problem = REGOLA.at(span, format!("«{before} {word}»: la parola è scritta due volte"));
        let sure = PICCOLE.contains(&low.as_str()) && !nominata(head, &low);
        let exact = testo.esatto(end..at + word.len()).filter(|_| sure);
        // Of two the second may be a name, «il Il Sole», or a letter that is cited, «il punto e e il seguente».
        let capital = word.starts_with(char::is_uppercase) && !before.starts_with(char::is_uppercase);
        let letter = word.chars().count() == 1 && PICCOLE.contains(&low.as_str());
        out.push(if capital || letter {
            let what = if capital { "un nome" } else { "una lettera citata" };
            let problem = problem
                .help(format!("se una delle due è {what} lasciala; altrimenti scrivi «{before}» una volta sola"));
            match exact {
                Some(exact) => problem.proposta(exact, ""),
                None => problem,
            }
        } else if sure {
            let problem = problem.help(format!("scrivi «{before}» una volta sola"));
            match exact {
                Some(exact) => problem.patch(exact, ""),
                None => problem,
            }
        } else {
            problem.help(format!("se è un errore di battitura scrivi «{before}» una volta sola"))
        });
    }
}

/// Whether the first of two words `low` may be a name of its own: the note «la», «il la la banda», or the end of a foreign one,
/// «il log in in autonomia».
fn nominata(head: &str, low: &str) -> bool {
    let before = runs(head).last().map(|(_, word)| word.to_lowercase()).unwrap_or_default();
    low == "la" && before == "il" || low == "in" && STRANIERE.contains(&before.as_str())
}

/// Whether a verb may rightly stand here twice, the second time in the clause on which the first depends: something that makes a
/// clause depend stands before the two, since the last stop.
fn di_due_frasi(head: &str) -> bool {
    let stop = |c: char| ".,;:!?()«»“”\n".contains(c);
    let clause: Vec<String> =
        runs(head.rsplit(stop).next().unwrap_or_default()).map(|(_, word)| word.to_lowercase()).collect();
    let noun = clause.last().is_some_and(|last| PRIMA_DI_UN_NOME.contains(&last.as_str()));
    !noun && clause.iter().any(|word| SUBORDINANTI.contains(&word.as_str()))
}

/// Whether `word`, which stands right after the same word `before`, is there on purpose: it begins a name, «di Di Marco», it is a
/// letter among others, «le lettere d, e e f», it is part of a phrase, «che che se ne dica», it follows an acronym, «l’AI ai
/// cittadini», or it is the verb of another clause, «quello che fa fa bene». `head` is what stands before the two, `after` what
/// follows them.
fn voluta(head: &str, before: &str, word: &str, after: &str) -> bool {
    let acronym = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let near = |text: &str, last: bool| {
        let mut all = runs(text).map(|(_, word)| word);
        if last { all.last() } else { all.next() }.map(str::to_owned)
    };
    let next = near(after, false).unwrap_or_default();
    let low = word.to_lowercase();
    if acronym(before) != acronym(word) {
        return true;
    }
    if word.starts_with(char::is_uppercase) {
        return NOMI_PROPRI.contains(&low.as_str()) && next.starts_with(char::is_uppercase);
    }
    if low.chars().count() == 1 {
        let letter = |near: &str| near.chars().count() == 1 && near.chars().all(char::is_alphabetic);
        let before = near(head, true).unwrap_or_default();
        if letter(&next) || letter(&before) || LETTERE.contains(&before.to_lowercase().as_str()) {
            return true;
        }
    }
    let small = PICCOLE.contains(&low.as_str()) || NON_VERBI.contains(&low.as_str());
    low == "che" && ["se", "ne", "cosa"].contains(&next.as_str()) || !small && di_due_frasi(head)
}

/// Reports two words without a space after the full stop between them: `sottostante.sottostante`.
fn attaccate(testo: &Discorso, out: &mut Vec<Diagnostic>) {
    let text = &testo.parole;
    for (at, _) in text.match_indices('.') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let start = before
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |n| n + before.get(n..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8));
        let left = before.get(start..).unwrap_or_default();
        let len = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let right = after.get(..len).unwrap_or_default();
        // A chunk with signs or figures in it is an address or the name of a file.
        let glue = |c: char| "./@_-:\\&=#".contains(c) || c.is_ascii_digit();
        let piece = before.get(..start).is_some_and(|head| head.ends_with(glue))
            || after.get(len..).is_some_and(|tail| {
                tail.starts_with(|c: char| glue(c) && c != '.')
                    || tail.strip_prefix('.').is_some_and(|t| t.starts_with(char::is_alphanumeric))
            });
        let small = |word: &str| word.chars().count() >= 4 && word.chars().all(char::is_lowercase);
        let sentence = right.chars().count() >= 3
            && right.starts_with(char::is_uppercase)
            && right.chars().skip(1).all(char::is_lowercase)
            && left.chars().count() >= 4
            && left.chars().skip(1).all(char::is_lowercase)
            && left.starts_with(char::is_lowercase);
        // `[dotazione.totale]` is a name without its sign, which is told where it is read.
        let piece = piece || before.get(..start).is_some_and(|head| head.ends_with(['[', '{']));
        if piece || ESTENSIONI.contains(&right) || !(small(left) && small(right) || sentence) {
            continue;
        }
        let Some(span) = testo.span(start..at + 1 + len) else { continue };
        out.push(
            REGOLA
                .at(span, format!("fra «{left}.» e «{right}» manca lo spazio"))
                .help(format!("scrivi «{left}. {}», o togli la parola di troppo", crate::base::text::capital(right))),
        );
    }
}

/// The letters of a text that stand alone: the word before, where the letter is, the letter, the word after.
fn sole(text: &str) -> Vec<(&str, usize, &str, &str)> {
    let words: Vec<(usize, &str)> = runs(text).collect();
    let alone = words.windows(3).filter_map(|trio| {
        let [(_, before), (at, letter), (next, after)] = trio else { return None };
        let small = |word: &str| word.chars().count() > 2 && word.chars().skip(1).all(char::is_lowercase);
        let consonant = letter.len() == 1 && "bcdfglmnpqrstvz".contains(*letter);
        let apart = |from: usize, to: usize| text.get(from..to) == Some(" ");
        let alone = consonant
            && apart(at.saturating_sub(1), *at)
            && apart(at + 1, *next)
            && small(before)
            && small(after)
            && after.starts_with(char::is_lowercase)
            && !LETTERE.contains(&before.to_lowercase().as_str());
        alone.then_some((*before, *at, *letter, *after))
    });
    alone.collect()
}

/// Reports a letter that stands alone: `Consulte d quartiere`.
fn lettere(cx: &Cx<'_>, testo: &Discorso, out: &mut Vec<Diagnostic>) {
    for (before, at, letter, after) in sole(&testo.parole) {
        let Some(span) = testo.span(at..at + 1) else { continue };
        // An item of a list without its sign is told by the reader of lists.
        let text = cx.sources.file(span.file).map_or("", |file| file.text());
        let above = text.get(..span.start as usize).unwrap_or_default();
        let voce = |line: &str| {
            let mut signs = line.trim_start().trim_start_matches('(').chars();
            signs.next().is_some_and(char::is_alphabetic) && signs.next().is_some_and(|c| ").".contains(c))
        };
        if above.ends_with('\n') && above.lines().rev().take(3).any(voce) {
            continue;
        }
        out.push(REGOLA.at(span, format!("in «{before} {letter} {after}» una parola ha perso delle lettere")).help(
            match letter {
                "d" => format!("forse è «{before} di {after}»"),
                _ => "scrivi la parola intera, o togli la lettera".to_owned(),
            },
        ));
    }
}

/// Reports a year of another century: `anno 2855`.
fn anni(testo: &Discorso, out: &mut Vec<Diagnostic>) {
    let mut before = "";
    for (at, word) in runs(&testo.parole) {
        let year: Option<u32> =
            (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten();
        let low = fold(before);
        before = word;
        let said = ["anno", "anni", "annualita", "esercizio", "triennio", "biennio", "dicembre", "gennaio"]
            .contains(&low.as_str());
        if !said || year.is_none_or(|year| year <= 2100) {
            continue;
        }
        let range: Range<usize> = at..at + word.len();
        let Some(span) = testo.span(range) else { continue };
        out.push(
            REGOLA
                .at(span, format!("l’anno {word} è troppo lontano per un piano"))
                .help("scrivi l’anno giusto: una cifra è sbagliata"),
        );
    }
}

/// A word that the dictionary does not have.
struct Ignota {
    dove: Span,
    parola: String,
    volte: usize,
}

fn ignote(cx: &Cx<'_>, dizionario: &Dizionario, out: &mut Vec<Diagnostic>) {
    let mut known = note(cx);
    // A word with a capital inside a sentence is a name, so it is one at the beginning of a sentence too.
    for testo in cx.testi().filter(|testo| testo.parole.chars().any(char::is_lowercase)) {
        let capitals = dictionary_words(&testo.parole).into_iter().filter(|(at, word)| {
            word.starts_with(char::is_uppercase) && !begins_sentence(testo.parole.get(..*at).unwrap_or_default())
        });
        known.extend(capitals.map(|(_, word)| fold(word)));
    }
    let mut found: BTreeMap<String, Option<Ignota>> = BTreeMap::new();
    for testo in cx.testi() {
        let text = &testo.parole;
        let shouted = text.chars().all(|c| !c.is_lowercase());
        let accents: BTreeSet<usize> = crate::lingua::accenti::find(text).into_iter().map(|p| p.dove.start).collect();
        for (at, word) in dictionary_words(text) {
            let low = word.to_lowercase();
            if word.chars().count() < 3 || accents.contains(&at) || known.contains(&fold(&low)) {
                continue;
            }
            let first = begins_sentence(text.get(..at).unwrap_or_default());
            // «min.», «pers.»
            if word.chars().count() < 5 && text.get(at + word.len()..).is_some_and(|rest| rest.starts_with('.')) {
                continue;
            }
            // A capital inside a sentence is of a name, capitals are of an acronym.
            let capital = word.starts_with(char::is_uppercase);
            let acronym = word.chars().all(char::is_uppercase) && (!shouted || word.chars().count() < 7);
            if capital && !first && !shouted || acronym || word.chars().skip(1).any(char::is_uppercase) && !shouted {
                continue;
            }
            let seen = found.entry(low.clone()).or_insert_with(|| {
                let dove = testo.span(at..at + word.len())?;
                (!dizionario.knows(word)).then(|| Ignota { dove, parola: word.to_owned(), volte: 0 })
            });
            if let Some(seen) = seen {
                seen.volte += 1;
            }
        }
    }
    let mut found: Vec<Ignota> = found.into_values().flatten().collect();
    found.sort_by_key(|ignota| ignota.dove);
    for (n, ignota) in found.into_iter().enumerate() {
        let Ignota { dove, parola, volte } = ignota;
        let near = if n < SUGGERITE { dizionario.vicina(&parola.to_lowercase()) } else { None };
        let problem = REGOLA.at(dove, format!("«{parola}» non è nel dizionario"));
        let problem = if volte > 1 { problem.note(format!("nel piano compare {volte} volte")) } else { problem };
        let problem = match near {
            Some(near) => problem.help(format!("forse è «{near}»")),
            None => problem,
        };
        out.push(problem.help(format!(
            "se è giusta, aggiungila in `piao.toml`:\n[ortografia]\nparole = [\"{}\"]",
            parola.to_lowercase()
        )));
    }
}

/// Whether a sentence begins after these words.
fn begins_sentence(head: &str) -> bool {
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || "«“\"(".contains(c));
    head.is_empty() || head.ends_with(['.', '!', '?', ':', '–', '-', '…'])
}

/// The words of `text` that a dictionary may have: not addresses, codes, and what an apostrophe cuts.
fn dictionary_words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = 0;
    for chunk in text.split(|c: char| c.is_whitespace() || c == '\u{fffc}') {
        let address = ["://", "www.", "@", "\\", "_"].iter().any(|mark| chunk.contains(mark))
            || chunk.chars().any(|c| c.is_ascii_digit())
            || chunk.trim_end_matches('.').contains('.');
        if !address {
            out.extend(runs(chunk).filter_map(|(at, word)| {
                let cut = chunk.get(at + word.len()..).is_some_and(|rest| rest.starts_with(['\'', '’']));
                // A part of a compound, «socio-sanitario», has an ending of its own.
                let part = chunk.get(at + word.len()..).is_some_and(|rest| rest.starts_with('-'));
                (!cut && !part).then_some((start + at, word))
            }));
        }
        start += chunk.len();
        start += text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    out
}

/// The words that are right here: of the office, of the glossary, of the names of bodies, units and persons.
fn note(cx: &Cx<'_>) -> BTreeSet<String> {
    const NOMI: [&str; 16] = [
        "persona",
        "responsabile",
        "referente",
        "nome",
        "nome_breve",
        "alias",
        "sigla",
        "sede",
        "luogo",
        "rappresentante_legale",
        "rpct",
        "contatto",
        "soggetti",
        "partecipanti",
        "titolare",
        "parole",
    ];
    let mut out = BTreeSet::new();
    let mut add = |text: &str| out.extend(runs(text).map(|(_, word)| fold(word)));
    for kind in [Kind::Unita, Kind::Ente, Kind::Termine, Kind::Progetto] {
        for element in cx.piano.elementi.of(kind) {
            add(element.value.titolo().value);
            element.value.alias().into_iter().for_each(|alias| add(&alias.value));
        }
    }
    cx.piano
        .parole
        .iter()
        .filter(|parola| NOMI.contains(&parola.campo.as_str()))
        .for_each(|parola| add(&parola.testo.value));
    cx.set.ortografia.parole.iter().for_each(|word| add(&word.value));
    add(&cx.set.ente.nome.value);
    out
}

#[cfg(test)]
mod tests {
    use super::dictionary_words;

    #[test]
    fn words_of_a_dictionary_are_whole() {
        let words = |text| dictionary_words(text).into_iter().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(words("dell’attività, a www.x.it e M5C2"), ["attività", "a", "e"]);
        assert_eq!(words("socio-sanitario e fine."), ["sanitario", "e", "fine"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }
}
