//! Finds placeholders: what remains of a form that nobody filled in (`XX%`, `TODO`, `(indicare il numero)`, dots to write
//! upon), and the error messages of word processors.

use std::ops::Range;

/// Phrases that nobody writes on purpose, in small letters without accents.
const FRASI: [&str; 18] = [
    "lorem ipsum",
    "dolor sit amet",
    "barrare la casella",
    "barrare le caselle",
    "barrare la voce",
    "crocettare la",
    "formattazione condizionale",
    "fare clic o toccare qui",
    "fare clic qui per",
    "click or tap here",
    "scegliere un elemento",
    "origine riferimento non",
    "errore. il segnalibro",
    "testo segnaposto",
    "gg/mm/aa",
    "dd/mm/yy",
    "gg.mm.aa",
    "gg-mm-aa",
];

/// Words that a writer leaves for later, in these letters.
const APPUNTI: [&str; 4] = ["TODO", "FIXME", "TBD", "TBC"];

/// The first words of an instruction that a form gives between brackets: `(indicare …)`.
const ISTRUZIONI: [&str; 13] = [
    "indicare",
    "inserire",
    "specificare",
    "precisare",
    "barrare",
    "compilare",
    "completare",
    "crocettare",
    "spuntare",
    "selezionare",
    "riempire",
    "aggiornare",
    "rivedere",
];

/// Words that a form has between square brackets. Running text does not use such brackets.
const FRA_QUADRE: [&str; 16] = [
    "descrivere",
    "riportare",
    "elencare",
    "scrivere",
    "allegare",
    "scegliere",
    "nome",
    "cognome",
    "ente",
    "data",
    "importo",
    "titolo",
    "testo",
    "numero",
    "anno",
    "comune",
];

/// Words that say that a field is still to be filled in: `da compilare`, `(da inserire)`.
const DA_FARE: [&str; 18] = [
    "compilare",
    "completare",
    "inserire",
    "riempire",
    "scrivere",
    "integrare",
    "aggiornare",
    "verificare",
    "rivedere",
    "confermare",
    "definire",
    "determinare",
    "stabilire",
    "decidere",
    "individuare",
    "precisare",
    "specificare",
    "quantificare",
];

/// The longest instruction between brackets, in bytes: what is longer is a sentence.
const LUNGA: usize = 240;

