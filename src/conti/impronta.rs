//! Impronta: the two fingerprints of a plan. That of a file is its SHA-256; that of the content is the SHA-256 of the sources
//! as the authors wrote them, without what the approval itself adds (`[deliberazione]`, `stato`) and without what an editor may
//! change by itself (ends of lines): the proposal and the approved edition have the same.

use crate::base::hash::hex;
use crate::source::Sources;
use sha2::{Digest, Sha256};

/// Before the fingerprint of the content, among the keywords of the PDF: there `piao impronta` finds it.
pub const SEGNO: &str = "impronta-contenuto:";

/// What the keywords of a PDF hold in the place of the fingerprint while its pages are set: as many digits, always the same.
/// The keywords are an attribute of the whole document, so a digest there would make every page a new one at each edit.
pub const SEGNAPOSTO: &str = "impronta-contenuto:0000000000000000000000000000000000000000000000000000000000000000";

/// The fingerprint of the content of a plan.
#[must_use]
pub fn contenuto(sources: &Sources) -> String {
    let mut all = Sha256::new();
    // One for each file, with its path: a sentence moved from a file to the next changes the plan.
    for (_, file) in sources.iter() {
        let digest: [u8; 32] = match file.text() {
            "" => *file.digest(),
            text if file.path == "piao.toml" => Sha256::digest(senza_atto(&text.replace("\r\n", "\n"))).into(),
            text => Sha256::digest(text.replace("\r\n", "\n")).into(),
        };
        all.update((file.path.len() as u64).to_le_bytes());
        all.update(file.path.as_bytes());
        all.update(digest);
    }
    hex(&all.finalize())
}

/// The settings without the act and the state. What cannot be read is never compiled: then the text stays as it is.
fn senza_atto(text: &str) -> String {
    let Ok(mut table) = text.parse::<toml::Table>() else { return text.to_owned() };
    table.remove("deliberazione");
    table.remove("stato");
    toml::to_string(&table).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::contenuto;
    use crate::source::Sources;

    #[test]
    fn the_proposal_and_the_approved_edition_share_the_fingerprint_of_the_content() {
        let of = |settings: &str, text: &str| contenuto(&Sources::memory(&[("1-a.md", text), ("piao.toml", settings)]));
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
        let files = |a: &str, b: &str| contenuto(&Sources::memory(&[("1-a.md", a), ("1-b.md", b)]));
        assert_ne!(files("Uno\nDue\n", ""), files("Uno\n", "Due\n"));
    }
}
