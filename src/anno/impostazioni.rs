//! `piao.toml` of the plan that ends, made into that of the next.

use super::anni::Anni;
use super::commenti::nomina;
use super::forme::{giorno, giorno_scritto, ridai, un_anno_dopo};
use super::record::Passo;
use crate::conti::requisiti::primo_anno_dei_rischi;
use crate::diag::Severity;
use crate::piano::piano_tipo::Profilo;
use crate::piano::settings::{Impostazioni, Livello, Momento, Tipo};
use crate::rules::REGOLE;
use toml_edit::{InlineTable, Item, Table, TableLike, Value};

/// The text of `piao.toml` in the plan of the next year.
pub(super) fn piao_toml(doc: &mut Table, set: &Impostazioni, passo: &mut Passo<'_>) {
    let Anni { nuovo, vecchio, primo, ultimo } = passo.anni;
    // A report that stands alone is followed by the report of the next year; of a plan with its versions begins the next plan.
    let sola = set.tipo == Tipo::Relazione && doc.get("versione").is_none();
    let first = doc.get("versione").and_then(Item::as_array_of_tables).and_then(|all| all.iter().next());
    let day = first.and_then(|versione| versione.get("data")).and_then(giorno).unwrap_or(set.data.value);
    doc.remove("versione");
    doc.remove("ammetti");
    let written = doc.get("triennio").and_then(Item::as_str).unwrap_or_default();
    let sign = written.chars().find(|c| !c.is_ascii_digit() && !c.is_whitespace()).unwrap_or('-');
    put(doc, "triennio", Value::from(format!("{primo}{sign}{ultimo}")));
    put(doc, "esercizio", Value::from(i64::from(nuovo)));
    put(doc, "stato", Value::from("bozza"));
    if !sola {
        put(doc, "momento", Value::from(Momento::Approvazione.label()));
    }
    if set.tipo == Tipo::Relazione && !sola {
        put(doc, "tipo", Value::from("sezione-piao"));
        let mut frasi = vec![format!("`tipo`: nel {vecchio} era una relazione, e il documento del {nuovo} è un piano")];
        // The title of a report would be that of the plan.
        let title = doc.remove("titolo");
        frasi.extend(
            title
                .as_ref()
                .and_then(Item::as_str)
                .map(|title| format!("`titolo`: quello della relazione era «{title}»")),
        );
        sopra(doc, "tipo", frasi);
    }
    let next = un_anno_dopo(day);
    let value = giorno_scritto(next, doc.get("data"));
    put(doc, "data", value);
    sopra(doc, "data", vec!["la data del piano nuovo".to_owned()]);
    for key in ["titolo", "avvertenza", "descrizione", "parole_chiave"] {
        let year = doc.get(key).and_then(|item| passo.anni.nominato(&item.to_string()));
        sopra(doc, key, year.map(nomina).into_iter().collect());
    }
    let absent = |why: &str| {
        let mut table = InlineTable::new();
        table.insert("assente", Value::from(why));
        Value::InlineTable(table)
    };
    if let Some(act) = doc.get_mut("deliberazione").and_then(Item::as_table_like_mut) {
        act.remove("allegato");
        for key in ["numero", "data"] {
            if act.contains_key(key) {
                put(act, key, absent(&format!("il piano del {nuovo} non è ancora approvato")));
            }
        }
    }
    if let Some(terms) = doc.get_mut("termini").and_then(Item::as_table_like_mut)
        && (terms.remove("bilancio").is_some() | terms.remove("decreto").is_some())
    {
        passo.in_coda(
            terms,
            vec![format!("se un decreto rinvia il bilancio di previsione del {nuovo}, `bilancio` e `decreto`")],
        );
    }
    // Whoever is not counted yet would owe the whole plan.
    if set.profilo() == Profilo::Semplificato && !doc.contains_key("profilo") {
        let mut word = Value::from(Profilo::Semplificato.label());
        word.decor_mut().set_suffix(format!("   # finché `dipendenti` non dice quanti sono al 31 dicembre {vecchio}"));
        doc.insert("profilo", Item::Value(word));
        sopra(doc, "profilo", vec![format!("contati i dipendenti al 31 dicembre {vecchio}, togli `profilo`")]);
    }
    if let Some(staff) = doc.get_mut("fabbisogni").and_then(Item::as_table_like_mut)
        && let Some(day) = staff.get("al").and_then(giorno)
    {
        let next = giorno_scritto(un_anno_dopo(day), staff.get("al"));
        put(staff, "al", next);
    }
    if let Some(units) = doc.get_mut("organizzazione").and_then(Item::as_table_like_mut) {
        sopra(units, "fuori_unita", vec!["`fuori_unita` è ancora questo?".to_owned()]);
    }
    if let Some(ente) = doc.get_mut("ente").and_then(Item::as_table_like_mut) {
        for key in ["dipendenti", "abitanti"] {
            let Some(number) = ente.get(key).and_then(Item::as_integer) else { continue };
            put(ente, key, absent(&format!("da contare al 31 dicembre {vecchio}")));
            sopra(ente, key, vec![format!("`{key}` al 31 dicembre {vecchio}; un anno prima erano {number}")]);
        }
    }
    let made = primo_anno_dei_rischi(set);
    if set.tipo == Tipo::Piao && set.profilo() == Profilo::Semplificato && nuovo <= made + 2 {
        passo.in_coda(
            doc,
            vec![format!(
                "la sezione 2.3 è rifatta, o si conferma quella del {made}? Se si conferma, in `[rischi]` `primo_anno = {made}`, e i cinque adempimenti della conferma"
            )],
        );
    }
    // What other bodies publish goes on being cited; each year there may be a new one.
    if let Some(all) = doc.get_mut("pubblicazione").and_then(Item::as_array_of_tables_mut) {
        for one in all.iter_mut() {
            let day = one.get("data").and_then(giorno).map_or(String::new(), |day| format!(" del {day}"));
            let name = one.get("nome").and_then(Item::as_str).unwrap_or_default().to_owned();
            sopra(
                one,
                "data",
                vec![format!(
                    "`{name}`: quella{day} è ancora l’ultima? Se no, `titolo`, `indirizzo` e `data` della nuova"
                )],
            );
        }
    }
    if let Some(days) = doc.get_mut("performance").and_then(Item::as_table_like_mut) {
        for key in ["monitoraggio", "consuntivo"] {
            let Some(day) = days.get(key).and_then(giorno) else { continue };
            put(days, key, Value::from(un_anno_dopo(day).to_string()));
        }
    }
    if let Some(levels) = doc.get_mut("controlli").and_then(Item::as_table_like_mut) {
        let lowered: Vec<String> = set
            .controlli
            .iter()
            .filter(|(name, level)| {
                let own = REGOLE
                    .iter()
                    .find(|regola| regola.nome == name.as_str() || regola.codice.eq_ignore_ascii_case(name));
                own.is_some_and(|regola| peso(level.value) < forza(regola.livello))
            })
            .map(|(name, _)| name.clone())
            .collect();
        lowered.iter().for_each(|name| drop(levels.remove(name)));
        if levels.is_empty() {
            doc.remove("controlli");
        }
    }
}

