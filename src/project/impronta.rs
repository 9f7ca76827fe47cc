//! The fingerprint of the content of a plan. An approval and a publication add some things to a plan: the act, the state,
//! `[sito]`, and the acts of the versions. These are taken away, the document is made without them, and the fingerprint is
//! computed of that document. So the proposal, the approved edition and the published one have the same fingerprint.

use super::esterne;
use crate::base::hash::hex;
use crate::conti::fatti::Fatti;
use crate::diag::Diagnostics;
use crate::document::impronta;
use crate::index;
use crate::load;
use crate::lower;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::value::Dovuto;
use crate::piano::settings::{Scelta, Sito, Stato};
use crate::source::Sources;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The fingerprint of the `version` of the plan in `sources`. None when `piao.toml` cannot be read.
pub(super) fn content(sources: &Sources, version: Option<Scelta>) -> Option<String> {
    // These problems are dropped: the compile of the plan reports the same ones.
    let mut diags = Diagnostics::default();
    let mut piano = load::load(sources, version, &mut diags);
    esterne::attach(&mut piano, sources);
    strip_approval(&mut piano, sources, &mut diags)?;
    let index = index::resolve(&piano, sources, &mut diags);
    let fatti = Fatti::resolve(&piano, &index, &mut diags);
    let set = piano.impostazioni.as_ref()?;
    let document = lower::complete(&piano, set, &index, &fatti, sources, &diags);
    Some(impronta::contenuto(&document))
}

/// Takes away from `piano` what its approval and its publication added.
fn strip_approval(piano: &mut Piano, sources: &Sources, diags: &mut Diagnostics) -> Option<()> {
    let set = piano.impostazioni.as_ref()?;
    let words: Vec<&str> = set
        .versioni
        .iter()
        .filter_map(|versione| match &versione.value.atto {
            Some(Dovuto::Valore(atto)) => Some(atto.word.value.as_str()),
            Some(Dovuto::Assente(_)) | None => None,
        })
        .collect();
    let acts: BTreeSet<usize> = match words.is_empty() {
        true => BTreeSet::new(),
        false => {
            let index = index::resolve(piano, sources, diags);
            words.into_iter().filter_map(|word| index.element(Kind::Atto, word)).collect()
        }
    };
    let mut at = 0..;
    piano.elementi.atti.retain(|_| !at.next().is_some_and(|n| acts.contains(&n)));
    let set = piano.impostazioni.as_mut()?;
    (set.stato, set.deliberazione, set.sito) = (Stato::Bozza, None, Sito::default());
    set.versioni.iter_mut().for_each(|versione| versione.value.atto = None);
    Some(())
}

/// The fingerprint as earlier versions of piao computed it, from the bytes of the sources. Published PDFs still carry it.
pub(super) fn first_form(sources: &Sources) -> String {
    let mut all = Sha256::new();
    // Each file counts with its path, because a sentence moved from a file to the next changes the plan.
    for (_, file) in sources.iter() {
        let digest: [u8; 32] = match file.text() {
            "" => *file.digest(),
            text if file.path == "piao.toml" => Sha256::digest(without_act(&text.replace("\r\n", "\n"))).into(),
            text => Sha256::digest(text.replace("\r\n", "\n")).into(),
        };
        all.update((file.path.len() as u64).to_le_bytes());
        all.update(file.path.as_bytes());
        all.update(digest);
    }
    hex(&all.finalize())
}

/// The text of `piao.toml` without the act and the state. A text that is no TOML stays as it is.
fn without_act(text: &str) -> String {
    let Ok(mut table) = text.parse::<toml::Table>() else { return text.to_owned() };
    table.remove("deliberazione");
    table.remove("stato");
    toml::to_string(&table).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::first_form;
    use crate::source::Sources;

    #[test]
    fn the_first_form_is_still_what_it_was() {
        let of =
            |settings: &str, text: &str| first_form(&Sources::memory(&[("1-a.md", text), ("piao.toml", settings)]));
        let proposal = of(
            "stato = \"proposta\"\ntriennio = \"2027-2029\"\n\n[deliberazione]\norgano = \"giunta\"\n",
            "Uno\n\nDue\n",
        );
        let approved = of(
            "triennio = \"2027-2029\"\r\nstato = \"approvato\"\r\n\r\n[deliberazione]\r\norgano = \"giunta\"\r\nnumero = \"7\"\r\n",
            "Uno\r\n\r\nDue\r\n",
        );
        assert_eq!(proposal, approved);
        assert_eq!(proposal.len(), 64);
        let other = of("stato = \"proposta\"\ntriennio = \"2027-2029\"\n", "Uno\n\nTre\n");
        assert_ne!(proposal, other);
        let later = of("stato = \"proposta\"\ntriennio = \"2028-2030\"\n", "Uno\n\nDue\n");
        assert_ne!(proposal, later);
        // The same words in other files are another plan.
        let files = |a: &str, b: &str| first_form(&Sources::memory(&[("1-a.md", a), ("1-b.md", b)]));
        assert_ne!(files("Uno\nDue\n", ""), files("Uno\n", "Due\n"));
    }
}
