//! The properties of a comparison that no example shows: the patch makes one plan into the other, and no bytes make it panic.

use super::applica::apply;
use super::lettura::da_bytes;
use super::{confronta, html, json, markdown, rfc6902, testo};
use crate::emit::layouts::Layouts;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Any JSON, with names that need escapes and lists that have items in common.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..4i64).prop_map(Value::from),
        prop_oneof!["", "a b", "≥ 60", "2027-02-31", "\u{85}<b>|"].prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[ab~/]{0,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A row of a register, with columns of every kind, right or wrong.
fn any_row() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "id",
        "codice",
        "titolo",
        "nodo_id",
        "nodo",
        "unita_id",
        "unita",
        "peso_percentuale",
        "importo_euro",
        "anno",
        "scadenza",
        "scadenza_dal",
        "scadenza_al",
        "target",
        "target_confronto",
        "target_valore",
        "target_valore_massimo",
        "target_unita",
        "target_entro",
        "obiettivo_id",
        "indicatore_id",
        "misura_id",
        "fase",
        "attivita",
        "testo",
        "polarita",
        "responsabili",
    ]);
    let words = prop_oneof![
        Just(json!("almeno")),
        Just(json!("al massimo")),
        Just(json!("più è alto, meglio è")),
        Just(json!("2027-06-30")),
        Just(json!("2028-03-31")),
        Just(json!("o1")),
        Just(json!("o2")),
        Just(json!(60)),
        Just(json!(75.5)),
        Just(json!(-1e300)),
        Just(json!(i64::MIN)),
        Just(json!(["o1", "x"])),
        Just(Value::Null),
        Just(json!("il nido apre a settembre con trenta posti")),
        any_json(),
    ];
    prop::collection::btree_map(names.prop_map(str::to_owned), words, 0..12)
        .prop_map(|row| Value::Object(row.into_iter().collect()))
}

/// A `piao.json` with some registers and a section.
fn any_plan() -> impl Strategy<Value = Value> {
    let rows = || prop::collection::vec(any_row(), 0..4);
    let lines = prop::collection::vec(
        prop_oneof!["uno due tre quattro", "uno due tre cinque", "Tabella 1: x", "a | b", "Peso: 30 %"],
        0..5,
    );
    (rows(), rows(), rows(), rows(), lines, any_json()).prop_map(|(obiettivi, fasi, indicatori, target, testo, other)| {
        json!({
            "versione_schema": "1.0",
            "titolo": "Piano",
            "sezioni": [{ "id": "a", "numero": "1", "titolo": "Uno", "testo": testo, "note": [], "sezioni": [] }],
            "registri": { "obiettivi": obiettivi, "fasi": fasi, "indicatori": indicatori, "target": target, "altro": other },
        })
    })
}

proptest! {
    #[test]
    fn the_patch_makes_any_json_into_any_other(a in any_json(), b in any_json()) {
        prop_assert_eq!(apply(a.clone(), &rfc6902::patch(&a, &b)), b);
    }

    #[test]
    fn two_plans_are_compared_in_every_form(a in any_plan(), b in any_plan()) {
        let found = confronta(&a, &b);
        prop_assert_eq!(apply(a.clone(), &found.patch), b.clone());
        prop_assert_eq!(found.uguali(), a == b);
        let read: Value = serde_json::from_str(&json(&found)).unwrap();
        prop_assert_eq!(read["patch"].as_array().unwrap(), &found.patch);
        prop_assert_eq!(apply(a, read["patch"].as_array().unwrap()), b);
        prop_assert!(!testo(&found, 60).is_empty() && !markdown(&found).is_empty() && !html(&found, &Layouts::embedded()).is_empty());
        // A table is a table: the Nu checker refuses roles that say it again.
        prop_assert!(!html(&found, &Layouts::embedded()).contains("role="));
    }

    #[test]
    fn a_plan_is_equal_to_itself(a in any_plan()) {
        let found = confronta(&a, &a);
        prop_assert!(found.uguali() && found.voci.is_empty() && found.brani.is_empty());
        prop_assert_eq!(testo(&found, 60), "I due piani sono uguali: non è cambiato nulla.");
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(da_bytes("x", &bytes).is_err());
    }
}

#[test]
fn a_row_added_at_the_top_is_one_operation() {
    let row = |n: usize| json!({ "id": n });
    let a: Vec<Value> = (0..50).map(row).collect();
    let b: Vec<Value> = [99].into_iter().chain(0..50).map(row).collect();
    let patch = rfc6902::patch(&Value::from(a), &Value::from(b));
    assert_eq!(patch, [json!({ "op": "add", "path": "/0", "value": { "id": 99 } })]);
}

#[test]
fn a_deep_file_is_told_and_not_followed() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(da_bytes("x", deep.as_bytes()).unwrap_err().code, "P1421");
}

/// A plan with one indicator and its target.
fn con_target(target: Value, polarita: Option<&str>) -> Value {
    let mut row =
        json!({ "indicatore_id": "o1-1", "misura_id": "o1", "indicatore": "Bambini che trovano posto", "anno": 2028 });
    row.as_object_mut().unwrap().extend(target.as_object().cloned().unwrap_or_else(Map::new));
    json!({
        "versione_schema": "1.0",
        "sezioni": [],
        "registri": {
            "obiettivi": [{ "id": "o1", "codice": "OO.04", "titolo": "Il nido" }],
            "indicatori": [{ "id": "o1-1", "misura_id": "o1", "testo": "Bambini che trovano posto", "polarita": polarita }],
            "target": [row],
        },
    })
}

