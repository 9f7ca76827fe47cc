//! Finds wrong accents and apostrophes in Italian words: `possibilita`, `Citta'`, `perchè`, `un pò`. Words are known by their
//! endings and by the lists in this file. A word that may be right without an accent (`meta`, `unita`) is left alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What is wrong with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errore {
    /// The accent is missing: `possibilita`.
    Perduto,
    /// An apostrophe stands in the place of the accent: `citta'`.
    Apostrofo,
    /// The accent is grave instead of acute, or the other way round: `perchè`.
    Altro,
    /// The word has an accent that it must not have: `quì`.
    Superfluo,
    /// An accent in the place of an apostrophe, or an apostrophe that must not be there: `pò`, `qual'è`.
    Elisione,
}

/// A word with a wrong accent or apostrophe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parola {
    /// Where it stands in the text, in bytes.
    pub dove: Range<usize>,
    /// What is wrong.
    pub errore: Errore,
    /// The right spelling.
    pub giusta: String,
    /// Whether the right spelling is certain.
    pub certa: bool,
}

/// Words that exist only with their accent, beside those that an ending tells.
const ACCENTATE: [&str; 237] = [
    // Little words, and nouns of their kind.
    "più",
    "può",
    "già",
    "ciò",
    "cioè",
    "così",
    "perciò",
    "giù",
    "laggiù",
    "lassù",
    "perché",
    "poiché",
    "affinché",
    "finché",
    "anziché",
    "nonché",
    "benché",
    "purché",
    "sicché",
    "cosicché",
    "allorché",
    "dopodiché",
    "fuorché",
    "oltreché",
    "sennonché",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "ventitré",
    "trentatré",
    "quarantatré",
    "pressoché",
    "acciocché",
    "altresì",
    "bensì",
    "quaggiù",
    "talché",
    "virtù",
    "gioventù",
    "schiavitù",
    "tribù",
    "caffè",
    // Nouns.
    "affinità",
    "agilità",
    "ambiguità",
    "amenità",
    "annualità",
    "ansietà",
    "anteriorità",
    "antichità",
    "arbitrarietà",
    "assiduità",
    "atrocità",
    "austerità",
    "autorità",
    "avversità",
    "bontà",
    "brevità",
    "capillarità",
    "carità",
    "castità",
    "celerità",
    "circolarità",
    "città",
    "civiltà",
    "comodità",
    "complementarità",
    "complessità",
    "comunità",
    "conformità",
    "congruità",
    "contiguità",
    "continuità",
    "contrarietà",
    "crudeltà",
    "curiosità",
    "densità",
    "difficoltà",
    "difformità",
    "dignità",
    "discontinuità",
    "disparità",
    "divinità",
    "docilità",
    "empietà",
    "entità",
    "equità",
    "esiguità",
    "estremità",
    "eternità",
    "età",
    "facoltà",
    "falsità",
    "familiarità",
    "fecondità",
    "fedeltà",
    "fragilità",
    "fraternità",
    "generosità",
    "identità",
    "illegittimità",
    "immaturità",
    "immensità",
    "immunità",
    "impurità",
    "indennità",
    "inferiorità",
    "ingenuità",
    "iniquità",
    "integrità",
    "intensità",
    "interdisciplinarità",
    "intersettorialità",
    "inutilità",
    "invalidità",
    "irregolarità",
    "laboriosità",
    "lealtà",
    "legittimità",
    "libertà",
    "linearità",
    "liquidità",
    "località",
    "longevità",
    "lucidità",
    "luminosità",
    "maestà",
    "maternità",
    "maturità",
    "mediocrità",
    "mensilità",
    "modernità",
    "morosità",
    "nobiltà",
    "notorietà",
    "novità",
    "nudità",
    "obliquità",
    "onerosità",
    "operosità",
    "opportunità",
    "oscurità",
    "ostilità",
    "parità",
    "particolarità",
    "paternità",
    "pericolosità",
    "perpetuità",
    "perplessità",
    "podestà",
    "popolarità",
    "posteriorità",
    "potestà",
    "povertà",
    "precarietà",
    "priorità",
    "profondità",
    "promiscuità",
    "proprietà",
    "prosperità",
    "prossimità",
    "purità",
    "qualità",
    "quantità",
    "quotidianità",
    "rapidità",
    "rarità",
    "realtà",
    "reciprocità",
    "regolarità",
    "religiosità",
    "rigidità",
    "rumorosità",
    "sanità",
    "santità",
    "sazietà",
    "scarsità",
    "serenità",
    "severità",
    "similarità",
    "sincerità",
    "singolarità",
    "sobrietà",
    "società",
    "solennità",
    "solidarietà",
    "solidità",
    "specularità",
    "superiorità",
    "temerità",
    "tenacità",
    "tenuità",
    "titolarità",
    "trinità",
    "ubiquità",
    "umanità",
    "umidità",
    "umiltà",
    "unanimità",
    "uniformità",
    "università",
    "urbanità",
    "utilità",
    "vacuità",
    "validità",
    "vanità",
    "varietà",
    "vastità",
    "velocità",
    "verità",
    "virtuosità",
    "vivacità",
    "volontà",
    // Verbs in the future.
    "potrà",
    "dovrà",
    "avrà",
    "verrà",
    "vorrà",
    "andrà",
    "rimarrà",
    "consentirà",
    "garantirà",
    "permetterà",
    "provvederà",
    "procederà",
    "partirà",
    "comporterà",
    "diventerà",
    "consisterà",
    "riguarderà",
    "contribuirà",
    "costituirà",
    "svolgerà",
    "avverrà",
    "perverrà",
];

