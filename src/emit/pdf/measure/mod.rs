//! Estimates how wide words and columns are and how high rows will be, before typst starts. typst would find it out by
//! trying: `auto` columns take a fifth of the whole layout, and move with every edit. Sizes come from
//! `layouts/pdf/misure.toml`, which the layouts read too.

mod columns;
mod words;

pub(in crate::emit) use self::columns::{Plan, compact, plan};
pub(in crate::emit) use self::words::{LINE, Run, Words, fit, height, lines, lines_of};

use crate::diag::Diagnostic;
use crate::diag::codes::P0901;
use crate::document::{Document, DrawingKind};
use crate::emit::layouts::Layouts;
use serde::Deserialize;

/// Share of a page up to which a table stays whole.
pub(in crate::emit) const WHOLE: f64 = 0.28;

/// The file that both this module and the layouts read.
const FILE: &str = "pdf/misure.toml";

/// `layouts/pdf/misure.toml`. All lengths in points.
#[derive(Debug, Clone, Deserialize)]
pub(in crate::emit) struct Misure {
    pub(in crate::emit) pagina: Pagina,
    pub(in crate::emit) testo: Testo,
    pub(in crate::emit) tabella: Tabella,
    pub(in crate::emit) rientri: Rientri,
    pub(in crate::emit) disegno: Disegno,
    pub(in crate::emit) scheda: Scheda,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::emit) struct Pagina {
    pub(in crate::emit) larghezza: f64,
    pub(in crate::emit) altezza: f64,
    pub(in crate::emit) margine_alto: f64,
    pub(in crate::emit) margine_basso: f64,
    pub(in crate::emit) margine_lati: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::emit) struct Testo {
    pub(in crate::emit) corpo: f64,
    pub(in crate::emit) corpo_codice: f64,
    /// Width of the prose.
    pub(in crate::emit) giustezza: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::emit) struct Tabella {
    pub(in crate::emit) corpo: f64,
    pub(in crate::emit) corpo_minimo: f64,
    pub(in crate::emit) margine_cella: f64,
    pub(in crate::emit) spazio_cella: f64,
    /// Distance of two baselines, as a multiple of the size of the text.
    pub(in crate::emit) interlinea: f64,
    /// Width of the column of pages, where each row has one and where some have several.
    pub(in crate::emit) pagina: f64,
    pub(in crate::emit) pagine: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(in crate::emit) struct Rientri {
    pub(in crate::emit) elenco: f64,
    pub(in crate::emit) citazione: f64,
    pub(in crate::emit) avviso: f64,
    pub(in crate::emit) codice: f64,
    pub(in crate::emit) etichetta: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(in crate::emit) struct Scheda {
    /// Size of the words above the title, and of the facts.
    pub(in crate::emit) sopra: f64,
    pub(in crate::emit) fatti: f64,
    /// Space at the left and at the right of a fact.
    pub(in crate::emit) margine: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(in crate::emit) struct Disegno {
    pub(in crate::emit) corpo: f64,
    /// Width below which charts do not stand side by side, and the space between two.
    pub(in crate::emit) grafico: f64,
    pub(in crate::emit) spazio: f64,
}

impl Disegno {
    /// In how many columns the pictures of a drawing stand in `room`, and how wide each is. Charts stand side by side.
    pub(in crate::emit) fn colonne(&self, kind: &DrawingKind, room: f64) -> (f64, f64) {
        let columns = match kind {
            DrawingKind::Charts(charts) => {
                ((room + self.spazio) / (self.grafico + self.spazio)).floor().min(charts.len() as f64).max(1.0)
            }
            DrawingKind::Gantt(_)
            | DrawingKind::Tree(_)
            | DrawingKind::Calendar(_)
            | DrawingKind::Stack(_)
            | DrawingKind::Counters(_)
            | DrawingKind::Bridges(_)
            | DrawingKind::Organization(_) => 1.0,
        };
        (columns, (room - self.spazio * (columns - 1.0)) / columns)
    }
}

impl Misure {
    /// Reads the sizes of the layouts.
    pub(in crate::emit) fn read(layouts: &Layouts) -> Result<Self, Box<Diagnostic>> {
        let wrong = |why: String| {
            let words = format!("le misure dell’impaginazione (`{FILE}`) non si leggono: {why}");
            Box::new(Diagnostic::global(P0901, words).help("ripristina il file dall’impaginazione di piao"))
        };
        let bytes = layouts.get(FILE).ok_or_else(|| wrong("il file non c'è".to_owned()))?;
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("non è in UTF-8".to_owned()))?;
        toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))
    }

    /// Width of the text on an upright page.
    pub(in crate::emit) fn width(&self) -> f64 {
        self.pagina.larghezza - 2.0 * self.pagina.margine_lati
    }

    /// Width of the text on a page turned on its side.
    pub(in crate::emit) fn width_landscape(&self) -> f64 {
        self.pagina.altezza - 2.0 * self.pagina.margine_lati
    }

    /// Height of the text on an upright page.
    pub(in crate::emit) fn height(&self) -> f64 {
        self.pagina.altezza - self.pagina.margine_alto - self.pagina.margine_basso
    }

    /// Height up to which a picture of the authors is set.
    pub(in crate::emit) fn picture(&self) -> f64 {
        self.height() * 0.72
    }

    /// Height of the text on a page turned on its side.
    pub(in crate::emit) fn height_landscape(&self) -> f64 {
        self.pagina.larghezza - self.pagina.margine_alto - self.pagina.margine_basso
    }
}

/// Width in points at which an image is set in `room`: its natural size, or what fits the page.
pub(in crate::emit) fn image_width(document: &Document, asset: &str, room: f64, high: f64) -> f64 {
    const POINTS: f64 = 0.75;
    let Some(asset) = document.assets.get(asset) else { return room };
    let (width, height) = (asset.size.0.max(0.01) * POINTS, asset.size.1.max(0.01) * POINTS);
    let scale = (room / width).min(high / height).min(1.0);
    (width * scale).max(0.5)
}
