//! The page of a workspace: its bodies, what each publishes, and which sections of the Piano-tipo each has. It is made of what is
//! published, the `piao.json` of each plan, so it cannot say anything else.

use super::confronto_enti::{Conti, Tabella};
use super::templates::Templates;
use super::{encode, without_comments};
use crate::base::fonts;
use crate::base::giorno::Giorno;
use crate::diag::Diagnostic;
use crate::document::A_CURA;
use crate::emit::layouts::Layouts;
use crate::emit::{Artifacts, PDF, dati};
use crate::piano::element::id::Id;
use crate::piano::piano_tipo::SEZIONI;
use minijinja::{Value as Valore, context};
use serde_json::Value;
use std::collections::BTreeMap;

/// The folder of the page, in the publication of all.
pub const ENTI: &str = "enti/";

/// What a body of the workspace publishes.
#[derive(Debug)]
pub struct Pubblicazione {
    /// Where, from the folder of the publication of all: empty for the principal plan, or `comuni/argelato/`.
    pub dove: String,
    /// The name of its plan, for a body that publishes nothing yet.
    pub nome: String,
    /// Its `piao.json`.
    pub piano: Option<Value>,
    /// Its catalogue of data (DCAT-AP_IT).
    pub catalogo: Option<Value>,
    /// Whether its PDF is there.
    pub pdf: bool,
}

/// The files of the page, by path in the publication of all. Bodies may be thousands, and what each publishes is large: each is let go
/// before the next is asked for.
///
/// # Errors
/// A layout that cannot be read or rendered: `P0902`.
pub fn portale(
    titolo: &str,
    tutti: impl IntoIterator<Item = Pubblicazione>,
    layouts: &Layouts,
) -> Result<Artifacts, Vec<Diagnostic>> {
    let templates = Templates::new(layouts)?;
    let (mut enti, mut conti, mut catalogo) = (vec![], Conti::default(), dati::insieme::Catalogo::default());
    for one in tutti {
        enti.push(ente(&one));
        if let Some(piano) = &one.piano {
            conti.aggiungi(nome(&one, piano), piano);
        }
        if let Some(parte) = one.catalogo {
            catalogo.aggiungi(parte, &encode(&format!("../{}sito/dati/", one.dove)));
        }
    }
    let numeri = conti.tabella().map(Tabella::valore);
    let colonne: Vec<Valore> = SEZIONI
        .iter()
        .filter(|(n, _)| due(n))
        .map(|(numero, titolo)| context! { numero => *numero, titolo => *titolo })
        .collect();
    let of = |segue: bool| -> Vec<Valore> {
        enti.iter().filter(|(_, found)| *found == Some(segue)).map(|(ente, _)| ente.clone()).collect()
    };
    let (seguono, altri) = (of(true), of(false));
    let enti: Vec<Valore> = enti.into_iter().map(|(ente, _)| ente).collect();
    let content = context! { titolo, enti, seguono, altri, colonne, numeri, catalogo => CATALOGO };
    let page = templates.render("html/portale.html", content).map_err(|problem| vec![problem])?;
    let mut files = Artifacts::from([
        (format!("{ENTI}index.html"), page.into_bytes()),
        (format!("{ENTI}{CATALOGO}"), catalogo.bytes(titolo)),
    ]);
    for name in ASSETS {
        if let Some(bytes) = layouts.get(&format!("html/{name}")) {
            files.insert(format!("{ENTI}assets/{name}"), without_comments(bytes));
        }
    }
    files.extend(caratteri().map(|(path, bytes)| (path, bytes.to_vec())));
    Ok(files)
}

/// The files of the fonts.
fn caratteri() -> impl Iterator<Item = (String, &'static [u8])> {
    fonts::files().iter().filter_map(|(name, bytes)| {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        match file {
            "OFL.txt" => Some((format!("{ENTI}fonts/{folder}-OFL.txt"), *bytes)),
            file if file.ends_with(".woff2") => Some((format!("{ENTI}fonts/{file}"), *bytes)),
            _ => None,
        }
    })
}

/// Whether the page has a file at `path`.
#[must_use]
pub fn del_portale(path: &str) -> bool {
    let Some(name) = path.strip_prefix(ENTI) else { return false };
    let asset = || name.strip_prefix("assets/").is_some_and(|name| ASSETS.contains(&name));
    ["index.html", CATALOGO].contains(&name) || asset() || caratteri().any(|(known, _)| known == path)
}

/// The files of its look and of its search.
const ASSETS: [&str; 4] = ["piao.css", "base.css", "senza-script.css", "cerca.js"];

/// The catalogue of the data of all, in the folder of the page.
const CATALOGO: &str = "dcat-ap_it.jsonld";

/// Whether a section of the Piano-tipo has a column: those that only hold others have none.
fn due(numero: &str) -> bool {
    !["2", "3"].contains(&numero)
}

