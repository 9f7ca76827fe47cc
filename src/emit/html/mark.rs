//! Shapes among words, as small SVG pictures. They repeat what the words beside them say, so they are not read aloud. Ink is that of
//! the text, so that they are seen in dark mode too; the other colours are classes of the style sheet.

use super::inline::Writer;
use crate::document::{Mark, Posto, Sign, Stage, places};
use crate::piano::element::obiettivo::indicatore::Polarita;
use crate::piano::element::obiettivo::misurazione::Esito;
use std::fmt::Write as _;

/// Units of a drawing in one em.
pub(crate) const EM: f64 = 20.0;

impl Writer<'_> {
    pub(super) fn shape(&mut self, mark: &Mark) {
        self.out.push_str(&svg(mark));
    }
}

/// A shape as a picture in the page.
pub(super) fn svg(mark: &Mark) -> String {
    let (wide, inner) = segno(mark);
    let class = if matches!(mark, Mark::Scale { .. }) { "segno scala" } else { "segno" };
    let room = wide * EM;
    format!(
        "<svg class=\"{class}\" aria-hidden=\"true\" width=\"{wide}em\" height=\"1em\" viewBox=\"0 0 {room} {EM}\">{inner}</svg>"
    )
}

/// How many ems wide a bar is, with the blank at its ends.
fn larga(wide: bool) -> f64 {
    if wide { 14.0 } else { 6.0 }
}

