//! The entries of the catalogues of errors for which there is no rule. Some rules wait for data that piao does not read yet;
//! some mistakes cannot be made with piao. They are listed so that nobody believes that they are checked.

/// An entry of the catalogues of errors for which there is no rule.
#[derive(Debug)]
pub struct Attesa {
    /// What the catalogue asks to check, as an Italian sentence.
    pub controlla: &'static str,
    /// What it waits for, or why it cannot be broken.
    pub perche: &'static str,
    /// The names that it has in the catalogues from which it comes: not printed.
    pub origine: &'static [&'static str],
}

const PUBBLICATO: &str = "guarda ciò che è pubblicato: sarà di `piao verifica`";

/// Entries for which piao does not read the data yet.
pub static ATTESE: &[Attesa] = &[
    attesa("Il valore di un gruppo ha la sua formula", "aspetta un campo per i gruppi delle tabelle", &["GROUP-VALUE"]),
    attesa("Chi cambia l’esito proposto dice perché", "aspetta un campo per l’esito proposto", &["OVERRIDE"]),
    attesa("Il sito non carica nulla da fuori", PUBBLICATO, &["N74"]),
    attesa("Ogni tabella pubblicata ha il suo CSV", PUBBLICATO, &["N76"]),
    attesa("I metadati dei dati aperti sono completi", PUBBLICATO, &["N77"]),
    attesa("PDF, sito e dati dicono la stessa cosa", PUBBLICATO, &["N78"]),
    attesa("L’impronta nella deliberazione è quella del file", PUBBLICATO, &["N79"]),
    attesa("Le edizioni precedenti restano in linea cinque anni", PUBBLICATO, &["N81"]),
];

/// Mistakes of today’s plans that cannot be made with piao, because it writes what people used to type, or because it does
/// not compile at all.
pub static IMPOSSIBILI: &[Attesa] = &[
    attesa("Ogni rimando trova ciò che cita", "chi non trova non compila: P0201 e seguenti", &["REF-BROKEN", "N35"]),
    attesa("Ogni immagine ha un testo alternativo", "chi non l’ha non compila: P0502", &["N68"]),
    attesa("I titoli non saltano un livello", "chi salta non compila: P0503", &["N69"]),
    attesa("Ogni tabella ha intestazione e didascalia", "le scrive piao, o non compila", &["N70"]),
    attesa(
        "Il calendario degli scambi è quello delle schede",
        "lo disegna piao dalle schede",
        &["CAL-VS-CARD", "CAL-DAY"],
    ),
    attesa("Ogni voce del sommario porta a una pagina", "il sommario lo fa piao", &["TOC"]),
    attesa("Le intestazioni ripetute sono uguali", "le ripete piao", &["HEADER-TYPO"]),
    attesa("Gli obiettivi dell’Agenda 2030 hanno il titolo ufficiale", "lo scrive piao dal numero", &["SDG-TITLE"]),
    attesa(
        "I conteggi di nodi e obiettivi sono giusti",
        "li fa piao, e nessuna vista ne accetta uno",
        &["DECLARED-COUNT"],
    ),
    attesa("Ogni scheda ha la sua parte anagrafica", "la stampa piao per tutte", &["CARD-PAGE-MISSING"]),
];

const fn attesa(controlla: &'static str, perche: &'static str, origine: &'static [&'static str]) -> Attesa {
    Attesa { controlla, perche, origine }
}
