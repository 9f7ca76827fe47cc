//! `piao verifica`
use super::Outcome;
use super::args::Verifica;

pub(super) fn run(_options: &Verifica) -> Outcome {
    Outcome::CouldNotRun
}