/// What is drawn of a shape, and how many ems wide it is. It is one em high, which is [`EM`] of its units; its colours are classes.
pub(crate) fn segno(mark: &Mark) -> (f64, String) {
    match mark {
        Mark::Sign(sign) => picture(1.1, |out| {
            let (x, y) = (9.0, 10.0);
            match sign {
                Sign::Esito(Esito::Raggiunto) => circle(out, x, y, 7.6, "inchiostro"),
                Sign::Esito(Esito::ParzialmenteRaggiunto) => {
                    circle(out, x, y, 6.8, "vuoto");
                    let _ = write!(out, "<path class=\"inchiostro\" d=\"M{x} 3.2A6.8 6.8 0 0 0 {x} 16.8Z\"/>");
                }
                Sign::Esito(Esito::NonRaggiunto) => circle(out, x, y, 6.8, "vuoto"),
                Sign::Esito(Esito::Sostituito) => diamond(out, x, y, 7.0, "vuoto"),
                Sign::Verso(Polarita::Aumenta) => out.push_str("<path class=\"inchiostro\" d=\"M9 3L16 16H2Z\"/>"),
                Sign::Verso(Polarita::Diminuisce) => out.push_str("<path class=\"inchiostro\" d=\"M9 17L16 4H2Z\"/>"),
                Sign::Verso(Polarita::Mantiene) => out.push_str("<path class=\"inchiostro\" d=\"M2 8H16V12H2Z\"/>"),
                Sign::Valore(Stage::Base) => circle(out, x, y, 6.4, "vuoto"),
                Sign::Valore(Stage::Target) => circle(out, x, y, 5.8, "pieno"),
                Sign::Valore(Stage::Rilevato) => diamond(out, x, y, 7.6, "inchiostro"),
            }
        }),
        Mark::Level(level) => picture(1.1, |out| match level.full() {
            None => out.push_str("<path class=\"inchiostro\" d=\"M9 2L17 17H1Z\"/>"),
            Some(full) => {
                let (x, y, r) = (9.0, 10.0, 6.8);
                circle(out, x, y, r, "vuoto");
                if full > 0.0 {
                    // The part of the circle at the left of a line that moves to the right as the level grows.
                    let at = (2.0 * full - 1.0) * r;
                    let half = (r * r - at * at).sqrt();
                    let large = u8::from(full > 0.5);
                    let _ = write!(
                        out,
                        "<path class=\"inchiostro\" d=\"M{:.2} {:.2}A{r} {r} 0 {large} 0 {:.2} {:.2}Z\"/>",
                        x + at,
                        y - half,
                        x + at,
                        y + half
                    );
                }
            }
        }),
        Mark::Bar(strip) => picture(larga(strip.wide), |out| {
            let wide = larga(strip.wide) * EM - 4.0;
            let _ = write!(out, "<rect class=\"fondo\" x=\"2\" y=\"3\" width=\"{wide}\" height=\"14\"/>");
            let full = wide * strip.full();
            let _ = write!(out, "<rect class=\"pieno\" x=\"2\" y=\"3\" width=\"{full:.1}\" height=\"14\"/>");
            if let Some(tick) = strip.tick() {
                let x = 2.0 + wide * tick;
                let _ = write!(out, "<rect class=\"alone\" x=\"{:.1}\" y=\"0\" width=\"8\" height=\"20\"/>", x - 4.0);
                let _ = write!(
                    out,
                    "<rect class=\"inchiostro\" x=\"{:.1}\" y=\"0\" width=\"3.6\" height=\"20\"/>",
                    x - 1.8
                );
            }
        }),
        Mark::Scale { wide } => picture(larga(*wide), |out| {
            let wide = larga(*wide) * EM - 4.0;
            for (number, at, side) in [("0", 0.0, "start"), ("50", 0.5, "middle"), ("100", 1.0, "end")] {
                let x = 2.0 + wide * at;
                let _ = write!(out, "<text x=\"{x}\" y=\"11\" text-anchor=\"{side}\">{number}</text>");
                let _ = write!(
                    out,
                    "<rect class=\"inchiostro\" x=\"{:.1}\" y=\"14\" width=\"1.6\" height=\"6\"/>",
                    x - 0.8
                );
            }
        }),
        Mark::Line { start, end, points } => picture(9.0, |out| {
            let wide = 162.0;
            let _ = write!(out, "<path class=\"filo\" d=\"M9 10H171\"/>");
            let placed = places(*start, *end, points);
            let x = |posto: &Posto| 9.0 + wide * posto.at;
            let first = placed.iter().map(x).fold(f64::INFINITY, f64::min);
            let last = placed.iter().map(x).fold(f64::NEG_INFINITY, f64::max);
            if placed.len() > 1 {
                let _ = write!(out, "<path class=\"tratto\" d=\"M{first:.1} 10H{last:.1}\"/>");
            }
            // The smallest over the others, so that a full shape is seen in an empty one.
            for stage in [Stage::Base, Stage::Rilevato, Stage::Target] {
                for posto in placed.iter().filter(|posto| posto.stage == stage) {
                    match stage {
                        Stage::Base => circle(out, x(posto), 10.0, 6.2, "vuoto"),
                        Stage::Rilevato => diamond(out, x(posto), 10.0, 6.8, "inchiostro orlo"),
                        Stage::Target => circle(out, x(posto), 10.0, 4.8, "pieno orlo"),
                    }
                }
            }
        }),
    }
}

/// A picture `wide` ems wide and one em high.
fn picture(wide: f64, draw: impl FnOnce(&mut String)) -> (f64, String) {
    let mut out = String::new();
    draw(&mut out);
    (wide, out)
}

fn circle(out: &mut String, x: f64, y: f64, radius: f64, class: &str) {
    let _ = write!(out, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{}\" r=\"{}\"/>", short(y), short(radius));
}

fn diamond(out: &mut String, x: f64, y: f64, half: f64, class: &str) {
    let (left, right, up, down) = (x - half, x + half, y - half, y + half);
    let (y, up, down) = (short(y), short(up), short(down));
    let _ = write!(out, "<path class=\"{class}\" d=\"M{left:.1} {y}L{x:.1} {up}L{right:.1} {y}L{x:.1} {down}Z\"/>");
}

/// A length with no more decimals than it needs.
fn short(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}