/// The placeholders and the traces of a form in `text`, in order. The ranges do not overlap.
#[must_use]
pub fn find(text: &str) -> Vec<Range<usize>> {
    let low = piano(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for phrase in FRASI {
        let hits = low.match_indices(phrase).map(|(at, hit)| at..at + hit.len());
        found.extend(hits.filter(|hit| intera(&low, hit)).map(|hit| resto_di_data(&low, hit)));
    }
    bare_words(text, &mut found);
    righe(text, &mut found);
    parentesi(&low, &mut found);
    domande(&low, &mut found);
    found.extend(da_fare(&low));
    found.extend(ancora_da(&low));
    let mut out: Vec<Range<usize>> = Vec::new();
    found.sort_by_key(|range| (range.start, range.end));
    // The folded text has its bytes where the original has them. A range that is not on the boundaries of characters is dropped.
    for range in found.into_iter().filter(|range| text.get(range.clone()).is_some_and(|hit| !hit.is_empty())) {
        match out.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// The text in small letters with plain apostrophes and without accents, in as many bytes: an accented letter of two bytes
/// becomes the bare letter and a mark that is not a letter.
fn piano(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = match c {
            'à' | 'á' | 'À' | 'Á' => 'a',
            'è' | 'é' | 'È' | 'É' => 'e',
            'ì' | 'í' | 'Ì' | 'Í' => 'i',
            'ò' | 'ó' | 'Ò' | 'Ó' => 'o',
            'ù' | 'ú' | 'Ù' | 'Ú' => 'u',
            '’' => '\'',
            '\u{a0}' => ' ',
            c if c.is_ascii() => c.to_ascii_lowercase(),
            c => c,
        };
        out.push(plain);
        // Filled up to as many bytes as the letter had, so that places stay the same.
        for _ in plain.len_utf8()..c.len_utf8() {
            out.push('\u{1}');
        }
    }
    out
}

/// Whether a hit is no part of a longer word.
fn intera(text: &str, hit: &Range<usize>) -> bool {
    let before = text.get(..hit.start).and_then(|t| t.chars().next_back());
    !before.is_some_and(char::is_alphanumeric)
}

/// `gg/mm/aa` and the rest of the year.
fn resto_di_data(text: &str, hit: Range<usize>) -> Range<usize> {
    let rest = text.get(hit.end..).unwrap_or_default();
    let more = rest.len() - rest.trim_start_matches(['a', 'y']).len();
    let date = text.get(hit.clone()).is_some_and(|word| word.ends_with("aa") || word.ends_with("yy"));
    hit.start..hit.end + if date { more } else { 0 }
}

/// Words that are placeholders by themselves: `XXX`, `XX%`, `20XX`, `TODO`.
fn bare_words(text: &str, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let start = at;
        let end = start + word.len();
        at = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        if APPUNTI.contains(&word) {
            found.push(start..end);
            continue;
        }
        if word.len() < 2 || !word.ends_with(['x', 'X']) {
            continue;
        }
        let figures = word.trim_end_matches(['x', 'X']);
        let xs = word.len() - figures.len();
        let same = word.get(figures.len()..).is_some_and(|xs| !xs.contains('x') || !xs.contains('X'));
        let after = text.get(end..).unwrap_or_default();
        let next = after.trim_start_matches([' ', '\u{a0}']);
        let before = text.get(..start).unwrap_or_default();
        let amount = next.starts_with(['%', '€']) || before.trim_end().ends_with('€');
        // `XX/XX/2025`, `x.xxx,xx`.
        let part = |c: char| matches!(c, '/' | ',' | '.' | '-');
        let glued = after.starts_with(part) && after.chars().nth(1).is_some_and(|c| matches!(c, 'x' | 'X' | '0'..='9'))
            || before.ends_with(part) && before.chars().rev().nth(1).is_some_and(|c| matches!(c, 'x' | 'X'));
        let hit = if figures.is_empty() {
            same && (xs >= 3 && !ordinale(word, next) || xs >= 2 && (amount || glued || contati(word, before, next)))
        } else {
            // A year: `20XX`, `202X`.
            same && word.len() == 4 && figures.starts_with("20") && figures.bytes().all(|b| b.is_ascii_digit())
        };
        if hit {
            let percent = if next.starts_with('%') { after.len() - next.len() + 1 } else { 0 };
            found.push(start..end + percent);
        }
    }
}

/// Whether `XX` stands for a number of things: «XX uffici». As a numeral it comes after its noun, «piazza XX Settembre», or before a
/// noun in the singular, «XX secolo», «XX edizione».
fn contati(word: &str, before: &str, next: &str) -> bool {
    let noun = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let plural = noun.len() > 3 && noun.ends_with('i') && noun.chars().next().is_some_and(char::is_lowercase);
    let counted = ["persone", "unita", "unità", "ore", "giornate", "domande", "pratiche", "azioni", "misure"];
    // «Olimpiadi XX invernali» has a name before it.
    let name = before.trim_end().rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_uppercase) && w.len() > 3);
    word == "XX" && (plural || counted.contains(&noun)) && !name
}

/// Whether `XXX` is thirty: `XXX edizione`.
fn ordinale(word: &str, next: &str) -> bool {
    let next = next.to_lowercase();
    word == "XXX"
        && ["edizione", "secolo", "anniversario", "congresso", "assemblea", "aprile", "ottobre", "giornata"]
            .iter()
            .any(|noun| next.starts_with(noun))
}

/// Lines and dots to write upon, and numbers left out: `_____`, `.....`, `(-----)`, `n. …`.
fn righe(text: &str, found: &mut Vec<Range<usize>>) {
    let mut chars = text.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut count = 1;
        if matches!(c, '_' | '.' | '…' | '-' | '?' | '–' | '—') {
            while let Some((at, same)) = chars.next_if(|(_, next)| *next == c) {
                end = at + same.len_utf8();
                count += 1;
            }
        }
        let after = chars.peek().map(|(_, c)| *c);
        let bracketed = before == Some('(') && after == Some(')');
        let hit = match c {
            '_' => count >= 3,
            // After a word the fourth dot may be the full stop.
            '.' => count >= 5 || count == 4 && !before.is_some_and(char::is_alphabetic),
            '…' => count >= 2,
            '?' => count >= 3,
            '-' | '–' | '—' => count >= 5 || count >= 2 && bracketed,
            _ => false,
        };
        if hit {
            found.push(if bracketed { start - 1..end + 1 } else { start..end });
        }
        // «deliberazione n. … del …»
        let omitted = c == '…' || c == '.' && count == 3;
        if omitted && !hit {
            let head = text.get(..start).unwrap_or_default().trim_end_matches([' ', '\u{a0}']);
            let low = head.get(head.len().saturating_sub(2)..).unwrap_or_default().to_lowercase();
            let whole = !head.get(..head.len().saturating_sub(2)).is_some_and(|h| h.ends_with(char::is_alphabetic));
            if head.ends_with('€') || whole && matches!(low.as_str(), "n." | "n°") || head.ends_with("n°") {
                found.push(start..end);
            }
        }
        before = Some(c);
    }
}

