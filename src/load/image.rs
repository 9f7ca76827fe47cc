//! Images: each is found inside the folder of the plan, recognised by its content, and proved readable before any page is set.

mod metadati;
mod svg;

pub(crate) use svg::senza_file;

use crate::base::span::{FileId, Spanned};
use crate::diag::codes::{P0114, P0163, P0164};
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::Asset;
use crate::source::Sources;
use ::image::codecs::jpeg::JpegEncoder;
use ::image::metadata::Orientation;
use ::image::{self, DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use std::io::Cursor;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The image that `path` names from `file`: looked for beside the file, then from the folder of the plan.
pub(super) fn find(
    sources: &Sources,
    file: FileId,
    path: &Spanned<String>,
    diags: &mut Diagnostics,
) -> Option<(String, Asset)> {
    let error = |message: String| Diagnostic::at(P0114, path.span, message);
    // The names of the sources are in composed Unicode (NFC), but a name copied from a Mac may not be.
    let written: String = path.value.replace('\\', "/").replace("%20", " ").nfc().collect();
    if written.contains("://") || written.starts_with("data:") || written.starts_with("//") {
        diags.push(
            error("l’immagine sta fuori dal piano".into())
                .help("scaricala nella cartella `immagini/` e scrivi quel percorso"),
        );
        return None;
    }
    let folder = sources.file(file).and_then(|f| f.path.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let candidates = [join(folder, &written), join("", written.trim_start_matches('/'))];
    if candidates.iter().all(Option::is_none) {
        diags.push(
            error(format!("il percorso `{written}` esce dalla cartella del piano"))
                .help("copia l’immagine nella cartella `immagini/` e scrivi quel percorso"),
        );
        return None;
    }
    let home = sources.casa(file);
    let Some((id, found)) = candidates.iter().flatten().find_map(|p| home.find(p)) else {
        if home.partial {
            return None;
        }
        let names = home.files.iter().map(|f| f.path.as_str());
        let near =
            home.simile(&written).map(|file| file.path.as_str()).or_else(|| crate::diag::nearest(&written, names));
        let problem = error(format!("l’immagine `{written}` non c’è"));
        diags.push(match near {
            Some(near) => problem.help(format!("forse intendevi `{near}`")),
            None => problem.help("metti il file nella cartella `immagini/` e controlla il nome, maiuscole comprese"),
        });
        return None;
    };
    match decode(&found.bytes) {
        Ok(asset) => {
            if asset.bytes.len() > PESANTE {
                let weight = found.bytes.len().div_ceil(1 << 20);
                diags.push(
                    Diagnostic::at(P0164, path.span, format!("`{}` pesa {weight} MB", found.path))
                        .note("il PDF e la pagina del sito che la mostra pesano altrettanto di più")
                        .help("riducila con un programma di grafica: per una pagina bastano 2000 punti di larghezza"),
                );
            }
            // A picture of another plan may have the name of one of this.
            let path = file.vicino().map(|n| sources.nome(id.accanto(n)).trim_start_matches("../"));
            Some((path.unwrap_or(&found.path).to_owned(), asset))
        }
        Err(Guasto::Illeggibile) => {
            diags.push(
                error(format!("`{}` non è un’immagine SVG, PNG o JPEG che si possa leggere", found.path))
                    .help("riaprila con un programma di grafica e salvala in uno di questi formati"),
            );
            None
        }
        Err(Guasto::Tronca) => {
            diags.push(
                error(format!("`{}` non è intera: si interrompe prima della fine", found.path))
                    .note(
                        "di solito è una copia rimasta a metà; al posto di ciò che manca si vedrebbe una fascia grigia",
                    )
                    .help("copiala di nuovo da dove viene, o riaprila con un programma di grafica e salvala"),
            );
            None
        }
        Err(Guasto::Immenso(points)) => {
            let message = format!("`{}` è di {} milioni di punti", found.path, points / 1_000_000);
            diags.push(
                Diagnostic::at(P0163, path.span, message)
                    .note(format!("un’immagine può averne al massimo {} milioni", PUNTI / 1_000_000))
                    .help("riducila con un programma di grafica: per una pagina bastano 2000 punti di larghezza"),
            );
            None
        }
        Err(Guasto::Disegno { cosa, rimedio }) => {
            diags.push(Diagnostic::at(P0163, path.span, format!("il disegno `{}` {cosa}", found.path)).help(rimedio));
            None
        }
    }
}

/// `folder/path` with `.` and `..` resolved. None when it leads out of the folder of the plan.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Largest picture, in pixels: a decoded picture takes four bytes of memory a pixel.
const PUNTI: u64 = 60_000_000;
/// Size, in bytes, beyond which a picture makes the plan slow to download.
const PESANTE: usize = 3 << 20;

/// Why a picture cannot be shown.
pub(super) enum Guasto {
    /// It is no picture, or it is broken.
    Illeggibile,
    /// It is a photograph of which a part is missing.
    Tronca,
    /// It has this number of pixels, which is too many.
    Immenso(u64),
    /// It is a drawing that would not be printed as its author sees it.
    Disegno {
        /// What the drawing contains.
        cosa: String,
        /// What its author can do.
        rimedio: String,
    },
}

/// The picture as it is printed and published. All of it is decoded, because a file that is cut in half still has a good header.
fn decode(bytes: &Arc<[u8]>) -> Result<Asset, Guasto> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => foto(bytes, format),
        _ => svg::decode(bytes),
    }
}

