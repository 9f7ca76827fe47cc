//! The catalogue of the data of several plans (DCAT-AP_IT): the catalogues that each publishes, in one graph, with a catalogue above
//! them.

use super::dcat::{ITALIAN, THEMES};
use serde_json::{Map, Value, json};

/// The catalogue of all, while the catalogues of the plans are put in it.
#[derive(Debug, Default)]
pub struct Catalogo {
    context: Map<String, Value>,
    graph: Vec<Value>,
    catalogs: Vec<Value>,
    datasets: Vec<Value>,
    /// The body that publishes it: that of the first plan.
    publisher: Option<Value>,
    /// The day of the newest of the plans, as the catalogues write it.
    modified: Option<Value>,
}

impl Catalogo {
    /// Puts in it the catalogue of a plan. `way` leads to its folder from that of the catalogue of all, as addresses write it.
    pub fn aggiungi(&mut self, mut parte: Value, way: &str) {
        if let Some(Value::Object(known)) = parte.get_mut("@context").map(Value::take) {
            self.context = known;
        }
        let Some(Value::Array(nodes)) = parte.get_mut("@graph").map(Value::take) else { return };
        for mut node in nodes {
            moved(&mut node, way);
            if let Some(list) = node.get("dcat:dataset").and_then(Value::as_array) {
                self.catalogs.extend(node.get("@id").map(|id| json!({ "@id": id })));
                self.datasets.extend(list.iter().cloned());
                self.publisher = self.publisher.take().or_else(|| node.get("dct:publisher").cloned());
                let day = |value: &Value| value.pointer("/0/@value").and_then(Value::as_str).map(str::to_owned);
                let newer = node.get("dct:modified").filter(|found| day(found) > self.modified.as_ref().and_then(day));
                self.modified = newer.cloned().or_else(|| self.modified.take());
            }
            self.graph.push(node);
        }
    }

    /// The bytes of the catalogue of all, which has this title.
    #[must_use]
    pub fn bytes(mut self, titolo: &str) -> Vec<u8> {
        let mut top = json!({
            "@id": "./#catalogo",
            "@type": ["dcatapit:Catalog", "dcat:Catalog"],
            "dct:title": [{ "@value": titolo, "@language": "it" }],
            "dct:description": [{ "@value": "I cataloghi dei dati aperti di tutti i piani.", "@language": "it" }],
            "dct:language": [{ "@id": ITALIAN }],
            "dcat:themeTaxonomy": [{ "@id": THEMES }],
            "foaf:homepage": [{ "@id": "index.html" }],
        });
        if let Some(top) = top.as_object_mut() {
            top.extend(self.publisher.map(|body| ("dct:publisher".to_owned(), body)));
            // A catalogue of all as it is now: it is as new as the newest of its parts.
            for name in ["dct:issued", "dct:modified"] {
                top.extend(self.modified.clone().map(|day| (name.to_owned(), day)));
            }
            top.insert("dcat:catalog".to_owned(), Value::Array(self.catalogs));
            top.insert("dcat:dataset".to_owned(), Value::Array(self.datasets));
        }
        self.graph.insert(0, top);
        // Not with `json!`, which would copy all of it.
        let all = Map::from_iter([
            ("@context".to_owned(), Value::Object(self.context)),
            ("@graph".to_owned(), Value::Array(self.graph)),
        ]);
        let mut bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
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
    use super::{Catalogo, joined};
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
        let one = |name: &str, day: &str| {
            json!({ "@context": { "dcat": "http://www.w3.org/ns/dcat#" }, "@graph": [
                { "@id": "./#catalogo", "dcat:dataset": [{ "@id": format!("./#{name}") }],
                    "dct:publisher": [{ "@id": "./#titolare" }], "dct:modified": [{ "@value": day, "@type": "xsd:date" }] },
                { "@id": format!("./#{name}"), "dct:license": { "@id": "https://example.org/l" } },
            ] })
        };
        let mut made = Catalogo::default();
        made.aggiungi(one("a", "2027-01-20"), "../sito/dati/");
        made.aggiungi(one("b", "2027-01-30"), "../comuni/b/sito/dati/");
        let all: Value = serde_json::from_slice(&made.bytes("Tutti")).expect("JSON");
        assert_eq!(all["@context"]["dcat"], "http://www.w3.org/ns/dcat#");
        let top = &all["@graph"][0];
        assert_eq!(top["dcat:catalog"][1]["@id"], "../comuni/b/sito/dati/#catalogo");
        assert_eq!(top["dcat:dataset"][0]["@id"], "../sito/dati/#a");
        // Who publishes it, when, and in which language, as the profile asks of a catalogue.
        assert_eq!(top["dct:publisher"][0]["@id"], "../sito/dati/#titolare");
        assert_eq!(top["dct:modified"][0]["@value"], "2027-01-30");
        assert!(top["dct:language"][0]["@id"].as_str().is_some_and(|id| id.ends_with("/ITA")));
        assert_eq!(all["@graph"][2]["dct:license"]["@id"], "https://example.org/l");
        assert_eq!(all["@graph"].as_array().map(Vec::len), Some(5));
    }
}
