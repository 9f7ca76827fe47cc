//! Images: found inside the folder of the plan, known by their content, and proved readable before any page is set.

use crate::base::span::{FileId, Spanned};
use crate::diag::codes::P0114;
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::Asset;
use crate::source::Sources;

/// The image that `path` names from `file`: looked for beside the file, then from the folder of the plan.
pub(super) fn find(
    sources: &Sources,
    file: FileId,
    path: &Spanned<String>,
    diags: &mut Diagnostics,
) -> Option<(String, Asset)> {
    let error = |message: String| Diagnostic::at(P0114, path.span, message);
    let written = path.value.replace('\\', "/").replace("%20", " ");
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
    let Some((_, found)) = candidates.iter().flatten().find_map(|p| sources.find(p)) else {
        if sources.partial {
            return None;
        }
        let names = sources.files.iter().map(|f| f.path.as_str());
        let near =
            sources.simile(&written).map(|file| file.path.as_str()).or_else(|| crate::diag::nearest(&written, names));
        let problem = error(format!("l’immagine `{written}` non c’è"));
        diags.push(match near {
            Some(near) => problem.help(format!("forse intendevi `{near}`")),
            None => problem.help("metti il file nella cartella `immagini/` e controlla il nome, maiuscole comprese"),
        });
        return None;
    };
    match decode(&found.bytes) {
        Some((format, size)) => Some((found.path.clone(), Asset { bytes: found.bytes.clone(), format, size })),
        None => {
            diags.push(
                error(format!("`{}` non è un’immagine SVG, PNG o JPEG che si possa leggere", found.path))
                    .help("riaprila con un programma di grafica e salvala in uno di questi formati"),
            );
            None
        }
    }
}

/// `folder/path` without `.` and `..`; none when it leaves the folder of the plan.
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

/// Format and natural size. The whole image is decoded: a file cut in half has a good header too.
fn decode(bytes: &[u8]) -> Option<(&'static str, (f64, f64))> {
    match image::guess_format(bytes) {
        Ok(format @ (image::ImageFormat::Png | image::ImageFormat::Jpeg)) => {
            let mut reader = image::ImageReader::with_format(std::io::Cursor::new(bytes), format);
            let mut limits = image::Limits::default();
            limits.max_alloc = Some(1 << 30);
            reader.limits(limits);
            let picture = reader.decode().ok()?;
            let name = if format == image::ImageFormat::Png { "png" } else { "jpg" };
            (picture.width() > 0 && picture.height() > 0)
                .then_some((name, (picture.width().into(), picture.height().into())))
        }
        _ => {
            // A drawing may name files by path: they are not looked for, inside the plan or outside it.
            let resolve_string = Box::new(|_: &str, _: &usvg::Options<'_>| None);
            let image_href_resolver = usvg::ImageHrefResolver { resolve_string, ..usvg::ImageHrefResolver::default() };
            let options = usvg::Options { image_href_resolver, ..usvg::Options::default() };
            let tree = usvg::Tree::from_data(bytes, &options).ok()?;
            Some(("svg", (tree.size().width().into(), tree.size().height().into())))
        }
    }
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