/// Endings of nouns that have an accent, without it: no other word ends so, but for [`SENZA`].
const FINALI: [&str; 9] = ["bilita", "alita", "tivita", "sivita", "icita", "neita", "rieta", "ersita", "olarita"];

/// Words with one of those endings that are right without an accent.
const SENZA: [&str; 26] = [
    "abilita",
    "riabilita",
    "disabilita",
    "inabilita",
    "debilita",
    "mobilita",
    "smobilita",
    "immobilita",
    "stabilita",
    "ristabilita",
    "prestabilita",
    "nobilita",
    "impossibilita",
    "alita",
    "salita",
    "risalita",
    "assalita",
    "trasalita",
    "imbestialita",
    "imbufalita",
    "incattivita",
    "impermalita",
    "felicita",
    "esplicita",
    "implicita",
    "licita",
];

/// The words of [`ACCENTATE`] by their letters without accents.
static PERDUTE: LazyLock<BTreeMap<String, &'static str>> =
    LazyLock::new(|| ACCENTATE.iter().filter(|w| !w.is_ascii()).map(|word| (nuda(word), *word)).collect());

/// Words written with an accent that is wrong, or that they do not have.
const SBAGLIATE: [(&str, &str, Errore); 34] = [
    ("nè", "né", Errore::Altro),
    ("sè", "sé", Errore::Altro),
    ("é", "è", Errore::Altro),
    ("cioé", "cioè", Errore::Altro),
    ("caffé", "caffè", Errore::Altro),
    ("puó", "può", Errore::Altro),
    ("peró", "però", Errore::Altro),
    ("ció", "ciò", Errore::Altro),
    ("giá", "già", Errore::Altro),
    ("sará", "sarà", Errore::Altro),
    ("potrá", "potrà", Errore::Altro),
    ("dovrá", "dovrà", Errore::Altro),
    ("avrá", "avrà", Errore::Altro),
    ("cittá", "città", Errore::Altro),
    ("etá", "età", Errore::Altro),
    ("ventitrè", "ventitré", Errore::Altro),
    ("trentatrè", "trentatré", Errore::Altro),
    ("pò", "po’", Errore::Elisione),
    ("quì", "qui", Errore::Superfluo),
    ("quà", "qua", Errore::Superfluo),
    ("sù", "su", Errore::Superfluo),
    ("fà", "fa", Errore::Superfluo),
    ("stà", "sta", Errore::Superfluo),
    ("và", "va", Errore::Superfluo),
    ("sò", "so", Errore::Superfluo),
    ("nò", "no", Errore::Superfluo),
    ("stò", "sto", Errore::Superfluo),
    ("trè", "tre", Errore::Superfluo),
    ("rè", "re", Errore::Superfluo),
    ("blù", "blu", Errore::Superfluo),
    ("sà", "sa", Errore::Superfluo),
    ("fù", "fu", Errore::Superfluo),
    ("à", "ha", Errore::Superfluo),
    ("mè", "me", Errore::Superfluo),
];

