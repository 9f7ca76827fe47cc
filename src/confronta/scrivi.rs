//! A comparison for the terminal, in Markdown and in JSON; `html.rs` has its page. All have the same sentences in the same order. Text of
//! authors is inert in each: no mark in it can act.

use super::parole::{Brano, Paragrafo, Pezzo};
use super::{C_E, Confronto, Segno, Voce};
use crate::piano::element::quanti;
use serde_json::{Value, json};

/// Said of two plans that are the same.
pub(super) const UGUALI: &str = "I due piani sono uguali: non è cambiato nulla.";
/// The columns of the table.
pub(super) const COLONNE: [&str; 4] = ["Che cosa", "Prima", "Dopo", "Che cosa vuol dire"];
/// What is said where the two plans are of different bodies.
pub(super) const DUE_ENTI: &str = "Sono i piani di due enti diversi, e nessuno dei due è cambiato: «prima» e «tolto» vogliono dire «nel primo piano», «dopo» e «aggiunto» «nel secondo».";
pub(super) const TITOLO: &str = "Che cosa è cambiato";
pub(super) const PAROLE: &str =
    "Le parole tolte sono precedute da «tolto», quelle nuove da «aggiunto». Il resto del paragrafo è uguale.";

/// Said of a picture that changed, where it cannot be shown.
const ALTRA_FIGURA: &str = "al suo posto ce n’è un’altra; la forma HTML mostra le due";

/// Said where only pictures changed.
pub(super) const IL_RESTO: &str = "Le parole, i numeri e le tabelle pubblicati nei dati sono gli stessi.";

pub(super) fn titolo_figure(confronto: &Confronto) -> String {
    format!("Figure: {}", quanti(confronto.figure.len(), "cambiata", "cambiate"))
}

pub(super) fn titolo_parole(confronto: &Confronto) -> String {
    format!("Parole: {} {}", confronto.brani.len(), if confronto.brani.len() == 1 { "punto" } else { "punti" })
}

/// The name of what changed, with its field.
fn nome(voce: &Voce) -> String {
    if voce.campo.is_empty() { voce.scheda.clone() } else { format!("{} – {}", voce.scheda, voce.campo) }
}

/// What stands under the title of words that changed.
pub(super) fn sotto(brano: &Brano) -> String {
    if brano.nota.is_empty() { brano.titolo.clone() } else { format!("{} · {}", brano.titolo, brano.nota) }
}

/// A paragraph that changed, after the words that say where it is. `inert` writes words of authors; the other two are what stands
/// around words that went and around new ones.
pub(super) fn in_parole(
    paragrafo: &Paragrafo,
    inert: &dyn Fn(&str) -> String,
    [tolto, fine_tolto]: [&str; 2],
    [aggiunto, fine_aggiunto]: [&str; 2],
) -> String {
    let piece = |piece: &Pezzo| match piece {
        Pezzo::Uguale(words) => inert(words),
        Pezzo::Tolto(words) => format!("{tolto}{}{fine_tolto}", inert(words)),
        Pezzo::Aggiunto(words) => format!("{aggiunto}{}{fine_aggiunto}", inert(words)),
    };
    let place = if paragrafo.dove.is_empty() { String::new() } else { format!("{}: ", inert(&paragrafo.dove)) };
    format!("{place}{}", paragrafo.pezzi.iter().map(piece).collect::<Vec<_>>().join(" "))
}

// --- For the terminal ---

/// The comparison for people, in lines of at most `width` columns.
pub(crate) fn testo(confronto: &Confronto, width: usize) -> String {
    if confronto.uguali() {
        return UGUALI.to_owned();
    }
    let mut out = String::new();
    let mut say = |words: &str, head: &str, indent: usize| {
        let under = " ".repeat(indent);
        let options = textwrap::Options::new(width)
            .initial_indent(head)
            .subsequent_indent(&under)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(words, options) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    };
    let [prima, dopo] = &confronto.piani;
    say(prima, "Prima: ", 7);
    say(dopo, "Dopo:  ", 7);
    say("", "", 0);
    if let Some(words) = confronto.avvertenza {
        say(words, "", 0);
        say("", "", 0);
    }
    confronto.breve.iter().for_each(|words| say(words, "- ", 2));
    for (title, voci) in confronto.parti() {
        say("", "", 0);
        say(&title.to_uppercase(), "", 0);
        let mut of = "";
        for voce in voci {
            if of != voce.scheda {
                say("", "", 0);
                say(&voce.scheda, &format!("{} ", segno(voce.segno)), 2);
                of = &voce.scheda;
            }
            let field = if voce.campo.is_empty() { String::new() } else { format!("{}: ", voce.campo) };
            let value = match voce.segno {
                Segno::Aggiunto | Segno::Tolto if [&voce.prima, &voce.dopo].iter().any(|words| *words == C_E) => {
                    say(&format!("{field}{}", voce.vuol_dire()), "    ", 6);
                    continue;
                }
                Segno::Aggiunto => voce.dopo.clone(),
                Segno::Tolto => voce.prima.clone(),
                Segno::Spostato => format!("da {} a {}", voce.prima, voce.dopo),
                Segno::Cambiato => format!("prima {}, dopo {}", voce.prima, voce.dopo),
            };
            let sense = voce.vuol_dire();
            let sense = if sense.is_empty() { String::new() } else { format!(" ({sense})") };
            say(&format!("{field}{value}{sense}"), "    ", 6);
        }
    }
    if !confronto.brani.is_empty() {
        say("", "", 0);
        say(&titolo_parole(confronto).to_uppercase(), "", 0);
        for brano in &confronto.brani {
            say("", "", 0);
            say(&sotto(brano), "~ ", 2);
            for paragrafo in &brano.paragrafi {
                let words = in_parole(paragrafo, &str::to_owned, ["[tolto: ", "]"], ["[aggiunto: ", "]"]);
                say(&words, "    ", 6);
            }
        }
    }
    if !confronto.figure.is_empty() {
        say("", "", 0);
        say(&titolo_figure(confronto).to_uppercase(), "", 0);
        say("", "", 0);
        for figura in &confronto.figure {
            say(&format!("{}: {ALTRA_FIGURA}", figura.titolo), "~ ", 2);
        }
    }
    say("", "", 0);
    confronto.chiusura.iter().for_each(|words| say(words, "", 0));
    out.trim_end().to_owned()
}

