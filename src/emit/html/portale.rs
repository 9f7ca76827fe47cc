//! The page of a workspace: its bodies, what each publishes, and which sections of the Piano-tipo each has. It is made of what is
//! published, the `piao.json` of each plan, so it cannot say anything else.

use super::confronto_enti::{Conti, Tabella};
use super::sezioni_enti::{self, Documento};
use super::templates::Templates;
use super::{encode, without_comments};
use crate::base::fonts;
use crate::base::giorno::Giorno;
use crate::diag::Diagnostic;
use crate::emit::layouts::Layouts;
use crate::emit::{Artifacts, PDF, dati};
use minijinja::{Value as Valore, context};
use serde_json::Value;

/// The folder of the page, in the publication of all.
pub const ENTI: &str = "enti/";

/// What a body of the workspace publishes.
#[derive(Debug)]
pub struct Pubblicazione {
    /// Where, from the folder of the publication of all: empty for the principal plan, or `comuni/argelato/`.
    pub dove: String,
    /// The name of its plan, by which the others cite it.
    pub nome: String,
    /// The body, as its publication names it, else as its `piao.toml` does.
    pub ente: String,
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
    let (mut enti, mut documenti, mut conti, mut catalogo) =
        (vec![], vec![], Conti::default(), dati::insieme::Catalogo::default());
    for one in tutti {
        enti.push(ente(&one));
        if let Some(piano) = &one.piano {
            conti.aggiungi(&one.ente, piano);
            documenti.push((one.ente.clone(), Documento::of(&one.nome, &one.ente, &home(&one), piano)));
        }
        if let Some(parte) = one.catalogo {
            catalogo.aggiungi(parte, &encode(&format!("../{}sito/dati/", one.dove)));
        }
    }
    let numeri = conti.tabella().map(Tabella::valore);
    let (nomi, documenti): (Vec<String>, Vec<Documento>) = documenti.into_iter().unzip();
    let (mut seguono, mut altri) = (vec![], vec![]);
    for (nome, celle) in nomi.into_iter().zip(sezioni_enti::celle(&documenti)) {
        match celle {
            Some(celle) => seguono.push(context! { nome, celle }),
            None => altri.push(nome),
        }
    }
    let colonne = sezioni_enti::colonne();
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

/// What the page says of a body.
fn ente(one: &Pubblicazione) -> Valore {
    let home = home(one);
    let Some(piano) = &one.piano else {
        return context! { nome => one.ente.as_str(), pubblicato => false };
    };
    let text = |key: &str| piano.get(key).and_then(Value::as_str).unwrap_or_default();
    context! {
        nome => one.ente.as_str(),
        pubblicato => true,
        titolo => text("titolo"),
        triennio => text("triennio").replace('-', "–"),
        stato => text("stato"),
        avvertenza => piano.get("avvertenza").and_then(Value::as_str),
        data => Giorno::parse(text("data")).map(|day| day.to_string()),
        sito => encode(&format!("{home}index.html")),
        // The constant is its place from a site.
        pdf => one.pdf.then(|| encode(&format!("../{}{}", one.dove, PDF.trim_start_matches("../")))),
        dati => encode(&format!("{home}{}", super::places::DATI.file)),
    }
}

/// The way from the page to the site of a body.
fn home(one: &Pubblicazione) -> String {
    format!("../{}sito/", one.dove)
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
            ente: nome.into(),
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
