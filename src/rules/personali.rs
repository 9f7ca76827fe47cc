//! Personal data in running text, recognised in one place: names of persons, codici fiscali, IBAN, mobiles, mail. What is
//! found is a range of bytes. A name is found by a common Italian given name or by a title before it: others are missed
//! rather than seen where there are none.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The items of a list of words.
pub(super) fn voci(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(", ")
}

/// A word with its place.
#[derive(Debug, Clone, Copy)]
struct Parola<'t> {
    testo: &'t str,
    inizio: usize,
}

impl Parola<'_> {
    fn fine(self) -> usize {
        self.inizio + self.testo.len()
    }

    fn maiuscola(self) -> bool {
        self.testo.starts_with(char::is_uppercase)
    }

    /// `ROSSI`, and no initial.
    fn tutta_maiuscola(self) -> bool {
        self.testo.chars().count() > 2 && self.testo.chars().all(|c| !c.is_lowercase())
    }
}

/// The words of a text: letters, with the apostrophe of `D’Angelo`.
fn words_with_places(text: &str) -> Vec<Parola<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphabetic() || (start.is_some() && matches!(c, '\'' | '’'));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                out.extend(text.get(from..at).map(|testo| Parola { testo, inizio: from }));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// A person named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Persona {
    /// Where the name stands, with its title.
    pub(super) dove: Range<usize>,
    /// Whether the name is uncertain: two words with capitals, such as `Rossi Mario`, may also be a heading or a place.
    pub(super) debole: bool,
}

/// The persons whom `text` names.
pub(super) fn persone(text: &str) -> Vec<Persona> {
    let words = words_with_places(text);
    let mut out: Vec<Persona> = Vec::new();
    let mut n = 0;
    while n < words.len() {
        let found = titolata(text, &words, n).or_else(|| nominata(text, &words, n));
        match found {
            Some((persona, next)) => {
                out.push(persona);
                n = next;
            }
            None => n += 1,
        }
    }
    out
}

/// Whether nothing but blanks stands between two words.
fn accanto(text: &str, a: Parola<'_>, b: Parola<'_>) -> bool {
    text.get(a.fine()..b.inizio).is_some_and(|between| !between.is_empty() && between.trim().is_empty())
}

/// Titles that stand before the name of a person.
const TITOLI: &str = "sig, sigg, sig.ra, signor, signora, dott, dott.ssa, dottor, dottoressa, dr, dr.ssa, ing, arch, avv, geom, \
    rag, prof, prof.ssa, ingegner, architetto, avvocato";

