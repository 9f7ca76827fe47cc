//! `piao.json`, the plan as one public document, and `piao.schema.json`, its JSON Schema. The two are written side by side,
//! field by field, and the registers bring their own schema.

use super::json::{Json, object, or_null, rows, some};
use super::{ASSENTE, CC_BY, stampate};
use crate::document::{
    Block, BlockKind, Card, DataColumn, DataType, Dataset, Document, Field, Meta, Part, Section, TreeNode, plain,
};
use crate::piano::settings::Tipo;

/// The version of the schema. Its first number grows when a document that was valid is no longer so.
const VERSION: &str = "1.0";

/// The plan as JSON. `printed` are the tables of its text.
pub(super) fn document(document: &Document, printed: &[Dataset]) -> Json {
    let meta = &document.meta;
    let register = |dataset: &Dataset| (dataset.nome.clone(), rows(dataset));
    object([
        ("$schema", some(super::SCHEMA)),
        ("versione_schema", some(VERSION)),
        ("titolo", some(&meta.titolo)),
        ("triennio", some(meta.triennio.replace('–', "-"))),
        ("momento", some(&meta.momento)),
        ("stato", some(meta.stato.label())),
        ("data", some(meta.giorno().iso())),
        ("descrizione", some(&meta.descrizione)),
        ("parole_chiave", Some(meta.parole_chiave.iter().collect())),
        ("avvertenza", or_null(meta.avvertenza.as_ref())),
        ("ente", Some(ente(meta))),
        ("collegamento_unione", (meta.tipo == Tipo::CollegamentoUnione).then_some(Json::Bool(true))),
        ("deliberazione", or_null(meta.deliberazione.as_deref().map(line))),
        ("impronta", some(&meta.impronta)),
        ("licenza", some(CC_BY)),
        ("sezioni", Some(Json::List(document.sections.iter().map(section).collect()))),
        ("registri", Some(Json::Object(document.registri.iter().map(register).collect()))),
        ("tabelle", Some(Json::List(printed.iter().map(table).collect()))),
        ("al_posto", se_ce_ne_sono(document.al_posto.iter().map(al_posto))),
        ("pagine_citate", se_ce_ne_sono(document.pagine_citate().map(pagina_citata))),
    ])
}

/// A list that is left out where nothing is in it.
fn se_ce_ne_sono(list: impl Iterator<Item = impl Into<Json>>) -> Option<Json> {
    let mut list = list.peekable();
    list.peek().is_some().then(|| list.collect())
}

fn al_posto((registro, id): &(String, String)) -> Json {
    object([("registro", some(registro)), ("id", some(id))])
}

fn pagina_citata((rimando, pagina): (String, u32)) -> Json {
    object([("rimando", some(&rimando)), ("pagina", Some(Json::Number(i64::from(pagina).into())))])
}

fn ente(meta: &Meta) -> Json {
    object([
        ("nome", some(&meta.ente)),
        ("codice_ipa", or_null(meta.codice_ipa.as_ref())),
        ("pec", or_null(meta.pec.as_ref())),
        ("sito", or_null(meta.sito.as_ref())),
    ])
}

fn section(section: &Section) -> Json {
    let mut lines = Vec::new();
    blocks(&section.blocks, &mut lines);
    let mut notes = Vec::new();
    section.notes.iter().for_each(|note| blocks(&note.blocks, &mut notes));
    object([
        ("id", some(section.id.as_str())),
        ("numero", or_null(section.number.as_ref())),
        ("titolo", some(&section.title)),
        ("referente", or_null(section.referente.as_ref())),
        ("sezione", section.piano_tipo.as_ref().map(Into::into)),
        ("stato_lavoro", section.stato.as_ref().map(Into::into)),
        ("inclusa", section.inclusa.as_ref().map(Into::into)),
        ("impronta_scritto", section.scritto.as_ref().map(Into::into)),
        ("rimandi", se_ce_ne_sono(section.rimandi().into_iter())),
        ("testo", Some(lines.into_iter().collect())),
        ("note", Some(notes.into_iter().collect())),
        ("sezioni", Some(Json::List(section.children.iter().map(self::section).collect()))),
    ])
}

