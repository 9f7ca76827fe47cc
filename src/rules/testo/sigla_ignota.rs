//! An acronym that comes back is explained somewhere.

use crate::base::span::Span;
use crate::lingua::numeri::da_romano;
use crate::lingua::sigle::{ends, gridato, runs, scritto, starts};
use crate::piano::element::Kind;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, fonti};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

pub static REGOLA: Regola = Regola::nota("P0511", "sigla-ignota", include_str!("sigla_ignota.md"), check)
    .fonte(fonti::AGID_DESIGN)
    .origine(&["N83"]);

/// How many times an acronym must be there to be reported: a word typed once or twice may be a slip.
const VOLTE: usize = 3;

/// Acronyms of everyday life, and short words that are often shouted.
const NOTE: [&str; 28] = [
    "UE", "IVA", "PEC", "PDF", "SMS", "TV", "PC", "CSV", "HTML", "URL", "USB", "OK", "NO", "SI", "ND", "NB", "PS",
    "DA", "DI", "IL", "LA", "AL", "IN", "RIF", "DPCM", "DPR", "DM", "DL",
];

/// Words that plans write in capitals, of as many letters as acronyms have.
const PAROLE: &str = "ALTA ALTE ALTI ALTO ALTRA ALTRE ALTRI ALTRO AMBITO ANCHE ANNI ANNO AREA AREE ARIA ARTE ATTI ATTO AVVISO \
    AZIONE AZIONI BANDI BANDO BASSA BASSO BENE BENI BIMBI BUONO CASA CASE CENTRI CENTRO CHI CHE CIVICA CIVICO CIVILE \
    CLASSE CLASSI CODICE COMUNE COMUNI CON CORSI CORSO COSTI COSTO COVID CURA DATA DATE DATI DATO DEI DEL DELLA DELLE \
    DIRITTI DONNA DONNE DOPO DOVE DUE ENTE ENTI ENTRO ESITI ESITO ESTATE EURO FASE FASI FESTA FIERA FILE FINALE FINE \
    FIUME FONDI FONDO FONTE FONTI GARA GARE GIOCO GIORNI GIORNO GIUNTA GRADO GRUPPI GRUPPO IDEE ITALIA LAVORI LAVORO \
    LEGGE LEGGI LIBRI LIBRO LINEA LINEE LUOGHI LUOGO MEDIA MEDIE MEDIO MENO MESE MESI MISURA MISURE MONDO MUSEI MUSEO \
    NATURA NEL NELLA NIDI NIDO NON NORME NOTA NOTE NUOVA NUOVE NUOVI NUOVO OGGI OGNI OLTRE OPERA OPERE ORA ORE PACE PAESE \
    PARCHI PARCO PARTE PARTI PER PERCHE PESI PESO PIANI PIANO PIAZZA PIENA PIU PONTE PONTI POSTI POSTO PRIMA PRIMO PROVA \
    RETE RETI RUOLI RUOLO SALA SALUTE SCALA SCHEDA SCHEDE SCUOLA SCUOLE SEDE SEDI SENZA SERA SPAZI SPESA SPESE SPORT STATO \
    STORIA STRADA STRADE TEATRO TEMA TEMI TEMPI TEMPO TERRA TIPI TIPO TITOLO TOTALE TRA TRE TUTTA TUTTE TUTTI TUTTO ULTIMA \
    ULTIMO UNA UNO URBANA URBANO VASI VASO VERDE VIA VIE VISTA VITA VOCE VOCI VOTI VOTO ZONA ZONE";

