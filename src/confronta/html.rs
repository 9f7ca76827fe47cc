//! A comparison as HTML. [`corpo`] is what stands in any page that shows one; [`html`] is the page of the command, with its styles
//! inside. Words of authors are inert in both.

use super::parole::Brano;
use super::scrivi::{COLONNE, PAROLE, TITOLO, UGUALI, in_parole, sotto, titolo_figure, titolo_parole};
use super::{Confronto, Figura, Scala, Segno, Verso, Voce};
use crate::emit::html::{escape, immagine_in_pagina};
use crate::emit::layouts::Layouts;
use crate::piano::element::misura::Decimale;
use std::fmt::Write;

/// The most changes of a part, or paragraphs of a section, that a narrow screen shows at once.
const MOLTE: usize = 6;

/// Where the words that changed stand.
const ANCORA_PAROLE: &str = "parole";

/// What the circles on a line are.
const DUE_VALORI: &str =
    "Il cerchio vuoto è il valore di prima, quello pieno il valore di ora. «Più impegnativo» tiene conto del verso.";

/// Where the pictures that changed stand.
const ANCORA_FIGURE: &str = "figure";

/// The comparison as a page that needs no other file, to be opened, printed or pasted.
pub(crate) fn html(confronto: &Confronto, layouts: &Layouts) -> String {
    let style = String::from_utf8_lossy(layouts.get("html/confronta.css").unwrap_or_default()).into_owned();
    format!(
        "<!doctype html>\n<html lang=\"it\" class=\"sola\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{TITOLO}</title>\n\
         <style>\n{style}</style>\n</head>\n<body>\n<main class=\"confronto\">\n<h1>{TITOLO}</h1>\n{}</main>\n</body>\n</html>",
        corpo(confronto, &|_, _, figura| immagine_in_pagina(&figura.formato, &figura.bytes))
    )
}

/// What stands under the title of a page that shows the comparison: that of the command, and that of the site. `indirizzo`: where a picture
/// is, by whether it is that of before and by the name of its file.
pub(crate) fn corpo(confronto: &Confronto, indirizzo: &dyn Fn(bool, &str, &Figura) -> String) -> String {
    if confronto.uguali() {
        return format!("<p>{UGUALI}</p>\n");
    }
    let [prima, dopo] = &confronto.piani;
    let mut out = format!(
        "<dl class=\"piani\">\n<div><dt>Prima</dt><dd>{}</dd></div>\n<div><dt>Dopo</dt><dd>{}</dd></div>\n</dl>\n",
        esc(prima),
        esc(dopo)
    );
    confronto.avvertenza.iter().for_each(|words| out += &format!("<p class=\"come\">{}</p>\n", esc(words)));
    let parti: Vec<(String, Vec<&Voce>)> = confronto.parti().collect();
    let ancora = |n: usize| format!("parte-{}", n + 1);
    out += "<section class=\"breve\">\n<h2>In breve</h2>\n<ul>\n";
    for (n, words) in confronto.breve.iter().enumerate() {
        let to = match n.checked_sub(parti.len()) {
            None => ancora(n),
            Some(0) if !confronto.brani.is_empty() => ANCORA_PAROLE.to_owned(),
            Some(_) => ANCORA_FIGURE.to_owned(),
        };
        let (head, rest) = words.split_once(':').unwrap_or((words, ""));
        let colon = if rest.is_empty() { "" } else { ":" };
        let _ = writeln!(out, "<li><a href=\"#{to}\">{}</a>{colon}{}</li>", esc(head), esc(rest));
    }
    out += "</ul>\n";
    confronto.chiusura.iter().for_each(|words| out += &format!("<p>{}</p>\n", esc(words)));
    out += "</section>\n";
    for (n, (title, voci)) in parti.iter().enumerate() {
        let _ = write!(out, "<section id=\"{}\">\n<h2>{}</h2>\n", ancora(n), esc(title));
        if voci.iter().any(|voce| voce.scala.is_some()) {
            let _ = writeln!(out, "<p class=\"come\">{DUE_VALORI}</p>");
        }
        tavola(voci, &mut out);
        out += "</section>\n";
    }
    if !confronto.brani.is_empty() {
        let title = esc(&titolo_parole(confronto));
        let _ = write!(out, "<section id=\"{ANCORA_PAROLE}\">\n<h2>{title}</h2>\n<p class=\"come\">{PAROLE}</p>\n");
        confronto.brani.iter().for_each(|brano| parole(brano, &mut out));
        out += "</section>\n";
    }
    if !confronto.figure.is_empty() {
        let title = esc(&titolo_figure(confronto));
        let _ = write!(out, "<section id=\"{ANCORA_FIGURE}\">\n<h2>{title}</h2>\n");
        for cambiata in &confronto.figure {
            let _ = write!(out, "<h3>{}</h3>\n<div class=\"due-figure\">\n", esc(&cambiata.titolo));
            for ((when, prima), figura) in [("Prima", true), ("Dopo", false)].into_iter().zip(&cambiata.coppia) {
                let (src, alt) = (indirizzo(prima, &cambiata.nome, figura), format!("{when}: {}", cambiata.titolo));
                let _ = writeln!(
                    out,
                    "<figure><figcaption>{when}</figcaption><img src=\"{}\" alt=\"{}\"></figure>",
                    esc(&src),
                    esc(&alt)
                );
            }
            out += "</div>\n";
        }
        out += "</section>\n";
    }
    out
}

