//! The styles of a document: what a paragraph or a run takes from the style that it names, and from those on which that is based.

use super::albero::Forma;
use super::pacchetto::{acceso, attr, figlio, valore, w};
use roxmltree::Node;
use std::collections::BTreeMap;

/// Most styles, one based on the other.
const CATENA: usize = 24;

/// What the properties of a run say of its look; what they do not say is left to others.
#[derive(Debug, Clone, Default)]
pub(super) struct Aspetto {
    grassetto: Option<bool>,
    corsivo: Option<bool>,
    barrato: Option<bool>,
    nascosto: Option<bool>,
    apice: Option<bool>,
    pedice: Option<bool>,
    pub(super) carattere: Option<String>,
}

impl Aspetto {
    /// What `<w:rPr>` says.
    pub(super) fn letto(node: Node<'_, '_>) -> Self {
        // LibreOffice raises letters by half points.
        let raised =
            valore(node, "position").and_then(|points| points.parse::<i32>().ok()).filter(|points| *points != 0);
        let raised = raised.map(|points| if points > 0 { "superscript" } else { "subscript" });
        let place = valore(node, "vertAlign").or(raised);
        let strike = acceso(node, "strike").or_else(|| acceso(node, "dstrike"));
        let font = figlio(node, "rFonts").and_then(|fonts| attr(fonts, "ascii").or_else(|| attr(fonts, "hAnsi")));
        Aspetto {
            grassetto: acceso(node, "b"),
            corsivo: acceso(node, "i"),
            barrato: strike,
            nascosto: acceso(node, "vanish"),
            apice: place.map(|place| place == "superscript"),
            pedice: place.map(|place| place == "subscript"),
            carattere: font.map(str::to_owned),
        }
    }

    /// The same, with what `above` says where this says nothing.
    pub(super) fn su(self, above: &Aspetto) -> Self {
        Aspetto {
            grassetto: self.grassetto.or(above.grassetto),
            corsivo: self.corsivo.or(above.corsivo),
            barrato: self.barrato.or(above.barrato),
            nascosto: self.nascosto.or(above.nascosto),
            apice: self.apice.or(above.apice),
            pedice: self.pedice.or(above.pedice),
            carattere: self.carattere.or_else(|| above.carattere.clone()),
        }
    }

    pub(super) fn forma(&self) -> Forma {
        let on = |said: Option<bool>| said.unwrap_or_default();
        Forma {
            grassetto: on(self.grassetto),
            corsivo: on(self.corsivo),
            barrato: on(self.barrato),
            apice: on(self.apice),
            pedice: on(self.pedice),
        }
    }

    pub(super) fn nascosto(&self) -> bool {
        self.nascosto.unwrap_or_default()
    }
}

/// A style.
#[derive(Debug, Clone, Default)]
pub(super) struct Stile {
    /// In small letters.
    pub(super) nome: String,
    base: Option<String>,
    /// From 1; 0 says that it is no heading, whatever its base is.
    pub(super) livello: Option<u8>,
    /// The list, and how deep in it.
    pub(super) lista: (Option<String>, Option<u8>),
    pub(super) aspetto: Aspetto,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(super) struct Stili {
    tutti: BTreeMap<String, Stile>,
    /// The style of the paragraphs that name none.
    comune: Option<String>,
}

/// The level of `<w:outlineLvl>`, from 1. Nine is that of plain text.
pub(super) fn livello(props: Node<'_, '_>) -> Option<u8> {
    let level: u8 = valore(props, "outlineLvl")?.parse().ok()?;
    Some(if level < 9 { level + 1 } else { 0 })
}

/// The list of `<w:numPr>`, and how deep in it.
pub(super) fn lista(props: Node<'_, '_>) -> (Option<String>, Option<u8>) {
    let Some(num) = figlio(props, "numPr") else { return (None, None) };
    (valore(num, "numId").map(str::to_owned), valore(num, "ilvl").and_then(|level| level.parse().ok()))
}

impl Stili {
    pub(super) fn letti(root: Node<'_, '_>) -> Self {
        let mut out = Stili::default();
        for node in root.children().filter(|node| w(*node) == "style") {
            let Some(id) = attr(node, "styleId") else { continue };
            let paragraph = figlio(node, "pPr");
            let nome = valore(node, "name").unwrap_or(id).to_lowercase();
            let named = nome.strip_prefix("heading ").or_else(|| nome.strip_prefix("titolo "));
            let named = named.and_then(|n| n.parse().ok()).filter(|n| (1..=9).contains(n));
            let stile = Stile {
                livello: paragraph.and_then(livello).or(named),
                base: valore(node, "basedOn").map(str::to_owned),
                lista: paragraph.map(lista).unwrap_or_default(),
                aspetto: figlio(node, "rPr").map(Aspetto::letto).unwrap_or_default(),
                nome,
            };
            let default = attr(node, "default").is_some_and(|value| matches!(value, "1" | "true" | "on"));
            if default && attr(node, "type") == Some("paragraph") {
                out.comune = Some(id.to_owned());
            }
            out.tutti.insert(id.to_owned(), stile);
        }
        out
    }

    /// The style `id` with what it takes from its bases. Without an id, that of the paragraphs that name none.
    pub(super) fn intero(&self, id: Option<&str>) -> Stile {
        let mut out = Stile::default();
        let mut next = id.or(self.comune.as_deref()).and_then(|id| self.tutti.get(id));
        for _ in 0..CATENA {
            let Some(stile) = next else { break };
            if out.nome.is_empty() {
                out.nome.clone_from(&stile.nome);
            }
            out.livello = out.livello.or(stile.livello);
            out.lista = (out.lista.0.or_else(|| stile.lista.0.clone()), out.lista.1.or(stile.lista.1));
            out.aspetto = out.aspetto.su(&stile.aspetto);
            next = stile.base.as_ref().and_then(|base| self.tutti.get(base));
        }
        out
    }
}