fn table(dataset: &Dataset) -> Json {
    let column = |column: &DataColumn| {
        object([
            ("nome", some(&column.nome)),
            ("descrizione", some(&column.descrizione)),
            ("tipo", some(column.tipo.nome())),
            ("unita", or_null(column.unita)),
        ])
    };
    object([
        ("nome", some(&dataset.nome)),
        ("titolo", some(&dataset.titolo)),
        ("descrizione", some(&dataset.descrizione)),
        ("colonne", Some(Json::List(dataset.colonne.iter().map(column).collect()))),
        ("righe", Some(rows(dataset))),
    ])
}

// --- The text of a section, a line a block ---

fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn blocks(all: &[Block], out: &mut Vec<String>) {
    for block in all {
        let mut say = |words: String| out.extend(Some(line(&words)).filter(|words| !words.is_empty()));
        match &block.kind {
            BlockKind::Absent(reason) => say(format!("{ASSENTE} {}", plain(reason))),
            BlockKind::Table(table) => {
                let caption = table.caption.as_deref().map(plain).unwrap_or_default();
                match (table.number, stampate::nome(table)) {
                    (Some(number), Some(name)) => say(format!("Tabella {number}: {caption} [{name}]")),
                    _ => {
                        for row in &table.rows {
                            // The head of a group is one cell across all columns.
                            let cells = row.cells.iter().take(if row.heads { 1 } else { usize::MAX });
                            let cells: Vec<String> = cells.map(|cell| plain(cell)).collect();
                            say(cells.join(" | "));
                        }
                    }
                }
            }
            BlockKind::Figure(figure) => {
                let caption = figure.caption.as_deref().map(plain).unwrap_or_default();
                let number = figure.number.map(|n| format!("Figura {n}: ")).unwrap_or_default();
                say(format!("{number}{caption} ({})", figure.alt));
            }
            BlockKind::Drawing(drawing) => {
                let caption = drawing.caption.as_deref().map(plain).unwrap_or_default();
                let number = drawing.number.map(|n| format!("Figura {n}: ")).unwrap_or_default();
                say(format!("{number}{caption} ({})", drawing.alt));
            }
            BlockKind::Card(card) => cards(card, out),
            BlockKind::Outcome(outcome) => {
                self::blocks(&outcome.blocks, out);
                out.extend(outcome.fields.iter().map(field));
                self::blocks(&outcome.notes, out);
            }
            BlockKind::Tree(nodes) => TreeNode::each(nodes, &mut |node| {
                out.push(line(&format!("{} {}", node.code, plain(&node.title))));
                blocks(&node.blocks, out);
            }),
            _ => block.parts(&mut |_, part| {
                let words = match part {
                    Part::Words(words) => line(&plain(words)),
                    Part::Plain(text) => line(text),
                    Part::Blocks(inner) => return blocks(inner, out),
                };
                out.extend(Some(words).filter(|words| !words.is_empty()));
            }),
        }
    }
}

fn cards(card: &Card, out: &mut Vec<String>) {
    let code = card.code.as_deref().unwrap_or_default();
    out.push(line(&format!("{} {code}: {}", card.kind, plain(&card.title)).replace(" :", ":")));
    out.extend(card.above.iter().map(|words| line(&plain(words))));
    blocks(&card.lead, out);
    out.extend(card.facts.iter().chain(&card.fields).map(field));
    let reasons = |field: &Field| format!("{} ({})", field.label, plain(&field.value));
    let absent: Vec<String> = card.absent.iter().map(reasons).collect();
    out.extend((!absent.is_empty()).then(|| line(&format!("{} {}.", card.non_indicato(), absent.join("; ")))));
    blocks(&card.blocks, out);
}

fn field(field: &Field) -> String {
    line(&format!("{}: {}", field.label, plain(&field.value)))
}

// --- Schema ---