/// The changes of a part. On a narrow screen a row is a card, where each value has the name of its column before it: a reader that takes
/// the cells for a table no more still says which is which.
fn tavola(voci: &[&Voce], out: &mut String) {
    // Where the two values say all, no column is left for what they mean.
    let meaning = |voce: &&Voce| vuol_dire(voce) + &voce.scala.as_ref().map(due_valori).unwrap_or_default();
    let sensi: Vec<String> = voci.iter().map(meaning).collect();
    let said = sensi.iter().any(|words| !words.is_empty());
    let heads: String = COLONNE
        .iter()
        .take(if said { COLONNE.len() } else { COLONNE.len() - 1 })
        .map(|name| format!("<th scope=\"col\">{name}</th>"))
        .collect();
    let end = piegato(voci.len(), "tutte le voci", out);
    let _ = write!(out, "<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n");
    let [_, prima, dopo, senso] = COLONNE;
    let cell = |class: &str, name: &str, words: &str| match words {
        "" => "<td class=\"niente\"></td>".to_owned(),
        words => format!("<td class=\"{class}\" data-nome=\"{name}\">{words}</td>"),
    };
    for (voce, meaning) in voci.iter().zip(&sensi) {
        let campo = if voce.campo.is_empty() {
            String::new()
        } else {
            format!("<span class=\"stacca\"> – </span><span class=\"campo\">{}</span>", esc(&voce.campo))
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}<span class=\"scheda\">{}</span>{campo}</th>{}{}{}</tr>",
            segno(voce.segno),
            esc(&voce.scheda),
            cell(if voce.segno == Segno::Aggiunto { "prima vuota" } else { "prima" }, prima, &esc(&voce.prima)),
            cell(if voce.segno == Segno::Tolto { "dopo vuota" } else { "dopo" }, dopo, &esc(&voce.dopo)),
            if said { cell("senso", senso, meaning) } else { String::new() },
        );
    }
    *out += "</tbody>\n</table>\n";
    *out += end;
}

/// Two values on one line: an empty circle for that of before, a full one for that of today. The words beside it say the same.
fn due_valori(scala: &Scala) -> String {
    const FROM: f64 = 8.0;
    const WIDE: f64 = 184.0;
    let at = |value: Decimale| FROM + WIDE * (value.as_f64() / scala.fine.as_f64()).clamp(0.0, 1.0);
    let (before, after, end) = (at(scala.prima), at(scala.dopo), FROM + WIDE);
    let sign = if scala.percento { "\u{a0}%" } else { "" };
    format!(
        "<svg class=\"due-valori\" viewBox=\"0 0 200 30\" width=\"200\" height=\"30\" aria-hidden=\"true\">\
         <path class=\"filo\" d=\"M{FROM} 9H{end}\"/><path class=\"tratto\" d=\"M{before:.1} 9H{after:.1}\"/>\
         <circle class=\"vuoto\" cx=\"{before:.1}\" cy=\"9\" r=\"4.5\"/><circle class=\"pieno\" cx=\"{after:.1}\" cy=\"9\" r=\"5\"/>\
         <text x=\"{FROM}\" y=\"27\">0</text><text x=\"{end}\" y=\"27\" text-anchor=\"end\">{}{sign}</text></svg>",
        scala.fine
    )
}

