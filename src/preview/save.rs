//! Saves files of the plan from the browser. Only a file that a plan is made of is written, and only while the disk has the text from
//! which the author began.

use super::piani::Piani;
use crate::base::hash;
use crate::base::sistema::motivo;
use crate::publish;
use crate::source::{File, MAX_TEXT};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A text to save.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Saved {
    /// The file.
    pub(super) file: String,
    /// Its new text.
    testo: String,
    /// The digest that it had when it was read.
    impronta: String,
    /// Whether the file is written again where it is no more: its author has seen that it went away.
    #[serde(default)]
    di_nuovo: bool,
}

/// The text of the file at `path` as the disk has it, with the digest that a save gives back.
pub(super) fn text(piani: &mut Piani, path: &str) -> Option<Value> {
    let file = piani.on_disk(path)?;
    piani.given.insert(path.to_owned(), file.clone());
    Some(json!({
        "testo": file.text(),
        "impronta": digest(&file),
        "sola_lettura": file.only_read(),
        "altro_piano": piani.other(path),
    }))
}

fn digest(file: &File) -> String {
    hash::file(&file.disk_bytes())
}

/// The text that the file at `path` would have if its author saved `text`: with the line ends of the file.
pub(super) fn as_written(piani: &Piani, path: &str, text: &str) -> Option<String> {
    let file = piani.on_disk(path).filter(|file| file.only_read().is_none())?;
    let text = String::from_utf8(file.con_segno(text)).ok()?;
    Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// The file that a text is to replace, and its new bytes; or what to answer where it may not be written.
fn allowed(piani: &Piani, saved: &Saved) -> Result<(Arc<File>, Vec<u8>), Value> {
    let Some(file) = piani.on_disk(&saved.file) else { return Err(json!({ "esito": "sparito" })) };
    if let Some(why) = file.only_read() {
        return Err(json!({ "esito": "rifiutato", "perche": format!("questo file {why}") }));
    }
    if digest(&file) != saved.impronta {
        return Err(json!({ "esito": "cambiato", "testo": file.text(), "impronta": digest(&file) }));
    }
    let bytes = bytes(&file, saved)?;
    Ok((file, bytes))
}

/// The new bytes of a file; or what to answer where the plan would not read them.
fn bytes(file: &File, saved: &Saved) -> Result<Vec<u8>, Value> {
    let bytes = file.con_segno(&saved.testo);
    // A text that could not be read again would be lost to the plan.
    if bytes.len() as u64 > MAX_TEXT {
        let why = format!(
            "il testo è troppo lungo, e il piano non lo leggerebbe più: un file può avere al massimo {} MB",
            MAX_TEXT >> 20
        );
        return Err(json!({ "esito": "rifiutato", "perche": why }));
    }
    Ok(bytes)
}

/// Writes again a file that went away, if its author wants it: one that was shown here, in its place, where there is nothing now.
fn made_again(piani: &Piani, saved: &Saved) -> Option<Value> {
    let file = piani.given.get(&saved.file).filter(|file| saved.di_nuovo && file.only_read().is_none())?;
    let bytes = match bytes(file, saved) {
        Ok(bytes) => bytes,
        Err(answer) => return Some(answer),
    };
    let name = file.disco.file_name()?.to_string_lossy().into_owned();
    let impronta = hash::file(&bytes);
    Some(match publish::create(&BTreeMap::from([(name, bytes)]), file.disco.parent()?) {
        Ok(()) => json!({ "esito": "salvato", "impronta": impronta }),
        Err(problem) => json!({ "esito": "rifiutato", "perche": problem.message }),
    })
}

/// Saves one text. The answer says what became of it.
pub(super) fn save(piani: &Piani, saved: &Saved) -> Value {
    let (file, bytes) = match allowed(piani, saved) {
        Ok(allowed) => allowed,
        Err(answer) if answer.get("esito").is_some_and(|said| said == "sparito") => {
            return made_again(piani, saved).unwrap_or(answer);
        }
        Err(answer) => return answer,
    };
    // What was read a moment ago is compared once more, as late as can be.
    match file
        .invariato()
        .and_then(|same| if same { publish::mend(&file.disco, &bytes).map(|()| true) } else { Ok(false) })
    {
        Ok(true) => json!({ "esito": "salvato", "impronta": hash::file(&bytes) }),
        Ok(false) => save(piani, saved),
        Err(error) => json!({ "esito": "rifiutato", "perche": motivo(&error) }),
    }
}

/// Saves several texts, or none of them: half of a rename would leave a plan that cites what is not there.
pub(super) fn save_all(piani: &Piani, all: &[Saved]) -> Value {
    let mut ready = vec![];
    for saved in all {
        match allowed(piani, saved) {
            Ok((file, _)) => ready.push(file),
            Err(answer) => return refused(&saved.file, answer),
        }
    }
    let mut digests: Vec<String> = vec![];
    for saved in all {
        let answer = save(piani, saved);
        if let Some(digest) = made(&answer) {
            digests.push(digest.to_owned());
            continue;
        }
        // What was written, which is what has a digest, goes back to what it was.
        for ((other, file), digest) in all.iter().zip(&ready).zip(&digests) {
            let back = Saved {
                file: other.file.clone(),
                testo: file.text().to_owned(),
                impronta: digest.clone(),
                di_nuovo: false,
            };
            if made(&save(piani, &back)).is_none() {
                let why = format!("il file {} non si scrive più, e {} è già cambiato", saved.file, other.file);
                return json!({ "esito": "rifiutato", "file": saved.file, "perche": why });
            }
        }
        return refused(&saved.file, answer);
    }
    let digests: serde_json::Map<String, Value> =
        all.iter().zip(digests).map(|(saved, digest)| (saved.file.clone(), digest.into())).collect();
    json!({ "esito": "salvato", "impronte": digests })
}

/// The digest of what was saved; none when the answer says that it was not.
fn made(answer: &Value) -> Option<&str> {
    let saved = answer.get("esito").and_then(Value::as_str) == Some("salvato");
    answer.get("impronta").filter(|_| saved)?.as_str()
}

fn refused(path: &str, answer: Value) -> Value {
    let why = match answer.get("esito").and_then(Value::as_str) {
        Some("cambiato") => "è stato cambiato da altri nel frattempo",
        Some("sparito") => "non c’è più",
        _ => answer.get("perche").and_then(Value::as_str).unwrap_or("non si scrive"),
    };
    json!({ "esito": "rifiutato", "file": path, "perche": why })
}
