//! Codes of objectives as offices type them: with the path of the tree before them or not, with zeros or points lost. The
//! right code is made from the tree and from the unit; here a typed one is taken apart, so that a wrong one can be told
//! with the right one beside it.

/// A typed code, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letto {
    /// The steps of the path typed before the code: `05.02.01` is 5, 2, 1.
    pub percorso: Vec<u32>,
    /// The short code, mended: `S2.00002`.
    pub breve: String,
    /// Whether something had to be mended.
    pub corretto: bool,
}

/// How the objectives of a plan are coded.
#[derive(Debug, Default)]
pub struct Uso {
    /// Codes of the units, as written.
    unita: Vec<String>,
    /// Digits after the unit: those that most codes have.
    cifre: usize,
    /// Whether numbers have zeros before them: `S2.00001`. Where none has, `S2.1` and `S2.19` are both whole.
    zeri: bool,
}

impl Uso {
    /// How a plan codes its objectives, from the codes of its units and of its objectives.
    #[must_use]
    pub fn of<'a>(unita: impl Iterator<Item = &'a str>, codici: impl Iterator<Item = &'a str>) -> Self {
        let mut uso = Uso { unita: unita.map(|code| code.trim().to_owned()).collect(), cifre: 0, zeri: false };
        // The longest first: `S10` is not `S1` followed by a zero.
        uso.unita.sort_by_key(|code| std::cmp::Reverse(code.len()));
        let mut lengths = std::collections::BTreeMap::<usize, usize>::new();
        for code in codici {
            if let Some((_, number)) = code.rsplit_once('.').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit())) {
                *lengths.entry(number.len()).or_default() += 1;
                uso.zeri |= number.len() > 1 && number.starts_with('0');
            }
        }
        let longest = lengths.keys().max().copied().unwrap_or(0);
        let usual = lengths.into_iter().max_by_key(|(length, count)| (*count, *length)).map_or(0, |(length, _)| length);
        uso.cifre = if uso.zeri { usual } else { longest };
        uso
    }

    /// Takes `code` apart. None when it is not made of a unit and a number: such codes are left as they are.
    #[must_use]
    pub fn parse(&self, code: &str) -> Option<Letto> {
        let code = code.trim();
        let mut rest = code;
        let mut percorso = Vec::new();
        while let Some((step, after)) = rest.split_once('.') {
            // A unit may be called by digits alone: its code followed by the number ends the path.
            if self.ends(rest).is_some() {
                break;
            }
            let Some(step) = step.parse().ok().filter(|_| step.len() <= 3) else { break };
            percorso.push(step);
            rest = after;
        }
        let (unit, number) = self.ends(rest)?;
        let width = if self.zeri { self.cifre } else { 0 };
        let breve = format!("{unit}.{number:0>width$}");
        Some(Letto { corretto: breve != rest, percorso, breve })
    }

    /// The unit and the number that `text` is made of, with or without the point between them.
    fn ends<'t>(&self, text: &'t str) -> Option<(&str, &'t str)> {
        self.unita.iter().find_map(|unit| {
            let head = text.get(..unit.len()).filter(|head| head.eq_ignore_ascii_case(unit))?;
            let rest = text.get(head.len()..)?;
            let pointed = rest.strip_prefix('.');
            let number = pointed.unwrap_or(rest);
            let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            // Without the point only a whole number of digits can be told from the unit.
            let whole = pointed.is_some() && number.len() <= self.cifre || self.zeri && number.len() == self.cifre;
            (digits && whole).then_some((unit.as_str(), number))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_codes_are_mended_as_offices_lose_them() {
        let uso = Uso::of(["S1", "S10", "DG", "05"].into_iter(), ["S1.00001", "DG.00003", "S1.2"].into_iter());
        let read = |code: &str| {
            uso.parse(code)
                .map(|l| format!("{:?} {}{}", l.percorso, l.breve, if l.corretto { " corretto" } else { "" }))
        };
        for (code, expected) in [
            ("S1.00001", "[] S1.00001"),
            ("05.02.01.S1.00001", "[5, 2, 1] S1.00001"),
            ("05.02.01.S100001", "[5, 2, 1] S1.00001 corretto"),
            ("DG.0003", "[] DG.00003 corretto"),
            ("s10.00007", "[] S10.00007 corretto"),
            ("01.02.05.00004", "[1, 2] 05.00004"),
        ] {
            assert_eq!(read(code).as_deref(), Some(expected), "{code}");
        }
        // Numbers without zeros are as they are written.
        let plain = Uso::of(["S2"].into_iter(), ["S2.1", "S2.9", "S2.10", "S2.19"].into_iter());
        for code in ["S2.1", "S2.19"] {
            assert_eq!(plain.parse(code).map(|l| (l.breve, l.corretto)), Some((code.to_owned(), false)), "{code}");
        }
        for other in ["OB.01", "1.4.3", "", "S1", "S1.000001", "05.02.01", "àS1.00001"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
