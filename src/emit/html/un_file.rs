//! The plan as one page in one file, for a CMS that takes no folders. Styles, fonts and pictures are inside; it needs no
//! other file and no script. Its words are those of the site. It leaves out what only a site can have: search, pages of one
//! element, files of data.

use super::frame::Frame;
use super::places::{Site, data_url};
use super::templates::Templates;
use super::{colori, ordine};
use crate::base::fonts;
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::emit::layouts::Layouts;

/// The bytes of [`UN_FILE`](super::UN_FILE).
///
/// # Errors
/// A layout that cannot be read or rendered: `P0902`.
pub fn un_file(document: &Document, layouts: &Layouts) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let templates = Templates::new(layouts)?;
    let site = Site::one_file(document);
    let order = ordine(document);
    let sheet =
        |name: &str| String::from_utf8_lossy(layouts.get(&format!("html/{name}")).unwrap_or_default()).into_owned();
    let mut style = sheet("piao.css") + &sheet("base.css");
    style.extend(colori(document.meta.colori, false));
    for (name, bytes) in fonts::files() {
        let file = name.rsplit('/').next().unwrap_or(name);
        if file.ends_with(".woff2") {
            style = style.replace(&format!("../fonts/{file}"), &data_url("font/woff2", bytes));
        }
    }
    let made = Frame::new(&site, &order).one_file(&style, &sheet("stampa.css"));
    Ok(templates.render(made.template, made.content).map_err(|problem| vec![problem])?.into_bytes())
}
