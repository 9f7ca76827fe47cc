//! The difference of two JSON values as a JSON Patch (RFC 6902), of `add`, `remove` and `replace`. A crate for it exists, but it
//! turns on a feature of `serde_json` for which the whole of typst would be compiled again; and rows are compared here by content,
//! so a row added at the top is one operation.

use super::serie::tratti;
use serde_json::{Value, json};

/// The operations that make `a` into `b`, in the order in which they are applied.
pub(super) fn patch(a: &Value, b: &Value) -> Vec<Value> {
    let mut out = Vec::new();
    compare("", a, b, &mut out);
    out
}

fn compare(path: &str, a: &Value, b: &Value, out: &mut Vec<Value>) {
    match (a, b) {
        (a, b) if a == b => {}
        (Value::Object(a), Value::Object(b)) => {
            for name in a.keys().filter(|name| !b.contains_key(*name)) {
                out.push(json!({ "op": "remove", "path": under(path, name) }));
            }
            for (name, new) in b {
                match a.get(name) {
                    Some(old) => compare(&under(path, name), old, new, out),
                    None => out.push(json!({ "op": "add", "path": under(path, name), "value": new })),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let text = |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>();
            for run in tratti(&text(a), &text(b)).into_iter().filter(|run| !run.uguale) {
                // Everything before this run is as in `b` already, so its places are those of `b`.
                let mut at = run.dopo.start;
                let mut old = a.get(run.prima).unwrap_or_default().iter();
                let mut new = b.get(run.dopo).unwrap_or_default().iter();
                loop {
                    let path = format!("{path}/{at}");
                    match (old.next(), new.next()) {
                        (Some(old), Some(new)) => compare(&path, old, new, out),
                        (Some(_), None) => {
                            out.push(json!({ "op": "remove", "path": path }));
                            continue;
                        }
                        (None, Some(new)) => out.push(json!({ "op": "add", "path": path, "value": new })),
                        (None, None) => break,
                    }
                    at += 1;
                }
            }
        }
        (_, b) => out.push(json!({ "op": "replace", "path": path, "value": b })),
    }
}

/// The pointer to the member `name` of what `path` points to.
fn under(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}
