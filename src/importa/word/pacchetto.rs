//! The parts of the archive that a document is: each is found by the relations that name it, and is XML without a DTD.

use crate::diag::Diagnostic;
use crate::diag::codes::P1501;
use crate::importa::archivio::{self, Archivio, Guasto, MAX_NODES};
pub(super) use crate::importa::archivio::{Relazione, attr};
use encoding_rs::Encoding;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Most bytes of a part that is XML: the tree of one takes ten times as much memory. Five hundred pages are 15 MB.
const MAX_XML: u64 = 48 << 20;
/// Largest image, in bytes.
const MAX_IMAGE: u64 = 64 << 20;

/// The two namespaces of the words of a document: the one that all write, and that of the strict edition of the standard.
const W: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// The name of an element of the text of a document; empty for one of another vocabulary.
pub(super) fn w<'a>(node: Node<'a, '_>) -> &'a str {
    let name = node.tag_name();
    if name.namespace().is_some_and(|space| W.contains(&space)) { name.name() } else { "" }
}

/// The first child of the text of a document with this name.
pub(super) fn figlio<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| w(*child) == name)
}

/// The `val` of a child: `<w:pStyle w:val="Titolo1"/>`.
pub(super) fn valore<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attr(figlio(node, name)?, "val")
}

/// Whether a child switches something on: `<w:b/>`, and not `<w:b w:val="0"/>`. None when it is not there.
pub(super) fn acceso(node: Node<'_, '_>, name: &str) -> Option<bool> {
    let child = figlio(node, name)?;
    Some(!attr(child, "val").is_some_and(|value| matches!(value, "0" | "false" | "off" | "none")))
}

/// A document as an archive of parts.
pub(super) struct Pacchetto<'b> {
    file: &'b str,
    archivio: Archivio<'b>,
}

/// The refusal of a file that is called `file`.
pub(super) fn rifiuto(file: &str, what: &str) -> Diagnostic {
    Diagnostic::global(P1501, format!("`{file}` {what}")).note("non è stato scritto niente")
}

const SALVA: &str = "aprilo con Word o LibreOffice e salvalo come `.docx`, poi ripeti il comando";

impl<'b> Pacchetto<'b> {
    /// Opens the document `bytes`, called `file`.
    ///
    /// # Errors
    /// P1501 when it is no document of Word, or one that could do harm.
    pub(super) fn apri(file: &'b str, bytes: &'b [u8]) -> Result<Self, Diagnostic> {
        let ext = file.rsplit('.').next().unwrap_or_default().to_lowercase();
        match ext.as_str() {
            "docx" | "docm" | "dotx" | "dotm" => {}
            "doc" | "dot" => return Err(rifiuto(file, "è nella forma di Word di prima del 2007").help(SALVA)),
            "odt" | "ott" | "rtf" | "pages" => {
                return Err(rifiuto(file, "non è nella forma di Word").help(SALVA));
            }
            _ => {
                return Err(
                    rifiuto(file, "non è un documento di Word").help("`piao importa` legge i file `.docx` e `.xlsx`")
                );
            }
        }
        let archivio = archivio::apri(bytes).map_err(|guasto| match guasto {
            Guasto::Cifrato => rifiuto(file, "è protetto da una password, o è di una versione molto vecchia")
                .help("aprilo con Word, togli la password e salvalo come `.docx`"),
            Guasto::NonArchivio => guasto_qui(file),
            Guasto::Gonfio => {
                rifiuto(file, "si gonfia, aprendosi, oltre ogni misura: potrebbe essere un file fatto per nuocere")
                    .help("chiedi il documento a chi lo ha scritto, o copia il testo in un file nuovo")
            }
        })?;
        Ok(Pacchetto { file, archivio })
    }

    /// The bytes of an image.
    pub(super) fn immagine(&mut self, name: &str) -> Option<Vec<u8>> {
        archivio::parte(&mut self.archivio, name, MAX_IMAGE)
    }

    /// Whether there is a part whose name ends so: `vbaProject.bin`.
    pub(super) fn ha(&self, end: &str) -> bool {
        self.archivio.file_names().flatten().any(|name| name.ends_with(end))
    }

    /// The text of a part that is XML. None when it is not there.
    ///
    /// # Errors
    /// P1501 when it is too large or cannot be unpacked.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>, Diagnostic> {
        if self.archivio.index_for_name(name).is_none() {
            return Ok(None);
        }
        let bytes = archivio::parte(&mut self.archivio, name, MAX_XML).ok_or_else(|| {
            let most = MAX_XML >> 20;
            rifiuto(self.file, "non si legge: è guasto, o il suo testo è troppo lungo")
                .note(format!("in `{name}`; un documento può avere {most} MB di testo"))
                .help("aprilo con Word e salvalo di nuovo come `.docx`; se è molto lungo dividilo in più documenti")
        })?;
        let encoding = Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
        Ok(Some(encoding.decode(&bytes).0.into_owned()))
    }

    /// The tree of a part.
    ///
    /// # Errors
    /// P1501 when it is not well formed, or has a DTD: an entity could fill the memory, or name other files.
    pub(super) fn albero<'x>(&self, name: &str, text: &'x str) -> Result<Document<'x>, Diagnostic> {
        archivio::albero(text, MAX_NODES).map_err(|error| match error {
            roxmltree::Error::DtdDetected => rifiuto(
                self.file,
                "contiene una definizione di entità, che nessun Word scrive: potrebbe essere un file fatto per nuocere",
            )
            .note(format!("in `{name}`"))
            .help("chiedi il documento a chi lo ha scritto, o copia il testo in un file nuovo"),
            error => guasto_qui(self.file).note(format!("in `{name}`: {error}")),
        })
    }

    /// What a part names, by id.
    pub(super) fn relazioni(&mut self, part: &str) -> Result<BTreeMap<String, Relazione>, Diagnostic> {
        let rels = archivio::rels(part);
        let Some(text) = self.xml(&rels)? else { return Ok(BTreeMap::new()) };
        let tree = self.albero(&rels, &text)?;
        Ok(archivio::relazioni(part, &tree))
    }

    /// The name of the part that has the text.
    pub(super) fn testo(&mut self) -> Result<String, Diagnostic> {
        let found = self.relazioni("")?.into_values().find(|one| one.tipo == "officeDocument" && !one.fuori);
        Ok(found.map_or_else(|| "word/document.xml".to_owned(), |one| one.dove))
    }
}

/// The refusal of a document that is not whole.
pub(super) fn guasto_qui(file: &str) -> Diagnostic {
    rifiuto(file, "non si legge: è guasto, o non è quello che il suo nome dice")
        .help("aprilo con Word o LibreOffice e salvalo di nuovo come `.docx`")
}
