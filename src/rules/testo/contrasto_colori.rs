//! The colours of the body are dark enough to be read on the page, and under white words.

use crate::base::colore::Colore;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0528", "contrasto-colori", include_str!("contrasto_colori.md"), check)
    .fonte(fonti::WCAG_1_4_3)
    .origine(&["N72"]);

/// The least contrast of a text with its ground.
const MINIMO: f64 = 4.5;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let colori = &cx.set.colori;
    for (name, colour) in [("primario", &colori.primario), ("titoli", &colori.titoli)] {
        let Some(colour) = colour else { continue };
        // A coloured text has less contrast on a band than on white. White words on the colour have the same contrast as the colour
        // on white.
        let contrast = colour.value.contrasto(Colore::FONDO);
        // Rounded down, because 4.48 printed as 4.5 would seem to be enough.
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

/// The colour, darkened until a text in it can be read on white.
fn scurito(colour: Colore) -> Colore {
    let darker =
        |percent: u16| Colore(colour.0.map(|byte| u8::try_from(u16::from(byte) * percent / 100).unwrap_or(byte)));
    let found = (0..=100).rev().map(darker).find(|c| c.contrasto(Colore::FONDO) >= MINIMO);
    found.unwrap_or(Colore([0; 3]))
}