/// The sign of a change, beside its words.
fn segno(segno: Segno) -> &'static str {
    match segno {
        Segno::Aggiunto => "+",
        Segno::Tolto => "−",
        Segno::Spostato => "→",
        Segno::Cambiato => "~",
    }
}

// --- Markdown ---

/// The comparison in Markdown, with its tables.
pub(crate) fn markdown(confronto: &Confronto) -> String {
    if confronto.uguali() {
        return UGUALI.to_owned();
    }
    let [prima, dopo] = &confronto.piani;
    let mut out = format!("# {TITOLO}\n\nPrima: {}\n\nDopo: {}\n\n", md(prima), md(dopo));
    confronto.avvertenza.iter().for_each(|words| out += &format!("{}\n\n", md(words)));
    confronto.breve.iter().for_each(|words| out += &format!("- {}\n", md(words)));
    for (title, voci) in confronto.parti() {
        out += &format!("\n## {}\n\n| {} |\n| --- | --- | --- | --- |\n", md(&title), COLONNE.join(" | "));
        for voce in voci {
            out += &format!(
                "| {} | {} | {} | {} |\n",
                md(&nome(voce)),
                md(&voce.prima),
                md(&voce.dopo),
                md(&voce.vuol_dire())
            );
        }
    }
    if !confronto.brani.is_empty() {
        out += &format!("\n## {}\n\n{PAROLE}\n", md(&titolo_parole(confronto)));
        for brano in &confronto.brani {
            out += &format!("\n### {}\n", md(&sotto(brano)));
            for paragrafo in &brano.paragrafi {
                let words = in_parole(paragrafo, &md, ["tolto: ~~", "~~"], ["aggiunto: **", "**"]);
                out += &format!("\n- {words}\n");
            }
        }
    }
    if !confronto.figure.is_empty() {
        out += &format!("\n## {}\n\n", md(&titolo_figure(confronto)));
        confronto.figure.iter().for_each(|one| out += &format!("- {}: {ALTRA_FIGURA}\n", md(&one.titolo)));
    }
    out.push('\n');
    confronto.chiusura.iter().for_each(|words| out += &format!("{}\n\n", md(words)));
    out.trim_end().to_owned()
}

/// `text` as words of Markdown, on one line. Every sign that could mean something has a backslash, even where it would mean nothing:
/// a text that begins a line here may stand elsewhere tomorrow.
fn md(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if "\\`*_[]<>#|~&!{}$^=@".contains(c) || "+-".contains(c) && out.is_empty() {
            out.push('\\');
        }
        out.push(c);
    }
    // An address that some readers would make into a link, and a number that would begin a list.
    let out = out.replace("://", "\\://").replace("www.", "www\\.").replace("WWW.", "WWW\\.");
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    match out.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && (rest.starts_with([')']) || rest == "." || rest.starts_with(". ")) => {
            format!("{number}\\{rest}")
        }
        _ => out,
    }
}

// --- JSON ---

/// The comparison for programs. `patch` is a JSON Patch that makes the first `piao.json` into the second.
pub(crate) fn json(confronto: &Confronto) -> String {
    let voce = |voce: &Voce| {
        json!({
            "parte": voce.parte.titolo(),
            "cambia": match voce.segno {
                Segno::Aggiunto => "aggiunto",
                Segno::Tolto => "tolto",
                Segno::Spostato => "spostato",
                Segno::Cambiato => "cambiato",
            },
            "scheda": voce.scheda,
            "campo": voce.campo,
            "prima": voce.prima,
            "dopo": voce.dopo,
            "vuol_dire": voce.vuol_dire(),
        })
    };
    let brano = |brano: &Brano| {
        let piece = |piece: &Pezzo| match piece {
            Pezzo::Uguale(words) => json!({ "uguale": words }),
            Pezzo::Tolto(words) => json!({ "tolto": words }),
            Pezzo::Aggiunto(words) => json!({ "aggiunto": words }),
        };
        let paragraphs: Vec<Value> = brano
            .paragrafi
            .iter()
            .map(|paragrafo| json!({ "dove": paragrafo.dove, "pezzi": paragrafo.pezzi.iter().map(piece).collect::<Vec<_>>() }))
            .collect();
        json!({ "titolo": brano.titolo, "nota": brano.nota, "paragrafi": paragraphs })
    };
    let whole = json!({
        "uguali": confronto.uguali(),
        "prima": confronto.piani[0],
        "dopo": confronto.piani[1],
        "breve": confronto.breve,
        "voci": confronto.voci.iter().map(voce).collect::<Vec<_>>(),
        "parole": confronto.brani.iter().map(brano).collect::<Vec<_>>(),
        "figure": confronto.figure.iter().map(|one| &one.titolo).collect::<Vec<_>>(),
        "chiusura": confronto.chiusura,
        "patch": confronto.patch,
    });
    let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    // A terminal must not see them, and a reader of JSON must read them as they were.
    let escaped = |c: char| match c {
        '\u{7f}'..='\u{9f}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(escaped).collect()
}
