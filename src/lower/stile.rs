//! The style sheet of the body and the files that it names: fonts, pictures, other sheets. No other file of those folders
//! is published, because data of the plan may lie beside a sheet.

use crate::document::Stile;
use crate::piano::settings::Impostazioni;
use crate::source::Sources;
use std::collections::BTreeMap;

/// The style sheet that the settings name, at the same path as in the plan. Its path must not change, because it names its
/// files by relative paths: in the package of Bootstrap Italia `css/` and `fonts/` are side by side.
pub(super) fn stile(set: &Impostazioni, sources: &Sources) -> Option<Stile> {
    let foglio = &sources.find(&set.sito.foglio_di_stile.as_ref()?.value)?.1.path;
    let mut file = BTreeMap::new();
    let mut todo = vec![foglio.clone()];
    while let Some(path) = todo.pop() {
        let Some((_, found)) = sources.find(&path) else { continue };
        if file.insert(format!("assets/{path}"), found.bytes.clone()).is_some() || !found.has_extension("css") {
            continue;
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let css = String::from_utf8_lossy(&found.bytes).into_owned();
        todo.extend(nominati(&css).filter_map(|name| dentro(folder, &name)));
    }
    Some(Stile { foglio: format!("assets/{foglio}"), file })
}

/// The files that a sheet names, in `url(…)` and after `@import`.
fn nominati(css: &str) -> impl Iterator<Item = String> + '_ {
    let urls = css.match_indices("url(").filter_map(|(at, open)| css.get(at + open.len()..)?.split(')').next());
    let sheets = css.match_indices("@import").filter_map(|(at, open)| css.get(at + open.len()..)?.split(';').next());
    let names =
        urls.chain(sheets.filter(|name| !name.contains("url(")).filter_map(|name| name.split_whitespace().next()));
    names.map(|name| {
        let name = name.trim().trim_matches(['"', '\'']);
        name.split(['#', '?']).next().unwrap_or_default().replace("%20", " ")
    })
}

/// The path, from the folder of the plan, of a file that a sheet in `folder` names. None if the file is outside the plan.
fn dentro(folder: &str, name: &str) -> Option<String> {
    if name.is_empty() || name.starts_with('/') || name.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_names_its_files() {
        let css = "@import 'base.css';\n@import url(\"altro.css\");\n@font-face{src:url(../fonts/a.woff2?v=2) format('woff2'),\
                   url('../fonts/a b.woff#x')}\n.x{background:url( data:image/png;base64,AAAA )}\n.y{background:url(/via.png)}";
        let found: Vec<_> = nominati(css).filter_map(|name| dentro("stile/css", &name)).collect();
        let due = ["stile/fonts/a.woff2", "stile/fonts/a b.woff", "stile/css/base.css", "stile/css/altro.css"];
        assert!(due.iter().all(|path| found.iter().any(|one| one == path)), "{found:?}");
        assert_eq!(found.len(), due.len(), "{found:?}");
        assert_eq!(dentro("", "../fuori.css"), None);
    }
}