/// Where an acronym was first met, how often, and whether it is explained anywhere.
#[derive(Default)]
struct Trovata {
    span: Option<Span>,
    volte: usize,
    spiegata: bool,
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // The glossary may be in a part that could not be read.
    if cx.piano.incompleto.nomi || !cx.illeggibili.is_empty() || cx.sources.partial {
        return;
    }
    let known = nomi(cx);
    // An acronym in the title of the plan is explained on its cover.
    let copertina = cx.set.titolo.as_ref().map_or(cx.set.tipo.titolo(), |titolo| titolo.value.as_str());
    let copertina = format!(" ({copertina})");
    let mut found: BTreeMap<String, Trovata> = BTreeMap::new();
    for (discorso, (range, spiegata)) in cx.nei_capoversi(maiuscole) {
        let word = discorso.parole.get(range.clone()).unwrap_or_default();
        if known.contains(word) {
            continue;
        }
        let here = found.entry(word.to_owned()).or_default();
        here.volte += 1;
        here.spiegata |= spiegata;
        if here.span.is_none() {
            here.span = discorso.span(range);
        }
    }
    // A word that is also written in small letters somewhere is no acronym.
    let small: Vec<Arc<BTreeSet<String>>> = cx.per_file().map(minuscole).collect();
    found.retain(|word, _| !small.iter().any(|words| words.contains(&word.to_lowercase())));
    for (sigla, trovata) in found {
        let Some(span) = trovata.span.filter(|_| trovata.volte >= VOLTE && !trovata.spiegata) else { continue };
        if scritto("", &copertina, &sigla, &sigla) {
            continue;
        }
        out.push(
            REGOLA
                .at(span, format!("la sigla «{sigla}» è usata {} volte e non è spiegata", trovata.volte))
                .label("qui per la prima volta")
                .help(format!(
                    "in un file di dati, per esempio `dati/glossario.toml`, aggiungi:\n[[termine]]\nsigla = \"{sigla}\"\nnome = \"il nome per esteso\"\ndefinizione = \"Che cosa è, in una frase.\""
                )),
        );
    }
}

/// The words of a text that may be acronyms, and whether each is explained where it stands.
#[comemo::memoize]
fn maiuscole(gruppo: &Gruppo<Discorso>) -> Trovati<(Range<usize>, bool)> {
    gruppo.trova(|text| {
        let all = runs(text).filter_map(|(at, word)| {
            let end = at + word.len();
            let letters = word.len() >= 2 && word.len() <= 6 && word.bytes().all(|b| b.is_ascii_uppercase());
            if !letters || !starts(text, at) || !ends(text, end) || romano(word) {
                return None;
            }
            let (before, after) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
            // A province: «Argelato (BO)».
            if gridato(before, after, &|_| true) || (word.len() == 2 && before.ends_with('(') && after.starts_with(')'))
            {
                return None;
            }
            Some((at..end, scritto(before, after, word, word)))
        });
        all.collect::<Vec<_>>()
    })
}

/// The words of the texts that are as long as acronyms, and written in small letters but for the first.
#[comemo::memoize]
fn minuscole(gruppo: &Gruppo<Discorso>) -> Arc<BTreeSet<String>> {
    let words = gruppo.testi().flat_map(|testo| runs(&testo.parole)).map(|(_, word)| word);
    let small = |word: &&str| (3..=6).contains(&word.len()) && word.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    Arc::new(words.filter(small).map(str::to_lowercase).collect())
}

/// The words in capitals that are names: of the glossary, of the data, of everyday life.
fn nomi(cx: &Cx<'_>) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = NOTE.iter().copied().chain(PAROLE.split_whitespace()).map(str::to_owned).collect();
    let mut add = |text: &str| out.extend(runs(text).map(|(_, run)| run.to_owned()));
    for kind in Kind::ALL.iter().copied() {
        for element in cx.piano.elementi.of(kind) {
            // The title of an objective explains no acronym. The name of a unit, a body, a term or a project does.
            let named = matches!(kind, Kind::Unita | Kind::Ente | Kind::Termine | Kind::Progetto);
            let names = element.value.alias().into_iter().map(|alias| alias.value.as_str());
            let codes =
                element.value.codice().into_iter().chain(element.value.altri_codici()).map(|c| c.value.as_str());
            names.chain(codes).chain(named.then_some(element.value.titolo().value)).for_each(&mut add);
        }
    }
    add(&cx.set.ente.nome.value);
    out
}

/// Whether `word` is a number in Roman figures, written as they are.
fn romano(word: &str) -> bool {
    // A few are acronyms, and no plan counts so far.
    da_romano(&word.to_lowercase()).is_some() && !["CD", "DL", "DC", "CDL", "MC", "CCD", "CM"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numbers_are_no_acronyms() {
        for word in ["II", "III", "IV", "IX", "XIV", "XVIII", "XXI", "XL", "LX"] {
            assert!(romano(word), "{word}");
        }
        for word in ["IIII", "VX", "IIX", "DM", "DUP", "CCDI", "LIM", "DL", "MIM"] {
            assert!(!romano(word), "{word}");
        }
    }

    #[test]
    fn a_shouted_sentence_has_no_acronyms() {
        let shouted = |before: &str, after: &str| gridato(before, after, &|_| true);
        assert!(shouted("NON ", " vale") && shouted("", " BENE"));
        assert!(!shouted("il ", " e il PEG") && !shouted("Il ", ""));
    }
}