/// The JSON Schema of every `piao.json` of this version.
pub(super) fn schema(document: &Document) -> Json {
    let list = |items: Json| object([("type", some("array")), ("items", Some(items))]);
    let text = || object([("type", some("string"))]);
    let texts = || list(text());
    let maybe = || object([("type", Some(["string", "null"].into_iter().collect()))]);
    let day = || object([("type", some("string")), ("format", some("date"))]);
    let one_of = |words: &[&str]| object([("enum", Some(words.iter().copied().collect()))]);
    let own = |reference: &str| object([("$ref", some(reference))]);
    let register = |dataset: &Dataset| {
        let mut of_rows = vec![("title".to_owned(), Json::from(&dataset.titolo))];
        of_rows.push(("description".to_owned(), Json::from(&dataset.descrizione)));
        if let Json::Object(fields) = list(row(dataset)) {
            of_rows.extend(fields);
        }
        (dataset.nome.clone(), Json::Object(of_rows))
    };
    let registers: Vec<(String, Json)> = document.registri.iter().map(register).collect();
    let ente = closed(vec![
        ("nome", "Denominazione dell’ente", text()),
        ("codice_ipa", "Codice nell’indice delle pubbliche amministrazioni", maybe()),
        ("pec", "Posta elettronica certificata", maybe()),
        ("sito", "Sito istituzionale", maybe()),
    ]);
    let section = closed(vec![
        ("id", "Nome della pagina e ancora nel PDF", text()),
        ("numero", "Numero, quando è numerata", maybe()),
        ("titolo", "Titolo, senza numero", text()),
        ("referente", "Ufficio che ne risponde", maybe()),
        ("sezione", "Numero della sezione del Piano-tipo, dove è scritto", text()),
        ("stato_lavoro", "A che punto è il lavoro, dove è scritto", text()),
        ("inclusa", "Sezione di un altro piano il cui testo sta qui: nome del piano e id", text()),
        (
            "impronta_scritto",
            "Impronta di ciò che vi scrive questo ente, in un piano che ne mostra o ne cita altri",
            text(),
        ),
        ("rimandi", "Pagine dei siti di altri piani che cita: nome del piano e pagina", texts()),
        (
            "testo",
            "Testo senza formattazione, una riga per ogni blocco; di una tabella il titolo e, fra parentesi quadre, il nome dei suoi dati",
            texts(),
        ),
        ("note", "Note a piè di pagina", texts()),
        ("sezioni", "Sottosezioni", list(own("#/$defs/sezione"))),
    ]);
    let instead = closed(vec![("registro", "Registro", text()), ("id", "Identificativo nel registro", text())]);
    let cited = closed(vec![
        ("rimando", "Che cosa cita: nome del piano, e punto del suo sito", text()),
        ("pagina", "Pagina del PDF di quel piano, quando questo è stato fatto", object([("type", some("integer"))])),
    ]);
    let column = closed(vec![
        ("nome", "Nome della colonna", text()),
        ("descrizione", "Che cosa dice", text()),
        ("tipo", "Di che tipo sono i valori", one_of(&["testo", "elenco", "intero", "numero", "data", "si_no"])),
        ("unita", "In che cosa sono i numeri", maybe()),
    ]);
    let cell = object([("type", Some(["string", "number", "boolean", "null", "array"].into_iter().collect()))]);
    let any_row = object([("type", some("object")), ("additionalProperties", Some(cell))]);
    let table = closed(vec![
        ("nome", "Nome dei file della tabella", text()),
        ("titolo", "Didascalia", text()),
        ("descrizione", "Dove sta nel piano", text()),
        ("colonne", "Colonne, in ordine", list(column)),
        ("righe", "Righe: un oggetto con un valore per ogni colonna", list(any_row)),
    ]);
    let mut whole = vec![
        ("$schema".to_owned(), Json::from("https://json-schema.org/draft/2020-12/schema")),
        ("title".to_owned(), Json::from(format!("Piano integrato di attività e organizzazione, schema {VERSION}"))),
        (
            "description".to_owned(),
            Json::from(
                "Il piano come documento unico: che cosa è, le sezioni con il testo, i registri, le tabelle stampate.",
            ),
        ),
    ];
    let root = closed(vec![
        ("$schema", "Questo schema", text()),
        ("versione_schema", "Versione dello schema", object([("const", some(VERSION))])),
        ("titolo", "Titolo del piano", text()),
        (
            "triennio",
            "Primo e ultimo anno",
            object([("type", some("string")), ("pattern", some("^[0-9]{4}-[0-9]{4}$"))]),
        ),
        ("momento", "Momento del ciclo", one_of(&["approvazione", "monitoraggio", "consuntivo"])),
        ("stato", "A che punto è l’approvazione", one_of(&["bozza", "proposta", "approvato"])),
        ("data", "Data del piano", day()),
        ("descrizione", "Il piano in una frase", text()),
        ("parole_chiave", "Parole chiave", texts()),
        ("avvertenza", "Che cosa bisogna sapere prima di leggere", maybe()),
        ("ente", "L’ente di cui è il piano", ente),
        (
            "collegamento_unione",
            "Se dice soltanto ciò che lo lega al piano di un’Unione",
            object([("type", some("boolean"))]),
        ),
        ("deliberazione", "Atto che lo approva", maybe()),
        (
            "impronta",
            "Impronta del contenuto, stampata anche nel PDF",
            object([("type", some("string")), ("pattern", some("^[0-9a-f]{64}$"))]),
        ),
        ("licenza", "Indirizzo della licenza dei dati", object([("type", some("string")), ("format", some("uri"))])),
        ("sezioni", "Capitoli, in ordine di lettura", list(own("#/$defs/sezione"))),
        ("registri", "Un elenco di righe per ogni tipo di cosa", properties(registers, &[])),
        ("tabelle", "Tabelle stampate che nessun registro contiene", list(own("#/$defs/tabella"))),
        ("al_posto", "Schede scritte al posto di quelle di un altro piano", list(instead)),
        ("pagine_citate", "A che pagina del PDF di un altro piano è ciò che cita", list(cited)),
    ]);
    if let Json::Object(fields) = root {
        whole.extend(fields);
    }
    whole.push(("$defs".to_owned(), object([("sezione", Some(section)), ("tabella", Some(table))])));
    Json::Object(whole)
}

