//! The codes of the problems that no rule reports: something cannot be read, found or printed, and no setting changes that.
//! The page of each code is a file in the folder `codes`, with the same headings as the pages of the rules. The code of a rule
//! is in the file of the rule.

use super::Severity;

/// The code of a kind of problem. The severity belongs to the code, so two problems with one code cannot differ in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `P0201`: `P` and four digits, by subject. Never reused.
    pub name: &'static str,
    /// Whether it stops the outputs or only warns.
    pub severity: Severity,
    /// The page that explains it, in Markdown: `piao spiega` prints it.
    pub pagina: &'static str,
}

macro_rules! codici {
    ($($severity:ident { $($code:ident),* $(,)? })*) => {
        $($(
            #[doc = concat!("See `codes/", stringify!($code), ".md`.")]
            pub const $code: Code = Code {
                name: stringify!($code),
                severity: Severity::$severity,
                pagina: include_str!(concat!("codes/", stringify!($code), ".md")),
            };
        )*)*

        /// All the codes in this file. The rules have theirs in `rules/list.rs`.
        pub static CODICI: &[Code] = &[$($($code),*),*];
    };
}

codici! {
    Blocco {
        P0101, P0102, P0103, P0104, P0105, P0106, P0107, P0108, P0109, P0110, P0111, P0112, P0113, P0114,
        P0115, P0116, P0117, P0118, P0119, P0120, P0121, P0122, P0123, P0124, P0126, P0128, P0129, P0130, P0141,
        P0161, P0162, P0163, P0170, P0171, P0172, P0173, P0174, P0201, P0202, P0203, P0204, P0205, P0206, P0207, P0208, P0209, P0210, P0212, P0350, P0361, P0362,
        P0501, P0502, P0503, P0504, P0505, P0506, P0529, P0530, P0570, P0801, P0805, P0901, P0902, P0903, P0904, P0905, P0911,
        P0910, P1001, P1002, P1031, P1401, P1402, P1403, P1404, P1405, P1406, P1407, P1409, P1411, P1412, P1420, P1421,
        P1422, P1423, P1425, P1501, P1504, P1505, P1506, P1507, P1524,
    }
    Avviso {
        P0125, P0131, P0132, P0133, P0134, P0135, P0136, P0137, P0138, P0139, P0140, P0164, P0165, P0166, P0175, P0177, P0178, P0179, P0216, P0507, P0508, P0804,
        P0906, P0907, P1003, P1035, P1417, P1426, P1502, P1503, P1511, P1512, P1522, P1523,
    }
    Nota {
        P0176, P0180, P0181, P0215, P0803, P1408, P1427, P1508, P1513, P1514, P1520, P1521,
    }
}
