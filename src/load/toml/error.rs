//! An error on its way through serde, in Italian and with its cure. Serde's own words are English, so all of them are translated
//! here. An unknown one becomes plain Italian words instead.

use super::{Asked, Celle};
use crate::base::text::{flat, short};
use crate::diag::codes::{Code, P0105, P0106, P0107};
use crate::diag::nearest;
use serde::de::{self, Expected, Unexpected};
use std::{fmt, ops::Range};

/// The problem of one value, or of one missing field.
#[derive(Debug)]
pub(crate) struct Error {
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) code: Code,
    pub(super) range: Option<Range<usize>>,
    /// The path of the value that is to become a hole.
    pub(super) path: Option<String>,
    /// The field that a struct lacks. The path of the struct is known only one step further out.
    pub(super) missing: Option<&'static str>,
}

impl Error {
    pub(super) fn new(code: Code, message: impl Into<String>, help: Option<String>) -> Self {
        Error { message: message.into(), help, code, range: None, path: None, missing: None }
    }

    /// Sets the place, unless a narrower one is known already.
    pub(super) fn at(mut self, range: &Range<usize>) -> Self {
        self.range.get_or_insert_with(|| range.clone());
        self
    }

    /// Sets the path of the hole to make, unless a deeper one is known already.
    pub(super) fn hole(mut self, path: &str) -> Self {
        self.path.get_or_insert_with(|| path.to_owned());
        self
    }

    /// Sets the cure of a missing field, once the second reading has told what kind of field it is.
    pub(super) fn cure(&mut self, asked: Option<&Asked>) {
        let Some(field) = self.missing else { return };
        self.help = Some(match asked {
            Some(Asked::Due) => {
                format!("aggiungi `{field} = …`, o `{field} = {{ assente = \"motivo\" }}` se non esiste")
            }
            Some(Asked::Table) => format!("aggiungi una riga `[{field}]` e sotto i suoi campi"),
            Some(Asked::OneOf(words)) => {
                format!("aggiungi `{field} = \"…\"`; i valori ammessi sono: {}", words.join(", "))
            }
            None => format!("aggiungi `{field} = …`"),
        });
    }
}