fn valore(words: &str, compared: &str, number: f64, unit: &str) -> Value {
    json!({ "target": words, "target_confronto": compared, "target_valore": number, "target_valore_massimo": null, "target_unita": unit, "target_entro": null, "target_si_no": null })
}

#[test]
fn a_target_is_harder_only_where_its_direction_is_certain() {
    let senso = |before: Value, after: Value, polarita: Option<&str>| {
        let found = confronta(&con_target(before, polarita), &con_target(after, polarita));
        let [voce] = found.voci.as_slice() else { panic!("{:?}", found.voci) };
        format!("{} > {}: {}", voce.prima, voce.dopo, voce.vuol_dire())
    };
    let (up, down) = (Some("più è alto, meglio è"), Some("più è basso, meglio è"));
    let at = |n| valore(&format!("{n}"), "uguale", n, "giorni");
    assert_eq!(senso(at(45.0), at(30.0), down), "45 > 30: ▲ più impegnativo; 15 giorni in meno");
    assert_eq!(senso(at(45.0), at(30.0), up), "45 > 30: ▽ meno impegnativo; 15 giorni in meno");
    assert_eq!(senso(at(45.0), at(30.0), None), "45 > 30: 15 giorni in meno");
    assert_eq!(senso(at(45.0), at(30.0), Some("da mantenere")), "45 > 30: 15 giorni in meno");
    // The words of a value say its direction too, unless they contradict what is declared.
    let least = |n| valore(&format!("≥ {n}"), "almeno", n, "%");
    assert_eq!(senso(least(60.0), least(75.0), None), "almeno 60 > almeno 75: ▲ più impegnativo; 15 punti in più");
    assert_eq!(senso(least(60.0), least(75.0), down), "almeno 60 > almeno 75: 15 punti in più");
    let most = valore("≤ 75", "al massimo", 75.0, "%");
    assert_eq!(senso(least(60.0), most, up), "almeno 60 > al massimo 75: ");
    // What was not understood is shown without signs that a voice cannot read.
    let words = |words: &str| json!({ "target": words, "target_confronto": null, "target_valore": null });
    assert_eq!(
        senso(words("≥ quanto nel 2026"), words("≤ quanto nel 2026"), up),
        "almeno quanto nel 2026 > al massimo quanto nel 2026: "
    );
    assert_eq!(
        senso(least(60.0), valore("almeno 60%", "almeno", 60.0, "%"), up),
        "almeno 60 > almeno 60%: lo stesso valore, scritto diversamente"
    );
    // The words are shown as they are, whatever was read in them.
    assert_eq!(
        senso(valore("€ 12,5 mila", "uguale", 12_500.0, "€"), valore("€ 13 mila", "uguale", 13_000.0, "€"), up),
        "€ 12,5 mila > € 13 mila: ▲ più impegnativo; 500 € in più"
    );
    assert_eq!(senso(valore("5 MW", "uguale", 5.0, "MW"), valore("5 mW", "uguale", 5.0, "mW"), up), "5 MW > 5 mW: ");
    let term = |words: &str| json!({ "target": words, "target_confronto": null, "target_entro": "2027-06-30" });
    assert_eq!(
        senso(term("entro giugno"), term("entro il 30/06"), None),
        "entro giugno > entro il 30/06: lo stesso ultimo giorno, scritto diversamente"
    );
    let by = |day: &str| json!({ "target": day, "target_confronto": null, "target_entro": day });
    assert_eq!(senso(by("2027-06-30"), by("2028-03-31"), None), "2027-06-30 > 2028-03-31: nove mesi dopo");
}

/// A register that the comparison does not know would be told by its number of rows alone.
#[test]
fn every_public_register_is_known() {
    let schema = include_str!("../../docs/dati.md");
    let names: Vec<&str> = schema
        .lines()
        .filter_map(|line| line.strip_prefix('`')?.split_once(".csv`. Una riga"))
        .map(|(name, _)| name)
        .collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        assert!(
            super::registri::DETTI_ALTROVE.contains(&name)
                || super::registri::REGISTRI.iter().any(|registro| registro.nome == name),
            "`{name}` is not in REGISTRI"
        );
    }
}

/// A table whose title alone changed is compared row by row, and a number is said only by the same number: «2.000» is not said by «1.000»
/// and «2.100» not by «100».
#[test]
fn a_table_with_another_title_keeps_its_rows_and_numbers_are_whole() {
    let plan = |title: &str, [a, b, all]: [u32; 3]| {
        let row = |voce: &str, importo: u32| json!({ "voce": voce, "importo": importo });
        json!({
            "titolo": "Piano",
            "tabelle": [{
                "nome": "tabella-1",
                "titolo": title,
                "colonne": [{ "nome": "voce", "descrizione": "Voce" }, { "nome": "importo", "descrizione": "2027" }],
                "righe": [row("A", a), row("B", b), row("C", 5), row("Totale", all)],
            }],
        })
    };
    let said = testo(&confronta(&plan("Spesa", [1000, 995, 2000]), &plan("Spese", [100, 1995, 2100])), 100);
    for line in ["titolo: prima Spesa, dopo Spese", "A: prima 1.000, dopo 100", "Totale: prima 2.000, dopo 2.100"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("tabella tolta") && !said.contains("tabella aggiunta"), "{said}");
}