/// `Sig.ra Verdi`, `dott. Mario Rossi`.
fn titolata(text: &str, words: &[Parola<'_>], n: usize) -> Option<(Persona, usize)> {
    let first = *words.get(n)?;
    let mut next = n + 1;
    // `dott.ssa` is two words and a point.
    let mut end = first.fine();
    if let Some(tail) = words.get(next).filter(|tail| ["ssa", "ra", "re"].contains(&tail.testo))
        && text.get(end..tail.inizio) == Some(".")
    {
        end = tail.fine();
        next += 1;
    }
    let title = text.get(first.inizio..end)?.to_lowercase();
    if voci(TITOLI).all(|known| known != title) {
        return None;
    }
    let from = next;
    let mut at = end;
    while let Some(word) =
        words.get(next).filter(|word| word.maiuscola() && word.testo.chars().count() > 1 && next - from < 4)
    {
        let between = text.get(at..word.inizio)?;
        let point = next == from && between.starts_with('.');
        if !between.trim_start_matches('.').trim().is_empty() || (between.contains('.') && !point) {
            break;
        }
        at = word.fine();
        next += 1;
    }
    (next > from).then_some((Persona { dove: first.inizio..at, debole: false }, next))
}

/// `Mario Rossi`, `ROSSI Mario`, `Rossi Mario`.
fn nominata(text: &str, words: &[Parola<'_>], n: usize) -> Option<(Persona, usize)> {
    let first = *words.get(n)?;
    if !first.maiuscola() || in_un_nome(text, words, n) {
        return None;
    }
    let at = |n: usize| words.get(n).copied();
    let follows = |a: usize, b: usize| at(a).zip(at(b)).is_some_and(|(a, b)| b.maiuscola() && accanto(text, a, b));
    let particle = |n: usize| {
        at(n).is_some_and(|w| {
            let word = w.testo.to_lowercase();
            voci(PARTICELLE).any(|known| known == word)
        })
    };
    let surname = |n: usize| at(n).is_some_and(|w| w.testo.chars().count() > 2 && !comune(w.testo));
    if nome_proprio(first.testo) {
        // A second given name, a particle, the surname.
        let mut last = n;
        while last < n + 3
            && follows(last, last + 1)
            && (particle(last + 1) || at(last + 1).is_some_and(|w| nome_proprio(w.testo)))
        {
            last += 1;
        }
        if follows(last, last + 1) && surname(last + 1) {
            last += 1;
        }
        let end = at(last).filter(|w| last > n && !particle(last) && w.testo.chars().count() > 2)?;
        return Some((Persona { dove: first.inizio..end.fine(), debole: false }, last + 1));
    }
    if comune(first.testo) && !particle(n) {
        return None;
    }
    // Surnames first, of which all are in capitals or the name is a weak one.
    let mut last = n;
    // After a particle comes a surname, whatever it looks like: «DE LUCA Anna».
    while last < n + 3
        && follows(last, last + 1)
        && (particle(last) || !at(last + 1).is_some_and(|w| nome_proprio(w.testo)))
    {
        last += 1;
        if comune(at(last)?.testo) && !particle(last) {
            return None;
        }
    }
    let given = at(last + 1).filter(|w| follows(last, last + 1) && nome_proprio(w.testo))?;
    let loud = words
        .get(n..=last)?
        .iter()
        .all(|w| w.tutta_maiuscola() || (w.testo.len() <= 3 && w.testo.chars().all(char::is_uppercase)));
    // A word with a capital before a whole name begins the sentence, or is another given name: «Prima Maria Rossi approva», «Gian Luca
    // Neri».
    if !loud && nominata(text, words, last + 1).is_some_and(|(persona, _)| !persona.debole) {
        return None;
    }
    Some((Persona { dove: first.inizio..given.fine(), debole: !loud || given.tutta_maiuscola() }, last + 2))
}

const PARTICELLE: &str = "de, di, del, della, dell, dello, dei, degli, la, lo, li, da";

/// Whether the words before say that the name is of a place or of a thing: `via Mario Rossi`, `scuola Anna Verdi`.
fn in_un_nome(text: &str, words: &[Parola<'_>], n: usize) -> bool {
    const LUOGHI: &str = "via, viale, vicolo, corso, piazza, piazzale, largo, strada, rotonda, ponte, scuola, scuole, istituto, \
        istituti, liceo, plesso, asilo, nido, infanzia, primaria, secondaria, comprensivo, biblioteca, teatro, \
        parco, palazzo, palestra, stadio, centro, casa, villa, ospedale, residenza, rsa, fondazione, premio, \
        associazione, museo, sala, auditorium, san, santa, santo, sant, don, padre, papa, complesso, polo, \
        edificio, caserma, cascina, giardino, giardini, circolo, cooperativa, intitolata, intitolato, dedicata, \
        dedicato, legge, metodo";
    let Some(here) = words.get(n) else { return false };
    let before = words.get(n.saturating_sub(3)..n).unwrap_or_default();
    before.iter().any(|word| {
        let near =
            text.get(word.fine()..here.inizio).is_some_and(|t| !t.contains([',', ';', ':', '|', '(', '\u{2013}']));
        let bare = word.testo.trim_end_matches(['\'', '’']).to_lowercase();
        near && voci(LUOGHI).any(|known| known == bare)
    })
}

/// Words that begin with a capital in plans and are no surname.
fn comune(word: &str) -> bool {
    const INIZI: &str = "settor, serviz, uffic, area, aree, unità, unita, comun, union, provinc, region, assessor, sindac, consigl, \
        giunt, direttor, dirigent, responsabil, segretari, istruttor, funzionar, operator, collaborator, categori, \
        profil, posizion, obiettiv, indicator, person, polizi, municip, local, social, educativ, tribut, anagraf, \
        tecnic, amministra, contab, cultur, bibliotec, scolastic, ambient, urbanistic, edilizi, lavor, general, \
        affar, risors, uman, piano, programm, progett, gennaio, febbraio, marzo, aprile, maggio, giugno, luglio, \
        agosto, settembre, ottobre, novembre, dicembre, total";
    const INTERE: &str = "il, la, lo, gli, le, un, una, per, con, dal, alla, nel, nella, sul, che, non, come, cat, ente, dup, peg, \
        nome";
    let lower = word.to_lowercase();
    voci(INTERE).any(|known| known == lower) || voci(INIZI).any(|start| lower.starts_with(start))
}

/// Whether a word is a common given name.
fn nome_proprio(word: &str) -> bool {
    const NOMI: &str = "adele, adriana, adriano, agata, agnese, alberto, alda, aldo, alessandra, alessandro, alessia, alessio, \
        alfonso, alfredo, alice, ambra, amedeo, andrea, angela, angelo, anita, anna, annalisa, annamaria, \
        antonella, antonia, antonietta, antonino, antonio, arianna, armando, arturo, asia, aurora, barbara, \
        beatrice, benedetta, benedetto, bianca, bruna, bruno, camilla, carla, carlo, carmela, carmelo, carmine, \
        carolina, caterina, cecilia, chiara, cinzia, claudia, claudio, clara, concetta, corrado, cosimo, cristian, \
        cristiana, cristiano, cristina, daniela, daniele, dario, davide, debora, deborah, diana, diego, domenica, \
        domenico, donatella, donato, edoardo, elena, eleonora, elia, eliana, elisa, elisabetta, emanuela, emanuele, \
        emilio, emma, enrica, enrico, enzo, erica, erika, ernesto, ester, eugenio, eva, fabio, fabiola, fabrizio, \
        federica, federico, ferdinando, filippo, fiorella, flavia, flavio, francesca, francesco, franca, franco, \
        gabriele, gabriella, gaetano, gennaro, giacomo, giada, giancarlo, gianfranco, gianluca, gianni, giorgia, \
        giorgio, giovanna, giovanni, giulia, giuliana, giuliano, giulio, giuseppe, giuseppina, graziella, greta, \
        guido, ida, ilaria, ines, irene, isabella, ivan, ivana, ivano, jacopo, laura, lara, leonardo, letizia, \
        licia, lidia, liliana, lisa, livia, lorena, lorenza, lorenzo, loredana, loretta, luca, lucia, luciana, \
        luciano, lucio, luigi, luigia, luisa, maddalena, manuela, manuel, marcella, marcello, marco, margherita, \
        maria, mariangela, marianna, mariano, marina, mario, marisa, marta, martina, massimiliano, massimo, \
        matilde, matteo, mattia, maura, maurizio, mauro, michela, michele, milena, mirco, mirella, mirko, monica, \
        nadia, natalia, nicola, nicoletta, nicolò, nunzia, olga, orietta, oscar, ottavio, paola, paolo, pasquale, \
        patrizia, patrizio, piera, piero, pietro, raffaele, raffaella, renata, renato, renzo, riccardo, rita, \
        roberta, roberto, rocco, romina, rosa, rosalia, rosanna, rosaria, rosario, rossana, rossella, sabina, \
        sabrina, salvatore, samuele, sandra, sandro, sara, sebastiano, serena, sergio, silvana, silvano, silvia, \
        silvio, simona, simone, sofia, sonia, stefania, stefano, susanna, tamara, tania, teresa, tiziana, tiziano, \
        tommaso, umberto, ugo, valentina, valeria, valerio, vanessa, vera, veronica, vincenza, vincenzo, virginia, \
        vito, vittorio, walter";
    static INSIEME: LazyLock<BTreeSet<&str>> = LazyLock::new(|| voci(NOMI).collect());
    word.starts_with(char::is_uppercase) && INSIEME.contains(word.to_lowercase().as_str())
}

/// Whether `text` names the same person as `other`: the same words, titles and order aside.
pub(super) fn stessa(text: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let all = words_with_places(text).into_iter().map(|word| word.testo.to_lowercase());
        all.filter(|word| word.chars().count() > 1 && !["ssa", "ra"].contains(&word.as_str()))
            .filter(|word| voci(TITOLI).all(|title| title != word))
            .collect()
    };
    let (a, b) = (words(text), words(other));
    !a.is_empty() && a.iter().all(|word| b.contains(word))
}

/// Runs of ASCII letters and digits that stand alone.
fn blocchi(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    text.split(|c: char| !c.is_alphanumeric()).map(move |word| {
        let at = rest;
        // Each separator is a character; where the next word begins is found by its address.
        rest = at + word.len() + text.get(at + word.len()..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        (at, word)
    })
}

/// The codici fiscali of persons, with a right last letter.
pub(super) fn codici_fiscali(text: &str) -> Vec<Range<usize>> {
    blocchi(text)
        .filter(|(_, word)| codice_fiscale(&word.to_uppercase()))
        .map(|(at, word)| at..at + word.len())
        .collect()
}

fn codice_fiscale(code: &str) -> bool {
    let bytes = code.as_bytes();
    let [.., last] = bytes else { return false };
    // Letters stand for figures where two persons would have the same code (omocodia).
    let figure = |b: u8| b.is_ascii_digit() || b"LMNPQRSTUV".contains(&b);
    let shape = bytes.iter().enumerate().all(|(n, b)| match n {
        0..=5 | 11 | 15 => b.is_ascii_uppercase(),
        8 => b"ABCDEHLMPRST".contains(b),
        _ => figure(*b),
    });
    if bytes.len() != 16 || !shape {
        return false;
    }
    let sum: u32 =
        bytes.iter().take(15).enumerate().map(|(n, b)| if n % 2 == 0 { dispari(*b) } else { pari(*b) }).sum();
    u32::from(*last) == u32::from(b'A') + sum % 26
}

/// The value of a character in an even place: its figure, or its place in the alphabet.
fn pari(b: u8) -> u32 {
    u32::from(if b.is_ascii_digit() { b - b'0' } else { b.saturating_sub(b'A') })
}

/// The value in an odd place (DM 23 dicembre 1976).
fn dispari(b: u8) -> u32 {
    const VALORI: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    usize::try_from(pari(b)).ok().and_then(|n| VALORI.get(n)).copied().unwrap_or_default()
}

/// Italian IBAN with right control figures, with or without spaces.
pub(super) fn iban(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    for (at, _) in blocchi(text).filter(|(_, word)| word.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("it"))) {
        let mut code = String::new();
        let mut end = at;
        let mut chars = text.get(at..).unwrap_or_default().char_indices().peekable();
        while let Some((n, c)) =
            chars.next_if(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-'))
        {
            if c.is_ascii_alphanumeric() {
                code.push(c.to_ascii_uppercase());
                end = at + n + 1;
            }
            if code.len() == 27 {
                break;
            }
        }
        let alone = !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
        if alone && giusto(&code) && out.last().is_none_or(|last| last.end <= at) {
            out.push(at..end);
        }
    }
    out
}

/// Country, two figures, a letter, ten figures, twelve letters or figures; the whole leaves 1 when divided by 97 (ISO 13616).
fn giusto(code: &str) -> bool {
    let shape = code.len() == 27
        && code.bytes().enumerate().all(|(n, b)| match n {
            0 | 1 | 4 => b.is_ascii_uppercase(),
            2 | 3 | 5..=14 => b.is_ascii_digit(),
            _ => b.is_ascii_alphanumeric(),
        });
    let turned = code.bytes().skip(4).chain(code.bytes().take(4));
    let rest = turned.fold(0u32, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b.saturating_sub(b'A')) + 10) % 97,
    });
    shape && rest == 1
}

