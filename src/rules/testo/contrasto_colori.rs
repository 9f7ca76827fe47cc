//! The colours of the body are dark enough to be read on the page, and under white words.

use crate::base::colore::Colore;
use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P0528",
    pagina: include_str!("contrasto_colori.md"),
    nome: "contrasto-colori",
    livello: Severity::Errore,
    fonte: Fonte::da_confermare("L. 9 gennaio 2004, n. 4, art. 11; WCAG 2.1, criterio 1.4.3"),
    origine: &["N72"],
    check,
    ..Regola::BASE
};

/// The least contrast of a text with its ground.
const MINIMO: f64 = 4.5;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let colori = &cx.set.colori;
    for (name, colour) in [("primario", &colori.primario), ("titoli", &colori.titoli)] {
        let Some(colour) = colour else { continue };
        // On the ground of bands it has less than on white; white words on it have as much as it has on white.
        let contrast = colour.value.contrasto(Colore::FONDO);
        // Not rounded up: 4.48 is not 4.5.
        let printed = format!("{:.1}", (contrast * 10.0).floor() / 10.0).replace('.', ",");
        if contrast < MINIMO {
            out.push(
                REGOLA
                    .at(
                        colour.span,
                        format!("il colore «{name}» è troppo chiaro: il contrasto con il fondo è {printed} a 1"),
                    )
                    .note(
                        "ne servono almeno 4,5, perché si legga anche con una vista debole o su un foglio fotocopiato",
                    )
                    .help(format!("usa una tinta più scura, per esempio {}", scurito(colour.value))),
            );
        }
    }
}

/// The same tint, darkened until it can be read.
fn scurito(colour: Colore) -> Colore {
    let darker =
        |percent: u16| Colore(colour.0.map(|byte| u8::try_from(u16::from(byte) * percent / 100).unwrap_or(byte)));
    let found = (0..=100).rev().map(darker).find(|c| c.contrasto(Colore::FONDO) >= MINIMO);
    found.unwrap_or(Colore([0; 3]))
}
