//! A unit has one name: where another spelling is written, the unit is named by nobody.

use crate::base::span::Spanned;
use crate::index::like_source;
use crate::piano::Sezione;
use crate::piano::element::Element;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0701", "nome-unita", include_str!("nome_unita.md"), check).origine(&["UNIT-NAME"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.piano.incompleto.nomi {
        return;
    }
    let mut words: Vec<&Spanned<String>> = Vec::new();
    referenti(&cx.piano.sezioni, &mut words);
    for (_, obiettivo) in cx.scritti() {
        words.extend(obiettivo.value.fasi.iter().flat_map(|fase| &fase.value.soggetti));
    }
    for word in words {
        if cx.index.named::<Unita>(&word.value).is_some() {
            continue;
        }
        let Some((unita, sure)) = vicina(cx, &word.value) else { continue };
        let unita = &cx.piano[unita];
        let nome = &unita.value.nome;
        let problem = REGOLA
            .at(word.span, format!("«{}» non è il nome di un’unità del piano: forse è «{}»", word.value, nome.value))
            .other(nome.span, "l’unità è scritta qui")
            .help(format!(
                "scrivi \"{}\"; se l’unità si chiama anche «{}», aggiungilo ai suoi `alias`",
                nome.value, word.value
            ));
        let mended = like_source(cx.sources, word, &nome.value);
        out.push(match sure {
            true if stesso(&word.value, unita.value.codice.as_ref().map(|c| c.value.as_str()), &nome.value) => {
                problem.patch(word.span, mended)
            }
            true => problem.proposta(word.span, mended),
            false => problem,
        });
    }
}

fn referenti<'a>(sezioni: &'a [Sezione], out: &mut Vec<&'a Spanned<String>>) {
    for sezione in sezioni {
        out.extend(&sezione.front.referente);
        referenti(&sezione.children, out);
    }
}

/// The unit that `word` seems to name, and whether it can be no other.
fn vicina(cx: &Cx<'_>, word: &str) -> Option<(Pos<Unita>, bool)> {
    let typed = telling_words(word);
    let bare: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if typed.is_empty() && bare.chars().count() > 3 {
        return None;
    }
    let mut near: Vec<(usize, Pos<Unita>)> = Vec::new();
    for (n, unita) in cx.piano.elementi.each::<Unita>() {
        let names = unita.value.alias().into_iter().map(|name| name.value.as_str());
        let code = unita.value.codice.as_ref().map(|code| code.value.as_str());
        let distance = names
            .map(|name| {
                let known = telling_words(name);
                let (a, b) = (typed.join(" "), known.join(" "));
                let far = strsim::damerau_levenshtein(&a, &b);
                if typed.is_empty() || known.is_empty() {
                    usize::MAX
                } else if far <= a.chars().count() / 6 {
                    far
                } else if typed.iter().all(|word| known.contains(word)) {
                    // Part of the name.
                    PARTE
                } else {
                    usize::MAX
                }
            })
            .chain(code.map(|code| {
                let code: String = code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
                if code == bare { 0 } else { usize::MAX }
            }))
            .min();
        if let Some(distance) = distance.filter(|distance| *distance < usize::MAX) {
            near.push((distance, n));
        }
    }
    near.sort_unstable();
    match near.as_slice() {
        // A part of two names names neither.
        [(a, _), (b, _), ..] if a == b => None,
        [(distance, n), ..] => Some((*n, *distance < PARTE)),
        [] => None,
    }
}

/// Whether `word` is the name or the code of a unit apart from case, accents, points and small words. Every letter and figure
/// must be the same, and an «ufficio» is not a «settore».
fn stesso(word: &str, codice: Option<&str>, nome: &str) -> bool {
    let bare =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let kinds = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let kind = |word: &str| ["settor", "serviz", "uffic", "area"].iter().any(|kind| word.starts_with(kind));
        words.filter(|word| kind(word) || word.bytes().any(|b| b.is_ascii_digit())).collect()
    };
    codice.is_some_and(|codice| bare(codice) == bare(word))
        || (telling_words(word) == telling_words(nome) && kinds(word).iter().all(|kind| kinds(nome).contains(kind)))
}

/// The distance of a part of a name: more than any slip.
const PARTE: usize = 1000;

/// The words that tell one unit from another, without case, accents and endings that change nothing.
fn telling_words(text: &str) -> Vec<String> {
    const COMUNI: [&str; 33] = [
        "di", "e", "ed", "del", "della", "dello", "dei", "degli", "delle", "al", "ai", "alla", "allo", "agli", "alle",
        "il", "la", "lo", "gli", "le", "l", "d", "dell", "all", "per", "settore", "settori", "servizio", "servizi",
        "ufficio", "uffici", "area", "unita",
    ];
    crate::base::text::fold(text)
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty() && !COMUNI.contains(word))
        .map(str::to_owned)
        .collect()
}