/// Italian mobile numbers: `333 1234567`, `+39 333.12.34.567`.
pub(super) fn cellulari(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut after = 0;
    for (at, _) in text.match_indices('3') {
        if at < after {
            continue;
        }
        if let Some(range) = cellulare(text, at) {
            after = range.end;
            out.push(range);
        }
    }
    out
}

/// The mobile whose own first figure is at `at`, with its prefix.
fn cellulare(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text.get(..at)?;
    let bare = before.trim_end_matches([' ', '.', '\u{a0}', '-', ')']);
    let prefix = ["(+39", "+39", "0039"].iter().find(|prefix| bare.ends_with(**prefix)).map(|p| bare.len() - p.len());
    let start = prefix.unwrap_or(at);
    // A part of a longer number or of a code.
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '=' | '+');
    let mut left = text.get(..start)?.chars().rev();
    let (first, second) = (left.next(), left.next());
    let number = matches!(first, Some('.' | ',')) && second.is_some_and(|c| c.is_ascii_digit());
    if first.is_some_and(joined) || number {
        return None;
    }
    let (mut digits, mut end) = (String::new(), at);
    let (mut groups, mut group): (Vec<usize>, usize) = (vec![], 0);
    for (n, c) in text.get(at..)?.char_indices() {
        match c {
            '0'..='9' => {
                digits.push(c);
                group += 1;
                end = at + n + 1;
            }
            ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}' if group > 0 && digits.len() < 10 => {
                groups.push(group);
                group = 0;
            }
            _ => break,
        }
    }
    groups.push(group);
    groups.retain(|group| *group > 0);
    let right = text.get(end..)?;
    let goes_on = right.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '%'))
        || (right.starts_with([',', '.', '-']) && right.chars().nth(1).is_some_and(|c| c.is_ascii_digit()));
    let operator = digits.get(1..2).is_some_and(|d| ("1"..="9").contains(&d));
    // Three figures before the others, or all in one: `3.451.234.567` is an amount.
    let shape = matches!(groups.as_slice(), [10] | [3, ..]) || prefix.is_some();
    if digits.len() != 10 || goes_on || !operator || !shape {
        return None;
    }
    let around = |text: &str| text.trim().trim_end_matches([':', '.', ' ', 'n', '°']).to_lowercase();
    let head: String = text.get(..start)?.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    let head = around(&head);
    let other =
        ["cig", "prot", "protocollo", "euro", "€", "codice", "cup", "pratica", "matricola", "gara", "repertorio", "id"];
    let money = right.trim_start().to_lowercase();
    let alone = groups == [10] && prefix.is_none();
    if alone && (other.iter().any(|word| head.ends_with(word)) || money.starts_with("euro") || money.starts_with('€'))
    {
        return None;
    }
    Some(start..end)
}