impl Error {
    /// Says it as it is in a CSV, of the row that begins at `row`: a field that lacks is a column or a cell, and nothing stands between
    /// quotation marks or brackets.
    pub(super) fn nella_cella(&mut self, celle: &Celle, row: usize) {
        let in_record = self.path.as_deref().is_some_and(|path| path.rfind('/') == Some(0));
        if let Some(field) = self.missing.filter(|_| in_record) {
            if celle.colonne.contains(field) {
                self.message = format!("la cella di `{field}` è vuota, e il campo è obbligatorio");
                self.range = celle.vuote.get(&(row, field.to_owned())).cloned().or_else(|| self.range.take());
            } else {
                self.message = format!("manca la colonna `{field}`");
                self.range = Some(celle.intestazione.clone());
            }
            let said = self.help.as_deref().unwrap_or_default();
            let words = said.split_once("i valori ammessi").map(|(_, words)| format!("; i valori ammessi{words}"));
            let due = said.contains("assente = ").then(|| ", o `assente: motivo` se non c’è".to_owned());
            let column = if celle.colonne.contains(field) {
                ""
            } else {
                "aggiungi la colonna nella prima riga, e in ogni riga "
            };
            self.help = Some(format!("{column}scrivi il valore{}", words.or(due).unwrap_or_default()));
            return;
        }
        // A field of a part stands in a column of its own.
        let part = self.path.as_deref().and_then(|path| path.split('/').nth(1)).map(str::to_owned);
        if let (Some(field), Some(part)) = (self.missing, part) {
            self.message = format!("di questo `{part}` manca `{field}`");
            self.help = Some(format!("scrivi il valore nella colonna `{part}.{field}` di questa riga"));
            return;
        }
        if let Some(help) = &mut self.help {
            let plain = help
                .replace("`assente = \"motivo\"`", "`assente: motivo`")
                .replace("{ assente = \"motivo\" }", "assente: motivo");
            let plain =
                plain.replace(" fra virgolette", "").replace(", senza virgolette", "").replace(" o togli la riga", "");
            let pieces: Vec<&str> = plain.split('"').collect();
            let marks = ["«", "»"].iter().cycle();
            *help = pieces.iter().zip(marks).fold(String::new(), |out, (piece, mark)| out + piece + mark);
            // The last piece has no mark after it.
            let last = if pieces.len().is_multiple_of(2) { "»" } else { "«" };
            help.truncate(help.len() - last.len());
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The shape of the value that was expected, as far as cures depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Whole { signed: bool },
    Decimal,
    Bool,
    List,
    Table,
    Other,
}

/// The shape and the Italian name of what serde, or one of our types, expects.
fn expected(text: &str) -> (Shape, String) {
    let (shape, words) = match text {
        "a string" | "a borrowed string" | "a character" | "identifier" | "field identifier" | "variant identifier" => {
            (Shape::Text, "un testo fra virgolette")
        }
        "a boolean" => (Shape::Bool, "`true` o `false`"),
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => (Shape::Whole { signed: true }, "un numero intero"),
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => (Shape::Whole { signed: false }, "un numero intero"),
        "f32" | "f64" => (Shape::Decimal, "un numero"),
        "a map" => (Shape::Table, "un gruppo di campi fra graffe"),
        "a sequence" => (Shape::List, "un elenco fra parentesi quadre"),
        other if other.starts_with("struct ") => (Shape::Table, "un gruppo di campi fra graffe"),
        other if other.starts_with("an array") || other.starts_with("a tuple") => {
            (Shape::List, "un elenco fra parentesi quadre")
        }
        // The names of our own types begin with an article.
        "un testo fra virgolette" | "un id fra virgolette" => (Shape::Text, text),
        other if other.starts_with("un ") || other.starts_with("una ") => (Shape::Other, other),
        _ => (Shape::Other, "un altro tipo di valore"),
    };
    (shape, words.to_owned())
}

/// Words that Italians write for true and false.
pub(super) fn truth(word: &str) -> Option<bool> {
    match word.trim().to_lowercase().as_str() {
        "si" | "sì" | "si'" | "vero" | "true" | "yes" | "s" | "x" | "1" => Some(true),
        "no" | "falso" | "false" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// The cure of a number that should be whole.
pub(super) const WHOLE: &str = "scrivi il numero senza decimali";

/// What to write instead, when the value makes it clear.
fn cure(found: &Unexpected<'_>, shape: Shape) -> Option<String> {
    let number = match found {
        Unexpected::Signed(n) => Some(n.to_string()),
        Unexpected::Unsigned(n) => Some(n.to_string()),
        Unexpected::Float(n) => Some(n.to_string()),
        _ => None,
    };
    let help = match (shape, found) {
        (Shape::Text, Unexpected::Bool(value)) => format!("scrivi il testo fra virgolette: \"{value}\""),
        (Shape::Text, Unexpected::Map) => {
            "scrivi un testo fra virgolette; `{ assente = \"motivo\" }` vale solo per i dati dovuti".into()
        }
        (Shape::Text, Unexpected::Seq) => "scrivi un solo testo fra virgolette, senza parentesi quadre".into(),
        (Shape::Text, _) => format!("scrivi il valore fra virgolette: \"{}\"", number?),
        (Shape::Whole { .. } | Shape::Decimal, Unexpected::Str(text)) => match text.trim().parse::<i64>() {
            Ok(n) => format!("scrivi il numero senza virgolette: {n}"),
            Err(_) => "scrivi un numero senza virgolette, per esempio 6".into(),
        },
        (Shape::Whole { .. }, Unexpected::Float(_)) => WHOLE.into(),
        (Shape::Whole { .. } | Shape::Decimal, _) => "scrivi un numero, per esempio 6".into(),
        (Shape::Bool, found) => {
            let word = match found {
                Unexpected::Str(text) => Some((*text).to_owned()),
                _ => number,
            };
            match word.as_deref().and_then(truth) {
                Some(value) => format!("scrivi `{value}` senza virgolette"),
                None => "scrivi `true` per sì, `false` per no, senza virgolette".into(),
            }
        }
        // A text of several words stands for several items.
        (Shape::List, Unexpected::Str(text)) => {
            let items: Vec<String> = text.split([',', ';']).map(|item| format!("\"{}\"", short(item.trim()))).collect();
            format!("mettilo fra parentesi quadre: [{}]", items.join(", "))
        }
        (Shape::List, Unexpected::Map) => {
            "se è una parte che si ripete scrivi la sua intestazione con due parentesi quadre, `[[…]]`".into()
        }
        (Shape::List, _) => format!("mettilo fra parentesi quadre: [{}]", number?),
        (Shape::Table, _) => "scrivi i campi fra graffe, `{ campo = \"valore\" }`, o sotto una riga `[nome]`".into(),
        (Shape::Other, _) => return None,
    };
    Some(help)
}

impl de::Error for Error {
    /// The types of `element::value` put their cure on a second line.
    fn custom<T: fmt::Display>(text: T) -> Self {
        let text = text.to_string();
        match text.split_once('\n') {
            Some((message, help)) => Error::new(P0107, message, Some(help.to_owned())),
            None => Error::new(P0107, text, None),
        }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let (shape, words) = self::expected(&expected.to_string());
        let help = cure(&found, shape);
        let found = match found {
            Unexpected::Str(text) => format!("il testo «{}»", short(text)),
            Unexpected::Seq => "un elenco".into(),
            Unexpected::Map => "un gruppo di campi".into(),
            Unexpected::Bool(value) => format!("`{value}`"),
            Unexpected::Signed(value) => format!("il numero {value}"),
            Unexpected::Unsigned(value) => format!("il numero {value}"),
            Unexpected::Float(value) => format!("il numero {value}"),
            _ => "un valore di altro tipo".into(),
        };
        Error::new(P0107, format!("trovato {found}, atteso {words}"), help)
    }

    /// Serde uses this for a number that is out of range.
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let (shape, _) = self::expected(&expected.to_string());
        match (found, shape) {
            (Unexpected::Signed(n), Shape::Whole { signed: false }) if n < 0 => Error::new(
                P0107,
                format!("il numero {n} è negativo"),
                Some("scrivi un numero intero maggiore o uguale a zero".into()),
            ),
            (Unexpected::Signed(_) | Unexpected::Unsigned(_), Shape::Whole { .. }) => {
                Error::new(P0107, "il numero è fuori misura", Some("controlla le cifre del numero".into()))
            }
            _ => Self::invalid_type(found, expected),
        }
    }

    fn invalid_length(length: usize, _expected: &dyn Expected) -> Self {
        Error::new(P0107, format!("l’elenco ha {length} valori: non sono quanti ne servono"), None)
    }

    fn unknown_variant(value: &str, allowed: &'static [&'static str]) -> Self {
        // «Giunta comunale» is `giunta` with a word that belongs to it.
        let first = value.split_whitespace().next().unwrap_or_default().to_lowercase();
        // «Segretario provinciale» is none of two secretaries.
        let alone = || allowed.iter().filter(|word| word.starts_with(&first)).count() == 1;
        let longer = || allowed.iter().copied().find(|word| first.len() > 4 && *word == first && alone());
        let said = flat(value);
        let meant = VALORI.iter().find(|(word, _)| *word == said).map_or(&[][..], |(_, meant)| *meant);
        let meant: Vec<String> =
            meant.iter().filter(|word| allowed.contains(word)).map(|word| format!("`{word}`")).collect();
        let help = match nearest(value, allowed.iter().copied()).or_else(longer) {
            _ if !meant.is_empty() => format!("forse intendevi {}", meant.join(" o ")),
            Some(near) => format!("forse intendevi `{near}`"),
            None => format!("i valori ammessi sono: {}", allowed.join(", ")),
        };
        Error::new(P0107, format!("il valore «{}» non è ammesso", short(value)), Some(help))
    }

    fn unknown_field(field: &str, allowed: &'static [&'static str]) -> Self {
        unknown(field, allowed, intended(field, allowed))
    }

    fn missing_field(field: &'static str) -> Self {
        Error { missing: Some(field), ..Error::new(P0106, format!("manca il campo `{field}`"), None) }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Error::new(P0107, format!("il campo `{field}` è scritto due volte"), Some("tieni una sola riga".into()))
    }
}

/// The words that offices use for a value, each with the values that it may be where the field has them.
const VALORI: [(&str, &[&str]); 14] = [
    ("on line", &["distanza", "asincrona"]),
    ("online", &["distanza", "asincrona"]),
    ("a distanza", &["distanza", "asincrona"]),
    ("webinar", &["distanza"]),
    ("e learning", &["asincrona"]),
    ("fad", &["asincrona"]),
    ("in aula", &["presenza"]),
    ("aula", &["presenza"]),
    ("blended", &["mista"]),
    ("pensione", &["pensionamento"]),
    ("quiescenza", &["pensionamento"]),
    ("tempo determinato", &["determinato"]),
    ("tempo indeterminato", &["indeterminato"]),
    ("scorrimento", &["graduatoria"]),
];

/// The words that offices use for a field, each with the names that the field may have here. The first name that the table has is
/// meant.
const SINONIMI: [(&str, &[&str]); 33] = [
    ("nome", &["titolo", "oggetto", "testo"]),
    ("denominazione", &["nome", "titolo"]),
    ("titolo", &["nome", "oggetto", "testo"]),
    ("oggetto", &["titolo", "nome", "testo"]),
    ("descrizione", &["testo", "titolo", "definizione"]),
    ("testo", &["descrizione", "titolo"]),
    ("settore", &["unita"]),
    ("servizio", &["unita"]),
    ("ufficio", &["unita"]),
    ("area", &["unita", "aree"]),
    ("struttura", &["unita"]),
    ("dirigente", &["responsabili", "responsabile", "persona"]),
    ("responsabile", &["responsabili", "referente", "persona"]),
    ("data_inizio", &["inizio", "dal"]),
    ("data_fine", &["fine", "al", "scadenza"]),
    ("scadenza", &["entro", "tempi", "fine", "quando"]),
    ("termine", &["scadenza", "entro", "tempi"]),
    ("tempi", &["entro", "scadenza", "quando", "tempo"]),
    ("valore_atteso", &["target", "atteso", "risultato_atteso"]),
    ("risultato", &["risultato_atteso", "atteso", "target"]),
    ("baseline", &["base"]),
    ("valore_iniziale", &["base"]),
    ("unita_di_misura", &["unita_misura"]),
    ("costo", &["importo"]),
    ("numero", &["n", "codice"]),
    ("codice", &["id", "numero", "sigla"]),
    ("istat", &["codice_istat"]),
    ("ipa", &["codice_ipa"]),
    ("cf", &["codice_fiscale"]),
    ("partita_iva", &["codice_fiscale"]),
    ("popolazione", &["abitanti"]),
    ("personale", &["dipendenti"]),
    ("sindaco", &["rappresentante_legale"]),
];

/// The field of a table that `word` means: a synonym of its name, or its name misspelt.
pub(super) fn intended<'a>(word: &str, fields: &'a [&'static str]) -> Option<&'a str> {
    let plain = word.to_lowercase();
    let same = SINONIMI.iter().find(|(name, _)| *name == plain).map_or(&[][..], |(_, meant)| *meant);
    let same = same.iter().find_map(|meant| fields.iter().find(|field| *field == meant)).copied();
    // «Costo annuo» is `costo`.
    let longer = || {
        let (first, _) = plain.split_once('_')?;
        fields.iter().copied().find(|field| first.len() > 3 && *field == first)
    };
    same.or_else(|| nearest(word, fields.iter().copied())).or_else(longer)
}

/// The error for a key that the table does not have. `near` is the key that was probably meant, if any.
pub(super) fn unknown(field: &str, allowed: &[&str], near: Option<&str>) -> Error {
    let help = match near {
        Some(near) => format!("forse intendevi `{near}`"),
        None => format!("i campi previsti sono: {}", allowed.join(", ")),
    };
    Error::new(P0105, format!("il campo `{}` non è previsto", short(field)), Some(help))
}
