//! Estimates how wide words and columns are and how high rows will be, before typst starts. typst would find it out by
//! trying: `auto` columns take a fifth of the whole layout, and move with every edit. Sizes come from
//! `layouts/pdf/misure.toml`, which the layouts read too.

mod columns;
mod words;

pub(super) use self::columns::{Plan, compact, plan};
pub(super) use self::words::{LINE, Run, Words, fit, height, lines, lines_of};

use crate::diag::Diagnostic;
use crate::diag::codes::P0901;
use crate::document::Document;
use crate::emit::layouts::Layouts;
use serde::Deserialize;

/// The file that both this module and the layouts read.
const FILE: &str = "pdf/misure.toml";

/// `layouts/pdf/misure.toml`. All lengths in points.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Misure {
    pub(super) pagina: Pagina,
    pub(super) testo: Testo,
    pub(super) tabella: Tabella,
    pub(super) rientri: Rientri,
    pub(super) disegno: Disegno,
    pub(super) scheda: Scheda,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Pagina {
    pub(super) larghezza: f64,
    pub(super) altezza: f64,
    pub(super) margine_alto: f64,
    pub(super) margine_basso: f64,
    pub(super) margine_lati: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Testo {
    pub(super) corpo: f64,
    pub(super) corpo_codice: f64,
    /// Width of the prose.
    pub(super) giustezza: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Tabella {
    pub(super) corpo: f64,
    pub(super) corpo_minimo: f64,
    pub(super) margine_cella: f64,
    pub(super) spazio_cella: f64,
    /// Distance of two baselines, as a multiple of the size of the text.
    pub(super) interlinea: f64,
    /// Width of the column of pages.
    pub(super) pagina: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Rientri {
    pub(super) elenco: f64,
    pub(super) citazione: f64,
    pub(super) avviso: f64,
    pub(super) codice: f64,
    pub(super) etichetta: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Scheda {
    /// Size of the words above the title, and of the facts.
    pub(super) sopra: f64,
    pub(super) fatti: f64,
    /// Space at the left and at the right of a fact.
    pub(super) margine: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Disegno {
    pub(super) corpo: f64,
    /// Width below which charts do not stand side by side, and the space between two.
    pub(super) grafico: f64,
    pub(super) spazio: f64,
}

impl Misure {
    /// Reads the sizes of the layouts.
    pub(super) fn read(layouts: &Layouts) -> Result<Self, Box<Diagnostic>> {
        let wrong = |why: String| {
            let words = format!("le misure dell’impaginazione (`{FILE}`) non si leggono: {why}");
            Box::new(Diagnostic::global(P0901, words).help("ripristina il file dall’impaginazione di piao"))
        };
        let bytes = layouts.get(FILE).ok_or_else(|| wrong("il file non c'è".to_owned()))?;
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("non è in UTF-8".to_owned()))?;
        toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))
    }

    /// Width of the text on an upright page.
    pub(super) fn width(&self) -> f64 {
        self.pagina.larghezza - 2.0 * self.pagina.margine_lati
    }

    /// Width of the text on a page turned on its side.
    pub(super) fn width_landscape(&self) -> f64 {
        self.pagina.altezza - 2.0 * self.pagina.margine_lati
    }

    /// Height of the text on an upright page.
    pub(super) fn height(&self) -> f64 {
        self.pagina.altezza - self.pagina.margine_alto - self.pagina.margine_basso
    }

    /// Height of the text on a page turned on its side.
    pub(super) fn height_landscape(&self) -> f64 {
        self.pagina.larghezza - self.pagina.margine_alto - self.pagina.margine_basso
    }
}

/// Width in points at which an image is set in `room`: its natural size, or what fits the page.
pub(super) fn image_width(document: &Document, asset: &str, room: f64, high: f64) -> f64 {
    const POINTS: f64 = 0.75;
    let Some(asset) = document.assets.get(asset) else { return room };
    let (width, height) = (asset.size.0.max(0.01) * POINTS, asset.size.1.max(0.01) * POINTS);
    let scale = (room / width).min(high / height).min(1.0);
    (width * scale).max(0.5)
}
