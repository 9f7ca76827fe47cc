//! A share of the plans of a workspace, for several machines that make them together.

use sha2::{Digest, Sha256};

/// One of the shares into which the plans are divided: the second of three. Whose share a plan is depends on its name alone, so that
/// whoever makes one needs to know nothing of the others, and may make it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parte {
    /// From 1 to `all`.
    this: u32,
    all: u32,
}

impl Parte {
    /// The share number `this`, from 1, of `all`. None when there is no such share.
    #[must_use]
    pub fn new(this: u32, all: u32) -> Option<Self> {
        (1..=all).contains(&this).then_some(Parte { this, all })
    }

    /// Whether the plan that is called `nome` is in this share. It is in exactly one of all.
    #[must_use]
    pub fn has(self, nome: &str) -> bool {
        let digest = Sha256::digest(nome);
        let number = digest.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        number % u64::from(self.all) + 1 == u64::from(self.this)
    }
}

#[cfg(test)]
mod tests {
    use super::Parte;

    #[test]
    fn every_plan_is_in_one_share() {
        let names: Vec<String> = (0..900).map(|n| format!("comune-{n}")).collect();
        for all in [1, 2, 3, 7] {
            let shares: Vec<Parte> = (1..=all).filter_map(|this| Parte::new(this, all)).collect();
            for name in &names {
                assert_eq!(shares.iter().filter(|share| share.has(name)).count(), 1, "{name} of {all}");
            }
            // None has much more than its part.
            let most = shares.iter().map(|share| names.iter().filter(|name| share.has(name)).count()).max();
            assert!(most < Some(900 / all as usize * 5 / 4 + 1), "{most:?} of {all}");
        }
        assert_eq!((Parte::new(0, 3), Parte::new(4, 3), Parte::new(1, 0)), (None, None, None));
    }
}