/// A photograph, turned as the camera was held and in the colours of a screen. What the camera wrote beside it is left out: where
/// and when it was taken, and whose it is.
fn foto(bytes: &Arc<[u8]>, format: ImageFormat) -> Result<Asset, Guasto> {
    // This comes before the picture is opened, because the reader also unpacks the colour profile.
    let bytes =
        &if metadati::gonfio(bytes) { metadati::senza(bytes).ok_or(Guasto::Illeggibile)? } else { bytes.clone() };
    misurata(bytes)?;
    // The reader fills with grey what is not there.
    if format == ImageFormat::Jpeg && metadati::tronca(bytes) {
        return Err(Guasto::Tronca);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes.as_ref()), format);
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(PUNTI * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Guasto::Illeggibile)?;
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Guasto::Illeggibile)?;
    picture.apply_orientation(turn);
    let (width, height) = (picture.width(), picture.height());
    if width == 0 || height == 0 {
        return Err(Guasto::Illeggibile);
    }
    let again = turn != Orientation::NoTransforms || metadati::quadricromia(bytes);
    let clean = if again { None } else { metadati::senza(bytes) };
    let (bytes, name) = match (clean, format) {
        (Some(clean), ImageFormat::Png) => (clean, "png"),
        (Some(clean), _) => (clean, "jpg"),
        // Written again in the colours of a screen: PDF/A refuses the colours of print shops (CMYK), which also look different on a
        // screen.
        (None, ImageFormat::Png) => (Arc::from(scritta(&picture, ImageFormat::Png)?), "png"),
        (None, _) => (Arc::from(scritta(&DynamicImage::from(picture.to_rgb8()), ImageFormat::Jpeg)?), "jpg"),
    };
    Ok(Asset { bytes, format: name, size: (width.into(), height.into()) })
}

/// Refuses a photograph with more pixels than may be held in memory. A file that is no photograph passes.
pub(super) fn misurata(bytes: &[u8]) -> Result<(), Guasto> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let size = reader.and_then(|reader| reader.into_dimensions().ok());
    let points = size.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    if points > PUNTI { Err(Guasto::Immenso(points)) } else { Ok(()) }
}

/// The bytes of the picture, encoded in `format`.
fn scritta(picture: &DynamicImage, format: ImageFormat) -> Result<Vec<u8>, Guasto> {
    let mut out = Cursor::new(Vec::new());
    let written = match format {
        // At quality 92 little is lost, and a higher one would gain little.
        ImageFormat::Jpeg => picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 92)),
        format => picture.write_to(&mut out, format),
    };
    written.map_err(|_| Guasto::Illeggibile)?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn a_path_never_leaves_the_plan() {
        assert_eq!(join("a/b", "../c.svg").as_deref(), Some("a/c.svg"));
        assert_eq!(join("", "./x//y.png").as_deref(), Some("x/y.png"));
        assert_eq!(join("a", "../../etc/passwd"), None);
    }
}