/// What the page says of a body, and whether its document is divided as the Piano-tipo, if it has one.
fn ente(one: &Pubblicazione) -> (Valore, Option<bool>) {
    let home = format!("../{}sito/", one.dove);
    let Some(piano) = &one.piano else {
        return (context! { nome => one.nome.as_str(), pubblicato => false }, None);
    };
    let text = |key: &str| piano.get(key).and_then(Value::as_str).unwrap_or_default();
    let nome = nome(one, piano);
    let mut found = BTreeMap::new();
    sections(piano.get("sezioni"), &mut found);
    // Chapters of other documents have numbers too. Those of the Piano-tipo have its titles, unless somebody wrote others.
    let there: Vec<_> = SEZIONI.iter().filter_map(|(n, title)| Some((title, found.get(n)?))).collect();
    let official = there.iter().filter(|(title, (of, ..))| of == *title).count();
    let segue = official * 2 > there.len();
    let celle: Vec<Valore> = SEZIONI
        .iter()
        .filter(|(numero, _)| due(numero))
        .map(|(numero, _)| match found.get(*numero) {
            Some((_, id, true)) => context! { dice => "assente", href => encode(&format!("{home}{}", nomefile(id))) },
            Some((_, id, false)) => context! { dice => "c’è", href => encode(&format!("{home}{}", nomefile(id))) },
            None => context! { dice => "–" },
        })
        .collect();
    let page = context! {
        nome,
        pubblicato => true,
        titolo => text("titolo"),
        triennio => text("triennio").replace('-', "–"),
        stato => text("stato"),
        data => Giorno::parse(text("data")).map(|day| day.to_string()),
        sito => encode(&format!("{home}index.html")),
        // The constant is its place from a site.
        pdf => one.pdf.then(|| encode(&format!("../{}{}", one.dove, PDF.trim_start_matches("../")))),
        dati => encode(&format!("{home}{}", super::places::DATI.file)),
        celle,
    };
    (page, Some(segue))
}

/// What the body is called in its `piao.json`.
fn nome<'p>(one: &'p Pubblicazione, piano: &'p Value) -> &'p str {
    piano.get("ente").and_then(|ente| ente.get("nome")).and_then(Value::as_str).unwrap_or(&one.nome)
}

/// The file of the page of the section that is called `id`.
fn nomefile(id: &str) -> String {
    super::file(&Id::slug(id))
}

/// The numbered sections, by number: the title and the id of each, and whether it is only declared absent.
fn sections<'p>(list: Option<&'p Value>, out: &mut BTreeMap<&'p str, (&'p str, &'p str, bool)>) {
    for section in list.and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| section.get(key).and_then(Value::as_str);
        let inner = section.get("sezioni").filter(|inner| inner.as_array().is_some_and(|list| !list.is_empty()));
        if let (Some(numero), Some(id)) = (text("numero"), text("id")) {
            let lines = section.get("testo").and_then(Value::as_array).into_iter().flatten();
            let mut lines = lines.filter_map(Value::as_str);
            let first = lines.next();
            // One that is taken from another plan also says by whom it is.
            let absent = inner.is_none()
                && first.is_some_and(|line| line.starts_with(dati::ASSENTE))
                && lines.all(|line| line.starts_with(A_CURA));
            out.entry(numero).or_insert((text("titolo").unwrap_or_default(), id, absent));
        }
        sections(inner, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_divided_as_the_piano_tipo_is_in_its_table() {
        let one = |nome: &str, sezioni: Value| Pubblicazione {
            dove: "comuni/uno/".into(),
            nome: nome.into(),
            piano: Some(json!({ "ente": { "nome": nome }, "sezioni": sezioni })),
            catalogo: None,
            pdf: true,
        };
        let piao = json!([
            { "numero": "1", "id": "scheda", "titolo": "Scheda anagrafica dell’amministrazione" },
            { "numero": "4", "id": "verifiche", "titolo": "Come si controlla" },
            { "numero": "2", "id": "valore", "titolo": "Valore pubblico, performance e anticorruzione" },
        ]);
        let other = json!([
            { "numero": "1", "id": "presentazione", "titolo": "Il Comune e l’Unione" },
            { "numero": "4", "id": "digitale", "titolo": "Monitoraggio" },
            { "numero": "2", "id": "mandato", "titolo": "Dal programma al piano" },
        ]);
        let tutti = [one("Comune del Piano", piao), one("Comune del Collegamento", other)];
        let files = portale("Prova", tutti, &Layouts::embedded()).unwrap();
        let page = String::from_utf8(files["enti/index.html"].clone()).unwrap();
        assert!(page.contains("href=\"../comuni/uno/piao.pdf\""), "{page}");
        let table = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        assert!(table.contains("Comune del Piano") && table.contains("verifiche.html"), "{table}");
        assert!(!table.contains("Comune del Collegamento"), "{table}");
        assert!(page.contains(
            "Il documento di questo ente non è diviso nelle sezioni del Piano-tipo: Comune del Collegamento."
        ));
    }
}