/// Instructions between brackets, of which `text` is the plain spelling.
fn parentesi(text: &str, found: &mut Vec<Range<usize>>) {
    for (start, open) in text.match_indices(['(', '[', '<', '{']) {
        let close = match open {
            "(" => ')',
            "[" => ']',
            "<" => '>',
            _ => '}',
        };
        let end = (start + LUNGA..).find(|at| text.is_char_boundary((*at).min(text.len()))).unwrap_or(text.len());
        let rest = text.get(start + 1..end.min(text.len())).unwrap_or_default();
        let Some(close) = rest.find(close) else { continue };
        let inside = rest.get(..close).unwrap_or_default();
        let words = inside.trim_start().trim_start_matches("da ").trim_start();
        let first = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let later = words.len() < inside.trim_start().len() && DA_FARE.contains(&first);
        // `[testo](url)` is the way in which a link is written, shown as an example.
        let link = open == "[" && rest.get(close + 1..).is_some_and(|after| after.starts_with('('));
        if ISTRUZIONI.contains(&first) || later || (open != "(" && !link && FRA_QUADRE.contains(&first)) {
            found.push(start..start + 1 + close + 1);
        }
    }
}

/// Questions of a form, of which `text` is the plain spelling: `Se sì, quali (…)`.
fn domande(text: &str, found: &mut Vec<Range<usize>>) {
    for head in ["se si", "se no"] {
        for (start, _) in text.match_indices(head) {
            let mut end = start + head.len();
            if !intera(text, &(start..end)) {
                continue;
            }
            let rest = text.get(end..).unwrap_or_default();
            let tail = rest.trim_start_matches(['\u{1}', '\'']).trim_start_matches(',').trim_start_matches(' ');
            let asked = ["quali", "quale", "specificare", "indicare", "descrivere", "perche", "motivare", "precisare"];
            let Some(word) = asked.iter().find(|word| tail.starts_with(**word)) else { continue };
            // «Se si quale…» without a comma may be a sentence.
            if !rest.trim_start_matches(['\u{1}', '\'']).starts_with(',') {
                continue;
            }
            end += rest.len() - tail.len() + word.len();
            let tail = text.get(end..).unwrap_or_default();
            let dots = tail.trim_start_matches([' ', '?', '(', ')', '.', '…', '\u{1}', '_', ':']);
            end += tail.len() - dots.len() - trailing(tail, dots);
            found.push(start..end);
        }
    }
}

/// The blanks at the end of the part of `tail` that comes before `rest`.
fn trailing(tail: &str, rest: &str) -> usize {
    let part = tail.get(..tail.len() - rest.len()).unwrap_or_default();
    part.len() - part.trim_end().len()
}

/// A whole text that is a task: «da compilare», «Risultato atteso: da inserire».
fn da_fare(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim_end_matches([' ', '.', '!', '…', '*', '-']);
    let last = trimmed.rsplit([':', '–', '—']).next().unwrap_or_default();
    let start = trimmed.len() - last.trim_start().len();
    let words = trimmed.get(start..)?;
    let verb = words.strip_prefix("da ")?.trim_start();
    let first = verb.split(' ').next()?;
    (DA_FARE.contains(&first) && (verb == first || verb.get(first.len()..)?.trim_start().starts_with("a cura")))
        .then_some(start..trimmed.len())
}

