//! Reads the objects of a PDF in the form in which typst writes them: a table of their places at the end, and uncompressed
//! objects apart from streams. The passes over the finished file use it. A file of another form is refused, and left as it
//! is.

/// The table at the end of the file: where each object stands, and what the trailer says besides its size.
pub(super) struct Table<'a> {
    pdf: &'a [u8],
    pub(super) objects: Vec<Option<std::ops::Range<usize>>>,
    /// Where the first object begins.
    pub(super) first: usize,
    pub(super) trailer: &'a str,
}

impl<'a> Table<'a> {
    pub(super) fn read(pdf: &'a [u8]) -> Option<Self> {
        let mut words = Words(pdf.get(rfind(pdf, b"startxref")? + 9..)?);
        let at = words.number()?;
        let mut words = Words(pdf.get(at..)?.strip_prefix(b"xref")?);
        if words.number()? != 0 {
            return None;
        }
        let offsets = (0..words.number()?)
            .map(|_| {
                let (offset, _generation) = (words.number()?, words.number()?);
                Some((words.next()? == b"n").then_some(offset))
            })
            .collect::<Option<Vec<Option<usize>>>>()?;
        // An object ends where the next begins.
        let mut bounds: Vec<usize> = offsets.iter().flatten().copied().chain([at]).collect();
        bounds.sort_unstable();
        let end = |start: usize| bounds.get(bounds.partition_point(|bound| *bound <= start)).copied();
        let objects =
            offsets.into_iter().map(|offset| offset.and_then(|start| Some(start..end(start)?))).collect::<Vec<_>>();
        let trailer = words.0.get(find(words.0, b"<<")? + 2..rfind(words.0, b">>")?)?;
        let (before, after) = std::str::from_utf8(trailer).ok()?.trim().split_once("/Size")?;
        // The size is that of the old table; typst writes it first.
        let trailer = after.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim();
        (before.is_empty() && !trailer.contains("/Encrypt")).then_some(Table {
            pdf,
            objects,
            first: *bounds.first()?,
            trailer,
        })
    }

    /// What stands between `obj` and `endobj`.
    pub(super) fn body(&self, number: usize) -> Option<&'a [u8]> {
        let whole = self.pdf.get(self.objects.get(number)?.clone()?)?;
        Some(whole.get(find(whole, b"obj")? + 3..rfind(whole, b"endobj")?)?.trim_ascii())
    }
}

/// An entry of a dictionary: the key without its slash, and the value as it is written.
pub(super) type Entry<'a> = (&'a [u8], &'a [u8]);

/// The entries of a dictionary.
pub(super) fn entries(dictionary: &[u8]) -> Option<Vec<Entry<'_>>> {
    pairs(dictionary.trim_ascii().strip_prefix(b"<<")?.strip_suffix(b">>")?)
}

/// The entries of what stands inside a dictionary.
pub(super) fn pairs(inner: &[u8]) -> Option<Vec<Entry<'_>>> {
    let all = values(inner)?;
    let (pairs, odd) = all.as_chunks();
    let entries = pairs.iter().map(|[key, value]| Some((key.strip_prefix(b"/")?, *value)));
    if odd.is_empty() { entries.collect() } else { None }
}

/// The values that stand one after the other.
fn values(mut inner: &[u8]) -> Option<Vec<&[u8]>> {
    let mut out = vec![];
    loop {
        inner = inner.trim_ascii_start();
        if inner.is_empty() {
            return Some(out);
        }
        let (one, rest) = value(inner)?;
        out.push(one);
        inner = rest;
    }
}

/// The value of a key.
pub(super) fn get<'a>(entries: &[Entry<'a>], key: &str) -> Option<&'a [u8]> {
    entries.iter().find(|(name, _)| *name == key.as_bytes()).map(|(_, value)| *value)
}

