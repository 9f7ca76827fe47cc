//! Saves a file of the plan from the browser. Only a file that the plan is made of is written, and only while the disk has the text
//! from which the author began.

use crate::base::hash;
use crate::base::sistema::motivo;
use crate::project::Plan;
use crate::publish;
use crate::source::File;
use serde_json::{Value, json};

/// The text of the file at `path` as the disk has it, with the digest that a save gives back.
pub(super) fn text(plan: &Plan, path: &str) -> Option<Value> {
    let file = plan.on_disk(path)?;
    Some(json!({ "testo": file.text(), "impronta": digest(&file), "sola_lettura": file.only_read() }))
}

fn digest(file: &File) -> String {
    hash::file(&file.disk_bytes())
}

/// The text that the file at `path` would have if its author saved `text`: with the line ends of the file.
pub(super) fn as_written(plan: &Plan, path: &str, text: &str) -> Option<String> {
    let file = plan.on_disk(path).filter(|file| file.only_read().is_none())?;
    let text = String::from_utf8(file.con_segno(text)).ok()?;
    Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// Saves `text` in the file at `path`, which had the digest `read` when it was read. The answer says what became of it.
pub(super) fn save(plan: &Plan, path: &str, text: &str, read: &str) -> Value {
    let Some(file) = plan.on_disk(path) else { return json!({ "esito": "sparito" }) };
    if let Some(why) = file.only_read() {
        return json!({ "esito": "rifiutato", "perche": format!("questo file {why}") });
    }
    if digest(&file) != read {
        return json!({ "esito": "cambiato", "testo": file.text(), "impronta": digest(&file) });
    }
    let bytes = file.con_segno(text);
    // What was read a moment ago is compared once more, as late as can be.
    match file
        .invariato()
        .and_then(|same| if same { publish::mend(&file.disco, &bytes).map(|()| true) } else { Ok(false) })
    {
        Ok(true) => json!({ "esito": "salvato", "impronta": hash::file(&bytes) }),
        Ok(false) => save(plan, path, text, read),
        Err(error) => json!({ "esito": "rifiutato", "perche": motivo(&error) }),
    }
}