/// What a sentence says is still to be written: «il numero è da definire», «uffici: da completare;». The words stand at the end of a
/// sentence or of a part of it, after a verb or a sign; «i moduli da completare in linea» is none.
fn ancora_da(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (start, _) in text.match_indices("da ").filter(|(at, _)| intera(text, &(*at..*at))) {
        let rest = text.get(start + 3..).unwrap_or_default();
        let verb = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        // «Da verificare» and «da aggiornare» are also what an office will do.
        let open = ["compilare", "completare", "definire", "determinare", "stabilire", "inserire", "quantificare"];
        let end = start + 3 + verb.len();
        let after = text.get(end..).unwrap_or_default().trim_start_matches([' ', '*', '_']);
        let ends = after.is_empty() || after.starts_with(['.', ',', ';', ')', ']', '|', '\n', '!']);
        let before = text.get(..start).unwrap_or_default().trim_end();
        let word = before.rsplit(|c: char| !c.is_alphabetic() && c != '\u{1}').next().unwrap_or_default();
        let word = word.trim_end_matches('\u{1}');
        let said = ["e", "ancora", "sono", "resta", "restano", "rimane", "rimangono", "tuttora"].contains(&word)
            || before.ends_with(['(', '[', ':', '=', '|', '-', '–', '—']);
        // «È» alone is a verb; «e» alone joins two words.
        let joined = word == "e" && !before.ends_with('\u{1}');
        if open.contains(&verb) && ends && said && !joined {
            out.push(start..end);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::find;

    fn hits(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_a_form_leaves_is_found() {
        for (text, found) in [
            ("Raggiunto al (XX%)", "XX%"),
            ("pari al XX % del totale", "XX %"),
            ("euro XXX", "XXX"),
            ("un costo di xxxx euro", "xxxx"),
            ("entro il XX/09/2027", "XX"),
            ("nel 20XX", "20XX"),
            ("nell’anno 202X", "202X"),
            ("TODO: scrivere", "TODO"),
            ("Lorem ipsum dolor", "Lorem ipsum"),
            ("barrare la casella interessata", "barrare la casella"),
            ("Barrare la casella", "Barrare la casella"),
            ("Se sì, quali (…)", "Se sì, quali (…)"),
            ("Se si, quali (…)", "Se si, quali (…)"),
            ("SE SÌ, QUALI?", "SE SÌ, QUALI?"),
            ("Se no, perché", "Se no, perche"),
            ("valore (-----) di partenza", "(-----)"),
            ("(indicare numero di giornate)", "(indicare numero di giornate)"),
            ("Giornate: [inserire il numero]", "[inserire il numero]"),
            ("[nome del Comune]", "[nome del Comune]"),
            ("<Inserire titolo>", "<Inserire titolo>"),
            ("Formattazione condizionale", "Formattazione condizionale"),
            ("il sottoscritto ....... nato", "......."),
            ("firma ____", "____"),
            ("deliberazione n. … del 2027", "…"),
            ("delibera n. ... del 2027", "..."),
            ("per € … annui", "…"),
            ("da compilare", "da compilare"),
            ("Risultato atteso: da compilare.", "da compilare"),
            ("Da compilare a cura dell’ufficio", "Da compilare a cura dell’ufficio"),
            ("(da aggiornare)", "(da aggiornare)"),
            ("data gg/mm/aaaa", "gg/mm/aaaa"),
            ("Errore. L’origine riferimento non è stata trovata.", "origine riferimento non"),
            ("quanti ???", "???"),
            ("gli uffici sono XX uffici", "XX"),
            ("XX persone in lavoro agile", "XX"),
            ("da definire", "da definire"),
            ("Il numero delle persone è da definire.", "da definire"),
            ("Termine: da stabilire; responsabile: A1", "da stabilire"),
            ("gli importi sono ancora da determinare", "da determinare"),
            ("(da quantificare)", "(da quantificare)"),
            ("l’elenco resta da completare, con gli uffici", "da completare"),
        ] {
            let seen = hits(text).first().map(|hit| hit.replace('é', "e"));
            assert_eq!(seen.as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn what_an_author_writes_is_left_alone() {
        for text in [
            "il XX secolo",
            "piazza XX Settembre",
            "la XXX edizione del premio",
            "il Comune di Maddaloni, i METODI e il METODO",
            "i moduli da compilare in linea sono dodici",
            "le opere da completare entro giugno",
            "si deve indicare il numero di giornate",
            "il cittadino può indicare (e precisare) la sede",
            "eccetera, ecc....",
            "così si disse…",
            "«il testo […] continua»",
            "(…)",
            "e altro ancora...",
            "Se si pensa a quali servizi",
            "quali, se sì",
            "il taxi, il linux, 4x4, 3x",
            "1990-2025 -- 2026",
            "n. 12 giornate",
            "(data dal 2027)",
            "(nome e cognome)",
            "Perché?",
            "l’area da verificare comprende la piazza",
            "i moduli da completare e da inserire, in linea",
            "le opere da realizzare e da completare.",
            "criteri da definire con la Giunta",
            "il personale da individuare",
            "la mostra del XX secolo",
            "le Olimpiadi XX invernali",
            "i termini da stabilire con l’accordo sono tre",
        ] {
            assert!(hits(text).is_empty(), "{text}: {:?}", hits(text));
        }
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "(", "[è", "n.…", "x", "….", "é…", "se sì,", "(((((((", "<indicare", "€…", "aé…è", "’’’da ’"]
        {
            let _ = hits(text);
        }
        let long = format!("({}", "è".repeat(500));
        assert!(hits(&long).is_empty());
    }
}