/// The fields that only some documents have.
pub(crate) const SE_CI_SONO: [&str; 8] = [
    "collegamento_unione",
    "al_posto",
    "pagine_citate",
    "sezione",
    "stato_lavoro",
    "inclusa",
    "impronta_scritto",
    "rimandi",
];

/// The schema of an object that has all these fields, but those that only some documents have, and no other.
fn closed(fields: Vec<(&str, &str, Json)>) -> Json {
    let described = |(name, words, schema): (&str, &str, Json)| {
        let mut field = vec![("description".to_owned(), Json::from(words))];
        if let Json::Object(schema) = schema {
            field.extend(schema);
        }
        (name.to_owned(), Json::Object(field))
    };
    properties(fields.into_iter().map(described).collect(), &SE_CI_SONO)
}

fn properties(fields: Vec<(String, Json)>, optional: &[&str]) -> Json {
    let names: Json = fields.iter().map(|(name, _)| name).filter(|name| !optional.contains(&name.as_str())).collect();
    object([
        ("type", some("object")),
        ("required", Some(names)),
        ("additionalProperties", some(false)),
        ("properties", Some(Json::Object(fields))),
    ])
}

/// The schema of a row of a register.
fn row(dataset: &Dataset) -> Json {
    let column = |column: &DataColumn| {
        let words = match column.unita {
            Some(unit) => format!("{} (unità: {unit})", column.descrizione),
            None => column.descrizione.clone(),
        };
        let or_null = |tipo: &str| Some([tipo, "null"].into_iter().collect::<Json>());
        let strings = object([("type", some("string"))]);
        let (tipo, format, items) = match column.tipo {
            DataType::Testo => (or_null("string"), None, None),
            DataType::Elenco => (or_null("array"), None, Some(strings)),
            DataType::Intero => (or_null("integer"), None, None),
            DataType::Numero => (or_null("number"), None, None),
            DataType::Data => (or_null("string"), some("date"), None),
            DataType::SiNo => (or_null("boolean"), None, None),
        };
        let field = object([("description", some(words)), ("type", tipo), ("format", format), ("items", items)]);
        (column.nome.clone(), field)
    };
    properties(dataset.colonne.iter().map(column).collect(), &[])
}