/// Short words that an apostrophe may end: `un po’`, `di’`, `fra’`.
const TRONCHE: [&str; 30] = [
    "po", "mo", "be", "va", "fa", "di", "da", "sta", "to", "de", "co", "a", "i", "que", "ca", "vo", "pro", "su", "se",
    "ma", "lo", "gli", "tu", "fra", "fe", "ve", "te", "pie", "so", "o",
];

/// Short words that lose their accent to an apostrophe; those of four letters and more all do.
const BREVI: [(&str, char); 9] = [
    ("e", 'è'),
    ("piu", 'ù'),
    ("puo", 'ò'),
    ("gia", 'à'),
    ("cio", 'ò'),
    ("giu", 'ù'),
    ("eta", 'à'),
    ("si", 'ì'),
    ("li", 'ì'),
];

/// Words that are right without an accent too, and that an apostrophe at their end can only give one: `unita'`, `sara'`.
const CON_APOSTROFO: [&str; 27] = [
    "unita",
    "meta",
    "necessita",
    "capacita",
    "facolta",
    "felicita",
    "gravita",
    "semplicita",
    "facilita",
    "sara",
    "fara",
    "dara",
    "stara",
    "pero",
    "sarebbe",
    "papa",
    "menu",
    "sofa",
    "forli",
    "cantu",
    "nardo",
    "mondovi",
    "cefalu",
    "viggiu",
    "temu",
    "santhia",
    "difficolta",
];

