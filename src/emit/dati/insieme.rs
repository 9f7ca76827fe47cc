//! The catalogue of the data of several plans (DCAT-AP_IT): the catalogues that each publishes, in one graph, with a catalogue above
//! them.

use serde_json::{Map, Value, json};

/// The bytes of the catalogue. Each of `parti` is the catalogue of a plan, with the way to its folder from that of this one, as addresses write it.
pub fn catalogo<'p>(titolo: &str, parti: impl Iterator<Item = (String, &'p Value)>) -> Vec<u8> {
    let mut context = Value::Object(Map::new());
    let mut graph = vec![];
    let (mut catalogs, mut datasets) = (vec![], vec![]);
    for (way, parte) in parti {
        if let Some(known) = parte.get("@context") {
            context = known.clone();
        }
        for node in parte.get("@graph").and_then(Value::as_array).into_iter().flatten() {
            let mut node = node.clone();
            moved(&mut node, &way);
            if let Some(list) = node.get("dcat:dataset").and_then(Value::as_array) {
                catalogs.extend(node.get("@id").map(|id| json!({ "@id": id })));
                datasets.extend(list.iter().cloned());
            }
            graph.push(node);
        }
    }
    graph.insert(
        0,
        json!({
            "@id": "./#catalogo",
            "@type": ["dcatapit:Catalog", "dcat:Catalog"],
            "dct:title": [{ "@value": titolo, "@language": "it" }],
            "dct:description": [{ "@value": "I cataloghi dei dati aperti di tutti i piani.", "@language": "it" }],
            "foaf:homepage": [{ "@id": "index.html" }],
            "dcat:catalog": catalogs,
            "dcat:dataset": datasets,
        }),
    );
    let mut bytes = serde_json::to_vec_pretty(&json!({ "@context": context, "@graph": graph })).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Writes the addresses of a node as they are from another folder, to which `way` leads back.
fn moved(value: &mut Value, way: &str) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|inner| moved(inner, way)),
        Value::Object(fields) => {
            for (key, inner) in fields.iter_mut() {
                match inner {
                    Value::String(id) if key == "@id" && !id.contains(':') => {
                        *id = joined(way, id);
                    }
                    inner => moved(inner, way),
                }
            }
        }
        _ => {}
    }
}

/// `../sito/dati/` and `../index.html` make `../sito/index.html`.
fn joined(way: &str, id: &str) -> String {
    let (mut way, mut rest) = (way.trim_end_matches('/'), id);
    loop {
        if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else if let (Some(after), Some((above, last))) = (rest.strip_prefix("../"), way.rsplit_once('/'))
            && last != ".."
        {
            (way, rest) = (above, after);
        } else {
            return format!("{way}/{rest}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{catalogo, joined};
    use serde_json::{Value, json};

    #[test]
    fn an_address_is_the_same_from_another_folder() {
        assert_eq!(joined("../sito/dati/", "./#piano"), "../sito/dati/#piano");
        assert_eq!(joined("../sito/dati/", "../index.html"), "../sito/index.html");
        assert_eq!(joined("../comuni/a/sito/dati/", "obiettivi.csv"), "../comuni/a/sito/dati/obiettivi.csv");
        assert_eq!(joined("..", "../x"), "../../x");
    }

    #[test]
    fn all_the_data_are_listed_above() {
        let one = |name: &str| {
            json!({ "@context": { "dcat": "http://www.w3.org/ns/dcat#" }, "@graph": [
                { "@id": "./#catalogo", "dcat:dataset": [{ "@id": format!("./#{name}") }] },
                { "@id": format!("./#{name}"), "dct:license": { "@id": "https://example.org/l" } },
            ] })
        };
        let (a, b) = (one("a"), one("b"));
        let parts = [("../sito/dati/".to_owned(), &a), ("../comuni/b/sito/dati/".to_owned(), &b)];
        let all: Value = serde_json::from_slice(&catalogo("Tutti", parts.into_iter())).expect("JSON");
        let top = &all["@graph"][0];
        assert_eq!(top["dcat:catalog"][1]["@id"], "../comuni/b/sito/dati/#catalogo");
        assert_eq!(top["dcat:dataset"][0]["@id"], "../sito/dati/#a");
        assert_eq!(all["@graph"][2]["dct:license"]["@id"], "https://example.org/l");
        assert_eq!(all["@graph"].as_array().map(Vec::len), Some(5));
    }
}
