//! Plans that the list of the workspace called otherwise when they were published: a folder that was renamed, a name that was changed. What is
//! published is recognised by what it is – the body, the plan, the version – and not by the name of its folder.

use super::gia_pubblicata::stesso_pdf;
use super::impronta::read;
use super::wrap;
use crate::confronta::{self, Di};
use crate::diag::codes::P1420;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::project::{PDF, of_publication};
use crate::publish;
use crate::source;
use std::path::Path;

/// The most columns of a line.
const WIDTH: usize = 100;

/// A publication in that of all whose folder is not on the list.
#[derive(Debug)]
pub(super) struct Fuori {
    /// Its folder, from that of the publication of all.
    cartella: String,
    /// Whose it is.
    di: Di,
    /// Its editions, by name.
    edizioni: Vec<String>,
}

/// The publications in `tutti` of folders that are not `listed`, and that have an edition. Those that do not say whose they are cannot be told from
/// any other.
pub(super) fn fuori<'l>(tutti: &Path, listed: impl Iterator<Item = &'l str>) -> Vec<Fuori> {
    let listed: Vec<&str> = listed.collect();
    let others = publish::sotto(tutti).into_iter().filter(|folder| !listed.contains(&folder.as_str()));
    let read = |cartella: String| {
        let all = source::edizioni(&tutti.join(&cartella), &mut Diagnostics::default());
        let json = all.iter().filter_map(|edizione| edizione.files.get(confronta::PIAO_JSON));
        let di = json.filter_map(|file| confronta::da_file(file).ok()).map(|json| Di::of(&json)).find(Di::nota)?;
        Some(Fuori { cartella, di, edizioni: all.into_iter().map(|edizione| edizione.nome).collect() })
    };
    others.filter_map(read).collect()
}

/// Whether two publications have the edition called `nome`, and its PDF is the same; none where the other does not have it.
fn uguale(one: &Path, other: &Path, nome: &str) -> Option<bool> {
    let edition = |folder: &Path| folder.join("edizioni").join(nome);
    let pdf = |folder: &Path| read(&edition(folder).join(PDF)).ok();
    let same = || pdf(one).zip(pdf(other)).is_none_or(|(one, other)| stesso_pdf(&one, &other));
    edition(other).is_dir().then(same)
}

/// Puts in `output`, where the list says that the plan of `document` goes now, its editions that are in another folder of `tutti`, each as it was
/// published: they stay published, and who has no new act stays as it was approved.
///
/// # Errors
/// P1420 where it cannot be known that they are of this plan, or which of two is the edition, and where their links would lead nowhere.
pub(super) fn riprendi(
    fuori: &[Fuori],
    document: &Document,
    edizione: &str,
    [tutti, output]: [&Path; 2],
) -> Result<(), Diagnostic> {
    let di = Di::del_documento(document);
    let first = source::edizioni(output, &mut Diagnostics::default()).is_empty();
    for one in fuori {
        let there = tutti.join(&one.cartella);
        match one.di.stesso_piano(&di) {
            Some(false) => continue,
            // Who has published here needs nothing from there.
            None if !first => continue,
            None => return Err(incerto(one, &di, &there, output)),
            Some(true) => {}
        }
        let mut missing = Vec::new();
        for nome in &one.edizioni {
            match uguale(&there, output, nome) {
                Some(true) => {}
                Some(false) => return Err(due(nome, &there, output)),
                None => missing.push(nome),
            }
        }
        if missing.is_empty() {
            continue;
        }
        let steps = |folder: &Path| folder.components().count();
        if steps(&there) != steps(output) {
            return Err(lontano(&there, output, tutti));
        }
        // The edition in force comes with the first; of the others, those that are not there yet.
        let whole = source::edizioni(output, &mut Diagnostics::default()).is_empty();
        let these = |path: &str| whole || missing.iter().any(|nome| path.starts_with(&format!("edizioni/{nome}/")));
        publish::riprendi(&there, output, &these, &|path| !whole || !of_publication(path, edizione))?;
        wrap(
            &format!(
                "{}: era pubblicato in {}, e l’elenco dei piani ora dice {}. Ciò che è pubblicato è adesso anche lì, com’era. I suoi indirizzi di prima possono essere scritti in un atto: sul sito lascia anche la cartella di prima.",
                document.meta.ente,
                there.display(),
                output.display(),
            ),
            "",
            WIDTH,
        );
    }
    Ok(())
}

/// The folder, among those `listed`, that has all the editions of the publication in `cartella`.
pub(super) fn ora<'l>(tutti: &Path, cartella: &str, listed: &[&'l str]) -> Option<&'l str> {
    let there = tutti.join(cartella);
    let all = source::edizioni(&there, &mut Diagnostics::default());
    let same =
        |folder: &&str| all.iter().all(|edizione| uguale(&there, &tutti.join(folder), &edizione.nome) == Some(true));
    listed.iter().copied().find(same).filter(|_| !all.is_empty())
}

/// It cannot be known whether what is published in `there` is the plan that goes in `output`.
fn incerto(one: &Fuori, di: &Di, there: &Path, output: &Path) -> Diagnostic {
    let (there, output) = (there.display(), output.display());
    Diagnostic::global(
        P1420,
        format!("non si sa se `{there}` è la pubblicazione di questo piano, che ora va in `{output}`"),
    )
    .note(format!("in `{there}`, che non è nell’elenco dei piani, c’è {}; questo è {di}", one.di))
    .note("se è lo stesso, ciò che l’organo ha approvato deve restare com’è; se è un altro, qui non c’entra")
    .help(format!("se è lo stesso piano, togli `{output}` se c’è, cambia nome a `{there}` in `{output}`, e ripeti"))
    .help(format!("se è un altro, e non si pubblica più, sposta `{there}` fuori da quella cartella, e ripeti"))
}

/// Two editions of the plan have one name and say something else.
fn due(nome: &str, there: &Path, output: &Path) -> Diagnostic {
    let (there, output) = (there.display(), output.display());
    Diagnostic::global(P1420, format!("l’edizione {nome} di questo piano è in due cartelle, e non è la stessa"))
        .note(format!("una è `{there}/edizioni/{nome}`, di una cartella che non è più nell’elenco dei piani"))
        .note(format!("l’altra è `{output}/edizioni/{nome}`"))
        .help("guarda quale delle due ha l’impronta che è nella deliberazione (`piao impronta` la dice): è quella approvata")
        .help(format!("sposta l’altra cartella fuori da quella della pubblicazione, e ripeti: se quella giusta è in `{there}`, si riprende da lì"))
}

/// From `output` the links of what was published in `there` would lead nowhere.
fn lontano(there: &Path, output: &Path, tutti: &Path) -> Diagnostic {
    let last = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = there.with_file_name(last);
    let listed = beside.strip_prefix(tutti).unwrap_or(&beside).display().to_string();
    let (there, output) = (there.display(), output.display());
    Diagnostic::global(P1420, format!("questo piano è pubblicato in `{there}`, e non si può portare in `{output}`"))
        .note("un’edizione approvata non si riscrive, e le sue pagine portano a quelle degli altri piani con un percorso che conta le cartelle: da lì non arriverebbero")
        .help(format!("nell’elenco dei piani, e fra le fonti, dagli una cartella allo stesso livello di prima, per esempio `{}`", listed.replace('\\', "/")))
        .help(format!("se quell’edizione non va più pubblicata, sposta `{there}` fuori dalla cartella della pubblicazione, e ripeti"))
}