/// Every word of `text` with a wrong accent or apostrophe. Nothing is certain of a word that stands alone in small letters,
/// because it may be a key or the name of a column.
#[must_use]
pub fn find(text: &str) -> Vec<Parola> {
    let mut found = Vec::new();
    let alone = text.trim();
    let key = !alone.contains(char::is_whitespace) && !alone.contains(char::is_uppercase);
    // Joined by hyphens, as in `citta-metropolitana`, they are a name that others cite.
    if key && alone.contains('-') {
        return vec![];
    }
    let mut start = 0;
    for chunk in text.split(char::is_whitespace) {
        if !indirizzo(chunk) {
            pezzo(text, start..start + chunk.len(), &mut found);
        }
        start += chunk.len();
        start += text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    if found.iter().any(|p: &Parola| p.errore == Errore::Apostrofo) {
        let closing = chiusure(text);
        found.retain(|p| p.errore != Errore::Apostrofo || closing.get(&p.dove.end) != Some(&true));
        for parola in found.iter_mut().filter(|p| p.errore == Errore::Apostrofo) {
            parola.certa &= !closing.contains_key(&parola.dove.end);
        }
    }
    found.retain(|p| !mese(text, &p.dove));
    for parola in &mut found {
        let name = || parola.errore == Errore::Perduto && nome_proprio(text, &parola.dove);
        let sure = !key && !nominata(text, &parola.dove) && !ditta(text, &parola.dove) && !name();
        parola.certa &= sure;
    }
    found
}

/// Whether `giu` is the month, and not «giù»: beside a figure, a sign or another month, or alone in its cell.
fn mese(text: &str, dove: &Range<usize>) -> bool {
    const BREVI: [&str; 11] = ["gen", "feb", "mar", "apr", "mag", "lug", "ago", "set", "ott", "nov", "dic"];
    if !text.get(dove.clone()).is_some_and(|word| word.eq_ignore_ascii_case("giu")) {
        return false;
    }
    let (before, after) = (text.get(..dove.start).unwrap_or_default(), text.get(dove.end..).unwrap_or_default());
    let mut months = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let alone = before.trim().is_empty() && after.trim_matches(['.', ' ']).is_empty();
    alone
        || months.any(|word| BREVI.contains(&word.as_str()))
        || before.trim_end_matches([' ', '.', '\u{a0}']).ends_with(|c: char| c.is_ascii_digit() || "-–—/(".contains(c))
        || after
            .trim_start_matches([' ', '.', '\u{a0}'])
            .starts_with(|c: char| c.is_ascii_digit() || "-–—/".contains(c))
}

/// Whether a word is part of the name of a firm: `Virtu S.r.l.`
fn ditta(text: &str, dove: &Range<usize>) -> bool {
    const FORME: [&str; 12] =
        ["srl", "srls", "spa", "snc", "sas", "scarl", "scrl", "coop", "onlus", "aps", "odv", "asd"];
    if !text.get(dove.clone()).is_some_and(|word| word.starts_with(char::is_uppercase)) {
        return false;
    }
    let after = text.get(dove.end..).unwrap_or_default();
    after.split_whitespace().take(3).any(|word| {
        let word: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        FORME.contains(&word.as_str())
    })
}

/// Words that people have before their surname.
const TITOLI: [&str; 40] = [
    "sig",
    "signor",
    "signora",
    "ra",
    "na",
    "dott",
    "dottor",
    "dottore",
    "ssa",
    "dottoressa",
    "dr",
    "geom",
    "geometra",
    "ing",
    "ingegner",
    "avv",
    "avvocato",
    "avvocata",
    "arch",
    "architetto",
    "rag",
    "ragionier",
    "prof",
    "professor",
    "on",
    "don",
    "suor",
    "cav",
    "comm",
    "isp",
    "ispettore",
    "ass",
    "assessore",
    "assessora",
    "sindaco",
    "sindaca",
    "presidente",
    "dirigente",
    "responsabile",
    "referente",
];

/// Whether the word may be a surname, because a title or an office stands before it: `la sig.ra Carita`, `Responsabile: Carita`.
fn con_titolo(text: &str, dove: &Range<usize>) -> bool {
    let before = text.get(..dove.start).unwrap_or_default().trim_end_matches([' ', '\u{a0}', '.', ':']);
    let title = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    text.get(dove.clone()).is_some_and(|word| word.starts_with(char::is_uppercase))
        && before.len() < dove.start
        && TITOLI.contains(&title.as_str())
}

/// Whether a word may be part of a name: it has a capital, and so has the word beside it, as in `Eta Beta`.
fn nome_proprio(text: &str, dove: &Range<usize>) -> bool {
    if con_titolo(text, dove) {
        return true;
    }
    let capital = |word: &str| word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
    let (before, after) = (text.get(..dove.start).unwrap_or_default(), text.get(dove.end..).unwrap_or_default());
    let before =
        before.strip_suffix(' ').map(|head| head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
    let after = after.strip_prefix(' ').map(|tail| tail.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
    text.get(dove.clone()).is_some_and(capital) && [before, after].into_iter().flatten().any(capital)
}

/// Whether a word is only named: alone between quotation marks, or beside a sign of programs.
fn nominata(text: &str, dove: &Range<usize>) -> bool {
    let before = text.get(..dove.start).and_then(|t| t.chars().next_back());
    let after = text.get(dove.end..).and_then(|t| t.chars().next());
    let sign = |c: Option<char>| c.is_some_and(|c| "_=<>{}[]$#@%|\\/".contains(c));
    let quoted = before.is_some_and(|c| "«“\"‘".contains(c)) && after.is_some_and(|c| "»”\"’".contains(c));
    sign(before) || sign(after) || quoted
}

/// Endings of the names of files, in capitals too: `ATTIVITA.PDF`.
const ESTENSIONI: [&str; 24] = [
    "pdf", "doc", "docx", "xls", "xlsx", "xlsm", "odt", "ods", "csv", "xml", "zip", "p7m", "txt", "rtf", "jpg", "jpeg",
    "png", "html", "htm", "json", "md", "toml", "ppt", "pptx",
];

/// Whether words between blanks are an address or the name of a file.
fn indirizzo(chunk: &str) -> bool {
    if ["://", "www.", "@", "\\", "_"].iter().any(|mark| chunk.contains(mark)) {
        return true;
    }
    if let Some((_, end)) = chunk.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit_once('.')
        && ESTENSIONI.contains(&end.to_lowercase().as_str())
    {
        return true;
    }
    let mut before: Option<char> = None;
    let mut chars = chunk.chars().peekable();
    while let Some(c) = chars.next() {
        let low = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if c == '.' && low(before) && low(chars.peek().copied()) {
            return true;
        }
        before = Some(c);
    }
    false
}

fn apostrofo(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`')
}

/// Words of a piece of text without blanks.
fn pezzo(text: &str, piece: Range<usize>, found: &mut Vec<Parola>) {
    let mut at = piece.start;
    let chunk = text.get(piece).unwrap_or_default();
    for word in chunk.split(|c: char| !c.is_alphabetic()) {
        let (start, end) = (at, at + word.len());
        let rest = text.get(end..).unwrap_or_default();
        let mark = rest.chars().next().filter(|c| apostrofo(*c));
        at = end + rest.chars().next().map_or(0, char::len_utf8);
        // `motivoEsclusione` is an identifier.
        let camel = word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
        if word.is_empty() || camel {
            continue;
        }
        // A sign that is not seen cuts the word: this is a part of it.
        let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
        if rest.starts_with(unseen) || text.get(..start).is_some_and(|head| head.ends_with(unseen)) {
            continue;
        }
        // «qual'é» is told once.
        if found.last().is_some_and(|p| p.dove.end >= end) {
            continue;
        }
        let low = word.to_lowercase();
        // A letter of a list, `a)` or `e)`, is no word.
        match mark {
            Some(mark) => {
                let next = rest.chars().nth(1);
                let glued = next.is_some_and(char::is_alphanumeric);
                // Two apostrophes, or one before a mark that closes, are quotation marks or a slip.
                if next.is_some_and(|c| apostrofo(c) || "»”\"".contains(c)) {
                    continue;
                }
                let whole = start..end + mark.len_utf8();
                if !glued {
                    if let Some(p) = apostrofata(word, &low, whole) {
                        found.push(p);
                    }
                } else if low == "qual"
                    && rest.get(mark.len_utf8()..).is_some_and(|r| r.starts_with(['è', 'e', 'é', 'È', 'E']))
                {
                    let next = rest.get(mark.len_utf8()..).unwrap_or_default();
                    let verb = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
                    let right = match verb.to_lowercase().as_str() {
                        "è" | "é" | "e" => format!("{word} {}", if verb == verb.to_uppercase() { "È" } else { "è" }),
                        "era" => format!("{word} {verb}"),
                        _ => continue,
                    };
                    // «qual'e'» has the apostrophe of its accent too.
                    let sign = next.get(verb.len()..).and_then(|rest| rest.chars().next()).filter(|c| apostrofo(*c));
                    let sign = sign.filter(|_| verb.eq_ignore_ascii_case("e")).map_or(0, char::len_utf8);
                    let end = whole.end + verb.len() + sign;
                    found.push(Parola { dove: start..end, errore: Errore::Elisione, giusta: right, certa: true });
                }
            }
            None => {
                let list = rest.starts_with(')') && low.chars().count() == 1;
                let whole = start..end;
                if !list && let Some(p) = scritta(word, &low, whole) {
                    found.push(p);
                }
            }
        }
    }
}

/// `word` with its accent, when a sign right after it can only stand for one: `citta`, `E`.
#[must_use]
pub fn con_accento(word: &str) -> Option<String> {
    apostrofata(word, &word.to_lowercase(), 0..word.len()).filter(|p| p.certa).map(|p| p.giusta)
}

/// `citta'`: an apostrophe in the place of an accent.
fn apostrofata(word: &str, low: &str, dove: Range<usize>) -> Option<Parola> {
    let tell =
        |giusta: String, certa: bool| Some(Parola { dove: dove.clone(), errore: Errore::Apostrofo, giusta, certa });
    if !low.is_ascii() {
        // «perchè'» has both signs: some people write both when in doubt.
        return None;
    }
    if low == "ne" {
        return tell(accentata(word, 'é'), false);
    }
    if let Some((_, accent)) = BREVI.iter().find(|(short, _)| *short == low) {
        return tell(accentata(word, *accent), true);
    }
    if TRONCHE.contains(&low) || low.len() < 4 {
        return None;
    }
    let accent = match low.chars().next_back()? {
        'a' => 'à',
        'i' => 'ì',
        'o' => 'ò',
        'u' => 'ù',
        'e' if low.ends_with("che") || low.ends_with("tre") => 'é',
        'e' => 'è',
        _ => return None,
    };
    // The apostrophe may also be a slip, or close a quotation that was opened with another sign. Only for a known word the
    // correction is certain.
    let certa =
        PERDUTE.contains_key(low) || CON_APOSTROFO.contains(&low) || FINALI.iter().any(|end| low.ends_with(end));
    tell(accentata(word, accent), certa)
}

/// A word without an apostrophe: with another accent, or without its own.
fn scritta(word: &str, low: &str, dove: Range<usize>) -> Option<Parola> {
    if let Some((_, right, errore)) = SBAGLIATE.iter().find(|(wrong, ..)| *wrong == low) {
        // A capital alone is a letter, and `À` begins French names.
        if *right == "ha" {
            return None;
        }
        return Some(Parola { dove, errore: *errore, giusta: come(word, right), certa: true });
    }
    // «lacchè» is right.
    if low.ends_with("chè") && low.chars().count() > 3 && !["lacchè", "archè"].contains(&low) {
        return Some(Parola { dove, errore: Errore::Altro, giusta: accentata(word, 'é'), certa: true });
    }
    if let Some(stem) = low.strip_suffix('á') {
        let noun = ["it", "et", "lt", "rt", "st"].iter().any(|end| stem.ends_with(end)) && stem.chars().count() > 4;
        return noun.then(|| Parola { dove, errore: Errore::Altro, giusta: accentata(word, 'à'), certa: true });
    }
    // Capitals of an acronym: `ETA`, `CIO`.
    if !low.is_ascii() || (word.len() <= 3 && word == word.to_uppercase()) {
        return None;
    }
    let right = match PERDUTE.get(low) {
        Some(right) => come(word, right),
        None if word.len() > 5 && FINALI.iter().any(|end| low.ends_with(end)) && !SENZA.contains(&low) => {
            accentata(word, 'à')
        }
        None => return None,
    };
    Some(Parola { dove, errore: Errore::Perduto, giusta: right, certa: true })
}

/// `word` without accents.
fn nuda(word: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    word.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// `word` with its last letter accented, as large as it was.
fn accentata(word: &str, accent: char) -> String {
    let mut chars = word.chars();
    let capital = chars.next_back().is_some_and(char::is_uppercase);
    // «E' »: a capital alone.
    let mut out = chars.as_str().to_owned();
    if capital {
        out.extend(accent.to_uppercase())
    } else {
        out.push(accent)
    }
    out
}

/// `right` with the capitals of `word`.
fn come(word: &str, right: &str) -> String {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    if first && letters.clone().count() > 0 && letters.all(char::is_uppercase) {
        return right.to_uppercase();
    }
    if first { crate::base::text::capital(right) } else { right.to_owned() }
}

/// The ends of the apostrophes that close a quotation, `'la citta'`, `'Le eta' di mezzo'`, each with whether that is certain. Of several
/// that may close it, it is the first that stands in the place of no accent, cuts no word and follows no figure. Where all of them may be
/// something else, nobody knows which it is: `'La priorita' e la citta'`, `'Nuova citta'. Un po' di cose`, `'La citta'. Dura 30' o più`.
fn chiusure(text: &str) -> BTreeMap<usize, bool> {
    let mut out = BTreeMap::new();
    // The ends that may close the quotation that is open, each with whether something else may be meant there.
    let mut open: Option<Vec<(usize, bool)>> = None;
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        if apostrofo(c) {
            let starts = before.is_none_or(|c| c.is_whitespace() || "([«“\"".contains(c));
            // «'ndrangheta» opens nothing.
            let word = text.get(at + c.len_utf8()..).unwrap_or_default();
            let aferesi = ["ndr", "Ndr", "NDR"].iter().any(|head| word.starts_with(head));
            if starts && after.is_some_and(char::is_alphabetic) && !aferesi {
                out.extend(chiude(open.replace(vec![])));
            } else if let Some(ends) = open.as_mut().filter(|_| !after.is_some_and(char::is_alphanumeric)) {
                let head = text.get(..at).unwrap_or_default();
                let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
                let accent = apostrofata(&word, &word, 0..0).is_some_and(|p| p.certa);
                // «un po'», «30'»
                let other = TRONCHE.contains(&word.as_str()) || head.ends_with(|c: char| c.is_ascii_digit());
                ends.push((at + c.len_utf8(), accent || other));
            }
        }
        before = Some(c);
    }
    out.extend(chiude(open));
    out
}

/// The end that closes a quotation, among those that may; all of them, where none is certain.
fn chiude(ends: Option<Vec<(usize, bool)>>) -> Vec<(usize, bool)> {
    let ends = ends.unwrap_or_default();
    match ends.iter().find(|(_, other)| !other) {
        Some((at, _)) => vec![(*at, true)],
        None => ends.iter().map(|(at, _)| (*at, ends.len() == 1)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ACCENTATE, SENZA, find, nuda};

    fn mended(text: &str) -> Vec<(String, bool)> {
        find(text).into_iter().map(|p| (p.giusta, p.certa)).collect()
    }

    #[test]
    fn lost_and_wrong_accents_are_mended() {
        for (text, right) in [
            ("le possibilita offerte", "possibilità"),
            ("Possibilita", "Possibilità"),
            ("SOSTENIBILITA'", "SOSTENIBILITÀ"),
            ("SOSTENIBILITA", "SOSTENIBILITÀ"),
            ("Citta' metropolitana", "Città"),
            ("la citta’", "città"),
            ("e perche'", "perché"),
            ("ma perchè", "perché"),
            ("PERCHÈ", "PERCHÉ"),
            ("e perche", "perché"),
            ("nè l’uno", "né"),
            ("un pò", "po’"),
            ("sta quì", "qui"),
            ("va sù", "su"),
            ("E' necessario", "È"),
            ("ma dov'e'", "è"),
            ("che c’é", "è"),
            ("É stato", "È"),
            ("puo' darsi", "può"),
            ("partira dal 1° luglio", "partirà"),
            ("è l'attivita'", "attività"),
            ("già dell’attivita", "attività"),
            ("la parita", "parità"),
            ("fin all’eta", "età"),
            ("meta' anno", "metà"),
            ("le attivitá", "attività"),
            ("qual'è la sede", "qual è"),
            ("Qual'e' la sede", "Qual è"),
            ("qual’e’ la sede", "qual è"),
            ("sara' fatto", "sarà"),
            ("Forli'", "Forlì"),
            ("la semplicita", "semplicità"),
            ("fa cosi'", "così"),
            ("qui (citta')", "città"),
            ("si va giu dalle scale", "giù"),
            ("si va giu, poi si risale", "giù"),
            ("'Le eta' di mezzo'", "età"),
            ("'L eta di mezzo'", "età"),
            ("Contro la 'ndrangheta la citta' c’è", "città"),
        ] {
            assert_eq!(mended(text), [(right.to_owned(), true)], "{text}");
        }
    }

    #[test]
    fn what_is_right_or_may_be_is_left_alone() {
        for text in [
            "un po' di tempo, un po’",
            "attivita\u{ad}zione e pre\u{ad}attivita",
            "citta-metropolitana",
            "mo' be' va' fa' di' da' sta'",
            "la meta è vicina",
            "il pero, il faro, Sara, la porta, il papa",
            "unita la squadra",
            "facilita il lavoro, capacita e necessita",
            "si ne da la te",
            "stabilita la data, disabilita il tasto",
            "la salita e il deposita",
            "è esplicita e gratuita",
            "parla di 'citta' e di 'attivita'",
            "la voce ‘citta’ è doppia",
            "gli anni '90 e il '68",
            "www.citta.example e info@comunita.example",
            "il file attivita.pdf",
            "l’ETA e il CIO",
            "a) e) i)",
            "fra' Cristoforo",
            "e, o, a",
            "Bogotá e José",
            "vent’anni e cent'anni",
            "il menu",
            "tuttavia",
            "prestabilita e ristabilita",
            "la vita abilita",
            "Il servizio ''Casa sicura'' resta.",
            "il bando «Bella Italia'» è aperto",
            "motivoEsclusioneTracciabilita",
            "il campo dataProprieta vale",
            "la spesa è diminuita, la squadra è intimidita e incuriosita",
            "Civita e Rosita",
            "gravita intorno alla piazza",
            "l’apposita commissione è impossibilita",
            "le giacche",
            "Entro il 30 giu 2027, mag-giu, 30 giu. e (30 giu); giu 2027",
            "Giu",
            "30 giu",
            "01-giu",
            "giu.",
            "gen | feb | mar | apr | mag | giu",
            "Scarica ATTIVITA.PDF dal sito",
            "Vedi (ATTIVITA.XLSX).",
        ] {
            assert!(mended(text).is_empty(), "{text}: {:?}", mended(text));
        }
    }

    #[test]
    fn where_two_words_are_possible_nothing_is_certain() {
        assert_eq!(mended("ne' questo"), [("né".to_owned(), false)]);
        for (text, right) in [
            ("la bella Italia' ", "Italià"),
            ("eta", "età"),
            ("priorita", "priorità"),
            ("il campo «eta» resta", "età"),
            ("si scrive eta=12", "età"),
            ("la carriera' resta", "carrierà"),
            ("La ditta Virtu S.r.l. fornisce", "Virtù"),
            ("Virtu Servizi s.p.a.", "Virtù"),
            ("La cooperativa Eta Beta gestisce", "Età"),
            ("Il signor Carlo Bonta abita", "Bontà"),
            ("La sig.ra Carita è del gruppo", "Carità"),
            ("il dott. Verita è il referente", "Verità"),
            ("Responsabile: Carita", "Carità"),
            ("vede %qualita% nel modello", "qualità"),
        ] {
            assert_eq!(mended(text), [(right.to_owned(), false)], "{text}");
        }
    }

    /// Of two apostrophes, which closes the quotation and which stands for an accent is not known.
    #[test]
    fn a_quotation_that_may_close_in_two_places_makes_nothing_certain() {
        let found = mended("Dice 'La priorita' è detta, e tocca alla Citta'.");
        assert_eq!(found, [("priorità".to_owned(), false), ("Città".to_owned(), false)]);
        // The first that stands for no accent closes it; the others are as certain as without it.
        let found = mended("Dice 'La priorita' è detta', e tocca alla Citta'.");
        assert_eq!(found, [("priorità".to_owned(), true), ("Città".to_owned(), true)]);
    }

    /// What cuts a word, or counts minutes, closes a quotation no more surely than what may be an accent.
    #[test]
    fn a_cut_word_or_a_figure_does_not_close_a_quotation_for_certain() {
        for text in [
            "Il centro 'Anziani e citta'' e il centro 'Nuova citta'. Un po' di cose.",
            "Il progetto 'Piu citta'. Va' avanti da solo.",
            "La linea 'Verso la citta'. Passa ogni 30' circa.",
        ] {
            assert!(
                mended(text).iter().all(|(right, sure)| !right.ends_with("ittà") || !sure),
                "{text}: {:?}",
                mended(text)
            );
        }
        // Alone, it closes.
        assert!(mended("Il centro 'Nuova citta'. Altre cose.").is_empty());
        // What surely closes comes first.
        assert_eq!(mended("Il centro 'La citta' di tutti' e un po' di cose."), [("città".to_owned(), true)]);
    }

    #[test]
    fn the_list_has_no_word_that_is_right_without_its_accent() {
        for word in ACCENTATE {
            let bare = nuda(word);
            assert!(bare == word || !SENZA.contains(&bare.as_str()), "{word}");
        }
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "'", "’’’", "qual'", "qual'é'", "è'", "'a'", "`e`", "a\u{a0}e'", "é.è", "'é'é'"] {
            let _ = find(text);
        }
    }
}
