//! Applies a JSON Patch, for the tests alone: here and in `tests/suite/confronta.rs`.

use serde_json::Value;

/// What a JSON Patch makes of `value`, by the letter of RFC 6902.
pub(crate) fn apply(mut value: Value, patch: &[Value]) -> Value {
    for operation in patch {
        let (op, path) = (operation["op"].as_str().unwrap(), operation["path"].as_str().unwrap());
        let Some((parent, last)) = path.rsplit_once('/') else {
            assert_eq!(op, "replace", "the whole document can only be replaced");
            value = operation["value"].clone();
            continue;
        };
        let last = last.replace("~1", "/").replace("~0", "~");
        match value.pointer_mut(parent).unwrap() {
            Value::Object(fields) => match op {
                "remove" => assert!(fields.remove(&last).is_some(), "{path} is not there"),
                "replace" => assert!(fields.insert(last, operation["value"].clone()).is_some(), "{path} is not there"),
                _ => assert!(fields.insert(last, operation["value"].clone()).is_none(), "{path} is there already"),
            },
            Value::Array(items) => {
                let at: usize = last.parse().unwrap();
                match op {
                    "remove" => drop(items.remove(at)),
                    "replace" => items[at] = operation["value"].clone(),
                    _ => items.insert(at, operation["value"].clone()),
                }
            }
            other => panic!("{path} is inside {other}"),
        }
    }
    value
}
