//! The plan that is shown, and those beside it in its workspace. The browser knows each file by the name that messages give it, which is
//! from the folder of the workspace: here it is known whose it is.

use crate::emit::html::{self, Pubblicazione};
use crate::emit::layouts::Layouts;
use crate::emit::{Artifacts, dati};
use crate::project::{Ask, Format, Plan, Workspace};
use crate::source::File;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The plan that is shown, among those of its workspace.
pub(super) struct Piani {
    pub(super) plan: Plan,
    /// The workspace that lists it, and its place there. None for a plan that stands alone.
    among: Option<(Workspace, usize)>,
    /// What the plans of the workspace are called.
    nomi: Vec<String>,
    /// The files that the browser was given, as they were then: one of them that goes away may be written again.
    pub(super) given: BTreeMap<String, Arc<File>>,
}

/// A plan that is made again at each letter.
fn shown(mut plan: Plan) -> Plan {
    plan.ask(Ask { dati_dopo: true, ..Ask::default() });
    plan
}

/// Another plan of the workspace, compiled.
fn made(workspace: &Workspace, n: usize) -> Plan {
    let mut plan = shown(workspace.plan(n));
    plan.compile(&mut |_| {});
    plan
}

impl Piani {
    pub(super) fn new(plan: Plan, among: Option<(Workspace, usize)>) -> Self {
        let nomi = among.as_ref().map(|(workspace, _)| workspace.enti()).unwrap_or_default();
        Piani { plan: shown(plan), among, nomi, given: BTreeMap::new() }
    }

    /// The folder in which changes are looked for.
    pub(super) fn looked_at(&self) -> PathBuf {
        self.plan.workspace().unwrap_or(self.plan.root()).to_owned()
    }

    /// The path, in the plan that is shown, of the file of that name. None for a file of another plan.
    pub(super) fn own<'n>(&self, name: &'n str) -> Option<&'n str> {
        match &self.among {
            None => Some(name),
            Some((workspace, qui)) => workspace.whose(name).filter(|(n, _)| n == qui).map(|(_, path)| path),
        }
    }

    /// The file of that name as the disk has it now. None for what no plan is made of.
    pub(super) fn on_disk(&self, name: &str) -> Option<Arc<File>> {
        match &self.among {
            None => self.plan.on_disk(name),
            Some((workspace, _)) => workspace.on_disk(name),
        }
    }

    /// The plan of a file, where it is not the one that is shown.
    pub(super) fn other(&self, name: &str) -> Option<Value> {
        let (workspace, qui) = self.among.as_ref()?;
        let (n, _) = workspace.whose(name).filter(|(n, _)| n != qui)?;
        Some(json!({ "n": n, "nome": self.nomi.get(n) }))
    }

    /// Shows another plan of the workspace. False when there is none at that place of its list, or when it is shown already.
    pub(super) fn choose(&mut self, n: usize) -> bool {
        let Some((workspace, qui)) =
            self.among.as_mut().filter(|(workspace, qui)| n != *qui && n < workspace.nomi().count())
        else {
            return false;
        };
        workspace.rileggi();
        self.plan = shown(workspace.plan(n));
        *qui = n;
        true
    }

    /// The files of the page that lists the bodies, made of the plans as they are now. None for a plan that stands alone.
    pub(super) fn portale(&mut self) -> Option<Artifacts> {
        let (workspace, qui) = self.among.as_mut()?;
        workspace.rileggi();
        let (workspace, qui, plan) = (&*workspace, *qui, &self.plan);
        let all = workspace.order().map(|n| {
            let said = |plan: &Plan| -> Option<Value> {
                serde_json::from_slice(&dati::piano(plan.compiled()?.document.as_ref()?)).ok()
            };
            let piano = match n == qui {
                true => said(plan),
                false => said(&made(workspace, n)),
            };
            let dove = workspace.uscita(n);
            Pubblicazione {
                dove: if dove.is_empty() { String::new() } else { format!("{dove}/") },
                nome: workspace.nome(n).to_owned(),
                ente: workspace.chiamato(n),
                piano,
                catalogo: None,
                pdf: false,
            }
        });
        html::portale(workspace.titolo(), all, &Layouts::embedded()).ok()
    }

    /// Whose the file at `path` of the publication of all is, and its path among the outputs of that plan: None for the one that is shown.
    pub(super) fn of_output<'p>(&self, path: &'p str) -> Option<(Option<usize>, &'p str)> {
        let (workspace, qui) = self.among.as_ref()?;
        let (n, file) = workspace.of_output(path)?;
        Some(((n != *qui).then_some(n), file))
    }

    /// The site of another plan of the workspace, as it is now.
    pub(super) fn sito(&mut self, n: usize) -> Option<Artifacts> {
        let (workspace, _) = self.among.as_mut()?;
        workspace.rileggi();
        let mut made = made(workspace, n).outputs(&[Format::Site], &mut |_| {}).ok()?;
        Some(made.take_files())
    }

    /// What the plans of the workspace are called, and which of them is shown. Null for a plan that stands alone.
    pub(super) fn told(&self) -> Value {
        self.among.as_ref().map(|(_, qui)| json!({ "nomi": self.nomi, "qui": qui })).unwrap_or_default()
    }
}