/// The comments of `piao.toml` that `piao nuovo` wrote, each with how far before the year of the plan its day is: they speak of the new plan.
/// What an author wrote stays.
const COMMENTI: [(&str, i16); 4] =
    [("# Il termine per approvare è il 31 gennaio ", 0), ("# bilancio = ", 0), ("# data = ", 0), ("# al 31/12/", 1)];

/// The text of `piao.toml` with the years of those comments.
pub(super) fn commenti(text: &str, anni: Anni) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let known = COMMENTI.iter().find_map(|(words, before)| Some((line.find(words)?, anni.vecchio - before)));
        match known {
            Some((at, year)) => {
                let (head, comment) = line.split_at(at);
                out.push_str(head);
                out.push_str(&comment.replacen(&year.to_string(), &(year + 1).to_string(), 1));
            }
            None => out.push_str(line),
        }
    }
    out
}

/// How much a level that an office sets weighs, the more the stricter.
fn peso(livello: Livello) -> u8 {
    match livello {
        Livello::Ignora => 0,
        Livello::Nota => 1,
        Livello::Avviso => 2,
        Livello::Errore => 3,
    }
}

fn forza(severity: Severity) -> u8 {
    match severity {
        Severity::Nota => 1,
        Severity::Avviso => 2,
        Severity::Errore | Severity::Blocco => 3,
    }
}

/// Puts `new` in the place of a field that is there.
fn put(table: &mut dyn TableLike, key: &str, new: Value) {
    if let Some(item) = table.get_mut(key) {
        ridai(item, new);
    }
}

/// Puts questions above a field that is there.
fn sopra(table: &mut dyn TableLike, key: &str, frasi: Vec<String>) {
    Passo::sopra(table, key, &frasi);
}