/// Opens what has many parts, and returns what closes it. A narrow screen shows the first ones alone until `details` is opened, by the style
/// sheet; other screens and paper show all of them.
fn piegato(parts: usize, what: &str, out: &mut String) -> &'static str {
    if parts <= MOLTE {
        return "";
    }
    let _ = write!(out, "<div class=\"piegato\">\n<details><summary>Mostra {what}: {parts}</summary></details>\n");
    "</div>\n"
}

/// What happened to a thing, as a shape and a word. A thing of which a value changed has none: the columns say it.
fn segno(segno: Segno) -> String {
    let (word, shape) = match segno {
        Segno::Aggiunto => {
            ("Aggiunto", "<rect width=\"12\" height=\"12\" rx=\"2\"/><path d=\"M6 3v6M3 6h6\" stroke=\"#fff\"/>")
        }
        Segno::Tolto => (
            "Tolto",
            "<rect x=\".75\" y=\".75\" width=\"10.5\" height=\"10.5\" rx=\"2\" fill=\"none\"/><path d=\"M3 6h6\"/>",
        ),
        Segno::Spostato => ("Spostato", "<path d=\"M1 6h9M7 2.5 10.5 6 7 9.5\" fill=\"none\"/>"),
        Segno::Cambiato => return String::new(),
    };
    format!("<span class=\"segno\">{}{word}</span> ", forma(shape))
}

/// What a change means: the way in which it goes stands first, with its shape.
fn vuol_dire(voce: &Voce) -> String {
    let verso = match voce.senso.verso {
        Some(Verso::PiuImpegnativo) => Some(("più impegnativo", "<path d=\"M6 1 11.5 11H.5z\"/>")),
        Some(Verso::MenoImpegnativo) => Some(("meno impegnativo", "<path d=\"M1.5 1.75h9L6 10z\" fill=\"none\"/>")),
        Some(Verso::Dopo | Verso::Prima) | None => None,
    };
    let verso = verso.map(|(words, shape)| format!("<strong class=\"verso\">{}{words}</strong>", forma(shape)));
    // The sign and the name of a part already say that it was added, or taken away.
    let detto = matches!(voce.segno, Segno::Aggiunto | Segno::Tolto) && !voce.campo.is_empty();
    let senso = Some(&voce.senso.parole).filter(|_| !detto);
    let said = senso.into_iter().chain(&voce.note).filter(|words| !words.is_empty());
    verso.into_iter().chain(said.map(|words| esc(words))).collect::<Vec<_>>().join("; ")
}

/// A shape beside its word, which says the same.
fn forma(shape: &str) -> String {
    format!(
        "<svg class=\"forma\" viewBox=\"0 0 12 12\" width=\"12\" height=\"12\" fill=\"currentColor\" stroke=\"currentColor\" stroke-width=\"1.5\" aria-hidden=\"true\">{shape}</svg>"
    )
}

/// The words that changed in one place.
fn parole(brano: &Brano, out: &mut String) {
    let _ = writeln!(out, "<h3>{}</h3>", esc(&sotto(brano)));
    let end = piegato(brano.paragrafi.len(), "tutti i punti", out);
    *out += "<blockquote>\n";
    for paragrafo in &brano.paragrafi {
        let gone = ["<del><span class=\"detto\">tolto:</span> <span class=\"parole\">", "</span></del>"];
        let new = ["<ins><span class=\"detto\">aggiunto:</span> <span class=\"parole\">", "</span></ins>"];
        let _ = writeln!(out, "<p>{}</p>", in_parole(paragrafo, &esc, gone, new));
    }
    *out += "</blockquote>\n";
    *out += end;
}

fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}