/// Addresses of mail: the whole, and the two sides of the sign.
pub(super) fn poste(text: &str) -> Vec<(Range<usize>, &str, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let mut out = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + 1..).unwrap_or_default();
        let name = before
            .rfind(|c| !part(c))
            .map_or(0, |n| n + before.get(n..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        let domain = after
            .get(..after.find(|c| !part(c)).unwrap_or(after.len()))
            .unwrap_or_default()
            .trim_end_matches(['.', '-']);
        let name_text = before.get(name..).unwrap_or_default();
        if !name_text.is_empty() && domain.contains('.') {
            out.push((name..at + 1 + domain.len(), name_text, domain));
        }
    }
    out
}

/// Whether the name of a mailbox is of a person: `mario.rossi`, `rossi.mario`.
pub(super) fn casella_di_persona(name: &str) -> bool {
    let words: Vec<&str> = name.split(['.', '_', '-']).filter(|word| !word.is_empty()).collect();
    let given = |word: &str| {
        let mut chars = word.chars();
        let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        nome_proprio(&capital)
    };
    words.len() > 1 && words.iter().all(|w| w.chars().all(char::is_alphabetic)) && words.iter().any(|word| given(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<&str> {
        ranges.into_iter().map(|range| text.get(range).expect("a range of the text")).collect()
    }

    #[test]
    fn persons() {
        let names = |text: &'static str| found(text, persone(text).into_iter().filter(|p| !p.debole).map(|p| p.dove));
        for (text, expected) in [
            ("Il referente è Mario Rossi.", "Mario Rossi"),
            ("assegnata a Maria Teresa De Luca dal 2026", "Maria Teresa De Luca"),
            ("ROSSI Mario C1", "ROSSI Mario"),
            ("la Sig.ra Verdi è assente", "Sig.ra Verdi"),
            ("il dott. Mario Bianchi", "dott. Mario Bianchi"),
            ("la dott.ssa D’Angelo", "dott.ssa D’Angelo"),
            ("Ing. Neri", "Ing. Neri"),
            ("ANNA BIANCHI", "ANNA BIANCHI"),
            ("Prima Maria Rossi approva", "Maria Rossi"),
            ("Con Mario Bianchi si concorda", "Mario Bianchi"),
            ("Da Elena De Santis arriva", "Elena De Santis"),
            ("Infine Paolo Andrea Verdi", "Paolo Andrea Verdi"),
            ("Pier Luigi Neri", "Luigi Neri"),
        ] {
            assert_eq!(names(text), [expected], "{text}");
        }
        for text in [
            "Piazza Giuseppe Garibaldi, via Anna Frank e viale Marco Polo",
            "La scuola primaria Giovanni Pascoli",
            "l’istituto comprensivo “Maria Montessori”",
            "San Giovanni in Persiceto e Santa Maria Nuova",
            "Servizio Tributi, Settore Affari Generali",
            "Andrea Servizi",
            "il Comune di Prova e la Regione Emilia-Romagna",
            "SETTORE MARIO",
            "dott. e ing.",
            "L’Ing. di turno",
            "",
        ] {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(persone("Rossi Mario"), [Persona { dove: 0..11, debole: true }]);
        assert!(
            stessa("dott. ROSSI Mario", "Mario Rossi")
                && stessa("Dott.ssa Verdi", "Anna Verdi")
                && !stessa("Anna Neri", "Anna Verdi")
        );
    }

    #[test]
    fn codes_of_persons() {
        // Of invented persons: only the last letter is computed.
        for code in ["RSSMRA80A01H501U", "rssmra80a01h501u", "RSSMRA80A01H50MM"] {
            let line = format!("codice {code}, ");
            assert_eq!(found(&line, codici_fiscali(&line)), [code]);
        }
        assert!(!codice_fiscale("RSSMRA80A01H501V") && !codice_fiscale("80012345678") && !codice_fiscale(""));
        assert_eq!(found("(è RSSMRA80A01H501U)", codici_fiscali("(è RSSMRA80A01H501U)")), ["RSSMRA80A01H501U"]);
        assert_eq!(codici_fiscali("XRSSMRA80A01H501U").len(), 0);
    }

    #[test]
    fn accounts() {
        for text in
            ["IT60X0542811101000000123456", "it60 x054 2811 1010 0000 0123 456", "IT60\u{a0}X 05428 11101 000000123456"]
        {
            let line = format!("sul conto {text}.");
            assert_eq!(found(&line, iban(&line)), [text]);
        }
        for text in ["IT61X0542811101000000123456", "IT60X05428111010000001234567", "IT60", "Italia 2026", "it"] {
            assert_eq!(iban(text).len(), 0, "{text}");
        }
    }

    #[test]
    fn mobiles() {
        for text in [
            "333 1234567",
            "+39 333 1234567",
            "333.123.45.67",
            "3331234567",
            "0039 347-1234567",
            "(+39) 3331234567",
            "320/1234567",
        ] {
            let line = format!("Chiamare {text}, ore 9.");
            assert_eq!(found(&line, cellulari(&line)), [text]);
        }
        for text in [
            "051 1234567",
            "3.451.234.567 euro",
            "€ 3451234567",
            "3451234567 euro",
            "CIG 3451234567",
            "prot. n. 3451234567",
            "2025/3451234567",
            "33312345678",
            "345.123.456,00",
            "330 000",
            "dal 333 al 1234567",
            "H41F22002740006",
            "390 123 456",
            "30/06/2025 - 31/12/2026",
        ] {
            assert_eq!(found(text, cellulari(text)), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn mail() {
        let text = "scrivi a «mario.rossi@esempio.it», urp@comune.prova.it. No: @prova, a@b";
        let all: Vec<&str> = poste(text).into_iter().map(|(range, ..)| &text[range]).collect();
        assert_eq!(all, ["mario.rossi@esempio.it", "urp@comune.prova.it"]);
        assert!(casella_di_persona("mario.rossi") && casella_di_persona("bianchi_anna"));
        for office in ["ufficio.tributi", "servizi.sociali", "polizia.locale", "urp", "mario", "m.rossi", "piao.2026"] {
            assert!(!casella_di_persona(office), "{office}");
        }
    }
}