/// The values of an array; of anything else, that one value.
pub(super) fn items(array: &[u8]) -> Option<Vec<&[u8]>> {
    match array.strip_prefix(b"[").and_then(|array| array.strip_suffix(b"]")) {
        Some(inner) => values(inner),
        None => Some(vec![array]),
    }
}

/// The number of the object that `12 0 R` is.
pub(super) fn reference(value: &[u8]) -> Option<usize> {
    let mut words = Words(value.strip_suffix(b" R")?);
    let (number, _generation) = (words.number()?, words.number()?);
    words.next().is_none_or(<[u8]>::is_empty).then_some(number)
}

/// The first value of `bytes`, and what comes after it.
fn value(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let bytes = bytes.trim_ascii_start();
    bytes.split_at_checked(length(bytes)?)
}

/// How long the value is that begins here.
fn length(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [b'<', b'<', ..] => group(bytes, 2, b">>"),
        [b'[', ..] => group(bytes, 1, b"]"),
        [b'<', ..] => Some(find(bytes, b">")? + 1),
        [b'(', ..] => string(bytes),
        [b'/', ..] => Some(1 + word(bytes.get(1..)?)),
        _ => {
            let first = word(bytes);
            // Two numbers and an R are one value.
            let mut rest = Words(bytes);
            let reference = rest.number().is_some() && rest.number().is_some();
            let end = bytes.len() - rest.0.len();
            let after = rest.0.trim_ascii_start();
            if reference && after.first() == Some(&b'R') && word(after) == 1 {
                return Some(end + (rest.0.len() - after.len()) + 1);
            }
            (first > 0).then_some(first)
        }
    }
}

/// The length of an array or a dictionary that begins here.
fn group(bytes: &[u8], open: usize, close: &[u8]) -> Option<usize> {
    let mut rest = bytes.get(open..)?.trim_ascii_start();
    while !rest.starts_with(close) {
        rest = rest.get(length(rest)?..)?.trim_ascii_start();
    }
    Some(bytes.len() - rest.len() + close.len())
}

/// The length of a string in parentheses, which may hold others.
fn string(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at + 1),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of a name or a number.
fn word(bytes: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]{}/%".contains(byte);
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

/// The words of a part of the file that is text.
struct Words<'a>(&'a [u8]);

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.0.trim_ascii_start();
        let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        let (word, rest) = rest.split_at_checked(end)?;
        self.0 = rest;
        Some(word)
    }

    fn number(&mut self) -> Option<usize> {
        std::str::from_utf8(self.next()?).ok()?.parse().ok()
    }
}

pub(super) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|part| part == word)
}

pub(super) fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::{entries, get, items, reference};

    #[test]
    fn values_end_where_they_end() {
        let body = br"<</S/P/P 12 0 R/T(a \) (b) ]>>)/Alt<FEFF0041>/N -5/Box[1 0.5 3]/A[<</O/Table/H[(x)]>>]/K[1 0 7 0 R 3<</Obj 9 0 R>>]>>";
        let all = entries(body).unwrap();
        let written = |key: &str| String::from_utf8_lossy(get(&all, key).unwrap()).into_owned();
        for (key, value) in [
            ("S", "/P"),
            ("P", "12 0 R"),
            ("T", r"(a \) (b) ]>>)"),
            ("Alt", "<FEFF0041>"),
            ("N", "-5"),
            ("Box", "[1 0.5 3]"),
            ("A", "[<</O/Table/H[(x)]>>]"),
        ] {
            assert_eq!(written(key), value);
        }
        let kids = items(get(&all, "K").unwrap()).unwrap();
        let references: Vec<_> = kids.iter().map(|kid| reference(kid)).collect();
        assert_eq!(references, [None, None, Some(7), None, None], "{kids:?}");
        assert_eq!(items(b"7 0 R"), Some(vec![b"7 0 R".as_slice()]), "a value alone");
        for cut in 0..body.len() {
            assert!(entries(&body[..cut]).is_none(), "cut at {cut}");
        }
    }
}
