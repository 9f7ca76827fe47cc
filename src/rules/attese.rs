//! Rules that are known and wait: for the sections that they look at, or for the outputs that they compare. Listed so that
//! nobody believes that they are checked.

/// A rule that waits.
#[derive(Debug)]
pub struct Attesa {
    /// What it will ask.
    pub controlla: &'static str,
    /// What it waits for.
    pub aspetta: &'static str,
    /// The names that it has in the catalogues from which it comes: not printed.
    pub origine: &'static [&'static str],
}

/// All of them.
pub static ATTESE: &[Attesa] = &[];
